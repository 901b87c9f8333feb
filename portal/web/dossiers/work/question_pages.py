"""One page of questions of an act in preparation: shown, kept as it is typed, judged live."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import Finding, Stale
from portal.domain.ladder.preparing import product_codes
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Answers, ProductsField, check_answers, keep_asked
from portal.queries.dossier_openings import contract_products
from portal.services.dossiers.preparing import CONCEPT, save_page
from portal.services.drafts import Seen
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.answers import Names, told
from portal.web.binding import forget_kept, sent_form
from portal.web.chrome import DataItem, Link, SummaryLine
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import WorkReading, read_work
from portal.web.dossiers.work.hub import finished, pages_for, title
from portal.web.dossiers.work.needs import need_groups
from portal.web.dossiers.work.proposed import proposed, term_of
from portal.web.dossiers.work.questions import QuestionPage, page_named
from portal.web.fields import QuestionForm, answers, attach, build_form, from_pairs, raw_pairs
from portal.web.htmx import is_autosave
from portal.web.pages import say, show
from portal.web.sent import VERSION, WINDOW, sent_version, sent_window
from portal.web.state import state

ACTION, SAVE = "actie", "concept"


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/<blad>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def question_page(nummer: str, werk: UUID, blad: str) -> WerkzeugResponse:
    """One subject of the preparation; what is typed is kept, complete or not."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    page = page_named(pages_for(reading), blad)
    form_class, names = _form_class(reading, page)
    if request.method == "POST":
        return _take(reading, page, form_class, names)
    kept = sent_form()
    if kept is not None:
        return _show(reading, page, form_class(kept), names, seen=_seen(kept))
    stored = reading.work.form.get(page.slug)
    if stored and stored["typed"] is not None:
        form = form_class(from_pairs(stored["typed"]))
        attach(form, [])
    else:
        form = form_class(data=proposed(reading, page) | reading.work.answers)
    return _show(reading, page, form, names, seen=Seen(_version(reading, page), ""))


def _take(
    reading: WorkReading, page: QuestionPage, form_class: type[QuestionForm], names: Names
) -> WerkzeugResponse:
    """Keep what was typed; then go on, or say what cannot be read. What is refused is no answer."""
    typed, seen = MultiDict(request.form), _seen(request.form)
    form = form_class(typed)
    found = answers(form)
    unread = [q.problem for q in form if q.problem is not None]
    refused = _refused(page, found, names)
    bad = {finding.path.partition(".")[0] for finding in refused}
    good = {name: given for name, given in found.items() if name not in bad}
    try:
        version = save_page(
            desk_session(), tenant_scope(), reading.work.id,
            page=page.slug, names=page.names,
            typed=raw_pairs(typed, leave_out=(VERSION, WINDOW, ACTION)),
            answers=keep_asked(page.fields, good), seen=seen, actor=desk().actor,
        )  # fmt: skip
        desk_session().commit()
    except Stale as stale:
        desk_session().rollback()
        return _conflict(reading, page, form, names, stale)
    if is_autosave():
        return WerkzeugResponse(status=204)
    state().wake_up.ring()
    forget_kept()
    lines = attach(form, refused)
    if lines or unread:
        fresh = read_work(reading.dossier.row.number, reading.work.id)
        return _show(
            fresh, page, form, names, seen=Seen(version, seen.window), lines=lines, status=422
        )
    places = reading.dossier.places
    if request.form.get(ACTION) == SAVE:
        say("Opgeslagen.")
        return redirect(places.work(reading.work.id), 303)
    after = _after(pages_for(reading), page)
    if after:
        return redirect(places.work(reading.work.id, "question_page", blad=after), 303)
    return redirect(places.work(reading.work.id), 303)


def _after(pages: Sequence[QuestionPage], page: QuestionPage) -> str:
    """The page that follows; nobody is led past what is seldom filled in."""
    slugs = [each.slug for each in pages if each.slug == page.slug or not each.is_seldom]
    return next(iter(slugs[slugs.index(page.slug) + 1 :]), "")


def _refused(page: QuestionPage, found: Answers, names: Names) -> list[Finding]:
    """What cannot be an answer: too long, too much, or not in the list."""
    return [
        *check_answers([_loose(field) for field in page.fields], found),
        *(
            Finding(field.name, "Kies alleen producten van deze overeenkomst.")
            for field in page.fields
            if isinstance(field, ProductsField)
            and not names.products.keys() >= set(product_codes(found.get(field.name)))
        ),
    ]


def _loose(field: Any) -> Any:
    """The same question, for keeping: what is missing is said by the ladder's needs."""
    return type(field)(
        **{name: getattr(field, name) for name in field.__dataclass_fields__} | {"required": False}
    )


def _conflict(
    reading: WorkReading, page: QuestionPage, form: QuestionForm, names: Names, stale: Stale
) -> WerkzeugResponse:
    """Both versions: what stands there now, and what was typed, ready to be kept after all."""
    if is_autosave():
        return WerkzeugResponse(status=409)
    fresh = read_work(reading.dossier.row.number, reading.work.id)
    attach(form, [])
    seen = Seen(int(str(stale.current)), secrets.token_hex(8))
    theirs = told(page.fields, fresh.work.answers, names)
    return _show(fresh, page, form, names, seen=seen, theirs=theirs, status=409)


def _show(
    reading: WorkReading,
    page: QuestionPage,
    form: QuestionForm,
    names: Names,
    *,
    seen: Seen,
    lines: Sequence[SummaryLine] = (),
    status: int = 200,
    theirs: Sequence[DataItem] | None = None,
) -> WerkzeugResponse:
    places, pages = reading.dossier.places, pages_for(reading)
    hub = Link(f"{title(reading)} voorbereiden", places.work(reading.work.id))
    return show(
        "dossiers/blad.html",
        page.title,
        block="nodig",
        status=status,
        errors=lines,
        kicker=f"{reading.dossier.row.number}, {title(reading)}",
        lead=page.intro,
        crumbs=(*places.crumbs, hub),
        form=form,
        action=request.path,
        version=seen.version,
        window=seen.window or secrets.token_hex(8),
        needs=need_groups(reading, pages, may_work=True),
        theirs=theirs,
        term=term_of(reading, page),
        primary="Opslaan en verder" if _after(pages, page) else "Opslaan",
        cancel=Link("Terug naar het overzicht", places.work(reading.work.id)),
        preview=places.work(reading.work.id, "preview") if page.slug == "brief" else "",
        docx=places.work(reading.work.id, "letter_docx"),
        upload=places.work(reading.work.id, "letter_upload"),
    )


def _form_class(reading: WorkReading, page: QuestionPage) -> tuple[type[QuestionForm], Names]:
    place = desk().membership
    products: dict[str, str] = {}
    if any(isinstance(field, ProductsField) for field in page.fields):
        products = contract_products(
            desk_session(), tenant_scope(), reading.dossier.row.contract_id
        )
    made = build_form(
        page.fields,
        municipalities={place.place: place.place_name},
        products={place.place: products},
    )
    return made, Names(municipalities={place.place: place.place_name}, products=products)


def _version(reading: WorkReading, page: QuestionPage) -> int:
    stored = reading.work.form.get(page.slug)
    return int(stored["version"]) if stored else 0


def _seen(typed: MultiDict[str, str]) -> Seen:
    return Seen(sent_version(typed), sent_window(typed), is_autosave())
