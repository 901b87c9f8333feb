"""What follows a step: judged, and a talk reported."""

from typing import Any

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import NotThere
from portal.domain.ladder.acts import JudgeStep
from portal.domain.ladder.afterwards import judge_refusals
from portal.domain.ladder.asking import REPORT_FIELDS
from portal.domain.ladder.dossier import Outcome, TakenStep
from portal.domain.ladder.preparing import report_of
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Answers, ChoiceField, LongTextField
from portal.domain.submissions.fields import Choice as Option
from portal.services.dossiers import afterwards, talks
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.chrome import DataItem, Tone
from portal.web.dossiers.act_page import WHO_READS, ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import Reading, doer, read_dossier
from portal.web.state import today


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
    refused = judge_refusals(
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
            for each in refused
            if each.code == "term_runs"
        ],
        blocked=[each.sentence for each in refused if each.code == "judged"],
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
