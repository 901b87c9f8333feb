"""The pages of every section of the configuration, made from what the section says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.difference import differences
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.configuration.theme_section import THEME
from portal.domain.errors import NotThere, Severity, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Field, LongTextField
from portal.queries.configuration import (
    KnownNames,
    StoredSection,
    known_names,
    stored_section,
)
from portal.services.configuring import Changed, Unfit, change_section
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.admin.findings import on_the_page
from portal.web.admin.from_sections import options_from, section_plan
from portal.web.admin.helps import Help, beginning, help_for
from portal.web.admin.places import (
    Place,
    in_order,
    moved,
    place_in,
    rows_of,
    same_place,
    with_record,
    without_record,
)
from portal.web.admin.records import RecordPlan, answers_of, questions, replaced
from portal.web.admin.section_presenters import ORDERED, form_blocks, list_view
from portal.web.binding import Bound, bind, forget_kept, judge, sent_form
from portal.web.chrome import Link, Tone
from portal.web.fields import answers, build_form, change_rows, wants_row_change
from portal.web.pages import say, show
from portal.web.state import now

SEEN = "versie"
WHY = LongTextField(
    name="waarom",
    label="Waarom verandert u dit?",
    hint="Staat in de geschiedenis, voor wie later wil weten waarom.",
    required=False,
    max_length=500,
    lines=2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A section as it stands now, with everything its pages need."""

    section: Section[Any]
    stored: StoredSection
    names: KnownNames
    plan: RecordPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two changes at once: what the other made of it, and what was typed here, in words."""

    by: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def opened(slug: str) -> Opened:
    """The section of this municipality; NotThere for one that does not exist."""
    section = BY_SLUG.get(slug)
    if section is None or section is THEME:
        raise NotThere
    session, scope = desk_session(), tenant_scope()
    names = known_names(session, scope)
    return Opened(
        section=section,
        stored=stored_section(session, scope, slug),
        names=names,
        plan=section_plan(section, options_from(names)),
    )


@blueprint.route("/instellingen/<section>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def section_page(section: str) -> WerkzeugResponse:
    """A section: its own questions, and its lists with a page per record."""
    return _edit(opened(section), "")


@blueprint.route("/instellingen/<section>/onderdeel/<path:plek>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def section_place(section: str, plek: str) -> WerkzeugResponse:
    """One record of a section, or a new one."""
    return _edit(opened(section), plek)


@blueprint.post("/instellingen/<section>/weg/<path:plek>")
@requires(Permission.CONFIGURE)
def section_remove(section: str, plek: str) -> WerkzeugResponse:
    """Take a record away; the history can bring it back."""
    found = opened(section)
    place = place_in(found.plan, found.stored.document, plek)
    if place.is_new or not place.steps:
        raise NotThere
    document = without_record(found.stored.document, place)
    try:
        done = _save(found, document, request.form, f"{place.title} weggehaald.")
    except Unfit as unfit:
        findings = on_the_page(unfit.findings, place, (), found.plan, document)
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        say(f"Dat kan nog niet. {errors[0].sentence}", Tone.ERROR)
        return redirect(at("section_place", section=section, plek=plek), 303)
    except Stale:
        return _changed_meanwhile(section)
    say(f"{place.title} is weggehaald. Terugzetten kan via de geschiedenis.")
    _warn(done)
    return redirect(at("section_page", section=section), 303)


@blueprint.post("/instellingen/<section>/volgorde/<path:lijst>")
@requires(Permission.CONFIGURE)
def section_order(section: str, lijst: str) -> WerkzeugResponse:
    """Put a list in another order: by number, or one record up or down."""
    found = opened(section)
    if (section, lijst) not in ORDERED:
        raise NotThere
    document = found.stored.document
    button = next((name for name in ("omhoog", "omlaag") if name in request.form), "")
    if button:
        place = place_in(found.plan, document, f"{lijst}/{request.form[button]}")
        changed = moved(document, place, -1 if button == "omhoog" else 1)
    else:
        root = place_in(found.plan, document, "")
        count = len(rows_of(document, lijst))
        changed = in_order(document, root, lijst, _numbers(request.form, count))
    try:
        _save(found, changed, request.form, "Volgorde veranderd.")
    except (Stale, Unfit):
        return _changed_meanwhile(section)
    say("De volgorde is opgeslagen en geldt meteen.")
    return redirect(at("section_page", section=section), 303)


def _numbers(form: Mapping[str, str], count: int) -> list[float]:
    """The typed place of each record; what is no number leaves the record where it stood."""
    numbers = []
    for number in range(1, count + 1):
        typed = form.get(f"plaats-{number}", "").strip().replace(",", ".")
        usable = typed.replace(".", "", 1).isdigit() and typed.isascii() and len(typed) < 8
        numbers.append(float(typed) if usable else float(number))
    return numbers


def _edit(found: Opened, address: str) -> WerkzeugResponse:
    """Show a record's form, or keep what was sent."""
    sent = sent_form()
    seen = seen_version(sent, found.stored.version)
    if seen != found.stored.version:
        return _conflict(found, address, sent or MultiDict(), seen)
    place = place_in(found.plan, found.stored.document, address)
    asked = _asked(place)
    if request.method == "POST" and wants_row_change(request.form):
        changed = change_rows(request.form, asked, new_id=uuid4().hex[:12])
        return _page(found, place, _unjudged(asked, changed))
    begun = beginning(found.section.slug, place, request.args) if place.is_new else place.raw
    bound = bind(asked, stored=answers_of(place.plan.on_page(), begun), formdata=sent)
    if request.method != "POST" or not bound.is_good:
        return _page(found, place, bound)
    document = with_record(found.stored.document, place, _record(place, bound))
    try:
        done = _save(found, document, request.form, str(bound.answers.get(WHY.name, "")))
    except Unfit as unfit:
        landed = _landed(found, place, document)
        findings = on_the_page(unfit.findings, landed, place.plan.on_page(), found.plan, document)
        return _page(found, place, judge(bound.form, bound.answers, findings))
    except Stale:
        return _conflict(opened(found.section.slug), address, request.form, seen)
    forget_kept()
    say("Opgeslagen. Dit geldt meteen." if done.is_new else "Er was niets te veranderen.")
    _warn(done)
    return redirect(at("section_page", section=found.section.slug), 303)


def _asked(place: Place) -> tuple[Field, ...]:
    return (*questions(place.plan.on_page()), WHY)


def _record(place: Place, bound: Bound) -> dict[str, Any]:
    return replaced(place.plan.on_page(), place.raw, bound.answers)


def _unjudged(asked: Sequence[Field], sent: MultiDict[str, str]) -> Bound:
    """A form as it was sent, without a word about it."""
    form = build_form(asked)(sent)
    return Bound(form, answers(form), [])


def _landed(found: Opened, place: Place, document: Mapping[str, Any]) -> Place:
    """Where the record stands in the document that was made of it."""
    if not place.is_new:
        return place
    key = place.steps[-1].listing.key
    until = "/".join(step.address for step in place.steps[:-1])
    above = place_in(found.plan, document, until)
    return place_in(
        found.plan,
        document,
        "/".join(filter(None, (until, key, str(len(rows_of(above.raw, key)))))),
    )


def seen_version(sent: Mapping[str, str] | None, current: int) -> int:
    """Which version a form was opened on; the present one when it does not say."""
    typed = (sent or {}).get(SEEN, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else current


def _save(
    found: Opened, document: Mapping[str, Any], form: Mapping[str, str], note: str
) -> Changed:
    done = change_section(
        desk_session(), tenant_scope(), found.section.slug, document,
        seen=seen_version(form, found.stored.version), actor=desk().actor, note=note.strip(), now=now(),
    )  # fmt: skip
    desk_session().commit()
    return done


def _warn(done: Changed) -> None:
    for finding in done.warnings:
        say(f"Let op. {finding.sentence}", Tone.WARNING)


def _changed_meanwhile(section: str) -> WerkzeugResponse:
    """A button was pressed on a page that is not true any more: look again."""
    say(
        "Iemand anders veranderde dit onderdeel net. Kijk hieronder hoe het nu is en doe het nog eens.",
        Tone.WARNING,
    )
    return redirect(at("section_page", section=section), 303)


def _conflict(
    found: Opened, address: str, sent: MultiDict[str, str], seen: int
) -> WerkzeugResponse:
    """Both versions beside each other; what was typed stays in the form, to be saved on top."""
    base = stored_section(desk_session(), tenant_scope(), found.section.slug, seen)
    before = place_in(found.plan, base.document, address)
    bound = _unjudged(_asked(before), sent)
    typed = with_record(base.document, before, _record(before, bound))
    shape = found.section.shape
    conflict = Conflict(
        by=found.stored.author_name,
        theirs=tuple(
            change.sentence for change in differences(shape, base.document, found.stored.document)
        ),
        mine=tuple(change.sentence for change in differences(shape, base.document, typed)),
    )
    place = same_place(found.plan, base.document, found.stored.document, before)
    return _page(found, place, bound, conflict=conflict)


def _page(
    found: Opened, place: Place, bound: Bound, *, conflict: Conflict | None = None
) -> WerkzeugResponse:
    slug, section = found.section.slug, found.section
    here = at("section_page", section=slug)
    action = at("section_place", section=slug, plek=place.address) if place.steps else here
    status = 409 if conflict else 422 if bound.lines else 200
    return show(
        "admin/onderdeel.html",
        place.title or section.title,
        status=status,
        errors=bound.lines,
        crumbs=trail(Link(section.title, here)) if place.steps else trail(),
        lead="" if place.steps else section.purpose,
        section=section,
        form=bound.form,
        blocks=form_blocks(place.plan.on_page(), bound.form) if place.plan.on_page() else (),
        lists_shown=tuple(list_view(slug, place, listing) for listing in place.plan.listings),
        action=action,
        seen=found.stored.version,
        stored=found.stored,
        cancel=Link("Annuleren", here if place.steps else at("start")),
        remove_href=at("section_remove", section=slug, plek=place.address)
        if place.steps and not place.is_new
        else "",
        noun=place.steps[-1].listing.noun if place.steps else "",
        conflict=conflict,
        help=_help(found, place),
        history_href=at("history", onderdeel=slug),
        is_root=not place.steps,
    )


def _help(found: Opened, place: Place) -> Help:
    key = place.steps[0].listing.key if place.steps else ""
    return help_for(found.section.slug, key)
