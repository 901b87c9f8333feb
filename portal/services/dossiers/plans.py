"""A plan that a dossier asked for: received, assessed, and followed action by action.

The plan itself is a submission of the kind verbeterplan; its delivery carries the dossier.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.ladder.acts import AcceptPlan, ReceivePlan
from portal.domain.ladder.dossier import DossierState, Milestone, TakenStep
from portal.domain.ladder.duties import ACTION, PLAN
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.ladder.walking import take
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kinds.verbeterplan import ACTIONS
from portal.models.submission import Delivery, DeliveryContent, Submission
from portal.services.deciding import decide
from portal.services.dossiers.acting import start_provider_clock
from portal.services.dossiers.afterwards import end_clock
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.preparing import Doer
from portal.services.questions import ask_completion
from portal.services.recording import PORTAL

ACCEPTED, PARTLY, REJECTED, INCOMPLETE = "aanvaard", "deels_aanvaard", "afgewezen", "aanvullen"


def asked_step(state: DossierState) -> TakenStep | None:
    """The last step that asked for a plan that has not come in."""
    open_steps = [
        step
        for step in state.steps
        if StepKind.VERBETERPLAN in step.kinds and step.plan_received_on is None
    ]
    return open_steps[-1] if open_steps else None


def receive_plan(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, delivery_id: UUID
) -> bool:
    """Note in the dossier that the plan came in; whether it was being waited for.

    Done by the portal when the delivery is routed. Doing it twice changes nothing.
    """
    held = hold(session, scope, dossier_id)
    step = asked_step(held.state)
    if step is None or held.state.closed_on is not None:
        return False
    act = ReceivePlan(number=step.number, on=held.today, by=PORTAL.ledger_name)
    state = take(held.state, act, held.today)
    end_clock(session, held, f"{PLAN}-{step.number}", "het verbeterplan is ontvangen")
    keep(
        session, held, state, event="plan_ontvangen", actor=PORTAL, shared=True,
        data={"nummer": step.number, "bezorging": str(delivery_id)},
    )  # fmt: skip
    return True


def assess_plan(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    delivery_id: UUID,
    outcome: str,
    reason: str,
    answer_by: date | None,
    doer: Doer,
) -> Held:
    """Accept, partly accept, reject, or have it completed; the provider reads the reasons.

    An accepted plan's actions become milestones with clocks of their own (004-64).
    """
    held = hold(session, scope, dossier_id, version=version)
    delivery = session.scalar(
        select(Delivery).where(
            Delivery.tenant_id == scope.tenant_id,
            Delivery.id == delivery_id,
            Delivery.for_dossier_id == dossier_id,
        )
    )
    step = next((s for s in reversed(held.state.steps) if s.plan_received_on), None)
    if delivery is None or step is None:
        raise NotThere
    if outcome == INCOMPLETE:
        if answer_by is None:
            raise RuleBroken(
                "Kies een datum voor de aanvulling.", code="date", path="antwoord_voor"
            )
        ask_completion(
            session, scope, delivery_id, version=delivery.version, question=reason,
            answer_by=answer_by, actor=doer.actor,
        )  # fmt: skip
        return keep(
            session, held, held.state, event="plan_aanvullen", actor=doer.actor, shared=True,
            data={"nummer": step.number, "voor": answer_by.isoformat()},
        )  # fmt: skip
    decide(
        session, scope, delivery_id, version=delivery.version, outcome=outcome, details={},
        reason=reason, actor=doer.actor,
    )  # fmt: skip
    state = held.state
    milestones: tuple[Milestone, ...] = ()
    if outcome in (ACCEPTED, PARTLY):
        milestones = tuple(_milestones(session, scope, delivery))
        accept = AcceptPlan(number=step.number, milestones=milestones, on=held.today, by=doer.id)
        state = take(held.state, accept, held.today)
        for milestone in milestones:
            if milestone.due_on >= held.today:
                start_provider_clock(
                    session, held, name=f"{ACTION}-{milestone.code}", label=milestone.name[:120],
                    until_on=milestone.due_on, article="",
                )  # fmt: skip
    return keep(
        session, held, state, event="plan_beoordeeld", actor=doer.actor, shared=True,
        data={
            "nummer": step.number,
            "uitkomst": outcome,
            "bezorging": str(delivery_id),
            "acties": [
                {"code": each.code, "naam": each.name, "datum": each.due_on.isoformat()}
                for each in milestones
            ],
        },
    )  # fmt: skip


def _milestones(session: ScopedSession, scope: TenantScope, delivery: Delivery) -> list[Milestone]:
    """The actions of the plan as it stands now, the completed version first."""
    latest = session.scalar(
        select(DeliveryContent.payload)
        .where(
            DeliveryContent.tenant_id == scope.tenant_id,
            DeliveryContent.delivery_id == delivery.id,
        )
        .order_by(DeliveryContent.number.desc())
        .limit(1)
    )
    first = session.scalar(
        select(Submission.payload).where(Submission.id == delivery.submission_id)
    )
    payload: dict[str, Any] = latest or first or {}
    return [
        Milestone(
            code=str(number),
            name=str(row["wat"])[:200],
            due_on=date.fromisoformat(row["datum"]),
        )
        for number, row in enumerate(payload.get(ACTIONS) or (), start=1)
    ]
