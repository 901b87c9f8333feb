"""Sign-ins on the server: revocable, with an idle and an absolute end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal.adapters.database import ScopedSession
from portal.adapters.passwords import Passwords
from portal.domain.errors import RuleBroken
from portal.models.people import Account, WebSession
from portal.services.throttling import charge_attempt, forgive

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A sign-in that was found by its token; `ends_at` is when it ends without a request."""

    session_id: UUID
    account_id: UUID
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
    """The sign-in of a token, ended ones too. `touch` moves its idle end, at most once a minute."""
    row = session.execute(
        select(
            WebSession.id,
            WebSession.account_id,
            WebSession.created_at,
            WebSession.seen_at,
            WebSession.ended_at,
        ).where(WebSession.token_hash == hash_token(token))
    ).one_or_none()
    if row is None:
        return None
    is_active = row.ended_at is None and now < min(row.seen_at + IDLE, row.created_at + ABSOLUTE)
    seen_at = row.seen_at
    if is_active and touch and now - row.seen_at >= TOUCH_AFTER:
        session.execute(update(WebSession).where(WebSession.id == row.id).values(seen_at=now))
        seen_at = now
    return SessionState(
        session_id=row.id,
        account_id=row.account_id,
        is_active=is_active,
        ends_at=min(seen_at + IDLE, row.created_at + ABSOLUTE),
    )


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


def hash_token(token: str) -> bytes:
    """What is kept of a token; it is random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
