"""What the page of one submission prints: its municipalities, its content, its time line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.domain.calendar import format_date, format_exact_moment, format_moment, local_date
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_submissions import EventRow, SubmissionRow
from portal.queries.provider_texts import Voice
from portal.web.answers import Names, told
from portal.web.chrome import (
    DataItem,
    Link,
    TimelineItem,
    Tone,
    Upload,
)
from portal.web.provider.places import at
from portal.web.provider.presenters_form import and_words
from portal.web.provider.presenters_municipality import MunicipalityShown, Part, uploads
from portal.web.timeline import CHANNELS, details, what_happened
from portal.web.timeline import TONES as EVENT_TONES


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSection:
    """A page of the form as it was submitted."""

    title: str
    items: tuple[DataItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionShown:
    """The whole page."""

    title: str
    facts: tuple[DataItem, ...]
    elsewhere: str
    receipt: Link | None
    municipalities: tuple[MunicipalityShown, ...]
    content: tuple[ContentSection, ...]
    uploads: tuple[Upload, ...]
    timeline: tuple[TimelineItem, ...]


def submission_shown(
    row: SubmissionRow, voices: Mapping[str, Voice], *, provider: str, now: datetime
) -> SubmissionShown:
    """Everything that the page says, decided."""
    kind = all_kinds()[row.kind]
    values = {
        "kenmerk": row.reference,
        "soort": kind.name.lower(),
        "datum": format_date(local_date(row.received_at)),
        "aanbieder": provider,
    }
    is_own = row.channel == "portaal"
    return SubmissionShown(
        title=row.deliveries[0].subject or kind.name,
        facts=_facts(row, kind),
        elsewhere="" if is_own else _elsewhere(row),
        receipt=Link("Ontvangstbewijs", at("receipt", kenmerk=row.reference)) if is_own else None,
        municipalities=tuple(
            Part(row, kind, delivery, now).shown(
                voices[delivery.slug].say("besluit", kind=kind.slug, values=values)
                if delivery.slug in voices
                else ""
            )
            for delivery in row.deliveries
        ),
        content=_content(row, kind),
        uploads=uploads([file for file in row.files if file.content_number == 1]),
        timeline=_timeline(row.events, several=len(row.deliveries) > 1),
    )


def _facts(row: SubmissionRow, kind: Kind) -> tuple[DataItem, ...]:
    first, by = ("Ontvangen", "Ingediend door")
    if row.channel != "portaal":
        first, by = ("Vastgelegd", "Vastgelegd door")
    return (
        DataItem(key="Soort", value=kind.name),
        DataItem(key=first, value=format_exact_moment(row.received_at)),
        DataItem(key=by, value=row.submitted_by_name),
    )


def _elsewhere(row: SubmissionRow) -> str:
    names = " en ".join(delivery.name for delivery in row.deliveries)
    came = f" op {format_moment(row.arrived_at)}" if row.arrived_at else ""
    how = CHANNELS.get(row.channel, row.channel)
    return (
        f"Dit kwam niet via het portaal binnen. Gemeente {names} heeft vastgelegd dat het {how} "
        f"binnenkwam{came}. Klopt dat niet, dan kunt u dat hieronder laten weten."
    )


def _content(row: SubmissionRow, kind: Kind) -> tuple[ContentSection, ...]:
    """What was submitted, page by page; what only one municipality got stands with that one."""
    names = Names(municipalities=row.municipalities, products=row.products)
    apart = {name for delivery in row.deliveries for name in delivery.versions[0].answers}
    answers = {**row.payload, **row.own_answers}
    sections = (
        ContentSection(
            title=step.title,
            items=told([f for f in step.fields if f.name not in apart], answers, names),
        )
        for step in kind.steps
    )
    return tuple(section for section in sections if section.items)


def _timeline(events: Sequence[EventRow], *, several: bool) -> tuple[TimelineItem, ...]:
    """The newest first; what several municipalities have in common is told once."""
    lines: dict[TimelineItem, list[str]] = {}
    for event in events:
        line = TimelineItem(
            at=format_moment(event.happened_at),
            what=what_happened(event.type, event.data),
            who=event.actor_name,
            detail="\n".join(details(event.type, event.data)),
            tone=EVENT_TONES.get(event.type, Tone.NEUTRAL),
        )
        lines.setdefault(line, []).append(event.municipality)
    return tuple(
        replace(line, what=f"{and_words(sorted(names))}: {line.what}") if several else line
        for line, names in lines.items()
    )
