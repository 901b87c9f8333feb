"""Changes a municipality's configuration: each change is a new version of one section."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.difference import differences
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import Finding, NotThere, RuleBroken, Stale, errors_in
from portal.domain.scopes import TenantScope
from portal.models.configuration import SettingVersion
from portal.queries.configuration import (
    KnownNames,
    desk_names,
    first_document,
    known_names,
    stored_section,
)
from portal.services.recording import Actor


class Unfit(RuleBroken):
    """A section that cannot hold as it is; all findings at once, warnings among them."""

    def __init__(self, findings: list[Finding]) -> None:
        first = errors_in(findings)[0]
        super().__init__(first.sentence, code="unfit", rule=first.rule, path=first.path)
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change came to: the version now in force, what differs, and what to watch."""

    version: int
    summary: str
    is_new: bool
    warnings: tuple[Finding, ...] = ()


def change_section(
    session: ScopedSession,
    scope: TenantScope,
    slug: str,
    document: Mapping[str, Any],
    *,
    seen: int,
    actor: Actor,
    note: str,
    now: datetime,
) -> Changed:
    """Make a document the section's version in force; `seen` is the version that it began from.

    Raises Stale with the stored section when another version came meanwhile, Unfit when the
    section cannot hold. The same document again is no change.
    """
    section = BY_SLUG[slug]
    _one_at_a_time(session, scope, slug)
    current = stored_section(session, scope, slug)
    if current.version != seen:
        raise Stale(f"“{section.title}” is intussen veranderd.", current=current)
    value, findings = review(section, document, known_names(session, scope))
    if slug == TEAMS.slug:
        findings += _still_routed(session, scope, document)
    if value is None or errors_in(findings):
        raise Unfit(findings)
    written = section.dump(value)
    is_new = put_section(
        session, scope.tenant_id, slug, written, author_id=actor.account_id,
        author_name=actor.name, note=note, now=now,
    )  # fmt: skip
    return Changed(
        version=current.version + is_new,
        summary=summary_of(slug, current.document, written) if is_new else "",
        is_new=is_new,
        warnings=tuple(findings),
    )


def restore_section(
    session: ScopedSession,
    scope: TenantScope,
    slug: str,
    version: int,
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> Changed:
    """Let an earlier version hold again, all of it, as a new version."""
    if version < 1:
        raise NotThere
    earlier = stored_section(session, scope, slug, version)
    return change_section(
        session, scope, slug, earlier.document, seen=seen, actor=actor, now=now,
        note=f"Versie {version} teruggezet.",
    )  # fmt: skip


def review(
    section: Section[Any], document: Mapping[str, Any], names: KnownNames
) -> tuple[Any, list[Finding]]:
    """The value of a document and all findings, also about what it names elsewhere."""
    known = names.as_known()
    if section.slug == TEAMS.slug:
        return section.parse(document)
    return section.review(document, known)


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
    """Add a version when the document differs from the one in force; whether it did.

    The document is one that the section wrote itself.
    """
    current = session.execute(
        select(SettingVersion.version, SettingVersion.document)
        .where(SettingVersion.tenant_id == tenant_id, SettingVersion.section == section)
        .order_by(SettingVersion.version.desc())
        .limit(1)
    ).one_or_none()
    if current is not None and current.document == document:
        return False
    before = current.document if current else first_document(section)
    session.add(
        SettingVersion(
            tenant_id=tenant_id,
            section=section,
            version=(current.version if current else 0) + 1,
            document=document,
            note=note,
            summary=summary_of(section, before, document),
            author_id=author_id,
            author_name=author_name,
            created_at=now,
        )
    )
    session.flush()
    return True


def summary_of(slug: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What differs between two documents of a section, a sentence per line."""
    changes = differences(BY_SLUG[slug].shape, before, after)
    return "\n".join(change.sentence for change in changes)


def _one_at_a_time(session: ScopedSession, scope: TenantScope, slug: str) -> None:
    """Wait for whoever changes the same section; the lock ends with the transaction."""
    session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"{scope.tenant_id}:{slug}", 0)))
    )


def _still_routed(
    session: ScopedSession, scope: TenantScope, teams: Mapping[str, Any]
) -> list[Finding]:
    """No routing rule sends work to a team that goes."""
    desks = desk_names(teams)
    routing = ROUTING.parse(stored_section(session, scope, ROUTING.slug).document)[0]
    if routing is None:
        return []
    gone = {rule.desk: rule.name for rule in routing.rules if rule.desk not in desks}
    if routing.fallback not in desks:
        gone[routing.fallback] = "het vangnet"
    return [
        Finding(
            "team",
            f"Het team “{desk}” kan niet weg: in de routering wijst “{rule}” ernaar. Pas eerst de "
            "routering aan.",
        )
        for desk, rule in gone.items()
    ]
