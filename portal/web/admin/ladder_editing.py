"""Changing a draft: every field of every part, a subject a page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.ladder.difference import difference
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Field,
)
from portal.queries.ladders import draft_state
from portal.services.ladders import save_draft
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import blueprint
from portal.web.admin.from_ladders import ladder_plan
from portal.web.admin.ladder_opening import Opened, opened
from portal.web.admin.ladder_presenters import (
    finding_lines,
    ladder_of,
    slug_of,
    subject_named,
)
from portal.web.admin.places import (
    Place,
    place_in,
    same_place,
    with_record,
)
from portal.web.admin.records import (
    Part,
    answers_of,
    questions,
    replaced,
)
from portal.web.admin.section_presenters import form_blocks
from portal.web.admin.sections import Conflict, seen_version
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Link, Tone
from portal.web.fields import answers, build_form, change_rows, wants_row_change
from portal.web.pages import say, show
from portal.web.state import now

ROOT = "ladder"
CHECK = "controle"


@blueprint.route("/ladders/<ladder>/<int:nummer>/wijzigen/<path:plek>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_edit(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """One subject of the ladder, of a rung or of a measure."""
    found = opened(ladder, nummer)
    sent = sent_form()
    seen = seen_version(sent, found.line.version)
    if seen != found.line.version and not _is_check():
        return _conflict(found, plek, sent or MultiDict(), seen)
    if not found.is_draft:
        return no_draft(found)
    place, subject = _subject_at(found, plek)
    parts = place.plan.on_page(subject)
    asked = questions(parts)
    if request.method == "POST" and wants_row_change(request.form):
        changed = change_rows(request.form, asked, new_id=uuid4().hex[:12])
        return _page(found, place, subject, unjudged(asked, changed))
    if _is_check():
        return _page(found, place, subject, unjudged(asked, request.form))
    bound = bind(asked, stored=answers_of(parts, place.raw), formdata=sent)
    if request.method != "POST" or not bound.is_good:
        return _page(found, place, subject, bound)
    document = with_record(found.document, place, replaced(parts, place.raw, bound.answers))
    try:
        save(found, document, seen)
    except Stale:
        return _conflict(opened(ladder, nummer), plek, request.form, seen)
    except RuleBroken as error:
        bound.refuse(error)
        return _page(found, place, subject, bound)
    forget_kept()
    say(f"“{subject}” is opgeslagen in het concept.")
    return redirect(_back(found, place), 303)


def unjudged(asked: Sequence[Field], sent: MultiDict[str, str]) -> Bound:
    """A form as it was sent, without a word about it."""
    form = build_form(asked)(sent)
    return Bound(form, answers(form), [])


def _is_check() -> bool:
    """Asked what it would come to, in the background; a row that comes or goes is no such thing."""
    return request.method == "POST" and CHECK in request.form and not wants_row_change(request.form)


def _subject_at(found: Opened, plek: str) -> tuple[Place, str]:
    """The record and the subject that an address names."""
    address, _, slug = plek.rpartition("/")
    place = place_in(found.plan, found.document, "" if address == ROOT else address)
    subject = subject_named(place.plan, slug)
    if subject is None or place.is_new or not place.plan.on_page(subject):
        raise NotThere
    return place, subject


def save(found: Opened, document: Mapping[str, Any], seen: int) -> None:
    """Keep the draft so; raises Stale when it is not what was seen."""
    save_draft(
        desk_session(), tenant_scope(), found.seen(seen), document, actor=desk().actor, now=now()
    )
    desk_session().commit()


def no_draft(found: Opened) -> WerkzeugResponse:
    """A version that is fixed: say so on its page."""
    say("Deze versie verandert niet meer. Begin een nieuwe versie om iets te wijzigen.", Tone.INFO)
    return redirect(found.at("ladder_version"), 303)


def _back(found: Opened, place: Place) -> str:
    if not place.steps:
        return found.at("ladder_version")
    return found.at("ladder_place", plek=place.address)


def _conflict(found: Opened, plek: str, sent: MultiDict[str, str], seen: int) -> WerkzeugResponse:
    """Both versions beside each other; what was typed stays in the form, to be saved on top."""
    base = state_seen(found, seen)
    plan = ladder_plan(base)
    address, _, slug = plek.rpartition("/")
    before = place_in(plan, base, "" if address == ROOT else address)
    subject = subject_named(before.plan, slug)
    if subject is None:
        raise NotThere
    parts = before.plan.on_page(subject)
    bound = unjudged(questions(parts), sent)
    typed = with_record(base, before, replaced(parts, before.raw, bound.answers))
    conflict = conflict_about(found, base, typed)
    place = same_place(found.plan, base, found.document, before)
    if place.is_new or not found.is_draft:
        return _too_late(found, before, subject, bound, conflict)
    return _page(found, place, subject, bound, conflict=conflict)


def conflict_about(found: Opened, base: Mapping[str, Any], typed: Mapping[str, Any]) -> Conflict:
    """What another made of a draft, and what was typed here, both against what this one saw."""
    old = ladder_of(base)
    return Conflict(
        by=found.line.changed_by_name,
        theirs=tuple(one.sentence for one in difference(old, found.ladder)),
        mine=tuple(one.sentence for one in difference(old, ladder_of(typed))),
    )


def state_seen(found: Opened, seen: int) -> dict[str, Any]:
    """The draft as somebody had it before the eyes."""
    return draft_state(desk_session(), tenant_scope(), found.line.code, found.line.number, seen)


def _too_late(
    found: Opened, place: Place, subject: str, bound: Bound, conflict: Conflict
) -> WerkzeugResponse:
    """What was typed about a part that is gone or fixed meanwhile: to read and to copy from."""
    return show(
        "admin/ladder_te_laat.html",
        f"{place.title}: {subject.lower()}" if place.steps else subject,
        status=409,
        crumbs=found.trail(),
        conflict=conflict,
        blocks=form_blocks(place.plan.on_page(subject), bound.form),
        is_fixed=not found.is_draft,
        back=Link("Naar de versie zoals zij nu is", found.at("ladder_version")),
        history=Link("Geschiedenis van dit concept", found.at("ladder_changes")),
    )


def _page(
    found: Opened,
    place: Place,
    subject: str,
    bound: Bound,
    *,
    conflict: Conflict | None = None,
) -> WerkzeugResponse:
    parts: Sequence[Part] = place.plan.on_page(subject)
    here = found.at("ladder_edit", plek=f"{place.address or ROOT}/{slug_of(subject)}")
    trail = found.trail(*((Link(place.title, _back(found, place)),) if place.steps else ()))
    return show(
        "admin/ladder_formulier.html",
        f"{place.title}: {subject.lower()}" if place.steps else subject,
        block="bevindingen" if _is_check() else None,
        status=409 if conflict else 422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail,
        blocks=form_blocks(parts, bound.form),
        action=here,
        seen=found.line.version,
        button="Opslaan in het concept",
        cancel=Link("Annuleren", _back(found, place)),
        conflict=conflict,
        check_href=here,
        findings=_findings(found, place, parts, bound),
    )


def _findings(found: Opened, place: Place, parts: Sequence[Part], bound: Bound) -> tuple[Any, ...]:
    """Everything there is to say about the draft as it would be with this form saved."""
    typed = with_record(found.document, place, replaced(parts, place.raw, bound.answers))
    return finding_lines(
        found.review(typed),
        found.plan,
        typed,
        lambda plek: found.at("ladder_edit", plek=plek),
    )
