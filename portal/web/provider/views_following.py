"""What became of a submission: one line per municipality."""

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.queries.receipts import submission_named
from portal.web.access import desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.places import at


@blueprint.get("/indieningen/<kenmerk>")
@requires(Permission.FOLLOW)
def submission(kenmerk: str) -> WerkzeugResponse:
    """One submission."""
    submission_named(desk_session(), provider_scope(), kenmerk)
    return show("layouts/base.html", kenmerk, crumbs=[Link("Overzicht", at("start"))])
