"""What a provider submits, and the part of it that each municipality handles."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import (
    AccountId,
    Base,
    Id,
    Instant,
    Json,
    LegalTime,
    ProviderId,
    SortOn,
    TenantId,
)

OPEN = text("NOT is_closed")


class Draft(Base):
    """A form somebody of a provider is still filling in.

    `form` is what was typed, so that even a date that does not exist comes back as it was:
    per step {"typed": [[name, value], …], "version": n, "window": which one saved it last}.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("provider_id", "key"),)

    id: Mapped[Id]
    provider_id: Mapped[ProviderId]
    key: Mapped[UUID]
    kind: Mapped[str]
    form: Mapped[Json]
    title: Mapped[str] = mapped_column(server_default="")
    # A completion of an earlier delivery, or the plan that a dossier asks for.
    completes_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[AccountId]
    updated_by: Mapped[AccountId]
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class Submission(Base):
    """What a provider submitted, once, whatever the number of municipalities.

    `received_at` is the legal time of receipt, filled by the database in the transaction
    that accepted it (004-01). For a notice that reached a municipality elsewhere, `channel`
    is not "portaal", `received_at` is when it was recorded, and `arrived_at` when it came in.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("provider_id", "key"),
        UniqueConstraint("provider_id", "id"),
        CheckConstraint(
            "(channel = 'portaal') = (arrived_at IS NULL AND recorded_for IS NULL)",
            name="elsewhere",
        ),
        CheckConstraint("channel IN ('portaal', 'brief', 'e-mail', 'telefoon')", name="channel"),
    )

    id: Mapped[Id]
    provider_id: Mapped[ProviderId]
    key: Mapped[UUID]
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    payload_version: Mapped[int]
    payload: Mapped[Json]
    # Answers that no municipality sees, such as why one of them was left out.
    own_answers: Mapped[Json] = mapped_column(deferred=True)
    body_sha256: Mapped[str]
    received_at: Mapped[LegalTime]
    submitted_by: Mapped[AccountId]
    submitted_by_name: Mapped[str]
    channel: Mapped[str] = mapped_column(server_default="portaal")
    arrived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_for: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"))


class Delivery(Base):
    """The part of a submission that one municipality handles: own routing, status, decision.

    `answers` are meant for this municipality only. `marks` are what the rules noted at
    receipt, such as {"te_laat": {"dagen": 3, …}}. `due_on` copies the earliest running
    term, for the work list; while a completion is asked that is the provider's.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        ForeignKeyConstraint(
            ["provider_id", "submission_id"], ["submission.provider_id", "submission.id"]
        ),
        UniqueConstraint("submission_id", "tenant_id"),
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "provider_id", "id"),
        CheckConstraint("(state = 'ontvangen') = (routed_at IS NULL)", name="routed"),
        CheckConstraint("(desk IS NULL) = (routed_at IS NULL)", name="desk"),
        CheckConstraint("(first_seen_at IS NULL) = (first_seen_by IS NULL)", name="first_seen"),
        CheckConstraint("(closed_at IS NOT NULL) = is_closed", name="closed"),
        # The work list, by date: of everybody, of a person, of a desk.
        Index("ix_delivery_open", "tenant_id", "sort_on", "id", postgresql_where=OPEN),
        Index(
            "ix_delivery_mine", "tenant_id", "assignee_id", "sort_on", "id", postgresql_where=OPEN
        ),
        Index("ix_delivery_desk", "tenant_id", "desk", "sort_on", "id", postgresql_where=OPEN),
        Index("ix_delivery_recent", "tenant_id", "received_at", "id"),
        Index("ix_delivery_reference", "tenant_id", "reference"),
        Index("ix_delivery_provider_recent", "provider_id", "received_at", "id"),
        Index("ix_delivery_search", "search", postgresql_using="gin"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    submission_id: Mapped[UUID]
    provider_id: Mapped[ProviderId]
    reference: Mapped[str]
    kind: Mapped[str]
    provider_name: Mapped[str]
    subject: Mapped[str]
    answers: Mapped[Json]
    marks: Mapped[Json]
    starts_on: Mapped[date | None]
    received_at: Mapped[LegalTime]
    content_number: Mapped[int] = mapped_column(server_default="1")
    state: Mapped[str] = mapped_column(server_default="ontvangen")
    outcome: Mapped[str | None]
    is_closed: Mapped[bool] = mapped_column(server_default="false")
    desk: Mapped[str | None]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    assignee_name: Mapped[str | None]
    routing: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    questions_version: Mapped[int | None]
    # The dossier in which this municipality asked for it.
    for_dossier_id: Mapped[UUID | None] = mapped_column(index=True)
    routed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    first_seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    first_seen_by: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_on: Mapped[date | None]
    sort_on: Mapped[SortOn]
    disputed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int] = mapped_column(server_default="1")
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            # The municipality is a word too: a rare word of one is found among all others.
            "to_tsvector('dutch', reference || ' ' || provider_name || ' ' || subject)"
            " || array_to_tsvector(ARRAY[tenant_id::text])",
            persisted=True,
        ),
    )


class DeliveryContent(Base):
    """A later version of what a municipality received: the provider's answer to a question.

    Version 1 is the submission itself; these are 2 and up. The earlier ones stay readable.
    """

    __tablename__ = "delivery_content"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
        ),
        UniqueConstraint("provider_id", "key"),
        UniqueConstraint("delivery_id", "number"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    delivery_id: Mapped[UUID]
    key: Mapped[UUID]
    number: Mapped[int]
    payload: Mapped[Json]
    answers: Mapped[Json]
    body_sha256: Mapped[str]
    explanation: Mapped[str] = mapped_column(server_default="")
    questions_version: Mapped[int | None]
    received_at: Mapped[LegalTime]
    submitted_by: Mapped[AccountId]
    submitted_by_name: Mapped[str]


class Attachment(Base):
    """A file. It hangs on a draft until the draft is submitted.

    `tenant_id` is set when one municipality alone may see it; `internal` when the provider
    may not.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["provider_id", "submission_id"], ["submission.provider_id", "submission.id"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "reply_id"],
            ["dossier_reply.tenant_id", "dossier_reply.provider_id", "dossier_reply.id"],
        ),
        CheckConstraint("NOT internal OR tenant_id IS NOT NULL", name="internal"),
        # Without a tenant the keys above would not be looked at.
        CheckConstraint(
            "tenant_id IS NOT NULL OR num_nonnulls(delivery_id, dossier_id, reply_id) = 0",
            name="of_tenant",
        ),
        Index("ix_attachment_draft", "provider_id", "draft_key"),
        Index("ix_attachment_submission", "submission_id"),
        Index("ix_attachment_delivery", "delivery_id"),
        Index("ix_attachment_dossier", "dossier_id"),
    )

    id: Mapped[Id]
    provider_id: Mapped[ProviderId]
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"), index=True)
    draft_key: Mapped[UUID | None]
    submission_id: Mapped[UUID | None]
    delivery_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    reply_id: Mapped[UUID | None]
    content_number: Mapped[int] = mapped_column(server_default="1")
    internal: Mapped[bool] = mapped_column(server_default="false")
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    storage_key: Mapped[str] = mapped_column(unique=True)
    uploaded_by: Mapped[AccountId]
    uploaded_at: Mapped[LegalTime]
