"""The desk's start page."""

from flask import Blueprint
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.web.access import requires
from portal.web.pages import show

blueprint = Blueprint("platform", __name__, url_prefix="/platform")


@blueprint.get("/")
@requires(Permission.OPERATE)
def start() -> WerkzeugResponse:
    """Start."""
    return show("layouts/base.html", "Platform")
