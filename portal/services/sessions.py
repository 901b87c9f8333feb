"""Sign-ins on the server: revocable, with an idle and an absolute end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text, update

from portal.adapters.database import ScopedSession
from portal.adapters.passwords import Passwords
from portal.domain.calendar import local_date
from portal.domain.errors import RuleBroken
from portal.models.people import Account, Membership, WebSession
from portal.queries.people import counts_on
from portal.services.throttling import charge_attempt, forgive

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_AFTER = timedelta(seconds=10)
UNDER_WAY = timedelta(seconds=30)

# A lost note of activity does no harm, so no request waits for the disk because of it.
_TOUCH = text(
    "UPDATE web_session SET seen_at = :now WHERE id = :id"
    " RETURNING set_config('synchronous_commit', 'off', true)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A sign-in that was found by its token; `ends_at` is when it ends without a request.

    `token` is the one to go on with: another one when the rights have changed.
    """

    session_id: UUID
    account_id: UUID
    token: str
    is_active: bool
    ends_at: datetime


def sign_in(
    session: ScopedSession,
    *,
    email: str,
    password: str,
    address: str,
    now: datetime,
    passwords: Passwords,
) -> UUID | None:
    """The account that these belong to, or None; raises RuleBroken("too_many").

    The caller commits in any case: the attempt has been counted.
    """
    email = email.strip().lower()
    charge_attempt(session, email=email, address=address, now=now)
    account = session.scalar(select(Account).where(Account.email == email))
    matches = passwords.matches(account.password_hash if account else None, password)
    if account is None or not matches or account.blocked_at is not None:
        return None
    forgive(session, email=email, address=address)
    return account.id


def wrong_password() -> RuleBroken:
    """The same words whether the account exists, is blocked, or the password is wrong."""
    return RuleBroken(
        "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Controleer ze, of vraag een "
        "nieuw wachtwoord aan.",
        code="wrong_password",
        path="wachtwoord",
    )


def start_session(session: ScopedSession, account_id: UUID, now: datetime) -> str:
    """A new sign-in; gives its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(token_hash=hash_token(token), account_id=account_id, created_at=now, seen_at=now)
    )
    session.flush()
    return token


def find_session(
    session: ScopedSession, token: str, now: datetime, *, touch: bool
) -> SessionState | None:
    """The sign-in of a token, ended ones too.

    `touch` is for a request that a person made: it moves the idle end, and takes a new token
    when the rights have changed.
    """
    hashed = hash_token(token)
    row = session.execute(
        select(
            WebSession.id,
            WebSession.account_id,
            WebSession.created_at,
            WebSession.seen_at,
            WebSession.ended_at,
            WebSession.renew,
        ).where(
            (WebSession.token_hash == hashed)
            | ((WebSession.previous_hash == hashed) & (WebSession.previous_until > now))
        )
    ).one_or_none()
    if row is None:
        return None
    is_active = row.ended_at is None and now < min(row.seen_at + IDLE, row.created_at + ABSOLUTE)
    seen_at = row.seen_at
    if is_active and touch and now - row.seen_at >= TOUCH_AFTER:
        session.execute(_TOUCH, {"id": row.id, "now": now})
        seen_at = now
    if is_active and touch and row.renew:
        token = _renewed(session, row.id, token, now) or token
    return SessionState(
        session_id=row.id,
        account_id=row.account_id,
        token=token,
        is_active=is_active,
        ends_at=min(seen_at + IDLE, row.created_at + ABSOLUTE),
    )


def _renewed(session: ScopedSession, session_id: UUID, token: str, now: datetime) -> str | None:
    """A new token in place of this one; None when a request beside this one took it already."""
    fresh = secrets.token_urlsafe(32)
    taken = session.execute(
        update(WebSession)
        .where(
            WebSession.id == session_id,
            WebSession.renew,
            WebSession.token_hash == hash_token(token),
        )
        .values(
            token_hash=hash_token(fresh),
            previous_hash=hash_token(token),
            previous_until=now + UNDER_WAY,
            renew=False,
        )
        .returning(WebSession.id)
    ).one_or_none()
    return fresh if taken else None


def end_session(session: ScopedSession, token: str, now: datetime) -> None:
    """Sign out."""
    session.execute(
        update(WebSession)
        .where(WebSession.token_hash == hash_token(token), WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all_sessions(session: ScopedSession, account_id: UUID, now: datetime) -> None:
    """Sign a person out everywhere: after a block, a change of rights, a new password."""
    session.execute(
        update(WebSession)
        .where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def renew_sessions(session: ScopedSession, account_id: UUID, now: datetime) -> None:
    """After a change of rights every sign-in of the person gets a new token at its next request.

    What a person may is read on every request, so nothing has to end for that: one organisation
    never throws somebody out of the work for another. Who has no role left is signed out.
    """
    has_role = session.scalar(
        select(Membership.id)
        .where(Membership.account_id == account_id, *counts_on(local_date(now)))
        .limit(1)
    )
    if has_role is None:
        end_all_sessions(session, account_id, now)
        return
    session.execute(
        update(WebSession)
        .where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
        .values(renew=True)
    )


def hash_token(token: str) -> bytes:
    """What is kept of a token; it is random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
