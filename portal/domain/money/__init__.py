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
    changes_more_than,
    check_percentage,
    has_reached,
    parse_percentage,
    percentage,
    share_of,
)

__all__ = [
    "Cap",
    "Charge",
    "Interest",
    "InterestLine",
    "Rate",
    "changes_more_than",
    "charged_in_year",
    "check_charge",
    "check_percentage",
    "euros",
    "has_reached",
    "may_charge",
    "parse_percentage",
    "percentage",
    "share_of",
    "simple_interest",
    "statutory_interest",
]
