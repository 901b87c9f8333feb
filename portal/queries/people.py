"""Reads people: accounts with what they are today."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.adapters.database import ScopedSession
from portal.domain.people import Membership, Organisation, Person, RegionAccess, Role, Side
from portal.domain.scopes import AccountId, AuthScope, ProviderId, RegionId, TenantId
from portal.models import people as tables
from portal.models.provider import Provider
from portal.models.region import Region, Tenant


def person_of(
    session: ScopedSession, scope: AuthScope, account_id: UUID, today: date
) -> Person | None:
    """A person with the roles that count today; None when unknown or blocked."""
    account = session.get(tables.Account, account_id)
    if account is None or account.blocked_at is not None:
        return None
    roles = session.execute(
        select(tables.Membership, Tenant.slug, Tenant.name, Provider.slug, Provider.name,
               Region.slug, Region.name)
        .outerjoin(Tenant, Tenant.id == tables.Membership.tenant_id)
        .outerjoin(Provider, Provider.id == tables.Membership.provider_id)
        .outerjoin(Region, Region.id == tables.Membership.region_id)
        .where(tables.Membership.account_id == account_id, *counts_on(today))
        .order_by(tables.Membership.created_at)
    ).all()  # fmt: skip
    memberships = tuple(
        Membership(
            side=Side(row.side),
            role=Role(row.role),
            place=tenant or provider or region or "platform",
            place_name=tenant_name or provider_name or region_name or "Platform",
            from_on=row.from_on,
            until_on=row.until_on,
            blocked=row.blocked_at is not None,
            tenant_id=TenantId(row.tenant_id) if row.tenant_id else None,
            provider_id=ProviderId(row.provider_id) if row.provider_id else None,
            region_id=RegionId(row.region_id) if row.region_id else None,
        )
        for row, tenant, tenant_name, provider, provider_name, region, region_name in roles
    )
    access: tuple[RegionAccess, ...] = ()
    if any(membership.role is Role.REGION_MANAGER for membership in memberships):
        access = _region_access(session, account_id, today)
    return Person(
        account_id=AccountId(account.id),
        name=account.name,
        email=account.email,
        memberships=memberships,
        region_access=access,
    )


def counts_on(today: date) -> tuple[ColumnElement[bool], ...]:
    """The memberships that count on a day, as `Membership.holds_on` says it."""
    return (
        tables.Membership.blocked_at.is_(None),
        tables.Membership.from_on <= today,
        tables.Membership.until_on.is_(None) | (tables.Membership.until_on >= today),
    )


def can_sign_in() -> ColumnElement[bool]:
    """Accounts with a way in: a password, or the demo's one click."""
    return tables.Account.password_hash.is_not(None) | tables.Account.slug.is_not(None)


def held_at(organisation: Organisation) -> tuple[ColumnElement[bool], ...]:
    """The memberships of one organisation: all three ids compared, empty ones included."""
    return (
        tables.Membership.side == organisation.side.value,
        tables.Membership.tenant_id == organisation.tenant_id,
        tables.Membership.provider_id == organisation.provider_id,
        tables.Membership.region_id == organisation.region_id,
    )


def _region_access(
    session: ScopedSession, account_id: UUID, today: date
) -> tuple[RegionAccess, ...]:
    grant = tables.RegionGrant
    rows = session.execute(
        select(grant.tenant_id, Tenant.slug, Tenant.name, grant.may_write, grant.until_on)
        .join(Tenant, Tenant.id == grant.tenant_id)
        .where(grant.account_id == account_id, grant.from_on <= today, grant.until_on >= today)
        .order_by(Tenant.name)
    )
    return tuple(
        RegionAccess(
            tenant_id=TenantId(row.tenant_id),
            place=row.slug,
            place_name=row.name,
            may_write=row.may_write,
            until_on=row.until_on,
        )
        for row in rows
    )
