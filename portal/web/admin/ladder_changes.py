"""Everything that was done to one version of a ladder, and a draft back to an earlier state."""

from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment
from portal.domain.errors import RuleBroken, Stale
from portal.domain.ladder.publication import VersionAct
from portal.domain.policies import Permission
from portal.queries.ladders import ladder_history
from portal.services.ladders import restore_draft
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import blueprint
from portal.web.admin.ladder_opening import opened
from portal.web.admin.ladder_publishing import name_seen
from portal.web.chrome import TimelineItem, Tone
from portal.web.pages import say, show
from portal.web.state import now


@blueprint.get("/ladders/<ladder>/<int:nummer>/geschiedenis")
@requires(Permission.CONFIGURE)
def ladder_changes(ladder: str, nummer: int) -> WerkzeugResponse:
    """Everything that was done to one version, in words; a draft can go back to each state."""
    found = opened(ladder, nummer)
    lines = ladder_history(desk_session(), tenant_scope(), ladder, nummer)
    items = tuple(
        TimelineItem(
            at=format_moment(line.at),
            what=VersionAct(line.act).label.capitalize(),
            who=line.actor_name,
            detail="\n".join(filter(None, (line.summary, line.note))),
        )
        for line in lines
    )
    restorable = [
        (f"{format_moment(line.at)}, {line.actor_name}: {VersionAct(line.act).label}", str(line.id))
        for line in lines[1:]
        if line.has_document and found.is_draft
    ]
    return show(
        "admin/ladder_geschiedenis.html",
        "Geschiedenis van deze versie",
        crumbs=found.trail(),
        items=items,
        options=tuple((value, words) for words, value in restorable),
        action=found.at("ladder_restore"),
        seen=found.line.version,
    )


@blueprint.post("/ladders/<ladder>/<int:nummer>/terugzetten")
@requires(Permission.CONFIGURE)
def ladder_restore(ladder: str, nummer: int) -> WerkzeugResponse:
    """Make a draft what it was after an earlier change."""
    found = opened(ladder, nummer)
    try:
        restore_draft(
            desk_session(),
            tenant_scope(),
            name_seen(found),
            _chosen(),
            actor=desk().actor,
            now=now(),
        )
    except (RuleBroken, Stale) as error:
        say(error.sentence, Tone.ERROR)
        return redirect(found.at("ladder_changes"), 303)
    desk_session().commit()
    say("Het concept is weer zoals het toen was. Wat er tussen zat, staat in de geschiedenis.")
    return redirect(found.at("ladder_version"), 303)


def _chosen() -> UUID:
    try:
        return UUID(request.form.get("stand", ""))
    except ValueError:
        return UUID(int=0)
