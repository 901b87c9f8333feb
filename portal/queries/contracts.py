"""Reads the agreements of a municipality, and the providers behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.provider import Contract, ContractProduct, Provider
from portal.models.region import Product

PAGE = 50


class Standing(StrEnum):
    """Whether an agreement runs on a day; its first and last day are included."""

    RUNNING = "lopend"
    COMING = "komend"
    ENDED = "afgelopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """An agreement with one provider; `products` maps code to name."""

    id: UUID
    number: str
    domain: str
    starts_on: date
    ends_on: date
    provider_name: str
    provider_slug: str
    products: Mapping[str, str]

    def standing(self, today: date) -> Standing:
        if today < self.starts_on:
            return Standing.COMING
        return Standing.RUNNING if today <= self.ends_on else Standing.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFilter:
    """What the list shows; "" and None are no choice. `name` is a part of a provider's name."""

    standing: Standing | None = None
    domain: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ContractKey:
    """Where a page of the list starts."""

    provider_name: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderProfile:
    """A provider as the municipalities it works for may know it (004-69)."""

    id: UUID
    slug: str
    name: str
    kvk: str
    agb: str
    email: str
    phone: str
    visiting_address: Mapping[str, Any]
    postal_address: Mapping[str, Any]
    contact: Mapping[str, Any]
    confirmed_at: datetime | None


def contracts(
    session: ScopedSession,
    scope: TenantScope,
    shown: ContractFilter,
    *,
    today: date,
    after: ContractKey | None = None,
) -> tuple[list[ContractRow], bool]:
    """One page by name of provider, and whether there is more."""
    query = _contracts(scope).where(_stands(shown.standing, today))
    if shown.domain:
        query = query.where(Contract.domain == shown.domain)
    if shown.name:
        query = query.where(Provider.name.icontains(shown.name, autoescape=True))
    if after is not None:
        query = query.where(
            tuple_(Provider.name, Contract.id) > tuple_(after.provider_name, after.id)
        )
    found = [
        ContractRow(**row._mapping)
        for row in session.execute(query.order_by(Provider.name, Contract.id).limit(PAGE + 1))
    ]
    return found[:PAGE], len(found) > PAGE


def contracts_with(
    session: ScopedSession, scope: TenantScope, provider_id: UUID
) -> list[ContractRow]:
    """All agreements with one provider, the newest first."""
    rows = session.execute(
        _contracts(scope)
        .where(Contract.provider_id == provider_id)
        .order_by(Contract.ends_on.desc(), Contract.number)
    )
    return [ContractRow(**row._mapping) for row in rows]


def provider_profile(session: ScopedSession, scope: TenantScope, slug: str) -> ProviderProfile:
    """A provider with an agreement here, of whatever time; raises NotThere."""
    columns: list[Any] = [getattr(Provider, name) for name in ProviderProfile.__slots__]
    found = session.execute(
        select(*columns).where(
            Provider.slug == slug,
            select(Contract.id)
            .where(Contract.tenant_id == scope.tenant_id, Contract.provider_id == Provider.id)
            .exists(),
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return ProviderProfile(**found._mapping)


def providers_by_name(
    session: ScopedSession, scope: TenantScope, *, name: str = ""
) -> list[tuple[str, str]]:
    """Slug and name of the providers with an agreement here, of whatever time; PAGE at most."""
    query = (
        select(Provider.slug, Provider.name)
        .where(
            select(Contract.id)
            .where(Contract.tenant_id == scope.tenant_id, Contract.provider_id == Provider.id)
            .exists()
        )
        .order_by(Provider.name)
        .limit(PAGE)
    )
    if name:
        query = query.where(Provider.name.icontains(name, autoescape=True))
    return [(row.slug, row.name) for row in session.execute(query)]


def _contracts(scope: TenantScope) -> Select[Any]:
    products = (
        select(func.jsonb_object_agg(Product.code, Product.name))
        .join(ContractProduct, ContractProduct.product_code == Product.code)
        .where(ContractProduct.contract_id == Contract.id)
        .scalar_subquery()
    )
    columns: list[Any] = [
        Contract.id, Contract.number, Contract.domain, Contract.starts_on, Contract.ends_on,
        Provider.name.label("provider_name"), Provider.slug.label("provider_slug"),
        func.coalesce(products, func.jsonb_build_object()).label("products"),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Provider, Provider.id == Contract.provider_id)
        .where(Contract.tenant_id == scope.tenant_id)
    )


def _stands(standing: Standing | None, day: date) -> ColumnElement[bool]:
    match standing:
        case Standing.RUNNING:
            return (Contract.starts_on <= day) & (Contract.ends_on >= day)
        case Standing.COMING:
            return Contract.starts_on > day
        case Standing.ENDED:
            return Contract.ends_on < day
        case None:
            return true()
