"""The register of the statutory interest: a rate is added, never changed."""

from datetime import date
from decimal import Decimal

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.money import percentage
from portal.domain.scopes import RegionScope
from portal.models.dossier import InterestRate
from portal.services.noting import note_change
from portal.services.recording import Actor


def add_rate(
    session: ScopedSession,
    scope: RegionScope,
    by: Actor,
    *,
    from_on: date,
    basis_points: int,
    source: str,
) -> None:
    """A rate from a day on; what was calculated before that day stays as it was."""
    if session.get(InterestRate, from_on) is not None:
        raise RuleBroken(
            f"Er is al een percentage vanaf {format_date(from_on)}. Een percentage verandert niet meer.",
            code="taken",
            path="vanaf",
        )
    session.add(InterestRate(from_on=from_on, basis_points=basis_points, source=source))
    note_change(
        session, by, f"rente:{from_on.isoformat()}", "wettelijke rente toegevoegd",
        after={"vanaf": from_on.isoformat(), "percentage": percentage(Decimal(basis_points) / 100), "bron": source},
        region_id=scope.region_id,
    )  # fmt: skip
    session.flush()
