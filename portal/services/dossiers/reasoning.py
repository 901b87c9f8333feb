""" "Is an ingebrekestelling needed?": the reasoning that a person recorded (001-22)."""

from collections.abc import Mapping
from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.ladder.notice_needed import Conclusion, record_reasoning, remedy_of
from portal.domain.scopes import TenantScope
from portal.services.dossiers.holding import hold, jot
from portal.services.dossiers.preparing import Doer


def keep_reasoning(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    remedy: str,
    answers: Mapping[str, str],
    conclusion: Conclusion,
    text: str,
    doer: Doer,
) -> None:
    """Record what somebody concluded and why; it moves nothing and decides nothing."""
    held = hold(session, scope, dossier_id)
    chosen = remedy_of(remedy)
    reasoning = record_reasoning(
        chosen, answers, contract=held.state.contract, conclusion=conclusion, text=text,
        by=doer.id, on=held.today,
    )  # fmt: skip
    weighed = reasoning.assessment
    jot(
        session, held.row, event="redenering_vastgelegd", actor=doer.actor,
        data={
            "middel": chosen.code,
            "antwoorden": dict(reasoning.answers),
            "voor": [argument.sentence for argument in weighed.in_favour],
            "tegen": [argument.sentence for argument in weighed.against],
            "let_op": [argument.sentence for argument in weighed.mind],
            "conclusie": reasoning.conclusion.value,
            "redenering": reasoning.text,
        },
    )  # fmt: skip
