"""Passwords: forgotten, chosen through a link, changed."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import Finding, NotThere, RuleBroken
from portal.domain.scopes import AuthScope
from portal.queries.people import person_of
from portal.services.links import ask_new_password, change_password, open_link, use_link
from portal.web.access import public, signed_in
from portal.web.account.blueprint import blueprint
from portal.web.account.forms import CHANGE_PASSWORD, FORGOTTEN, NEW_PASSWORD, OWN_NAME
from portal.web.account.views import back_to_work, start_of
from portal.web.binding import bind
from portal.web.chrome import Link
from portal.web.database import engine, unit_of_work
from portal.web.errors import status_of
from portal.web.pages import say, show
from portal.web.state import now, state, today
from portal.web.visitors import let_in, signed_in_visitor


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@public
def forgotten() -> WerkzeugResponse:
    """Ask for a link; the answer is the same for every address."""
    bound = bind(FORGOTTEN)
    status = 422 if bound.lines else 200
    if request.method == "POST" and bound.is_good:
        try:
            with unit_of_work(engine(), AuthScope()) as auth:
                ask_new_password(
                    auth,
                    email=bound.answers["email"],
                    address=request.remote_addr or "",
                    now=now(),
                )
        except RuleBroken as refused:
            bound.refuse(refused)
            status = status_of(refused)
        else:
            state().wake_up.ring()
            return show("account/link_onderweg.html", "Kijk in uw mailbox")
    return show(
        "account/wachtwoord_vergeten.html",
        "Nieuw wachtwoord aanvragen",
        status=status,
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
            return redirect(start_of(person), 303)
    return show(
        "account/nieuw_wachtwoord.html",
        "Kies een wachtwoord",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        form=bound.form,
        email=found.email,
    )


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@signed_in
def password() -> WerkzeugResponse:
    """Another password of one's own; the old one is asked for."""
    known = signed_in_visitor()
    bound = bind(CHANGE_PASSWORD, extra=_compare_passwords())
    status = 422 if bound.lines else 200
    if request.method == "POST" and bound.is_good:
        try:
            change_password(
                engine(),
                account_id=known.person.account_id,
                session_id=known.session_id,
                old=bound.answers["huidig"],
                new=bound.answers["wachtwoord"],
                passwords=state().tools.passwords,
                now=now(),
            )
        except RuleBroken as refused:
            bound.refuse(refused)
            status = status_of(refused)
        else:
            say("Uw wachtwoord is gewijzigd. Op andere apparaten bent u afgemeld.")
            return redirect(url_for("account.overview"), 303)
    return show(
        "account/wachtwoord.html",
        "Wachtwoord wijzigen",
        status=status,
        errors=bound.lines,
        crumbs=(
            *back_to_work(known.person),
            Link("Mijn account", url_for("account.overview")),
        ),
        form=bound.form,
        email=known.person.email,
        cancel=Link("Annuleren", url_for("account.overview")),
    )


def _compare_passwords() -> list[Finding]:
    if request.method == "POST" and request.form.get("wachtwoord") != request.form.get("herhaling"):
        return [Finding("herhaling", "Vul twee keer hetzelfde wachtwoord in.")]
    return []
