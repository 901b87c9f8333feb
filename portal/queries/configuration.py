"""Reads a municipality's configuration: the version in force of each section."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.adapters.database import ScopedSession
from portal.domain.configuration.section import Section
from portal.domain.scopes import Scope, TenantScope
from portal.models.configuration import SettingVersion

T = TypeVar("T")


def section_in_force(session: ScopedSession, scope: TenantScope, section: Section[T]) -> T:
    """The value of one section; its default where the municipality has set nothing."""
    return section_of(session, scope, scope.tenant_id, section)


def section_of(session: ScopedSession, scope: Scope, tenant_id: UUID, section: Section[T]) -> T:
    """The same for a given municipality; other sides see the public sections only."""
    found = documents_in_force(session, scope, [tenant_id], section.slug)
    return parsed(section, found.get(tenant_id))


def documents_in_force(
    session: ScopedSession, scope: Scope, tenant_ids: list[UUID], slug: str
) -> dict[UUID, tuple[int, dict[str, Any]]]:
    """Version and document of one section, for several municipalities at once."""
    rows = session.execute(
        select(SettingVersion.tenant_id, SettingVersion.version, SettingVersion.document)
        .ext(distinct_on(SettingVersion.tenant_id))
        .where(SettingVersion.tenant_id.in_(tenant_ids), SettingVersion.section == slug)
        .order_by(SettingVersion.tenant_id, SettingVersion.version.desc())
    )
    return {row.tenant_id: (row.version, row.document) for row in rows}


def parsed(section: Section[T], found: tuple[int, dict[str, Any]] | None) -> T:
    """A stored document as a value. What was saved was judged then, so it parses now."""
    if found is None:
        if section.default is None:
            raise LookupError(f"sectie {section.slug} is niet ingericht")
        return section.default
    value, findings = section.parse(found[1])
    if value is None:
        raise LookupError(f"sectie {section.slug} versie {found[0]}: {findings[0].sentence}")
    return value
