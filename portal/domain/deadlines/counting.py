"""Arithmetic with days: months of unequal length, working days, the Algemene termijnenwet."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.calendar import Calendar
from portal.domain.deadlines.term import StartDay, Term, Unit

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that was passed over, and why."""

    on: date
    name: str


def add_months(day: date, months: int) -> date:
    """The day with the same number so many months on (or back), else the last of that month.

    31 August and six months is 28 or 29 February; 29 February and two years is 28 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_months(first: date, months: int) -> date:
    """Last day of a period of whole months of which `first` is the first day.

    The day before the one with the same number: from 1 March six months end on 31 August.
    From 31 August they end on the last of February.
    """
    if first.day == 1:
        return add_months(first, months) - ONE_DAY
    return add_months(first - ONE_DAY, months)


def count(term: Term, event_on: date, calendar: Calendar) -> tuple[date, tuple[DayOff, ...]]:
    """The last day of a term in days, weeks, months or years, and the days passed over."""
    sign = -1 if term.is_backward else 1
    counted = term.start_day is StartDay.COUNTED
    match term.unit:
        case Unit.CALENDAR_DAYS | Unit.WEEKS:
            days = term.length * (7 if term.unit is Unit.WEEKS else 1)
            return event_on + sign * timedelta(days=days - counted), ()
        case Unit.CALENDAR_MONTHS | Unit.YEARS:
            months = term.length * (12 if term.unit is Unit.YEARS else 1)
            if not counted:
                return add_months(event_on, sign * months), ()
            if term.is_backward:
                return add_months(event_on + ONE_DAY, -months), ()
            return end_of_months(event_on, months), ()
        case Unit.WORKING_DAYS:
            usable = calendar if term.skips_closures else calendar.without_closures()
            before = event_on - sign * ONE_DAY if counted else event_on
            return nth_working_day(before, sign * term.length, usable)
        case Unit.HOURS:
            raise ValueError("Uren tellen vanaf een moment, niet in dagen.")


def nth_working_day(
    event_on: date, number: int, calendar: Calendar
) -> tuple[date, tuple[DayOff, ...]]:
    """The n-th working day after the event, or before it for a negative n."""
    step = ONE_DAY if number > 0 else -ONE_DAY
    day, left, passed = event_on, abs(number), []
    while left:
        day += step
        reason = calendar.day_off(day)
        if reason is None:
            left -= 1
        else:
            passed.append(DayOff(day, reason))
    return day, tuple(passed)


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after the first day, up to and including the last."""
    return sum(
        calendar.is_working_day(after + timedelta(days=n))
        for n in range(1, (until - after).days + 1)
    )
