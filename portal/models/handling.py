"""What a municipality does with what it received."""

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
from sqlalchemy.schema import SchemaItem

from portal.models.base import AccountId, Base, Id, Json, LegalTime, ProviderId, TenantId
from portal.models.dossier import of_dossier


def of_delivery(*more: SchemaItem) -> tuple[SchemaItem, ...]:
    """The composite key that ties a row to a delivery of the same tenant and provider."""
    return (
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
        ),
        *more,
    )


class OfDelivery:
    """Columns of whatever hangs on one delivery."""

    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    delivery_id: Mapped[UUID] = mapped_column(index=True)


class Decision(OfDelivery, Base):
    """A municipality's answer, in writing, with the reasons that the provider reads.

    `details` per kind: for a cliëntenstop {"producten": {code: {"toegestemd": bool,
    "vanaf": date}}}. A reopened delivery gets a further number; the last one counts.
    """

    __tablename__ = "decision"
    __table_args__ = of_delivery(UniqueConstraint("delivery_id", "number"))

    id: Mapped[Id]
    number: Mapped[int]
    outcome: Mapped[str]
    details: Mapped[Json]
    reason: Mapped[str]
    decided_by: Mapped[AccountId]
    decided_by_name: Mapped[str]
    decided_at: Mapped[LegalTime]


class CompletionRequest(OfDelivery, Base):
    """A question to the provider; the answer is a new version of the content."""

    __tablename__ = "completion_request"
    __table_args__ = of_delivery()

    id: Mapped[Id]
    question: Mapped[str]
    answer_by: Mapped[date]
    pauses_clock: Mapped[bool]
    asked_by: Mapped[AccountId]
    asked_by_name: Mapped[str]
    asked_at: Mapped[LegalTime]
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answer_number: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ClientStop(OfDelivery, Base):
    """A cliëntenstop that stands for one product: consented to, from a day, until it is lifted.

    `origin` says where it comes from (wens, wachttijd, …); its effect on the acceptatieplicht
    per origin is the municipality's own data (004-67, 004-115).
    """

    __tablename__ = "client_stop"
    __table_args__ = of_delivery(UniqueConstraint("delivery_id", "product_code", "from_on"))

    id: Mapped[Id]
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    origin: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    lifted_on: Mapped[date | None]
    consented_at: Mapped[LegalTime]


class LiftRequest(OfDelivery, Base):
    """A provider asks to lift a stop; a person of the municipality answers."""

    __tablename__ = "lift_request"
    __table_args__ = of_delivery(
        CheckConstraint(
            "(answered_at IS NULL) = (lifted_on IS NULL AND refusal IS NULL)", name="answer"
        )
    )

    id: Mapped[Id]
    reason: Mapped[str]
    wished_on: Mapped[date]
    asked_by: Mapped[AccountId]
    asked_by_name: Mapped[str]
    asked_at: Mapped[LegalTime]
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answered_by_name: Mapped[str | None]
    lifted_on: Mapped[date | None]
    refusal: Mapped[str | None]


class Note(Base):
    """An internal remark. No policy lets a provider near this table."""

    __tablename__ = "note"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "delivery_id"], ["delivery.tenant_id", "delivery.id"]),
        ForeignKeyConstraint(["tenant_id", "dossier_id"], ["dossier.tenant_id", "dossier.id"]),
        CheckConstraint("num_nonnulls(delivery_id, dossier_id) = 1", name="owner"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    delivery_id: Mapped[UUID | None] = mapped_column(index=True)
    dossier_id: Mapped[UUID | None] = mapped_column(index=True)
    body: Mapped[str]
    author_id: Mapped[AccountId]
    author_name: Mapped[str]
    written_at: Mapped[LegalTime]


class Task(Base):
    """Something that a municipality must do; a mandatory one closes only with its record.

    It hangs on a delivery or on a dossier. For the consultation of 004-72, `record` is {"op", "met", "verslag", "afspraken"}.
    """

    __tablename__ = "task"
    __table_args__ = of_delivery(
        *of_dossier(),
        CheckConstraint("num_nonnulls(delivery_id, dossier_id) = 1", name="owner"),
        CheckConstraint("(closed_at IS NULL) = (record IS NULL)", name="record"),
        Index("ix_task_open", "tenant_id", "due_on", postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    delivery_id: Mapped[UUID | None] = mapped_column(index=True)
    dossier_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    mandatory: Mapped[bool]
    due_on: Mapped[date | None]
    created_at: Mapped[LegalTime]
    record: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_by_name: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Deadline(Base):
    """A clock on a delivery or a dossier. `clock` holds how its date came about and what happened to it.

    `due_on` is the last day, included. Internal ones are never shown to a provider. `pauses`:
    it stands still while a completion is asked.
    """

    __tablename__ = "deadline"
    __table_args__ = of_delivery(
        *of_dossier(),
        CheckConstraint("num_nonnulls(delivery_id, dossier_id) = 1", name="owner"),
        UniqueConstraint("dossier_id", "name"),
        CheckConstraint("state IN ('loopt', 'gepauzeerd', 'gehaald', 'vervallen')", name="state"),
        UniqueConstraint("delivery_id", "name"),
        Index("ix_deadline_remind", "remind_at", postgresql_where=text("state = 'loopt'")),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    delivery_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    name: Mapped[str]
    label: Mapped[str]
    internal: Mapped[bool]
    due_on: Mapped[date]
    # The next reminder, and all of them: {"voor": [days or hours before]}.
    remind_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminders: Mapped[Json]
    pauses: Mapped[bool] = mapped_column(server_default="false")
    clock: Mapped[Json]
    state: Mapped[str] = mapped_column(server_default="loopt")
    started_at: Mapped[LegalTime]
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
