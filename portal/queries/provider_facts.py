"""Reads what the rules need to know of a provider: its running contracts and whom it can address."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, text

from portal.adapters.database import ScopedSession
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.scopes import ProviderScope, TenantScope
from portal.domain.submissions.extra_questions import OwnQuestions
from portal.domain.submissions.kind import Addressee, Facts, RunningContract
from portal.models.provider import Contract, ContractProduct
from portal.models.region import Product, Tenant
from portal.queries.configuration import documents_in_force, parsed

# As text: it stands before every page of a form and every submission.
_RUNNING = text(
    """
    SELECT c.id, c.number, c.domain, c.tenant_id, t.slug, t.name, p.code, p.name AS product
    FROM contract c JOIN tenant t ON t.id = c.tenant_id
    JOIN contract_product cp ON cp.contract_id = c.id
    JOIN product p ON p.code = cp.product_code
    WHERE c.provider_id = :provider AND c.starts_on <= :today AND c.ends_on >= :today
    ORDER BY t.name, c.number, p.code
    """
)


def facts_of(
    session: ScopedSession, scope: ProviderScope, today: date, *, kind: str | None = None
) -> Facts:
    """The contracts that run today, of the provider that is signed in.

    With `kind`, also what the municipalities ask on top of the form of that kind.
    """
    rows = session.execute(_RUNNING, {"provider": scope.provider_id, "today": today}).all()
    tenants = _tenants(rows)
    asked = documents_in_force(session, scope, list(tenants), QUESTIONS.slug) if kind else {}
    return Facts(
        today=today,
        now=session.legal_now,
        contracts=_as_contracts(rows),
        extra=_extra_questions(tenants, asked, kind, today) if kind else (),
        addressees={
            slug: Addressee(
                tenant_id=tenant_id,
                slug=slug,
                questions_version=asked[tenant_id][0] if tenant_id in asked else None,
            )
            for tenant_id, (slug, _) in tenants.items()
        },
    )


def facts_for(session: ScopedSession, scope: TenantScope, provider_id: UUID, today: date) -> Facts:
    """The same for a municipality that records on a provider's behalf: its own contracts only."""
    rows = _contracts(session, provider_id, *_running(today), Contract.tenant_id == scope.tenant_id)
    return Facts(today=today, contracts=_as_contracts(rows))


def facts_to_complete(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    kind: str,
    tenant_id: UUID,
    first_received_on: date,
    today: date,
) -> Facts:
    """For a further version of what one municipality received.

    Its contracts count whenever they run or ran: what was submitted can be completed.
    """
    rows = _contracts(session, scope.provider_id, Contract.tenant_id == tenant_id)
    tenants = _tenants(rows)
    asked = documents_in_force(session, scope, list(tenants), QUESTIONS.slug)
    return Facts(
        today=today,
        now=session.legal_now,
        contracts=_as_contracts(rows),
        extra=_extra_questions(tenants, asked, kind, today),
        first_received_on=first_received_on,
    )


def _extra_questions(
    tenants: Mapping[UUID, tuple[str, str]],
    asked: Mapping[UUID, tuple[int, dict[str, Any]]],
    kind: str,
    today: date,
) -> tuple[OwnQuestions, ...]:
    """What these municipalities ask now on top of a kind; `tenants` maps id to slug and name."""
    return tuple(
        OwnQuestions(
            tenant=slug,
            tenant_name=name,
            fields=parsed(QUESTIONS, asked.get(tenant_id)).fields(kind, today=today),
        )
        for tenant_id, (slug, name) in tenants.items()
    )


def questions_version(session: ScopedSession, scope: ProviderScope, tenant_id: UUID) -> int | None:
    """The version of a municipality's own questions that is in force."""
    found = documents_in_force(session, scope, [tenant_id], QUESTIONS.slug)
    return found[tenant_id][0] if tenant_id in found else None


def _running(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Contract.starts_on <= today, Contract.ends_on >= today)


def _contracts(
    session: ScopedSession, provider_id: UUID, *which: ColumnElement[bool]
) -> list[Row[Any]]:
    """A row per contract and product."""
    return list(
        session.execute(
            select(Contract.id, Contract.number, Contract.domain, Contract.tenant_id, Tenant.slug,
                   Tenant.name, Product.code, Product.name.label("product"))
            .join(Tenant, Tenant.id == Contract.tenant_id)
            .join(ContractProduct, ContractProduct.contract_id == Contract.id)
            .join(Product, Product.code == ContractProduct.product_code)
            .where(Contract.provider_id == provider_id, *which)
            .order_by(Tenant.name, Contract.number, Product.code)
        )
    )  # fmt: skip


def _tenants(rows: Sequence[Row[Any]]) -> dict[UUID, tuple[str, str]]:
    return {row.tenant_id: (row.slug, row.name) for row in rows}


def _as_contracts(rows: Sequence[Row[Any]]) -> tuple[RunningContract, ...]:
    products: dict[UUID, dict[str, str]] = defaultdict(dict)
    contracts = {}
    for row in rows:
        products[row.id][row.code] = row.product
        contracts[row.id] = row
    return tuple(
        RunningContract(
            tenant=row.slug,
            tenant_name=row.name,
            domain=row.domain,
            number=row.number,
            products=products[id_],
        )
        for id_, row in contracts.items()
    )
