"""Reads people: accounts with what they are today."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.people import Membership, Person, RegionAccess, Role, Side
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
        .where(tables.Membership.account_id == account_id)
        .order_by(tables.Membership.created_at)
    ).all()  # fmt: skip
    memberships = []
    for row, tenant, tenant_name, provider, provider_name, region, region_name in roles:
        membership = Membership(
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
        if membership.holds_on(today):
            memberships.append(membership)
    access: tuple[RegionAccess, ...] = ()
    if any(membership.side is Side.REGION for membership in memberships):
        access = _region_access(session, account_id, today)
    return Person(
        account_id=AccountId(account.id),
        name=account.name,
        email=account.email,
        memberships=tuple(memberships),
        region_access=access,
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
