"""The page on which something is done in a dossier, and what happens when it cannot be.

The form carries the version of the dossier that it was made for. When a colleague was first,
the answer is 409 with what happened since, and everything that was typed, ready to be sent
again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import RuleBroken, Stale
from portal.domain.submissions.fields import Answers, Field
from portal.web.access import desk_session
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import DataItem, Link, TimelineItem, Tone
from portal.web.dossiers.reading import Reading, read_dossier
from portal.web.dossiers.timeline import timeline
from portal.web.pages import say, show
from portal.web.sent import sent_version
from portal.web.state import state

WHO_READS = "Alleen mensen van uw eigen gemeente lezen dit."
Do = Callable[[Answers, int], object]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the page says before it asks."""

    title: str
    lines: Sequence[str] = ()
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """What the page says and asks. `said` is the sentence after it went well.

    `blocked` says why it cannot be done now; the form is left out then. `undo` are buttons (label,
    address) that take back what the context shows.
    """

    title: str
    submit: str
    said: str
    lead: str = ""
    fields: Sequence[Field] = ()
    stored: Mapping[str, Any] = field(default_factory=dict)
    context_title: str = ""
    context: Sequence[DataItem] = ()
    remarks: Sequence[Remark] = ()
    blocked: Sequence[str] = ()
    undo: Sequence[tuple[str, str]] = ()
    offer: Mapping[str, Any] = field(default_factory=dict)
    back: str = ""


def act_page(reading: Reading, page: ActPage, do: Do) -> WerkzeugResponse:
    """Show the form, or do what it asks and go back to the dossier."""
    given = sent_form()
    version = sent_version(given) if given is not None else reading.row.version
    bound = bind(page.fields, stored=page.stored, formdata=given, **page.offer)
    if request.method != "POST":
        return _show(reading, page, bound, version, status=409 if page.blocked else 200)
    if not bound.is_good:
        return _show(reading, page, bound, version, status=422)
    try:
        do(bound.answers, version)
    except Stale:
        desk_session().rollback()
        fresh = read_dossier(reading.row.number)
        since = events_since(fresh, version)
        return _show(fresh, page, bound, fresh.row.version, status=409, since=since)
    except RuleBroken as error:
        desk_session().rollback()
        bound.refuse(error)
        status = 409 if error.code == "not_now" else 422
        return _show(reading, page, bound, version, status=status)
    desk_session().commit()
    state().wake_up.ring()
    forget_kept()
    say(page.said)
    return redirect(page.back or reading.places.page, 303)


def events_since(reading: Reading, version: int) -> tuple[TimelineItem, ...]:
    """What happened in the dossier after the version that somebody saw."""
    later = [event for event in reading.parts.events if event.data.get("versie", 0) > version]
    return timeline(later, reading.state)


def _show(
    reading: Reading,
    page: ActPage,
    bound: Bound,
    version: int,
    *,
    status: int,
    since: tuple[TimelineItem, ...] = (),
) -> WerkzeugResponse:
    return show(
        "dossiers/handeling.html",
        page.title,
        status=status,
        errors=bound.lines,
        kicker=reading.row.number,
        lead=page.lead or f"{reading.row.title}, {reading.row.provider_name}",
        crumbs=reading.places.crumbs,
        act=page,
        form=bound.form,
        version=version,
        action=request.full_path.rstrip("?"),
        since=since,
        now_current=reading.row.current,
        cancel=Link("Annuleren", page.back or reading.places.page),
    )
