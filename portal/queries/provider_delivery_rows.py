"""What a provider sees of the part that one municipality handles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.submissions.fields import Field
from portal.domain.submissions.lifecycle import State


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One answer of a municipality; the last one counts."""

    number: int
    outcome: str
    details: Mapping[str, Any]
    reason: str
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question for more, and what came of it."""

    question: str
    answer_by: date
    asked_by_name: str
    asked_at: datetime
    answered_at: datetime | None
    answer_number: int | None
    withdrawn_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """A stop that a municipality consented to, for one product."""

    product_code: str
    from_on: date
    until_on: date | None
    lifted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRow:
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
class TermRow:
    """A term that the provider has; `clock` is how it was stored."""

    name: str
    label: str
    state: str
    clock: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """A version of what one municipality received; 1 is the submission itself."""

    number: int
    payload: Mapping[str, Any]
    answers: Mapping[str, Any]
    explanation: str
    received_at: datetime
    submitted_by_name: str
    extra: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """The part of one municipality."""

    id: UUID
    tenant_id: UUID
    slug: str
    name: str
    subject: str
    state: State
    outcome: str | None
    marks: Mapping[str, Any]
    starts_on: date | None
    content_number: int
    disputed_at: datetime | None
    version: int
    versions: tuple[ContentRow, ...]
    decisions: tuple[DecisionRow, ...]
    questions: tuple[QuestionRow, ...]
    stops: tuple[StopRow, ...]
    lifts: tuple[LiftRow, ...]
    terms: tuple[TermRow, ...]

    @property
    def decision(self) -> DecisionRow | None:
        """The one that counts."""
        return self.decisions[-1] if self.decisions else None

    @property
    def open_question(self) -> QuestionRow | None:
        """The one that waits for an answer."""
        return next((question for question in self.questions if question.is_open), None)
