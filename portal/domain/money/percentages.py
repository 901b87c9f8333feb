"""Percentages as exact decimals: 5,00 % is allowed where 5,01 % is not."""

import re
from decimal import ROUND_DOWN, Decimal

from portal.domain.errors import RuleBroken

_TYPED = re.compile(r"(\d{1,3})(?:,(\d{1,6}))?\s*%?")


def percentage(value: Decimal) -> str:
    """ "5,00 %"; at least two decimals, and more where the value has them: "5,004 %"."""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"{value:.{places}f}".replace(".", ",") + " %"


def parse_percentage(text: str) -> Decimal:
    """What somebody typed: "5", "5,01" or "5,01 %"; raises RuleBroken for anything else."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        raise RuleBroken(
            "Vul een percentage in met een komma, bijvoorbeeld 4,5.", code="percentage_unreadable"
        )
    return Decimal(f"{typed[1]}.{typed[2] or '0'}")


def check_percentage(value: Decimal, *, highest: Decimal, rule: str | None = None) -> None:
    """Refuse zero or less, and more than the highest.

    A temporary discount is at most 5 %: rule 004-97, art. 3.19.1.
    """
    if value <= 0:
        raise RuleBroken("Vul een percentage boven 0 in.", code="percentage_too_low", rule=rule)
    if value > highest:
        raise RuleBroken(
            f"{percentage(value)} is te veel: hoogstens {percentage(highest)} mag.",
            code="percentage_too_high",
            rule=rule,
        )


def has_reached(used_cents: int, *, of_cents: int, threshold: Decimal) -> bool:
    """Whether the part used is at or above the threshold: 70,0 % of a cap (004-27, art. 1.5.7)."""
    return Decimal(used_cents) * 100 >= threshold * of_cents


def share_of(used_cents: int, *, of_cents: int) -> str:
    """ "69,9 %", rounded down, so that a share never reads as a threshold it has not reached."""
    if of_cents <= 0:
        raise ValueError("Van een bedrag van nul is geen deel te nemen.")
    share = (Decimal(used_cents) * 100 / of_cents).quantize(Decimal("0.1"), ROUND_DOWN)
    return f"{share}".replace(".", ",") + " %"


def changes_more_than(limit: Decimal, *, old_cents: int, new_cents: int) -> bool:
    """Whether a tariff goes up or down by more than the limit: 5 % itself is not (004-15)."""
    return abs(Decimal(new_cents - old_cents)) * 100 > limit * old_cents
