"""Reads the organisations of the region, with who administers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.people import Organisation, Role, Side
from portal.domain.scopes import AuthScope, ProviderId, RegionScope, TenantId
from portal.models.people import Account, Membership
from portal.models.provider import Provider
from portal.models.region import Product, Tenant
from portal.queries.people import can_sign_in, counts_on

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """A municipality or a provider."""

    organisation: Organisation
    id: UUID
    slug: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """Somebody who administers an organisation today, or was invited to."""

    name: str
    can_sign_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """A provider as the region keeps it (004-69)."""

    id: ProviderId
    slug: str
    name: str
    kvk: str
    agb: str
    email: str
    phone: str
    visiting_address: Mapping[str, str]
    postal_address: Mapping[str, str]
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the region's registers hold."""

    municipalities: int
    providers: int
    products: int


def counts(session: ScopedSession, scope: RegionScope) -> Counts:
    """The figures of the start page."""
    row = session.execute(
        select(
            select(func.count(Tenant.id))
            .where(Tenant.region_id == scope.region_id)
            .scalar_subquery(),
            select(func.count(Provider.id)).scalar_subquery(),
            select(func.count(Product.code))
            .where(Product.region_id == scope.region_id)
            .scalar_subquery(),
        )
    ).one()
    return Counts(*row)


def municipalities(session: ScopedSession, scope: RegionScope) -> Sequence[OrganisationRow]:
    """The municipalities of the region, by name."""
    rows = session.execute(
        select(Tenant.id, Tenant.slug, Tenant.name)
        .where(Tenant.region_id == scope.region_id)
        .order_by(Tenant.name)
    )
    return [_municipality(row.id, row.slug, row.name) for row in rows]


def municipality_at(session: ScopedSession, scope: RegionScope, slug: str) -> OrganisationRow:
    """One of them; raises NotThere."""
    found = next((row for row in municipalities(session, scope) if row.slug == slug), None)
    if found is None:
        raise NotThere
    return found


def providers(
    session: ScopedSession, scope: RegionScope, *, search: str = "", after: str = ""
) -> tuple[Sequence[OrganisationRow], str]:
    """A page of providers by name, and the name to go on after, "" at the end."""
    wanted = f"%{search.strip().lower().replace('%', '').replace('_', ' ')}%"
    rows = session.execute(
        select(Provider.id, Provider.slug, Provider.name, Provider.kvk)
        .where(
            Provider.name > after,
            *((Provider.name.ilike(wanted) | Provider.kvk.like(wanted),) if search else ()),
        )
        .order_by(Provider.name)
        .limit(PAGE + 1)
    ).all()
    found = [
        OrganisationRow(
            organisation=Organisation(side=Side.PROVIDER, provider_id=ProviderId(row.id)),
            id=row.id,
            slug=row.slug,
            name=row.name,
            detail=f"KvK {row.kvk}",
        )
        for row in rows[:PAGE]
    ]
    return found, found[-1].name if len(rows) > PAGE else ""


def provider_at(session: ScopedSession, scope: RegionScope, slug: str) -> ProviderFacts:
    """One provider; raises NotThere."""
    row = session.scalar(select(Provider).where(Provider.slug == slug))
    if row is None:
        raise NotThere
    return ProviderFacts(
        id=ProviderId(row.id),
        slug=row.slug,
        name=row.name,
        kvk=row.kvk,
        agb=row.agb,
        email=row.email,
        phone=row.phone,
        visiting_address=row.visiting_address,
        postal_address=row.postal_address,
        contact=row.contact,
    )


def administrators(
    session: ScopedSession, scope: AuthScope, side: Side, ids: Sequence[UUID], today: date
) -> Mapping[UUID, Sequence[Administrator]]:
    """Per organisation who administers it today, also who has not chosen a password yet."""
    role, place = {
        Side.MUNICIPALITY: (Role.FUNCTIONAL_ADMIN, Membership.tenant_id),
        Side.PROVIDER: (Role.PROVIDER_ADMIN, Membership.provider_id),
    }[side]
    rows = session.execute(
        select(place.label("place"), Account.name, can_sign_in().label("can_sign_in"))
        .join(Account, Account.id == Membership.account_id)
        .where(
            place.in_(ids),
            Membership.role == role.value,
            Account.blocked_at.is_(None),
            *counts_on(today),
        )
        .order_by(Account.name)
    )
    found: dict[UUID, list[Administrator]] = {}
    for row in rows:
        found.setdefault(row.place, []).append(
            Administrator(name=row.name, can_sign_in=row.can_sign_in)
        )
    return found


def _municipality(id_: UUID, slug: str, name: str) -> OrganisationRow:
    return OrganisationRow(
        organisation=Organisation(side=Side.MUNICIPALITY, tenant_id=TenantId(id_)),
        id=id_,
        slug=slug,
        name=name,
    )
