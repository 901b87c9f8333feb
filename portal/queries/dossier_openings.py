"""Reads from what a dossier can be opened: the contracts of a municipality, and a delivery."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.provider import Contract, ContractProduct, Provider
from portal.models.region import Product
from portal.models.submission import Delivery

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A contract with its provider."""

    id: UUID
    number: str
    domain: str
    starts_on: date
    ends_on: date
    standard: str
    provider_id: UUID
    provider_name: str
    provider_slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDelivery:
    """A delivery that a dossier starts from."""

    id: UUID
    reference: str
    kind: str
    subject: str
    provider_id: UUID
    provider_name: str


_LINE = (
    Contract.id, Contract.number, Contract.domain, Contract.starts_on, Contract.ends_on,
    Contract.standard, Contract.provider_id, Provider.name.label("provider_name"),
    Provider.slug.label("provider_slug"),
)  # fmt: skip


def contract_lines(
    session: ScopedSession,
    scope: TenantScope,
    *,
    typed: str = "",
    provider_id: UUID | None = None,
) -> tuple[ContractLine, ...]:
    """Contracts by the provider's name, or by a part of a name or number; at most MOST."""
    query = (
        select(*_LINE)
        .join(Provider, Provider.id == Contract.provider_id)
        .where(Contract.tenant_id == scope.tenant_id)
    )
    if typed:
        query = query.where(
            or_(
                Provider.name.icontains(typed, autoescape=True),
                Contract.number.icontains(typed, autoescape=True),
                Provider.kvk == typed.replace(" ", ""),
            )
        )
    if provider_id is not None:
        query = query.where(Contract.provider_id == provider_id)
    rows = session.execute(query.order_by(Provider.name, Contract.number).limit(MOST))
    return tuple(ContractLine(**row._mapping) for row in rows)


def contract_line(session: ScopedSession, scope: TenantScope, contract_id: UUID) -> ContractLine:
    """One contract; raises NotThere."""
    found = session.execute(
        select(*_LINE)
        .join(Provider, Provider.id == Contract.provider_id)
        .where(Contract.tenant_id == scope.tenant_id, Contract.id == contract_id)
    ).one_or_none()
    if found is None:
        raise NotThere
    return ContractLine(**found._mapping)


def contract_products(
    session: ScopedSession, scope: TenantScope, contract_id: UUID
) -> dict[str, str]:
    """Code to name of what a contract covers."""
    rows = session.execute(
        select(Product.code, Product.name)
        .join(ContractProduct, ContractProduct.product_code == Product.code)
        .where(
            ContractProduct.tenant_id == scope.tenant_id,
            ContractProduct.contract_id == contract_id,
        )
        .order_by(Product.name)
    )
    return {row.code: row.name for row in rows}


def source_delivery(
    session: ScopedSession, scope: TenantScope, reference: str
) -> SourceDelivery | None:
    """The delivery with this reference, None where there is none here."""
    found = session.execute(
        select(
            Delivery.id, Delivery.reference, Delivery.kind, Delivery.subject,
            Delivery.provider_id, Delivery.provider_name,
        ).where(Delivery.tenant_id == scope.tenant_id, Delivery.reference == reference)
    ).one_or_none()  # fmt: skip
    return None if found is None else SourceDelivery(**found._mapping)
