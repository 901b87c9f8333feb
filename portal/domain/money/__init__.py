"""Amounts in cents, exact percentages, caps per event and calendar year, and interest."""

from portal.domain.money.amounts import euros
from portal.domain.money.caps import Cap, Charge, charged_in_year, check_charge, may_charge
from portal.domain.money.interest import (
    Interest,
    InterestLine,
    Rate,
    simple_interest,
    statutory_interest,
)
from portal.domain.money.percentages import (
    check_percentage,
    percentage,
)

__all__ = [
    "Cap",
    "Charge",
    "Interest",
    "InterestLine",
    "Rate",
    "charged_in_year",
    "check_charge",
    "check_percentage",
    "euros",
    "may_charge",
    "percentage",
    "simple_interest",
    "statutory_interest",
]
