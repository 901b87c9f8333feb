"""Notes who changed what in people, contracts and master data, beside the change itself."""

from typing import Any
from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.models.changes import AdminChange
from portal.services.recording import Actor

Values = dict[str, Any]


def note_change(
    session: ScopedSession,
    by: Actor,
    subject: str,
    what: str,
    *,
    before: Values | None = None,
    after: Values | None = None,
    tenant_id: UUID | None = None,
    provider_id: UUID | None = None,
    region_id: UUID | None = None,
) -> None:
    """One line of the account that administrators give; in the transaction of the change."""
    session.add(
        AdminChange(
            actor_id=by.account_id,
            actor_name=by.name,
            subject=subject,
            what=what,
            before=before,
            after=after,
            tenant_id=tenant_id,
            provider_id=provider_id,
            region_id=region_id,
        )
    )
