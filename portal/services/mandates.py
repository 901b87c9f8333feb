"""The mandate register: who may sign what for the municipality, from and until when (001-19, 004-119)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.ladder import Mandate
from portal.queries.mandates import SUBJECTS, signers
from portal.services.noting import note_change
from portal.services.recording import Actor


def grant_mandate(
    session: ScopedSession,
    scope: TenantScope,
    actor: Actor,
    *,
    account_id: UUID,
    subjects: Sequence[str],
    document: str,
    from_on: date,
    until_on: date | None,
    today: date,
    now: datetime,
) -> None:
    """Record that somebody may sign these, a line per subject; both days included."""
    name = signers(session, scope, today).get(account_id)
    if name is None:
        raise NotThere
    if until_on is not None and until_on < from_on:
        raise RuleBroken(
            f"Kies een laatste dag op of na {format_date(from_on)}.", code="period", path="tot"
        )
    if unknown := [subject for subject in subjects if subject not in SUBJECTS]:
        raise RuleBroken(f"“{unknown[0]}” is hier niet bekend.", code="subject", path="waarvoor")
    for subject in subjects:
        row = Mandate(
            tenant_id=scope.tenant_id,
            account_id=account_id,
            account_name=name,
            subject=subject,
            document=document,
            from_on=from_on,
            until_on=until_on,
            recorded_by_name=actor.name,
            recorded_at=now,
        )
        session.add(row)
        session.flush()
        _note(session, scope, actor, row, "mandaat vastgelegd", ended=None)


def end_mandate(
    session: ScopedSession,
    scope: TenantScope,
    actor: Actor,
    mandate_id: UUID,
    *,
    last_on: date,
    today: date,
) -> None:
    """Let a mandate end on a day of today or later; what was signed under it stays signed."""
    row = session.scalar(
        select(Mandate)
        .where(Mandate.tenant_id == scope.tenant_id, Mandate.id == mandate_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    if last_on < max(today, row.from_on):
        raise RuleBroken(
            f"Kies een laatste dag op of na {format_date(max(today, row.from_on))}.",
            code="period",
            path="tot",
        )
    earlier, row.until_on = row.until_on, last_on
    _note(session, scope, actor, row, "einde van mandaat vastgelegd", ended=earlier)
    session.flush()


def _note(
    session: ScopedSession,
    scope: TenantScope,
    actor: Actor,
    row: Mandate,
    what: str,
    *,
    ended: date | None,
) -> None:
    said = {
        "wie": row.account_name,
        "waarvoor": SUBJECTS[row.subject],
        "stuk": row.document,
        "van": format_date(row.from_on),
    }
    note_change(
        session, actor, f"mandaat:{row.id}", what, tenant_id=scope.tenant_id,
        before={"tot en met": format_date(ended)} if ended else None,
        after=said | ({"tot en met": format_date(row.until_on)} if row.until_on else {}),
    )  # fmt: skip
