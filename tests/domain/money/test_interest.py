"""Interest with dated rates, counted by the day."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.money import Rate, simple_interest, statutory_interest

# Invented rates.
RATES = (
    Rate(date(2024, 1, 1), Decimal(7)),
    Rate(date(2025, 1, 1), Decimal(6)),
    Rate(date(2026, 7, 1), Decimal("4.5")),
)
THOUSAND = 1_000_00


def cents(first: date, last: date, principal: int = THOUSAND) -> int:
    return simple_interest(principal, from_on=first, until_on=last, rates=RATES).cents


@pytest.mark.rule("004-92")
@pytest.mark.rule("002-10")
def test_interest_shows_its_days_rates_and_sum() -> None:
    found = simple_interest(
        THOUSAND, from_on=date(2026, 6, 1), until_on=date(2026, 7, 31), rates=RATES
    )
    assert found.sentences == (
        "30 dagen, 1 juni 2026 tot en met 30 juni 2026: 6,00 % over € 1.000,00 is € 4,93.",
        "31 dagen, 1 juli 2026 tot en met 31 juli 2026: 4,50 % over € 1.000,00 is € 3,82.",
        "Samen 61 dagen en € 8,75 rente. Met het bedrag zelf is dat € 1.008,75.",
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), 60_00),
        (date(2024, 1, 1), date(2024, 12, 31), 70_00),
        (date(2024, 2, 29), date(2024, 2, 29), 19),
        (date(2024, 12, 31), date(2025, 1, 1), 19 + 16),
        (date(2025, 1, 1), date(2024, 12, 31), 0),
    ],
)
def test_a_year_is_a_year_also_in_a_leap_year(first: date, last: date, expected: int) -> None:
    assert cents(first, last) == expected


def test_half_a_cent_goes_up() -> None:
    rates = (Rate(date(2025, 1, 1), Decimal("36.5")),)
    found = simple_interest(50_0, from_on=date(2025, 1, 1), until_on=date(2025, 1, 1), rates=rates)
    assert found.cents == 1
    assert (
        simple_interest(
            49_9, from_on=date(2025, 1, 1), until_on=date(2025, 1, 1), rates=rates
        ).cents
        == 0
    )


@pytest.mark.rule("004-92")
def test_wettelijke_rente_adds_the_interest_of_each_full_year_to_the_amount() -> None:
    rates = (Rate(date(2020, 1, 1), Decimal(10)),)
    first, last = date(2021, 3, 1), date(2023, 2, 28)
    found = statutory_interest(THOUSAND, from_on=first, until_on=last, rates=rates)
    assert [line.base_cents for line in found.lines] == [1_000_00, 1_000_00, 1_100_00, 1_100_00]
    assert found.cents == 100_00 + 110_00
    assert simple_interest(THOUSAND, from_on=first, until_on=last, rates=rates).cents == 200_00


@pytest.mark.rule("004-92")
def test_a_year_of_wettelijke_rente_from_29_february_is_full_on_28_february() -> None:
    rates = (Rate(date(2020, 1, 1), Decimal(10)),)
    found = statutory_interest(
        THOUSAND, from_on=date(2024, 2, 29), until_on=date(2025, 3, 1), rates=rates
    )
    assert [(line.until_on, line.base_cents) for line in found.lines] == [
        (date(2024, 12, 31), THOUSAND),
        (date(2025, 2, 28), THOUSAND),
        (date(2025, 3, 1), THOUSAND + sum(line.cents for line in found.lines[:2])),
    ]


def test_wettelijke_rente_of_less_than_a_year_is_simple() -> None:
    period = {"from_on": date(2025, 3, 1), "until_on": date(2026, 2, 28), "rates": RATES}
    assert statutory_interest(THOUSAND, **period) == simple_interest(THOUSAND, **period)  # type: ignore[arg-type]


@pytest.mark.rule("004-92")
def test_a_day_without_a_known_rate_is_refused() -> None:
    with pytest.raises(RuleBroken, match="31 december 2023") as refused:
        cents(date(2023, 12, 31), date(2024, 6, 1))
    assert refused.value.rule == "004-92"


@settings(max_examples=25)
@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 900), st.integers(0, 900))
def test_every_day_is_counted_once_and_in_order(first: date, length: int, cut: int) -> None:
    last = first + timedelta(days=length)
    for compute in (simple_interest, statutory_interest):
        lines = compute(THOUSAND, from_on=first, until_on=last, rates=RATES).lines
        assert sum(line.days for line in lines) == length + 1
        assert (lines[0].from_on, lines[-1].until_on) == (first, last)
        for one, following in itertools.pairwise(lines):
            assert following.from_on == one.until_on + timedelta(days=1)
    assert cents(first, last) <= cents(first, last + timedelta(days=cut))
