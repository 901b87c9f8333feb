"""Moving a dossier to the newer version of its ladder: what changes, and why one does it."""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.ladder.difference import difference
from portal.domain.ladder.version import LadderVersion
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoiceField, Field, LongTextField
from portal.queries.ladders import published_by_id
from portal.services.dossiers import afterwards
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.chrome import Tone
from portal.web.dossiers.act_page import ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import Reading, doer, read_dossier

CODE = "code_"


@blueprint.route("/<nummer>/verplaatsen", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def move(nummer: str) -> WerkzeugResponse:
    """Show what changes for this dossier; a person decides, with a reason."""
    reading = read_dossier(nummer)
    newest = reading.row.newest_version_id
    is_newer = newest is not None and newest != reading.row.ladder_version_id
    target = (
        published_by_id(desk_session(), tenant_scope(), newest).ladder
        if newest is not None and is_newer
        else reading.state.ladder
    )
    homeless = _homeless(reading, target)
    page = ActPage(
        title="Naar de nieuwe versie van de ladder",
        submit="Dossier verplaatsen",
        said="Het dossier volgt nu de nieuwe versie.",
        lead=f"Van versie {reading.state.ladder.number} naar versie {target.number}."
        if is_newer
        else "",
        remarks=_remarks(reading, target) if is_newer else [],
        fields=(*_codes(reading, target, homeless), *REASON),
        blocked=[] if is_newer else ["Dit dossier volgt al de versie die nu geldt."],
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        assert newest is not None
        afterwards.move_to_version(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            ladder_version_id=newest, reason=answers["reden"],
            codes={code: answers[f"{CODE}{number}"] for number, code in enumerate(homeless)},
            doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


REASON: tuple[Field, ...] = (
    LongTextField(
        name="reden",
        label="Waarom verplaatst u dit dossier?",
        hint="Alleen mensen van uw eigen gemeente lezen dit.",
        missing="Schrijf op waarom het dossier een andere versie gaat volgen.",
        lines=4,
    ),
)


def _homeless(reading: Reading, target: LadderVersion) -> list[str]:
    """Codes of what was done that the new version does not know."""
    own = reading.state.contract.measures if reading.state.contract else ()
    kept = {measure.code for measure in own}
    rungs = [s.rung for s in reading.state.steps if target.rung(s.rung) is None]
    measures = [
        m.code
        for m in reading.state.measures
        if m.code not in kept and target.measure(m.code) is None
    ]
    return list(dict.fromkeys([*rungs, *measures]))


def _codes(reading: Reading, target: LadderVersion, homeless: list[str]) -> tuple[Field, ...]:
    return tuple(
        ChoiceField(
            name=f"{CODE}{number}",
            label=f"Hoe heet {code} in de nieuwe versie?",
            missing="Kies hoe dit nu heet.",
            choices=tuple(
                Choice(each.code, each.title)
                for each in (target.rungs if reading.state.ladder.rung(code) else target.measures)
            ),
        )
        for number, code in enumerate(homeless)
    )


def _remarks(reading: Reading, target: LadderVersion) -> list[Remark]:
    """What differs for this dossier: of what was done, and of what may still come."""
    done = tuple(
        [f"Trede {step.rung} (" for step in reading.state.steps]
        + [f"Maatregel {taken.code} (" for taken in reading.state.measures]
    )
    changes = difference(reading.state.ladder, target)
    found = []
    if target.change:
        found.append(Remark("Wat er in deze versie is veranderd", [target.change]))
    sentences = [change.sentence for change in changes]
    touched = [change.sentence for change in changes if change.subject.startswith(done)]
    if touched:
        found.append(Remark("Dit raakt wat in dit dossier al is gedaan", touched, Tone.WARNING))
    if sentences:
        found.append(Remark("Alle verschillen", sentences, Tone.NEUTRAL))
    return found
