"""The forms that wait to be finished."""

from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.queries.provider_drafts import drafts_of
from portal.services.drafts import delete_draft
from portal.web.access import desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.pages import say, show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.places import at
from portal.web.provider.presenters_drafts import draft_shown
from portal.web.state import now, state


@blueprint.get("/concepten")
@requires(Permission.SUBMIT)
def drafts() -> WerkzeugResponse:
    """All drafts of the organisation, with their age."""
    found = drafts_of(desk_session(), provider_scope())
    return show(
        "provider/concepten.html",
        "Concepten",
        lead="Formulieren die u of een collega nog niet hebt ingediend. Gemeenten zien deze niet.",
        drafts=[draft_shown(line, now()) for line in found],
        begin=Link("Iets indienen", at("choose")),
    )


@blueprint.route("/concepten/<uuid:key>/verwijderen", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def delete(key: UUID) -> WerkzeugResponse:
    """Throw a draft away, with its files; asked once more first."""
    session, scope = desk_session(), provider_scope()
    if request.method != "POST":
        draft = next((line for line in drafts_of(session, scope) if line.key == key), None)
        if draft is None:
            raise NotThere
        return show(
            "provider/concept_verwijderen.html",
            "Concept verwijderen?",
            crumbs=[Link("Concepten", at("drafts"))],
            draft=draft_shown(draft, now()),
            keep=Link("Concept houden", at("drafts")),
        )
    files = delete_draft(session, scope, key=key)
    session.commit()
    for storage_key in files:
        state().tools.storage.remove(storage_key)
    say("Het concept is verwijderd.")
    return redirect(at("drafts"), 303)
