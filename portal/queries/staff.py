"""Reads who works at a municipality: to hand a dossier to, to ask along, to let in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from portal.adapters.database import ScopedSession
from portal.domain.people import Role
from portal.domain.scopes import TenantScope
from portal.models.people import Account, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody with a role here that counts today."""

    account_id: UUID
    name: str
    email: str
    roles: frozenset[Role]

    def has_any(self, roles: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(roles)


def staff(session: ScopedSession, scope: TenantScope, today: date) -> tuple[Staff, ...]:
    """Everybody who works here today, by name."""
    rows = session.execute(
        select(Account.id, Account.name, Account.email, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.tenant_id == scope.tenant_id,
            Membership.from_on <= today,
            or_(Membership.until_on.is_(None), Membership.until_on >= today),
            Membership.blocked_at.is_(None),
            Account.blocked_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    )
    found: dict[UUID, tuple[str, str, set[Role]]] = {}
    for account_id, name, email, role in rows:
        found.setdefault(account_id, (name, email, set()))[2].add(Role(role))
    return tuple(
        Staff(account_id=account_id, name=name, email=email, roles=frozenset(roles))
        for account_id, (name, email, roles) in found.items()
    )
