"""Reads what hangs on one dossier, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.models.dossier import (
    DossierAccess,
    DossierReply,
    DossierWork,
    ImposedMeasure,
    Letter,
)
from portal.models.evidence import Event
from portal.models.handling import Deadline, Note
from portal.models.submission import Attachment, Delivery
from portal.queries.json_rows import gathered, read_rows
from portal.queries.one_row import one_row

CONCEPT = "concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A clock of the dossier; `clock` holds how its date came about."""

    name: str
    label: str
    internal: bool
    due_on: date
    state: str
    clock: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter that was sent."""

    id: UUID
    number: int
    kind: str
    title: str
    reply_by: date | None
    sent_by_name: str
    sent_at: datetime
    opened_at: datetime | None
    opened_by_name: str | None
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """What the provider sent in the dossier."""

    id: UUID
    kind: str
    body: str
    milestone: str | None
    letter_id: UUID | None
    received_at: datetime
    submitted_by_name: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file; of a reply, or internal evidence."""

    id: UUID
    reply_id: UUID | None
    internal: bool
    file_name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """An internal remark."""

    body: str
    author_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """Somebody who may see the confidential dossier."""

    account_id: UUID
    account_name: str
    granted_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A line of the time line."""

    type: str
    audience: str
    actor_name: str
    data: dict[str, Any]
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """An act that is being prepared, or was."""

    id: UUID
    choice: str
    code: str
    state: str
    answers: dict[str, Any]
    number: int | None
    asked_of: list[str]
    asked_at: datetime | None
    started_by: UUID
    started_by_name: str
    started_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan that came in for this dossier."""

    id: UUID
    reference: str
    state: str
    outcome: str | None
    received_at: datetime
    version: int
    content_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure as others than the dossier need it."""

    number: int
    due: bool
    notice_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierParts:
    """All that hangs on the dossier, each in its own order."""

    terms: tuple[TermRow, ...]
    letters: tuple[LetterRow, ...]
    replies: tuple[ReplyRow, ...]
    files: tuple[FileRow, ...]
    notes: tuple[NoteRow, ...]
    access: tuple[AccessRow, ...]
    events: tuple[EventRow, ...]
    works: tuple[WorkLine, ...]
    plans: tuple[PlanRow, ...]
    measures: tuple[MeasureRow, ...]

    @property
    def in_preparation(self) -> tuple[WorkLine, ...]:
        return tuple(work for work in self.works if work.state == CONCEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One act in preparation with all that was filled in; `form` is what was typed per page."""

    id: UUID
    dossier_id: UUID
    choice: str
    code: str
    state: str
    form: dict[str, Any]
    answers: dict[str, Any]
    digest: str
    asked_of: list[str]
    asked_at: datetime | None
    asked_by_name: str | None
    number: int | None
    started_by: UUID
    started_by_name: str
    started_at: datetime
    changed_at: datetime | None
    version: int


def dossier_parts(session: ScopedSession, scope: TenantScope, dossier_id: UUID) -> DossierParts:
    """Everything that the page of a dossier shows beside the dossier itself."""
    orders: dict[str, tuple[Any, type[Any], tuple[Any, ...]]] = {
        "terms": (Deadline, TermRow, (Deadline.due_on, Deadline.id)),
        "letters": (Letter, LetterRow, (Letter.number.desc(),)),
        "replies": (DossierReply, ReplyRow, (DossierReply.received_at.desc(), DossierReply.id)),
        "files": (Attachment, FileRow, (Attachment.uploaded_at, Attachment.id)),
        "notes": (Note, NoteRow, (Note.written_at.desc(), Note.id)),
        "access": (DossierAccess, AccessRow, (DossierAccess.account_name,)),
        "events": (Event, EventRow, (Event.ledger_seq,)),
        "works": (DossierWork, WorkLine, (DossierWork.started_at, DossierWork.id)),
        "measures": (ImposedMeasure, MeasureRow, (ImposedMeasure.number,)),
    }
    chosen = {
        name: select(*(getattr(model, column) for column in row.__slots__))
        .where(model.tenant_id == scope.tenant_id, model.dossier_id == dossier_id)
        .order_by(*order)
        for name, (model, row, order) in orders.items()
    }
    chosen["plans"] = (
        select(*(getattr(Delivery, column) for column in PlanRow.__slots__))
        .where(Delivery.tenant_id == scope.tenant_id, Delivery.for_dossier_id == dossier_id)
        .order_by(Delivery.received_at.desc(), Delivery.id)
    )
    found = session.execute(select(*(gathered(rows, name) for name, rows in chosen.items()))).one()
    types = {name: row for name, (_, row, _) in orders.items()} | {"plans": PlanRow}
    return DossierParts(**{name: read_rows(types[name], getattr(found, name)) for name in chosen})


def work_row(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, work_id: UUID
) -> WorkRow:
    """One act of this dossier that is or was being prepared; raises NotThere."""
    return one_row(
        session,
        WorkRow,
        DossierWork,
        DossierWork.tenant_id == scope.tenant_id,
        DossierWork.dossier_id == dossier_id,
        DossierWork.id == work_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLetter:
    """A letter as it was fixed: its words, and where its PDF is."""

    number: int
    title: str
    content: dict[str, Any]
    storage_key: str
    sha256: str
    size_bytes: int
    sent_by_name: str
    sent_at: datetime
    opened_at: datetime | None
    opened_by_name: str | None


def fixed_letter(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, number: int
) -> FixedLetter:
    """One letter of this dossier; raises NotThere."""
    return one_row(
        session,
        FixedLetter,
        Letter,
        Letter.tenant_id == scope.tenant_id,
        Letter.dossier_id == dossier_id,
        Letter.number == number,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of the dossier and its place in the storage."""

    file_name: str
    media_type: str
    size_bytes: int
    storage_key: str


def dossier_file(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, file_id: UUID
) -> StoredFile:
    """A file of this dossier; raises NotThere."""
    return one_row(
        session,
        StoredFile,
        Attachment,
        Attachment.tenant_id == scope.tenant_id,
        Attachment.dossier_id == dossier_id,
        Attachment.id == file_id,
    )
