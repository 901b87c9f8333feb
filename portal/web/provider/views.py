"""The desk's start page."""

from flask import Blueprint
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.web.access import requires
from portal.web.pages import show

blueprint = Blueprint("provider", __name__, url_prefix="/aanbieder/<aanbieder>")


@blueprint.get("/")
@requires(Permission.FOLLOW)
def start() -> WerkzeugResponse:
    """Start."""
    return show("layouts/base.html", "Overzicht")
