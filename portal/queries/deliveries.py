"""Reads one delivery with everything that hangs on it, for the municipality that handles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.lifecycle import State
from portal.domain.submissions.registry import all_kinds
from portal.models.dossier import Dossier
from portal.models.evidence import Event
from portal.models.handling import (
    ClientStop,
    CompletionRequest,
    Deadline,
    Decision,
    LiftRequest,
    Note,
    Task,
)
from portal.models.provider import Provider
from portal.models.submission import Attachment, Delivery, DeliveryContent, Submission
from portal.queries.json_rows import gathered, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One version of what the municipality received; 1 is the submission itself."""

    number: int
    payload: Mapping[str, Any]
    answers: Mapping[str, Any]
    explanation: str
    received_at: datetime
    submitted_by_name: str

    @property
    def all_answers(self) -> dict[str, Any]:
        """What all municipalities got, and what was meant for this one."""
        return {**self.payload, **self.answers}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment; `content_number` is the version it came with."""

    id: UUID
    content_number: int
    internal: bool
    file_name: str
    media_type: str
    size_bytes: int
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTerm:
    """A clock on the delivery; `pauses` while a completion is asked."""

    name: str
    label: str
    internal: bool
    pauses: bool
    due_on: date
    state: str
    clock: dict[str, Any]

    @property
    def has_ended(self) -> bool:
        return self.state not in ("loopt", "gepauzeerd")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """Something that has to be done, or was."""

    id: UUID
    kind: str
    title: str
    mandatory: bool
    due_on: date | None
    record: dict[str, Any] | None
    closed_by_name: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """A decision; the last one counts."""

    number: int
    outcome: str
    details: dict[str, Any]
    reason: str
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """A question to the provider."""

    question: str
    answer_by: date
    asked_by_name: str
    asked_at: datetime
    answered_at: datetime | None
    answer_number: int | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFacts:
    """A stop that was consented to; `lifted_on` is the first day without it."""

    product_code: str
    origin: str
    from_on: date
    until_on: date | None
    lifted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftFacts:
    """A request to lift, and its answer."""

    reason: str
    wished_on: date
    asked_by_name: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by_name: str | None
    lifted_on: date | None
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """An internal remark."""

    body: str
    author_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """A line of the time line."""

    audience: str
    type: str
    actor_name: str
    data: dict[str, Any]
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFacts:
    """A delivery as its municipality handles it; `dossier` is the open one that asked for it."""

    id: UUID
    reference: str
    kind_slug: str
    provider_id: UUID
    provider_name: str
    provider_slug: str
    subject: str
    marks: Mapping[str, Any]
    state: State
    outcome: str | None
    is_closed: bool
    desk: str | None
    assignee_id: UUID | None
    assignee_name: str | None
    routing: Mapping[str, Any]
    questions_version: int | None
    received_at: datetime
    routed_at: datetime | None
    delivered_at: datetime | None
    first_seen_at: datetime | None
    first_seen_by: str | None
    closed_at: datetime | None
    due_on: date | None
    disputed_at: datetime | None
    version: int
    channel: str
    arrived_at: datetime | None
    submitted_by_name: str
    dossier: str | None
    contents: tuple[Content, ...]
    files: tuple[File, ...]
    terms: tuple[RunningTerm, ...]
    tasks: tuple[TaskFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    questions: tuple[QuestionFacts, ...]
    stops: tuple[StopFacts, ...]
    lifts: tuple[LiftFacts, ...]
    notes: tuple[NoteFacts, ...]
    events: tuple[EventFacts, ...]

    @property
    def kind(self) -> Kind:
        return all_kinds()[self.kind_slug]

    @property
    def content(self) -> Content:
        """The version that counts."""
        return self.contents[-1]

    @property
    def elsewhere(self) -> bool:
        """It did not come through the portal: there is no receipt of it."""
        return self.channel != "portaal"

    @property
    def came_at(self) -> datetime:
        """When it reached the municipality."""
        return self.arrived_at or self.received_at

    @property
    def open_task(self) -> TaskFacts | None:
        """A task that must be done before there can be a decision."""
        return next((t for t in self.tasks if t.mandatory and t.closed_at is None), None)

    @property
    def open_question(self) -> QuestionFacts | None:
        return next((q for q in self.questions if not (q.answered_at or q.withdrawn_at)), None)

    @property
    def open_lift(self) -> LiftFacts | None:
        return next((lift for lift in self.lifts if lift.answered_at is None), None)


def delivery_facts(session: ScopedSession, scope: TenantScope, reference: str) -> DeliveryFacts:
    """The delivery with this reference, in one statement; raises NotThere."""
    found = session.execute(_statement(scope, reference)).one_or_none()
    if found is None:
        raise NotThere
    facts = dict(found._mapping)
    first = Content(
        number=1,
        payload=facts.pop("payload"),
        answers=facts.pop("answers"),
        explanation="",
        received_at=found.received_at,
        submitted_by_name=found.submitted_by_name,
    )
    later = read_rows(Content, facts.pop("contents"))
    return DeliveryFacts(
        **{
            **facts,
            "state": State(found.state),
            "routing": found.routing or {},
            "contents": (first, *later),
            **{name: read_rows(of, facts[name]) for name, of in PARTS.items()},
        }
    )


PARTS: dict[str, type[Any]] = {
    "files": File,
    "terms": RunningTerm,
    "tasks": TaskFacts,
    "decisions": DecisionFacts,
    "questions": QuestionFacts,
    "stops": StopFacts,
    "lifts": LiftFacts,
    "notes": NoteFacts,
    "events": EventFacts,
}


def _asking_dossier() -> Any:
    """The number of the open dossier that asked for it, for whoever may see that dossier."""
    return (
        select(Dossier.number)
        .where(
            Dossier.tenant_id == Delivery.tenant_id,
            Dossier.id == Delivery.for_dossier_id,
            Dossier.is_closed.is_(False),
        )
        .correlate(Delivery)
        .scalar_subquery()
        .label("dossier")
    )


def _statement(scope: TenantScope, reference: str) -> Select[Any]:
    d = Delivery
    columns: list[Any] = [
        d.id, d.reference, d.kind.label("kind_slug"), d.provider_id, d.provider_name,
        Provider.slug.label("provider_slug"), d.subject, d.marks, d.state, d.outcome,
        d.is_closed, d.desk, d.assignee_id, d.assignee_name, d.routing, d.questions_version,
        d.received_at, d.routed_at, d.delivered_at, d.first_seen_at, d.first_seen_by,
        d.closed_at, d.due_on, d.disputed_at, d.version, d.answers,
        Submission.payload, Submission.channel, Submission.arrived_at,
        Submission.submitted_by_name, _asking_dossier(), *_parts(scope),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Submission, Submission.id == d.submission_id)
        .join(Provider, Provider.id == d.provider_id)
        .where(d.tenant_id == scope.tenant_id, d.reference == reference)
    )


def _parts(scope: TenantScope) -> list[Any]:
    """What hangs on the delivery of the outer select, each part in its own order."""
    own_file = Attachment.delivery_id == Delivery.id
    shared_file = Attachment.delivery_id.is_(None) & (
        Attachment.submission_id == Delivery.submission_id
    )
    selects: dict[str, Select[Any]] = {
        "contents": _of(scope, Content, DeliveryContent).order_by(DeliveryContent.number),
        "files": select(*(getattr(Attachment, name) for name in File.__slots__))
        .where(own_file | shared_file)
        .order_by(Attachment.content_number, Attachment.file_name, Attachment.id),
        "terms": _of(scope, RunningTerm, Deadline).order_by(Deadline.due_on, Deadline.name),
        "tasks": _of(scope, TaskFacts, Task).order_by(Task.created_at, Task.id),
        "decisions": _of(scope, DecisionFacts, Decision).order_by(Decision.number),
        "questions": _of(scope, QuestionFacts, CompletionRequest).order_by(
            CompletionRequest.asked_at, CompletionRequest.id
        ),
        "stops": _of(scope, StopFacts, ClientStop).order_by(
            ClientStop.product_code, ClientStop.from_on
        ),
        "lifts": _of(scope, LiftFacts, LiftRequest).order_by(LiftRequest.asked_at, LiftRequest.id),
        "notes": _of(scope, NoteFacts, Note).order_by(Note.written_at, Note.id),
        "events": _of(scope, EventFacts, Event).order_by(Event.ledger_seq),
    }
    return [gathered(rows.correlate(Delivery), name) for name, rows in selects.items()]


def _of(scope: TenantScope, row_type: type[Any], table: Any) -> Select[Any]:
    """The columns that a row of this type needs, of one delivery."""
    return select(*(getattr(table, name) for name in row_type.__slots__)).where(
        table.tenant_id == scope.tenant_id, table.delivery_id == Delivery.id
    )
