"""Reads what stands against a provider or at its own wish: measures, and stops it asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import ProviderScope
from portal.models.dossier import Dossier, ImposedMeasure
from portal.models.handling import ClientStop
from portal.models.region import Tenant
from portal.models.submission import Delivery
from portal.queries.provider_dossier_rows import MeasureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingMeasure:
    """A measure with the dossier that it was imposed in."""

    municipality: str
    slug: str
    number: str
    measure: MeasureRow


def measures_standing(
    session: ScopedSession, scope: ProviderScope, today: date
) -> tuple[StandingMeasure, ...]:
    """All measures that stand today or begin later, by municipality."""
    columns = [getattr(ImposedMeasure, name).label(f"m_{name}") for name in MeasureRow.__slots__]
    rows = session.execute(
        select(Tenant.name, Tenant.slug, Dossier.number, *columns)
        .join(Dossier, Dossier.id == ImposedMeasure.dossier_id)
        .join(Tenant, Tenant.id == ImposedMeasure.tenant_id)
        .where(
            ImposedMeasure.provider_id == scope.provider_id,
            Dossier.shared_at.is_not(None),
            ImposedMeasure.until_on.is_(None) | (ImposedMeasure.until_on >= today),
            ImposedMeasure.ended_on.is_(None) | (ImposedMeasure.ended_on >= today),
        )
        .order_by(Tenant.name, ImposedMeasure.from_on, ImposedMeasure.id)
    )
    return tuple(
        StandingMeasure(
            municipality=row.name,
            slug=row.slug,
            number=row.number,
            measure=MeasureRow(
                **{name: row._mapping[f"m_{name}"] for name in MeasureRow.__slots__}
            ),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingStop:
    """A stop that the provider asked for and a municipality consented to.

    `lifted_on` is the first day without it.
    """

    municipality: str
    reference: str
    product_code: str
    from_on: date
    until_on: date | None
    lifted_on: date | None


def stops_standing(
    session: ScopedSession, scope: ProviderScope, today: date
) -> tuple[StandingStop, ...]:
    """The consented stops that run today or begin later, by municipality."""
    rows = session.execute(
        select(
            Tenant.name.label("municipality"), Delivery.reference, ClientStop.product_code,
            ClientStop.from_on, ClientStop.until_on, ClientStop.lifted_on,
        )
        .join(Delivery, Delivery.id == ClientStop.delivery_id)
        .join(Tenant, Tenant.id == ClientStop.tenant_id)
        .where(
            ClientStop.provider_id == scope.provider_id,
            ClientStop.until_on.is_(None) | (ClientStop.until_on >= today),
            ClientStop.lifted_on.is_(None)
            | ((ClientStop.lifted_on > today) & (ClientStop.lifted_on > ClientStop.from_on)),
        )
        .order_by(Tenant.name, ClientStop.from_on, ClientStop.product_code, ClientStop.id)
    )  # fmt: skip
    return tuple(StandingStop(**row._mapping) for row in rows)
