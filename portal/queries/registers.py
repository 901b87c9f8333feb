"""Reads the registers that dossiers feed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, Exclusion
from portal.models.provider import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLine:
    """A provider without a new contract; `number` is None for a dossier one may not see."""

    provider_name: str
    from_on: date
    until_on: date
    reason: str
    number: str | None


def exclusions(session: ScopedSession, scope: TenantScope) -> tuple[ExclusionLine, ...]:
    """All lines of the municipality, what lasts longest first (004-53)."""
    rows = session.execute(
        select(
            Provider.name.label("provider_name"), Exclusion.from_on, Exclusion.until_on,
            Exclusion.reason, Dossier.number,
        )
        .join(Provider, Provider.id == Exclusion.provider_id)
        .outerjoin(Dossier, Dossier.id == Exclusion.dossier_id)
        .where(Exclusion.tenant_id == scope.tenant_id)
        .order_by(Exclusion.until_on.desc(), Exclusion.id)
    )  # fmt: skip
    return tuple(ExclusionLine(**row._mapping) for row in rows)
