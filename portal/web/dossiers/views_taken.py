"""What was done, with all that it rested on; and the ladder version that the dossier follows."""

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import NotThere
from portal.domain.ladder.amounts import is_due
from portal.domain.ladder.claims import claim_of
from portal.domain.ladder.dossier import (
    DossierState,
    Fact,
    FactKind,
    Report,
    TakenImmediate,
    TakenMeasure,
    TakenStep,
)
from portal.domain.ladder.walking import Choice
from portal.domain.ladder.words import capital, listed
from portal.domain.policies import Permission
from portal.queries.dossier_openings import contract_products
from portal.queries.dossier_parts import WorkLine
from portal.queries.interest_rates import interest_rates
from portal.queries.staff import staff
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.answers import Names, told
from portal.web.chrome import DataItem, Link
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.naming import source_of_code, title_of
from portal.web.dossiers.presenters_ladder import period_words
from portal.web.dossiers.presenters_page import evidence_of, money_lines
from portal.web.dossiers.reading import Reading, read_dossier
from portal.web.dossiers.work.options import explanations_of, readings_of
from portal.web.dossiers.work.questions import is_letter, pages_of
from portal.web.pages import show
from portal.web.state import today

LEVELS = {
    "uitvoering": "contractmanagement en uitvoering",
    "management": "management",
    "directie": "directie",
}


@blueprint.get("/<nummer>/stappen/<int:stap>")
@requires(Permission.SEE_DOSSIERS)
def taken_page(nummer: str, stap: int) -> WerkzeugResponse:
    """One step, measure or immediate act that was taken."""
    reading = read_dossier(nummer)
    state = reading.state
    every: tuple[TakenStep | TakenMeasure | TakenImmediate, ...] = (
        *state.steps, *state.measures, *state.immediate,
    )  # fmt: skip
    taken = next((each for each in every if each.number == stap), None)
    if taken is None:
        raise NotThere
    choice, code = _choice_of(taken)
    work = next((w for w in reading.parts.works if w.number == stap), None)
    return show(
        "dossiers/gezet.html",
        title_of(state, choice, code),
        kicker=nummer,
        lead=f"{reading.row.title}, {reading.row.provider_name}",
        crumbs=reading.places.crumbs,
        facts=_facts(reading, taken, source_of_code(state, choice, code).place),
        report=_report(taken.report) if isinstance(taken, TakenStep) and taken.report else (),
        content=_content(reading, choice, code, work) if work else (),
        evidence=evidence_of(state, reading.parts, reading.places, about=code),
        back=Link("Terug naar het dossier", reading.places.page),
    )


def _choice_of(taken: TakenStep | TakenMeasure | TakenImmediate) -> tuple[Choice, str]:
    match taken:
        case TakenStep():
            return Choice.STAP, taken.rung
        case TakenMeasure():
            return Choice.MAATREGEL, taken.code
        case TakenImmediate():
            return Choice.PER_DIRECT, taken.ground


def _facts(
    reading: Reading, taken: TakenStep | TakenMeasure | TakenImmediate, source: str
) -> tuple[DataItem, ...]:
    people = {str(p.account_id): p.name for p in staff(desk_session(), tenant_scope(), today())}
    found = [
        DataItem(
            key="Gezet", value=f"{format_date(taken.on)} door {people.get(taken.by, 'een collega')}"
        ),
        DataItem(key="Waar het staat", value=source),
    ]
    match taken:
        case TakenStep():
            found += _step_facts(taken)
        case TakenMeasure():
            found += _measure_facts(reading.state, taken)
        case TakenImmediate():
            found.append(
                DataItem(
                    key="Wat er gebeurde", value=capital(listed(e.label for e in taken.effects))
                )
            )
    for fact in taken.facts:
        found.append(DataItem(key=capital(fact.kind.label), value=_fact_words(fact, people)))
    return tuple(found)


def _step_facts(step: TakenStep) -> list[DataItem]:
    found = [DataItem(key="Inhoud", value=capital(listed(kind.label for kind in step.kinds)))]
    if step.form:
        found.append(DataItem(key="Brief", value=capital(step.form.label)))
    if step.term_ends_on:
        found.append(DataItem(key="Termijn", value=f"tot en met {format_date(step.term_ends_on)}"))
    if step.reason:
        found.append(DataItem(key="Reden voor de afwijking", value=step.reason))
    outcome = step.outcome.label
    if step.outcome_on:
        outcome = f"{outcome}, op {format_date(step.outcome_on)}"
    return [*found, DataItem(key="Oordeel", value=capital(outcome))]


def _measure_facts(state: DossierState, taken: TakenMeasure) -> list[DataItem]:
    measure = state.measure(taken.code)
    due = measure is None or is_due(measure, taken, today())
    found = [DataItem(key="Geldt", value=capital(period_words(taken)))]
    if taken.products:
        found.append(DataItem(key="Producten", lines=taken.products))
    money = money_lines(taken, due=due)
    if money:
        found.append(DataItem(key="Geld", lines=money))
    if taken.interest_from or taken.costs_cents:
        claim = claim_of(taken, interest_rates(desk_session()), until_on=today())
        found.append(DataItem(key="Berekening tot vandaag", lines=claim.sentences if claim else ()))
    if taken.ending:
        found.append(DataItem(key="Einde van de overeenkomst", value=capital(taken.ending.label)))
    if taken.reason:
        found.append(DataItem(key="Reden", value=taken.reason))
    return found


def _fact_words(fact: Fact, people: dict[str, str]) -> str:
    who = people.get(fact.by, "een collega")
    role = f" als {fact.role.label}" if fact.role else ""
    if fact.kind is FactKind.INGELICHT and fact.role:
        who, role = f"De {fact.role.label}", f", door {who}"
    words = f"{who}{role}, {format_date(fact.on)}"
    return f"{fact.text}\n{words}" if fact.text else words


def _report(report: Report) -> tuple[DataItem, ...]:
    return (
        DataItem(key="Gesprek gevoerd op", value=format_date(report.held_on)),
        DataItem(key="Niveau", value=LEVELS.get(report.level, report.level)),
        DataItem(key="Namens de gemeente", value=report.municipality),
        DataItem(key="Namens de aanbieder", value=report.provider),
        DataItem(key="Besproken (ziet de aanbieder niet)", value=report.discussed),
        DataItem(key="Afspraken", value=report.agreements),
    )


def _content(reading: Reading, choice: Choice, code: str, work: WorkLine) -> tuple[DataItem, ...]:
    """What was filled in beside the letter: the proportionality sheet of a measure."""
    place = desk().membership
    products = (
        contract_products(desk_session(), tenant_scope(), reading.row.contract_id)
        if "producten" in work.answers
        else {}
    )
    names = Names(municipalities={place.place: place.place_name}, products=products)
    fields = [
        field
        for page in pages_of(reading.state, choice, code, ())
        for field in page.fields
        if not is_letter(field.name) and page.slug != "verslag"
    ]
    return tuple(item for item in told(fields, work.answers, names) if item.value or item.lines)


@blueprint.get("/<nummer>/ladder")
@requires(Permission.SEE_DOSSIERS)
def ladder_page(nummer: str) -> WerkzeugResponse:
    """The ladder version that this dossier follows, with its readings."""
    reading = read_dossier(nummer)
    ladder = reading.state.ladder
    rungs = [
        (
            rung.title,
            explanations_of(reading.state, Choice.STAP, rung.code),
            reading.state.source(rung).place,
            readings_of(reading.state, Choice.STAP, rung.code),
        )
        for rung in ladder.rungs
    ]
    measures = [
        (
            measure.title,
            explanations_of(reading.state, Choice.MAATREGEL, measure.code),
            reading.state.source(measure).place,
            readings_of(reading.state, Choice.MAATREGEL, measure.code),
        )
        for measure in reading.state.all_measures()
    ]
    return show(
        "dossiers/ladder.html",
        f"{ladder.name}, versie {ladder.number}",
        kicker=nummer,
        lead=ladder.explanation.strip(),
        crumbs=reading.places.crumbs,
        document=ladder.document,
        parts_of=[("Treden", rungs), ("Maatregelen", measures)],
        readings=[reading_.note for reading_ in ladder.readings],
        moves=[
            f"{format_date(move.on)}: van versie {move.from_number} naar {move.to_number}. {move.reason}"
            for move in reading.state.moves
        ],
        back=Link("Terug naar het dossier", reading.places.page),
    )
