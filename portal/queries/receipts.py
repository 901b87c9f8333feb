"""Reads what a receipt tells: a submission of a provider, with its place in each chain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.evidence import Entry, Opened
from portal.domain.evidence.events import committed_payload
from portal.domain.scopes import ProviderScope
from portal.models.evidence import Document, Event, LedgerEntry
from portal.models.provider import Provider
from portal.models.region import Tenant
from portal.models.submission import Attachment, Delivery, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One municipality of a receipt."""

    tenant_id: UUID
    slug: str
    name: str
    delivery_id: UUID
    marks: dict[str, Any]
    entry: Entry
    opened: Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Everything on a receipt. `received_at` is the legal time."""

    submission_id: UUID
    reference: str
    kind: str
    provider_name: str
    received_at: datetime
    submitted_by: UUID
    submitted_by_name: str
    channel: str
    arrived_at: datetime | None
    lines: tuple[ReceiptLine, ...]
    files: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Where a rendered document is, and its hash."""

    storage_key: str
    sha256: str
    size_bytes: int


def receipt_facts(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> ReceiptFacts:
    """The receipt of one submission; raises NotThere."""
    found = session.execute(
        select(
            Submission.id, Submission.reference, Submission.kind, Submission.received_at,
            Submission.submitted_by, Submission.submitted_by_name, Submission.channel,
            Submission.arrived_at, Provider.name.label("provider_name"),
        )
        .join(Provider, Provider.id == Submission.provider_id)
        .where(Submission.provider_id == scope.provider_id, Submission.id == submission_id)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotThere
    rows = session.execute(
        select(Delivery.id, Delivery.tenant_id, Delivery.marks, Tenant.slug, Tenant.name, Event,
               LedgerEntry)
        .join(Tenant, Tenant.id == Delivery.tenant_id)
        .join(Event, Event.delivery_id == Delivery.id)
        .join(
            LedgerEntry,
            (LedgerEntry.tenant_id == Event.tenant_id) & (LedgerEntry.seq == Event.ledger_seq),
        )
        .where(
            Delivery.provider_id == scope.provider_id,
            Delivery.submission_id == submission_id,
            Event.type.in_(("ontvangen", "vastgelegd")),
        )
        .order_by(Tenant.name)
    ).all()  # fmt: skip
    files = session.execute(
        select(Attachment.file_name, Attachment.size_bytes, Attachment.sha256)
        .where(
            Attachment.provider_id == scope.provider_id,
            Attachment.submission_id == submission_id,
            Attachment.content_number == 1,
        )
        .order_by(Attachment.file_name)
    )
    return ReceiptFacts(
        submission_id=found.id,
        reference=found.reference,
        kind=found.kind,
        provider_name=found.provider_name,
        received_at=found.received_at,
        submitted_by=found.submitted_by,
        submitted_by_name=found.submitted_by_name,
        channel=found.channel,
        arrived_at=found.arrived_at,
        lines=tuple(
            ReceiptLine(
                tenant_id=row.tenant_id,
                slug=row.slug,
                name=row.name,
                delivery_id=row.id,
                marks=row.marks,
                entry=chain_entry(row.LedgerEntry),
                opened=Opened(row.Event.salt, event_payload(row.Event)),
            )
            for row in rows
        ),
        files=tuple((row.file_name, row.size_bytes, row.sha256) for row in files),
    )


def stored_receipt(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> dict[str, StoredDocument]:
    """The documents that were made of a receipt, by kind; empty while they still are made."""
    rows = session.execute(
        select(Document.kind, Document.storage_key, Document.sha256, Document.size_bytes).where(
            Document.provider_id == scope.provider_id, Document.object_id == submission_id
        )
    )
    return {row.kind: StoredDocument(row.storage_key, row.sha256, row.size_bytes) for row in rows}


def submission_named(
    session: ScopedSession, scope: ProviderScope, reference: str
) -> tuple[UUID, str]:
    """Id and channel of the provider's submission with this reference; raises NotThere."""
    row = session.execute(
        select(Submission.id, Submission.channel).where(
            Submission.provider_id == scope.provider_id, Submission.reference == reference
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return row.id, row.channel


def stored_document(
    session: ScopedSession, scope: ProviderScope, *, kind: str, object_id: UUID
) -> Document | None:
    """A document that was rendered earlier; it is never rendered again."""
    return session.scalar(
        select(Document).where(
            Document.provider_id == scope.provider_id,
            Document.kind == kind,
            Document.object_id == object_id,
        )
    )


def chain_entry(row: LedgerEntry) -> Entry:
    """A stored link as the domain verifies it."""
    return Entry(
        tenant=str(row.tenant_id),
        seq=row.seq,
        type=row.type,
        object=row.object,
        commitment=row.commitment,
        received_at=row.received_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        prev_hash=row.prev_hash,
        entry_hash=row.entry_hash,
        version=row.version,
    )


def event_payload(event: Event) -> dict[str, Any]:
    """The payload that the ledger entry of this event commits to."""
    return committed_payload(
        provider_id=event.provider_id,
        delivery_id=event.delivery_id,
        dossier_id=event.dossier_id,
        type_=event.type,
        audience=event.audience,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        data=event.data,
    )
