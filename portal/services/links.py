"""Single-use links: an invitation, a new password, the first account of an installation.

The token exists only in the mail (or on the terminal); the database keeps its hash.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update

from portal.adapters.database import ScopedSession
from portal.adapters.passwords import Passwords
from portal.domain.errors import RuleBroken
from portal.models.people import Account, LoginLink
from portal.services.effects_wanted import Effect, want
from portal.services.sessions import end_all_sessions, hash_token


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "uitnodiging"
    PASSWORD = "wachtwoord"
    FIRST_ADMIN = "eerste-beheerder"


VALID_FOR = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=1),
    Purpose.FIRST_ADMIN: timedelta(days=1),
}
MINIMUM_PASSWORD = 12
MAXIMUM_PASSWORD = 200


def make_link(session: ScopedSession, *, account_id: UUID, purpose: Purpose, now: datetime) -> str:
    """A new link's token; earlier links of the same purpose stop working."""
    session.execute(
        update(LoginLink)
        .where(
            LoginLink.account_id == account_id,
            LoginLink.purpose == purpose.value,
            LoginLink.used_at.is_(None),
        )
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(32)
    session.add(
        LoginLink(
            token_hash=hash_token(token),
            purpose=purpose.value,
            account_id=account_id,
            created_at=now,
            expires_at=now + VALID_FOR[purpose],
        )
    )
    session.flush()
    return token


def account_of_link(session: ScopedSession, token: str, now: datetime) -> Account | None:
    """Whose link this is, while it works."""
    return session.scalar(
        select(Account)
        .join(LoginLink, LoginLink.account_id == Account.id)
        .where(
            LoginLink.token_hash == hash_token(token),
            LoginLink.used_at.is_(None),
            LoginLink.expires_at > now,
            Account.blocked_at.is_(None),
        )
    )


def use_link(
    session: ScopedSession, *, token: str, password: str, passwords: Passwords, now: datetime
) -> UUID:
    """Set a password through a link, once; every other sign-in of the account ends.

    Raises RuleBroken("link_spent") or ("weak_password").
    """
    account = account_of_link(session, token, now)
    if account is None:
        raise spent_link()
    check_password(password, account.email)
    used = session.execute(
        update(LoginLink)
        .where(LoginLink.token_hash == hash_token(token), LoginLink.used_at.is_(None))
        .values(used_at=now)
        .returning(LoginLink.id)
    ).one_or_none()
    if used is None:
        raise spent_link()
    account.password_hash = passwords.hash(password)
    end_all_sessions(session, account.id, now)
    session.flush()
    return account.id


def ask_new_password(session: ScopedSession, *, email: str, now: datetime) -> None:
    """Have a link mailed when the account exists; nobody can tell from outside."""
    account_id = session.scalar(
        select(Account.id).where(
            Account.email == email.strip().lower(), Account.blocked_at.is_(None)
        )
    )
    if account_id is not None:
        want_account_mail(session, account_id=account_id, purpose=Purpose.PASSWORD, now=now)


def want_account_mail(
    session: ScopedSession, *, account_id: UUID, purpose: Purpose, now: datetime
) -> None:
    """Ask for the mail with the link; the link itself is made when the mail goes out.

    At most one mail per account, purpose and minute.
    """
    minute = int(now.timestamp()) // 60
    want(
        session,
        [
            Effect(
                effect="mail_account",
                key=f"mail:{purpose}:{account_id}:{minute}",
                data={"account": str(account_id), "purpose": purpose.value},
            )
        ],
    )


def check_password(password: str, email: str) -> None:
    """Long enough and not the person's own address; length matters more than odd characters."""
    if len(password) < MINIMUM_PASSWORD:
        raise RuleBroken(
            f"Kies een wachtwoord van minstens {MINIMUM_PASSWORD} tekens, bijvoorbeeld een paar "
            "woorden achter elkaar.",
            code="weak_password",
            path="wachtwoord",
        )
    if len(password) > MAXIMUM_PASSWORD:
        raise RuleBroken(
            f"Kies een wachtwoord van hoogstens {MAXIMUM_PASSWORD} tekens.",
            code="weak_password",
            path="wachtwoord",
        )
    if email.split("@")[0] in password.lower() or len(set(password)) < 5:
        raise RuleBroken(
            "Dit wachtwoord is te makkelijk te raden. Gebruik niet uw e-mailadres en niet steeds "
            "dezelfde tekens.",
            code="weak_password",
            path="wachtwoord",
        )


def spent_link() -> RuleBroken:
    """A link that was used, expired, or never existed."""
    return RuleBroken(
        "Deze link werkt niet meer. Vraag een nieuwe aan bij “Wachtwoord vergeten”.",
        code="link_spent",
    )
