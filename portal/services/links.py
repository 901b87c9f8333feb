"""Single-use links: an invitation, a new password, the first account of an installation.

The token exists only in the mail (or on the terminal); the database keeps its hash.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine, select, update

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.passwords import Passwords
from portal.domain.errors import RuleBroken
from portal.domain.people import Organisation, check_name
from portal.domain.scopes import AuthScope
from portal.models.people import Account, LoginLink
from portal.services.effects_wanted import Effect, want
from portal.services.sessions import (
    end_all_sessions,
    end_other_sessions,
    hash_token,
    renew_sessions,
)
from portal.services.throttling import (
    charge,
    mail_address_bucket,
    mail_bucket,
    password_buckets,
    too_many,
)


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "uitnodiging"
    PASSWORD = "wachtwoord"
    FIRST_ADMIN = "eerste-beheerder"
    # No link that opens anything: the mail tells somebody with an account of a new role.
    NEW_ROLE = "nieuwe-rol"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A link that works, and whose it is. An invitation lets the person correct the name."""

    email: str
    name: str
    asks_name: bool


def open_link(session: ScopedSession, token: str, now: datetime) -> OpenLink | None:
    """What stands behind a token while it works."""
    found = _find(session, token, now)
    if found is None:
        return None
    account, purpose = found
    return OpenLink(
        email=account.email, name=account.name, asks_name=purpose is not Purpose.PASSWORD
    )


def use_link(
    session: ScopedSession,
    *,
    token: str,
    password: str,
    passwords: Passwords,
    now: datetime,
    name: str = "",
) -> UUID:
    """Set a password through a link, once; every sign-in and every other link of the account ends.

    Raises RuleBroken("link_spent"), ("weak_password") or ("name").
    """
    found = _find(session, token, now)
    if found is None:
        raise spent_link()
    account, purpose = found
    check_password(password, account.email)
    if purpose is not Purpose.PASSWORD:
        account.name = check_name(name)
    account.password_hash = passwords.hash(password)
    _spend_links(session, account.id, now)
    end_all_sessions(session, account.id, now)
    session.flush()
    return account.id


def _find(session: ScopedSession, token: str, now: datetime) -> tuple[Account, Purpose] | None:
    """The account and purpose of a link that works, locked: of two that use it one is first."""
    row = session.execute(
        select(Account, LoginLink.purpose)
        .join(LoginLink, LoginLink.account_id == Account.id)
        .where(
            LoginLink.token_hash == hash_token(token),
            LoginLink.used_at.is_(None),
            LoginLink.expires_at > now,
            Account.blocked_at.is_(None),
        )
        .with_for_update(of=LoginLink)
    ).one_or_none()
    return None if row is None else (row[0], Purpose(row[1]))


def _spend_links(session: ScopedSession, account_id: UUID, now: datetime) -> None:
    session.execute(
        update(LoginLink)
        .where(LoginLink.account_id == account_id, LoginLink.used_at.is_(None))
        .values(used_at=now)
    )


def ask_new_password(session: ScopedSession, *, email: str, address: str, now: datetime) -> None:
    """Have a link mailed when the account exists; nobody can tell from outside.

    The same work is done for an address that nobody has: the worker finds no account behind it.
    Too many for one account are passed over in silence; from one network they are refused.
    """
    email = email.strip().lower()
    if not charge(session, mail_address_bucket(address), now):
        raise too_many()
    if not charge(session, mail_bucket(email), now):
        return
    account_id = session.scalar(
        select(Account.id).where(Account.email == email, Account.blocked_at.is_(None))
    )
    want_account_mail(
        session,
        account_id=account_id or uuid5(NAMESPACE_URL, f"mailto:{email}"),
        purpose=Purpose.PASSWORD,
        now=now,
    )


def change_password(
    engine: Engine,
    *,
    account_id: UUID,
    session_id: UUID,
    old: str,
    new: str,
    passwords: Passwords,
    now: datetime,
) -> None:
    """A new password of one's own; other sign-ins end, links in the mail stop working.

    Raises RuleBroken("wrong_password"), ("weak_password") or ("too_many").
    """
    with unit_of_work(engine, AuthScope()) as session:
        if not charge(session, password_buckets(account_id), now):
            raise too_many()
        account = session.get_one(Account, account_id)
    if not passwords.matches(account.password_hash, old):
        raise RuleBroken(
            "Dit is niet uw huidige wachtwoord. Weet u het niet meer? Meld u af en kies dan "
            "“Wachtwoord vergeten”.",
            code="wrong_password",
            path="huidig",
        )
    check_password(new, account.email)
    hashed = passwords.hash(new)
    with unit_of_work(engine, AuthScope()) as session:
        session.get_one(Account, account_id).password_hash = hashed
        _spend_links(session, account_id, now)
        end_other_sessions(session, account_id, but=session_id, now=now)
        renew_sessions(session, account_id, now)


def want_account_mail(
    session: ScopedSession,
    *,
    account_id: UUID,
    purpose: Purpose,
    now: datetime,
    at: Organisation | None = None,
) -> None:
    """Ask for the mail with the link; the link itself is made when the mail goes out.

    At most one mail per account, purpose, organisation and minute. `at`: who invites.
    """
    minute = int(now.timestamp()) // 60
    place = (at.tenant_id or at.provider_id or at.region_id) if at else None
    want(
        session,
        [
            Effect(
                effect="mail_account",
                key=f"mail:{purpose}:{account_id}:{place or 'portaal'}:{minute}",
                data={
                    "account": str(account_id),
                    "purpose": purpose.value,
                    "place": str(place) if place else None,
                },
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
    own = email.partition("@")[0]
    # A short name ("jan", "op") stands in many an honest sentence.
    if (len(own) > 3 and own in password.lower()) or len(set(password)) < 5:
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
