"""Percentages as exact decimals: 5,00 % is allowed where 5,01 % is not."""

from decimal import Decimal

from portal.domain.errors import RuleBroken


def percentage(value: Decimal) -> str:
    """ "5,00 %"; at least two decimals, and more where the value has them: "5,004 %"."""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"{value:.{places}f}".replace(".", ",") + " %"


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
