"""The list of dossiers."""

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission, may
from portal.queries.dossiers import dossier_page as page_of_dossiers
from portal.queries.dossiers import offer, waiting_for
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Link
from portal.web.dossiers.asked import read_asked, read_key
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.places import at
from portal.web.dossiers.presenters_list import dossier_list
from portal.web.dossiers.reading import asked_as
from portal.web.pages import show
from portal.web.state import today


@blueprint.get("")
@requires(Permission.SEE_DOSSIERS)
def overview() -> WerkzeugResponse:
    """All dossiers that the visitor may see, by date, with what waits for a signature."""
    session, scope, asked = desk_session(), tenant_scope(), read_asked(request.args)
    found = page_of_dossiers(
        session, scope, asked.shown(), today=today(),
        after=read_key(asked.after), before=read_key(asked.before),
    )  # fmt: skip
    may_open = may(desk().roles, Permission.WORK_ON_DOSSIERS)
    return show(
        "dossiers/lijst.html",
        "Dossiers",
        block="lijst",
        listing=dossier_list(
            asked,
            found,
            offer(session, scope, today()),
            waiting_for(session, scope, asked_as()),
            me=desk().person.account_id,
            today=today(),
        ),
        action=at("overview"),
        open_link=Link("Dossier openen", at("choose_contract")) if may_open else None,
        register=Link("Register van uitsluitingen", at("exclusions")),
    )
