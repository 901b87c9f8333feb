"""Reads a municipality's theme as a stylesheet."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.theme_section import THEME
from portal.domain.scopes import Scope
from portal.domain.theme import content_hash
from portal.domain.theme import stylesheet as css_of
from portal.models.region import Tenant
from portal.queries.configuration import section_of


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """CSS and the hash of it, for its address."""

    css: str
    digest: str


def stylesheet(session: ScopedSession, scope: Scope, slug: str) -> Stylesheet | None:
    """The theme of a municipality; None for one that does not exist."""
    tenant_id = session.scalar(select(Tenant.id).where(Tenant.slug == slug))
    return None if tenant_id is None else stylesheet_for(session, scope, tenant_id)


def stylesheet_for(session: ScopedSession, scope: Scope, tenant_id: UUID) -> Stylesheet:
    """The theme of a municipality that exists."""
    theme = section_of(session, scope, tenant_id, THEME)
    return Stylesheet(css_of(theme), content_hash(theme))
