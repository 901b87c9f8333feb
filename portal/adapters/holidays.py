"""National holidays of the Netherlands, from the `holidays` package."""

from collections.abc import Mapping
from datetime import date

from holidays import country_holidays

from portal.domain.calendar import NO_DAYS, Calendar

# Both categories: "public" alone leaves out Good Friday, and 5 May in most years, which art. 3
# of the Algemene termijnenwet counts every year.
CATEGORIES = ("public", "optional")


def dutch_calendar(
    first_year: int,
    last_year: int,
    *,
    equalled: Mapping[date, str] = NO_DAYS,
    closed: Mapping[date, str] = NO_DAYS,
) -> Calendar:
    """The calendar for these years, both included.

    `equalled` are the days that a royal decree makes equal to a holiday (art. 3 lid 3), which
    the package does not know; `closed` those on which a municipality is closed. Each with its
    name or reason.
    """
    found = country_holidays(
        "NL", years=range(first_year, last_year + 1), categories=CATEGORIES, language="nl"
    )
    return Calendar(
        first_year=first_year,
        last_year=last_year,
        holidays=dict(found.items()),
        equalled=equalled,
        closed=closed,
    )
