"""What a terugvordering comes to: the amount, the interest day by day, and the costs (002-10, 004-92)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.ladder.acts import ImposeMeasure
from portal.domain.ladder.dossier import TakenMeasure
from portal.domain.money import euros
from portal.domain.money.interest import Interest, Rate, statutory_interest


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An amount with what comes on top of it. `interest` is None where no rate is known."""

    principal_cents: int
    costs_cents: int
    interest_from: date | None
    until_on: date
    interest: Interest | None

    @property
    def total_cents(self) -> int:
        """All together, interest up to and including `until_on`."""
        interest = self.interest.cents if self.interest else 0
        return self.principal_cents + self.costs_cents + interest

    @property
    def sentences(self) -> tuple[str, ...]:
        """What comes on top, line by line, and the sum."""
        found = []
        if self.interest_from:
            found.append(
                f"Wettelijke rente vanaf {format_date(self.interest_from)} tot de dag van betaling "
                "(artikel 6:119 BW)."
            )
        if self.interest:
            found += [line.sentence for line in self.interest.lines]
        if self.costs_cents:
            found.append(f"Kosten: {euros(self.costs_cents)}.")
        if found:
            until = f" tot en met {format_date(self.until_on)}" if self.interest else ""
            found.append(f"Samen{until}: {euros(self.total_cents)}.")
        return tuple(found)


def claim_of(
    what: ImposeMeasure | TakenMeasure, rates: Sequence[Rate], *, until_on: date
) -> Claim | None:
    """What the measure claims on that day; None where it claims no amount."""
    if what.cents is None:
        return None
    return Claim(
        principal_cents=what.cents,
        costs_cents=what.costs_cents or 0,
        interest_from=what.interest_from,
        until_on=until_on,
        interest=_interest(what.cents, what.interest_from, until_on, rates),
    )


def _interest(
    cents: int, from_on: date | None, until_on: date, rates: Sequence[Rate]
) -> Interest | None:
    if from_on is None or from_on > until_on:
        return None
    try:
        return statutory_interest(cents, from_on=from_on, until_on=until_on, rates=rates)
    except RuleBroken:
        return None
