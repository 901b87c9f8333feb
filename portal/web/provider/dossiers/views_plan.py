"""The verbeterplan that a dossier asks for: the form of its kind, for that municipality alone."""

from dataclasses import replace
from uuid import UUID, uuid4

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere
from portal.domain.ladder.duties import check_may_hand_in_plan
from portal.domain.policies import Permission
from portal.domain.submissions.fields import MunicipalitiesField
from portal.domain.submissions.kind import MUNICIPALITIES, Addressee, Facts, Step
from portal.domain.submissions.kinds.verbeterplan import KIND
from portal.queries.provider_dossier_rows import DossierSeen
from portal.queries.provider_dossiers import dossier_seen
from portal.queries.provider_drafts import (
    Sent,
    already_sent,
    draft_files,
    draft_for_dossier,
    draft_of,
)
from portal.queries.provider_facts import facts_to_complete, questions_version
from portal.services.dossiers.answering import wait_for_turn
from portal.services.submitting import file_submission
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.provider.blueprint import blueprint
from portal.web.provider.check_page import again, check_page, sent_page
from portal.web.provider.filling import Filling
from portal.web.provider.form_pages import step_page
from portal.web.provider.places import Place, at
from portal.web.state import state

ADDRESS = "/dossiers/<bij>/<nummer>/verbeterplan"
WHY, ASKED, SUBJECT = "aanleiding", "gevraagd", "onderwerp"


@blueprint.get(ADDRESS)
@requires(Permission.SUBMIT)
def plan(bij: str, nummer: str) -> WerkzeugResponse:
    """The plan that somebody is writing already, or a fresh one: its key is drawn, nothing is written."""
    seen = dossier_seen(desk_session(), provider_scope(), bij, nummer)
    _check(seen)
    key = draft_for_dossier(desk_session(), provider_scope(), seen.id) or uuid4()
    return redirect(_place(bij, nummer, key).step(KIND.steps[0].slug), 303)


@blueprint.route(f"{ADDRESS}/<uuid:key>/<stap>", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def plan_step(bij: str, nummer: str, key: UUID, stap: str) -> WerkzeugResponse:
    """A page of the plan."""
    filling = _load(bij, nummer, key)
    if isinstance(filling, Sent):
        return sent_page(filling)
    return step_page(filling, _place(bij, nummer, key), stap)


@blueprint.route(f"{ADDRESS}/<uuid:key>/controleren", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def plan_check(bij: str, nummer: str, key: UUID) -> WerkzeugResponse:
    """Everything of the plan; confirming it submits it to this municipality."""
    filling = _load(bij, nummer, key, hold=request.method == "POST")
    if isinstance(filling, Sent):
        return again(filling)

    def send(filled: Filling) -> str:
        return _submit(filled, bij, nummer)

    return check_page(filling, _place(bij, nummer, key), send)


def _submit(filled: Filling, bij: str, nummer: str) -> str:
    session, scope, at_desk = desk_session(), provider_scope(), desk()
    assert filled.dossier_id is not None
    wait_for_turn(session, filled.dossier_id)
    seen = dossier_seen(session, scope, bij, nummer)
    _check(seen)
    to = Addressee(
        tenant_id=seen.tenant_id,
        slug=seen.slug,
        questions_version=questions_version(session, scope, seen.tenant_id),
    )
    filed = file_submission(
        session,
        scope,
        kind=filled.kind,
        key=filled.key,
        answers=filled.answers,
        files=filled.file_facts,
        facts=replace(filled.facts, addressees={seen.slug: to}),
        actor=at_desk.actor,
        provider_name=at_desk.membership.place_name,
        for_dossier_id=seen.id,
    )
    session.commit()
    state().wake_up.ring()
    return at("receipt", kenmerk=filed.reference)


def _load(bij: str, nummer: str, key: UUID, *, hold: bool = False) -> Filling | Sent:
    """The form under this key, or what it was submitted as; raises NotThere."""
    session, scope = desk_session(), provider_scope()
    draft = draft_of(session, scope, key, hold=hold)
    seen = dossier_seen(session, scope, bij, nummer)
    if draft is None:
        sent = already_sent(session, scope, key)
        if sent is not None and sent.kind == KIND.slug:
            return sent
        _check(seen)
    elif draft.dossier_id != seen.id:
        raise NotThere
    return Filling(
        kind=KIND,
        key=key,
        base=_steps(seen),
        facts=_facts(seen),
        draft=draft,
        files=draft_files(session, scope, key) if draft else (),
        before={SUBJECT: seen.title[:120], WHY: ASKED, MUNICIPALITIES: [seen.slug]},
        dossier_id=seen.id,
    )


def _check(seen: DossierSeen) -> None:
    """Raises NotThere when no plan was ever asked for, RuleBroken when none is waited for now."""
    if not seen.asks:
        raise NotThere
    check_may_hand_in_plan(is_closed=seen.is_closed, asks=seen.asks, plans=seen.plans)


def _facts(seen: DossierSeen) -> Facts:
    """The contracts with this municipality, also one that has ended since."""
    session = desk_session()
    today = local_date(session.legal_now)
    return facts_to_complete(
        session,
        provider_scope(),
        kind=KIND.slug,
        tenant_id=seen.tenant_id,
        first_received_on=today,
        today=today,
    )


def _steps(seen: DossierSeen) -> tuple[Step, ...]:
    """The kind's pages, without what the dossier answers by itself."""
    due = next((duty.due_on for duty in seen.duties if duty.due_on and duty.kind == "plan"), None)
    by = f" Het plan moet er uiterlijk op {format_date(due)} zijn." if due else ""
    intro = f"Gemeente {seen.municipality} vraagt dit plan in dossier {seen.number}.{by}"
    first, *others = (
        replace(step, fields=tuple(field for field in step.fields if field.name != WHY))
        for step in KIND.steps
        if not all(isinstance(field, MunicipalitiesField) for field in step.fields)
    )
    return (replace(first, intro=intro), *others)


def _place(bij: str, nummer: str, key: UUID) -> Place:
    return Place(kind=KIND.slug, key=key, municipality=bij, dossier=nummer)
