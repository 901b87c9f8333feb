"""What became of a submission: one line per municipality, its content, its time line."""

from uuid import UUID

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_submissions import file_of, submission_followed
from portal.queries.provider_texts import voices
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.downloads import download
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.places import at
from portal.web.provider.presenters_submission import submission_shown
from portal.web.state import now


@blueprint.get("/indieningen/<kenmerk>")
@requires(Permission.FOLLOW)
def submission(kenmerk: str) -> WerkzeugResponse:
    """One submission."""
    session, scope = desk_session(), provider_scope()
    row = submission_followed(session, scope, kenmerk)
    decided = [delivery.slug for delivery in row.deliveries if delivery.decisions]
    shown = submission_shown(
        row,
        voices(session, scope, decided),
        provider=desk().membership.place_name,
        now=now(),
    )
    return show(
        "provider/indiening.html",
        shown.title,
        kicker=kenmerk,
        crumbs=[Link("Overzicht", at("start"))],
        submission=shown,
        next_text=all_kinds()[row.kind].next_for_provider,
    )


@blueprint.get("/bestanden/<uuid:file_id>")
@requires(Permission.FOLLOW)
def file(file_id: UUID) -> WerkzeugResponse:
    """A file that the organisation handed in, or got from a municipality."""
    found = file_of(desk_session(), provider_scope(), file_id)
    return download(
        found.storage_key,
        name=found.name,
        media_type=found.media_type,
        size_bytes=found.size_bytes,
    )
