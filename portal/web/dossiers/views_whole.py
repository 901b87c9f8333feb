"""The dossier as a whole: closed, opened again, noted in, handed over."""

from uuid import UUID

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.ladder.walking import Choice, possible_acts
from portal.domain.policies import Permission, may
from portal.domain.submissions.fields import Answers, ChoiceField, LongTextField
from portal.domain.submissions.fields import Choice as Option
from portal.queries.staff import staff
from portal.services.dossiers import afterwards, noting, people
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.dossiers.act_page import WHO_READS, ActPage, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import doer, read_dossier
from portal.web.state import today


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
