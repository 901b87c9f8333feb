"""Dresses a page: desk, navigation, messages, session; then renders all of it or one block."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, flash, g, get_flashed_messages, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.people import ROLE_NAMES, Membership, Side
from portal.domain.policies import Permission, may
from portal.queries.themes import stylesheet_for
from portal.web.access import DeskAt, desk_session
from portal.web.chrome import (
    Assets,
    Desk,
    Link,
    Message,
    Page,
    Person,
    SessionEnd,
    SummaryLine,
    Tone,
    assets_from,
)
from portal.web.htmx import wants_fragment
from portal.web.state import now, state
from portal.web.visitors import Visitor, visitor

DEMO_NOTICE = "Dit is een demonstratie. Alle aanbieders en mensen zijn verzonnen."


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of a desk's menu; shown to who may go there. `count` fills the figure behind it.

    Lower `place` comes first; those of one module keep the order in which they were added.
    """

    label: str
    endpoint: str
    permission: Permission
    count: Callable[[], int] | None = None
    place: int = 0


NAVIGATION: dict[Side, list[NavItem]] = {side: [] for side in Side}
SIDE_WORDS = {
    Side.PROVIDER: "Zorgaanbieder",
    Side.MUNICIPALITY: "Gemeente",
    Side.REGION: "Zorgregio",
    Side.PLATFORM: "Platform",
}


def say(sentence: str, tone: Tone = Tone.OK) -> None:
    """A remark at the top of the next page."""
    flash(sentence, tone.value)


def show(
    template: str,
    title: str,
    *,
    block: str | None = None,
    status: int = 200,
    errors: Sequence[SummaryLine] = (),
    crumbs: Sequence[Link] = (),
    kicker: str = "",
    lead: str = "",
    **context: Any,
) -> WerkzeugResponse:
    """Answer with a page, or with its block `block` when htmx asked for a part."""
    page = dressed_page(title, errors=tuple(errors), crumbs=tuple(crumbs), kicker=kicker, lead=lead)
    if block and wants_fragment():
        body = render_block(template, block, page=page, **context)
    else:
        body = render_template(template, page=page, **context)
    return WerkzeugResponse(body, status=status, mimetype="text/html")


def dressed_page(
    title: str,
    *,
    errors: tuple[SummaryLine, ...] = (),
    crumbs: tuple[Link, ...] = (),
    kicker: str = "",
    lead: str = "",
) -> Page:
    """Everything around the content, for this visitor at this desk."""
    known, desk = visitor(), g.get("desk")
    return Page(
        title=title,
        assets=assets(_tenant_styles(desk)),
        csrf=generate_csrf(),
        kicker=kicker,
        lead=lead,
        desk=_desk(desk) if desk else None,
        desks=_other_desks(known, desk) if known else (),
        navigation=_navigation(desk) if desk else (),
        person=_person(known, desk) if known else None,
        crumbs=crumbs,
        messages=_messages(),
        errors=errors,
        session=_session_end(known) if known else None,
        footer=_footer(),
        notice=DEMO_NOTICE if state().settings.demo else "",
    )


def bare_page(title: str, *, failed: bool = False) -> Page:
    """A page that needs no database: for errors."""
    return Page(
        title=title,
        assets=assets(),
        failed=failed,
        crumbs=(Link("Startpagina", "/"),),
        notice=DEMO_NOTICE if state().settings.demo else "",
    )


def assets(tenant_styles: str = "") -> Assets:
    """The hashed files of the front end."""
    return assets_from(current_app.extensions["assets"], "/static/", tenant_styles=tenant_styles)


def desk_href(membership: Membership) -> str:
    """The start page of a desk."""
    match membership.side:
        case Side.MUNICIPALITY:
            return url_for("municipality.start", gemeente=membership.place)
        case Side.PROVIDER:
            return url_for("provider.start", aanbieder=membership.place)
        case Side.REGION:
            return url_for("region.start")
        case Side.PLATFORM:
            return url_for("platform.start")


def first_page_here() -> str:
    """The first page of this desk's menu that the person may open; the own account without one."""
    at: DeskAt = g.desk
    here = request.path
    pages = (link.href for link in _navigation(at) if link.href != here)
    return next(pages, url_for("account.overview"))


def desk_name(membership: Membership) -> str:
    """What the header says."""
    if membership.side is Side.MUNICIPALITY:
        return f"Gemeente {membership.place_name}"
    return membership.place_name


def _desk(at: DeskAt) -> Desk:
    return Desk(
        name=desk_name(at.membership),
        role=SIDE_WORDS[at.membership.side],
        href=desk_href(at.membership),
    )


def _other_desks(known: Visitor, at: DeskAt | None) -> tuple[Link, ...]:
    desks = known.person.desks
    if len(desks) < 2:
        return ()
    return tuple(
        Link(
            desk_name(m),
            desk_href(m),
            current=at is not None
            and (m.side, m.place) == (at.membership.side, at.membership.place),
            note=SIDE_WORDS[m.side] if m.side is not Side.MUNICIPALITY else "",
        )
        for m in desks
    )


def _navigation(at: DeskAt) -> tuple[Link, ...]:
    arguments = _desk_arguments(at)
    return tuple(
        Link(
            item.label,
            url_for(item.endpoint, **arguments),
            current=request.endpoint == item.endpoint,
            note=_figure(item),
        )
        for item in sorted(NAVIGATION[at.membership.side], key=lambda item: item.place)
        if may(at.roles, item.permission)
    )


def _figure(item: NavItem) -> str:
    count = item.count() if item.count else 0
    return str(count) if count else ""


def _desk_arguments(at: DeskAt) -> dict[str, Any]:
    match at.membership.side:
        case Side.MUNICIPALITY:
            return {"gemeente": at.membership.place}
        case Side.PROVIDER:
            return {"aanbieder": at.membership.place}
        case _:
            return {}


def _person(known: Visitor, at: DeskAt | None) -> Person:
    roles = sorted(at.roles, key=list(ROLE_NAMES).index) if at else []
    return Person(
        name=known.person.name,
        role=", ".join(ROLE_NAMES[role] for role in roles),
        account_href=url_for("account.overview"),
        sign_out_href=url_for("account.sign_out"),
    )


def _messages() -> tuple[Message, ...]:
    return tuple(
        Message(sentence, Tone(tone))
        for tone, sentence in cast(
            list[tuple[str, str]], get_flashed_messages(with_categories=True)
        )
    )


def _session_end(known: Visitor) -> SessionEnd:
    return SessionEnd(
        ends_in_s=max(0, int((known.ends_at - now()).total_seconds())),
        extend_href=url_for("account.stay", terug=request.full_path.rstrip("?")),
    )


def _footer() -> tuple[Link, ...]:
    links = [Link("Toegankelijkheid", url_for("account.accessibility"))]
    if state().settings.demo:
        links += [
            Link("Mensen in de demo", url_for("demo.people")),
            Link("Postvak van de demo", url_for("demo.mailbox")),
        ]
    return tuple(links)


def _tenant_styles(at: DeskAt | None) -> str:
    if at is None or at.membership.tenant_id is None:
        return ""
    session = desk_session()
    found = stylesheet_for(session, session.scope, at.membership.tenant_id)
    return url_for("system.theme", gemeente_slug=at.membership.place, digest=found.digest)
