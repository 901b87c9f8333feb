"""The desk's start page."""

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.web.access import requires
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint


@blueprint.get("/")
@requires(Permission.FOLLOW)
def start() -> WerkzeugResponse:
    """Start."""
    return show("layouts/base.html", "Overzicht")
