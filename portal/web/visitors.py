"""Who is at the door: Flask-Login over server-side sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin, current_user, logout_user

from portal.domain.people import Person
from portal.domain.scopes import AuthScope
from portal.queries.people import person_of
from portal.services.sessions import SessionState, end_session, find_session, start_session
from portal.web.database import engine, unit_of_work
from portal.web.htmx import is_autosave
from portal.web.state import now, today

login_manager = LoginManager()
# What a cookie may carry is the token alone; the rest is looked up on every request.
login_manager.session_protection = None

POLLING_HEADER = "X-Polling"


@dataclass(frozen=True, slots=True)
class Visitor(UserMixin):
    """A signed-in person, as a frozen value; `get_id` is the token of the sign-in."""

    token: str
    person: Person
    ends_at: datetime
    session_id: UUID

    def get_id(self) -> str:
        return self.token


def init_visitors(app: Flask) -> None:
    """Hook Flask-Login up."""
    login_manager.init_app(app)


def ask_nobody() -> None:
    """For an error page: whoever is not known by now stays unknown, the database may be away."""
    g.nobody_asks = True


@login_manager.user_loader
def load_visitor(token: str) -> Visitor | None:
    """The visitor of a token; what is left of an ended sign-in stays in `g.ended_session`."""
    if g.get("nobody_asks"):
        return None
    with unit_of_work(engine(), AuthScope()) as auth:
        state = find_session(auth, token, now(), touch=is_a_persons_own())
        if state is None:
            return None
        if not state.is_active:
            g.ended_session = state
            return None
        person = person_of(auth, AuthScope(), state.account_id, today())
    if person is None:
        return None
    if state.token != token:
        session["_user_id"] = state.token
    return Visitor(state.token, person, state.ends_at, state.session_id)


def is_a_persons_own() -> bool:
    """Whether somebody did something; saving and asking in the background prove nothing."""
    return not is_autosave() and POLLING_HEADER not in request.headers


def visitor() -> Visitor | None:
    """The signed-in visitor of this request."""
    user = current_user._get_current_object() if has_request_context() else None
    return user if isinstance(user, Visitor) else None


def signed_in_visitor() -> Visitor:
    """The same, inside a view that lets nobody else in."""
    known = visitor()
    assert known is not None
    return known


def ended_session() -> SessionState | None:
    """The sign-in that has ended, when this request came with one."""
    visitor()
    found: SessionState | None = g.get("ended_session")
    return found


def let_in(person: Person) -> None:
    """Start a new sign-in; whatever the browser held before is dropped, so its id changes.

    Forms that the same person still has open in another tab stay valid.
    """
    known, ended = visitor(), ended_session()
    before = known.person.account_id if known else ended.account_id if ended else None
    open_forms = session.get("csrf_token") if before == person.account_id else None
    with unit_of_work(engine(), AuthScope()) as auth:
        if known:
            end_session(auth, known.session_id, now())
        token = start_session(auth, person.account_id, now())
    session.clear()
    if open_forms:
        session["csrf_token"] = open_forms
    # Flask-Login finds the visitor by this on the next request.
    session["_user_id"] = token
    session.permanent = False


def let_out() -> None:
    """Sign out, on the server too."""
    known = visitor()
    if known:
        with unit_of_work(engine(), AuthScope()) as auth:
            end_session(auth, known.session_id, now())
    logout_user()
    session.clear()
