"""Every view says who may come in: `@public`, `@signed_in` or `@requires(Permission.X)`.

The desk stands in the path. A desk where the person does not belong looks exactly like one
that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.people import Membership, Person, Role, Side
from portal.domain.policies import Permission, check_may
from portal.domain.scopes import AuthScope, ProviderScope, RegionScope, Scope, TenantScope
from portal.services.kept_forms import keep_form
from portal.services.recording import Actor
from portal.web.database import WebSession, db, engine, unit_of_work
from portal.web.htmx import is_autosave, redirect_whole_page, wants_fragment
from portal.web.paths import is_page, own_path, page_before
from portal.web.state import now, state
from portal.web.visitors import Visitor, ended_session, is_a_persons_own, visitor

View = TypeVar("View", bound=Callable[..., Any])

# First part of the path -> side, and the parameter that holds the slug of the organisation.
DESKS: dict[str, tuple[Side, str]] = {
    "g": (Side.MUNICIPALITY, "gemeente"),
    "aanbieder": (Side.PROVIDER, "aanbieder"),
    "regio": (Side.REGION, ""),
    "platform": (Side.PLATFORM, ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAt:
    """Where the person is at work in this request, and as what."""

    visitor: Visitor
    membership: Membership
    roles: frozenset[Role]

    @property
    def person(self) -> Person:
        return self.visitor.person

    @property
    def actor(self) -> Actor:
        """The person, for the time line."""
        return Actor(self.person.name, self.person.account_id)


def public(view: View) -> View:
    """Anybody may come in."""
    view.access = "iedereen"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody with an account may come in; no desk."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if visitor() is None:
            return to_sign_in()
        return view(*args, **kwargs)

    guarded.access = "aangemeld"  # type: ignore[attr-defined]
    return cast(View, guarded)


def requires(permission: Permission) -> Callable[[View], View]:
    """Only with this permission at the desk that the path names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            known = visitor()
            if known is None:
                return to_sign_in()
            desk = _desk_of(known, kwargs)
            check_may(desk.roles, permission)
            g.desk = desk
            desk_session().enter(_scope_of(desk))
            own = DESKS[request.path.split("/", 2)[1]][1]
            kwargs.pop(own, None)
            return view(*args, **kwargs)

        guarded.access = permission.value  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def desk() -> DeskAt:
    """The desk of this request; only inside a view with `@requires`."""
    found: DeskAt = g.desk
    return found


def desk_session() -> WebSession:
    """The request's session, for the desk's scope."""
    return cast(WebSession, db.session())


def tenant_scope() -> TenantScope:
    """The scope of a municipality's desk."""
    scope = desk_session().scope
    assert isinstance(scope, TenantScope)
    return scope


def provider_scope() -> ProviderScope:
    """The scope of a provider's desk."""
    scope = desk_session().scope
    assert isinstance(scope, ProviderScope)
    return scope


def _desk_of(known: Visitor, arguments: dict[str, Any]) -> DeskAt:
    """The desk that the first part of the path names; other parameters never do."""
    prefix = request.path.split("/", 2)[1]
    side, parameter = DESKS[prefix]
    place = (
        arguments[parameter]
        if parameter
        else next((m.place for m in known.person.memberships if m.side is side), "")
    )
    membership = known.person.at(side, place)
    if membership is None:
        raise NotThere
    return DeskAt(visitor=known, membership=membership, roles=known.person.roles_at(side, place))


def _scope_of(desk: DeskAt) -> Scope:
    account, membership = desk.person.account_id, desk.membership
    if membership.tenant_id is not None:
        return TenantScope(membership.tenant_id, account)
    if membership.provider_id is not None:
        return ProviderScope(membership.provider_id, account)
    if membership.region_id is not None:
        return RegionScope(membership.region_id, account)
    return AuthScope()


def to_sign_in() -> WerkzeugResponse:
    """Ask to sign in. What was typed on an ended session is kept for the same account.

    A save in the background is only told; the button that follows it sends the same again.
    """
    if is_autosave():
        return WerkzeugResponse(status=401)
    sign_in_url = url_for("account.sign_in", **_way_back())
    if wants_fragment():
        return redirect_whole_page(sign_in_url, 401)
    return redirect(sign_in_url, 303)


def _way_back() -> dict[str, Any]:
    """Where to go after signing in: the page itself, the form as it was, or where a button was."""
    if request.method in ("GET", "HEAD") and not wants_fragment():
        return {"verder": own_path()}
    ended = ended_session()
    if request.method == "POST" and ended and is_a_persons_own() and is_page(request.path):
        typed = list(request.form.items(multi=True))
        with unit_of_work(engine(), AuthScope()) as auth:
            kept = keep_form(
                auth, state().sealer, account_id=ended.account_id, path=request.path,
                typed=typed, now=now(),
            )  # fmt: skip
        if kept:
            return {"bewaard": str(kept)}
    before = page_before()
    return {"verder": before} if before else {}
