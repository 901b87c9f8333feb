"""What a provider may know of a dossier: its rows, and what waits for the provider in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.errors import NotThere
from portal.domain.ladder.duties import Duty, duties

RUNS = "loopt"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter that is there for the provider."""

    id: UUID
    number: int
    kind: str
    title: str
    reply_by: date | None
    sent_by_name: str
    sent_at: datetime
    opened_at: datetime | None
    opened_by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A clock of the provider."""

    name: str
    label: str
    due_on: date
    state: str
    started_at: datetime
    clock: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """What the provider sent."""

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
    """A file that went along with a reply."""

    id: UUID
    reply_id: UUID
    file_name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan that was handed in for the dossier; `answer_by` is of an open question about it."""

    reference: str
    state: str
    outcome: str | None
    received_at: datetime
    reason: str | None
    decided_at: datetime | None
    answer_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """A step that asked for a plan; without a term there is no clock to go by."""

    happened_at: datetime
    has_term: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure that was imposed."""

    number: int
    name: str
    kinds: list[str]
    products: list[str]
    from_on: date
    until_on: date | None
    ended_on: date | None
    cents: int | None
    percentage: float | None
    event_on: date | None
    due: bool
    notice_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A line of the time line that both sides see."""

    type: str
    actor_name: str
    happened_at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """A dossier with what tells whether it waits for the provider."""

    id: UUID
    tenant_id: UUID
    slug: str
    municipality: str
    number: str
    title: str
    is_closed: bool
    shared_at: datetime
    closed_at: datetime | None
    letters: tuple[LetterRow, ...]
    terms: tuple[TermRow, ...]
    replies: tuple[ReplyRow, ...]
    plans: tuple[PlanRow, ...]
    asks: tuple[AskRow, ...]

    @property
    def running(self) -> tuple[TermRow, ...]:
        """The clocks that run."""
        return tuple(term for term in self.terms if term.state == RUNS)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What waits for the provider, the most pressing first; nothing once it is closed."""
        if self.is_closed:
            return ()
        return duties(
            letters=self.letters,
            terms=self.running,
            sent=self.replies,
            plans=self.plans,
            asks=self.asks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSeen(DossierLine):
    """A dossier as its provider may know it."""

    contract_number: str
    contract_domain: str
    files: tuple[FileRow, ...]
    measures: tuple[MeasureRow, ...]
    events: tuple[EventRow, ...]

    def letter(self, number: int) -> LetterRow:
        """One letter; raises NotThere."""
        for letter in self.letters:
            if letter.number == number:
                return letter
        raise NotThere

    def reply(self, id_: UUID) -> ReplyRow:
        """One thing that was sent; raises NotThere."""
        for reply in self.replies:
            if reply.id == id_:
                return reply
        raise NotThere
