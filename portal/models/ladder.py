"""The versions of a municipality's escalation ladders and of the contract rules it uses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import AccountId, Base, Id, Instant, Json, TenantId


class LadderVersion(Base):
    """One version of one ladder. A published one never changes; dossiers are pinned to it.

    A draft that nobody wants any more is "vervallen"; "ingetrokken" is a published one that was
    taken back before it came into force.

    `number` counts per ladder. `in_force_from` is set at publication. `based_on` says where the
    draft came from. `single_reason` is why one person published alone, where four eyes were off.
    """

    __tablename__ = "ladder_version"
    __table_args__ = (
        UniqueConstraint("tenant_id", "ladder", "number"),
        UniqueConstraint("tenant_id", "id"),
        CheckConstraint(
            "state IN ('concept', 'voorgelegd', 'gepubliceerd', 'ingetrokken', 'vervallen')",
            name="state",
        ),
        CheckConstraint(
            "(state IN ('gepubliceerd', 'ingetrokken')) = (published_at IS NOT NULL)",
            name="published",
        ),
        CheckConstraint("state <> 'gepubliceerd' OR in_force_from IS NOT NULL", name="in_force"),
        CheckConstraint(
            "published_by IS NULL OR published_by <> proposed_by OR single_reason <> ''",
            name="four_eyes",
        ),
        Index(
            "uq_ladder_version_one_draft",
            "tenant_id",
            "ladder",
            unique=True,
            postgresql_where=text("state IN ('concept', 'voorgelegd')"),
        ),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    ladder: Mapped[str]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(server_default="concept")
    document: Mapped[Json]
    based_on: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_by_name: Mapped[str]
    created_at: Mapped[Instant]
    changed_by_name: Mapped[str]
    changed_at: Mapped[Instant]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_by_name: Mapped[str | None]
    proposed_from: Mapped[date | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_by_name: Mapped[str | None]
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    single_reason: Mapped[str] = mapped_column(server_default="")
    in_force_from: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]


class LadderChange(Base):
    """Something that was done to a version of a ladder; rows are never changed or deleted.

    `summary` says in sentences what differs from before, `note` why. `document` is the ladder as
    it was afterwards, so that every state of a draft can be had again; None where it stayed.
    """

    __tablename__ = "ladder_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "ladder_version_id"], ["ladder_version.tenant_id", "ladder_version.id"]
        ),
        Index("ix_ladder_change_version", "ladder_version_id", "id"),
        CheckConstraint(
            "act IN ('begonnen', 'gewijzigd', 'voorgelegd', 'teruggegeven', 'gepubliceerd',"
            " 'ingetrokken', 'vervallen')",
            name="act",
        ),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    ladder_version_id: Mapped[UUID]
    ladder: Mapped[str]
    number: Mapped[int]
    act: Mapped[str]
    version: Mapped[int]
    note: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")
    document: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    at: Mapped[Instant]


class Mandate(Base):
    """Who may sign what for whom, from and until a day (both included)."""

    __tablename__ = "mandate"

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    account_id: Mapped[AccountId]
    account_name: Mapped[str]
    # Codes of step kinds and measures, such as "ingebrekestelling" or "clientenstop".
    subject: Mapped[str]
    document: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_by_name: Mapped[str]
    recorded_at: Mapped[Instant]
