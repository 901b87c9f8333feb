"""Reads people: accounts with what they are today."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from portal.adapters.database import ScopedSession
from portal.domain.people import Membership, Organisation, Person, RegionAccess, Role, Side
from portal.domain.scopes import AccountId, AuthScope, ProviderId, RegionId, TenantId
from portal.models import people as tables
from portal.models.region import Tenant

# One statement, since it stands before every page; the roles come along as JSON.
_PERSON = text(
    """
    SELECT a.name, a.email, coalesce(jsonb_agg(jsonb_build_array(
        m.side, m.role, m.from_on, m.until_on, m.tenant_id, m.provider_id, m.region_id,
        coalesce(t.slug, p.slug, r.slug), coalesce(t.name, p.name, r.name))
        ORDER BY m.created_at) FILTER (WHERE m.id IS NOT NULL), '[]') AS roles
    FROM account a
    LEFT JOIN membership m ON m.account_id = a.id AND m.blocked_at IS NULL
      AND m.from_on <= :today AND (m.until_on IS NULL OR m.until_on >= :today)
    LEFT JOIN tenant t ON t.id = m.tenant_id
    LEFT JOIN provider p ON p.id = m.provider_id
    LEFT JOIN region r ON r.id = m.region_id
    WHERE a.id = :account AND a.blocked_at IS NULL
    GROUP BY a.id
    """
)


def person_of(
    session: ScopedSession, scope: AuthScope, account_id: UUID, today: date
) -> Person | None:
    """A person with the roles that count today; None when unknown or blocked."""
    found = session.execute(_PERSON, {"account": account_id, "today": today}).one_or_none()
    if found is None:
        return None
    memberships = tuple(_membership(*row) for row in found.roles)
    access: tuple[RegionAccess, ...] = ()
    if any(membership.role is Role.REGION_MANAGER for membership in memberships):
        access = _region_access(session, account_id, today)
    return Person(
        account_id=AccountId(account_id),
        name=found.name,
        email=found.email,
        memberships=memberships,
        region_access=access,
    )


def _membership(
    side: str,
    role: str,
    from_on: str,
    until_on: str | None,
    tenant_id: str | None,
    provider_id: str | None,
    region_id: str | None,
    place: str | None,
    place_name: str | None,
) -> Membership:
    return Membership(
        side=Side(side),
        role=Role(role),
        place=place or "platform",
        place_name=place_name or "Platform",
        from_on=date.fromisoformat(from_on),
        until_on=date.fromisoformat(until_on) if until_on else None,
        tenant_id=TenantId(UUID(tenant_id)) if tenant_id else None,
        provider_id=ProviderId(UUID(provider_id)) if provider_id else None,
        region_id=RegionId(UUID(region_id)) if region_id else None,
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
    """One line per municipality: of several grants that hold today the widest and longest count."""
    grant = tables.RegionGrant
    rows = session.execute(
        select(
            grant.tenant_id,
            Tenant.slug,
            Tenant.name,
            func.bool_or(grant.may_write).label("may_write"),
            func.max(grant.until_on).label("until_on"),
        )
        .join(Tenant, Tenant.id == grant.tenant_id)
        .where(grant.account_id == account_id, grant.from_on <= today, grant.until_on >= today)
        .group_by(grant.tenant_id, Tenant.slug, Tenant.name)
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
