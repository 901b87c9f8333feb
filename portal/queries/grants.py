"""Reads which people of the region a municipality lets in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.people import Organisation, Role, Side
from portal.domain.scopes import AuthScope, RegionId, TenantScope
from portal.models.people import Account, Membership, RegionGrant
from portal.models.region import Tenant
from portal.queries.people import can_sign_in, counts_on, held_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody of the region may look in, or work along, until a day; both days included."""

    id: UUID
    account_id: UUID
    may_write: bool
    from_on: date
    until_on: date

    def is_over(self, today: date) -> bool:
        return self.until_on < max(today, self.from_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A regionaal contractmanager of the region to which the municipality belongs."""

    account_id: UUID
    name: str
    email: str


def grants_of(session: ScopedSession, scope: TenantScope) -> Sequence[Grant]:
    """All grants of this municipality, the latest end first."""
    rows = session.execute(
        select(
            RegionGrant.id,
            RegionGrant.account_id,
            RegionGrant.may_write,
            RegionGrant.from_on,
            RegionGrant.until_on,
        )
        .where(RegionGrant.tenant_id == scope.tenant_id)
        .order_by(RegionGrant.until_on.desc(), RegionGrant.id)
    )
    return [Grant(**row._mapping) for row in rows]


def candidates(
    session: ScopedSession, scope: AuthScope, tenant_id: UUID, today: date
) -> Sequence[Candidate]:
    """To whom this municipality can give access today."""
    region_id = session.scalars(select(Tenant.region_id).where(Tenant.id == tenant_id)).one()
    region = Organisation(side=Side.REGION, region_id=RegionId(region_id))
    rows = session.execute(
        select(Account.id, Account.name, Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.role == Role.REGION_MANAGER.value,
            Account.blocked_at.is_(None),
            can_sign_in(),
            *held_at(region),
            *counts_on(today),
        )
        .order_by(Account.name)
        .distinct()
    )
    return [Candidate(account_id=row.id, name=row.name, email=row.email) for row in rows]


def names_of(
    session: ScopedSession, scope: AuthScope, accounts: Sequence[UUID]
) -> Mapping[UUID, str]:
    """What the people behind some grants are called."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts)))
    return {row.id: row.name for row in rows}
