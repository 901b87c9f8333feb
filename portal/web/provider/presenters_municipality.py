"""What the page of one submission prints about one municipality: where its part stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.domain.calendar import format_date, format_moment, local_date
from portal.domain.configuration.terms import COMPLETE
from portal.domain.submissions.extra_questions import EXTRA
from portal.domain.submissions.fields import Field, MunicipalityField, RowsField
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.domain.submissions.lifecycle import (
    TONES,
    State,
    may_act,
    name_for_provider,
)
from portal.queries.provider_delivery_rows import (
    ContentRow,
    DecisionRow,
    DeliveryRow,
    LiftRow,
    StopRow,
    TermRow,
)
from portal.queries.provider_submissions import FileRow, SubmissionRow
from portal.web.answers import Names, told
from portal.web.chrome import (
    DataItem,
    Link,
    Status,
    TermExplained,
    Tone,
    Upload,
)
from portal.web.provider.filling import kind_of_file
from portal.web.provider.places import at
from portal.web.templates import size_words
from portal.web.terms import term_explained


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """The question that waits for an answer."""

    text: str
    asked: str
    by: str
    answer: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """A municipality's answer; `lines` per product where it answers per product."""

    status: Status
    reason: str
    decided: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    """What one municipality received at one time."""

    title: str
    received: str
    explanation: str
    items: tuple[DataItem, ...]
    uploads: tuple[Upload, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityShown:
    """One municipality: where its part stands, what it decided, what can be done."""

    id: str
    name: str
    status: Status
    question: QuestionShown | None
    decision: DecisionShown | None
    earlier: tuple[DecisionShown, ...]
    stops: tuple[str, ...]
    lifts: tuple[str, ...]
    late: str
    late_why: str
    terms: tuple[TermExplained, ...]
    disputed: str
    own: tuple[DataItem, ...]
    versions: tuple[VersionShown, ...]
    said: str
    acts: tuple[Link, ...]


def status_of(kind: Kind, state: State, outcome: str | None) -> Status:
    """Where a part stands, in words; once decided the decision itself."""
    chosen = kind.outcome(outcome) if outcome and state is State.DONE else None
    if chosen is not None:
        return Status(chosen.label, Tone(chosen.tone))
    return Status(name_for_provider(state, stops_clients=kind.stops_clients), Tone(TONES[state]))


def uploads(files: Sequence[FileRow]) -> tuple[Upload, ...]:
    """Files to download."""
    return tuple(
        Upload(
            name=file.name,
            kind=kind_of_file(file.name),
            size=size_words(file.size_bytes),
            href=at("file", file_id=file.id),
        )
        for file in files
    )


class Part:
    """The part of one municipality, on its way to the page."""

    def __init__(
        self, row: SubmissionRow, kind: Kind, delivery: DeliveryRow, now: datetime
    ) -> None:
        self.row, self.kind, self.delivery, self.now = row, kind, delivery, now
        self.names = Names(municipalities=row.municipalities, products=row.products)

    def shown(self, said: str) -> MunicipalityShown:
        delivery = self.delivery
        decisions = [self._decision(decision) for decision in delivery.decisions]
        late, why = _late(delivery)
        stands = bool(decisions) and delivery.state in (State.DONE, State.LIFT_ASKED)
        return MunicipalityShown(
            id=f"gemeente-{delivery.slug}",
            name=delivery.name,
            status=status_of(self.kind, delivery.state, delivery.outcome),
            question=self._question(),
            decision=decisions[-1] if stands else None,
            earlier=tuple(decisions[:-1] if stands else decisions),
            stops=tuple(self._stop(stop) for stop in delivery.stops),
            lifts=tuple(line for lift in delivery.lifts for line in _lift(lift)),
            late=late,
            late_why=why,
            terms=tuple(
                term_explained(_label(term), term.clock, self.now) for term in delivery.terms
            ),
            disputed=f"U hebt dit betwist op {format_moment(delivery.disputed_at)}."
            if delivery.disputed_at
            else "",
            own=self._items(delivery.versions[0], only_own=True),
            versions=tuple(self._version(version) for version in delivery.versions[1:]),
            said=said if stands else "",
            acts=self._acts(),
        )

    def _question(self) -> QuestionShown | None:
        question = self.delivery.open_question
        if question is None or self.delivery.state is not State.ASKED:
            return None
        return QuestionShown(
            text=question.question,
            asked=f"Gevraagd op {format_moment(question.asked_at)} door {question.asked_by_name}",
            by=format_date(question.answer_by),
            answer=Link("Aanvulling geven", self._act("complete")),
        )

    def _decision(self, decision: DecisionRow) -> DecisionShown:
        outcome = self.kind.outcome(decision.outcome)
        return DecisionShown(
            status=Status(outcome.label, Tone(outcome.tone))
            if outcome
            else Status(decision.outcome),
            reason=decision.reason,
            decided=f"Besloten op {format_moment(decision.decided_at)} door {decision.decided_by_name}",
            lines=tuple(
                self._answer(code, answer)
                for code, answer in (decision.details.get(PRODUCTS) or {}).items()
            ),
        )

    def _answer(self, code: str, answer: Mapping[str, object]) -> str:
        product = self.names.product(code)
        if not answer.get("toegestemd"):
            return f"{product}: geen toestemming"
        from_on = date.fromisoformat(str(answer["vanaf"]))
        return f"{product}: toestemming vanaf {format_date(from_on)}"

    def _stop(self, stop: StopRow) -> str:
        product, today = self.names.product(stop.product_code), local_date(self.now)
        if stop.lifted_on is not None:
            if stop.lifted_on <= stop.from_on:
                return f"{product}: de stop is niet ingegaan"
            words = "is opgeheven" if stop.lifted_on <= today else "wordt opgeheven"
            return f"{product}: de stop {words} per {format_date(stop.lifted_on)}"
        until = (
            f" tot en met {format_date(stop.until_on)}" if stop.until_on else " tot nader bericht"
        )
        verb = "geldt" if stop.from_on <= today else "gaat in"
        if stop.until_on is not None and stop.until_on < today:
            return f"{product}: de stop is afgelopen op {format_date(stop.until_on)}"
        return f"{product}: de stop {verb} vanaf {format_date(stop.from_on)}{until}"

    def _version(self, version: ContentRow) -> VersionShown:
        files = [
            file
            for file in self.row.files
            if file.content_number == version.number and file.delivery_id == self.delivery.id
        ]
        return VersionShown(
            title=f"Versie {version.number}",
            received=f"Ontvangen op {format_moment(version.received_at)}, "
            f"ingediend door {version.submitted_by_name}",
            explanation=version.explanation,
            items=self._items(version, only_own=False),
            uploads=uploads(files),
        )

    def _items(self, version: ContentRow, *, only_own: bool) -> tuple[DataItem, ...]:
        """The answers meant for this municipality, or all that it has of this version."""
        given = dict(version.answers) if only_own else {**version.payload, **version.answers}
        extra = given.pop(EXTRA, {})
        fields = [_here(field) for field in self.kind.fields if field.name in given]
        own = told(fields, given, self.names)
        return (*own, *(told(version.extra, extra, self.names) if extra else ()))

    def _acts(self) -> tuple[Link, ...]:
        state, acts = self.delivery.state, []
        if may_act("intrekken", state=state):
            acts.append(Link("Intrekken", self._act("withdraw")))
        stops = self.kind.stops_clients
        if may_act("opheffing_vragen", state=state, stops_clients=stops) and self.has_running_stop:
            acts.append(Link("Opheffing vragen", self._act("ask_lift")))
        if self.row.channel != "portaal":
            acts.append(Link("Betwisten", self._act("dispute")))
        return tuple(acts)

    @property
    def has_running_stop(self) -> bool:
        today = local_date(self.now)
        return any(
            stop.lifted_on is None and (stop.until_on is None or stop.until_on >= today)
            for stop in self.delivery.stops
        )

    def _act(self, endpoint: str) -> str:
        return at(endpoint, kenmerk=self.row.reference, bij=self.delivery.slug)


def _here(field: Field) -> Field:
    """Of a question about one municipality the name of that municipality goes without saying."""
    if not isinstance(field, RowsField):
        return field
    return replace(
        field, fields=tuple(f for f in field.fields if not isinstance(f, MunicipalityField))
    )


def _label(term: TermRow) -> str:
    """What a term is called by whom it binds."""
    return "Uw antwoord" if term.name.startswith(COMPLETE) else term.label


def _lift(lift: LiftRow) -> tuple[str, ...]:
    asked = (
        f"Op {format_moment(lift.asked_at)} vroeg {lift.asked_by_name} om opheffing per "
        f"{format_date(lift.wished_on)}: {lift.reason}"
    )
    if lift.answered_at is None:
        return (asked, "De gemeente heeft hier nog niet op geantwoord.")
    answer = (
        f"De gemeente hief de stop op per {format_date(lift.lifted_on)}."
        if lift.lifted_on
        else f"De gemeente hief de stop niet op: {lift.refusal}"
    )
    return (asked, f"{format_moment(lift.answered_at)}, {lift.answered_by_name}: {answer}")


def _late(delivery: DeliveryRow) -> tuple[str, str]:
    """By how much it came late, and how that was computed."""
    late = delivery.marks.get("te_laat")
    if not late:
        return "", ""
    days = "1 dag" if late["dagen"] == 1 else f"{late['dagen']} dagen"
    return f"Te laat gemeld: {days}.", late["uitleg"]
