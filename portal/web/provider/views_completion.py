"""Answering a municipality's question: the earlier content, changed, as a new version for it alone."""

from uuid import UUID, uuid4

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment, local_date
from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.domain.submissions.extra_questions import EXTRA, spread
from portal.domain.submissions.fields import LeftOutField, LongTextField, MunicipalitiesField
from portal.domain.submissions.kind import Kind, Step
from portal.domain.submissions.lifecycle import check_act
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_delivery_rows import DeliveryRow
from portal.queries.provider_drafts import (
    Sent,
    completion_sent,
    draft_completing,
    draft_files,
    draft_of,
)
from portal.queries.provider_facts import facts_to_complete, questions_version
from portal.queries.provider_submissions import SubmissionRow, submission_followed
from portal.services.following import EXPLANATION
from portal.services.following import complete as complete_delivery
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.pages import say
from portal.web.provider.blueprint import blueprint
from portal.web.provider.check_page import again, check_page, sent_page
from portal.web.provider.filling import Filling
from portal.web.provider.form_pages import step_page
from portal.web.provider.places import Place, at
from portal.web.state import state

ADDRESS = "/indieningen/<kenmerk>/<bij>/aanvullen"
FIRST = "toelichting"


@blueprint.get(ADDRESS)
@requires(Permission.SUBMIT)
def complete(kenmerk: str, bij: str) -> WerkzeugResponse:
    """The draft that was begun earlier, or a fresh one: its key is drawn, nothing is written."""
    _, delivery = _found(kenmerk, bij)
    check_act("aanvullen", state=delivery.state)
    key = draft_completing(desk_session(), provider_scope(), delivery.id) or uuid4()
    return redirect(_place(kenmerk, bij, key).step(FIRST), 303)


@blueprint.route(f"{ADDRESS}/<uuid:key>/<stap>", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def complete_step(kenmerk: str, bij: str, key: UUID, stap: str) -> WerkzeugResponse:
    """A page of the answer."""
    filling = _load(kenmerk, bij, key)
    if isinstance(filling, Sent):
        return sent_page(filling)
    return step_page(filling, _place(kenmerk, bij, key), stap)


@blueprint.route(f"{ADDRESS}/<uuid:key>/controleren", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def complete_check(kenmerk: str, bij: str, key: UUID) -> WerkzeugResponse:
    """Everything of the answer; confirming it submits it to this municipality."""
    filling = _load(kenmerk, bij, key, hold=request.method == "POST")
    if isinstance(filling, Sent):
        return again(filling)

    def send(filled: Filling) -> str:
        return _submit(filled, kenmerk, bij)

    return check_page(filling, _place(kenmerk, bij, key), send)


def _submit(filled: Filling, kenmerk: str, bij: str) -> str:
    session, scope = desk_session(), provider_scope()
    row, delivery = _found(kenmerk, bij)
    number = complete_delivery(
        session,
        scope,
        delivery.id,
        key=filled.key,
        answers=filled.answers,
        municipality=bij,
        files=filled.file_facts,
        explanation=filled.besides[EXPLANATION],
        facts=filled.facts,
        actor=desk().actor,
        questions_version=questions_version(session, scope, delivery.tenant_id),
    )
    received_at = session.legal_now
    session.commit()
    state().wake_up.ring()
    say(
        f"Gemeente {delivery.name} heeft uw aanvulling: versie {number}, ontvangen op "
        f"{format_moment(received_at)}."
    )
    return at("submission", kenmerk=row.reference)


def _load(kenmerk: str, bij: str, key: UUID, *, hold: bool = False) -> Filling | Sent:
    """The form under this key, or what it was submitted as; raises NotThere."""
    session, scope = desk_session(), provider_scope()
    draft = draft_of(session, scope, key, hold=hold)
    row, delivery = _found(kenmerk, bij)
    if draft is None:
        sent = completion_sent(session, scope, key, delivery.id)
        if sent is not None:
            return sent
        check_act("aanvullen", state=delivery.state)
    elif draft.completes_id != delivery.id:
        raise NotThere
    kind = all_kinds()[row.kind].to_complete
    facts = facts_to_complete(
        session,
        scope,
        kind=row.kind,
        tenant_id=delivery.tenant_id,
        first_received_on=local_date(row.arrived_at or row.received_at),
        today=local_date(session.legal_now),
    )
    last = delivery.versions[-1]
    own = {name: answer for name, answer in last.answers.items() if name != EXTRA}
    extra = {delivery.slug: last.answers.get(EXTRA) or {}}
    return Filling(
        kind=kind,
        key=key,
        base=(_explanation(delivery), *_steps(kind)),
        facts=facts,
        draft=draft,
        files=draft_files(session, scope, key) if draft else (),
        before=kind.join(last.payload, own, delivery.slug) | spread(facts.extra, extra),
        completes_id=delivery.id,
    )


def _found(kenmerk: str, bij: str) -> tuple[SubmissionRow, DeliveryRow]:
    row = submission_followed(desk_session(), provider_scope(), kenmerk)
    return row, row.delivery(bij)


def _place(kenmerk: str, bij: str, key: UUID) -> Place:
    return Place(kind="", key=key, reference=kenmerk, municipality=bij)


def _explanation(delivery: DeliveryRow) -> Step:
    """The first page: the question, and the answer to it in words."""
    question = delivery.open_question
    asked = f"Gemeente {delivery.name} vraagt: {question.question}" if question else ""
    return Step(
        slug=FIRST,
        title="Uw antwoord",
        intro=asked,
        fields=(
            LongTextField(
                name=EXPLANATION,
                label="Wat is uw antwoord, en wat hebt u veranderd?",
                hint="Op de volgende pagina's staat wat u eerder hebt ingevuld. Pas daar aan wat anders "
                "wordt. De eerdere versie blijft leesbaar.",
                missing="Schrijf op wat uw antwoord is en wat u hebt veranderd.",
            ),
        ),
    )


def _steps(kind: Kind) -> tuple[Step, ...]:
    """The kind's own pages, without those that only ask where it goes."""
    return tuple(
        step
        for step in kind.steps
        if not all(isinstance(field, MunicipalitiesField | LeftOutField) for field in step.fields)
    )
