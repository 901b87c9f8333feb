"""Writes down contracts of providers with municipalities, and lets them end.

One at a time per municipality: whoever writes holds its row first, so that the next one judges
what is there by then. The database refuses overlapping contracts for one product by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from psycopg.errors import ExclusionViolation
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.adapters.database import ScopedSession, enter_again
from portal.domain.contract_import import ImportPlan, Line, Register, municipalities_in, plan_import
from portal.domain.contracts import ContractTerms, Shelf, judge_contract, judge_end
from portal.domain.errors import Finding, NotThere, RuleBroken
from portal.domain.scopes import RegionScope, TenantId
from portal.models.provider import Contract, ContractProduct, Provider
from portal.models.region import Tenant
from portal.queries.region_contracts import contract_at, contract_book, contracts_of
from portal.services.noting import Values, note_change
from portal.services.recording import Actor


def add_contract(
    session: ScopedSession, scope: RegionScope, by: Actor, terms: ContractTerms
) -> list[Finding]:
    """A new contract of the municipality in which the region is at work; or why it cannot be."""
    _wait_for_turn(session, [scope.tenant_id])
    shelf = Shelf(row.terms for row in contracts_of(session, scope))
    findings = judge_contract(terms, contract_book(session, scope), shelf.beside(terms))
    if not findings:
        providers = _provider_ids(session, [terms])
        if terms.provider not in providers:
            raise NotThere
        _write(session, scope, by, [terms], providers)
    return findings


def end_contract(
    session: ScopedSession,
    scope: RegionScope,
    by: Actor,
    *,
    contract_id: UUID,
    last_on: date,
    reason: str,
    today: date,
) -> None:
    """Let a contract end earlier than it would; raises RuleBroken for a day that cannot be."""
    row = session.scalar(
        select(Contract)
        .where(Contract.id == contract_id, Contract.tenant_id == scope.tenant_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    terms = contract_at(session, scope, contract_id).terms
    refused = judge_end(terms, last_on, today)
    if refused:
        raise RuleBroken(refused.sentence, code="too_early", path=refused.path)
    row.ends_on = last_on
    note_change(
        session, by, f"overeenkomst:{contract_id}", "overeenkomst beëindigd",
        before={"tot_en_met": terms.ends_on.isoformat()},
        after={"tot_en_met": last_on.isoformat(), "reden": reason.strip()},
        tenant_id=row.tenant_id, provider_id=row.provider_id, region_id=scope.region_id,
    )  # fmt: skip
    session.flush()


def plan_contracts(
    session: ScopedSession,
    scope: RegionScope,
    lines: Sequence[Line],
    register: Register,
    tenants: Mapping[str, UUID],
) -> ImportPlan:
    """What bringing these lines in would do. Looks into one municipality at a time."""
    known: list[ContractTerms] = []
    for slug in municipalities_in(lines, register):
        inside = _enter(session, scope, tenants[slug])
        known += [row.terms for row in contracts_of(session, inside)]
    enter_again(session, scope)
    return plan_import(lines, register, known)


def import_contracts(
    session: ScopedSession,
    scope: RegionScope,
    by: Actor,
    lines: Sequence[Line],
    register: Register,
    tenants: Mapping[str, UUID],
) -> ImportPlan:
    """Write down all contracts of a file or none of them, one municipality at a time.

    Judged anew in the transaction that writes: what came in between counts.
    """
    _wait_for_turn(session, [tenants[slug] for slug in municipalities_in(lines, register)])
    plan = plan_contracts(session, scope, lines, register, tenants)
    if plan.findings:
        return plan
    providers = _provider_ids(session, plan.new)
    for slug in sorted({terms.municipality for terms in plan.new}):
        inside = _enter(session, scope, tenants[slug])
        own = [terms for terms in plan.new if terms.municipality == slug]
        _write(session, inside, by, own, providers)
    enter_again(session, scope)
    return plan


def _wait_for_turn(session: ScopedSession, tenant_ids: Sequence[UUID | None]) -> None:
    """Hold these municipalities for who writes contracts, until the end of the transaction."""
    session.execute(
        select(Tenant.id)
        .where(Tenant.id.in_(tenant_ids))
        .order_by(Tenant.id)
        .with_for_update(key_share=True)
    )


def _enter(session: ScopedSession, scope: RegionScope, tenant_id: UUID) -> RegionScope:
    """Go to work inside one municipality, in the running transaction."""
    inside = RegionScope(scope.region_id, scope.account_id, TenantId(tenant_id))
    enter_again(session, inside)
    return inside


def _provider_ids(session: ScopedSession, contracts: Sequence[ContractTerms]) -> dict[str, UUID]:
    slugs = {terms.provider for terms in contracts}
    rows = session.execute(select(Provider.slug, Provider.id).where(Provider.slug.in_(slugs)))
    return {row.slug: row.id for row in rows}


def _write(
    session: ScopedSession,
    scope: RegionScope,
    by: Actor,
    contracts: Sequence[ContractTerms],
    providers: Mapping[str, UUID],
) -> None:
    tenant_id = session.scalars(select(Tenant.id).where(Tenant.id == scope.tenant_id)).one()
    rows = [
        Contract(
            tenant_id=tenant_id,
            provider_id=providers[terms.provider],
            number=terms.number,
            domain=terms.domain,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            standard=terms.standard,
        )
        for terms in contracts
    ]
    try:
        session.add_all(rows)
        session.flush()
        session.add_all(
            ContractProduct(
                contract_id=row.id,
                product_code=code,
                tenant_id=tenant_id,
                provider_id=row.provider_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
            )
            for row, terms in zip(rows, contracts, strict=True)
            for code in sorted(terms.products)
        )
        session.flush()
    except IntegrityError as error:
        raise _overtaken(error) from error
    for row, terms in zip(rows, contracts, strict=True):
        note_change(
            session, by, f"overeenkomst:{row.id}", "overeenkomst vastgelegd",
            after=_values(terms), tenant_id=tenant_id, provider_id=row.provider_id,
            region_id=scope.region_id,
        )  # fmt: skip
    session.flush()


def _overtaken(error: IntegrityError) -> RuleBroken:
    """Somebody who did not wait for a turn was first, such as `portal tenants load`."""
    if isinstance(error.orig, ExclusionViolation):
        return RuleBroken(
            "Een van deze producten staat sinds net in een andere overeenkomst van deze aanbieder, "
            "in dezelfde periode. Kijk de lijst na.",
            code="not_now",
        )
    return RuleBroken(
        "Iemand anders legde net een overeenkomst met ditzelfde nummer vast. Kijk de lijst na.",
        code="not_now",
        path="nummer",
    )


def _values(terms: ContractTerms) -> Values:
    return {
        "nummer": terms.number,
        "domein": terms.domain,
        "versie": terms.standard,
        "van": terms.starts_on.isoformat(),
        "tot_en_met": terms.ends_on.isoformat(),
        "producten": sorted(terms.products),
    }
