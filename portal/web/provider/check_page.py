"""The last page of a form: everything that was filled in, and the button that submits it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, Severity, errors_in
from portal.domain.submissions.extra_questions import EXTRA
from portal.domain.submissions.fields import Field, FilesField
from portal.domain.submissions.kind import Step
from portal.queries.provider_drafts import Sent
from portal.queries.provider_texts import voices
from portal.web.access import desk_session, provider_scope
from portal.web.answers import told
from portal.web.binding import forget_kept
from portal.web.chrome import DataItem, Link, SummaryLine, Upload
from portal.web.pages import show
from portal.web.provider.filling import CHECK, Filling
from portal.web.provider.form_pages import BACK_TO, REVIEW
from portal.web.provider.places import Place, at
from portal.web.provider.presenters_form import (
    Alert,
    Said,
    and_words,
    crumbs_of,
    placeholder_values,
    progress,
    said,
)

DIGEST = "samenvatting"
LATE = "te_laat"
CHANGED = Alert(
    "Controleer opnieuw",
    (
        "Er is iets veranderd sinds u deze pagina opende, in een ander venster of door een collega.",
        "Er is nog niets ingediend. Hieronder staat wat er nu is ingevuld.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSection:
    """One page of the form, or the questions of one municipality."""

    id: str
    title: str
    items: tuple[DataItem, ...]
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    change: Link
    uploads: tuple[Upload, ...] | None = None


def check_page(filling: Filling, place: Place, send: Callable[[Filling], str]) -> WerkzeugResponse:
    """Shown, or confirmed: what is confirmed is what is submitted, or nothing is."""
    if request.method != "POST":
        return _show(filling, place)
    if filling.draft is None:
        raise NotThere
    if request.form.get(DIGEST) != filling.digest:
        desk_session().rollback()
        return _show(filling, place, alerts=[CHANGED], status=409)
    if errors_in(filling.findings):
        desk_session().rollback()
        return _show(filling, place, status=422)
    target = send(filling)
    forget_kept()
    return redirect(target, 303)


def again(sent: Sent) -> WerkzeugResponse:
    """The same confirmation once more leads to the same place; another one is refused."""
    if request.method == "POST" and request.form.get(DIGEST) == sent.digest:
        endpoint = "submission" if sent.is_completion else "receipt"
        return redirect(at(endpoint, kenmerk=sent.reference), 303)
    return sent_page(sent)


def sent_page(sent: Sent) -> WerkzeugResponse:
    """A form that was submitted cannot be filled in any more."""
    return show(
        "provider/al_ingediend.html",
        "Dit formulier is al ingediend",
        status=409 if request.method == "POST" else 200,
        crumbs=[Link("Overzicht", at("start"))],
        reference=sent.reference,
        changed=request.method == "POST",
        receipt=Link("Bekijk het ontvangstbewijs", at("receipt", kenmerk=sent.reference)),
        submission=Link("Volg de indiening", at("submission", kenmerk=sent.reference)),
    )


def _show(
    filling: Filling, place: Place, *, alerts: Sequence[Alert] = (), status: int = 200
) -> WerkzeugResponse:
    sections = _sections(filling, place)
    loose = [
        SummaryLine("", finding.sentence)
        for finding in errors_in(filling.findings)
        if filling.step_of(finding.path) is None
    ]
    errors = [
        SummaryLine(section.id, sentence) for section in sections for sentence in section.errors
    ]
    chosen = filling.kind.municipalities(filling.kind_answers)
    spoken, late = _texts(filling, chosen, complete=not (errors or loose))
    return show(
        "provider/controleren.html",
        "Controleer wat u hebt ingevuld",
        status=status,
        errors=[*loose, *errors],
        kicker=filling.kind.name,
        crumbs=crumbs_of(place),
        progress=progress(filling, place, CHECK),
        alerts=alerts,
        sections=sections,
        to=and_words([f"gemeente {filling.names.municipality(slug)}" for slug in chosen]),
        is_complete=not (errors or loose),
        next_text=filling.kind.next_for_provider,
        is_completion=bool(place.reference),
        texts=spoken,
        late_texts=late,
        action=place.step(CHECK),
        digest=filling.digest,
        later=Link("Later verder", at("drafts")),
    )


def _texts(
    filling: Filling, chosen: Sequence[str], *, complete: bool
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What the municipalities say before it is sent, and to a late notice."""
    found, values = voices(desk_session(), provider_scope(), chosen), placeholder_values(filling)
    spoken = said(found, "controle", filling.kind, values)
    is_late = complete and LATE in filling.kind.marks(filling.answers, filling.facts.received_on)
    return spoken, said(found, LATE, filling.kind, values) if is_late else ()


def _sections(filling: Filling, place: Place) -> tuple[CheckSection, ...]:
    return tuple(
        section
        for step in filling.steps
        for section in (
            _extra_sections(filling, place, step)
            if step.slug == EXTRA
            else (_section(filling, place, step, step.slug, step.title, step.fields),)
        )
    )


def _extra_sections(filling: Filling, place: Place, step: Step) -> tuple[CheckSection, ...]:
    return tuple(
        _section(
            filling,
            place,
            step,
            f"{EXTRA}-{own.tenant}",
            f"Vragen van gemeente {own.tenant_name}",
            own.on_page,
        )
        for own in filling.questions
    )


def _section(
    filling: Filling,
    place: Place,
    step: Step,
    section_id: str,
    title: str,
    fields: Sequence[Field],
) -> CheckSection:
    names = {field.name for field in fields}
    others = {field.name for field in step.fields} - names
    mine = [
        finding
        for finding in filling.findings_of(step)
        if finding.path.partition(".")[0] not in others
    ]
    query = {BACK_TO: CHECK} | ({REVIEW: "1"} if errors_in(mine) else {})
    change = Link("Wijzigen", place.step(step.slug, **query))
    has_files = any(isinstance(field, FilesField) for field in fields)
    return CheckSection(
        id=f"stap-{section_id}",
        title=title,
        items=told(fields, filling.on_page, filling.names, change=change),
        errors=tuple(dict.fromkeys(f.sentence for f in errors_in(mine))),
        warnings=tuple(dict.fromkeys(f.sentence for f in mine if f.severity is Severity.WARNING)),
        change=change,
        uploads=filling.uploads if has_files else None,
    )
