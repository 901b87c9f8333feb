"""Effects that still have to happen."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Instant, Json


class Outbox(Base):
    """One effect to bring about, once. Written in the transaction that causes it.

    `effect_key` is unique for ever, so an effect cannot be asked for twice. `data` holds
    ids only. A lease ends by itself; whoever holds an older `lease_token` writes nothing.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('wacht', 'klaar', 'dood')", name="state"),
        CheckConstraint("(state = 'klaar') = (done_at IS NOT NULL)", name="done"),
        Index("ix_outbox_due", "available_at", "id", postgresql_where=text("state = 'wacht'")),
        Index("ix_outbox_dead", "id", postgresql_where=text("state = 'dood'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    effect: Mapped[str]
    effect_key: Mapped[str] = mapped_column(unique=True)
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"), index=True)
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"), index=True)
    data: Mapped[Json]
    state: Mapped[str] = mapped_column(server_default="wacht")
    attempts: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[Instant] = mapped_column(server_default=text("now()"))
    available_at: Mapped[Instant] = mapped_column(server_default=text("now()"))
    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    lease_token: Mapped[UUID | None]
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Heartbeat(Base):
    """When a process was last alive: the worker, the clock."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[Instant]
