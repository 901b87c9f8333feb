"""The desk's start page."""

from flask import Blueprint
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.web.access import requires
from portal.web.pages import show

blueprint = Blueprint("municipality", __name__, url_prefix="/g/<gemeente>")


@blueprint.get("/")
@requires(Permission.SEE_WORK)
def start() -> WerkzeugResponse:
    """Start."""
    return show("layouts/base.html", "Mijn werk")
