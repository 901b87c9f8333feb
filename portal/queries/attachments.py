"""Reads where a stored file is, for who may have it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.submission import Attachment, Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttachment:
    """An attachment and its place in the storage."""

    file_name: str
    media_type: str
    size_bytes: int
    storage_key: str


def attachment_of_delivery(
    session: ScopedSession, scope: TenantScope, attachment_id: UUID
) -> StoredAttachment:
    """A file that came with a delivery of this municipality; raises NotThere."""
    file = Attachment
    found = session.execute(
        select(file.file_name, file.media_type, file.size_bytes, file.storage_key)
        .join(Delivery, Delivery.submission_id == file.submission_id)
        .where(
            file.id == attachment_id,
            Delivery.tenant_id == scope.tenant_id,
            or_(file.tenant_id.is_(None), file.tenant_id == scope.tenant_id),
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return StoredAttachment(**found._mapping)
