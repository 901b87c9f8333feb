"""What follows a step: judged, reported, closed, opened again, handed over, moved, noted."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere
from portal.domain.ladder.acts import JudgeStep
from portal.domain.ladder.afterwards import judge_refusals
from portal.domain.ladder.asking import REPORT_FIELDS
from portal.domain.ladder.dossier import Outcome, TakenStep
from portal.domain.ladder.ending import open_exit_items
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.ladder.preparing import report_of
from portal.domain.ladder.walking import Choice, possible_acts
from portal.domain.policies import Permission, may
from portal.domain.submissions.fields import Choice as Option
from portal.domain.submissions.fields import ChoiceField, LongTextField
from portal.queries.staff import staff
from portal.services.dossiers import afterwards, noting, people, talks
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import DataItem, Tone
from portal.web.dossiers.act_page import ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import Reading, doer, read_dossier
from portal.web.state import today

Answers = Mapping[str, Any]
WHO_READS = "Alleen mensen van uw eigen gemeente lezen dit."


def taken_step(reading: Reading, number: int) -> TakenStep:
    """A step that was taken; raises NotThere."""
    found = next((s for s in reading.state.steps if s.number == number), None)
    if found is None:
        raise NotThere
    return found


@blueprint.route("/<nummer>/stappen/<int:stap>/oordeel", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def judge(nummer: str, stap: int) -> WerkzeugResponse:
    """Say what came of a step (002-08)."""
    reading = read_dossier(nummer)
    step = taken_step(reading, stap)
    rung = reading.state.ladder.rung(step.rung)
    early = judge_refusals(
        reading.state, JudgeStep(number=stap, outcome=Outcome.NIET_GEVOLGD, on=today(), by="")
    )
    page = ActPage(
        title=f"Beoordeel {reading.state.named(rung)}" if rung else "Beoordeel de stap",
        submit="Oordeel vastleggen",
        said="Uw oordeel is vastgelegd.",
        fields=(
            ChoiceField(
                name="uitkomst",
                label="Heeft de aanbieder de aanwijzingen gevolgd?",
                missing="Kies of de aanwijzingen genoeg zijn gevolgd.",
                choices=(
                    Option("gevolgd", "Ja, genoeg gevolgd"),
                    Option("niet_gevolgd", "Nee, niet of niet genoeg gevolgd"),
                ),
            ),
            LongTextField(
                name="toelichting",
                label="Waaruit blijkt dat?",
                hint=WHO_READS,
                missing="Schrijf op waaruit dat blijkt.",
                lines=5,
            ),
        ),
        remarks=[
            Remark("De termijn loopt nog", [each.sentence], Tone.WARNING)
            for each in early
            if each.code == "term_runs"
        ],
        blocked=[
            "Deze stap is al beoordeeld: "
            f"{step.outcome.label}{f' op {format_date(step.outcome_on)}' if step.outcome_on else ''}."
        ]
        if step.outcome is not Outcome.OPEN
        else [],
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.judge_step(
            desk_session(), tenant_scope(), reading.row.id, version=version, number=stap,
            outcome=Outcome(answers["uitkomst"]), note=answers["toelichting"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/stappen/<int:stap>/verslag", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def report_talk(nummer: str, stap: int) -> WerkzeugResponse:
    """The report of the talk, after it was held (001-21)."""
    reading = read_dossier(nummer)
    step = taken_step(reading, stap)
    row = reading.row
    work = next((w for w in reading.parts.works if w.number == stap), None)
    page = ActPage(
        title="Verslag van het gesprek",
        submit="Verslag vastleggen",
        said="Het verslag is vastgelegd.",
        fields=tuple(_required(field) for field in REPORT_FIELDS),
        stored=work.answers if work else {},
        context_title="Over de overeenkomst",
        context=(
            DataItem(key="Overeenkomst", value=row.contract_number),
            DataItem(key="Aanbieder", value=f"{row.provider_name}, AGB {row.provider_agb}"),
            DataItem(
                key="Looptijd",
                value=f"{format_date(row.contract_starts_on)} tot en met {format_date(row.contract_ends_on)}",
            ),
        ),
        remarks=[
            Remark(
                "Wat de aanbieder ziet",
                [
                    "De aanbieder ziet wie er waren en wat u hebt afgesproken, niet wat er is besproken."
                ],
            )
        ],
        blocked=[
            f"Het verslag van het gesprek van {format_date(step.report.held_on)} is al vastgelegd. "
            "Vul het aan met een notitie."
        ]
        if step.report
        else [],
    )

    def do(answers: Answers, version: int) -> None:
        report = report_of(answers)
        assert report is not None, "the form asks all that a report holds"
        talks.report_talk(
            desk_session(), tenant_scope(), row.id, version=version, number=stap, report=report,
            doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


def _required(question: Any) -> Any:
    """On a page of its own the report asks what it must hold."""
    optional = question.name in ("verslag_niveau", "verslag_afspraken")
    return type(question)(
        **{name: getattr(question, name) for name in question.__dataclass_fields__}
        | {"required": not optional}
    )


@blueprint.route("/<nummer>/sluiten", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def close(nummer: str) -> WerkzeugResponse:
    """Close with a result."""
    reading = read_dossier(nummer)
    option = next(
        (o for o in possible_acts(reading.state, today()).possible if o.choice is Choice.SLUITEN),
        None,
    )
    left = [n.sentence for n in option.needs if not n.met and not n.path] if option else []
    page = ActPage(
        title="Dossier sluiten",
        submit="Dossier sluiten",
        said="Het dossier is gesloten. Alle termijnen zijn gestopt.",
        fields=(
            LongTextField(
                name="resultaat",
                label="Met welk resultaat sluit u het dossier?",
                hint="Is het dossier gedeeld, dan ziet de aanbieder dit resultaat.",
                missing="Schrijf op met welk resultaat u het dossier sluit.",
            ),
        ),
        blocked=left if option else ["Dit dossier is al gesloten."],
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.close_dossier(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            result=answers["resultaat"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/heropenen", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def reopen(nummer: str) -> WerkzeugResponse:
    """Open a closed dossier again."""
    reading = read_dossier(nummer)
    page = ActPage(
        title="Dossier heropenen",
        submit="Dossier heropenen",
        said="Het dossier is weer open.",
        fields=(
            LongTextField(
                name="reden",
                label="Waarom heropent u het dossier?",
                hint="Is het dossier gedeeld, dan ziet de aanbieder deze reden.",
                missing="Schrijf op waarom u het dossier heropent.",
                lines=4,
            ),
        ),
        blocked=[] if reading.row.is_closed else ["Dit dossier is niet gesloten."],
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.reopen_dossier(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            reason=answers["reden"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/notitie", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def write_note(nummer: str) -> WerkzeugResponse:
    """An internal remark."""
    reading = read_dossier(nummer)
    page = ActPage(
        title="Notitie schrijven",
        submit="Notitie bewaren",
        said="Uw notitie is bewaard.",
        fields=(
            LongTextField(
                name="notitie",
                label="Notitie",
                hint=f"{WHO_READS} De aanbieder ziet dit nooit.",
                missing="Schrijf een notitie.",
            ),
        ),
    )

    def do(answers: Answers, version: int) -> None:
        noting.write_note(
            desk_session(), tenant_scope(), reading.row.id, body=answers["notitie"],
            actor=desk().actor,
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/overdragen", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def hand_over(nummer: str) -> WerkzeugResponse:
    """Give the dossier to a colleague."""
    reading = read_dossier(nummer)
    colleagues = [
        person
        for person in staff(desk_session(), tenant_scope(), today())
        if may(person.roles, Permission.WORK_ON_DOSSIERS)
        and person.account_id != reading.row.owner_id
    ]
    page = ActPage(
        title="Dossier overdragen",
        submit="Overdragen",
        said="Het dossier is overgedragen.",
        fields=(
            ChoiceField(
                name="aan",
                label="Aan wie draagt u het dossier over?",
                missing="Kies een collega.",
                choices=tuple(Option(str(p.account_id), p.name) for p in colleagues),
            ),
            LongTextField(
                name="reden",
                label="Waarom?",
                hint=WHO_READS,
                missing="Schrijf op waarom u het dossier overdraagt.",
                lines=3,
            ),
        ),
        blocked=[]
        if colleagues
        else ["Er is geen andere contractmanager bij uw gemeente. Vraag de functioneel beheerder."],
    )

    def do(answers: Answers, version: int) -> None:
        people.hand_over(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            to=UUID(answers["aan"]), reason=answers["reden"], actor=desk().actor,
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/taken/<taak>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def finish_task(nummer: str, taak: str) -> WerkzeugResponse:
    """Record that a task of the contract was done (004-95, 004-96, 004-101)."""
    reading = read_dossier(nummer)
    tasks = {
        task.code: (task.name, "", task.ground.in_words()) for task in fraud_tasks(reading.state)
    }
    tasks |= {
        item.code: (item.name, item.explanation, item.article)
        for item in open_exit_items(reading.state)
    }
    if taak not in tasks:
        raise NotThere
    name, explanation, place = tasks[taak]
    page = ActPage(
        title=name,
        submit="Vastleggen dat dit is gedaan",
        said="De taak is gedaan.",
        lead=explanation,
        context=(DataItem(key="Waarom dit moet", value=place),),
        context_title="Waar het staat",
        fields=(
            LongTextField(
                name="toelichting",
                label="Wat hebt u gedaan, en wanneer?",
                hint=f"Noem een kenmerk als dat er is, en geen namen van cliënten. {WHO_READS}",
                missing="Schrijf op wat u hebt gedaan.",
                lines=4,
            ),
        ),
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.finish_task(
            desk_session(), tenant_scope(), reading.row.id, version=version, code=taak,
            note=answers["toelichting"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/acties/<actie>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def meet_milestone(nummer: str, actie: str) -> WerkzeugResponse:
    """An action of the plan was done, and somebody saw the evidence (004-64)."""
    reading = read_dossier(nummer)
    found = next((m for m in reading.state.milestones if m.code == actie), None)
    if found is None:
        raise NotThere
    page = ActPage(
        title=found.name,
        submit="Vastleggen dat dit klaar is",
        said="De actie is klaar.",
        lead=f"Uiterlijk {format_date(found.due_on)}.",
        context_title="Wat de aanbieder erover stuurde",
        context=tuple(
            DataItem(key=format_date(local_date(reply.received_at)), value=reply.body)
            for reply in reading.parts.replies
            if reply.milestone == actie
        ),
        fields=(
            LongTextField(
                name="toelichting",
                label="Waaruit blijkt dat de actie klaar is?",
                hint="De aanbieder ziet dit.",
                missing="Schrijf op waaruit dat blijkt.",
                lines=4,
            ),
        ),
        blocked=[f"Deze actie is al klaar, sinds {format_date(found.met_on)}."]
        if found.met_on
        else [],
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.meet_milestone(
            desk_session(), tenant_scope(), reading.row.id, version=version, code=actie,
            note=answers["toelichting"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)
