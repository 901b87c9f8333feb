"""Reads a person's own sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import AuthScope
from portal.models.people import WebSession


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in that still works."""

    id: UUID
    since: datetime
    seen_at: datetime


def running_sign_ins(
    session: ScopedSession,
    scope: AuthScope,
    account_id: UUID,
    *,
    now: datetime,
    idle: timedelta,
    absolute: timedelta,
) -> Sequence[SignIn]:
    """Where somebody is signed in now, the latest first."""
    rows = session.execute(
        select(WebSession.id, WebSession.created_at, WebSession.seen_at)
        .where(
            WebSession.account_id == account_id,
            WebSession.ended_at.is_(None),
            WebSession.seen_at > now - idle,
            WebSession.created_at > now - absolute,
        )
        .order_by(WebSession.created_at.desc())
        .limit(50)
    )
    return [SignIn(id=row.id, since=row.created_at, seen_at=row.seen_at) for row in rows]
