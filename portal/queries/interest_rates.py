"""Reads the statutory interest, from when each rate holds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.money.interest import Rate
from portal.models.dossier import InterestRate


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """A rate with where it was found."""

    from_on: date
    basis_points: int
    source: str


def rate_lines(session: ScopedSession) -> list[RateLine]:
    """Every rate that is known, the oldest first; public knowledge, so without a scope."""
    rows = session.execute(
        select(InterestRate.from_on, InterestRate.basis_points, InterestRate.source).order_by(
            InterestRate.from_on
        )
    )
    return [RateLine(**row._mapping) for row in rows]


def interest_rates(session: ScopedSession) -> tuple[Rate, ...]:
    """The same, to calculate with."""
    return tuple(
        Rate(line.from_on, Decimal(line.basis_points) / 100) for line in rate_lines(session)
    )
