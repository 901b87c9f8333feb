"""Reads one submission as its provider follows it, with the time line that both sides share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import ProviderScope
from portal.models.evidence import Event
from portal.models.region import Product, Tenant
from portal.models.submission import Attachment, Delivery, Submission
from portal.queries.provider_deliveries import deliveries_of
from portal.queries.provider_delivery_rows import DeliveryRow

SHARED = "gedeeld"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A line of the time line that both sides see."""

    type: str
    actor_name: str
    happened_at: datetime
    data: Mapping[str, Any]
    municipality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """An attachment."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    storage_key: str
    content_number: int
    delivery_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRow:
    """A submission with its parts. `payload` is what all municipalities received."""

    id: UUID
    reference: str
    kind: str
    payload: Mapping[str, Any]
    own_answers: Mapping[str, Any]
    received_at: datetime
    submitted_by_name: str
    channel: str
    arrived_at: datetime | None
    deliveries: tuple[DeliveryRow, ...]
    events: tuple[EventRow, ...]
    files: tuple[FileRow, ...]
    municipalities: Mapping[str, str]
    products: Mapping[str, str]

    def delivery(self, slug: str) -> DeliveryRow:
        """The part of one municipality; raises NotThere."""
        found = next((delivery for delivery in self.deliveries if delivery.slug == slug), None)
        if found is None:
            raise NotThere
        return found


def submission_followed(
    session: ScopedSession, scope: ProviderScope, reference: str
) -> SubmissionRow:
    """One submission of the provider, by its reference; raises NotThere."""
    found = session.execute(
        select(
            Submission.id, Submission.reference, Submission.kind, Submission.payload,
            Submission.own_answers, Submission.received_at, Submission.submitted_by_name,
            Submission.channel, Submission.arrived_at,
        ).where(Submission.provider_id == scope.provider_id, Submission.reference == reference)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotThere
    return SubmissionRow(
        **found._mapping,
        deliveries=deliveries_of(session, scope, found.id),
        events=_events(session, scope, found.id),
        files=_files(session, scope, found.id),
        municipalities={
            row.slug: row.name for row in session.execute(select(Tenant.slug, Tenant.name))
        },
        products={
            row.code: row.name for row in session.execute(select(Product.code, Product.name))
        },
    )


def file_of(session: ScopedSession, scope: ProviderScope, file_id: UUID) -> FileRow:
    """One file of the provider, submitted or on a draft; raises NotThere."""
    row = session.execute(
        select(*_FILE).where(
            Attachment.provider_id == scope.provider_id,
            Attachment.id == file_id,
            Attachment.internal.is_(False),
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return FileRow(**row._mapping)


_FILE = (
    Attachment.id, Attachment.file_name.label("name"), Attachment.media_type,
    Attachment.size_bytes, Attachment.storage_key, Attachment.content_number,
    Attachment.delivery_id,
)  # fmt: skip


def _files(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> tuple[FileRow, ...]:
    rows = session.execute(
        select(*_FILE)
        .where(
            Attachment.provider_id == scope.provider_id,
            Attachment.submission_id == submission_id,
            Attachment.internal.is_(False),
        )
        .order_by(Attachment.content_number, Attachment.uploaded_at, Attachment.id)
    )
    return tuple(FileRow(**row._mapping) for row in rows)


def _events(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> tuple[EventRow, ...]:
    """The shared lines of all its deliveries, the newest first."""
    rows = session.execute(
        select(
            Event.type, Event.actor_name, Event.happened_at, Event.data,
            Tenant.name.label("municipality"),
        )
        .join(Delivery, Delivery.id == Event.delivery_id)
        .join(Tenant, Tenant.id == Event.tenant_id)
        .where(
            Event.provider_id == scope.provider_id,
            Event.audience == SHARED,
            Delivery.submission_id == submission_id,
        )
        .order_by(Event.happened_at.desc(), Event.ledger_seq.desc(), Tenant.name)
    )  # fmt: skip
    return tuple(EventRow(**row._mapping) for row in rows)
