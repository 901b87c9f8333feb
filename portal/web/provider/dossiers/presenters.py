"""What the page of a dossier prints for its provider, and the lines of the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.calendar import format_date, format_moment, local_date
from portal.domain.configuration.domains import DOMAIN_CHOICES
from portal.domain.ladder.letter_kinds import LetterKind
from portal.domain.ladder.words import capital
from portal.queries.provider_dossier_rows import DossierLine, DossierSeen, ReplyRow
from portal.queries.provider_texts import Voice
from portal.services.clocks import PAUSED, RUNNING
from portal.services.dossiers.answering import KINDS as REPLY_KINDS
from portal.web.chrome import DataItem, Link, Status, TaskRow, TermExplained, TimelineItem, Tone
from portal.web.provider.dossiers.actions import Action, actions_of
from portal.web.provider.dossiers.duties import SHORT, NextStep, next_steps, where
from portal.web.provider.dossiers.measures import MeasureShown, measures_shown
from portal.web.provider.dossiers.places import Where
from portal.web.provider.dossiers.timeline import timeline
from portal.web.provider.places import at
from portal.web.terms import term_explained

DOMAINS = {choice.value: choice.label for choice in DOMAIN_CHOICES}
PLAN_OUTCOMES = {
    "aanvaard": Status("Plan aanvaard", Tone.OK),
    "deels_aanvaard": Status("Plan deels aanvaard", Tone.WARNING),
    "afgewezen": Status("Plan niet aanvaard", Tone.ERROR),
}
PLAN_STATES = {
    "aanvulling_gevraagd": Status("Aanvulling gevraagd", Tone.WARNING),
    "ingetrokken": Status("Ingetrokken", Tone.NEUTRAL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan that was handed in, and what the municipality thinks of it."""

    task: TaskRow
    reason: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk that was reported: who were there, and what was agreed."""

    title: str
    items: tuple[DataItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierShown:
    """The whole page."""

    status: Status
    steps: tuple[NextStep, ...]
    letters: tuple[TaskRow, ...]
    measures: tuple[MeasureShown, ...]
    plans: tuple[PlanShown, ...]
    new_plan: Link | None
    actions: tuple[Action, ...]
    talks: tuple[Talk, ...]
    replies: tuple[TaskRow, ...]
    terms: tuple[TermExplained, ...]
    ways: tuple[Link, ...]
    facts: tuple[DataItem, ...]
    timeline: tuple[TimelineItem, ...]


def dossier_shown(
    seen: DossierSeen, products: Mapping[str, str], voice: Voice | None, *, now: datetime
) -> DossierShown:
    """Everything that the page says, decided."""
    place, today = where(seen), local_date(now)
    return DossierShown(
        status=status_of(seen),
        steps=next_steps(seen, today),
        letters=tuple(_letters(seen, place)),
        measures=measures_shown(seen.measures, products, today),
        plans=tuple(_plans(seen)),
        new_plan=_new_plan(seen, place),
        actions=actions_of(seen, place, today),
        talks=tuple(_talks(seen)),
        replies=tuple(_replies(seen, place)),
        terms=tuple(
            term_explained(term.label, term.clock, now)
            for term in seen.terms
            if term.state in (RUNNING, PAUSED)
        ),
        ways=_ways(seen, place),
        facts=_facts(seen, voice),
        timeline=timeline(seen.events, place),
    )


def status_of(line: DossierLine) -> Status:
    """For whom the dossier waits."""
    if line.is_closed:
        return Status("Gesloten", Tone.NEUTRAL)
    if line.duties:
        return Status("Wacht op u", Tone.WARNING)
    return Status("Gemeente aan zet", Tone.INFO)


def first_due_on(line: DossierLine) -> date:
    """The nearest date in the dossier; what has none comes last."""
    return min((duty.due_on for duty in line.duties if duty.due_on), default=date.max)


def line_shown(line: DossierLine, today: date) -> TaskRow:
    """One dossier of the list, with the first thing to do in it."""
    first = next(iter(line.duties), None)
    status = Status(SHORT[first.kind], Tone.WARNING) if first else status_of(line)
    closed = f"gesloten op {format_date(local_date(line.closed_at))}" if line.closed_at else ""
    return TaskRow(
        title=line.title,
        href=where(line).page,
        reference=line.number,
        facts=tuple(
            filter(
                None,
                (f"Gemeente {line.municipality}", closed),
            )
        ),
        due=f"uiterlijk {format_date(first.due_on)}" if first and first.due_on else "",
        status=status,
        late=first is not None and first.is_late(today),
    )


def _letters(seen: DossierSeen, place: Where) -> Iterable[TaskRow]:
    for letter in seen.letters:
        opened = (
            Status(f"Geopend op {format_moment(letter.opened_at)}", Tone.OK)
            if letter.opened_at
            else Status("Nieuw", Tone.WARNING)
        )
        by = (f"antwoord uiterlijk {format_date(letter.reply_by)}",) if letter.reply_by else ()
        yield TaskRow(
            title=letter.title,
            href=place.to("dossier_letter", brief=letter.number),
            reference=f"Brief {letter.number}",
            facts=(
                capital(LetterKind(letter.kind).label),
                f"er sinds {format_moment(letter.sent_at)}",
                *by,
            ),
            status=opened,
        )


def _plans(seen: DossierSeen) -> Iterable[PlanShown]:
    for plan in seen.plans:
        status = PLAN_STATES.get(plan.state) or PLAN_OUTCOMES.get(plan.outcome or "")
        judged = plan.outcome is not None and plan.state not in PLAN_STATES
        yield PlanShown(
            task=TaskRow(
                title=f"Verbeterplan {plan.reference}",
                href=at("submission", kenmerk=plan.reference),
                facts=(f"ontvangen op {format_moment(plan.received_at)}",),
                due=f"aanvullen uiterlijk {format_date(plan.answer_by)}" if plan.answer_by else "",
                status=status or Status("De gemeente beoordeelt het", Tone.INFO),
            ),
            reason=(plan.reason or "") if judged else "",
            decided=f"Beoordeeld op {format_moment(plan.decided_at)}"
            if judged and plan.decided_at
            else "",
        )


def _new_plan(seen: DossierSeen, place: Where) -> Link | None:
    """After a plan that did not do, another one may be handed in."""
    last = next(iter(seen.plans), None)
    if seen.is_closed or last is None or last.outcome != "afgewezen":
        return None
    return Link("Nieuw verbeterplan maken", place.to("plan"))


def _talks(seen: DossierSeen) -> Iterable[Talk]:
    for event in seen.events:
        if event.type != "verslag_gemaakt":
            continue
        data = event.data
        given = (
            ("Van de gemeente", data.get("gemeente")),
            ("Van uw organisatie", data.get("aanbieder")),
            ("Niveau", data.get("niveau")),
            ("Afspraken", data.get("afspraken")),
        )
        yield Talk(
            title=f"Gesprek van {format_date(date.fromisoformat(data['op']))}",
            items=tuple(DataItem(key=key, value=str(value)) for key, value in given if value),
        )


def _replies(seen: DossierSeen, place: Where) -> Iterable[TaskRow]:
    for reply in seen.replies:
        count = sum(file.reply_id == reply.id for file in seen.files)
        files = f"{count} bestand{'en' if count > 1 else ''}" if count else ""
        yield TaskRow(
            title=reply_title(reply),
            href=place.to("reply", antwoord=reply.id),
            facts=tuple(
                filter(
                    None,
                    (
                        reply.submitted_by_name,
                        f"ontvangen op {format_moment(reply.received_at)}",
                        f"bij actie {reply.milestone}" if reply.milestone else "",
                        files,
                    ),
                )
            ),
            status=Status("Gelezen door de gemeente", Tone.OK)
            if reply.seen_at
            else Status("Nog niet gelezen", Tone.NEUTRAL),
        )


def reply_title(reply: ReplyRow) -> str:
    """What it is called, in two words."""
    return REPLY_KINDS[reply.kind].partition(":")[0]


def _ways(seen: DossierSeen, place: Where) -> tuple[Link, ...]:
    if seen.is_closed:
        return ()
    return (
        Link("Antwoord sturen", place.to("send_reply", soort="antwoord")),
        Link("Zienswijze sturen", place.to("send_reply", soort="zienswijze")),
        Link("Bewijs sturen", place.to("send_reply", soort="bewijs")),
    )


def _facts(seen: DossierSeen, voice: Voice | None) -> tuple[DataItem, ...]:
    domain = DOMAINS.get(seen.contract_domain, seen.contract_domain)
    profile = voice.profile if voice else None
    contact = (
        (DataItem(key="Vragen?", lines=(profile.phone, profile.email, profile.opening_hours)),)
        if profile
        else ()
    )
    return (
        DataItem(key="Gemeente", value=seen.municipality),
        DataItem(key="Nummer", value=seen.number),
        DataItem(key="Overeenkomst", value=f"{domain} {seen.contract_number}"),
        DataItem(key="Met u gedeeld sinds", value=format_moment(seen.shared_at)),
        *(
            (DataItem(key="Gesloten", value=format_moment(seen.closed_at)),)
            if seen.closed_at
            else ()
        ),
        *contact,
    )
