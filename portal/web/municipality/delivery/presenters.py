"""What the page of a delivery prints."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.calendar import format_date, format_exact_moment, format_moment, local_date
from portal.domain.configuration.domains import CONTINUITEITSMELDING
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.domain.submissions.lifecycle import (
    NAMES_FOR_MUNICIPALITY,
    TONES,
    State,
    may_act,
)
from portal.queries.deliveries import DecisionFacts, DeliveryFacts, StopFacts, TaskFacts
from portal.web.answers import Names
from portal.web.chrome import DataItem, Link, Status, TermExplained, TimelineItem, Tone, Upload
from portal.web.municipality.delivery.content import ContentGroup, ContentWords, uploads
from portal.web.municipality.delivery.next_step import NextStep, next_step
from portal.web.municipality.delivery.places import Places
from portal.web.terms import term_explained
from portal.web.timeline import CHANNELS, timeline

# Act of the lifecycle -> where it is done, and what the link says.
ACTS: dict[str, tuple[str, str]] = {
    "besluiten": ("decide", "Besluit nemen"),
    "opheffing_beantwoorden": ("answer_lift", "Verzoek om opheffing beantwoorden"),
    "aanvulling_vragen": ("ask_completion", "Aanvulling vragen"),
    "vraag_intrekken": ("withdraw_question", "Vraag om aanvulling intrekken"),
    "overdragen": ("hand_over", "Overdragen"),
    "heropenen": ("reopen", "Heropenen"),
    "notitie": ("write_note", "Notitie schrijven"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to know before anything else."""

    title: str
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWords:
    """A decision as the page tells it."""

    status: Status
    who: str
    reason: str
    parts: tuple[str, ...]
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWords:
    """A task: still to do, or its record."""

    title: str
    status: Status
    record: tuple[DataItem, ...]
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """An internal remark."""

    at: str
    who: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWords:
    """The page, decided."""

    version: int
    status: Status
    step: NextStep
    acts: tuple[Link, ...]
    remarks: tuple[Remark, ...]
    summary: tuple[DataItem, ...]
    groups: tuple[ContentGroup, ...]
    content_words: str
    explanation: str
    versions: tuple[Link, ...]
    files: tuple[Upload, ...]
    decisions: tuple[DecisionWords, ...]
    stops: tuple[str, ...]
    tasks: tuple[TaskWords, ...]
    terms: tuple[TermExplained, ...]
    past_terms: tuple[TermExplained, ...]
    times: tuple[DataItem, ...]
    routing: str
    notes: tuple[NoteWords, ...]
    note: Link | None
    timeline: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Onlooker:
    """Who looks, and when."""

    account_id: UUID
    may_handle: bool
    may_open_dossier: bool
    now: datetime
    desk_name: str

    @property
    def today(self) -> date:
        return local_date(self.now)


def delivery_words(
    facts: DeliveryFacts, words: ContentWords, places: Places, onlooker: Onlooker
) -> DeliveryWords:
    """Everything that the page prints."""
    content = facts.content
    may = onlooker.may_handle
    return DeliveryWords(
        version=facts.version,
        status=standing(facts),
        step=next_step(facts, places, me=onlooker.account_id, may_handle=may, today=onlooker.today),
        acts=(
            *(acts_now(facts, places) if may else ()),
            *((Link("Dossier openen", places.open_dossier),) if onlooker.may_open_dossier else ()),
        ),
        remarks=remarks(facts),
        summary=_summary(facts, onlooker),
        groups=words.groups(content),
        content_words=version_words(facts, content.number),
        explanation=content.explanation,
        versions=tuple(
            Link(version_words(facts, earlier.number), places.version(earlier.number))
            for earlier in reversed(facts.contents[:-1])
        ),
        files=uploads(facts.files, places),
        decisions=tuple(
            decision_words(facts, decision, words.names) for decision in reversed(facts.decisions)
        ),
        stops=tuple(stop_words(stop, words.names, onlooker.today) for stop in facts.stops),
        tasks=tuple(_task(task, places, may) for task in facts.tasks),
        terms=_terms(facts, onlooker.now, ended=False),
        past_terms=_terms(facts, onlooker.now, ended=True),
        times=times(facts, onlooker.desk_name),
        routing=str(facts.routing.get("explanation", "")),
        notes=tuple(
            NoteWords(at=format_moment(note.written_at), who=note.author_name, body=note.body)
            for note in reversed(facts.notes)
        ),
        note=Link("Notitie schrijven", places.act("write_note")) if may else None,
        timeline=timeline(facts.events),
    )


def standing(facts: DeliveryFacts) -> Status:
    """The state, or the decision where there is one."""
    if facts.state is State.DONE and facts.outcome:
        outcome = facts.kind.outcome(facts.outcome)
        if outcome is not None:
            return Status(outcome.label, Tone(outcome.tone))
    return Status(NAMES_FOR_MUNICIPALITY[facts.state], Tone(TONES[facts.state]))


def acts_now(facts: DeliveryFacts, places: Places) -> tuple[Link, ...]:
    """What the state allows."""
    return tuple(
        Link(label, places.act(endpoint))
        for act, (endpoint, label) in ACTS.items()
        if may_act(act, state=facts.state, stops_clients=facts.kind.stops_clients)
    )


def remarks(facts: DeliveryFacts) -> tuple[Remark, ...]:
    """What the rules noted, that it came another way, that the provider disputes it."""
    found = []
    late = facts.marks.get("te_laat")
    if late:
        days = "1 dag" if late["dagen"] == 1 else f"{late['dagen']} dagen"
        found.append(
            Remark(title=f"Te laat gemeld: {days}", text=late["uitleg"], tone=Tone.WARNING)
        )
    if facts.elsewhere and facts.arrived_at is not None:
        found.append(
            Remark(
                title="Geen ontvangstbewijs van het portaal",
                text=f"Dit kwam {CHANNELS[facts.channel]} binnen op "
                f"{format_moment(facts.arrived_at)}. {facts.submitted_by_name} legde het vast op "
                f"{format_moment(facts.received_at)}.",
                tone=Tone.INFO,
            )
        )
    if facts.disputed_at is not None:
        found.append(
            Remark(
                title="De aanbieder betwist deze vastlegging",
                text=f"Sinds {format_moment(facts.disputed_at)}. De reden staat in de tijdlijn.",
                tone=Tone.WARNING,
            )
        )
    return tuple(found)


def times(facts: DeliveryFacts, desk_name: str) -> tuple[DataItem, ...]:
    """All moments beside each other; what was told by phone stands apart from what was written."""
    found = []
    if facts.kind_slug == CONTINUITEITSMELDING:
        found.append(_told(facts.content.payload))
    if facts.elsewhere:
        found += [
            DataItem(
                key=f"Binnengekomen {CHANNELS[facts.channel]}", value=format_moment(facts.came_at)
            ),
            DataItem(
                key="Vastgelegd in het portaal",
                lines=(format_moment(facts.received_at), f"door {facts.submitted_by_name}"),
            ),
        ]
    else:
        confirmed = facts.kind_slug == CONTINUITEITSMELDING
        found.append(
            DataItem(
                key="Schriftelijk bevestigd en ontvangen" if confirmed else "Ontvangen",
                value=format_exact_moment(facts.received_at),
            )
        )
    if facts.routed_at is not None and facts.delivered_at is not None:
        found.append(
            DataItem(key=f"Bezorgd bij {desk_name}", value=format_moment(facts.delivered_at))
        )
    if facts.first_seen_at is not None:
        seen = (format_moment(facts.first_seen_at), f"door {facts.first_seen_by}")
        found.append(DataItem(key="Voor het eerst bekeken", lines=seen))
    return tuple(found)


def _told(payload: Any) -> DataItem:
    """When it was first told by telephone or in person (004-72)."""
    if not payload.get("gebeld"):
        return DataItem(key="Telefonisch gemeld", value="Nee")
    at = format_moment(datetime.fromisoformat(payload["gebeld_op"]))
    return DataItem(key="Telefonisch gemeld", lines=(at, f"aan {payload['gebeld_aan']}"))


def _terms(facts: DeliveryFacts, now: datetime, *, ended: bool) -> tuple[TermExplained, ...]:
    return tuple(
        term_explained(term.label, term.clock, now)
        for term in facts.terms
        if term.has_ended is ended
    )


def version_words(facts: DeliveryFacts, number: int) -> str:
    """ "Versie 2, 3 maart 2026 om 10.12 uur"."""
    content = facts.contents[number - 1]
    return f"Versie {number}, {format_moment(content.received_at)}"


def decision_words(facts: DeliveryFacts, decision: DecisionFacts, names: Names) -> DecisionWords:
    """A decision with its parts."""
    outcome = facts.kind.outcome(decision.outcome)
    return DecisionWords(
        status=Status(
            outcome.label if outcome else decision.outcome,
            Tone(outcome.tone) if outcome else Tone.NEUTRAL,
        ),
        who=f"{decision.decided_by_name}, {format_moment(decision.decided_at)}",
        reason=decision.reason,
        parts=tuple(
            f"{names.product(code)}: {_consent(answer)}"
            for code, answer in (decision.details.get(PRODUCTS) or {}).items()
        ),
        is_last=decision is facts.decisions[-1],
    )


def _consent(answer: dict[str, Any]) -> str:
    if not answer.get("toegestemd"):
        return "geen toestemming"
    return f"toestemming vanaf {format_date(date.fromisoformat(answer['vanaf']))}"


def stop_words(stop: StopFacts, names: Names, today: date) -> str:
    """One stop: for which product, from when, until when."""
    product = names.product(stop.product_code)
    if stop.lifted_on is not None and stop.lifted_on <= stop.from_on:
        return f"{product}: niet doorgegaan"
    words = f"{product}: vanaf {format_date(stop.from_on)}"
    if stop.lifted_on is not None:
        return f"{words}, opgeheven per {format_date(stop.lifted_on)}"
    if stop.until_on is not None:
        over = " (voorbij)" if stop.until_on < today else ""
        return f"{words} tot en met {format_date(stop.until_on)}{over}"
    return f"{words}, tot nader bericht"


def _summary(facts: DeliveryFacts, onlooker: Onlooker) -> tuple[DataItem, ...]:
    return (
        DataItem(key="Team", value=onlooker.desk_name or "Nog geen"),
        DataItem(key="Behandelaar", value=facts.assignee_name or "Nog niemand"),
    )


def _task(task: TaskFacts, places: Places, may_handle: bool) -> TaskWords:
    if task.record is None or task.closed_at is None:
        words = "Verplicht, nog te doen" if task.mandatory else "Nog te doen"
        return TaskWords(
            title=task.title,
            status=Status(words, Tone.WARNING),
            record=(),
            link=Link("Overleg vastleggen", places.task(task.id)) if may_handle else None,
        )
    return TaskWords(
        title=task.title,
        status=Status("Gedaan", Tone.OK),
        record=(
            DataItem(key="Wanneer", value=format_date(date.fromisoformat(task.record["op"]))),
            DataItem(key="Met wie", value=task.record["met"]),
            DataItem(key="Wat is besproken", value=task.record["verslag"]),
            DataItem(key="Afspraken", value=task.record.get("afspraken", "") or "Geen"),
            DataItem(
                key="Vastgelegd",
                value=f"{format_moment(task.closed_at)} door {task.closed_by_name}",
            ),
        ),
        link=None,
    )
