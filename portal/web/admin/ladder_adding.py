"""A rung or a measure more in a draft."""

from typing import Any

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import RuleBroken, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoiceField, Field
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
from portal.web.admin.places import NEW, place_in, rows_of
from portal.web.admin.records import Listing, Part, Plain, answers_of, plain_of, questions
from portal.web.admin.section_presenters import form_blocks
from portal.web.admin.sections import Conflict, seen_version
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Link
from portal.web.pages import say, show

FIRST = "eerst"
FIRST_ASKED = frozenset({"code", "naam", "soorten", "uitleg", "wie", "medetekenaars"})


@blueprint.route("/ladders/<ladder>/<int:nummer>/toevoegen/<lijst>", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_add(ladder: str, nummer: int, lijst: str) -> WerkzeugResponse:
    """A new rung or measure: what it is called and does, who does it, and where it comes."""
    found = opened(ladder, nummer)
    if not found.is_draft:
        return no_draft(found)
    listing = place_in(found.plan, found.document, f"{lijst}/{NEW}").steps[0].listing
    sent = sent_form()
    seen = seen_version(sent, found.line.version)
    if seen != found.line.version:
        return _add_again(found, listing, sent or MultiDict(), seen)
    parts = _first_parts(listing)
    bound = bind(
        (*questions(parts), _position(found, listing)),
        stored={**answers_of(parts, {}), "plaats": _last(found, listing)},
        formdata=sent,
    )
    if request.method == "POST" and bound.is_good:
        document, number = _with_new(found.document, listing, bound.answers)
        try:
            save(found, document, seen)
        except Stale:
            return _add_again(opened(ladder, nummer), listing, request.form, seen)
        except RuleBroken as error:
            bound.refuse(error)
        else:
            forget_kept()
            say(f"De {listing.noun} staat in het concept. Vul hieronder de rest in.")
            return redirect(found.at("ladder_place", plek=f"{lijst}/{number}"), 303)
    return _add_page(found, listing, bound)


def _first_parts(listing: Listing) -> tuple[Part, ...]:
    """What is asked of a new rung or measure: what it does, and who does it."""
    return tuple(part for part in listing.record.parts if part.key in FIRST_ASKED)


def _with_new(document: Plain, listing: Listing, given: Plain) -> tuple[dict[str, Any], int]:
    """The ladder with the new part in its place, and that place counted from 1."""
    rows = rows_of(document, listing.key)
    after = str(given.get("plaats") or FIRST)
    number = min(int(after), len(rows)) if after.isdecimal() else 0
    record = plain_of(_first_parts(listing), given)
    return {**document, listing.key: [*rows[:number], record, *rows[number:]]}, number + 1


def _add_again(
    found: Opened, listing: Listing, sent: MultiDict[str, str], seen: int
) -> WerkzeugResponse:
    """Somebody else saved meanwhile: what was typed stays, after the same part as was meant."""
    base = state_seen(found, seen)
    asked = (*questions(_first_parts(listing)), _position(found, listing))
    typed = _with_new(base, listing, unjudged(asked, sent).answers)[0]
    again = MultiDict(sent)
    again["plaats"] = _same_position(listing, base, found.document, sent.get("plaats", ""))
    conflict = conflict_about(found, base, typed)
    return _add_page(found, listing, unjudged(asked, again), conflict=conflict)


def _same_position(listing: Listing, before: Plain, now: Plain, after: str) -> str:
    """Where "after this rung" is in what the ladder has become; at the end when it is gone."""
    old = rows_of(before, listing.key)
    if not after.isdecimal() or not 1 <= int(after) <= len(old):
        return after
    mark = listing.record.mark(old[int(after) - 1])
    marks = [listing.record.mark(row) for row in rows_of(now, listing.key)]
    return str(marks.index(mark) + 1 if mark in marks else len(marks)) if marks else FIRST


def _add_page(
    found: Opened, listing: Listing, bound: Bound, *, conflict: Conflict | None = None
) -> WerkzeugResponse:
    return show(
        "admin/ladder_formulier.html",
        f"{listing.noun.capitalize()} toevoegen",
        status=409 if conflict else 422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=found.trail(),
        lead="Termijn, brief, grondslag en de rest vult u daarna in.",
        blocks=form_blocks(_first_parts(listing), bound.form),
        action=found.at("ladder_add", lijst=listing.key),
        seen=found.line.version,
        button=f"{listing.noun.capitalize()} toevoegen",
        cancel=Link("Annuleren", found.at("ladder_version")),
        conflict=conflict,
        check_href="",
        findings=(),
    )


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
