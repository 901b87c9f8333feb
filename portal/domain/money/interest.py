"""Interest on money that must be paid back, with every day counted in sight (002-10, 004-92).

Rates come in as data, each with the day from which it holds. Days are counted as they are and
divided by the days of their calendar year (365 or 366); each line is rounded to a cent, half a
cent up, so that the lines add up to the total that is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from portal.domain.calendar import format_date
from portal.domain.deadlines.counting import ONE_DAY, end_of_months
from portal.domain.errors import RuleBroken
from portal.domain.money.amounts import euros
from portal.domain.money.percentages import percentage

RULE = "004-92"


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate in per cent and the first day on which it holds."""

    from_on: date
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestLine:
    """Days in a row with one rate, over one amount, in one calendar year; both days included."""

    from_on: date
    until_on: date
    percent: Decimal
    base_cents: int
    cents: int

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days + 1

    @property
    def sentence(self) -> str:
        """ "31 dagen, 1 maart 2026 tot en met 31 maart 2026: 6,00 % over € 1.000,00 is € 5,10."."""
        return (
            f"{_days(self.days)}, {format_date(self.from_on)} tot en met "
            f"{format_date(self.until_on)}: {percentage(self.percent)} over "
            f"{euros(self.base_cents)} is {euros(self.cents)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """The interest on a principal, line by line."""

    principal_cents: int
    lines: tuple[InterestLine, ...]

    @property
    def cents(self) -> int:
        """The interest itself, without the principal."""
        return sum(line.cents for line in self.lines)

    @property
    def days(self) -> int:
        """All days that count."""
        return sum(line.days for line in self.lines)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every line, and the sum."""
        total = (
            f"Samen {_days(self.days)} en {euros(self.cents)} rente. Met het bedrag zelf is dat "
            f"{euros(self.principal_cents + self.cents)}."
        )
        return (*(line.sentence for line in self.lines), total)


def simple_interest(
    principal_cents: int, *, from_on: date, until_on: date, rates: Sequence[Rate]
) -> Interest:
    """Interest over the principal alone, from the first day up to and including the last."""
    lines = tuple(_lines(principal_cents, from_on, until_on, rates))
    return Interest(principal_cents=principal_cents, lines=lines)


def statutory_interest(
    principal_cents: int, *, from_on: date, until_on: date, rates: Sequence[Rate]
) -> Interest:
    """Wettelijke rente: after each full year the interest of that year bears interest too.

    Art. 6:119 lid 2 Burgerlijk Wetboek. Within the first year the same as simple interest.
    """
    base, start_on, years = principal_cents, from_on, 0
    lines: list[InterestLine] = []
    while start_on <= until_on:
        years += 1
        full_on = end_of_months(from_on, 12 * years)
        of_year = list(_lines(base, start_on, min(full_on, until_on), rates))
        lines += of_year
        base += sum(line.cents for line in of_year)
        start_on = full_on + ONE_DAY
    return Interest(principal_cents=principal_cents, lines=tuple(lines))


def _lines(
    base_cents: int, from_on: date, until_on: date, rates: Sequence[Rate]
) -> Iterator[InterestLine]:
    """One line per stretch of days with the same rate in the same calendar year."""
    ordered = sorted(rates, key=lambda rate: rate.from_on)
    start_on = from_on
    while start_on <= until_on:
        rate = _rate_on(start_on, ordered)
        changes = [other.from_on for other in ordered if other.from_on > start_on]
        next_on = min([*changes[:1], date(start_on.year + 1, 1, 1), until_on + ONE_DAY])
        days = (next_on - start_on).days
        year_days = (date(start_on.year + 1, 1, 1) - date(start_on.year, 1, 1)).days
        exact = Fraction(rate.percent) / 100 * base_cents * Fraction(days, year_days)
        yield InterestLine(
            from_on=start_on,
            until_on=next_on - timedelta(days=1),
            percent=rate.percent,
            base_cents=base_cents,
            cents=int(exact + Fraction(1, 2)),
        )
        start_on = next_on


def _rate_on(day: date, ordered: Sequence[Rate]) -> Rate:
    holding = [rate for rate in ordered if rate.from_on <= day]
    if not holding:
        raise RuleBroken(
            f"Voor {format_date(day)} is geen rentepercentage bekend. Vul het eerst aan.",
            code="rate_unknown",
            rule=RULE,
        )
    return holding[-1]


def _days(number: int) -> str:
    return f"{number} {'dag' if number == 1 else 'dagen'}"
