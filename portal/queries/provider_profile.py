"""Reads a provider's own profile, and the contracts it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import ProviderScope
from portal.models.provider import Contract, Provider
from portal.models.region import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """Who the provider is and how one reaches it."""

    name: str
    kvk: str
    agb: str
    email: str
    phone: str
    visiting_address: Mapping[str, str]
    postal_address: Mapping[str, str]
    contact: Mapping[str, str]
    confirmed_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """A contract; both dates included."""

    municipality: str
    number: str
    domain: str
    starts_on: date
    ends_on: date


def profile_of(session: ScopedSession, scope: ProviderScope) -> ProfileRow:
    """The own profile; raises NotThere."""
    row = session.execute(
        select(
            Provider.name, Provider.kvk, Provider.agb, Provider.email, Provider.phone,
            Provider.visiting_address, Provider.postal_address, Provider.contact,
            Provider.confirmed_at, Provider.version,
        ).where(Provider.id == scope.provider_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotThere
    return ProfileRow(**row._mapping)


def contracts_of(session: ScopedSession, scope: ProviderScope) -> tuple[ContractRow, ...]:
    """All contracts, by municipality."""
    rows = session.execute(
        select(
            Tenant.name.label("municipality"), Contract.number, Contract.domain,
            Contract.starts_on, Contract.ends_on,
        )
        .join(Tenant, Tenant.id == Contract.tenant_id)
        .where(Contract.provider_id == scope.provider_id)
        .order_by(Tenant.name, Contract.domain, Contract.starts_on)
    )  # fmt: skip
    return tuple(ContractRow(**row._mapping) for row in rows)
