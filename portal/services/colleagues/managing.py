"""What every change to people shares: who does it, to whom, and the note of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.people import Organisation, Role
from portal.domain.policies import check_may_block, manageable
from portal.models.people import Account, Membership
from portal.queries.people import held_at
from portal.services.noting import Values, note_change
from portal.services.recording import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """Who does it, and the roles that allow it."""

    account_id: UUID
    name: str
    roles: frozenset[Role]

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.account_id)


def member(session: ScopedSession, organisation: Organisation, account_id: UUID) -> Account:
    """Somebody who belongs here or did, locked; raises NotThere for everybody else."""
    account = session.scalar(
        select(Account)
        .where(
            Account.id == account_id,
            select(Membership.id)
            .where(Membership.account_id == account_id, *held_at(organisation))
            .exists(),
        )
        .with_for_update()
    )
    if account is None:
        raise NotThere
    return account


def managed_roles(
    session: ScopedSession, organisation: Organisation, by: Manager, account_id: UUID, today: date
) -> list[str]:
    """A person's roles here, not over yet, that the manager may take away; none is NotAllowed."""
    found = session.scalars(
        select(Membership.role).where(
            Membership.account_id == account_id,
            Membership.until_on.is_(None) | (Membership.until_on >= today),
            *held_at(organisation),
        )
    )
    theirs = {Role(role) for role in found}
    check_may_block(by.roles, organisation.side, theirs, to_self=account_id == by.account_id)
    return [role.value for role in manageable(by.roles, organisation.side, theirs)]


def note(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    account_id: UUID,
    what: str,
    *,
    before: Values | None = None,
    after: Values | None = None,
) -> None:
    note_change(
        session, by.actor, f"persoon:{account_id}", what, before=before, after=after,
        tenant_id=organisation.tenant_id, provider_id=organisation.provider_id,
        region_id=organisation.region_id,
    )  # fmt: skip
