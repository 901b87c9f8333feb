"""Only in the demo: sign in with one click, and read the mail. Elsewhere these do not exist."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.people import Side
from portal.domain.scopes import AuthScope
from portal.queries.demo import demo_people, demo_person
from portal.web.access import public
from portal.web.database import engine, unit_of_work
from portal.web.pages import desk_href, show
from portal.web.state import state, today
from portal.web.visitors import let_in

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

MAILS_SHOWN = 100
GROUPS = {
    Side.PROVIDER: "Bij een zorgaanbieder",
    Side.MUNICIPALITY: "Bij een gemeente",
    Side.REGION: "Bij de regio",
    Side.PLATFORM: "Beheer van het portaal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailShown:
    """A mail of the demo, as it would have been sent."""

    to: str
    subject: str
    sent: str
    body: str
    link: str


@blueprint.get("")
@public
def people() -> WerkzeugResponse:
    """Everybody in the demo, with what each can do."""
    with unit_of_work(engine(), AuthScope()) as auth:
        found = demo_people(auth, AuthScope(), today())
    groups = [
        (title, [person for person in found if person.side is side])
        for side, title in GROUPS.items()
    ]
    return show("demo/mensen.html", "Mensen in de demo", groups=groups)


@blueprint.post("/aanmelden")
@public
def sign_in() -> WerkzeugResponse:
    """Sign in as one of them."""
    with unit_of_work(engine(), AuthScope()) as auth:
        person = demo_person(auth, AuthScope(), request.form.get("persoon", ""), today())
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
    return show("demo/postvak.html", "Postvak van de demo", mails=_mails())


def _mails() -> list[MailShown]:
    parts = urlsplit(state().settings.mail_url)
    if parts.scheme != "file":
        return []
    newest = sorted(
        Path(parts.path).glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    return [_shown(path) for path in newest[:MAILS_SHOWN]]


def _shown(path: Path) -> MailShown:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    content = message.get_content()
    base = state().settings.base_url
    link = next((word for word in content.split() if word.startswith(base)), "")
    return MailShown(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=str(message["Date"]),
        body=content,
        link=link.removeprefix(base),
    )
