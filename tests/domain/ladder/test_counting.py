"""From a term of the ladder to its last day."""

from datetime import date

import pytest

from portal.domain.ladder.clauses import Term
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.vocabulary import Unit


@pytest.mark.parametrize(
    ("hours", "last_on"),
    [
        (1, date(2026, 3, 6)),
        (24, date(2026, 3, 6)),
        (25, date(2026, 3, 7)),
        (48, date(2026, 3, 7)),
    ],
)
def test_hours_from_the_end_of_a_day_ask_no_day_more_than_they_fill(
    hours: int, last_on: date
) -> None:
    assert ends_on(Term(length=hours, unit=Unit.UREN), date(2026, 3, 5)) == last_on
