"""One's own account: roles, and where one is signed in."""

from flask import redirect, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.scopes import AuthScope
from portal.queries.sessions import running_sign_ins
from portal.services.sessions import ABSOLUTE, IDLE, end_other_sessions
from portal.web.access import signed_in
from portal.web.account.blueprint import blueprint
from portal.web.account.presenters import (
    ROLE_COLUMNS,
    SIGN_IN_COLUMNS,
    own_facts,
    role_line,
    sign_in_line,
)
from portal.web.account.views import back_to_work
from portal.web.database import engine, unit_of_work
from portal.web.pages import say, show
from portal.web.state import now
from portal.web.visitors import signed_in_visitor


@blueprint.get("/account")
@signed_in
def overview() -> WerkzeugResponse:
    """Who am I here, where may I be, and where am I signed in."""
    known = signed_in_visitor()
    with unit_of_work(engine(), AuthScope()) as auth:
        found = running_sign_ins(
            auth,
            AuthScope(),
            known.person.account_id,
            now=now(),
            idle=IDLE,
            absolute=ABSOLUTE,
        )
    return show(
        "account/overzicht.html",
        "Mijn account",
        crumbs=back_to_work(known.person),
        roles=[role_line(membership) for membership in known.person.memberships],
        role_columns=ROLE_COLUMNS,
        facts=own_facts(known.person),
        sign_ins=[sign_in_line(one, known.session_id) for one in found],
        sign_in_columns=SIGN_IN_COLUMNS,
        elsewhere=len(found) > 1,
    )


@blueprint.post("/account/elders-afmelden")
@signed_in
def sign_out_elsewhere() -> WerkzeugResponse:
    """Sign out on every other device."""
    known = signed_in_visitor()
    with unit_of_work(engine(), AuthScope()) as auth:
        ended = end_other_sessions(auth, known.person.account_id, but=known.session_id, now=now())
    say(f"U bent op {ended} andere plaats{'en' if ended != 1 else ''} afgemeld.")
    return redirect(url_for("account.overview"), 303)
