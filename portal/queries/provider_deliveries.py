"""Reads what municipalities do with their parts of a submission, as its provider may see it.

Only columns that a provider may see; what is internal to a municipality is not even asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
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
from portal.queries.provider_delivery_rows import (
    ContentRow,
    DecisionRow,
    DeliveryRow,
    LiftRow,
    QuestionRow,
    StopRow,
    TermRow,
)

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


def deliveries_of(
    session: ScopedSession, scope: ProviderScope, submission_id: UUID
) -> tuple[DeliveryRow, ...]:
    """All parts of one submission, by name of the municipality."""
    parts = session.execute(
        select(
            Delivery.id, Delivery.tenant_id, Tenant.slug, Tenant.name, Delivery.subject,
            Delivery.kind, Delivery.state, Delivery.outcome, Delivery.answers, Delivery.marks,
            Delivery.starts_on, Delivery.content_number, Delivery.disputed_at, Delivery.version,
            Delivery.questions_version, Delivery.received_at, Submission.payload,
            Submission.submitted_by_name,
        )
        .join(Tenant, Tenant.id == Delivery.tenant_id)
        .join(Submission, Submission.id == Delivery.submission_id)
        .where(Delivery.provider_id == scope.provider_id, Delivery.submission_id == submission_id)
        .order_by(Tenant.name)
    ).all()  # fmt: skip
    if not parts:
        return ()
    related = _Related(session, scope, [part.id for part in parts])
    contents = related.rows(_CONTENTS)
    asked = _asked(session, parts, contents)
    decisions = related.read(_DECISIONS, DecisionRow)
    questions = related.read(_QUESTIONS, QuestionRow)
    stops = related.read(_STOPS, StopRow)
    lifts = related.read(_LIFTS, LiftRow)
    terms = related.rows(_TERMS)
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
            versions=_versions(part, contents[part.id], asked),
            decisions=decisions[part.id],
            questions=questions[part.id],
            stops=stops[part.id],
            lifts=lifts[part.id],
            terms=tuple(
                TermRow(label=row.label, state=row.state, clock=row.clock) for row in terms[part.id]
            ),
        )
        for part in parts
    )


_CONTENTS = select(
    DeliveryContent.delivery_id, DeliveryContent.tenant_id, DeliveryContent.number,
    DeliveryContent.payload, DeliveryContent.answers, DeliveryContent.explanation,
    DeliveryContent.questions_version, DeliveryContent.received_at,
    DeliveryContent.submitted_by_name,
).order_by(DeliveryContent.number)  # fmt: skip
_DECISIONS = select(
    Decision.delivery_id, Decision.number, Decision.outcome, Decision.details, Decision.reason,
    Decision.decided_by_name, Decision.decided_at,
).order_by(Decision.number)  # fmt: skip
_QUESTIONS = select(
    CompletionRequest.delivery_id, CompletionRequest.question, CompletionRequest.answer_by,
    CompletionRequest.asked_by_name, CompletionRequest.asked_at, CompletionRequest.answered_at,
    CompletionRequest.answer_number, CompletionRequest.withdrawn_at,
).order_by(CompletionRequest.asked_at)  # fmt: skip
_STOPS = select(
    ClientStop.delivery_id, ClientStop.product_code, ClientStop.from_on, ClientStop.until_on,
    ClientStop.lifted_on,
).order_by(ClientStop.product_code, ClientStop.from_on)  # fmt: skip
_LIFTS = select(
    LiftRequest.delivery_id, LiftRequest.reason, LiftRequest.wished_on, LiftRequest.asked_by_name,
    LiftRequest.asked_at, LiftRequest.answered_at, LiftRequest.answered_by_name,
    LiftRequest.lifted_on, LiftRequest.refusal,
).order_by(LiftRequest.asked_at)  # fmt: skip
_TERMS = (
    select(Deadline.delivery_id, Deadline.label, Deadline.state, Deadline.clock)
    .where(Deadline.internal.is_(False))
    .order_by(Deadline.due_on, Deadline.name)
)


class _Related:
    """Reads what hangs on these deliveries, a statement per table whatever their number."""

    def __init__(self, session: ScopedSession, scope: ProviderScope, ids: Sequence[UUID]) -> None:
        self.session, self.scope, self.ids = session, scope, ids

    def rows(self, query: AnySelect) -> Mapping[UUID, list[AnyRow]]:
        """The rows per delivery, in the query's order."""
        table = query.selected_columns.delivery_id.table
        found: dict[UUID, list[AnyRow]] = defaultdict(list)
        for row in self.session.execute(
            query.where(
                table.c.provider_id == self.scope.provider_id, table.c.delivery_id.in_(self.ids)
            )
        ):
            found[row.delivery_id].append(row)
        return found

    def read(self, query: AnySelect, make: Callable[..., T]) -> Mapping[UUID, tuple[T, ...]]:
        """The same as values of one type."""
        found: dict[UUID, tuple[T, ...]] = defaultdict(tuple)
        for delivery_id, rows in self.rows(query).items():
            given = ({k: v for k, v in row._mapping.items() if k != "delivery_id"} for row in rows)
            found[delivery_id] = tuple(make(**values) for values in given)
        return found


Asked = Mapping[tuple[UUID, int], Questions]


def _asked(
    session: ScopedSession,
    parts: Sequence[AnyRow],
    contents: Mapping[UUID, list[AnyRow]],
) -> Asked:
    """The municipalities' own questions, in the versions that were answered."""
    wanted = {(row.tenant_id, row.questions_version) for row in parts} | {
        (row.tenant_id, row.questions_version) for rows in contents.values() for row in rows
    }
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


def _versions(part: AnyRow, contents: Sequence[AnyRow], asked: Asked) -> tuple[ContentRow, ...]:
    """What this municipality received, the first version first."""
    first = ContentRow(
        number=1,
        payload=part.payload,
        answers=part.answers,
        explanation="",
        received_at=part.received_at,
        submitted_by_name=part.submitted_by_name,
        extra=_extra(part, part.kind, asked),
    )
    later = (
        ContentRow(
            number=row.number,
            payload=row.payload,
            answers=row.answers,
            explanation=row.explanation,
            received_at=row.received_at,
            submitted_by_name=row.submitted_by_name,
            extra=_extra(row, part.kind, asked),
        )
        for row in contents
    )
    return (first, *later)


def _extra(row: AnyRow, kind: str, asked: Asked) -> tuple[Field, ...]:
    """The municipality's own questions as they were when this version came in."""
    questions = asked.get((row.tenant_id, row.questions_version or 0))
    return questions.fields(kind, today=local_date(row.received_at)) if questions else ()
