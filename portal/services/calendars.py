"""The calendar of a municipality: national holidays, days made equal to one, its own closing days."""

from datetime import date
from functools import lru_cache

from portal.adapters.database import ScopedSession
from portal.adapters.holidays import dutch_calendar
from portal.adapters.start_templates import equalled_days
from portal.domain.calendar import Calendar
from portal.domain.configuration.closing_days import CLOSING_DAYS, ClosingDays
from portal.domain.scopes import TenantScope
from portal.queries.configuration import section_in_force

YEARS_BACK, YEARS_AHEAD = 20, 10


def calendar_of(session: ScopedSession, scope: TenantScope, today: date) -> Calendar:
    """Complete from twenty years back, for what is recorded late, to ten ahead."""
    return calendar_with(section_in_force(session, scope, CLOSING_DAYS), today)


def calendar_with(closing_days: ClosingDays, today: date) -> Calendar:
    """The same where the closing days were read already."""
    national = _national(today.year - YEARS_BACK, today.year + YEARS_AHEAD)
    closed = closing_days.reasons()
    return Calendar(
        first_year=national.first_year,
        last_year=national.last_year,
        holidays=national.holidays,
        equalled=national.equalled,
        closed=closed,
    )


@lru_cache(maxsize=4)
def _national(first_year: int, last_year: int) -> Calendar:
    return dutch_calendar(first_year, last_year, equalled=equalled_days())
