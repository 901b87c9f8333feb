"""The work list, and taking one or many deliveries from it."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.teams import TEAMS
from portal.domain.policies import Permission, may
from portal.queries.configuration import section_in_force
from portal.queries.desks import own_desks
from portal.queries.worklist import WorkRow, counts, found_too_many, rows_named, work_page
from portal.services.handling import take_along
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Link, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.work.asked import read_asked
from portal.web.municipality.work.presenters import (
    Reader,
    line_of,
    may_take_along,
    why_not_taken,
    work_list,
)
from portal.web.pages import first_page_here, say, show
from portal.web.sent import version_of
from portal.web.state import state, today

MOST_AT_ONCE = 100


@blueprint.get("/")
@requires(Permission.ENTER)
def start() -> WerkzeugResponse:
    """Mijn werk; who has no work here goes to the first page of the menu."""
    if not may(desk().roles, Permission.SEE_WORK):
        return redirect(first_page_here(), 303)
    session, scope = desk_session(), tenant_scope()
    asked = read_asked(request.args)
    shown = asked.shown(own_desks(session, scope))
    order = asked.sorted_by(shown)
    found = work_page(
        session, scope, shown, today=today(), order=order,
        after=asked.key_after(order), before=asked.key_before(order),
    )  # fmt: skip
    counted = counts(session, scope, shown, today())
    return show(
        "municipality/werk.html",
        "Mijn werk",
        block="lijst",
        work=work_list(
            asked,
            shown,
            found,
            counted,
            reader=reader(),
            too_many=found_too_many(session, shown.search, only_open=shown.only_open),
        ),
        action=url_for("municipality.start", gemeente=desk().membership.place),
        choose=url_for("municipality.take_many", gemeente=desk().membership.place),
        record=_record_link(),
    )


def _record_link() -> Link | None:
    if not may(desk().roles, Permission.RECORD_ELSEWHERE):
        return None
    here = desk().membership.place
    return Link("Melding vastleggen", url_for("municipality.recording_start", gemeente=here))


@blueprint.route("/oppakken", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def take_many() -> WerkzeugResponse:
    """Look at what was chosen in the list, then take it."""
    references = list(dict.fromkeys(request.values.getlist("zaak")))[:MOST_AT_ONCE]
    rows = rows_named(desk_session(), tenant_scope(), references)
    who = reader()
    able = [row for row in rows if may_take_along(row, who)]
    if request.method == "POST":
        return _take(able)
    unable = [(row, why_not_taken(row, who)) for row in rows if row not in able]
    return show(
        "municipality/oppakken.html",
        "Gekozen zaken oppakken",
        lead=preview_words(len(rows), len(unable)),
        crumbs=(back_to_work(),),
        able=[line_of(row, who) for row in able],
        unable=[(line_of(row, who), why) for row, why in unable],
        back=back_to_work(),
        action=url_for("municipality.take_many", gemeente=who.gemeente),
    )


def _take(rows: list[WorkRow]) -> WerkzeugResponse:
    """Take them all; what a colleague was quicker with stays, and is told."""
    sent = dict(zip(request.form.getlist("zaak"), request.form.getlist("versie"), strict=False))
    versions = {row.id: version_of(sent.get(row.reference, "")) for row in rows}
    left = take_along(desk_session(), tenant_scope(), versions, actor=desk().actor)
    desk_session().commit()
    names = {row.id: row.reference for row in rows}
    taken = len(rows) - len(left)
    if taken:
        say(f"U hebt {_cases(taken)} opgepakt.")
    for missed in left:
        say(f"{names[missed.delivery_id]} is niet opgepakt. {missed.sentence}", Tone.WARNING)
    if not rows:
        say("Er is niets opgepakt: alles was al in behandeling of afgerond.", Tone.WARNING)
    state().wake_up.ring()
    return redirect(back_to_work().href, 303)


def reader() -> Reader:
    """Who looks, with the names of the desks."""
    teams = section_in_force(desk_session(), tenant_scope(), TEAMS)
    return Reader(
        gemeente=desk().membership.place,
        account_id=desk().person.account_id,
        may_handle=may(desk().roles, Permission.HANDLE),
        today=today(),
        desk_names={team.slug: team.name for team in teams.desks},
    )


def back_to_work() -> Link:
    return Link("Mijn werk", url_for("municipality.start", gemeente=desk().membership.place))


def preview_words(chosen: int, unable: int) -> str:
    """ "12 gekozen, 2 kunnen niet." """
    if not chosen:
        return "U hebt niets gekozen. Ga terug en vink zaken aan."
    words = f"{_cases(chosen).capitalize()} gekozen"
    if not unable:
        return f"{words}."
    return f"{words}, {unable} {'kan' if unable == 1 else 'kunnen'} niet."


def _cases(count: int) -> str:
    return "1 zaak" if count == 1 else f"{count} zaken"
