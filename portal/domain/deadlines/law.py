"""The Algemene termijnenwet: a last day in a weekend or on a holiday moves on.

Made for terms set by law. A contract term falls under it only where a municipality reads its
contract that way, and the outcome always shows which way was used.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.calendar import Calendar, format_date, format_long_date
from portal.domain.deadlines.counting import ONE_DAY, DayOff
from portal.domain.deadlines.explanation import Step, StepKind
from portal.domain.deadlines.term import StartDay, Term, Unit, length_in_words

# Art. 4 onder a: what is longer falls outside it, and so does every term in hours or years.
LIMITS = {
    Unit.HOURS: 0,
    Unit.CALENDAR_DAYS: 90,
    Unit.WEEKS: 12,
    Unit.CALENDAR_MONTHS: 3,
    Unit.YEARS: 0,
}
# Art. 2: a term of three days or more holds two days that are no weekend or holiday.
MINIMUM_DAYS, ORDINARY_DAYS = 3, 2


class LawUse(StrEnum):
    """What the Algemene termijnenwet did to the last day."""

    OFF = "uit"
    OUTSIDE = "geldt_niet"
    NOT_NEEDED = "niet_nodig"
    MOVED = "verschoven"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """A last day after the law was looked at: what it did, and the days it passed over."""

    due_on: date
    law: LawUse
    steps: tuple[Step, ...]
    days_off: tuple[DayOff, ...] = ()


def apply_law(term: Term, start_on: date, counted_on: date, calendar: Calendar) -> LastDay:
    """The last day of a term that counting alone would end on `counted_on`."""
    if not term.termijnenwet:
        return LastDay(due_on=counted_on, law=LawUse.OFF, steps=_left_off(term, counted_on))
    outside = why_outside(term)
    if outside is not None:
        left_alone = (Step(StepKind.LAW, outside, counted_on),)
        return LastDay(due_on=counted_on, law=LawUse.OUTSIDE, steps=left_alone)
    first_on = start_on if term.start_day is StartDay.COUNTED else start_on + ONE_DAY
    extended_on = with_two_ordinary_days(first_on, counted_on, calendar)
    due_on, passed_over = first_ordinary_day(extended_on, calendar)
    steps = (*_extended(counted_on, extended_on), *_moved(extended_on, due_on, passed_over))
    if not steps:
        sentence = (
            "De Algemene termijnenwet is gebruikt. De laatste dag is geen weekend en geen "
            "feestdag en blijft dus staan."
        )
        return LastDay(
            due_on=due_on, law=LawUse.NOT_NEEDED, steps=(Step(StepKind.LAW, sentence, due_on),)
        )
    return LastDay(due_on=due_on, law=LawUse.MOVED, steps=steps, days_off=passed_over)


def why_outside(term: Term) -> str | None:
    """Why the law itself leaves this term alone: counting back (art. 1 lid 2), or art. 4."""
    if term.is_backward:
        return "De Algemene termijnenwet verschuift niets bij een termijn die terugtelt (art. 1 lid 2)."
    limit = LIMITS.get(term.unit)
    if limit is not None and term.length > limit:
        return (
            "De Algemene termijnenwet geldt niet voor een termijn van "
            f"{length_in_words(term.length, term.unit)} (art. 4). De laatste dag blijft staan."
        )
    return None


def first_ordinary_day(day: date, calendar: Calendar) -> tuple[date, tuple[DayOff, ...]]:
    """The day itself, or the next one that is no Saturday, Sunday or holiday (art. 1 lid 1)."""
    passed = []
    while reason := calendar.lawful_day_off(day):
        passed.append(DayOff(day, reason))
        day += ONE_DAY
    return day, tuple(passed)


def with_two_ordinary_days(first: date, last: date, calendar: Calendar) -> date:
    """Last day of a term of three days or more that holds at least two ordinary days (art. 2)."""
    if (last - first).days + 1 < MINIMUM_DAYS:
        return last
    found, day = 0, first - ONE_DAY
    while found < ORDINARY_DAYS:
        day += ONE_DAY
        found += calendar.lawful_day_off(day) is None
    return max(last, day)


def _left_off(term: Term, counted_on: date) -> tuple[Step, ...]:
    """The reading that was used, where the law could have made a difference."""
    if term.unit in (Unit.HOURS, Unit.WORKING_DAYS):
        return ()
    sentence = (
        "De Algemene termijnenwet is niet gebruikt: een laatste dag in een weekend of op een "
        "feestdag blijft staan."
    )
    return (Step(StepKind.LAW, sentence, counted_on),)


def _extended(counted_on: date, extended_on: date) -> tuple[Step, ...]:
    if extended_on == counted_on:
        return ()
    sentence = (
        "In de termijn horen minstens twee dagen die geen weekend of feestdag zijn. Daarom loopt "
        f"hij door tot en met {format_date(extended_on)} (art. 2 Algemene termijnenwet)."
    )
    return (Step(StepKind.LAW, sentence, extended_on),)


def _moved(extended_on: date, due_on: date, passed_over: tuple[DayOff, ...]) -> tuple[Step, ...]:
    if not passed_over:
        return ()
    reasons = ", ".join(f"{format_date(day.on)} ({day.name})" for day in passed_over)
    sentence = (
        f"De laatste dag valt op {format_date(extended_on)}. Door de Algemene termijnenwet "
        f"(art. 1) tellen deze dagen niet als laatste dag: {reasons}. "
        f"Het wordt {format_long_date(due_on)}."
    )
    return (Step(StepKind.LAW, sentence, due_on),)
