"""Reads how the machinery runs: figures and reasons, never what a case is about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import func, literal_column, select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import AuditScope, WorkerScope
from portal.models.evidence import HeadSignature, LedgerEntry, LedgerHead, VerificationRun
from portal.models.outbox import Heartbeat, Outbox

MOST_DEAD = 50
WAITING, DEAD = "wacht", "dood"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRow:
    """An effect that was given up. The reason holds no content."""

    id: int
    effect: str
    attempts: int
    created_at: datetime
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What waits, since when, and which processes and signatures were seen last.

    `other_keys` counts the heads that were signed with another key than the one asked about.
    """

    read_at: datetime
    waiting: int
    oldest_at: datetime | None
    dead: int
    clock_seen_at: datetime | None
    unsigned: int
    other_keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How the last verification ended; `flaws` is how many places were not as recorded."""

    ended_at: datetime
    age: timedelta
    entries: int
    rows: int
    files: int
    flaws: int
    with_files: bool


def figures(session: ScopedSession, scope: AuditScope, *, key_id: str) -> Figures:
    """How things stand now, by the database's own clock."""
    is_due = (Outbox.state == WAITING) & (Outbox.available_at <= func.now())
    late = func.now() - literal_column("interval '1 minute'")
    is_signed = (
        select(HeadSignature.seq)
        .where(HeadSignature.tenant_id == LedgerHead.tenant_id, HeadSignature.seq == LedgerHead.seq)
        .exists()
    )
    unsigned = (
        select(func.count())
        .select_from(LedgerHead)
        .join(
            LedgerEntry,
            (LedgerEntry.tenant_id == LedgerHead.tenant_id) & (LedgerEntry.seq == LedgerHead.seq),
        )
        .where(LedgerEntry.recorded_at < late, ~is_signed)
    )
    found = session.execute(
        select(
            func.now().label("read_at"),
            func.count().filter(is_due).label("waiting"),
            func.min(Outbox.available_at).filter(is_due).label("oldest_at"),
            func.count().filter(Outbox.state == DEAD).label("dead"),
            select(func.max(Heartbeat.seen_at))
            .where(Heartbeat.name == "clock")
            .scalar_subquery()
            .label("clock_seen_at"),
            unsigned.scalar_subquery().label("unsigned"),
            select(func.count())
            .select_from(HeadSignature)
            .where(HeadSignature.key_id != key_id)
            .scalar_subquery()
            .label("other_keys"),
        )
        .select_from(Outbox)
        .where(Outbox.state != "klaar")
    ).one()
    return Figures(**found._mapping)


def last_verified(session: ScopedSession, scope: AuditScope) -> Verified | None:
    """The last time that everything was read again; None: never."""
    columns = [
        getattr(VerificationRun, field.name) for field in fields(Verified) if field.name != "age"
    ]
    row = session.execute(
        select(*columns, (func.now() - VerificationRun.ended_at).label("age"))
        .order_by(VerificationRun.ended_at.desc())
        .limit(1)
    ).first()
    return Verified(**row._mapping) if row else None


def dead_rows(session: ScopedSession, scope: AuditScope) -> tuple[Sequence[DeadRow], int]:
    """What was given up, the oldest first and no more than a page holds; and how many in all."""
    names = DeadRow.__slots__
    found = session.execute(
        select(*(getattr(Outbox, name) for name in names), func.count().over().label("in_all"))
        .where(Outbox.state == DEAD)
        .order_by(Outbox.id)
        .limit(MOST_DEAD)
    ).all()
    rows = [DeadRow(**{name: getattr(row, name) for name in names}) for row in found]
    return rows, found[0].in_all if found else 0


def is_known(session: ScopedSession, scope: WorkerScope, row_id: int) -> bool:
    """Whether there is such a row, in whatever state."""
    return session.scalar(select(Outbox.id).where(Outbox.id == row_id)) is not None
