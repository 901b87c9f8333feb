"""Reads what the rules need to know of a provider: its running contracts and whom it can address."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.scopes import ProviderScope, TenantScope
from portal.domain.submissions.kind import Addressee, Facts, RunningContract
from portal.models.provider import Contract, ContractProduct
from portal.models.region import Product, Tenant
from portal.queries.configuration import documents_in_force


def facts_of(session: ScopedSession, scope: ProviderScope, today: date) -> Facts:
    """The contracts that run today, of the provider that is signed in."""
    return _facts(session, scope.provider_id, None, today)


def facts_for(session: ScopedSession, scope: TenantScope, provider_id: UUID, today: date) -> Facts:
    """The same for a municipality that records on a provider's behalf: its own contracts only."""
    return _facts(session, provider_id, scope.tenant_id, today)


def addressees(session: ScopedSession, scope: ProviderScope, today: date) -> dict[str, Addressee]:
    """The municipalities that the provider can address today, by slug."""
    rows = session.execute(
        select(Tenant.id, Tenant.slug)
        .join(Contract, Contract.tenant_id == Tenant.id)
        .where(
            Contract.provider_id == scope.provider_id,
            Contract.starts_on <= today,
            Contract.ends_on >= today,
        )
        .distinct()
    ).all()
    asked = documents_in_force(session, scope, [row.id for row in rows], QUESTIONS.slug)
    return {
        row.slug: Addressee(
            tenant_id=row.id,
            slug=row.slug,
            questions_version=asked[row.id][0] if row.id in asked else None,
        )
        for row in rows
    }


def _facts(session: ScopedSession, provider_id: UUID, tenant_id: UUID | None, today: date) -> Facts:
    found = session.execute(
        select(Contract.id, Contract.number, Contract.domain, Tenant.slug, Tenant.name,
               Product.code, Product.name.label("product"))
        .join(Tenant, Tenant.id == Contract.tenant_id)
        .join(ContractProduct, ContractProduct.contract_id == Contract.id)
        .join(Product, Product.code == ContractProduct.product_code)
        .where(
            Contract.provider_id == provider_id,
            Contract.starts_on <= today,
            Contract.ends_on >= today,
            *(() if tenant_id is None else (Contract.tenant_id == tenant_id,)),
        )
        .order_by(Tenant.name, Contract.number, Product.code)
    ).all()  # fmt: skip
    products: dict[UUID, dict[str, str]] = defaultdict(dict)
    contracts = {}
    for row in found:
        products[row.id][row.code] = row.product
        contracts[row.id] = row
    return Facts(
        today=today,
        contracts=tuple(
            RunningContract(
                tenant=row.slug,
                tenant_name=row.name,
                domain=row.domain,
                number=row.number,
                products=products[id_],
            )
            for id_, row in contracts.items()
        ),
    )
