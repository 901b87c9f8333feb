"""Days and times in the Netherlands, and how they read."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.calendar import (
    NO_CALENDAR,
    Calendar,
    CalendarEnds,
    end_of_day,
    format_date,
    format_exact_moment,
    format_local_time,
    format_long_date,
    format_moment,
    format_time,
    instant_of,
    local_date,
    start_of_day,
)
from portal.domain.errors import RuleBroken

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 1, 1, 22, 59, 59, 999999, UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 21, 59, 59, 999999, UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 23, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_local_day_turns_at_midnight_in_the_netherlands(instant: datetime, day: date) -> None:
    assert local_date(instant) == day


def test_an_instant_without_time_zone_has_no_local_day() -> None:
    with pytest.raises(ValueError):
        local_date(datetime(2026, 1, 1, 12))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
)
def test_a_day_of_a_clock_change_is_an_hour_shorter_or_longer(day: date, hours: int) -> None:
    assert end_of_day(day) - start_of_day(day) == hours * HOUR


@settings(max_examples=25)
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_holds_its_first_instant_and_not_the_one_after_its_last(day: date) -> None:
    assert local_date(start_of_day(day)) == day
    assert local_date(end_of_day(day) - timedelta(microseconds=1)) == day
    assert local_date(end_of_day(day)) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "clock", "fold", "instant"),
    [
        (date(2026, 12, 1), time(14, 5), 0, datetime(2026, 12, 1, 13, 5, tzinfo=UTC)),
        (date(2026, 7, 1), time(14, 5), 0, datetime(2026, 7, 1, 12, 5, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59), 0, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), 0, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), 0, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), 1, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_one_instant(day: date, clock: time, fold: int, instant: datetime) -> None:
    assert instant_of(day, clock, fold=fold) == instant


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("clock", [time(2), time(2, 59)])
def test_a_time_that_the_clock_skipped_is_refused(clock: time, fold: int) -> None:
    with pytest.raises(RuleBroken, match="29 maart 2026") as refused:
        instant_of(date(2026, 3, 29), clock, fold=fold)
    assert refused.value.code == "no_such_time"


def test_dates_and_times_read_in_dutch() -> None:
    assert format_date(date(2026, 12, 1)) == "1 december 2026"
    assert format_long_date(date(2026, 10, 25)) == "zondag 25 oktober 2026"
    assert format_time(time(14, 5)) == "14.05 uur"
    assert format_time(time(0, 0)) == "0.00 uur"
    assert format_moment(datetime(2026, 12, 1, 13, 5, tzinfo=UTC)) == (
        "1 december 2026 om 14.05 uur"
    )
    assert format_exact_moment(datetime(2026, 10, 25, 1, 0, 7, tzinfo=UTC)) == (
        "25 oktober 2026 om 2.00.07 uur (wintertijd)"
    )


@pytest.mark.parametrize(
    ("utc_hour", "words"),
    [
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "1.59 uur"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2.30 uur (zomertijd)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2.30 uur (wintertijd)"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "3.00 uur"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "1.59 uur"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "3.00 uur"),
    ],
)
def test_a_time_that_comes_twice_says_which_one_it_is(utc_hour: datetime, words: str) -> None:
    assert format_local_time(utc_hour) == words


CALENDAR = Calendar(
    first_year=2026,
    last_year=2026,
    holidays={date(2026, 4, 27): "Koningsdag", date(2026, 12, 26): "Tweede kerstdag"},
    equalled={date(2026, 5, 15): "gelijkgesteld aan een feestdag"},
    closed={date(2026, 6, 3): "verhuizing", date(2026, 4, 27): "verhuizing"},
)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 4, 24), None),
        (date(2026, 4, 25), "zaterdag"),
        (date(2026, 4, 26), "zondag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 12, 26), "zaterdag"),
        (date(2026, 5, 15), "gelijkgesteld aan een feestdag"),
        (date(2026, 6, 3), "verhuizing"),
    ],
)
def test_a_day_off_has_a_reason(day: date, reason: str | None) -> None:
    assert CALENDAR.day_off(day) == reason
    assert CALENDAR.is_working_day(day) is (reason is None)


def test_a_closing_day_of_the_municipality_is_an_ordinary_day_for_the_law() -> None:
    assert CALENDAR.lawful_day_off(date(2026, 6, 3)) is None
    assert CALENDAR.without_closures().is_working_day(date(2026, 6, 3))
    closed = CALENDAR.with_closures({date(2026, 6, 4): "studiedag"})
    assert (closed.day_off(date(2026, 6, 3)), closed.day_off(date(2026, 6, 4))) == (
        None,
        "studiedag",
    )
    assert closed.day_off(date(2026, 4, 27)) == "Koningsdag"


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_year_without_known_holidays_is_not_taken_for_one_without_holidays(day: date) -> None:
    for calendar in (CALENDAR, CALENDAR.without_closures(), NO_CALENDAR):
        with pytest.raises(CalendarEnds):
            calendar.day_off(day)
