"""Reads how the machinery runs: figures and reasons, never what a case is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import AuditScope, WorkerScope
from portal.models.evidence import HeadSignature, LedgerEntry, LedgerHead
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
    """What waits, since when, and which processes and signatures were seen last."""

    waiting: int
    oldest_at: datetime | None
    dead: int
    clock_seen_at: datetime | None
    signed_at: datetime | None
    unsigned: int
    chains: int


def figures(session: ScopedSession, scope: AuditScope) -> Figures:
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
            func.count().filter(is_due).label("waiting"),
            func.min(Outbox.available_at).filter(is_due).label("oldest_at"),
            func.count().filter(Outbox.state == DEAD).label("dead"),
            select(func.max(Heartbeat.seen_at))
            .where(Heartbeat.name == "clock")
            .scalar_subquery()
            .label("clock_seen_at"),
            select(func.max(HeadSignature.signed_at)).scalar_subquery().label("signed_at"),
            unsigned.scalar_subquery().label("unsigned"),
            select(func.count(LedgerHead.tenant_id)).scalar_subquery().label("chains"),
        )
        .select_from(Outbox)
        .where(Outbox.state != "klaar")
    ).one()
    return Figures(**found._mapping)


def dead_rows(session: ScopedSession, scope: AuditScope) -> Sequence[DeadRow]:
    """What was given up, the oldest first."""
    rows = session.execute(
        select(*(getattr(Outbox, name) for name in DeadRow.__slots__))
        .where(Outbox.state == DEAD)
        .order_by(Outbox.id)
        .limit(MOST_DEAD)
    )
    return [DeadRow(**row._mapping) for row in rows]


def is_known(session: ScopedSession, scope: WorkerScope, row_id: int) -> bool:
    """Whether there is such a row, in whatever state."""
    return session.scalar(select(Outbox.id).where(Outbox.id == row_id)) is not None
