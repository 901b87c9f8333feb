"""Rungs and measures of a draft: moved, joined, split and taken out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.ladder.reshaping import merged, referring, split
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoicesField, Field, TextField
from portal.web.access import requires
from portal.web.admin.desk import blueprint
from portal.web.admin.ladder_editing import (
    conflict_about,
    no_draft,
    save,
    state_seen,
    unjudged,
)
from portal.web.admin.ladder_opening import Opened, opened
from portal.web.admin.places import Place, moved, place_in, rows_of, same_place, without_record
from portal.web.admin.records import Plain
from portal.web.admin.section_presenters import form_blocks
from portal.web.admin.sections import Conflict, seen_version
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Link, Tone
from portal.web.pages import say, show


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
        return no_draft(found)
    sent = sent_form()
    seen = seen_version(sent, found.line.version)
    if seen != found.line.version:
        return _split_again(found, plek, sent or MultiDict(), seen)
    place = _splittable(found.plan, found.document, plek)
    kinds = _kinds(place)
    bound = bind(_split_asked(kinds), formdata=sent)
    if request.method == "POST" and bound.is_good:
        try:
            save(found, _with_split(found.document, place, bound.answers), seen)
        except Stale:
            return _split_again(opened(ladder, nummer), plek, request.form, seen)
        except RuleBroken as error:
            bound.refuse(error)
        else:
            forget_kept()
            say("De trede is gesplitst. Kijk de naam en de uitleg van beide na.")
            return redirect(found.at("ladder_place", plek=plek), 303)
    return _split_page(found, place, bound)


def _splittable(plan: Any, document: Plain, plek: str) -> Place:
    place = place_in(plan, document, plek)
    is_rung = len(place.steps) == 1 and place.steps[0].listing.key == "treden"
    if not is_rung or place.is_new or len(_kinds(place)) < 2:
        raise NotThere
    return place


def _kinds(place: Place) -> list[str]:
    return [str(kind) for kind in place.raw.get("soorten", [])]


def _with_split(document: Plain, place: Place, given: Plain) -> dict[str, Any]:
    """The ladder with the rung as two; raises RuleBroken when nothing would stay behind."""
    if set(given["soorten"]) >= set(_kinds(place)):
        raise RuleBroken(
            "Laat minstens één ding op de eerste trede staan.", code="all", path="soorten"
        )
    return split(
        document,
        place.steps[0].number - 1,
        moved=given["soorten"],
        code=given["code"],
        name=given["naam"],
    )


def _split_again(
    found: Opened, plek: str, sent: MultiDict[str, str], seen: int
) -> WerkzeugResponse:
    """Somebody else saved meanwhile: the same rung, wherever it stands now."""
    base = state_seen(found, seen)
    place = same_place(found.plan, base, found.document, _splittable(found.plan, base, plek))
    if place.is_new or len(_kinds(place)) < 2:
        say(
            "De trede die u wilde splitsen, is intussen weg of doet nog maar één ding. Kijk hoe "
            "het concept nu is.",
            Tone.WARNING,
        )
        return redirect(found.at("ladder_version"), 303)
    bound = unjudged(_split_asked(_kinds(place)), sent)
    return _split_page(found, place, bound, conflict=conflict_about(found, base, base))


def _split_page(
    found: Opened, place: Place, bound: Bound, *, conflict: Conflict | None = None
) -> WerkzeugResponse:
    here = found.at("ladder_place", plek=place.address)
    return show(
        "admin/ladder_formulier.html",
        f"{place.title} splitsen",
        status=409 if conflict else 422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=found.trail(Link(place.title, here)),
        lead="Er komt een nieuwe trede achter deze. Wat naar deze trede verwees, verwijst daarna "
        "naar beide.",
        blocks=form_blocks((), bound.form),
        action=found.at("ladder_split", plek=place.address),
        seen=found.line.version,
        button="Trede splitsen",
        cancel=Link("Annuleren", here),
        conflict=conflict,
        check_href="",
        findings=(),
    )


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


def _row_at(found: Opened, plek: str) -> Place:
    place = place_in(found.plan, found.document, plek)
    if len(place.steps) != 1 or place.is_new:
        raise NotThere
    return place


def _changed(
    found: Opened, document: Mapping[str, Any], sentence: str, *, back: str = ""
) -> WerkzeugResponse:
    """Keep what a button made of the draft, and go back to it."""
    try:
        save(found, document, seen_version(request.form, found.line.version))
    except Stale:
        say(
            "Iemand anders veranderde dit concept net. Kijk hoe het nu is en doe het nog eens.",
            Tone.WARNING,
        )
        return redirect(found.at("ladder_version"), 303)
    except RuleBroken as error:
        say(error.sentence, Tone.ERROR)
        return redirect(found.at("ladder_version"), 303)
    say(sentence)
    return redirect(back or found.at("ladder_version"), 303)
