"""The page of a preparation: everything that has to be done, each with its own page."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.errors import Stale
from portal.domain.ladder.demands import Need
from portal.domain.ladder.dossier import FactKind
from portal.domain.policies import Permission, may
from portal.services.dossiers.preparing import CONCEPT, drop_work
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Link, Status, TaskRow, Tone
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.naming import NOUN_AND_VERB, elsewhere, title_of
from portal.web.dossiers.reading import WorkReading, read_work
from portal.web.dossiers.work.needs import (
    NeedGroup,
    is_by_others,
    need_groups,
    own_unmet,
    settled_at,
)
from portal.web.dossiers.work.questions import QuestionPage, page_of, pages_of
from portal.web.pages import say, show
from portal.web.sent import sent_version

DONE = Status("Klaar", Tone.OK)
NEEDED = Status("Nog nodig", Tone.WARNING)
OPTIONAL = Status("Niet verplicht", Tone.NEUTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """What the page of a preparation prints."""

    own: tuple[TaskRow, ...]
    others: tuple[TaskRow, ...]
    reminders: tuple[TaskRow, ...]
    needs: tuple[NeedGroup, ...]
    verdict: str
    tone: Tone
    check: Link
    preview: Link | None


@blueprint.get("/<nummer>/voorbereiding/<uuid:werk>")
@requires(Permission.SEE_DOSSIERS)
def work_page(nummer: str, werk: UUID) -> WerkzeugResponse:
    """All that has to be done, and by whom."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    may_work = may(desk().roles, Permission.WORK_ON_DOSSIERS)
    return show(
        "dossiers/voorbereiding.html",
        f"{title(reading)} voorbereiden",
        block="stand",
        kicker=nummer,
        lead=f"{reading.dossier.row.title}, {reading.dossier.row.provider_name}",
        crumbs=reading.dossier.places.crumbs,
        view=view_of(reading, may_work=may_work),
        source=reading.source.place,
        may_work=may_work,
        drop=reading.dossier.places.work(werk, "drop"),
        version=reading.work.version,
        back=Link("Terug naar het dossier", reading.dossier.places.page),
    )


def finished(reading: WorkReading) -> WerkzeugResponse:
    """An old page of something that was done leads to what came of it."""
    places = reading.dossier.places
    if reading.work.number is not None:
        return redirect(places.to("taken_page", stap=reading.work.number), 303)
    say("Deze voorbereiding is gestopt.", Tone.INFO)
    return redirect(places.page, 303)


@blueprint.post("/<nummer>/voorbereiding/<uuid:werk>/stoppen")
@requires(Permission.WORK_ON_DOSSIERS)
def drop(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Stop preparing; evidence and mandate stay in the dossier."""
    reading = read_work(nummer, werk)
    places = reading.dossier.places
    try:
        drop_work(
            desk_session(), tenant_scope(), werk, version=sent_version(request.form),
            actor=desk().actor,
        )  # fmt: skip
    except Stale as stale:
        desk_session().rollback()
        say(stale.sentence, Tone.WARNING)
        return redirect(places.work(werk), 303)
    desk_session().commit()
    say("De voorbereiding is gestopt. Bewijs en mandaat blijven in het dossier.")
    return redirect(places.page, 303)


def title(reading: WorkReading) -> str:
    return title_of(reading.dossier.state, reading.choice, reading.work.code)


def pages_for(reading: WorkReading) -> tuple[QuestionPage, ...]:
    """The pages with questions of this act."""
    return pages_of(reading.dossier.state, reading.choice, reading.work.code, reading.needs)


def view_of(reading: WorkReading, *, may_work: bool) -> WorkView:
    """The page for this visitor."""
    pages, places, work = pages_for(reading), reading.dossier.places, reading.work
    verdict, tone = _verdict(reading)
    _, verb = NOUN_AND_VERB[reading.choice]
    has_letter = any(page.slug == "brief" for page in pages)
    return WorkView(
        own=(
            *(_page_row(page, reading, pages, may_work=may_work) for page in pages),
            *_settled_rows(reading, pages, may_work=may_work),
        ),
        others=_other_rows(reading),
        reminders=_reminder_rows(reading, may_work=may_work),
        needs=need_groups(reading, pages, may_work=may_work),
        verdict=verdict,
        tone=tone,
        check=Link(f"Controleren en {verb}", places.work(work.id, "check_page")),
        preview=Link("Bekijk de brief", places.work(work.id, "preview")) if has_letter else None,
    )


def _verdict(reading: WorkReading) -> tuple[str, Tone]:
    if reading.blocks:
        return "Dit kan nu niet. Hieronder staat waarom.", Tone.WARNING
    own = own_unmet(reading)
    if own:
        return f"Er {_are(len(own))} nog {_things(len(own))} nodig.", Tone.INFO
    if reading.unmet:
        if reading.work.asked_of:
            return "U hebt alles gedaan. Nu wacht dit op een collega.", Tone.NEUTRAL
        return (
            "U hebt alles gedaan. Vraag nu een collega om mee te tekenen of mee te kijken.",
            Tone.INFO,
        )
    if not reading.work.answers:
        return "Niets is verplicht. Wilt u een brief sturen, schrijf die dan eerst.", Tone.INFO
    return "Alles is er. Controleer wat er gebeurt, en rond het af.", Tone.OK


def _things(count: int) -> str:
    return "één ding" if count == 1 else f"{count} dingen"


def _are(count: int) -> str:
    return "is" if count == 1 else "zijn"


def _page_row(
    page: QuestionPage, reading: WorkReading, pages: tuple[QuestionPage, ...], *, may_work: bool
) -> TaskRow:
    own = [n for n in reading.needs if n.required and page_of(pages, n) == page]
    open_ones = [need for need in own_unmet(reading) if need in own]
    filled = any(name in reading.work.answers for name in page.names)
    status = NEEDED if open_ones else DONE if own or filled else OPTIONAL
    href = reading.dossier.places.work(
        reading.work.id, "question_page" if may_work else "preview", **_blad(page, may_work)
    )
    return TaskRow(
        title=page.title,
        href=href,
        facts=(f"nog {_things(len(open_ones))}",) if open_ones else (),
        status=status,
    )


def _blad(page: QuestionPage, may_work: bool) -> dict[str, str]:
    return {"blad": page.slug} if may_work else {}


def _settled_rows(
    reading: WorkReading, pages: tuple[QuestionPage, ...], *, may_work: bool
) -> tuple[TaskRow, ...]:
    """What is settled on a page of its own: evidence, mandate, judgements of earlier steps."""
    rows = []
    for need in reading.needs:
        is_judgement = need.code.startswith("judge:")
        if not need.required or not (need.code in ("evidence", "mandate") or is_judgement):
            continue
        rows.append(
            TaskRow(
                title=need.label,
                href=settled_at(need, reading, pages, reading.dossier.places)
                if may_work
                else reading.dossier.places.page,
                facts=() if need.met else _where(need, reading),
                status=DONE if need.met else NEEDED,
            )
        )
    return tuple(rows)


def _other_rows(reading: WorkReading) -> tuple[TaskRow, ...]:
    """Signatures and the second pair of eyes: given, asked, or not asked yet."""
    work, places = reading.work, reading.dossier.places
    asked = {word.partition(":")[0] for word in work.asked_of}
    rows = []
    for need in reading.needs:
        if not need.required or not is_by_others(need):
            continue
        what = "tweede" if need.code == "second_person" else need.code.rpartition(":")[2]
        if need.met:
            status, facts = DONE, signed_words(reading, what)
        elif what in asked and work.asked_at:
            status = Status("Gevraagd", Tone.NEUTRAL)
            facts = (f"gevraagd op {format_date(local_date(work.asked_at))}",)
        else:
            status, facts = Status("Nog niet gevraagd", Tone.WARNING), _where(need, reading)
        rows.append(
            TaskRow(
                title=need.label,
                href=places.work(work.id, "ask_along"),
                facts=facts,
                status=status,
            )
        )
    return tuple(rows)


def _where(need: Need, reading: WorkReading) -> tuple[str, ...]:
    place = elsewhere(need.source, reading.source)
    return (place,) if place else ()


def signed_words(reading: WorkReading, what: str) -> tuple[str, ...]:
    """Who signed or looked, and when."""
    kind = FactKind.MEEGEKEKEN if what == "tweede" else FactKind.ONDERTEKEND
    facts = reading.dossier.state.facts_about(reading.work.code, kind, reading.dossier.looked.today)
    return tuple(
        f"op {format_date(fact.on)}" for fact in facts if what == "tweede" or fact.role == what
    )


def _reminder_rows(reading: WorkReading, *, may_work: bool) -> tuple[TaskRow, ...]:
    places = reading.dossier.places
    return tuple(
        TaskRow(
            title=need.label,
            href=places.work(reading.work.id, "work_inform") if may_work else places.page,
            status=Status("Gedaan", Tone.OK) if need.met else OPTIONAL,
        )
        for need in reading.needs
        if need.code.startswith("inform:")
    )
