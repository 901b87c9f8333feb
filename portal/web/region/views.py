"""The desk's start page."""

from flask import Blueprint
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.web.access import requires
from portal.web.pages import show

blueprint = Blueprint("region", __name__, url_prefix="/regio")


@blueprint.get("/")
@requires(Permission.REGION_OVERVIEW)
def start() -> WerkzeugResponse:
    """Start."""
    return show("layouts/base.html", "Regio")
