"""Whether the money of a measure adds up."""

from collections.abc import Iterator

from portal.domain.errors import Finding
from portal.domain.ladder.check_rungs import error, warning
from portal.domain.ladder.clauses import Money
from portal.domain.ladder.meanings import MEASURES, Belongs
from portal.domain.ladder.version import Measure
from portal.domain.ladder.vocabulary import MeasureKind, MoneyKind
from portal.domain.ladder.words import hundredths, listed
from portal.domain.money import euros

STANDARD_DISCOUNT = 500
"""Basis points: the contract standard knows a discount of at most 5 % (004-97, 001-13)."""


def check_money(measure: Measure, path: str, name: str) -> Iterator[Finding]:
    """Findings about the money of one measure."""
    path, money = f"{path}.geld", measure.money
    paid = [MEASURES[kind] for kind in measure.kinds if MEASURES[kind].money is Belongs.VERPLICHT]
    if money is None:
        if paid:
            yield error(
                path, f"{name} kost geld, maar er staat niet hoe het bedrag tot stand komt."
            )
        return
    if measure.kinds and not paid:
        yield error(path, f"{name} kost geen geld. Haal het bedrag weg.")
    if paid and not any(money.kind in meaning.money_kinds for meaning in paid):
        fitting = [kind.label for meaning in paid for kind in meaning.money_kinds]
        yield error(f"{path}.soort", f"{name}: kies hier {listed(fitting, last='of')}.")
    yield from _CHECKS[money.kind](money, path, name)
    yield from _check_cap(money, path, name)
    if MeasureKind.KORTING in measure.kinds:
        yield from _check_discount(money, path, name)


def _per_event(money: Money, path: str, name: str) -> Iterator[Finding]:
    if money.amount_cents is None:
        yield error(f"{path}.bedrag_cent", f"{name}: vul het bedrag per gebeurtenis in.")
    if money.cap_cents is None:
        yield warning(f"{path}.maximum_cent", f"{name} heeft geen hoogste bedrag.")
    elif money.amount_cents is not None and money.cap_cents < money.amount_cents:
        yield error(
            f"{path}.maximum_cent",
            f"{name}: het hoogste bedrag ({euros(money.cap_cents)}) is lager dan het bedrag voor een "
            f"gebeurtenis ({euros(money.amount_cents)}).",
        )


def _percentage(money: Money, path: str, name: str) -> Iterator[Finding]:
    if money.cap_basis_points is None:
        yield error(f"{path}.maximum_basispunten", f"{name}: vul het hoogste percentage in.")
    if not money.of_what:
        yield warning(f"{path}.waarover", f"{name}: schrijf op waarover het percentage gaat.")


def _by_article(money: Money, path: str, name: str) -> Iterator[Finding]:
    if not money.article:
        yield error(f"{path}.artikel", f"{name}: vul het artikel in waar het bedrag staat.")


def _established(money: Money, path: str, name: str) -> Iterator[Finding]:
    if money.amount_cents is not None:
        yield error(
            f"{path}.bedrag_cent",
            f"{name}: het bedrag wordt per geval vastgesteld. Haal het vaste bedrag weg.",
        )


_CHECKS = {
    MoneyKind.PER_GEBEURTENIS: _per_event,
    MoneyKind.PERCENTAGE: _percentage,
    MoneyKind.VOLGENS_ARTIKEL: _by_article,
    MoneyKind.VASTGESTELD: _established,
}


def _check_cap(money: Money, path: str, name: str) -> Iterator[Finding]:
    if money.cap_cents is not None and money.cap_per is None:
        yield error(
            f"{path}.maximum_per",
            f"{name}: schrijf op waarvoor het hoogste bedrag geldt, bijvoorbeeld per kalenderjaar.",
        )
    if money.cap_per is not None and money.cap_cents is None:
        yield error(
            f"{path}.maximum_cent", f"{name}: vul het hoogste bedrag per {money.cap_per.label} in."
        )
    if money.cap_basis_points is not None and money.kind is not MoneyKind.PERCENTAGE:
        yield error(
            f"{path}.maximum_basispunten",
            f"{name} is geen percentage. Haal het hoogste percentage weg.",
        )


def _check_discount(money: Money, path: str, name: str) -> Iterator[Finding]:
    if money.cap_basis_points is not None and money.cap_basis_points > STANDARD_DISCOUNT:
        yield warning(
            f"{path}.maximum_basispunten",
            f"{name} gaat tot {hundredths(money.cap_basis_points)}; de contractstandaard kent hoogstens "
            f"{hundredths(STANDARD_DISCOUNT)}.",
            "004-97",
        )
    if not money.due_after_notice:
        yield warning(
            f"{path}.opeisbaar_na_aanmaning",
            f"{name} is meteen opeisbaar; artikel 1.32 vraagt eerst een aanmaning. Kijk na wat uw overeenkomst zegt.",
            "004-66",
        )
