"""Reads what municipalities do with their parts of a submission, as its provider may see it.

Only columns that a provider may see; what is internal to a municipality is not even asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.configuration.questions import Questions
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.fields import Field
from portal.domain.submissions.lifecycle import State
from portal.models.configuration import SettingVersion
from portal.models.handling import (
    ClientStop,
    CompletionRequest,
    Deadline,
    Decision,
    LiftRequest,
)
from portal.models.region import Tenant
from portal.models.submission import Delivery, DeliveryContent, Submission
from portal.queries.configuration import parsed
from portal.queries.json_rows import gathered, read_rows
from portal.queries.provider_delivery_rows import (
    ContentRow,
    DecisionRow,
    DeliveryRow,
    LiftRow,
    QuestionRow,
    StopRow,
    TermRow,
)

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """A further version as it is stored."""

    number: int
    payload: dict[str, Any]
    answers: dict[str, Any]
    explanation: str
    questions_version: int | None
    received_at: datetime
    submitted_by_name: str


def deliveries_of(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> tuple[DeliveryRow, ...]:
    """All parts of one submission, by name of the municipality, in one statement."""
    parts = session.execute(_statement(scope, submission_id)).all()
    later = {part.id: read_rows(_Later, part.versions) for part in parts}
    asked = _asked(session, parts, later)
    return tuple(
        DeliveryRow(
            id=part.id,
            tenant_id=part.tenant_id,
            slug=part.slug,
            name=part.name,
            subject=part.subject,
            state=State(part.state),
            outcome=part.outcome,
            marks=part.marks,
            starts_on=part.starts_on,
            content_number=part.content_number,
            disputed_at=part.disputed_at,
            version=part.version,
            versions=_versions(part, later[part.id], asked),
            decisions=read_rows(DecisionRow, part.decisions),
            questions=read_rows(QuestionRow, part.questions),
            stops=read_rows(StopRow, part.stops),
            lifts=read_rows(LiftRow, part.lifts),
            terms=read_rows(TermRow, part.terms),
        )
        for part in parts
    )


def _statement(scope: ProviderScope, submission_id: UUID) -> AnySelect:
    columns: list[Any] = [
        Delivery.id, Delivery.tenant_id, Tenant.slug, Tenant.name, Delivery.subject,
        Delivery.kind, Delivery.state, Delivery.outcome, Delivery.answers, Delivery.marks,
        Delivery.starts_on, Delivery.content_number, Delivery.disputed_at, Delivery.version,
        Delivery.questions_version, Delivery.received_at, Submission.payload,
        Submission.submitted_by_name, *_parts(scope),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Tenant, Tenant.id == Delivery.tenant_id)
        .join(Submission, Submission.id == Delivery.submission_id)
        .where(Delivery.provider_id == scope.provider_id, Delivery.submission_id == submission_id)
        .order_by(Tenant.name)
    )


def _parts(scope: ProviderScope) -> list[Any]:
    """What hangs on the delivery of the outer select, each part in its own order."""
    selects: dict[str, AnySelect] = {
        "versions": _of(scope, _Later, DeliveryContent).order_by(DeliveryContent.number),
        "decisions": _of(scope, DecisionRow, Decision).order_by(Decision.number),
        "questions": _of(scope, QuestionRow, CompletionRequest).order_by(
            CompletionRequest.asked_at, CompletionRequest.id
        ),
        "stops": _of(scope, StopRow, ClientStop).order_by(
            ClientStop.product_code, ClientStop.from_on
        ),
        "lifts": _of(scope, LiftRow, LiftRequest).order_by(LiftRequest.asked_at, LiftRequest.id),
        "terms": _of(scope, TermRow, Deadline)
        .where(Deadline.internal.is_(False))
        .order_by(Deadline.due_on, Deadline.name),
    }
    return [gathered(rows.correlate(Delivery), name) for name, rows in selects.items()]


def _of(scope: ProviderScope, row_type: type[Any], table: Any) -> AnySelect:
    """The columns that a row of this type needs, of one delivery."""
    return select(*(getattr(table, name) for name in row_type.__slots__)).where(
        table.provider_id == scope.provider_id, table.delivery_id == Delivery.id
    )


Asked = Mapping[tuple[UUID, int], Questions]


def _asked(
    session: ScopedSession, parts: Sequence[AnyRow], later: Mapping[UUID, Sequence[_Later]]
) -> Asked:
    """The municipalities' own questions, in the versions that were answered."""
    wanted = {(part.tenant_id, part.questions_version) for part in parts}
    wanted |= {(p.tenant_id, v.questions_version) for p in parts for v in later[p.id]}
    pairs = [(tenant, version) for tenant, version in wanted if version is not None]
    if not pairs:
        return {}
    rows = session.execute(
        select(SettingVersion.tenant_id, SettingVersion.version, SettingVersion.document).where(
            SettingVersion.section == QUESTIONS.slug,
            tuple_(SettingVersion.tenant_id, SettingVersion.version).in_(pairs),
        )
    )
    return {
        (row.tenant_id, row.version): parsed(QUESTIONS, (row.version, row.document)) for row in rows
    }


def _versions(part: AnyRow, later: Sequence[_Later], asked: Asked) -> tuple[ContentRow, ...]:
    """What this municipality received, the first version first."""
    first = _Later(
        number=1,
        payload=part.payload,
        answers=part.answers,
        explanation="",
        questions_version=part.questions_version,
        received_at=part.received_at,
        submitted_by_name=part.submitted_by_name,
    )
    return tuple(
        ContentRow(
            number=version.number,
            payload=version.payload,
            answers=version.answers,
            explanation=version.explanation,
            received_at=version.received_at,
            submitted_by_name=version.submitted_by_name,
            extra=_extra(part, version, asked),
        )
        for version in (first, *later)
    )


def _extra(part: AnyRow, version: _Later, asked: Asked) -> tuple[Field, ...]:
    """The municipality's own questions as they were when this version came in."""
    questions = asked.get((part.tenant_id, version.questions_version or 0))
    if questions is None:
        return ()
    return questions.fields(part.kind, today=local_date(version.received_at))
