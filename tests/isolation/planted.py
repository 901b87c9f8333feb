"""Pages with a hole in them, beside the same pages without: what the matrix has to notice.

They exist in the app of these tests only. Each is small and looks like pages of ours; the hole
is the one line that somebody forgot.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, redirect, render_template_string, request
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select, text
from sqlalchemy.orm import load_only
from werkzeug.wrappers import Response

from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.domain.scopes import AuditScope, TenantId, TenantScope
from portal.models.evidence import Event
from portal.models.handling import Note
from portal.models.region import Tenant
from portal.models.submission import Attachment, Delivery
from portal.services import handling
from portal.web.access import desk, desk_session, provider_scope, requires, tenant_scope
from portal.web.database import engine, unit_of_work
from portal.web.downloads import download
from portal.web.htmx import wants_fragment

PAGE = """
<!doctype html><html lang="nl"><title>{{ title }}</title><main><h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>{% endfor %}
{% for link in links %}<a href="{{ link }}">verder</a>{% endfor %}
{% if action %}<form method="post" action="{{ action }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<textarea name="notitie"></textarea>
<input type="hidden" name="persoon" value="{{ person }}">
<button>Bewaar</button></form>{% endif %}</main></html>
"""
SEE, DO, FOLLOW = Permission.SEE_WORK, Permission.HANDLE, Permission.FOLLOW

blueprint = Blueprint("proef", __name__)


def plant(app: Flask) -> None:
    """Add the pages to an app that has not served anything yet."""
    app.register_blueprint(blueprint)
    for extension in app.extensions.values():
        if isinstance(extension, CSRFProtect):
            extension.exempt(app.view_functions["proef.note_without_token"])


def page(title: str, lines: list[str], **more: Any) -> str:
    shown = {"links": [], "action": "", "person": "", **more}
    return render_template_string(PAGE, title=title, lines=lines, **shown)


def found(reference: str) -> Delivery:
    """The delivery as it should be looked up."""
    row = desk_session().scalar(
        select(Delivery).where(
            Delivery.tenant_id == tenant_scope().tenant_id, Delivery.reference == reference
        )
    )
    if row is None:
        raise NotThere
    return row


def notes_of(delivery: Delivery) -> list[str]:
    return list(
        desk_session().scalars(
            select(Note.body).where(
                Note.tenant_id == delivery.tenant_id, Note.delivery_id == delivery.id
            )
        )
    )


# — as it should be —


@blueprint.get("/g/<gemeente>/proef/goed/<kenmerk>")
@requires(SEE)
def good(kenmerk: str) -> str:
    delivery = found(kenmerk)
    here = f"/g/{desk().membership.place}/proef"
    return page(
        "Goed", [delivery.subject, *notes_of(delivery)], person=desk().person.account_id,
        action=f"{here}/notitie/{kenmerk}",
    )  # fmt: skip


@blueprint.route("/g/<gemeente>/proef/notitie/<kenmerk>", methods=["GET", "POST"])
@requires(DO)
def good_note(kenmerk: str) -> Response | str:
    delivery = found(kenmerk)
    if request.method == "POST":
        body = request.form.get("notitie", "") or abort(400)
        handling.write_note(
            desk_session(), tenant_scope(), delivery.id, body=body, actor=desk().actor
        )
        desk_session().commit()
        return redirect(request.path, 303)
    return page("Notitie", notes_of(delivery), action=request.path, person="")


@blueprint.get("/g/<gemeente>/proef/bestand/<uuid:bestand>")
@requires(SEE)
def good_file(bestand: UUID) -> Response:
    scope = tenant_scope()
    submissions = select(Delivery.submission_id).where(Delivery.tenant_id == scope.tenant_id)
    file = desk_session().scalar(
        select(Attachment).where(
            Attachment.id == bestand,
            (Attachment.tenant_id == scope.tenant_id)
            | (Attachment.tenant_id.is_(None) & Attachment.submission_id.in_(submissions)),
        )
    )
    return handed_out(file)


def handed_out(file: Attachment | None) -> Response:
    if file is None:
        raise NotThere
    return download(
        file.storage_key, name=file.file_name, media_type=file.media_type,
        size_bytes=file.size_bytes,
    )  # fmt: skip


OPEN_TO_PROVIDER = (Delivery.id, Delivery.tenant_id, Delivery.subject, Delivery.reference)


@blueprint.get("/aanbieder/<aanbieder>/proef/goed/<kenmerk>")
@requires(FOLLOW)
def good_followed(kenmerk: str) -> str:
    return timeline(kenmerk, Event.audience == "gedeeld")


def timeline(reference: str, *conditions: Any) -> str:
    scope = provider_scope()
    deliveries = (
        desk_session()
        .scalars(
            select(Delivery)
            .options(load_only(*OPEN_TO_PROVIDER))
            .where(Delivery.provider_id == scope.provider_id, Delivery.reference == reference)
        )
        .all()
    )
    if not deliveries:
        raise NotThere
    events = desk_session().scalars(
        select(Event).where(
            Event.provider_id == scope.provider_id,
            Event.delivery_id.in_([delivery.id for delivery in deliveries]),
            *conditions,
        )
    )
    return page("Tijdlijn", [deliveries[0].subject, *(str(event.data) for event in events)])


# — with a hole: seen with both walls up —


def enters_by_path(view: Callable[..., Any]) -> Callable[..., Any]:
    """What somebody might write instead of @requires: the scope out of the path."""

    @wraps(view)
    def guarded(gemeente: str, **arguments: Any) -> Any:
        session = desk_session()
        session.enter(TenantScope(TenantId(tenant_by_slug(gemeente))))
        return view(**arguments)

    guarded.access = SEE.value  # type: ignore[attr-defined]
    return guarded


def tenant_by_slug(slug: str) -> UUID:
    session = desk_session().enter(TenantScope(TenantId(UUID(int=0))))
    tenant_id = session.scalar(select(Tenant.id).where(Tenant.slug == slug))
    session.rollback()
    if tenant_id is None:
        raise NotThere
    return tenant_id


@blueprint.get("/g/<gemeente>/proef/zonder-requires/<kenmerk>")
@enters_by_path
def without_requires(kenmerk: str) -> str:
    return page("Zonder", [found(kenmerk).subject])


def only_pages(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Asks the permission for whole pages; a fragment "cannot be reached otherwise"."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        guarded, open_to_all = requires(permission)(view), enters_by_path(view)

        @wraps(view)
        def either(**arguments: Any) -> Any:
            return open_to_all(**arguments) if wants_fragment() else guarded(**arguments)

        either.access = permission.value  # type: ignore[attr-defined]
        return either

    return decorate


@blueprint.get("/g/<gemeente>/proef/deel/<kenmerk>")
@only_pages(SEE)
def unguarded_fragment(kenmerk: str) -> str:
    return page("Deel", [found(kenmerk).subject])


@blueprint.get("/g/<gemeente>/proef/verraadt/<kenmerk>")
@requires(SEE)
def tells_apart(kenmerk: str) -> str:
    with unit_of_work(engine(), AuditScope()) as audit:
        exists = audit.scalar(select(Delivery.id).where(Delivery.reference == kenmerk).limit(1))
    if exists is None:
        raise NotThere
    try:
        return page("Verraadt", [found(kenmerk).subject])
    except NotThere:
        abort(403)


@blueprint.get("/g/<gemeente>/proef/schrijft/<kenmerk>")
@requires(SEE)
def writes_on_get(kenmerk: str) -> str:
    delivery = found(kenmerk)
    # Past the session's own guard, which refuses a write without a line in the chain.
    desk_session().execute(
        text("UPDATE delivery SET version = version + 1 WHERE id = :id"), {"id": delivery.id}
    )
    desk_session().commit()
    return page("Schrijft", [delivery.subject])


@blueprint.get("/g/<gemeente>/proef/rauw/<kenmerk>")
@requires(SEE)
def unescaped(kenmerk: str) -> str:
    return f"<!doctype html><title>Rauw</title><h1>Rauw</h1><p>{found(kenmerk).subject}</p>"


@blueprint.get("/g/<gemeente>/proef/sjabloon/<kenmerk>")
@requires(SEE)
def evaluated(kenmerk: str) -> str:
    return render_template_string(page("Sjabloon", [found(kenmerk).subject]))


@blueprint.get("/g/<gemeente>/proef/open-bestand/<uuid:bestand>")
@requires(SEE)
def shown_inline(bestand: UUID) -> Response:
    response = good_file.__wrapped__(bestand)  # type: ignore[attr-defined]
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


@blueprint.get("/g/<gemeente>/proef/zonder-token/<kenmerk>")
@requires(SEE)
def page_without_token(kenmerk: str) -> str:
    here = f"/g/{desk().membership.place}/proef"
    return page("Zonder token", [found(kenmerk).subject], action=f"{here}/zonder-token/{kenmerk}")


@blueprint.post("/g/<gemeente>/proef/zonder-token/<kenmerk>")
@requires(DO)
def note_without_token(kenmerk: str) -> Response:
    handling.write_note(
        desk_session(), tenant_scope(), found(kenmerk).id, body="zonder token", actor=desk().actor
    )
    desk_session().commit()
    return redirect(request.path, 303)


@blueprint.get("/g/<gemeente>/proef/geeft/<kenmerk>")
@requires(SEE)
def page_with_person(kenmerk: str) -> str:
    here = f"/g/{desk().membership.place}/proef"
    return page(
        "Geeft", [found(kenmerk).subject], person=desk().person.account_id,
        action=f"{here}/geeft/{kenmerk}",
    )  # fmt: skip


@blueprint.post("/g/<gemeente>/proef/geeft/<kenmerk>")
@requires(DO)
def any_person(kenmerk: str) -> Response:
    """Hands over to whoever the body names, colleague or not; only the key of the table looks."""
    desk_session().execute(
        text("UPDATE delivery SET assignee_id = :person WHERE id = :id"),
        {"person": UUID(request.form["persoon"]), "id": found(kenmerk).id},
    )
    desk_session().commit()
    return redirect(request.path, 303)


# — with a hole that row-level security covers —


@blueprint.get("/g/<gemeente>/proef/zonder-filter/<kenmerk>")
@requires(SEE)
def without_filter(kenmerk: str) -> str:
    deliveries = desk_session().scalars(select(Delivery).where(Delivery.reference == kenmerk)).all()
    if not deliveries:
        raise NotThere
    return page("Zonder filter", [delivery.subject for delivery in deliveries])


@blueprint.get("/g/<gemeente>/proef/lijst")
@requires(SEE)
def unfiltered_list() -> str:
    return page("Lijst", list(desk_session().scalars(select(Delivery.subject))))


@blueprint.get("/g/<gemeente>/proef/elk-bestand/<uuid:bestand>")
@requires(SEE)
def any_file(bestand: UUID) -> Response:
    return handed_out(desk_session().get(Attachment, bestand))


@blueprint.get("/aanbieder/<aanbieder>/proef/alles/<kenmerk>")
@requires(FOLLOW)
def every_event(kenmerk: str) -> str:
    return timeline(kenmerk)
