"""The aanmaning that makes a discount due: sent from here, or recorded when it went another way."""

from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.ladder.acts import RecordNotice
from portal.domain.ladder.letter_kinds import LetterKind
from portal.domain.ladder.walking import take
from portal.domain.scopes import TenantScope
from portal.services.deliveries import required_text
from portal.services.dossiers.afterwards import measure_row
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.letters import LetterDraft, send_letter
from portal.services.dossiers.preparing import Doer
from portal.services.tools import Tools


def send_notice(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    number: int,
    body: str,
    doer: Doer,
    tools: Tools,
) -> Held:
    """Send the aanmaning as a letter; from then on the discount is due (004-66)."""
    held = hold(session, scope, dossier_id, version=version)
    draft = LetterDraft(
        kind=LetterKind.AANMANING,
        subject=held.row.title,
        body=required_text(body, "brief"),
        parts=(),
        signers=((doer.actor.name, doer.role.label.capitalize()),),
    )
    letter = send_letter(session, scope, held, draft, doer, tools)
    return _due(session, held, number, doer, how="", letter=str(letter.number))


def record_notice(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    number: int,
    how: str,
    doer: Doer,
) -> Held:
    """Record an aanmaning that went another way, and how it went (004-66)."""
    held = hold(session, scope, dossier_id, version=version)
    return _due(session, held, number, doer, how=required_text(how, "hoe"), letter=None)


def _due(
    session: ScopedSession, held: Held, number: int, doer: Doer, *, how: str, letter: str | None
) -> Held:
    state = take(held.state, RecordNotice(number=number, on=held.today, by=doer.id), held.today)
    session.execute(measure_row(held, number).values(due=True, notice_on=held.today))
    return keep(
        session, held, state, event="aanmaning_vastgelegd", actor=doer.actor, shared=True,
        data={"nummer": number, "toelichting": how, "brief": letter},
    )  # fmt: skip
