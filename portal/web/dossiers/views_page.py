"""The page of a dossier."""

from typing import cast

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.acceptance import ACCEPTANCE
from portal.domain.ladder.acceptance import Effects, stops_of
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice, demands_of, possible_acts
from portal.domain.policies import Permission, may
from portal.queries.configuration import section_in_force
from portal.queries.dossier_openings import contract_products
from portal.queries.dossier_parts import WorkLine
from portal.services.dossiers.preparing import Doer, act_for
from portal.services.recording import Actor
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.next_step import InHand, next_steps
from portal.web.dossiers.places import to_list
from portal.web.dossiers.presenters_ladder import measure_steps, rung_steps
from portal.web.dossiers.presenters_page import (
    DossierView,
    acceptance_lines,
    actions_of,
    evidence_of,
    facts_of,
    imposed_of,
    letters_of,
    milestones_of,
    money_of,
    notes_of,
    plans_of,
    replies_of,
    statuses_of,
    tasks_of,
    terms_of,
    ways_of,
)
from portal.web.dossiers.reading import Reading, actors_of, asked_as, municipality, read_dossier
from portal.web.dossiers.timeline import timeline
from portal.web.pages import show
from portal.web.state import now, today


@blueprint.get("/<nummer>")
@requires(Permission.SEE_DOSSIERS)
def dossier_page(nummer: str) -> WerkzeugResponse:
    """Everything about one dossier, with the one next step on top."""
    reading = read_dossier(nummer)
    return show(
        "dossiers/dossier.html",
        reading.row.title,
        kicker=reading.row.number,
        lead=f"{reading.row.provider_name}, overeenkomst {reading.row.contract_number}",
        crumbs=(to_list(),),
        view=view_of(reading),
        what_happened=reading.row.what_happened,
        ladder_name=reading.state.ladder.words.ladder,
    )


def view_of(reading: Reading) -> DossierView:
    """The page for this visitor."""
    row, state, parts, places = reading.row, reading.state, reading.parts, reading.places
    may_work = may(desk().roles, Permission.WORK_ON_DOSSIERS)
    options = possible_acts(state, today())
    return DossierView(
        statuses=statuses_of(row, today()),
        steps=next_steps(
            state, parts, in_hand_of(reading), places, asked_as=asked_as(),
            me=desk().person.account_id, may_work=may_work, today=today(),
        ),
        ladder=rung_steps(state, options, places, may_work=may_work),
        measures=()
        if state.closed_on
        else measure_steps(state, options, places, may_work=may_work),
        imposed=imposed_of(state, places, today(), may_work=may_work),
        acceptance=_acceptance(reading),
        money=money_of(state, today()),
        terms=terms_of(parts, now()),
        milestones=milestones_of(state, places, today(), may_work=may_work),
        plans=plans_of(parts, places, may_work=may_work),
        tasks=tasks_of(state, places, may_work=may_work),
        letters=letters_of(parts.letters, places),
        replies=replies_of(parts.replies, parts.files, places),
        evidence=evidence_of(state, parts, places),
        notes=notes_of(parts),
        people=tuple(person.account_name for person in parts.access),
        facts=facts_of(row, state, places),
        ways=ways_of(state, options, places) if may_work else (),
        actions=actions_of(row, places) if may_work else (),
        timeline=timeline(parts.events, state),
    )  # fmt: skip


def in_hand_of(reading: Reading) -> tuple[InHand, ...]:
    """What is being prepared, with what each still asks of whoever began it."""
    return tuple(_in_hand(reading, work) for work in reading.parts.in_preparation)


def _in_hand(reading: Reading, work: WorkLine) -> InHand:
    asked = actors_of(reading.state, Choice(work.choice), work.code)
    by = Doer(
        actor=Actor(work.started_by_name, work.started_by),
        role=asked[0] if asked else Role.CONTRACTMANAGER,
    )
    act = act_for(reading.looked, work, by, municipality=municipality())
    blocks, needs = demands_of(reading.state, act)
    return InHand(
        work=work,
        stopped=bool(blocks),
        unmet=tuple(need for need in needs if need.required and not need.met),
    )


def _acceptance(reading: Reading) -> tuple[str, ...]:
    if not stops_of(reading.state):
        return ()
    session, scope = desk_session(), tenant_scope()
    effects = cast(Effects, section_in_force(session, scope, ACCEPTANCE))
    products = contract_products(session, scope, reading.row.contract_id)
    return acceptance_lines(reading.state, effects, products, today())
