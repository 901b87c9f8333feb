"""On which day a term ends: the figures of the contract, on both sides of the boundary."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.calendar import CalendarEnds, instant_of
from portal.domain.deadlines import (
    Direction,
    DueDate,
    LawUse,
    StartDay,
    Term,
    Unit,
    due_date,
    earliest_effective,
)

from .cases import BREACH, CALENDAR, EXTENSION, IMPROVEMENT, NOTICE_OF_STOP, days, utc

DATES = st.dates(date(2024, 6, 1), date(2031, 6, 1))


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("received_on", "on_time"),
    [(date(2026, 3, 5), True), (date(2026, 3, 6), True), (date(2026, 3, 7), False)],
)
def test_a_stop_from_20_march_is_reported_by_6_march(received_on: date, on_time: bool) -> None:
    outcome = due_date(NOTICE_OF_STOP, date(2026, 3, 20))
    assert outcome.due_on == date(2026, 3, 6)
    assert outcome.is_met_by(received_on) is on_time


@pytest.mark.rule("004-79")
def test_a_stop_received_on_6_march_allows_20_march_at_the_earliest() -> None:
    outcome = earliest_effective(NOTICE_OF_STOP, date(2026, 3, 6))
    assert outcome.start_on == date(2026, 3, 20)
    assert outcome.summary == "14 kalenderdagen vóór 20 maart 2026 is 6 maart 2026."


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("received_at", "earliest_on"),
    [
        (utc(2026, 3, 6, 22, 59, 59), date(2026, 3, 20)),
        (utc(2026, 3, 6, 23), date(2026, 3, 21)),
        (utc(2026, 3, 20, 22, 59, 59), date(2026, 4, 3)),
        (utc(2026, 3, 31, 21, 59, 59), date(2026, 4, 14)),
        (utc(2026, 3, 31, 22), date(2026, 4, 15)),
        (utc(2028, 2, 20, 12), date(2028, 3, 5)),
    ],
)
def test_the_local_day_of_receipt_decides(received_at: datetime, earliest_on: date) -> None:
    assert earliest_effective(NOTICE_OF_STOP, received_at).start_on == earliest_on


@pytest.mark.rule("004-79")
def test_a_notice_period_is_not_moved_over_a_weekend() -> None:
    outcome = due_date(NOTICE_OF_STOP, date(2026, 3, 21))
    assert outcome.due_on == date(2026, 3, 7)
    assert outcome.due_on.weekday() == 5
    assert outcome.law is LawUse.OFF


@pytest.mark.parametrize(
    ("ends_on", "latest_on"),
    [
        (date(2030, 12, 31), date(2030, 6, 30)),
        (date(2030, 12, 30), date(2030, 6, 30)),
        (date(2030, 12, 29), date(2030, 6, 29)),
        (date(2031, 8, 31), date(2031, 2, 28)),
        (date(2028, 8, 31), date(2028, 2, 29)),
    ],
)
def test_an_extension_is_reported_six_months_before_the_end(ends_on: date, latest_on: date) -> None:
    assert due_date(EXTENSION, ends_on).due_on == latest_on


@pytest.mark.parametrize(("day", "on_time"), [(15, True), (16, True), (17, False)])
def test_a_measure_of_9_march_is_reported_by_16_march(day: int, on_time: bool) -> None:
    outcome = due_date(days(7, article="art. 3.10.3"), date(2026, 3, 9))
    assert outcome.is_met_by(date(2026, 3, day)) is on_time


@pytest.mark.parametrize(
    ("found_on", "found_clock", "due_words"),
    [
        (date(2026, 5, 6), time(9, 30), "7 mei 2026 om 9.30 uur"),
        (date(2026, 3, 28), time(14), "29 maart 2026 om 15.00 uur"),
        (date(2026, 10, 24), time(14), "25 oktober 2026 om 13.00 uur"),
        (date(2026, 10, 24), time(3, 30), "25 oktober 2026 om 2.30 uur (wintertijd)"),
        (date(2026, 10, 24), time(2, 30), "25 oktober 2026 om 2.30 uur (zomertijd)"),
        (date(2026, 12, 31), time(23, 59), "1 januari 2027 om 23.59 uur"),
    ],
)
def test_24_hours_are_24_real_hours(found_on: date, found_clock: time, due_words: str) -> None:
    found_at = instant_of(found_on, found_clock)
    outcome = due_date(BREACH, found_at)
    assert outcome.due_at == found_at + timedelta(hours=24)
    assert f"is {due_words}." in outcome.summary


def test_a_breach_is_on_time_at_24_hours_and_late_after_it() -> None:
    outcome = due_date(BREACH, utc(2026, 5, 6, 7, 30))
    assert outcome.is_met_by(utc(2026, 5, 7, 7, 30))
    assert not outcome.is_met_by(utc(2026, 5, 7, 7, 30, 0, 1))


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 3, 13)),
        (date(2026, 3, 7), date(2026, 3, 13)),
        (date(2026, 3, 8), date(2026, 3, 13)),
        (date(2026, 4, 2), date(2026, 4, 13)),
        (date(2026, 4, 24), date(2026, 5, 4)),
        (date(2026, 5, 12), date(2026, 5, 21)),
        (date(2026, 12, 24), date(2027, 1, 4)),
        (date(2026, 8, 28), date(2026, 9, 4)),
    ],
)
def test_five_working_days_pass_over_weekends_and_holidays(received_on: date, due_on: date) -> None:
    assert due_date(days(5, Unit.WORKING_DAYS), received_on, calendar=CALENDAR).due_on == due_on


def test_only_an_own_term_passes_over_the_municipality_s_closing_days() -> None:
    own = days(5, Unit.WORKING_DAYS, internal=True, skips_closures=True)
    outcome = due_date(own, date(2026, 8, 28), calendar=CALENDAR)
    assert outcome.due_on == date(2026, 9, 7)
    assert "2 september 2026 telt niet mee: studiedag." in outcome.sentences


@pytest.mark.rule("004-62")
@pytest.mark.parametrize(("day", "on_time"), [(19, True), (20, True), (21, False)])
def test_a_plan_asked_on_6_march_is_due_two_weeks_later(day: int, on_time: bool) -> None:
    assert due_date(IMPROVEMENT, date(2026, 3, 6)).is_met_by(date(2026, 3, day)) is on_time


@pytest.mark.parametrize(
    ("changed_on", "last_on"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2027, 2, 28), date(2027, 8, 28)),
        (date(2028, 2, 29), date(2028, 8, 29)),
    ],
)
def test_six_months_end_on_the_day_with_the_same_number(changed_on: date, last_on: date) -> None:
    assert due_date(days(6, Unit.CALENDAR_MONTHS), changed_on).due_on == last_on


@pytest.mark.rule("004-53")
@pytest.mark.parametrize(
    ("ended_on", "last_on"),
    [
        (date(2026, 6, 30), date(2028, 6, 30)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2030, 2, 28)),
    ],
)
def test_an_exclusion_lasts_two_years(ended_on: date, last_on: date) -> None:
    assert due_date(days(2, Unit.YEARS), ended_on).due_on == last_on


@pytest.mark.parametrize(
    ("term", "start_on", "due_on"),
    [
        (days(14, start_day=StartDay.COUNTED), date(2026, 3, 6), date(2026, 3, 19)),
        (days(2, Unit.WEEKS, start_day=StartDay.COUNTED), date(2026, 3, 6), date(2026, 3, 19)),
        (days(6, Unit.CALENDAR_MONTHS, start_day=StartDay.COUNTED), date(2027, 3, 1), date(2027, 8, 31)),
        (days(6, Unit.CALENDAR_MONTHS, start_day=StartDay.COUNTED), date(2026, 8, 31), date(2027, 2, 28)),
        (days(1, Unit.YEARS, start_day=StartDay.COUNTED), date(2026, 1, 1), date(2026, 12, 31)),
        (days(1, Unit.WORKING_DAYS, start_day=StartDay.COUNTED), date(2026, 3, 6), date(2026, 3, 6)),
        (days(1, Unit.WORKING_DAYS, start_day=StartDay.COUNTED), date(2026, 3, 7), date(2026, 3, 9)),
        (days(14, start_day=StartDay.COUNTED, direction=Direction.BACKWARD), date(2026, 3, 20), date(2026, 3, 7)),
        (days(6, Unit.CALENDAR_MONTHS, start_day=StartDay.COUNTED, direction=Direction.BACKWARD), date(2030, 12, 31), date(2030, 7, 1)),
        (days(5, Unit.WORKING_DAYS, direction=Direction.BACKWARD), date(2026, 4, 13), date(2026, 4, 2)),
    ],
)  # fmt: skip
def test_the_start_day_counts_where_the_term_says_so(
    term: Term, start_on: date, due_on: date
) -> None:
    assert due_date(term, start_on, calendar=CALENDAR).due_on == due_on


@pytest.mark.parametrize(
    ("term", "start_on", "due_on", "law"),
    [
        (days(14), date(2026, 3, 6), date(2026, 3, 20), LawUse.NOT_NEEDED),
        (days(14), date(2026, 3, 7), date(2026, 3, 23), LawUse.MOVED),
        (days(14), date(2026, 3, 20), date(2026, 4, 7), LawUse.MOVED),
        (days(7), date(2026, 5, 7), date(2026, 5, 18), LawUse.MOVED),
        (days(3), date(2026, 4, 2), date(2026, 4, 8), LawUse.MOVED),
        (days(2), date(2026, 4, 3), date(2026, 4, 7), LawUse.MOVED),
        (days(4), date(2026, 4, 30), date(2026, 5, 4), LawUse.NOT_NEEDED),
        (days(90), date(2026, 1, 3), date(2026, 4, 7), LawUse.MOVED),
        (days(91), date(2026, 1, 2), date(2026, 4, 3), LawUse.OUTSIDE),
        (days(12, Unit.WEEKS), date(2026, 1, 9), date(2026, 4, 7), LawUse.MOVED),
        (days(13, Unit.WEEKS), date(2026, 1, 2), date(2026, 4, 3), LawUse.OUTSIDE),
        (days(3, Unit.CALENDAR_MONTHS), date(2026, 1, 3), date(2026, 4, 7), LawUse.MOVED),
        (days(4, Unit.CALENDAR_MONTHS), date(2025, 12, 3), date(2026, 4, 3), LawUse.OUTSIDE),
        (days(1, Unit.YEARS), date(2025, 4, 3), date(2026, 4, 3), LawUse.OUTSIDE),
        (days(5, Unit.WORKING_DAYS), date(2026, 4, 2), date(2026, 4, 13), LawUse.NOT_NEEDED),
        (days(14, direction=Direction.BACKWARD), date(2026, 3, 21), date(2026, 3, 7), LawUse.OUTSIDE),
    ],
)  # fmt: skip
def test_the_termijnenwet_moves_a_last_day_only_within_its_own_limits(
    term: Term, start_on: date, due_on: date, law: LawUse
) -> None:
    under_law = Term.from_json(term.to_json() | {"termijnenwet": True})
    outcome = due_date(under_law, start_on, calendar=CALENDAR)
    assert (outcome.due_on, outcome.law) == (due_on, law)
    assert outcome.was_moved is (law is LawUse.MOVED)


def test_without_the_termijnenwet_a_last_day_on_a_sunday_stays() -> None:
    outcome = due_date(days(14), date(2026, 3, 8), calendar=CALENDAR)
    assert (outcome.due_on, outcome.law) == (date(2026, 3, 22), LawUse.OFF)


def test_hours_need_an_instant() -> None:
    with pytest.raises(ValueError):
        due_date(BREACH, date(2026, 3, 6))


def test_a_term_has_a_length() -> None:
    with pytest.raises(ValueError):
        days(0)


def test_only_counting_back_has_an_earliest_effective_day() -> None:
    for term in (days(14), BREACH):
        with pytest.raises(ValueError):
            earliest_effective(term, date(2026, 3, 6))


def test_working_days_are_not_counted_without_holidays() -> None:
    with pytest.raises(CalendarEnds):
        due_date(days(5, Unit.WORKING_DAYS), date(2026, 3, 6))


UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.CALENDAR_MONTHS, Unit.WORKING_DAYS])


@settings(max_examples=25)
@given(UNITS, st.integers(1, 14), DATES)
def test_the_earliest_day_is_on_time_and_the_day_before_it_is_not(
    unit: Unit, length: int, received_on: date
) -> None:
    term = days(length, unit, direction=Direction.BACKWARD)
    earliest_on = earliest_effective(term, received_on, calendar=CALENDAR).start_on
    day_before = earliest_on - timedelta(days=1)
    assert due_date(term, earliest_on, calendar=CALENDAR).is_met_by(received_on)
    assert not due_date(term, day_before, calendar=CALENDAR).is_met_by(received_on)


@settings(max_examples=25)
@given(UNITS, st.integers(1, 14), DATES, st.sampled_from(Direction), st.sampled_from(StartDay), st.booleans())  # fmt: skip
def test_what_is_stored_comes_back_equal(
    unit: Unit, length: int, start_on: date, direction: Direction, first: StartDay, law: bool
) -> None:
    term = days(length, unit, direction=direction, start_day=first, termijnenwet=law, rule="004-79")
    outcome = due_date(term, start_on, calendar=CALENDAR)
    assert DueDate.from_json(outcome.to_json()) == outcome


def test_a_stored_term_in_hours_comes_back_equal() -> None:
    outcome = due_date(BREACH, utc(2026, 10, 24, 12, 0, 0, 7))
    assert DueDate.from_json(outcome.to_json()) == outcome


@settings(max_examples=25)
@given(UNITS, st.integers(1, 14), DATES)
def test_a_later_event_never_gives_an_earlier_end(unit: Unit, length: int, day: date) -> None:
    term = days(length, unit)
    ends = [due_date(term, day + timedelta(days=n), calendar=CALENDAR).due_on for n in range(3)]
    assert ends == sorted(ends)
