"""Finds the clocks whose reminder is due and asks for it."""

from sqlalchemy import select

from portal.adapters.database import Bind, unit_of_work
from portal.domain.scopes import WorkerScope
from portal.models.handling import Deadline
from portal.services.clocks import RUNNING
from portal.services.effects_wanted import Effect, want

BATCH = 500


def want_reminders(engine: Bind) -> int:
    """Ask for the reminders that are due; how many were found.

    The key holds the moment, so that two clocks, or one that runs twice, ask for it once. For
    the same reason the database says what is due: what a clock that is ahead asks for too early
    could not be asked for again.
    """
    with unit_of_work(engine, WorkerScope()) as session:
        due = session.execute(
            select(Deadline.id, Deadline.tenant_id, Deadline.remind_at)
            .where(Deadline.state == RUNNING, Deadline.remind_at <= session.legal_now)
            .order_by(Deadline.remind_at)
            .limit(BATCH)
        ).all()
        want(
            session,
            [
                Effect(
                    effect="herinneren",
                    key=f"herinneren:{row.id}:{row.remind_at.isoformat()}",
                    tenant_id=row.tenant_id,
                    data={"deadline": str(row.id)},
                )
                for row in due
            ],
        )
    return len(due)
