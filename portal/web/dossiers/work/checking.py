"""The check before an act is done: what happens, in sentences; then it is done at once."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken, Stale
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.amounts import cents_of
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.preparing import report_of
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.ladder.words import capital, listed
from portal.domain.money import euros, percentage
from portal.domain.policies import Permission
from portal.queries.dossier_openings import contract_products
from portal.queries.interest_rates import interest_rates
from portal.services.dossiers.acting import carry_out
from portal.services.dossiers.preparing import CONCEPT, act_for
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.chrome import Link, SummaryLine
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.naming import NOUN_AND_VERB
from portal.web.dossiers.presenters_page import evidence_of
from portal.web.dossiers.reading import (
    WorkReading,
    actors_of,
    doer,
    municipality,
    preparer,
    read_work,
)
from portal.web.dossiers.work.hub import finished, pages_for, title
from portal.web.dossiers.work.letter import letter_of
from portal.web.dossiers.work.needs import need_groups
from portal.web.dossiers.work.signing import content_of
from portal.web.pages import say, show
from portal.web.sent import sent_version
from portal.web.state import state


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/controleren", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def check_page(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Everything that will happen; confirming it does it, once."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    if request.method != "POST":
        return _show(reading, status=200)
    asked = actors_of(reading.dossier.state, reading.choice, reading.work.code)
    try:
        carry_out(
            desk_session(), tenant_scope(), werk, version=sent_version(request.form),
            doer=doer(asked), tools=state().tools,
        )  # fmt: skip
    except Stale as stale:
        desk_session().rollback()
        return _show(read_work(nummer, werk), status=409, stale=stale.sentence)
    except Refused as refused:
        desk_session().rollback()
        lines = [SummaryLine("", refusal.sentence) for refusal in refused.refusals]
        return _show(read_work(nummer, werk), status=422, lines=lines)
    except RuleBroken as error:
        desk_session().rollback()
        return _show(read_work(nummer, werk), status=422, lines=[SummaryLine("", error.sentence)])
    desk_session().commit()
    state().wake_up.ring()
    sent = letter_goes(reading)
    say(f"Gedaan: {title(reading)}.{' De brief staat klaar voor de aanbieder.' if sent else ''}")
    return redirect(reading.dossier.places.page, 303)


def letter_goes(reading: WorkReading) -> bool:
    """Whether a letter goes out with the act as it stands."""
    who = preparer(reading.dossier.state, reading.choice, reading.work)
    act = act_for(reading.dossier.looked, reading.work, who, municipality=municipality())
    return act.letter is not None


def _show(
    reading: WorkReading,
    *,
    status: int,
    stale: str = "",
    lines: list[SummaryLine] | None = None,
) -> WerkzeugResponse:
    places = reading.dossier.places
    hub = Link(f"{title(reading)} voorbereiden", places.work(reading.work.id))
    letter = letter_of(reading)
    what, verb = NOUN_AND_VERB[reading.choice]
    return show(
        "dossiers/controleren.html",
        f"Controleren: {title(reading)}",
        status=status,
        errors=lines or [],
        kicker=reading.dossier.row.number,
        lead=f"{reading.dossier.row.title}, {reading.dossier.row.provider_name}",
        crumbs=(*places.crumbs, hub),
        stale=stale,
        happens=tuple(what_happens(reading, letter)),
        letter=letter,
        pdf=places.work(reading.work.id, "preview_pdf"),
        content=content_of(reading),
        evidence=evidence_of(
            reading.dossier.state, reading.dossier.parts, places, about=reading.work.code
        ),
        needs=need_groups(reading, pages_for(reading), may_work=True),
        is_complete=reading.is_complete,
        version=reading.work.version,
        action=request.path,
        submit=f"{what} {verb} en brief versturen" if letter else f"{what} {verb}",
        cancel=hub,
    )


def what_happens(reading: WorkReading, letter: dict[str, Any] | None) -> Iterator[str]:
    """The effects of the act, one sentence each."""
    state_ = reading.dossier.state
    who = preparer(state_, reading.choice, reading.work)
    act = act_for(reading.dossier.looked, reading.work, who, municipality=municipality())
    provider = reading.dossier.row.provider_name
    yield f"Het dossier gaat naar: {title(reading)}."
    if letter:
        yield (
            f"De brief staat meteen klaar voor {provider}. Hij is dan vast: wijzigen kan niet meer. "
            "De aanbieder krijgt een mail dat er iets wacht."
        )
        if reading.dossier.row.shared_at is None:
            yield f"{provider} ziet vanaf dan dat dit dossier er is, met deze titel: “{reading.dossier.row.title}”."
    else:
        yield "Er gaat geen brief uit. De aanbieder ziet hier niets van."
    match act:
        case TakeStep(term_ends_on=ends_on) if ends_on:
            yield f"De aanbieder krijgt de tijd tot en met {format_date(ends_on)}. Die termijn gaat lopen."
        case ImposeMeasure():
            yield from _measure_happens(reading, act)
        case ActAtOnce():
            yield from _at_once_happens(act)
    if report_of(reading.work.answers):
        yield "Het verslag van het gesprek wordt meteen vastgelegd. De aanbieder ziet wie er waren en de afspraken."


def _measure_happens(reading: WorkReading, act: ImposeMeasure) -> Iterator[str]:
    measure = reading.dossier.state.measure(act.code)
    assert measure is not None
    kinds = act.kinds or measure.kinds
    if set(kinds) < set(measure.kinds):
        yield f"Van deze maatregel legt u alleen op: {listed(kind.label for kind in kinds)}."
    starts = act.from_on or act.on
    until = f" tot en met {format_date(act.until_on)}" if act.until_on else ""
    yield f"De maatregel geldt vanaf {format_date(starts)}{until}."
    if MeasureKind.CLIENTENSTOP in kinds and act.products:
        yield (
            f"Voor {listed(_product_names(reading, act.products))} vervalt de acceptatieplicht zolang de stop loopt (artikel 3.1.1). "
            "De stop komt in het register van cliëntenstops."
        )
    cents = cents_of(measure, act)
    if cents:
        yield f"De aanbieder is {euros(cents)} verschuldigd."
    if act.interest_from:
        yield _rate_words()
    if act.percentage:
        yield f"De korting is {percentage(act.percentage)}, en pas opeisbaar na een aanmaning (artikel 1.32)."
    if act.ending:
        yield (
            f"De overeenkomst eindigt door {act.ending.label}. U krijgt de taken van de afsluiting, en "
            "bij opzegging of ontbinding een regel in het uitsluitingsregister."
        )


def _rate_words() -> str:
    rates = interest_rates(desk_session())
    if not rates:
        return (
            "Er is nog geen percentage van de wettelijke rente bekend. Vraag het de regiobeheerder."
        )
    return (
        f"De rente is berekend met wat bekend is: het laatste percentage is {percentage(rates[-1].percent)}, "
        f"vanaf {format_date(rates[-1].from_on)}. Geldt er een nieuwer? Vraag de regiobeheerder het toe te voegen."
    )


def _product_names(reading: WorkReading, codes: tuple[str, ...]) -> list[str]:
    names = contract_products(desk_session(), tenant_scope(), reading.dossier.row.contract_id)
    return [names.get(code, code) for code in codes]


def _at_once_happens(act: ActAtOnce) -> Iterator[str]:
    if act.effects:
        yield f"{capital(listed(effect.label for effect in act.effects))}: vanaf vandaag."
    if ImmediateEffect.ONTBINDING in act.effects:
        yield "De overeenkomst eindigt vandaag. U krijgt de taken van de afsluiting."
