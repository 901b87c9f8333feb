"""The pages of a form: shown, saved, judged. The same for a new submission and a completion."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from uuid import UUID

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.uploads import Accepted, take_in
from portal.domain.errors import Finding, RuleBroken, Severity, Stale, errors_in
from portal.domain.submissions.extra_questions import EXTRA
from portal.domain.submissions.fields import FilesField
from portal.domain.submissions.kind import Step
from portal.queries.provider_drafts import draft_files
from portal.queries.provider_texts import voices
from portal.services import drafts
from portal.services.drafts import Seen
from portal.web.access import desk_session, provider_scope
from portal.web.answers import told
from portal.web.binding import forget_kept, sent_form
from portal.web.chrome import DataItem, Link, SummaryLine, Tone
from portal.web.fields import (
    QuestionForm,
    attach,
    change_rows,
    replace_pairs,
    wants_row_change,
)
from portal.web.htmx import is_autosave
from portal.web.pages import say, show
from portal.web.provider.filling import CHECK, Filling
from portal.web.provider.places import Place, at
from portal.web.provider.presenters_form import (
    Alert,
    Said,
    crumbs_of,
    placeholder_values,
    progress,
    question_groups,
    said,
    warnings_after,
)
from portal.web.sent import sent_version, sent_window
from portal.web.state import state

ACTION, SAVE, REMOVE = "actie", "concept", "bestand-weghalen"
REVIEW, BACK_TO, AFTER = "nakijken", "terug", "na"


def step_page(filling: Filling, place: Place, slug: str) -> WerkzeugResponse:
    """One page of a form: shown, or saved and judged."""
    step = filling.step(slug)
    if request.method == "POST":
        return _take(filling, place, step)
    kept = sent_form()
    if kept is None:
        form = filling.form(step)
        if REVIEW in request.args:
            lines = attach(form, filling.findings_of(step))
            return _show(filling, place, step, form, lines=lines)
        attach_warnings(form, filling, step)
        return _show(filling, place, step, form)
    return _show(filling, place, step, filling.form_class(step)(kept), seen=_seen(kept))


def attach_warnings(form: QuestionForm, filling: Filling, step: Step) -> None:
    """What is worth a remark stays in sight when the page is opened again."""
    for finding in filling.findings_of(step):
        name = finding.path.partition(".")[0]
        if finding.severity is Severity.WARNING and name in form:
            form[name].warnings.append(finding.sentence)


def _take(filling: Filling, place: Place, step: Step) -> WerkzeugResponse:
    """Keep what was typed, whatever it is; then see what comes next."""
    typed, seen = MultiDict(request.form), _seen(request.form)
    if wants_row_change(typed):
        typed = change_rows(typed, step.fields, new_id=secrets.token_hex(4))
    pairs = replace_pairs([], typed, step.fields)
    filled = filling.with_typed(step, pairs)
    try:
        version, refused = _save(filled, step, pairs, seen)
    except Stale as stale:
        return _conflict(filling, filled, place, step, stale)
    except RuleBroken as error:
        return _refused(filled, place, step, seen, error)
    if is_autosave():
        return WerkzeugResponse(status=204)
    seen = replace(seen, version=version)
    if any(isinstance(field, FilesField) for field in step.fields):
        files = draft_files(desk_session(), provider_scope(), filling.key)
        filled = replace(filled, files=files)
    if wants_row_change(request.form):
        form = filled.form_class(step)(typed)
        return _show(filled, place, step, form, seen=seen)
    forget_kept()
    if request.form.get(ACTION) == SAVE or REMOVE in request.form:
        return _stay(place, step, refused)
    return _go_on(filled, place, step, seen, refused)


def _save(
    filled: Filling, step: Step, pairs: list[list[str]], seen: Seen
) -> tuple[int, list[Finding]]:
    """One transaction: the page, the files that came along, the file that goes."""
    session, scope = desk_session(), provider_scope()
    version = drafts.save_step(
        session,
        scope,
        key=filled.key,
        kind=filled.kind.slug,
        step=step.slug,
        typed=pairs,
        title=filled.title,
        seen=seen,
        completes_id=filled.completes_id,
        dossier_id=filled.dossier_id,
    )
    if any(isinstance(field, FilesField) for field in step.fields):
        filled = replace(filled, files=draft_files(session, scope, filled.key))
    gone = _detach(filled)
    storage = state().tools.storage
    with ExitStack() as undo:
        accepted, refused = _take_in_files(filled, step, undo)
        for file in accepted:
            drafts.attach(session, scope, key=filled.key, values=file.as_values())
        # From here on they may be needed: a commit whose answer got lost may have been done.
        undo.pop_all()
        session.commit()
    for storage_key in gone:
        storage.remove(storage_key)
    return version, refused


def _detach(filled: Filling) -> list[str]:
    given = request.form.get(REMOVE)
    if given is None:
        return []
    known = {str(file.id) for file in filled.files}
    if given not in known:
        return []  # pressed twice, or gone in another window
    return [drafts.detach(desk_session(), provider_scope(), key=filled.key, file_id=UUID(given))]


def _take_in_files(
    filled: Filling, step: Step, undo: ExitStack
) -> tuple[list[Accepted], list[Finding]]:
    """The files that came along, judged one by one: a refused one does not keep the others out."""
    storage, limit = state().tools.storage, state().settings.max_upload_bytes
    accepted: list[Accepted] = []
    refused: list[Finding] = []
    known = {(file.name, file.sha256) for file in filled.files}
    for field in step.fields:
        if not isinstance(field, FilesField):
            continue
        for sent in request.files.getlist(field.name):
            if not sent.filename:
                continue
            if len(filled.files) + len(accepted) >= field.max_files:
                refused.append(
                    Finding(
                        field.name,
                        f"U kunt hoogstens {field.max_files} bestanden meesturen. Haal er een weg, of "
                        "voeg bestanden samen.",
                    )
                )
                break
            try:
                file = take_in(storage, sent.stream, name=sent.filename, max_bytes=limit)
            except RuleBroken as error:
                refused.append(Finding(field.name, error.sentence))
                continue
            undo.callback(storage.remove, file.storage_key)
            if (file.file_name, file.sha256) in known:
                storage.remove(file.storage_key)  # sent again by the back button
                continue
            known.add((file.file_name, file.sha256))
            accepted.append(file)
    return accepted, refused


def _stay(place: Place, step: Step, refused: Sequence[Finding]) -> WerkzeugResponse:
    """The page again, with word of what was done."""
    for finding in refused[:3]:
        say(finding.sentence, Tone.WARNING)
    if REMOVE in request.form:
        say("Het bestand is weggehaald.")
    else:
        say("Uw concept is opgeslagen. U vindt het terug bij Concepten.")
    return redirect(place.step(step.slug), 303)


def _go_on(
    filled: Filling, place: Place, step: Step, seen: Seen, refused: list[Finding]
) -> WerkzeugResponse:
    """The next page, or this one with what has to change."""
    form = filled.form(step)
    lines = attach(form, [*refused, *filled.findings_of(step)])
    if lines:
        return _show(filled, place, step, form, seen=seen, lines=lines, status=422)
    next_slug = CHECK if request.args.get(BACK_TO) == CHECK else filled.after(step)
    remarks = len(errors_in(filled.findings_of(step))) < len(filled.findings_of(step))
    query = {AFTER: step.slug} if remarks and next_slug != CHECK else {}
    return redirect(place.step(next_slug, **query), 303)


def _conflict(
    filling: Filling, filled: Filling, place: Place, step: Step, stale: Stale
) -> WerkzeugResponse:
    """Both versions: what stands there now, and what was typed, ready to be kept after all."""
    if is_autosave():
        return WerkzeugResponse(status=409)
    desk_session().rollback()
    assert isinstance(stale.current, tuple)
    version, pairs = stale.current
    theirs = filling.with_typed(step, pairs)
    form = filled.form(step)
    return _show(
        filled,
        place,
        step,
        form,
        seen=Seen(version, secrets.token_hex(8)),
        status=409,
        alerts=[Alert("Deze pagina is ondertussen gewijzigd", (stale.sentence,), Tone.WARNING)],
        theirs=told(theirs.step(step.slug).fields, theirs.answers_of(step), filling.names),
    )


def _refused(
    filled: Filling, place: Place, step: Step, seen: Seen, error: RuleBroken
) -> WerkzeugResponse:
    """It could not be kept: what was typed stays on the page."""
    desk_session().rollback()
    if is_autosave() or error.code == "already_submitted":
        raise error
    return _show(
        filled,
        place,
        step,
        filled.form(step),
        seen=seen,
        lines=[SummaryLine("", error.sentence)],
        status=422,
    )


def _seen(typed: MultiDict[str, str]) -> Seen:
    """What the page was filled in on; a page that does not tell saw nothing."""
    return Seen(sent_version(typed), sent_window(typed), is_autosave())


def _show(
    filling: Filling,
    place: Place,
    step: Step,
    form: QuestionForm,
    *,
    seen: Seen | None = None,
    lines: Sequence[SummaryLine] = (),
    status: int = 200,
    alerts: Sequence[Alert] = (),
    theirs: Sequence[DataItem] | None = None,
) -> WerkzeugResponse:
    """The page around the form."""
    number = [each.slug for each in filling.steps].index(step.slug) + 1
    back = {BACK_TO: CHECK} if request.args.get(BACK_TO) == CHECK else {}
    return show(
        "provider/stap.html",
        step.title,
        status=status,
        errors=lines,
        kicker=f"{filling.kind.name}, stap {number} van {len(filling.steps) + 1}",
        lead=step.intro,
        crumbs=crumbs_of(place),
        progress=progress(filling, place, step.slug),
        alerts=[*alerts, *warnings_after(filling, place, request.args.get(AFTER, ""))],
        texts=_introduction(filling) if number == 1 and not place.reference else (),
        theirs=theirs,
        groups=question_groups(filling, form) if step.slug == EXTRA else None,
        form=form,
        has_files=any(isinstance(field, FilesField) for field in step.fields),
        action=place.step(step.slug, **back),
        reload_href=place.step(step.slug),
        version=seen.version if seen else filling.version(step),
        window=seen.window if seen else secrets.token_hex(8),
        primary="Opslaan en terug naar controleren" if back else "Volgende",
        cancel=Link("Annuleren", crumbs_of(place)[-1].href if place.dossier else at("start")),
    )


def _introduction(filling: Filling) -> tuple[Said, ...]:
    """What the chosen municipalities want to say first; before a choice all of them."""
    chosen = filling.kind.municipalities(filling.kind_answers) or tuple(
        filling.facts.municipalities
    )
    found = voices(desk_session(), provider_scope(), chosen)
    return said(found, "inleiding", filling.kind, placeholder_values(filling))
