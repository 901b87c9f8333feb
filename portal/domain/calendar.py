"""Local time of the Netherlands: from instants to days and back, working days, and how it reads.

What happens is an instant (aware, UTC); what a contract counts is a day in Europe/Amsterdam.
Holidays, days made equal by royal decree and closing days come in as data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from portal.domain.errors import RuleBroken

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

WEEKEND = frozenset(WEEKDAYS[5:])
NO_DAYS: Mapping[date, str] = MappingProxyType({})


def to_local(instant: datetime) -> datetime:
    """The instant on a Dutch clock. Refuses a naive datetime: it names no instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} heeft geen tijdzone")
    return instant.astimezone(AMSTERDAM)


def local_date(instant: datetime) -> date:
    """The day on which the instant falls in the Netherlands."""
    return to_local(instant).date()


def start_of_day(day: date) -> datetime:
    """The first instant of the local day, in UTC. No Dutch clock change happens at midnight."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first instant after the local day: 23, 24 or 25 hours after its start."""
    return start_of_day(day + timedelta(days=1))


def instant_of(day: date, clock_time: time, *, fold: int = 0) -> datetime:
    """The instant at which a Dutch clock shows this day and time, in UTC.

    In the hour that comes twice in October `fold` 0 is summer time, 1 winter time. Raises
    RuleBroken for a time in the hour that is skipped in March.
    """
    wall = datetime.combine(day, clock_time.replace(fold=fold), AMSTERDAM)
    instant = wall.astimezone(UTC)
    if instant.astimezone(AMSTERDAM).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise RuleBroken(
            f"Op {format_date(day)} ging de klok een uur vooruit; {format_time(clock_time)} "
            "bestond die nacht niet. Vul een andere tijd in.",
            code="no_such_time",
        )
    return instant


def format_date(day: date) -> str:
    """ "1 december 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_long_date(day: date) -> str:
    """ "zondag 25 oktober 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {format_date(day)}"


def format_time(clock_time: time) -> str:
    """ "14.05 uur", "9.30 uur"."""
    return f"{clock_time.hour}.{clock_time.minute:02d} uur"


def format_local_time(instant: datetime) -> str:
    """ "14.05 uur"; in the hour that comes twice also which of the two: "2.30 uur (wintertijd)"."""
    return format_time(to_local(instant).time()) + _season(instant)


def _season(instant: datetime) -> str:
    """Which of the two it is, in the hour that comes twice."""
    local = to_local(instant)
    other = local.replace(fold=1 - local.fold)
    if other.utcoffset() == local.utcoffset():
        return ""
    return " (zomertijd)" if local.dst() else " (wintertijd)"


def format_moment(instant: datetime) -> str:
    """ "1 december 2026 om 14.05 uur"."""
    return f"{format_date(local_date(instant))} om {format_local_time(instant)}"


def format_exact_moment(instant: datetime) -> str:
    """ "1 december 2026 om 14.05.09 uur", where a second may decide."""
    local = to_local(instant)
    clock_time = f"{local.hour}.{local.minute:02d}.{local.second:02d} uur"
    return f"{format_date(local.date())} om {clock_time}{_season(instant)}"


class CalendarEnds(LookupError):
    """A day was asked of years for which the calendar holds no holidays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days that are no working days, and why.

    `holidays` are those of art. 3 lid 1 and 2 of the Algemene termijnenwet (Good Friday among
    them), `equalled` the days made equal by royal decree (lid 3), `closed` the days on which
    this municipality is closed. `first_year` and `last_year` say for which years the holidays
    are complete; outside them a question raises CalendarEnds rather than forget a holiday.
    """

    first_year: int
    last_year: int
    holidays: Mapping[date, str] = field(default_factory=lambda: NO_DAYS)
    equalled: Mapping[date, str] = field(default_factory=lambda: NO_DAYS)
    closed: Mapping[date, str] = field(default_factory=lambda: NO_DAYS)

    def lawful_day_off(self, day: date) -> str | None:
        """Why the Algemene termijnenwet passes over the day: "zaterdag", "Koningsdag", or None."""
        if not self.first_year <= day.year <= self.last_year:
            raise CalendarEnds(
                f"De feestdagen zijn bekend van {self.first_year} tot en met {self.last_year}, "
                f"niet van {day.year}."
            )
        if (name := WEEKDAYS[day.weekday()]) in WEEKEND:
            return name
        return self.holidays.get(day) or self.equalled.get(day)

    def day_off(self, day: date) -> str | None:
        """Why this is no working day here, or None; closing days of the municipality included."""
        return self.lawful_day_off(day) or self.closed.get(day)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, no holiday, not made equal to one, and the municipality is open."""
        return self.day_off(day) is None

    def without_closures(self) -> "Calendar":
        """The same calendar for a term in which a municipality's closing days do count."""
        return Calendar(
            first_year=self.first_year,
            last_year=self.last_year,
            holidays=self.holidays,
            equalled=self.equalled,
        )

    def with_closures(self, closed: Mapping[date, str]) -> "Calendar":
        """The same calendar for a municipality that is closed on these days."""
        return Calendar(
            first_year=self.first_year,
            last_year=self.last_year,
            holidays=self.holidays,
            equalled=self.equalled,
            closed=closed,
        )


# Knows no holidays and says so: for terms that count every day.
NO_CALENDAR = Calendar(first_year=1, last_year=0)
