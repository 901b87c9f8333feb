"""Invites people, changes their roles, blocks and re-admits them.

Works in the sign-in's own role of the database, because a person may belong to several
organisations; which organisation is meant comes from the scope, never from the form.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import Role, Side
from portal.domain.policies import check_may_block, check_may_grant
from portal.models.people import Account, Membership
from portal.services.links import Purpose, want_account_mail
from portal.services.sessions import end_all_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Where the people belong: exactly one of the ids is set, none for the platform."""

    side: Side
    tenant_id: UUID | None = None
    provider_id: UUID | None = None
    region_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """Who does it, and the roles that allow it."""

    account_id: UUID
    roles: frozenset[Role]


def invite(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    name: str,
    email: str,
    role: Role,
    from_on: date,
    until_on: date | None,
    now: datetime,
) -> UUID:
    """Give somebody a role here; a new account gets a link to choose a password.

    Raises NotAllowed for a role that is not the manager's to give, or for himself.
    """
    email = email.strip().lower()
    account = session.scalar(select(Account).where(Account.email == email))
    to_self = account is not None and account.id == by.account_id
    check_may_grant(by.roles, role, organisation.side, to_self=to_self)
    if account is None:
        account = Account(email=email, name=name.strip(), created_at=now)
        session.add(account)
        session.flush()
    already = session.scalar(
        select(Membership.id).where(
            Membership.account_id == account.id,
            Membership.role == role.value,
            Membership.until_on.is_(None) | (Membership.until_on >= from_on),
            *_here(organisation),
        )
    )
    if already is not None:
        raise RuleBroken("Deze persoon heeft deze rol hier al.", code="has_role", path="rol")
    session.add(
        Membership(
            account_id=account.id,
            side=organisation.side.value,
            role=role.value,
            tenant_id=organisation.tenant_id,
            provider_id=organisation.provider_id,
            region_id=organisation.region_id,
            from_on=from_on,
            until_on=until_on,
            granted_by=by.account_id,
            created_at=now,
        )
    )
    session.flush()
    if account.password_hash is None:
        want_account_mail(session, account_id=account.id, purpose=Purpose.INVITATION, now=now)
    else:
        # A new set of rights starts with a new sign-in.
        end_all_sessions(session, account.id, now)
    return account.id


def invite_again(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Send the invitation once more to somebody who has no password yet."""
    check_may_block(by.roles, organisation.side, to_self=False)
    account = _member(session, organisation, account_id)
    if account.password_hash is not None:
        raise RuleBroken("Deze persoon heeft al een wachtwoord gekozen.", code="has_password")
    want_account_mail(session, account_id=account.id, purpose=Purpose.INVITATION, now=now)


def block(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Take all roles here away until further notice; works on the person's next request."""
    check_may_block(by.roles, organisation.side, to_self=account_id == by.account_id)
    _member(session, organisation, account_id)
    session.execute(
        update(Membership)
        .where(
            Membership.account_id == account_id,
            Membership.blocked_at.is_(None),
            *_here(organisation),
        )
        .values(blocked_at=now)
    )
    end_all_sessions(session, account_id, now)


def readmit(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Undo a block."""
    check_may_block(by.roles, organisation.side, to_self=account_id == by.account_id)
    _member(session, organisation, account_id)
    session.execute(
        update(Membership)
        .where(Membership.account_id == account_id, *_here(organisation))
        .values(blocked_at=None)
    )


def end_role(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    membership_id: UUID,
    today: date,
    now: datetime,
) -> None:
    """End one role as of now; yesterday was the last day that it counted."""
    row = session.scalar(
        select(Membership).where(Membership.id == membership_id, *_here(organisation))
    )
    if row is None:
        raise NotThere
    check_may_grant(
        by.roles, Role(row.role), organisation.side, to_self=row.account_id == by.account_id
    )
    row.until_on = max(today - timedelta(days=1), row.from_on)
    if row.from_on >= today:
        row.blocked_at = now
    end_all_sessions(session, row.account_id, now)
    session.flush()


def _member(session: ScopedSession, organisation: Organisation, account_id: UUID) -> Account:
    account = session.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.id == account_id, *_here(organisation))
        .limit(1)
    )
    if account is None:
        raise NotThere
    return account


def _here(organisation: Organisation) -> tuple[ColumnElement[bool], ...]:
    """The rows of one organisation: all three ids compared, empty ones included."""
    return (
        Membership.side == organisation.side.value,
        Membership.tenant_id.is_not_distinct_from(organisation.tenant_id),
        Membership.provider_id.is_not_distinct_from(organisation.provider_id),
        Membership.region_id.is_not_distinct_from(organisation.region_id),
    )
