"""The holidays that the package gives are those of art. 3 of the Algemene termijnenwet."""

from datetime import date

from portal.adapters.holidays import dutch_calendar
from portal.adapters.start_templates import EQUALLED, equalled_days
from portal.domain.configuration.closing_days import ClosingDays
from portal.domain.deadlines import Term, Unit, due_date
from portal.services.calendars import calendar_with

OF_2026 = {
    date(2026, 1, 1): "Nieuwjaarsdag",
    date(2026, 4, 3): "Goede vrijdag",
    date(2026, 4, 5): "Eerste paasdag",
    date(2026, 4, 6): "Tweede paasdag",
    date(2026, 4, 27): "Koningsdag",
    date(2026, 5, 5): "Bevrijdingsdag",
    date(2026, 5, 14): "Hemelvaartsdag",
    date(2026, 5, 24): "Eerste pinksterdag",
    date(2026, 5, 25): "Tweede pinksterdag",
    date(2026, 12, 25): "Eerste kerstdag",
    date(2026, 12, 26): "Tweede kerstdag",
}


def test_the_holidays_of_2026_are_complete_and_named_in_dutch() -> None:
    assert dict(dutch_calendar(2026, 2026).holidays) == OF_2026


def test_koningsdag_moves_when_the_27th_is_a_sunday() -> None:
    calendar = dutch_calendar(2025, 2025)
    assert date(2025, 4, 26) in calendar.holidays
    assert date(2025, 4, 27) not in calendar.holidays


def test_all_years_asked_for_are_covered() -> None:
    calendar = dutch_calendar(2026, 2031)
    assert {day.year for day in calendar.holidays} == set(range(2026, 2032))
    assert (calendar.first_year, calendar.last_year) == (2026, 2031)


def test_days_made_equal_and_closing_days_come_along() -> None:
    calendar = dutch_calendar(
        2026,
        2026,
        equalled={date(2026, 5, 15): "gelijkgesteld"},
        closed={date(2026, 6, 3): "verhuizing"},
    )
    assert calendar.lawful_day_off(date(2026, 5, 15)) == "gelijkgesteld"
    assert calendar.day_off(date(2026, 6, 3)) == "verhuizing"


def test_a_municipality_passes_over_the_days_that_a_royal_decree_names() -> None:
    calendar = calendar_with(ClosingDays(), date(2026, 1, 5))
    assert calendar.day_off(date(2026, 5, 14)) == "Hemelvaartsdag"
    assert calendar.day_off(date(2026, 5, 15)) == EQUALLED
    assert calendar.day_off(date(2026, 5, 18)) is None
    two_weeks = Term(
        length=14, unit=Unit.CALENDAR_DAYS, event="de ontvangst", article="", termijnenwet=True
    )
    assert due_date(two_weeks, date(2026, 5, 1), calendar=calendar).due_on == date(2026, 5, 18)


def test_a_day_made_equal_is_no_holiday_and_no_weekend_already() -> None:
    calendar = dutch_calendar(2023, 2028)
    for day in equalled_days():
        assert calendar.lawful_day_off(day) is None, day
