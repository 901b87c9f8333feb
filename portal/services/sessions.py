"""Sign-ins on the server: revocable, with an idle and an absolute end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select, text, update

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.passwords import Passwords
from portal.domain.calendar import local_date
from portal.domain.errors import RuleBroken
from portal.domain.scopes import AuthScope
from portal.models.people import Account, Membership, WebSession
from portal.queries.people import counts_on
from portal.services.throttling import Attempt, charge_attempt, forgive

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_AFTER = timedelta(seconds=10)
UNDER_WAY = timedelta(seconds=30)

_SESSION = text(
    "SELECT id, account_id, created_at, seen_at, ended_at, renew FROM web_session"
    " WHERE token_hash = :hash OR (previous_hash = :hash AND previous_until > :now)"
)

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
    engine: Engine, attempt: Attempt, *, password: str, passwords: Passwords, now: datetime
) -> UUID | None:
    """The account that these belong to, or None; raises RuleBroken("too_many").

    The guess is counted and committed first. No transaction is open while the password is looked
    at: that takes long on purpose.
    """
    with unit_of_work(engine, AuthScope()) as session:
        charge_attempt(session, attempt, now)
        account = session.execute(
            select(Account.id, Account.password_hash, Account.blocked_at).where(
                Account.email == attempt.email
            )
        ).one_or_none()
    matches = passwords.matches(account.password_hash if account else None, password)
    if account is None or not matches or account.blocked_at is not None:
        return None
    with unit_of_work(engine, AuthScope()) as session:
        forgive(session, attempt)
    found: UUID = account.id
    return found


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
    row = session.execute(_SESSION, {"hash": hashed, "now": now}).one_or_none()
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


def end_session(session: ScopedSession, session_id: UUID, now: datetime) -> None:
    """Sign out."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_other_sessions(
    session: ScopedSession, account_id: UUID, *, but: UUID, now: datetime
) -> int:
    """Sign a person out everywhere else; how many sign-ins that were."""
    ended = session.scalars(
        update(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.id != but,
            WebSession.ended_at.is_(None),
            WebSession.seen_at > now - IDLE,
            WebSession.created_at > now - ABSOLUTE,
        )
        .values(ended_at=now)
        .returning(WebSession.id)
    )
    return len(ended.all())


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
