"""When a running clock asks for attention, and how much time is left in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.calendar import local_date, start_of_day
from portal.domain.deadlines.changes import Status
from portal.domain.deadlines.clock import Clock
from portal.domain.deadlines.term import Unit, length_in_words

HOUR = timedelta(hours=1)


class ReminderKind(StrEnum):
    """Ahead of the end, or at it."""

    BEFORE = "vooraf"
    DUE = "laatste_dag"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: from that instant on, which lies on that local day."""

    kind: ReminderKind
    on: date
    at: datetime


def reminders(clock: Clock) -> tuple[Reminder, ...]:
    """The reminders of a clock, none while it stands still or after its end.

    Days: at the start of the local day. Hours: `warn_before` hours ahead and at the end. The
    one ahead is left out where it would fall before the start.
    """
    if clock.has_ended or clock.is_paused:
        return ()
    if clock.due_at is not None:
        before_at = clock.due_at - clock.warn_before * HOUR
        due_at = clock.due_at
        started_at = clock.outcome.start_at or before_at
    else:
        before_at = start_of_day(clock.due_on - timedelta(days=clock.warn_before))
        due_at = start_of_day(clock.due_on)
        started_at = start_of_day(clock.outcome.start_on)
    due = Reminder(ReminderKind.DUE, local_date(due_at), due_at)
    in_time = clock.warn_before > 0 and (clock.term.is_backward or before_at >= started_at)
    if not in_time:
        return (due,)
    return (Reminder(ReminderKind.BEFORE, local_date(before_at), before_at), due)


def countdown(clock: Clock, now: datetime) -> str:
    """ "nog 3 dagen", "morgen", "vandaag", "2 dagen te laat", "nog 5 uur"; or that it ended."""
    status = clock.status(now)
    if status is Status.PAUSED:
        return "staat stil"
    if clock.has_ended:
        return {Status.MET: "op tijd", Status.LAPSED: "vervallen"}.get(status, "te laat")
    if clock.due_at is not None:
        return _hours_left(clock.due_at - now)
    return days_left(clock.due_on, local_date(now))


def days_left(due_on: date, today: date) -> str:
    """ "nog 3 dagen", "morgen", "vandaag", "2 dagen te laat"."""
    days = (due_on - today).days
    if days in (0, 1):
        return ("vandaag", "morgen")[days]
    words = f"{abs(days)} {'dag' if abs(days) == 1 else 'dagen'}"
    return f"nog {words}" if days > 0 else f"{words} te laat"


def _hours_left(left: timedelta) -> str:
    """Whole hours, rounded down when there is time left and up when it is too late."""
    if left < timedelta():
        return f"{length_in_words(-(left // HOUR), Unit.HOURS)} te laat"
    if left < HOUR:
        return "minder dan een uur"
    return f"nog {length_in_words(left // HOUR, Unit.HOURS)}"
