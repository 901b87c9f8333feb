"""Reminds the desk, or the person who has it, that a date comes near or has passed."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.deadlines import Clock
from portal.domain.scopes import TenantScope
from portal.models.handling import Deadline
from portal.services.clocks import RUNNING, next_reminder
from portal.services.effects_wanted import Effect, want
from portal.services.outbox import Row
from portal.services.tools import Tools


def remind(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """One mail per reminder; then the deadline looks ahead to the next one.

    Harmless twice: a deadline that looks further ahead already is passed over.
    """
    for row in rows:
        scope = cast(TenantScope, row.scope)
        deadline = session.scalar(
            select(Deadline)
            .where(
                Deadline.tenant_id == scope.tenant_id,
                Deadline.id == UUID(row.data["deadline"]),
                Deadline.state == RUNNING,
            )
            .with_for_update()
        )
        now = session.legal_now
        if deadline is None or deadline.remind_at is None or deadline.remind_at > now:
            continue
        clock = Clock.from_json(deadline.clock)
        deadline.remind_at = next_reminder(clock, deadline.reminders["voor"], after=now)
        passed = deadline.remind_at is None
        want(session, [_mail(row, deadline, passed=passed)])
        session.flush()


def _mail(row: Row, deadline: Deadline, *, passed: bool) -> Effect:
    """To whoever the date is for; that one has passed, always to the municipality."""
    to_provider = not deadline.internal and not passed
    if deadline.dossier_id is not None:
        effect = "mail_dossier" if to_provider else "mail_dossier_gemeente"
        data = {"dossier": str(deadline.dossier_id), "event": "termijn"}
    else:
        effect = "mail_aanbieder" if to_provider else "mail_gemeente"
        event = "aanvulling_gevraagd" if to_provider else "herinnering"
        data = {
            "delivery": str(deadline.delivery_id),
            "event": "termijn_verlopen" if passed else event,
        }
    return Effect(
        effect=effect,
        key=f"mail:{row.effect_key}",
        tenant_id=deadline.tenant_id,
        provider_id=deadline.provider_id if to_provider else None,
        data=data,
    )
