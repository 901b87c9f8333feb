"""Reads contracts of one municipality, and what contracts refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.contracts import Book, ContractTerms
from portal.domain.errors import NotThere
from portal.domain.scopes import RegionScope
from portal.models.provider import Contract, ContractProduct, Provider
from portal.models.region import ContractStandard, Product, Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """A contract as a list shows it."""

    id: UUID
    terms: ContractTerms
    provider_name: str


def contract_book(session: ScopedSession, scope: RegionScope) -> Book:
    """The products and the versions of the contract."""
    products = session.execute(select(Product.code, Product.domain, Product.name))
    standards = session.execute(
        select(ContractStandard.code, ContractStandard.domain, ContractStandard.name).order_by(
            ContractStandard.from_on.desc()
        )
    )
    return Book(
        products={row.code: (row.domain, row.name) for row in products},
        standards={row.code: (row.domain, row.name) for row in standards},
    )


def contracts_of(
    session: ScopedSession,
    scope: RegionScope,
    *,
    provider: str = "",
    contract_id: UUID | None = None,
) -> Sequence[ContractRow]:
    """The contracts of the municipality in which the region is at work, by provider and number."""
    products = (
        select(func.array_agg(ContractProduct.product_code))
        .where(ContractProduct.contract_id == Contract.id)
        .correlate(Contract)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Contract.id, Contract.number, Contract.domain, Contract.standard, Contract.starts_on,
            Contract.ends_on, Tenant.slug.label("municipality"), Provider.slug,
            Provider.name, products.label("products"),
        )
        .join(Tenant, Tenant.id == Contract.tenant_id)
        .join(Provider, Provider.id == Contract.provider_id)
        .where(
            Contract.tenant_id == scope.tenant_id,
            *((Provider.slug == provider,) if provider else ()),
            *((Contract.id == contract_id,) if contract_id else ()),
        )
        .order_by(Provider.name, Contract.starts_on.desc(), Contract.number)
    )  # fmt: skip
    return [
        ContractRow(
            id=row.id,
            provider_name=row.name,
            terms=ContractTerms(
                municipality=row.municipality,
                provider=row.slug,
                domain=row.domain,
                number=row.number,
                standard=row.standard,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                products=frozenset(row.products or ()),
            ),
        )
        for row in rows
    ]


def contract_at(session: ScopedSession, scope: RegionScope, contract_id: UUID) -> ContractRow:
    """One of them; raises NotThere."""
    found = contracts_of(session, scope, contract_id=contract_id)
    if not found:
        raise NotThere
    return found[0]


def providers_by_kvk(session: ScopedSession, scope: RegionScope) -> Mapping[str, tuple[str, str]]:
    """KvK number to slug and name of every provider."""
    rows = session.execute(select(Provider.kvk, Provider.slug, Provider.name))
    return {row.kvk: (row.slug, row.name) for row in rows}
