"""What the page of a dossier prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.calendar import format_date, format_moment
from portal.domain.ladder.acceptance import Effects, acceptance, stops_of
from portal.domain.ladder.acts import EndMeasure
from portal.domain.ladder.afterwards import end_refusals
from portal.domain.ladder.amounts import is_due, room
from portal.domain.ladder.dossier import DossierState, TakenImmediate, TakenMeasure
from portal.domain.ladder.ending import exclusion, open_exit_items
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.ladder.letter_kinds import LetterKind
from portal.domain.ladder.vocabulary import MoneyKind
from portal.domain.ladder.walking import Choice, Options
from portal.domain.ladder.words import capital, listed
from portal.domain.money import euros, percentage
from portal.queries.dossier_parts import DossierParts, FileRow, LetterRow, ReplyRow
from portal.queries.dossiers import DossierRow
from portal.services.dossiers.answering import KINDS as REPLY_KINDS
from portal.services.dossiers.opening import SOURCES
from portal.web.chrome import (
    DataItem,
    LadderStep,
    Link,
    Status,
    TaskRow,
    TermExplained,
    TimelineItem,
    Tone,
    Upload,
)
from portal.web.dossiers.asked import TRACKS
from portal.web.dossiers.naming import name_of
from portal.web.dossiers.next_step import OPEN_PLAN_STATES, NextStep
from portal.web.dossiers.places import Places
from portal.web.dossiers.presenters_ladder import period_words
from portal.web.dossiers.presenters_list import CONFIDENTIAL
from portal.web.templates import size_words
from portal.web.terms import term_explained

DOMAINS = {"wmo": "Wmo", "jeugd": "Jeugd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposed:
    """A measure, or an immediate act, that was taken."""

    title: str
    status: Status
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that was added as evidence, with its files."""

    text: str
    about: str
    files: tuple[Upload, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """An internal note."""

    body: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateWay:
    """A ground of the contract to act at once."""

    title: str
    href: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """The whole page, decided."""

    statuses: tuple[Status, ...]
    steps: tuple[NextStep, ...]
    ladder: tuple[LadderStep, ...]
    measures: tuple[LadderStep, ...]
    imposed: tuple[Imposed, ...]
    acceptance: tuple[str, ...]
    money: tuple[str, ...]
    terms: tuple[TermExplained, ...]
    milestones: tuple[TaskRow, ...]
    plans: tuple[TaskRow, ...]
    tasks: tuple[TaskRow, ...]
    letters: tuple[TaskRow, ...]
    replies: tuple[TaskRow, ...]
    evidence: tuple[Evidence, ...]
    notes: tuple[Remark, ...]
    people: tuple[str, ...]
    facts: tuple[DataItem, ...]
    ways: tuple[ImmediateWay, ...]
    actions: tuple[Link, ...]
    timeline: tuple[TimelineItem, ...]


def statuses_of(row: DossierRow, today: date) -> tuple[Status, ...]:
    """Where it stands at a glance."""
    found = [Status("Gesloten", Tone.NEUTRAL) if row.is_closed else Status("Open", Tone.INFO)]
    if not row.is_closed and row.due_on is not None and row.due_on < today:
        found.append(Status("Te laat", Tone.ERROR))
    if row.confidentiality in CONFIDENTIAL:
        found.append(Status(CONFIDENTIAL[row.confidentiality], Tone.WARNING))
    if row.shared_at is None:
        found.append(Status("De aanbieder ziet dit dossier nog niet", Tone.NEUTRAL))
    return tuple(found)


def imposed_of(
    state: DossierState, places: Places, today: date, *, may_work: bool
) -> tuple[Imposed, ...]:
    """Measures and immediate acts that were taken, the last one first; several may run."""
    measures = [
        (taken.number, _imposed(state, taken, places, today, may_work=may_work))
        for taken in state.measures
    ]
    acts = [
        (act.number, _at_once(state, act, places, today, may_work=may_work))
        for act in state.immediate
    ]
    return tuple(imposed for _, imposed in sorted([*measures, *acts], key=lambda p: -p[0]))


def _imposed(
    state: DossierState, taken: TakenMeasure, places: Places, today: date, *, may_work: bool
) -> Imposed:
    measure = state.measure(taken.code)
    assert measure is not None
    links = [Link("Bekijk", places.to("taken_page", stap=taken.number))]
    due = is_due(measure, taken, today)
    if may_work and not state.closed_on:
        if taken.is_open(today) and not taken.ending:
            links.append(Link("Opheffen", places.to("end_measure", maatregel=taken.number)))
        if not due:
            links.append(Link("Aanmanen", places.to("record_notice", maatregel=taken.number)))
    return Imposed(
        title=measure.title,
        status=_measure_status(taken, today),
        lines=(f"{capital(period_words(taken))}.", *money_lines(taken, due=due)),
        links=tuple(links),
    )


def _at_once(
    state: DossierState, act: TakenImmediate, places: Places, today: date, *, may_work: bool
) -> Imposed:
    links = [Link("Bekijk", places.to("taken_page", stap=act.number))]
    end = EndMeasure(number=act.number, on=today, by="", reason="-")
    if may_work and not state.closed_on and not end_refusals(state, end):
        links.append(Link("Opheffen", places.to("end_measure", maatregel=act.number)))
    ended = f", cliëntenstop tot en met {format_date(act.ended_on)}" if act.ended_on else ""
    return Imposed(
        title=capital(name_of(state, act.ground)),
        status=Status(
            f"Gedaan op {format_date(act.on)}{ended}",
            Tone.NEUTRAL if act.ended_on else Tone.WARNING,
        ),
        lines=(f"{capital(listed(effect.label for effect in act.effects))}.",),
        links=tuple(links),
    )


def _measure_status(taken: TakenMeasure, today: date) -> Status:
    if taken.ending is not None:
        return Status(capital(taken.ending.label), Tone.ERROR)
    if taken.ended_on and taken.ended_on <= today:
        return Status("Opgeheven, hielp niet" if taken.in_vain else "Opgeheven", Tone.NEUTRAL)
    if taken.runs(today):
        return Status("Loopt", Tone.WARNING)
    if today < taken.from_on and taken.is_open(today):
        return Status("Begint nog", Tone.INFO)
    return Status("Voorbij", Tone.NEUTRAL)


def money_lines(taken: TakenMeasure, *, due: bool) -> tuple[str, ...]:
    """What the measure costs, and whether it can be claimed."""
    found = []
    if taken.cents is not None:
        event = f", gebeurtenis van {format_date(taken.event_on)}" if taken.event_on else ""
        found.append(f"{euros(taken.cents)}{event}.")
    if taken.interest_from is not None:
        found.append(f"Met wettelijke rente vanaf {format_date(taken.interest_from)}.")
    if taken.costs_cents:
        found.append(f"Kosten: {euros(taken.costs_cents)}.")
    if taken.percentage is not None:
        found.append(f"{percentage(taken.percentage)}.")
    if not due:
        found.append("Niet opeisbaar: er is nog geen aanmaning vastgelegd.")
    elif taken.notice_on:
        found.append(f"Opeisbaar sinds de aanmaning van {format_date(taken.notice_on)}.")
    return tuple(found)


def acceptance_lines(
    state: DossierState, effects: Effects, products: Mapping[str, str], today: date
) -> tuple[str, ...]:
    """What the stops of this dossier do to the acceptatieplicht, per product (004-67)."""
    stops = stops_of(state)
    codes = dict.fromkeys(code for stop in stops for code in stop.products)
    return tuple(
        f"{products.get(code, code)}: {' '.join(acceptance(code, stops, effects, today).sentences)}"
        for code in codes
        if any(stop.runs(today) or stop.from_on > today for stop in stops)
    )


def money_of(state: DossierState, today: date) -> tuple[str, ...]:
    """The room under each cap, for this year and for years in which something was imposed."""
    found = []
    for measure in state.all_measures():
        if measure.money is None or measure.money.kind is not MoneyKind.PER_GEBEURTENIS:
            continue
        years = {today.year} | {
            (taken.event_on or taken.on).year
            for taken in state.measures
            if taken.code == measure.code
        }
        for year in sorted(years, reverse=True):
            left = room(state, measure, date(year, 12, 31))
            if left is not None:
                found.append(f"{measure.title}. {left.sentence}")
    line = exclusion(state)
    if line is not None:
        found.append(
            f"Geen nieuwe overeenkomst tot en met {format_date(line.until_on)} ({line.source.place})."
        )
    return tuple(found)


def terms_of(parts: DossierParts, now: datetime) -> tuple[TermExplained, ...]:
    """Clocks that run or stand still, each explaining itself."""
    return tuple(
        term_explained(term.label, term.clock, now)
        for term in parts.terms
        if term.state in ("loopt", "gepauzeerd")
    )


def milestones_of(
    state: DossierState, places: Places, today: date, *, may_work: bool
) -> tuple[TaskRow, ...]:
    """The actions of the accepted plan, with what was done (004-64)."""
    found = []
    for each in state.milestones:
        if each.met_on:
            words = f"Klaar op {format_date(each.met_on)}"
            status = Status(words, Tone.WARNING if each.is_missed(today) else Tone.OK)
        elif each.is_missed(today):
            status = Status("Niet op tijd klaar", Tone.ERROR)
        else:
            status = Status("Loopt", Tone.INFO)
        open_here = may_work and each.met_on is None and not state.closed_on
        found.append(
            TaskRow(
                title=each.name,
                href=places.to("meet_milestone", actie=each.code)
                if open_here
                else f"{places.page}#acties",
                reference=f"Actie {each.code}",
                due=f"uiterlijk {format_date(each.due_on)}",
                status=status,
                late=each.met_on is None and each.is_missed(today),
            )
        )
    return tuple(found)


def plans_of(parts: DossierParts, places: Places, *, may_work: bool) -> tuple[TaskRow, ...]:
    """The plans that came in for this dossier, to assess or to read."""
    stands = {
        "aanvulling_gevraagd": Status("Wacht op aanvulling", Tone.WARNING),
        "ingetrokken": Status("Ingetrokken", Tone.NEUTRAL),
        "aanvaard": Status("Aanvaard", Tone.OK),
        "deels_aanvaard": Status("Deels aanvaard", Tone.OK),
        "afgewezen": Status("Afgewezen", Tone.ERROR),
    }
    return tuple(
        TaskRow(
            title=f"Verbeterplan {plan.reference}",
            href=places.to("assess_plan", kenmerk=plan.reference)
            if may_work and plan.state in OPEN_PLAN_STATES
            else places.delivery(plan.reference),
            facts=(f"ontvangen op {format_moment(plan.received_at)}",),
            status=stands.get(
                plan.outcome or plan.state, Status("Nog te beoordelen", Tone.WARNING)
            ),
        )
        for plan in parts.plans
    )


def tasks_of(state: DossierState, places: Places, *, may_work: bool) -> tuple[TaskRow, ...]:
    """What a dossier of this kind must have done (004-95, 004-96, 004-101)."""
    tasks = [(t.code, t.name, t.ground.article) for t in fraud_tasks(state)]
    tasks += [(i.code, i.name, i.article) for i in open_exit_items(state)]
    return tuple(
        TaskRow(
            title=name,
            href=places.to("finish_task", taak=code) if may_work else f"{places.page}#taken",
            facts=(article,),
            status=Status("Nog te doen", Tone.WARNING),
        )
        for code, name, article in tasks
    )


def letters_of(letters: Iterable[LetterRow], places: Places) -> tuple[TaskRow, ...]:
    """The letters that were sent: when it was there, and when it was opened."""
    return tuple(
        TaskRow(
            title=letter.title,
            href=places.to("letter_page", brief=letter.number),
            reference=f"Brief {letter.number}",
            facts=(
                capital(LetterKind(letter.kind).label),
                f"er sinds {format_moment(letter.sent_at)}",
                *((f"antwoord uiterlijk {format_date(letter.reply_by)}",) if letter.reply_by else ()),
            ),
            status=Status(f"Geopend op {format_moment(letter.opened_at)}", Tone.OK)
            if letter.opened_at
            else Status("Nog niet geopend", Tone.NEUTRAL),
        )
        for letter in letters
    )  # fmt: skip


def replies_of(
    replies: Iterable[ReplyRow], files: Sequence[FileRow], places: Places
) -> tuple[TaskRow, ...]:
    """What the provider sent."""
    found = []
    for reply in replies:
        count = sum(file.reply_id == reply.id for file in files)
        attached = f"{count} bestand{'en' if count > 1 else ''}" if count else ""
        found.append(
            TaskRow(
                title=REPLY_KINDS[reply.kind],
                href=places.to("reply_page", antwoord=reply.id),
                facts=tuple(
                    filter(
                        None,
                        (
                            reply.submitted_by_name,
                            f"op {format_moment(reply.received_at)}",
                            attached,
                            f"bij actie {reply.milestone}" if reply.milestone else "",
                        ),
                    )
                ),
                status=None if reply.seen_at else Status("Nieuw", Tone.WARNING),
            )
        )
    return tuple(found)


def evidence_of(
    state: DossierState, parts: DossierParts, places: Places, *, about: str | None = None
) -> tuple[Evidence, ...]:
    """What was added as evidence; of one act only, when `about` names it."""
    files = {str(file.id): file for file in parts.files}
    return tuple(
        Evidence(
            text=event.data["tekst"],
            about=f"Bij {name_of(state, event.data['code'])}" if event.data["code"] else "",
            files=tuple(
                upload_of(files[id_], places)
                for id_ in event.data.get("bestanden", ())
                if id_ in files
            ),
        )
        for event in parts.events
        if event.type == "bewijs_toegevoegd" and about in (None, event.data["code"])
    )


def upload_of(file: FileRow, places: Places) -> Upload:
    """A file of the dossier with its link."""
    return Upload(
        name=file.file_name,
        size=size_words(file.size_bytes),
        href=places.to("file", bestand=file.id),
    )


def notes_of(parts: DossierParts) -> tuple[Remark, ...]:
    """Internal notes, the last one first."""
    return tuple(
        Remark(body=note.body, by=f"{note.author_name}, {format_moment(note.written_at)}")
        for note in parts.notes
    )


def facts_of(row: DossierRow, state: DossierState, places: Places) -> tuple[DataItem, ...]:
    """What the dossier is about."""
    names = {category.code: category.name for category in state.ladder.categories}
    source = SOURCES.get(row.source, row.source)
    if row.source_reference:
        source = f"{source} ({row.source_reference})"
    return (
        DataItem(key="Aanbieder", value=row.provider_name),
        DataItem(
            key="Overeenkomst",
            lines=(
                f"{DOMAINS.get(row.contract_domain, row.contract_domain)} {row.contract_number}",
                f"{format_date(row.contract_starts_on)} tot en met {format_date(row.contract_ends_on)}",
            ),
        ),
        DataItem(key="Spoor", value=TRACKS.get(row.track, row.track)),
        DataItem(key="Categorie", lines=tuple(names.get(code, code) for code in row.categories)),
        DataItem(key="Bron", value=source),
        DataItem(key="Van", value=row.owner_name or "Niemand"),
        DataItem(key="Geopend", value=f"{format_moment(row.opened_at)} door {row.opened_by_name}"),
        DataItem(
            key="Ladder",
            value=f"{state.ladder.name}, versie {state.ladder.number}",
            change=Link("Lezingen", places.to("ladder_page")),
        ),
    )


def ways_of(state: DossierState, options: Options, places: Places) -> tuple[ImmediateWay, ...]:
    """The grounds of this contract to act at once."""
    if state.contract is None or state.closed_on:
        return ()
    return tuple(
        ImmediateWay(
            title=ground.name,
            href=places.to("option_page", soort=Choice.PER_DIRECT.value, code=ground.code),
            source=ground.ground.in_words(),
        )
        for ground in state.contract.immediate
    )


def actions_of(row: DossierRow, places: Places) -> tuple[Link, ...]:
    """What can always be done; the steps stand on the ladder."""
    if row.is_closed:
        return (
            Link("Heropenen", places.to("reopen")),
            Link("Notitie schrijven", places.to("write_note")),
        )
    found = [
        Link("Bewijs toevoegen", places.to("add_evidence")),
        Link("Notitie schrijven", places.to("write_note")),
        Link("Is een ingebrekestelling nodig?", places.to("notice_aid")),
        Link("Overdragen aan een collega", places.to("hand_over")),
    ]
    if row.confidentiality in CONFIDENTIAL:
        found.append(Link("Wie mag dit dossier zien", places.to("people")))
    if row.newest_version_id not in (None, row.ladder_version_id):
        found.append(Link("Naar de nieuwe versie van de ladder", places.to("move")))
    found.append(Link("Dossier sluiten", places.to("close")))
    return tuple(found)
