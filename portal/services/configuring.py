"""Changes a municipality's configuration: each change is a new version of one section."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.models.configuration import SettingVersion


def put_section(
    session: ScopedSession,
    tenant_id: UUID,
    section: str,
    document: dict[str, Any],
    *,
    author_id: UUID | None,
    author_name: str,
    note: str,
    now: datetime,
) -> bool:
    """Add a version when the document differs from the one in force; whether it did."""
    current = session.execute(
        select(SettingVersion.version, SettingVersion.document)
        .where(SettingVersion.tenant_id == tenant_id, SettingVersion.section == section)
        .order_by(SettingVersion.version.desc())
        .limit(1)
    ).one_or_none()
    if current is not None and current.document == document:
        return False
    session.add(
        SettingVersion(
            tenant_id=tenant_id,
            section=section,
            version=(current.version if current else 0) + 1,
            document=document,
            note=note,
            author_id=author_id,
            author_name=author_name,
            created_at=now,
        )
    )
    session.flush()
    return True
