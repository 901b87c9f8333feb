"""What is ticked off along the way: tasks of an ending or of fraud, and actions of a plan."""

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere
from portal.domain.ladder.ending import open_exit_items
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Answers, LongTextField
from portal.services.dossiers import afterwards
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.chrome import DataItem
from portal.web.dossiers.act_page import WHO_READS, ActPage, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import doer, read_dossier


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
