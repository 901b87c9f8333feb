"""Changing a draft: every field of every part, parts added, moved, joined, split and taken out."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.ladder.difference import difference
from portal.domain.ladder.reshaping import merged, referring, split
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    Field,
    TextField,
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
    NEW,
    Place,
    moved,
    place_in,
    rows_of,
    same_place,
    with_record,
    without_record,
)
from portal.web.admin.records import (
    Listing,
    Part,
    answers_of,
    plain_of,
    questions,
    replaced,
)
from portal.web.admin.section_presenters import form_blocks
from portal.web.admin.sections import SEEN, Conflict
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Link, Tone
from portal.web.fields import answers, build_form, change_rows, wants_row_change
from portal.web.pages import say, show
from portal.web.state import now

ROOT = "ladder"
CHECK = "controle"
FIRST = "eerst"


@blueprint.route("/ladders/<ladder>/<int:nummer>/wijzigen/<path:plek>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_edit(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """One subject of the ladder, of a rung or of a measure."""
    found = opened(ladder, nummer)
    if not found.is_draft:
        return _no_draft(found)
    sent = sent_form()
    seen = _seen(sent, found.line.version)
    if seen != found.line.version and CHECK not in request.form:
        return _conflict(found, plek, sent or MultiDict(), seen)
    place, subject = _subject_at(found, plek)
    parts = place.plan.on_page(subject)
    asked = questions(parts)
    if request.method == "POST" and wants_row_change(request.form):
        changed = change_rows(request.form, asked, new_id=uuid4().hex[:12])
        return _page(found, place, subject, unjudged(asked, changed))
    if request.method == "POST" and CHECK in request.form:
        return _page(found, place, subject, unjudged(asked, request.form))
    bound = bind(asked, stored=answers_of(parts, place.raw), formdata=sent)
    if request.method != "POST" or not bound.is_good:
        return _page(found, place, subject, bound)
    document = with_record(found.document, place, replaced(parts, place.raw, bound.answers))
    try:
        _save(found, document, seen)
    except Stale:
        return _conflict(opened(ladder, nummer), plek, request.form, seen)
    except RuleBroken as error:
        bound.refuse(error)
        return _page(found, place, subject, bound)
    forget_kept()
    say(f"“{subject}” is opgeslagen in het concept.")
    return redirect(_back(found, place), 303)


@blueprint.route("/ladders/<ladder>/<int:nummer>/toevoegen/<lijst>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_add(ladder: str, nummer: int, lijst: str) -> WerkzeugResponse:
    """A new rung or measure: what it is called and does, who does it, and where it comes."""
    found = opened(ladder, nummer)
    if not found.is_draft:
        return _no_draft(found)
    place = place_in(found.plan, found.document, f"{lijst}/{NEW}")
    listing = place.steps[0].listing
    first = place.plan.subjects[:2]
    parts = tuple(part for subject in first for part in place.plan.on_page(subject))
    asked = (*questions(parts), _position(found, listing))
    bound = bind(asked, stored={"plaats": _last(found, listing)})
    if request.method == "POST" and bound.is_good:
        rows = rows_of(found.document, lijst)
        after = str(bound.answers["plaats"])
        number = 0 if after == FIRST else int(after)
        record = plain_of(parts, bound.answers)
        document = {**found.document, lijst: [*rows[:number], record, *rows[number:]]}
        try:
            _save(found, document, _seen(request.form, found.line.version))
        except Stale:
            return _look_again(found)
        except RuleBroken as error:
            bound.refuse(error)
        else:
            forget_kept()
            say(f"De {listing.noun} staat in het concept. Vul hieronder de rest in.")
            return redirect(found.at("ladder_place", plek=f"{lijst}/{number + 1}"), 303)
    return show(
        "admin/ladder_formulier.html",
        f"{listing.noun.capitalize()} toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=found.trail(),
        lead="Termijn, brief, grondslag en de rest vult u daarna in.",
        blocks=form_blocks(parts, bound.form),
        action=request.path,
        seen=found.line.version,
        button=f"{listing.noun.capitalize()} toevoegen",
        cancel=Link("Annuleren", found.at("ladder_version")),
        conflict=None,
        check_href="",
        findings=(),
    )


@blueprint.post("/ladders/<ladder>/<int:nummer>/verplaatsen/<path:plek>")
@requires(Permission.CONFIGURE)
def ladder_move(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """One place up or down."""
    found = opened(ladder, nummer)
    place = _row_at(found, plek)
    by = -1 if "omhoog" in request.form else 1
    step = place.steps[-1]
    last = len(rows_of(found.document, step.listing.key))
    to = min(max(step.number + by, 1), last)
    return _changed(
        found,
        moved(found.document, place, by),
        f"{place.title} staat nu op plaats {to}.",
        back=found.at("ladder_place", plek=f"{step.listing.key}/{to}"),
    )


@blueprint.post("/ladders/<ladder>/<int:nummer>/weghalen/<path:plek>")
@requires(Permission.CONFIGURE)
def ladder_remove(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """Take a rung or a measure out of the draft; the history can bring it back."""
    found = opened(ladder, nummer)
    place = _row_at(found, plek)
    left = referring(found.document, str(place.raw.get("code", "")))
    sentence = f"{place.title} is weggehaald. Terugzetten kan via de geschiedenis van dit concept."
    if left and place.steps[0].listing.key == "treden":
        sentence += f" Let op: {', '.join(left)} verwijst er nog naar."
    return _changed(found, without_record(found.document, place), sentence)


@blueprint.post("/ladders/<ladder>/<int:nummer>/samenvoegen/<path:plek>")
@requires(Permission.CONFIGURE)
def ladder_merge(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """Make a rung and the next one into one; whatever referred to either refers to it."""
    found = opened(ladder, nummer)
    place = _row_at(found, plek)
    rows = rows_of(found.document, "treden")
    number = place.steps[0].number
    if place.steps[0].listing.key != "treden" or number >= len(rows):
        raise NotThere
    return _changed(
        found,
        merged(found.document, number - 1),
        "De twee treden zijn er nu één. Kijk de naam en de uitleg na.",
        back=found.at("ladder_place", plek=plek),
    )


@blueprint.route("/ladders/<ladder>/<int:nummer>/splitsen/<path:plek>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_split(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """Make two rungs of one that does several things."""
    found = opened(ladder, nummer)
    if not found.is_draft:
        return _no_draft(found)
    place = _row_at(found, plek)
    kinds = [str(kind) for kind in place.raw.get("soorten", [])]
    if place.steps[0].listing.key != "treden" or len(kinds) < 2:
        raise NotThere
    bound = bind(_split_asked(kinds))
    if request.method == "POST" and bound.is_good:
        given = bound.answers
        if set(given["soorten"]) == set(kinds):
            bound.refuse(
                RuleBroken(
                    "Laat minstens één ding op de eerste trede staan.", code="all", path="soorten"
                )
            )
        else:
            document = split(
                found.document,
                place.steps[0].number - 1,
                moved=given["soorten"],
                code=given["code"],
                name=given["naam"],
            )
            forget_kept()
            return _changed(
                found,
                document,
                "De trede is gesplitst. Kijk de naam en de uitleg van beide na.",
                back=found.at("ladder_place", plek=plek),
            )
    return show(
        "admin/ladder_formulier.html",
        f"{place.title} splitsen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=found.trail(Link(place.title, found.at("ladder_place", plek=plek))),
        lead="Er komt een nieuwe trede achter deze. Wat naar deze trede verwees, verwijst daarna "
        "naar beide.",
        blocks=form_blocks((), bound.form),
        action=request.path,
        seen=found.line.version,
        button="Trede splitsen",
        cancel=Link("Annuleren", found.at("ladder_place", plek=plek)),
        conflict=None,
        check_href="",
        findings=(),
    )


def unjudged(asked: Sequence[Field], sent: MultiDict[str, str]) -> Bound:
    """A form as it was sent, without a word about it."""
    form = build_form(asked)(sent)
    return Bound(form, answers(form), [])


def _split_asked(kinds: Sequence[str]) -> tuple[Field, ...]:
    labels = {kind.value: kind.label for kind in StepKind}
    choices = tuple(Choice(kind, labels.get(kind, kind).capitalize()) for kind in kinds)
    return (
        ChoicesField(
            name="soorten", label="Wat gaat naar de nieuwe trede?", choices=choices,
            hint="Wat u niet aankruist, blijft op de eerste trede.",
        ),
        TextField(
            name="code", label="Nummer of letter van de nieuwe trede", max_length=20,
            hint="Zoals uw ladder de treden telt, bijvoorbeeld 2b.",
        ),
        TextField(name="naam", label="Naam van de nieuwe trede"),
    )  # fmt: skip


def _position(found: Opened, listing: Listing) -> Field:
    rows = rows_of(found.document, listing.key)
    choices = [Choice(FIRST, "Als eerste")]
    choices += [
        Choice(str(number), f"Na {listing.record.title(row) or number}")
        for number, row in enumerate(rows, start=1)
    ]
    return ChoiceField(name="plaats", label=f"Waar komt de {listing.noun}?", choices=tuple(choices))


def _last(found: Opened, listing: Listing) -> str:
    return str(len(rows_of(found.document, listing.key)) or FIRST)


def _subject_at(found: Opened, plek: str) -> tuple[Place, str]:
    """The record and the subject that an address names."""
    address, _, slug = plek.rpartition("/")
    place = place_in(found.plan, found.document, "" if address == ROOT else address)
    subject = subject_named(place.plan, slug)
    if subject is None or place.is_new or not place.plan.on_page(subject):
        raise NotThere
    return place, subject


def _row_at(found: Opened, plek: str) -> Place:
    place = place_in(found.plan, found.document, plek)
    if len(place.steps) != 1 or place.is_new:
        raise NotThere
    return place


def _seen(sent: Mapping[str, str] | None, current: int) -> int:
    typed = (sent or {}).get(SEEN, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else current


def _save(found: Opened, document: Mapping[str, Any], seen: int) -> None:
    save_draft(
        desk_session(), tenant_scope(), found.seen(seen), document, actor=desk().actor, now=now()
    )
    desk_session().commit()


def _changed(
    found: Opened, document: Mapping[str, Any], sentence: str, *, back: str = ""
) -> WerkzeugResponse:
    """Keep what a button made of the draft, and go back to it."""
    try:
        _save(found, document, _seen(request.form, found.line.version))
    except Stale:
        return _look_again(found)
    except RuleBroken as error:
        say(error.sentence, Tone.ERROR)
        return redirect(found.at("ladder_version"), 303)
    say(sentence)
    return redirect(back or found.at("ladder_version"), 303)


def _look_again(found: Opened) -> WerkzeugResponse:
    say(
        "Iemand anders veranderde dit concept net. Kijk hoe het nu is en doe het nog eens.",
        Tone.WARNING,
    )
    return redirect(found.at("ladder_version"), 303)


def _no_draft(found: Opened) -> WerkzeugResponse:
    say("Deze versie verandert niet meer. Begin een nieuwe versie om iets te wijzigen.", Tone.INFO)
    return redirect(found.at("ladder_version"), 303)


def _back(found: Opened, place: Place) -> str:
    if not place.steps:
        return found.at("ladder_version")
    return found.at("ladder_place", plek=place.address)


def _conflict(found: Opened, plek: str, sent: MultiDict[str, str], seen: int) -> WerkzeugResponse:
    """Both versions beside each other; what was typed stays in the form, to be saved on top."""
    base = draft_state(desk_session(), tenant_scope(), found.line.code, found.line.number, seen)
    plan = ladder_plan(base)
    address, _, slug = plek.rpartition("/")
    before = place_in(plan, base, "" if address == ROOT else address)
    subject = subject_named(before.plan, slug)
    if subject is None:
        raise NotThere
    parts = before.plan.on_page(subject)
    bound = unjudged(questions(parts), sent)
    typed = with_record(base, before, replaced(parts, before.raw, bound.answers))
    old = ladder_of(base)
    conflict = Conflict(
        by=found.line.changed_by_name,
        theirs=tuple(one.sentence for one in difference(old, found.ladder)),
        mine=tuple(one.sentence for one in difference(old, ladder_of(typed))),
    )
    place = same_place(found.plan, base, found.document, before)
    if place.is_new:
        say("Het onderdeel dat u veranderde, is intussen weggehaald.", Tone.WARNING)
        return redirect(found.at("ladder_version"), 303)
    return _page(found, place, subject, bound, conflict=conflict)


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
        block="bevindingen" if CHECK in request.form else None,
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
