"""What a contract manager does with a delivery, one address per act; deciding stands apart."""

from datetime import date, timedelta
from uuid import UUID

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, format_long_date
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import COMPLETE, TAKE, TERMS
from portal.domain.deadlines import due_date
from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Answers
from portal.queries.configuration import section_in_force
from portal.queries.deliveries import DeliveryFacts, RunningTerm, TaskFacts, delivery_facts
from portal.queries.desks import handlers
from portal.services.calendars import calendar_of
from portal.services.clocks import PAUSED, RUNNING
from portal.services.handling import close_task as close
from portal.services.handling import hand_over as hand
from portal.services.handling import write_note as note
from portal.services.lifting import answer_lift as answer
from portal.services.questions import ask_completion as ask
from portal.services.questions import withdraw_question as withdraw
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import DataItem, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.delivery.act_page import ActPage, act_page
from portal.web.municipality.delivery.forms import (
    BETWEEN,
    CONSULTATION,
    LIFT,
    LIFTING,
    NOTE,
    QUESTION,
    TO,
    hand_over_fields,
)
from portal.web.municipality.delivery.presenters import Remark
from portal.web.state import now, today

DAYS_FOR_ANSWER = 7
CLOCKS = "Wat er met de termijnen gebeurt"


def the_delivery(kenmerk: str) -> DeliveryFacts:
    """The delivery of the path."""
    return delivery_facts(desk_session(), tenant_scope(), kenmerk)


@blueprint.route("/zaken/<kenmerk>/overdragen", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def hand_over(kenmerk: str) -> WerkzeugResponse:
    """Hand a delivery to another desk or a colleague."""
    facts, session, scope = the_delivery(kenmerk), desk_session(), tenant_scope()
    page = ActPage(
        act="overdragen",
        title="Zaak overdragen",
        submit="Overdragen",
        said="De zaak is overgedragen.",
        fields=hand_over_fields(
            section_in_force(session, scope, TEAMS), handlers(session, scope, today())
        ),
    )

    def do(answers: Answers, version: int) -> None:
        team, _, person = answers[TO].partition(BETWEEN)
        hand(
            session, scope, facts.id, version=version, desk=team,
            assignee_id=UUID(person) if person else None, reason=answers["reden"],
            actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)


@blueprint.route("/zaken/<kenmerk>/aanvulling-vragen", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def ask_completion(kenmerk: str) -> WerkzeugResponse:
    """Ask the provider for more, and show what that does to each clock."""
    facts, session, scope = the_delivery(kenmerk), desk_session(), tenant_scope()
    page = ActPage(
        act="aanvulling_vragen",
        title="Aanvulling vragen",
        submit="Vraag versturen",
        said="De vraag is verstuurd. De aanbieder krijgt een mail dat er iets wacht.",
        fields=QUESTION,
        stored={"antwoord_voor": proposed_answer_day(facts).isoformat()},
        effects_title=CLOCKS,
        effects=[clock_while_asked(term) for term in facts.terms if term.state == RUNNING],
    )

    def do(answers: Answers, version: int) -> None:
        ask(
            session, scope, facts.id, version=version, question=answers["vraag"],
            answer_by=date.fromisoformat(answers["antwoord_voor"]), actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)


def proposed_answer_day(facts: DeliveryFacts) -> date:
    """By the municipality's own term for it, else a week."""
    session, scope = desk_session(), tenant_scope()
    term = section_in_force(session, scope, TERMS).term(facts.kind_slug, COMPLETE)
    if term is None:
        return today() + timedelta(days=DAYS_FOR_ANSWER)
    start = now() if term.as_term.unit.value == "uren" else today()
    due = due_date(term.as_term, start, calendar=calendar_of(session, scope, today()))
    return max(due.due_on, today() + timedelta(days=1))


def clock_while_asked(term: RunningTerm) -> str:
    """What a question does to one clock."""
    until = format_long_date(term.due_on)
    if term.name == TAKE:
        return f"{term.label}: gehaald, want met uw vraag is de zaak opgepakt."
    if term.pauses:
        return (
            f"{term.label} (nu {until}): staat stil tot de aanbieder antwoordt of u de vraag "
            "intrekt. Daarna schuift de datum op met de tijd die hij stilstond."
        )
    return f"{term.label} ({until}): loopt gewoon door."


@blueprint.route("/zaken/<kenmerk>/vraag-intrekken", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def withdraw_question(kenmerk: str) -> WerkzeugResponse:
    """The question is not needed any more."""
    facts = the_delivery(kenmerk)
    question = facts.open_question
    page = ActPage(
        act="vraag_intrekken",
        title="Vraag om aanvulling intrekken",
        submit="Vraag intrekken",
        said="De vraag is ingetrokken. De termijnen lopen weer.",
        context=(DataItem(key="Uw vraag", value=question.question),) if question else (),
        effects_title=CLOCKS,
        effects=[
            f"{term.label}: loopt vanaf nu verder." for term in facts.terms if term.state == PAUSED
        ],
    )

    def do(answers: Answers, version: int) -> None:
        withdraw(desk_session(), tenant_scope(), facts.id, version=version, actor=desk().actor)

    return act_page(facts, page, do)


@blueprint.route("/zaken/<kenmerk>/notitie", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def write_note(kenmerk: str) -> WerkzeugResponse:
    """An internal remark."""
    facts = the_delivery(kenmerk)
    page = ActPage(
        act="notitie",
        title="Notitie schrijven",
        submit="Notitie bewaren",
        said="Uw notitie is bewaard.",
        fields=NOTE,
    )

    def do(answers: Answers, version: int) -> None:
        note(desk_session(), tenant_scope(), facts.id, body=answers["notitie"], actor=desk().actor)

    return act_page(facts, page, do)


@blueprint.route("/zaken/<kenmerk>/taken/<uuid:taak>", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def close_task(kenmerk: str, taak: UUID) -> WerkzeugResponse:
    """Record the consultation, which cannot be skipped (004-72)."""
    facts = the_delivery(kenmerk)
    task = next((task for task in facts.tasks if task.id == taak), None)
    if task is None:
        raise NotThere
    page = ActPage(
        act="taak_afronden",
        title=task.title,
        submit="Overleg vastleggen",
        said="Het overleg is vastgelegd.",
        fields=CONSULTATION,
        remarks=_of_task(task),
    )

    def do(answers: Answers, version: int) -> None:
        close(
            desk_session(), tenant_scope(), facts.id, task_id=taak, record=answers,
            actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)


def _of_task(task: TaskFacts) -> tuple[Remark, ...]:
    if task.closed_at is not None:
        return (
            Remark(
                title="Dit overleg is al vastgelegd",
                text=f"{task.closed_by_name} deed dat. Het verslag staat bij de zaak.",
                tone=Tone.WARNING,
            ),
        )
    return (
        Remark(
            title="Hebt u stukken nodig?",
            text="De aanbieder geeft ze als u erom vraagt (art. 3.4.2). Kies bij de zaak "
            "“Aanvulling vragen”.",
            tone=Tone.INFO,
        ),
    )


@blueprint.route("/zaken/<kenmerk>/opheffing", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def answer_lift(kenmerk: str) -> WerkzeugResponse:
    """Lift a stop, or let it stand."""
    facts = the_delivery(kenmerk)
    lift = facts.open_lift
    page = ActPage(
        act="opheffing_beantwoorden",
        title="Verzoek om opheffing beantwoorden",
        submit="Antwoord versturen",
        said="Uw antwoord is verstuurd.",
        fields=LIFTING,
        stored={"per": max(lift.wished_on, today()).isoformat()} if lift else {},
        context=(
            DataItem(key="Waarom de aanbieder dit vraagt", value=lift.reason),
            DataItem(key="Gewenst vanaf", value=format_date(lift.wished_on)),
        )
        if lift
        else (),
    )

    def do(answers: Answers, version: int) -> None:
        lifted = answers["antwoord"] == LIFT
        answer(
            desk_session(), tenant_scope(), facts.id, version=version,
            lifted_on=date.fromisoformat(answers["per"]) if lifted else None,
            reason="" if lifted else answers["motivering"], actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)
