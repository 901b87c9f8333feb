"""Reads one submission as its provider follows it, with the time line that both sides share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.models.evidence import Event
from portal.models.region import Tenant
from portal.models.submission import Attachment, Delivery, Submission
from portal.queries.json_rows import gathered, read_rows
from portal.queries.products import product_names
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
            gathered(_files(scope), "files"), gathered(_events(scope), "events"),
        ).where(Submission.provider_id == scope.provider_id, Submission.reference == reference)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotThere
    deliveries = deliveries_of(session, scope, found.id)
    tenants = session.execute(select(Tenant.slug, Tenant.name))
    return SubmissionRow(
        **{
            **found._mapping,
            "deliveries": deliveries,
            "events": read_rows(EventRow, found.events),
            "files": read_rows(FileRow, found.files),
            "municipalities": {row.slug: row.name for row in tenants},
            "products": product_names(session, scope, _codes(deliveries)),
        }
    )


def _codes(deliveries: Iterable[DeliveryRow]) -> set[str]:
    """The products that are named anywhere in it."""
    return {
        code
        for delivery in deliveries
        for codes in (
            *(version.answers.get(PRODUCTS) or () for version in delivery.versions),
            *(decision.details.get(PRODUCTS) or () for decision in delivery.decisions),
            [stop.product_code for stop in delivery.stops],
        )
        for code in codes
    }


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


def _files(scope: ProviderScope) -> Select[*tuple[Any, ...]]:
    """The files of the submission of the outer select."""
    return (
        select(*_FILE)
        .where(
            Attachment.provider_id == scope.provider_id,
            Attachment.submission_id == Submission.id,
            Attachment.internal.is_(False),
        )
        .order_by(Attachment.content_number, Attachment.uploaded_at, Attachment.id)
        .correlate(Submission)
    )


def _events(scope: ProviderScope) -> Select[*tuple[Any, ...]]:
    """The shared lines of all its deliveries, the newest first."""
    return (
        select(
            Event.type, Event.actor_name, Event.happened_at, Event.data,
            Tenant.name.label("municipality"),
        )
        .join(Delivery, Delivery.id == Event.delivery_id)
        .join(Tenant, Tenant.id == Event.tenant_id)
        .where(
            Event.provider_id == scope.provider_id,
            Event.audience == SHARED,
            Delivery.submission_id == Submission.id,
        )
        .order_by(Event.happened_at.desc(), Event.ledger_seq.desc(), Tenant.name)
        .correlate(Submission)
    )  # fmt: skip
