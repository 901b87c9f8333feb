"""From a term of the ladder to the day on which it ends."""

from datetime import date, datetime, timedelta

from portal.domain import deadlines
from portal.domain.calendar import NO_CALENDAR, Calendar, end_of_day
from portal.domain.ladder.clauses import Term
from portal.domain.ladder.vocabulary import Unit


def as_deadline(term: Term, *, termijnenwet: bool = False) -> deadlines.Term:
    """The same term in the words of `portal.domain.deadlines`, which explains itself.

    `termijnenwet` is the municipality's switch for the contract domain; no ladder sets it.
    """
    return deadlines.Term(
        length=term.length,
        unit=deadlines.Unit(term.unit.value),
        event=term.starts_at.label,
        article=term.article,
        rule=term.rule or None,
        start_day=deadlines.StartDay(term.start_day.value),
        termijnenwet=termijnenwet,
    )


def due(
    term: Term,
    start: date | datetime,
    calendar: Calendar = NO_CALENDAR,
    *,
    termijnenwet: bool = False,
) -> deadlines.DueDate:
    """Where the term ends and how that came about. A term in hours needs an instant."""
    return deadlines.due_date(
        as_deadline(term, termijnenwet=termijnenwet), start, calendar=calendar
    )


def ends_on(
    term: Term,
    on: date,
    calendar: Calendar = NO_CALENDAR,
    *,
    termijnenwet: bool = False,
) -> date:
    """The last day of a term whose event is on that day."""
    return due_after(term, on, calendar, termijnenwet=termijnenwet).due_on


def due_after(
    term: Term,
    on: date,
    calendar: Calendar = NO_CALENDAR,
    *,
    termijnenwet: bool = False,
) -> deadlines.DueDate:
    """Where a term ends whose event is on that day; hours count from its last instant."""
    start = end_of_day(on) - timedelta(microseconds=1) if term.unit is Unit.UREN else on
    return due(term, start, calendar, termijnenwet=termijnenwet)
