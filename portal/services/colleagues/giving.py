"""Invites people and gives them roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.errors import RuleBroken
from portal.domain.people import Organisation, Role, check_name
from portal.domain.policies import check_first_admin, check_may_grant
from portal.models.people import Account, Membership
from portal.queries.people import can_sign_in, counts_on, held_at
from portal.services.colleagues.managing import Manager, managed_roles, member, note
from portal.services.links import Purpose, want_account_mail
from portal.services.sessions import renew_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when until when a role counts; both days included."""

    from_on: date
    until_on: date | None = None


def invite(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    name: str,
    email: str,
    role: Role,
    period: Period,
    now: datetime,
) -> UUID:
    """Give somebody a role here; a new account gets a link to choose a password.

    Raises NotAllowed for a role that is not the manager's to give, or for himself, and
    RuleBroken where the region would invite a second administrator.
    """
    email, name = email.strip().lower(), check_name(name)
    _check_period(period, local_date(now))
    # What may not be given is refused before an account arises.
    known = session.scalar(select(Account.id).where(Account.email == email))
    check_may_grant(by.roles, role, organisation.side, to_self=known == by.account_id)
    check_first_admin(
        by.roles, organisation.side, able=_able(session, organisation, role, local_date(now))
    )
    session.execute(
        insert(Account)
        .values(email=email, name=name, created_at=now)
        .on_conflict_do_nothing(index_elements=["email"])
    )
    account = session.scalars(select(Account).where(Account.email == email).with_for_update()).one()
    _give(session, organisation, by, account, role, period, now)
    return account.id


def give_role(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    role: Role,
    period: Period,
    now: datetime,
) -> None:
    """One more role for somebody who is here already."""
    _check_period(period, local_date(now))
    check_may_grant(by.roles, role, organisation.side, to_self=account_id == by.account_id)
    account = member(session, organisation, account_id)
    check_first_admin(
        by.roles, organisation.side, able=_able(session, organisation, role, local_date(now))
    )
    _give(session, organisation, by, account, role, period, now)


def invite_again(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Send the invitation once more to somebody who has no password yet."""
    account = member(session, organisation, account_id)
    managed_roles(session, organisation, by, account_id, local_date(now))
    if account.password_hash is not None or account.slug is not None:
        raise RuleBroken(
            "Deze persoon heeft al een wachtwoord gekozen en kan zelf een nieuw aanvragen bij "
            "“Wachtwoord vergeten”.",
            code="has_password",
        )
    want_account_mail(
        session, account_id=account_id, purpose=Purpose.INVITATION, at=organisation, now=now
    )
    note(session, organisation, by, account_id, "opnieuw uitgenodigd")


def _give(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    account: Account,
    role: Role,
    period: Period,
    now: datetime,
) -> None:
    """The role itself, with its mail; the account is locked, so two managers cannot give it twice."""
    overlapping = session.scalar(
        select(Membership.id)
        .where(
            Membership.account_id == account.id,
            Membership.role == role.value,
            Membership.until_on.is_(None) | (Membership.until_on >= period.from_on),
            *((Membership.from_on <= period.until_on,) if period.until_on else ()),
            *held_at(organisation),
        )
        .limit(1)
    )
    if overlapping is not None:
        raise RuleBroken(
            "Deze persoon heeft deze rol hier al in deze periode. Kies een andere rol of andere "
            "dagen, of laat iemand die geblokkeerd is weer toe.",
            code="has_role",
            path="rol",
        )
    session.add(
        Membership(
            account_id=account.id,
            side=organisation.side.value,
            role=role.value,
            tenant_id=organisation.tenant_id,
            provider_id=organisation.provider_id,
            region_id=organisation.region_id,
            from_on=period.from_on,
            until_on=period.until_on,
            granted_by=by.account_id,
            created_at=now,
        )
    )
    note(
        session, organisation, by, account.id, "rol gegeven",
        after={
            "rol": role.value,
            "vanaf": period.from_on.isoformat(),
            "tot_en_met": period.until_on.isoformat() if period.until_on else None,
        },
    )  # fmt: skip
    session.flush()
    invited = account.password_hash is None and account.slug is None
    purpose = Purpose.INVITATION if invited else Purpose.NEW_ROLE
    want_account_mail(session, account_id=account.id, purpose=purpose, at=organisation, now=now)
    renew_sessions(session, account.id, now)


def _check_period(period: Period, today: date) -> None:
    if period.from_on < today:
        raise RuleBroken(
            "Een rol kan niet in het verleden beginnen. Kies vandaag of een latere dag.",
            code="in_the_past",
            path="vanaf",
        )
    if period.until_on is not None and period.until_on < period.from_on:
        raise RuleBroken(
            f"Kies een laatste dag op of na {format_date(period.from_on)}.",
            code="period",
            path="tot_en_met",
        )


def _able(
    session: ScopedSession, organisation: Organisation, role: Role, today: date
) -> Sequence[str]:
    """The names of those who hold a role here today and can sign in."""
    return session.scalars(
        select(Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.role == role.value,
            can_sign_in(),
            Account.blocked_at.is_(None),
            *held_at(organisation),
            *counts_on(today),
        )
        .order_by(Account.name)
        .distinct()
    ).all()
