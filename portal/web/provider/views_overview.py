"""The start page: everything that runs, over all municipalities, by who waits for whom."""

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_drafts import drafts_of
from portal.queries.provider_overview import (
    FIRST_FEW,
    PAGE,
    Group,
    counts,
    municipalities_of,
    overview_page,
)
from portal.queries.provider_profile import profile_of
from portal.web.access import desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.pages import show
from portal.web.provider.asked import read_asked
from portal.web.provider.blueprint import blueprint
from portal.web.provider.menu import dossiers_with_duties
from portal.web.provider.places import at
from portal.web.provider.presenters_drafts import draft_shown
from portal.web.provider.presenters_overview import TITLES, choices, group_shown, matching
from portal.web.provider.presenters_profile import confirmation_alerts
from portal.web.state import now, today

DRAFTS_SHOWN = 3


@blueprint.get("/")
@requires(Permission.FOLLOW)
def start() -> WerkzeugResponse:
    """The overview."""
    session, scope, asked = desk_session(), provider_scope(), read_asked(request.args)
    found = counts(session, scope, asked.shown)
    waiting = matching(dossiers_with_duties(), asked)
    groups = [asked.group] if asked.group else list(Group)
    shown = [
        group_shown(
            group,
            overview_page(
                session,
                scope,
                asked.shown,
                group,
                after=asked.after,
                before=asked.before,
                size=PAGE if asked.group else FIRST_FEW,
            ),
            count=found[group],
            asked=asked,
            now=now(),
            dossiers=waiting if group is Group.OURS else (),
        )
        for group in groups
    ]
    drafts = drafts_of(session, scope) if not asked.is_filtered else ()
    return show(
        "provider/overzicht.html",
        "Overzicht",
        block="results",
        lead="Wat er loopt, bij alle gemeenten samen.",
        alerts=confirmation_alerts(profile_of(session, scope), today()),
        action=at("start"),
        words=asked.shown.words,
        kind=asked.shown.kind,
        kinds=choices({slug: kind.name for slug, kind in all_kinds().items()}, "Alle soorten"),
        municipality=asked.shown.municipality,
        municipalities=choices(municipalities_of(session, scope), "Alle gemeenten"),
        stand=asked.group.value if asked.group else "",
        stands=choices({group.value: title for group, title in TITLES.items()}, "Alles"),
        groups=shown,
        clear=Link("Filters wissen", at("start")) if asked.is_filtered else None,
        drafts=[draft_shown(line, now()) for line in drafts[:DRAFTS_SHOWN]],
        all_drafts=Link(f"Alle {len(drafts)} concepten", at("drafts")),
        submit=Link("Indienen", at("choose")),
    )
