"""Reads a municipality's configuration: the version in force of each section, and earlier ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.adapters.database import ScopedSession
from portal.domain.configuration import references
from portal.domain.configuration.references import Known
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.configuration.shape import as_mapping, as_rows
from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import NotThere
from portal.domain.scopes import Scope, TenantScope
from portal.models.configuration import DeskMember, SettingVersion
from portal.models.ladder import LadderVersion
from portal.models.people import Account
from portal.models.region import Product, Region

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSection:
    """One version of a section as it is kept. Version 0 is what holds before anybody set it."""

    slug: str
    version: int
    document: dict[str, Any]
    note: str = ""
    summary: str = ""
    author_name: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionState:
    """Who set a section last, and when."""

    version: int
    author_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What configuration of this municipality may refer to, by code, with how it is called.

    `people` are those who sit at a desk, by e-mail address; `members` the addresses per desk.
    """

    desks: Mapping[str, str]
    products: Mapping[str, str]
    ladders: Mapping[str, str]
    regions: Mapping[str, str]
    people: Mapping[str, str]
    members: Mapping[str, frozenset[str]]

    def as_known(self) -> Known:
        """The same, as sections are checked against it."""
        return Known(
            names={
                references.DESK: frozenset(self.desks),
                references.PRODUCT: frozenset(self.products),
                references.LADDER: frozenset(self.ladders),
                references.REGION: frozenset(self.regions),
            },
            desk_members=self.members,
        )


def section_in_force(session: ScopedSession, scope: TenantScope, section: Section[T]) -> T:
    """The value of one section; its default where the municipality has set nothing."""
    return section_of(session, scope, scope.tenant_id, section)


def sections_in_force(
    session: ScopedSession, scope: TenantScope, *sections: Section[Any]
) -> tuple[Any, ...]:
    """The values of several sections in one statement, in the order in which they were asked."""
    rows = session.execute(
        select(SettingVersion.section, SettingVersion.version, SettingVersion.document)
        .ext(distinct_on(SettingVersion.section))
        .where(
            SettingVersion.tenant_id == scope.tenant_id,
            SettingVersion.section.in_([section.slug for section in sections]),
        )
        .order_by(SettingVersion.section, SettingVersion.version.desc())
    )
    found = {row.section: (row.version, row.document) for row in rows}
    return tuple(parsed(section, found.get(section.slug)) for section in sections)


def section_of(session: ScopedSession, scope: Scope, tenant_id: UUID, section: Section[T]) -> T:
    """The same for a given municipality; other sides see the public sections only."""
    found = documents_in_force(session, scope, [tenant_id], section.slug)
    return parsed(section, found.get(tenant_id))


def section_at(session: ScopedSession, scope: TenantScope, section: Section[T], version: int) -> T:
    """The value of one section as it was in an earlier version."""
    document = session.scalar(
        select(SettingVersion.document).where(
            SettingVersion.tenant_id == scope.tenant_id,
            SettingVersion.section == section.slug,
            SettingVersion.version == version,
        )
    )
    return parsed(section, None if document is None else (version, document))


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


def all_in_force(
    session: ScopedSession, scope: TenantScope
) -> dict[str, tuple[int, dict[str, Any]]]:
    """Version and document of every section that was ever set, by slug."""
    rows = session.execute(
        select(SettingVersion.section, SettingVersion.version, SettingVersion.document)
        .ext(distinct_on(SettingVersion.section))
        .where(SettingVersion.tenant_id == scope.tenant_id)
        .order_by(SettingVersion.section, SettingVersion.version.desc())
    )
    return {row.section: (row.version, row.document) for row in rows}


def parsed(section: Section[T], found: tuple[int, dict[str, Any]] | None) -> T:
    """A stored document as a value. What was saved was judged then, so it parses now."""
    if found is None:
        if section.default is None:
            raise LookupError(f"sectie {section.slug} is niet ingericht")
        return section.default
    key = section.slug, json.dumps(found[1])
    value = _read.get(key)
    if value is None:
        value, findings = section.parse(found[1])
        if value is None:
            raise LookupError(f"sectie {section.slug} versie {found[0]}: {findings[0].sentence}")
        if len(_read) >= READ_AT_MOST:
            _read.clear()
        _read[key] = value
    return cast(T, value)


# Values cannot change, so one that was read before serves whoever asks for the same words.
READ_AT_MOST = 2_000
_read: dict[tuple[str, str], Any] = {}


def stored_section(
    session: ScopedSession, scope: TenantScope, slug: str, version: int | None = None
) -> StoredSection:
    """One version of a section, the one in force by default; NotThere for one that never was."""
    chosen = select(SettingVersion).where(
        SettingVersion.tenant_id == scope.tenant_id, SettingVersion.section == slug
    )
    if version is not None:
        chosen = chosen.where(SettingVersion.version == version)
    row = session.scalar(chosen.order_by(SettingVersion.version.desc()).limit(1))
    if row is None:
        if version:
            raise NotThere
        return StoredSection(slug=slug, version=0, document=first_document(slug))
    return StoredSection(
        slug=slug,
        version=row.version,
        document=row.document,
        note=row.note,
        summary=row.summary,
        author_name=row.author_name,
        created_at=row.created_at,
    )


def first_document(slug: str) -> dict[str, Any]:
    """What a section says before anybody set it: its default, or nothing at all."""
    section = BY_SLUG[slug]
    return {} if section.default is None else section.dump(section.default)


def section_states(session: ScopedSession, scope: TenantScope) -> dict[str, SectionState]:
    """The version in force of every section that was ever set, by slug."""
    rows = session.execute(
        select(
            SettingVersion.section,
            SettingVersion.version,
            SettingVersion.author_name,
            SettingVersion.created_at,
        )
        .ext(distinct_on(SettingVersion.section))
        .where(SettingVersion.tenant_id == scope.tenant_id)
        .order_by(SettingVersion.section, SettingVersion.version.desc())
    )
    return {
        row.section: SectionState(
            version=row.version, author_name=row.author_name, created_at=row.created_at
        )
        for row in rows
    }


def known_names(session: ScopedSession, scope: TenantScope) -> KnownNames:
    """Everything that a section of this municipality may name, as it stands now."""
    teams = stored_section(session, scope, TEAMS.slug).document
    seats = session.execute(
        select(DeskMember.desk, Account.email, Account.name)
        .join(Account, Account.id == DeskMember.account_id)
        .where(DeskMember.tenant_id == scope.tenant_id)
        .order_by(Account.name)
    ).all()
    members: dict[str, set[str]] = {}
    for seat in seats:
        members.setdefault(seat.desk, set()).add(seat.email)
    products = session.execute(select(Product.code, Product.name).order_by(Product.code))
    regions = session.execute(select(Region.slug, Region.name))
    return KnownNames(
        desks=desk_names(teams),
        products={row.code: row.name for row in products},
        ladders=ladder_names(session, scope),
        regions={row.slug: row.name for row in regions},
        people={seat.email: seat.name for seat in seats},
        members={desk: frozenset(emails) for desk, emails in members.items()},
    )


def desk_names(teams: Mapping[str, Any]) -> dict[str, str]:
    """Slug to name of the desks in a document of the teams."""
    rows = as_rows(as_mapping(teams).get("team"))
    return {str(row.get("slug")): str(row.get("naam")) for row in rows}


def ladder_names(session: ScopedSession, scope: TenantScope) -> dict[str, str]:
    """The ladders that this municipality has published a version of."""
    rows = session.execute(
        select(LadderVersion.ladder, func.max(LadderVersion.document["naam"].astext))
        .where(LadderVersion.tenant_id == scope.tenant_id, LadderVersion.state == "gepubliceerd")
        .group_by(LadderVersion.ladder)
    )
    return dict(sorted((code, name) for code, name in rows))
