"""Only in the demo: sign in with one click, and read the mail. Elsewhere these do not exist."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.mail import folder_of
from portal.domain.scopes import AuthScope
from portal.queries.demo import demo_people, demo_person
from portal.services.demo_guide import guide
from portal.web.access import public
from portal.web.chrome import Column
from portal.web.database import engine, unit_of_work
from portal.web.demo.presenters import mails_in, others_by_side, shown_first
from portal.web.pages import desk_href, show
from portal.web.state import state, today
from portal.web.visitors import let_in

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

MAILS_SHOWN = 30


@blueprint.get("")
@public
def people() -> WerkzeugResponse:
    """Everybody in the demo, with what each can do."""
    with unit_of_work(engine(), AuthScope()) as auth:
        found = demo_people(auth, AuthScope(), today())
    here = guide()
    return show(
        "demo/mensen.html",
        "Mensen in de demo",
        lead="Kies iemand om u aan te melden. Een wachtwoord is niet nodig.",
        first=shown_first(found, here.about, here.first),
        groups=others_by_side(found, here.about, here.first),
        columns=[Column(label=label) for label in ("Gemeente", "Wmo", "Jeugdwet")],
        ladders=here.ladders,
    )


@blueprint.post("/aanmelden")
@public
def sign_in() -> WerkzeugResponse:
    """Sign in as one of them."""
    # PostgreSQL takes no NUL, and nobody is called so.
    slug = request.form.get("persoon", "").replace("\0", "")
    with unit_of_work(engine(), AuthScope()) as auth:
        person = demo_person(auth, AuthScope(), slug, today())
    if person is None:
        abort(404)
    let_in(person)
    if len(person.desks) == 1:
        return redirect(desk_href(person.desks[0]), 303)
    return redirect(url_for("account.desks"), 303)


@blueprint.get("/postvak")
@public
def mailbox() -> WerkzeugResponse:
    """The last mails that the portal sent."""
    settings = state().settings
    is_folder = settings.mail_url.startswith("file://")
    mails = mails_in(folder_of(settings.mail_url), at_most=MAILS_SHOWN) if is_folder else []
    return show(
        "demo/postvak.html",
        "Postvak van de demo",
        lead="In de demo gaat er geen mail de deur uit. Hier staan de laatste mails.",
        mails=mails,
    )
