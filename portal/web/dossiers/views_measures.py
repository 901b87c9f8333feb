"""What follows a measure: lifting it, an aanmaning, and the register of exclusions."""

from datetime import date

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import NotThere
from portal.domain.ladder.acts import EndMeasure, RecordNotice
from portal.domain.ladder.afterwards import end_refusals, notice_refusals
from portal.domain.ladder.dossier import TakenMeasure
from portal.domain.ladder.immediate import stops_at_once
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Answers,
    Choice,
    ChoiceField,
    DateField,
    LongTextField,
    ShownIf,
    YesNoField,
)
from portal.queries.registers import exclusions as read_exclusions
from portal.services.dossiers import afterwards, demanding
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.chrome import Column, Link
from portal.web.dossiers.act_page import ActPage, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.places import Places, to_list
from portal.web.dossiers.reading import Reading, doer, read_dossier
from portal.web.pages import show
from portal.web.state import state as portal_state
from portal.web.state import today


def taken_measure(reading: Reading, number: int) -> TakenMeasure:
    """A measure that was imposed; raises NotThere."""
    found = next((m for m in reading.state.measures if m.number == number), None)
    if found is None:
        raise NotThere
    return found


def _lifted_name(reading: Reading, number: int) -> str:
    """What is lifted: a measure, or a cliëntenstop outside the ladder; raises NotThere."""
    if any(act.number == number for act in stops_at_once(reading.state)):
        return "cliëntenstop per direct"
    taken = taken_measure(reading, number)
    measure = reading.state.measure(taken.code)
    return measure.name if measure else taken.code


@blueprint.route("/<nummer>/maatregelen/<int:maatregel>/einde", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def end_measure(nummer: str, maatregel: int) -> WerkzeugResponse:
    """Lift a measure, because it helped or because it did not."""
    reading = read_dossier(nummer)
    act = EndMeasure(number=maatregel, on=today(), by="", reason="-")
    page = ActPage(
        title=f"Maatregel opheffen: {_lifted_name(reading, maatregel)}",
        submit="Maatregel opheffen",
        said="De maatregel is opgeheven. De aanbieder ziet dat.",
        fields=(
            DateField(
                name="per",
                label="Tot en met welke dag geldt de maatregel nog?",
                missing="Vul de laatste dag van de maatregel in.",
            ),
            YesNoField(
                name="geholpen",
                label="Heeft de maatregel geholpen?",
                hint="Bij nee kan een zwaardere maatregel volgen.",
                missing="Kies of de maatregel heeft geholpen.",
            ),
            LongTextField(
                name="reden",
                label="Waarom heft u de maatregel op?",
                hint="De aanbieder ziet dit.",
                missing="Schrijf op waarom u de maatregel opheft.",
                lines=4,
            ),
        ),
        stored={"per": today().isoformat()},
        blocked=[refusal.sentence for refusal in end_refusals(reading.state, act)],
    )

    def do(answers: Answers, version: int) -> None:
        afterwards.end_measure(
            desk_session(), tenant_scope(), reading.row.id, version=version, number=maatregel,
            on=date.fromisoformat(answers["per"]), reason=answers["reden"],
            in_vain=not answers["geholpen"], doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.route("/<nummer>/maatregelen/<int:maatregel>/aanmaning", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def record_notice(nummer: str, maatregel: int) -> WerkzeugResponse:
    """The aanmaning that makes a discount due (004-66)."""
    reading = read_dossier(nummer)
    taken = taken_measure(reading, maatregel)
    measure = reading.state.measure(taken.code)
    act = RecordNotice(number=maatregel, on=today(), by="")
    page = ActPage(
        title=f"Aanmanen: {measure.name if measure else taken.code}",
        submit="Aanmaning vastleggen",
        said="De aanmaning is vastgelegd. Het bedrag is nu opeisbaar.",
        lead="De korting is pas opeisbaar als u de aanbieder hebt aangemaand (artikel 1.32).",
        fields=(
            ChoiceField(
                name="weg",
                label="Hoe maant u de aanbieder aan?",
                missing="Kies hoe u de aanbieder aanmaant.",
                choices=(
                    Choice("portaal", "Met een brief die nu via het portaal uitgaat"),
                    Choice("elders", "Dat is al gebeurd, buiten het portaal"),
                ),
            ),
            LongTextField(
                name="brief",
                label="Tekst van de aanmaning",
                hint="De vaste tekst van uw gemeente komt er vanzelf omheen.",
                missing="Schrijf de tekst van de aanmaning.",
                shown_if=ShownIf("weg", ("portaal",)),
            ),
            LongTextField(
                name="hoe",
                label="Hoe en wanneer is dat gebeurd?",
                hint="Bijvoorbeeld: aangetekende brief van 3 mei. De aanbieder ziet dit.",
                missing="Schrijf op hoe en wanneer u hebt aangemaand.",
                lines=3,
                shown_if=ShownIf("weg", ("elders",)),
            ),
        ),
        blocked=[refusal.sentence for refusal in notice_refusals(reading.state, act)],
    )

    def do(answers: Answers, version: int) -> None:
        if answers["weg"] == "elders":
            demanding.record_notice(
                desk_session(), tenant_scope(), reading.row.id, version=version, number=maatregel,
                how=answers["hoe"], doer=doer(),
            )  # fmt: skip
            return
        demanding.send_notice(
            desk_session(), tenant_scope(), reading.row.id, version=version, number=maatregel,
            body=answers["brief"], doer=doer(), tools=portal_state().tools,
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.get("/uitsluitingen")
@requires(Permission.SEE_DOSSIERS)
def exclusions() -> WerkzeugResponse:
    """Who gets no new contract, and until when (004-53)."""
    rows = read_exclusions(desk_session(), tenant_scope())
    columns = tuple(
        Column(label=label) for label in ("Aanbieder", "Vanaf", "Tot en met", "Reden", "Dossier")
    )
    return show(
        "dossiers/uitsluitingen.html",
        "Uitsluitingen",
        lead="Met deze aanbieders sluit uw gemeente een tijd geen nieuwe overeenkomst.",
        crumbs=(to_list(),),
        columns=columns,
        rows=[
            (
                row.provider_name,
                format_date(row.from_on),
                format_date(row.until_on),
                row.reason,
                Link(row.number, Places(row.number).page) if row.number else None,
                row.until_on >= today(),
            )
            for row in rows
        ],
    )
