"""A fixed amount per event with a cap per calendar year: the year is that of the event (002-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import RuleBroken
from portal.domain.money.amounts import euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """€ 2.500 per event and at most € 25.000 per calendar year, say. Both in cents.

    `name` is what is charged, in Dutch and plural: "dwangsommen".
    """

    name: str
    per_event_cents: int
    per_year_cents: int
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What was, or is to be, charged for an event on that local day."""

    event_on: date
    cents: int


def charged_in_year(charges: Iterable[Charge], year: int) -> int:
    """The sum in cents for events of that calendar year."""
    return sum(charge.cents for charge in charges if charge.event_on.year == year)


def check_charge(cap: Cap, charge: Charge, *, earlier: Iterable[Charge]) -> None:
    """Refuse an amount above that of one event, or above what is left of the year.

    The sentence carries the sum: with € 2.500 and a cap of € 25.000 ten events fill the year
    and the eleventh is refused. Rule 002-11, ladder Bijlage 4 step 5c.
    """
    if charge.cents > cap.per_event_cents:
        raise RuleBroken(
            f"{euros(charge.cents)} is te veel: hoogstens {euros(cap.per_event_cents)} per "
            "gebeurtenis mag.",
            code="event_cap",
            rule=cap.rule,
        )
    year = charge.event_on.year
    of_year = [one for one in earlier if one.event_on.year == year]
    before = sum(one.cents for one in of_year)
    total = before + charge.cents
    if total > cap.per_year_cents:
        raise RuleBroken(
            f"In {year} zijn al {len(of_year)} {cap.name} opgelegd, samen {euros(before)}. "
            f"Met {euros(charge.cents)} erbij is dat {euros(total)}. Hoogstens "
            f"{euros(cap.per_year_cents)} per kalenderjaar mag; er is nog "
            f"{euros(max(cap.per_year_cents - before, 0))} over.",
            code="year_cap",
            rule=cap.rule,
        )


def may_charge(cap: Cap, charge: Charge, *, earlier: Iterable[Charge]) -> bool:
    """Whether `check_charge` lets it pass."""
    try:
        check_charge(cap, charge, earlier=earlier)
    except RuleBroken:
        return False
    return True
