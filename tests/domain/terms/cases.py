"""Terms of the contract, and the days off of two years."""

from datetime import UTC, date, datetime

from portal.domain.calendar import Calendar
from portal.domain.deadlines import Direction, Term, Unit

# Days off of 2026 and 2027 as far as they fall on a weekday, with one day made equal and one
# closing day, both invented.
CALENDAR = Calendar(
    first_year=2024,
    last_year=2032,
    holidays={
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede vrijdag",
        date(2026, 4, 6): "Tweede paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 25): "Tweede pinksterdag",
        date(2026, 12, 25): "Eerste kerstdag",
        date(2027, 1, 1): "Nieuwjaarsdag",
        date(2027, 3, 26): "Goede vrijdag",
        date(2027, 3, 29): "Tweede paasdag",
    },
    equalled={date(2026, 5, 15): "gelijkgesteld aan een feestdag"},
    closed={date(2026, 9, 2): "studiedag"},
)

NOTICE_OF_STOP = Term(
    length=14,
    unit=Unit.CALENDAR_DAYS,
    event="de ingangsdatum",
    article="art. 3.6",
    rule="004-79",
    direction=Direction.BACKWARD,
)
EXTENSION = Term(
    length=6,
    unit=Unit.CALENDAR_MONTHS,
    event="de einddatum",
    article="art. 1.3.3",
    rule="004-07",
    direction=Direction.BACKWARD,
)
BREACH = Term(
    length=24, unit=Unit.HOURS, event="de vaststelling", article="art. 3.31", rule="004-112"
)
IMPROVEMENT = Term(
    length=2, unit=Unit.WEEKS, event="de verzending van de brief", article="art. 1.30.2"
)


def days(length: int, unit: Unit = Unit.CALENDAR_DAYS, **more: object) -> Term:
    """A plain term after an event."""
    return Term(length=length, unit=unit, event="de ontvangst", **more)  # type: ignore[arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]
