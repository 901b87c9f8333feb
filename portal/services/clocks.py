"""The clocks on a delivery: started, paused, met, and what that means for the work list."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import Calendar, end_of_day, start_of_day
from portal.domain.deadlines import Clock, Term, start_clock
from portal.domain.deadlines.due import is_on_time
from portal.models.handling import Deadline
from portal.models.submission import Delivery

RUNNING, PAUSED, MET, LAPSED = "loopt", "gepauzeerd", "gehaald", "vervallen"


def start_deadline(
    session: ScopedSession,
    delivery: Delivery,
    *,
    name: str,
    label: str,
    term: Term,
    start: date | datetime,
    calendar: Calendar,
    internal: bool,
    pauses: bool = False,
    remind_before: tuple[int, ...] = (),
) -> None:
    """Start a new clock for a delivery.

    `remind_before`: days before the date, 0 is the day itself; of a term in hours, hours.
    """
    clock = start_clock(term, start, calendar=calendar)
    session.add(
        Deadline(
            tenant_id=delivery.tenant_id,
            provider_id=delivery.provider_id,
            delivery_id=delivery.id,
            name=name,
            label=label,
            internal=internal,
            pauses=pauses,
            due_on=clock.due_on,
            remind_at=next_reminder(clock, remind_before, after=session.legal_now),
            reminders={"voor": list(remind_before)},
            clock=clock.to_json(),
        )
    )
    refresh_due(session, delivery)


def next_reminder(
    clock: Clock, before: Sequence[int], *, after: datetime | None
) -> datetime | None:
    """The first reminder later than `after`, or the first of all.

    Those before the date come from the municipality; the one once it is over is always there.
    """
    if clock.due_at is not None:
        moments = [clock.due_at - timedelta(hours=hours) for hours in before] + [clock.due_at]
    else:
        moments = [start_of_day(clock.due_on - timedelta(days=days)) for days in before]
        moments.append(end_of_day(clock.due_on))
    return min((m for m in moments if after is None or m > after), default=None)


def deadlines_of(session: ScopedSession, delivery: Delivery) -> list[Deadline]:
    """All clocks of a delivery, the earliest first."""
    return list(
        session.scalars(
            select(Deadline)
            .where(Deadline.tenant_id == delivery.tenant_id, Deadline.delivery_id == delivery.id)
            .order_by(Deadline.due_on, Deadline.name)
        )
    )


def meet(session: ScopedSession, delivery: Delivery, name: str, at: datetime, event: str) -> None:
    """What the clock was for has happened; "besluiten" is "besluiten-2" too."""
    _change(
        session,
        delivery,
        lambda d: d.name.partition("-")[0] == name and d.state in (RUNNING, PAUSED),
        lambda clock: clock.meet(at, event=event),
        MET,
        at,
    )


def lapse(session: ScopedSession, delivery: Delivery, name: str, at: datetime, reason: str) -> None:
    """What the clock was for is not needed any more."""
    _change(
        session,
        delivery,
        lambda d: d.name.partition("-")[0] == name and d.state in (RUNNING, PAUSED),
        lambda clock: clock.lapse(at, reason=reason),
        LAPSED,
        at,
    )


def lapse_all(session: ScopedSession, delivery: Delivery, at: datetime, reason: str) -> None:
    """Nothing is waited for any more."""
    _change(
        session,
        delivery,
        lambda d: d.state in (RUNNING, PAUSED),
        lambda clock: clock.lapse(at, reason=reason),
        LAPSED,
        at,
    )


def pause_all(session: ScopedSession, delivery: Delivery, at: datetime, reason: str) -> bool:
    """Stop the clocks that pause while a completion is asked; whether one did.

    A term that is over stays over.
    """
    return _change(
        session,
        delivery,
        lambda d: d.state == RUNNING and d.pauses and _runs(d, at),
        lambda clock: clock.pause(at, reason=reason),
        PAUSED,
        at,
    )


def resume_all(
    session: ScopedSession, delivery: Delivery, at: datetime, reason: str, calendar: Calendar
) -> None:
    """Let the paused clocks run on; their dates move by as long as they stood still."""
    _change(
        session,
        delivery,
        lambda d: d.state == PAUSED,
        lambda clock: clock.resume(at, reason=reason, calendar=calendar),
        RUNNING,
        at,
    )


def refresh_due(session: ScopedSession, delivery: Delivery) -> None:
    """Copy the earliest running date to the delivery, for the work list."""
    session.flush()
    delivery.due_on = session.scalar(
        select(func.min(Deadline.due_on)).where(
            Deadline.tenant_id == delivery.tenant_id,
            Deadline.delivery_id == delivery.id,
            Deadline.state == RUNNING,
        )
    )


def _change(
    session: ScopedSession,
    delivery: Delivery,
    which: Callable[[Deadline], bool],
    how: Callable[[Clock], Clock],
    state: str,
    at: datetime,
) -> bool:
    changed = [deadline for deadline in deadlines_of(session, delivery) if which(deadline)]
    for deadline in changed:
        clock = how(Clock.from_json(deadline.clock))
        deadline.clock = clock.to_json()
        deadline.due_on = clock.due_on
        deadline.state = state
        deadline.ended_at = at if state in (MET, LAPSED) else None
        if state == RUNNING:
            deadline.remind_at = next_reminder(clock, deadline.reminders["voor"], after=at)
    if changed:
        refresh_due(session, delivery)
    return bool(changed)


def _runs(deadline: Deadline, at: datetime) -> bool:
    clock = Clock.from_json(deadline.clock)
    return is_on_time(at, due_on=clock.due_on, due_at=clock.due_at)
