"""Signing in and out, passwords, choosing a desk."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import Finding, NotThere, RuleBroken
from portal.domain.people import ROLE_NAMES, Person
from portal.domain.scopes import AuthScope
from portal.queries.people import person_of
from portal.services.kept_forms import kept_path
from portal.services.links import ask_new_password, open_link, use_link
from portal.services.sessions import sign_in as check_sign_in
from portal.services.sessions import wrong_password
from portal.web.access import public, signed_in
from portal.web.account.forms import FORGOTTEN, NEW_PASSWORD, OWN_NAME, SIGN_IN
from portal.web.binding import bind
from portal.web.chrome import Tile
from portal.web.database import engine, unit_of_work
from portal.web.pages import SIDE_WORDS, desk_href, desk_name, say, show
from portal.web.state import now, state, today
from portal.web.visitors import let_in, let_out, visitor

blueprint = Blueprint("account", __name__)


@blueprint.get("/")
@public
def home() -> WerkzeugResponse:
    """The own desk, or the sign-in page."""
    known = visitor()
    if known is None:
        return redirect(url_for("account.sign_in"), 303)
    return redirect(_start_of(known.person), 303)


@blueprint.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> WerkzeugResponse:
    """Sign in with e-mail address and password."""
    bound = bind(SIGN_IN)
    if request.method == "POST" and bound.is_good:
        with unit_of_work(engine(), AuthScope()) as auth:
            # Not raised inside: the attempt has to be counted whatever comes of it.
            try:
                account_id = check_sign_in(
                    auth,
                    email=bound.answers["email"],
                    password=bound.answers["wachtwoord"],
                    address=request.remote_addr or "",
                    now=now(),
                    passwords=state().tools.passwords,
                )
            except RuleBroken as error:
                refusal, account_id = error, None
            else:
                refusal = wrong_password()
            person = person_of(auth, AuthScope(), account_id, today()) if account_id else None
        if person is not None:
            let_in(person)
            return redirect(_after_sign_in(person), 303)
        if refusal.code == "too_many":
            raise refusal
        bound.refuse(refusal)
    return show(
        "account/aanmelden.html",
        "Aanmelden",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        form=bound.form,
        action=url_for("account.sign_in") + _query(),
        kept="bewaard" in request.args,
        demo=state().settings.demo,
    )


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
    return redirect(_safe_path(request.args.get("terug")) or url_for("account.home"), 303)


@blueprint.get("/balies")
@signed_in
def desks() -> WerkzeugResponse:
    """Choose where to work."""
    known = visitor()
    assert known is not None
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


@blueprint.get("/account")
@signed_in
def overview() -> WerkzeugResponse:
    """Who am I here, and where may I be."""
    known = visitor()
    assert known is not None
    return show(
        "account/overzicht.html",
        "Mijn account",
        person=known.person,
        rows=[
            (
                f"{SIDE_WORDS[m.side]}: {m.place_name}",
                ROLE_NAMES[m.role],
                m.from_on,
                m.until_on,
            )
            for m in known.person.memberships
        ],
    )


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@public
def forgotten() -> WerkzeugResponse:
    """Ask for a link; the answer is the same for every address."""
    bound = bind(FORGOTTEN)
    if request.method == "POST" and bound.is_good:
        with unit_of_work(engine(), AuthScope()) as auth:
            ask_new_password(auth, email=bound.answers["email"], now=now())
        state().wake_up.ring()
        return show("account/link_onderweg.html", "Kijk in uw mailbox")
    return show(
        "account/wachtwoord_vergeten.html",
        "Nieuw wachtwoord aanvragen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        form=bound.form,
    )


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> WerkzeugResponse:
    """Choose a password through a single-use link; looking at the page does not use it up."""
    with unit_of_work(engine(), AuthScope()) as auth:
        found = open_link(auth, token, now())
    if found is None:
        return show("account/link_werkt_niet.html", "Deze link werkt niet meer", status=404)
    fields = (OWN_NAME, *NEW_PASSWORD) if found.asks_name else NEW_PASSWORD
    bound = bind(fields, stored={"naam": found.name}, extra=_compare_passwords())
    if request.method == "POST" and bound.is_good:
        try:
            with unit_of_work(engine(), AuthScope()) as auth:
                account_id = use_link(
                    auth,
                    token=token,
                    password=bound.answers["wachtwoord"],
                    passwords=state().tools.passwords,
                    now=now(),
                    name=bound.answers.get("naam", ""),
                )
                person = person_of(auth, AuthScope(), account_id, today())
        except RuleBroken as error:
            bound.refuse(error)
        else:
            if person is None:
                raise NotThere
            let_in(person)
            say("Uw wachtwoord is ingesteld. U bent nu aangemeld.")
            return redirect(_start_of(person), 303)
    return show(
        "account/nieuw_wachtwoord.html",
        "Kies een wachtwoord",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        form=bound.form,
        email=found.email,
    )


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> WerkzeugResponse:
    """What we did for access, and where to complain."""
    return show("account/toegankelijkheid.html", "Toegankelijkheid")


def _query() -> str:
    """The query string as it came, for the form's own address."""
    given = request.query_string.decode("ascii", errors="ignore")
    return f"?{given}" if given else ""


def _compare_passwords() -> list[Finding]:
    if request.method == "POST" and request.form.get("wachtwoord") != request.form.get("herhaling"):
        return [Finding("herhaling", "Vul twee keer hetzelfde wachtwoord in.")]
    return []


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
    return _safe_path(request.args.get("verder")) or _start_of(person)


def _safe_path(target: str | None) -> str | None:
    """A path on this site, or nothing: never an address of somebody else."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _start_of(person: Person) -> str:
    if len(person.desks) == 1:
        return desk_href(person.desks[0])
    return url_for("account.desks")
