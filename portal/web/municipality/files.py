"""Files that came with a delivery."""

from uuid import UUID

from flask import Response

from portal.domain.policies import Permission
from portal.queries.attachments import attachment_of_delivery
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.downloads import download
from portal.web.municipality.blueprint import blueprint


@blueprint.get("/bestanden/<uuid:bestand>")
@requires(Permission.SEE_WORK)
def file(bestand: UUID) -> Response:
    """Hand out one file of one of the municipality's own deliveries."""
    stored = attachment_of_delivery(desk_session(), tenant_scope(), bestand)
    return download(
        stored.storage_key,
        name=stored.file_name,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
    )
