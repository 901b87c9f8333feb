"""The region's start page: where to go, and which municipalities let one in."""

from flask import url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission, may
from portal.queries.region import counts
from portal.web.access import desk, desk_session, requires
from portal.web.pages import show
from portal.web.region.blueprint import blueprint, region_scope
from portal.web.region.presenters import ACCESS_COLUMNS, access_line, register_tiles
from portal.web.state import today


@blueprint.get("/")
@requires(Permission.REGION_OVERVIEW)
def start() -> WerkzeugResponse:
    """What one can do for the region."""
    here = desk()
    manages = may(here.roles, Permission.REGION_MANAGE)
    return show(
        "region/start.html",
        here.membership.place_name,
        tiles=register_tiles(counts(desk_session(), region_scope())) if manages else (),
        looks_in=may(here.roles, Permission.REGION_INSIGHT),
        access=[access_line(access, today()) for access in here.person.region_access],
        access_columns=ACCESS_COLUMNS,
        insight_href=url_for(".insight"),
    )
