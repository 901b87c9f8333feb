"""What proves afterwards what happened and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Id, Instant, Json, LegalTime, ProviderId, TenantId


class Event(Base):
    """One thing that happened to a delivery or in a dossier: a line of its time line.

    `data` with `salt` is what the ledger entry at `ledger_seq` commits to; destroying the
    row under the retention rules leaves the chain verifiable. `audience` is "gedeeld" or
    "intern"; providers see the former only. `proof` holds digests of the rows that the event
    left in other tables (portal.domain.evidence.rows); only verification reads it.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "ledger_seq"], ["ledger_entry.tenant_id", "ledger_entry.seq"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
        ),
        CheckConstraint("audience IN ('gedeeld', 'intern')", name="audience"),
        UniqueConstraint("tenant_id", "ledger_seq"),
        CheckConstraint("num_nonnulls(delivery_id, dossier_id) <= 1", name="owner"),
        Index("ix_event_delivery", "delivery_id", "happened_at"),
        Index("ix_event_dossier", "dossier_id", "happened_at"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    delivery_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    audience: Mapped[str]
    type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    data: Mapped[Json]
    proof: Mapped[Json] = mapped_column(deferred=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    happened_at: Mapped[LegalTime]
    ledger_seq: Mapped[int] = mapped_column(BigInteger)


class LedgerEntry(Base):
    """One link of a municipality's chain. Only `append_events()` writes here, nobody changes it."""

    __tablename__ = "ledger_entry"

    tenant_id: Mapped[TenantId] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    version: Mapped[str]
    type: Mapped[str]
    object: Mapped[str]
    commitment: Mapped[str]
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_at: Mapped[Instant]
    actor: Mapped[str]
    prev_hash: Mapped[str]
    entry_hash: Mapped[str]


class LedgerHead(Base):
    """The last link of a municipality's chain; locked while one is added."""

    __tablename__ = "ledger_head"

    tenant_id: Mapped[TenantId] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    entry_hash: Mapped[str]


class HeadSignature(Base):
    """A signed chain head. The same lines stand in a journal outside the database."""

    __tablename__ = "head_signature"

    tenant_id: Mapped[TenantId] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_hash: Mapped[str]
    key_id: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[Instant]


class Document(Base):
    """A rendered document, stored once with its hash and never rendered again."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("provider_id", "kind", "object_id"),)

    id: Mapped[Id]
    provider_id: Mapped[ProviderId]
    kind: Mapped[str]
    object_id: Mapped[UUID]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    rendered_at: Mapped[Instant]


class VerificationRun(Base):
    """One time that `portal verify` read everything again, in figures."""

    __tablename__ = "verification_run"

    id: Mapped[Id]
    ended_at: Mapped[LegalTime]
    entries: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int] = mapped_column(BigInteger)
    flaws: Mapped[int]
    with_files: Mapped[bool]
