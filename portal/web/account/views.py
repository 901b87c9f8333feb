"""Signing in and out, choosing a desk."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import RuleBroken
from portal.domain.people import ROLE_NAMES, Person
from portal.domain.scopes import AuthScope
from portal.queries.people import person_of
from portal.services.kept_forms import kept_path
from portal.services.sessions import sign_in as check_sign_in
from portal.services.sessions import wrong_password
from portal.services.throttling import Attempt
from portal.web.access import public, signed_in
from portal.web.account.blueprint import blueprint
from portal.web.account.forms import SIGN_IN
from portal.web.binding import bind
from portal.web.chrome import Link, Tile
from portal.web.database import engine, unit_of_work
from portal.web.devices import device_for, remember_device
from portal.web.errors import status_of
from portal.web.htmx import wants_fragment
from portal.web.pages import desk_href, desk_name, say, show
from portal.web.paths import own_path, safe_path
from portal.web.state import now, state, today
from portal.web.visitors import let_in, let_out, signed_in_visitor, visitor


@blueprint.get("/")
@public
def home() -> WerkzeugResponse:
    """The own desk, or the sign-in page."""
    known = visitor()
    if known is None:
        return redirect(url_for("account.sign_in"), 303)
    return redirect(start_of(known.person), 303)


@blueprint.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> WerkzeugResponse:
    """Sign in with e-mail address and password."""
    bound, status = bind(SIGN_IN), 200
    if request.method == "POST":
        status = 422
        if bound.is_good:
            person, refusal = _who(bound.answers["email"], bound.answers["wachtwoord"])
            if person is not None:
                let_in(person)
                response = redirect(_after_sign_in(person), 303)
                remember_device(response, person.email)
                return response
            bound.refuse(refusal)
            status = status_of(refusal)
    page = show(
        "account/aanmelden.html",
        "Aanmelden",
        status=status,
        errors=bound.lines,
        form=bound.form,
        action=own_path(),
        kept="bewaard" in request.args,
        demo=state().settings.demo,
    )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        page.headers["Retry-After"] = "60"
    return page


def _who(email: str, password: str) -> tuple[Person | None, RuleBroken]:
    """Who signs in with these; else the refusal, which never tells whether the account exists."""
    email = email.strip().lower()
    attempt = Attempt(email=email, address=request.remote_addr or "", device=device_for(email))
    try:
        account_id = check_sign_in(
            engine(), attempt, password=password, passwords=state().tools.passwords, now=now()
        )
    except RuleBroken as refused:
        return None, refused
    if account_id is None:
        return None, wrong_password()
    with unit_of_work(engine(), AuthScope()) as auth:
        return person_of(auth, AuthScope(), account_id, today()), wrong_password()


@blueprint.post("/afmelden")
@public
def sign_out() -> WerkzeugResponse:
    """Sign out, here and on the server."""
    let_out()
    say("U bent afgemeld.")
    return redirect(url_for("account.sign_in"), 303)


@blueprint.post("/aangemeld-blijven")
@signed_in
def stay() -> WerkzeugResponse:
    """Any request keeps the session alive; this one does nothing else."""
    if wants_fragment():
        return WerkzeugResponse(status=204)
    return redirect(safe_path(request.args.get("terug")) or url_for("account.home"), 303)


@blueprint.get("/balies")
@signed_in
def desks() -> WerkzeugResponse:
    """Choose where to work."""
    known = signed_in_visitor()
    tiles = [
        Tile(
            title=desk_name(desk),
            href=desk_href(desk),
            text=", ".join(
                ROLE_NAMES[role] for role in sorted(known.person.roles_at(desk.side, desk.place))
            ),
        )
        for desk in known.person.desks
    ]
    return show("account/balies.html", "Waar gaat u aan het werk?", tiles=tiles)


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> WerkzeugResponse:
    """What we did for access, and where to complain."""
    return show("account/toegankelijkheid.html", "Toegankelijkheid")


def _after_sign_in(person: Person) -> str:
    """Back to the form that was kept, to the page that was asked for, or to the own desk."""
    kept = request.args.get("bewaard", "")
    if kept:
        try:
            with unit_of_work(engine(), AuthScope()) as auth:
                path = kept_path(auth, kept_id=UUID(kept), account_id=person.account_id, now=now())
        except ValueError:
            path = None
        if path:
            say(
                "Dit had u ingevuld voordat u werd afgemeld. Controleer het en verstuur het opnieuw."
            )
            return f"{path}?bewaard={kept}"
    return safe_path(request.args.get("verder")) or start_of(person)


def start_of(person: Person) -> str:
    """The own desk, or the choice between them."""
    if len(person.desks) == 1:
        return desk_href(person.desks[0])
    return url_for("account.desks")


def back_to_work(person: Person) -> tuple[Link, ...]:
    """From a page that belongs to no desk to where the person works."""
    match person.desks:
        case ():
            return ()
        case (only,):
            return (Link(desk_name(only), desk_href(only)),)
        case _:
            return (Link("Waar gaat u aan het werk?", url_for("account.desks")),)
