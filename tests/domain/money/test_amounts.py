"""Amounts, percentages and caps, on both sides of each boundary."""

from datetime import date
from decimal import Decimal

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.money import (
    Cap,
    Charge,
    charged_in_year,
    check_charge,
    check_percentage,
    euros,
    may_charge,
    percentage,
)

DWANGSOM = Cap(
    name="dwangsommen", per_event_cents=2_500_00, per_year_cents=25_000_00, rule="002-11"
)


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (2_500_00, "€ 2.500,00"),
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (1_234_567_89, "€ 1.234.567,89"),
        (-2_500_05, "-€ 2.500,05"),
    ],
)
def test_an_amount_reads_in_dutch(cents: int, words: str) -> None:
    assert euros(cents) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("5", "5,00 %"), ("5.01", "5,01 %"), ("5.004", "5,004 %"), ("100", "100,00 %")],
)
def test_a_percentage_is_told_exactly(value: str, words: str) -> None:
    assert percentage(Decimal(value)) == words


@pytest.mark.rule("004-97")
@pytest.mark.parametrize("typed", ["5.01", "5.000001", "6"])
def test_a_discount_above_five_per_cent_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="hoogstens 5,00 %") as refused:
        check_percentage(Decimal(typed), highest=Decimal(5), rule="004-97")
    assert refused.value.rule == "004-97"


@pytest.mark.rule("004-97")
@pytest.mark.parametrize("typed", ["5.00", "4.99", "0.01"])
def test_a_discount_up_to_five_per_cent_passes(typed: str) -> None:
    check_percentage(Decimal(typed), highest=Decimal(5), rule="004-97")


def test_a_discount_of_nothing_is_refused() -> None:
    with pytest.raises(RuleBroken, match="boven 0"):
        check_percentage(Decimal(0), highest=Decimal(5))


def events(number: int, year: int) -> list[Charge]:
    return [Charge(date(year, 1, 1 + day), 2_500_00) for day in range(number)]


@pytest.mark.rule("002-11")
def test_the_eleventh_dwangsom_of_a_calendar_year_is_refused_with_the_sum() -> None:
    eleventh = Charge(date(2026, 12, 31), 2_500_00)
    assert may_charge(DWANGSOM, eleventh, earlier=events(9, 2026))
    with pytest.raises(RuleBroken) as refused:
        check_charge(DWANGSOM, eleventh, earlier=[*events(3, 2025), *events(10, 2026)])
    assert refused.value.sentence == (
        "In 2026 zijn al 10 dwangsommen opgelegd, samen € 25.000,00. Met € 2.500,00 erbij is dat "
        "€ 27.500,00. Hoogstens € 25.000,00 per kalenderjaar mag; er is nog € 0,00 over."
    )
    assert (refused.value.code, refused.value.rule) == ("year_cap", "002-11")


@pytest.mark.rule("002-11")
def test_the_year_is_that_of_the_event() -> None:
    earlier = [*events(10, 2026), *events(9, 2027)]
    assert (charged_in_year(earlier, 2026), charged_in_year(earlier, 2027)) == (
        25_000_00,
        22_500_00,
    )
    assert not may_charge(DWANGSOM, Charge(date(2026, 12, 31), 1), earlier=earlier)
    assert may_charge(DWANGSOM, Charge(date(2027, 1, 1), 2_500_00), earlier=earlier)


@pytest.mark.rule("002-11")
def test_one_event_never_costs_more_than_its_amount() -> None:
    assert may_charge(DWANGSOM, Charge(date(2026, 1, 1), 2_500_00), earlier=[])
    with pytest.raises(RuleBroken, match="per gebeurtenis") as refused:
        check_charge(DWANGSOM, Charge(date(2026, 1, 1), 2_500_01), earlier=[])
    assert refused.value.code == "event_cap"


def test_what_is_left_of_the_year_still_fits() -> None:
    earlier = [*events(9, 2026), Charge(date(2026, 3, 1), 1_000_00)]
    assert may_charge(DWANGSOM, Charge(date(2026, 4, 1), 1_500_00), earlier=earlier)
    with pytest.raises(RuleBroken, match=r"er is nog € 1\.500,00 over"):
        check_charge(DWANGSOM, Charge(date(2026, 4, 1), 1_500_01), earlier=earlier)
