"""What an act needs beside words: evidence, a mandate, and who has to know."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.uploads import ACCEPT, Accepted, take_in
from portal.domain.calendar import format_date
from portal.domain.errors import Finding, RuleBroken
from portal.domain.ladder.dossier import FactKind
from portal.domain.ladder.signing import mandate_subjects
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.words import capital
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    Field,
    FilesField,
    LongTextField,
)
from portal.queries.mandates import MandateLine, mandates
from portal.services.dossiers.establishing import add_evidence as add
from portal.services.dossiers.establishing import inform, use_mandate
from portal.services.dossiers.preparing import CONCEPT, act_for
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.binding import Bound, bind, forget_kept
from portal.web.chrome import DataItem, Link, Tone
from portal.web.dossiers.act_page import ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.presenters_page import evidence_of
from portal.web.dossiers.reading import Reading, doer, municipality, read_dossier, read_work
from portal.web.dossiers.work.hub import finished, title
from portal.web.fields import attach
from portal.web.pages import say, show
from portal.web.state import state, today

FILES = "bestanden"
MOST_FILES = 10
EVIDENCE: tuple[Field, ...] = (
    LongTextField(
        name="omschrijving",
        label="Wat is het bewijs?",
        hint="Bijvoorbeeld een rapport, een steekproef of een verslag, met de datum. Noem geen namen "
        "van cliënten. Alleen mensen van uw eigen gemeente zien dit.",
        required=False,
        lines=4,
    ),
    FilesField(name=FILES, label="Bestanden", required=False, max_files=MOST_FILES),
)


@blueprint.route("/<nummer>/bewijs", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def add_evidence(nummer: str) -> WerkzeugResponse:
    """Evidence for the dossier as a whole."""
    reading = read_dossier(nummer)
    return _evidence(reading, about="", back=Link("Annuleren", reading.places.page))


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/bewijs", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def work_evidence(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Evidence for the act that is being prepared."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    back = Link(f"{title(reading)} voorbereiden", reading.dossier.places.work(werk))
    return _evidence(reading.dossier, about=reading.work.code, back=back)


def _evidence(reading: Reading, *, about: str, back: Link) -> WerkzeugResponse:
    bound = bind(EVIDENCE, accept=ACCEPT)
    if request.method == "POST" and bound.is_good:
        added = _add(reading, bound, about)
        if added:
            return redirect(back.href, 303)
    crumbs = reading.places.crumbs if back.href == reading.places.page else (
        *reading.places.crumbs, back,
    )  # fmt: skip
    return show(
        "dossiers/bewijs.html",
        "Bewijs toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        kicker=reading.row.number,
        crumbs=crumbs,
        evidence=evidence_of(reading.state, reading.parts, reading.places, about=about or None),
        form=bound.form,
        action=request.path,
        cancel=Link("Annuleren", back.href),
    )


def _add(reading: Reading, bound: Bound, about: str) -> bool:
    """Keep what came; a refused file does not keep the others out."""
    with ExitStack() as undo:
        accepted, refused = _files(undo)
        text = str(bound.answers.get("omschrijving") or "").strip()
        text = text or ", ".join(file.file_name for file in accepted)
        if not text:
            missing = Finding("omschrijving", "Schrijf op wat het bewijs is, of kies een bestand.")
            bound.lines = attach(bound.form, [missing, *refused])
            return False
        if refused and not accepted:
            bound.lines = attach(bound.form, refused)
            return False
        add(
            desk_session(), tenant_scope(), reading.row.id, about=about, text=text,
            files=[file.as_values() for file in accepted], doer=doer(),
        )  # fmt: skip
        # From here on they may be needed: a commit whose answer got lost may have been done.
        undo.pop_all()
        desk_session().commit()
    state().wake_up.ring()
    forget_kept()
    say("Het bewijs is toegevoegd.")
    for finding in refused[:3]:
        say(finding.sentence, Tone.WARNING)
    return True


def _files(undo: ExitStack) -> tuple[list[Accepted], list[Finding]]:
    storage, limit = state().tools.storage, state().settings.max_upload_bytes
    accepted: list[Accepted] = []
    refused: list[Finding] = []
    for sent in request.files.getlist(FILES):
        if not sent.filename:
            continue
        if len(accepted) >= MOST_FILES:
            refused.append(Finding(FILES, f"Kies hoogstens {MOST_FILES} bestanden tegelijk."))
            break
        try:
            file = take_in(storage, sent.stream, name=sent.filename, max_bytes=limit)
        except RuleBroken as error:
            refused.append(Finding(FILES, error.sentence))
            continue
        undo.callback(storage.remove, file.storage_key)
        accepted.append(file)
    return accepted, refused


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/mandaat", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def work_mandate(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Lean on a mandate of the register that holds today (001-19, 004-119)."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    who = doer()
    act = act_for(reading.dossier.looked, reading.work, who, municipality=municipality())
    found = mandates(
        desk_session(), tenant_scope(), on=today(), account_id=who.actor.account_id,
        subjects=mandate_subjects(act, reading.dossier.state),
    )  # fmt: skip
    recorded = reading.dossier.state.facts_about(reading.work.code, FactKind.MANDAAT, today())
    page = ActPage(
        title="Op welk mandaat doet u dit?",
        submit="Mandaat vastleggen",
        said="Het mandaat is vastgelegd.",
        lead=title(reading),
        back=reading.dossier.places.work(werk),
        remarks=[Remark("Al vastgelegd", [fact.text for fact in recorded], Tone.OK)]
        if recorded
        else [],
        fields=(
            ChoiceField(
                name="mandaat",
                label="Mandaat",
                hint="Deze mandaten staan op uw naam, gelden vandaag en gaan over wat u nu doet.",
                missing="Kies een mandaat.",
                choices=tuple(Choice(str(line.id), *_told(line)) for line in found),
            ),
        ),
        blocked=[]
        if found
        else [
            "Er staat vandaag geen mandaat op uw naam voor wat u nu doet. Vraag de functioneel "
            "beheerder om het in het mandaatregister te zetten, of laat een collega met mandaat dit doen."
        ],
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        use_mandate(
            desk_session(), tenant_scope(), werk, mandate_id=UUID(answers["mandaat"]), doer=doer()
        )

    return act_page(reading.dossier, page, do)


def _told(line: MandateLine) -> tuple[str, str]:
    until = f" tot en met {format_date(line.until_on)}" if line.until_on else ""
    return (
        f"{line.document}: {line.subject_words}",
        f"{line.account_name}, vanaf {format_date(line.from_on)}{until}",
    )


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/inlichten", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def work_inform(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Note that somebody was told, such as the wethouder (001-02)."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    roles = [
        Role(need.code.removeprefix("inform:"))
        for need in reading.needs
        if need.code.startswith("inform:")
    ]
    page = ActPage(
        title="Vastleggen wie is ingelicht",
        submit="Vastleggen",
        said="Vastgelegd.",
        lead=title(reading),
        back=reading.dossier.places.work(werk),
        context_title="Wat de ladder zegt",
        context=tuple(
            DataItem(key=need.label, value=need.source.place)
            for need in reading.needs
            if need.code.startswith("inform:")
        ),
        fields=(
            ChoiceField(
                name="wie",
                label="Wie hebt u ingelicht?",
                missing="Kies wie u hebt ingelicht.",
                choices=tuple(Choice(role.value, capital(role.label)) for role in roles),
            ),
            LongTextField(
                name="hoe",
                label="Hoe en wanneer?",
                hint="Bijvoorbeeld: in het portefeuillehoudersoverleg van 3 mei.",
                missing="Schrijf op hoe en wanneer.",
                lines=3,
            ),
        ),
        blocked=[] if roles else ["De ladder noemt hier niemand om in te lichten."],
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        inform(
            desk_session(), tenant_scope(), reading.dossier.row.id, about=reading.work.code,
            role=Role(answers["wie"]), how=answers["hoe"], doer=doer(),
        )  # fmt: skip

    return act_page(reading.dossier, page, do)
