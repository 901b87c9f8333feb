"""What a rung, a measure or an immediate ground holds and asks, before anybody prepares it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import redirect
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.ladder.clauses import Reading as Lezing
from portal.domain.ladder.demands import Need, Source
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.meanings import MEASURES, STEPS
from portal.domain.ladder.walking import Choice, Option, possible_acts
from portal.domain.ladder.words import capital, listed
from portal.domain.policies import Permission, may
from portal.queries.dossiers import dossier_row
from portal.services.dossiers.preparing import start_work
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.naming import elsewhere, source_of_code, title_of
from portal.web.dossiers.places import Places
from portal.web.dossiers.presenters_ladder import why_not
from portal.web.dossiers.reading import read_dossier
from portal.web.dossiers.work.needs import NeedGroup, NeedLine, is_by_others
from portal.web.pages import show
from portal.web.state import today

KINDS = (Choice.STAP, Choice.MAATREGEL, Choice.PER_DIRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """What the page prints."""

    explanations: tuple[str, ...]
    source: str
    note: str
    refusals: tuple[str, ...]
    needs: tuple[NeedGroup, ...]
    readings: tuple[str, ...]
    drafting: tuple[str, ...]


@blueprint.get("/<nummer>/mogelijk/<soort>/<code>")
@requires(Permission.SEE_DOSSIERS)
def option_page(nummer: str, soort: str, code: str) -> WerkzeugResponse:
    """Explain it; the button begins the preparation, or goes on with it."""
    reading, choice = read_dossier(nummer), _choice(soort)
    option = possible_acts(reading.state, today()).of(choice, code)
    may_work = may(desk().roles, Permission.WORK_ON_DOSSIERS)
    return show(
        "dossiers/mogelijk.html",
        title_of(reading.state, choice, code),
        kicker=reading.row.number,
        lead=f"{reading.row.title}, {reading.row.provider_name}",
        crumbs=reading.places.crumbs,
        view=_view(reading.state, option),
        action=reading.places.to("prepare", soort=soort, code=code),
        may_start=may_work and option.is_possible,
        back=reading.places.page,
    )


@blueprint.post("/<nummer>/mogelijk/<soort>/<code>/voorbereiden")
@requires(Permission.WORK_ON_DOSSIERS)
def prepare(nummer: str, soort: str, code: str) -> WerkzeugResponse:
    """Begin to prepare, or go on with what was begun."""
    session, scope = desk_session(), tenant_scope()
    row = dossier_row(session, scope, nummer, today=today())
    work = start_work(session, scope, row.id, choice=_choice(soort), code=code, actor=desk().actor)
    session.commit()
    return redirect(Places(nummer).work(work.id), 303)


def _choice(kind: str) -> Choice:
    found = next((each for each in KINDS if each.value == kind), None)
    if found is None:
        raise NotThere
    return found


def _view(state: DossierState, option: Option) -> OptionView:
    main = source_of_code(state, option.choice, option.code)
    own = [n for n in option.needs if n.required and not is_by_others(n)]
    others = [n for n in option.needs if n.required and is_by_others(n)]
    reminders = [n for n in option.needs if not n.required]
    groups = (
        NeedGroup(title="Dit vult u in of regelt u", needs=_lines(own, main)),
        NeedGroup(title="Dit doet een ander", needs=_lines(others, main)),
        NeedGroup(title="Om aan te denken (niet verplicht)", needs=_lines(reminders, main)),
    )
    return OptionView(
        explanations=explanations_of(state, option.choice, option.code),
        source=main.place,
        note=option.note,
        refusals=why_not(option),
        needs=tuple(group for group in groups if group.needs),
        readings=readings_of(state, option.choice, option.code),
        drafting=tuple(f"Artikel {n.article}: {n.note}" for n in state.contract.notes)
        if option.choice is Choice.PER_DIRECT and state.contract
        else (),
    )


def _lines(needs: Iterable[Need], main: Source) -> tuple[NeedLine, ...]:
    return tuple(
        NeedLine(sentence=capital(need.label), source=elsewhere(need.source, main))
        for need in needs
    )


def explanations_of(state: DossierState, choice: Choice, code: str) -> tuple[str, ...]:
    """What it means, in the words of ladder or contract, and else of the portal."""
    found: list[str] = []
    rung, measure = state.ladder.rung(code), state.measure(code)
    ground = state.contract.ground(code) if state.contract else None
    if choice is Choice.STAP and rung is not None:
        found = [rung.explanation.strip() or " ".join(STEPS[k].explanation for k in rung.kinds)]
        if rung.talk_levels:
            power = ", met mensen die mogen beslissen" if rung.talk_with_power else ""
            found.append(
                f"Bij escalatie praat u op het niveau van {listed(rung.talk_levels)}{power}."
            )
        if rung.controls:
            found.append(f"Wat ook kan: {listed(c.name.lower() for c in rung.controls)}.")
    elif choice is Choice.MAATREGEL and measure is not None:
        usual = " ".join(MEASURES[kind].explanation for kind in measure.kinds)
        found = [measure.explanation.strip() or usual]
        if measure.subjects:
            found.append(f"In elk geval voor: {listed(s.lower() for s in measure.subjects)}.")
        if measure.money is not None:
            found.append(f"{capital(measure.money.in_words())}.")
    elif ground is not None:
        found = [
            ground.explanation.strip(),
            f"U kunt dan: {listed(e.label for e in ground.effects)}.",
        ]
    return tuple(text for text in found if text)


def readings_of(state: DossierState, choice: Choice, code: str) -> tuple[str, ...]:
    """Where the ladder says more than its source."""
    rung, measure = state.ladder.rung(code), state.measure(code)
    ground = state.contract.ground(code) if state.contract else None
    readings: tuple[Lezing, ...] = ()
    if choice is Choice.STAP and rung is not None:
        readings = rung.readings
    elif choice is Choice.MAATREGEL and measure is not None:
        readings = measure.readings
    elif ground is not None:
        readings = ground.readings
    return tuple(reading.note for reading in readings)
