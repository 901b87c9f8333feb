"""Reads the versions of a municipality's escalation ladders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import contract_rules
from portal.domain.configuration.domains import DOMAIN_CHOICES
from portal.domain.configuration.profile import PROFILE
from portal.domain.errors import NotThere
from portal.domain.ladder.contract import ContractRules
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.publication import InForce, VersionState
from portal.domain.ladder.version import LadderVersion
from portal.domain.scopes import RegionScope, TenantScope
from portal.models.ladder import LadderChange
from portal.models.ladder import LadderVersion as Row
from portal.models.provider import Contract
from portal.queries.configuration import section_in_force

PUBLISHED = VersionState.PUBLISHED.value
OPEN_STATES = (VersionState.DRAFT.value, VersionState.PROPOSED.value)

MOST_PARSED = 512
# A published version never changes, so what was read of it once stays true.
_parsed: dict[UUID, LadderVersion] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLadder:
    """A published version: what a dossier is pinned to. `code` and `number` name it."""

    id: UUID
    code: str
    number: int
    in_force_from: date
    ladder: LadderVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version as the overview and the history show it; without the ladder itself."""

    id: UUID
    code: str
    number: int
    state: str
    name: str
    label: str
    based_on: str
    note: str
    version: int
    created_by_name: str
    created_at: datetime
    changed_by_name: str
    changed_at: datetime
    proposed_by: UUID | None
    proposed_by_name: str | None
    proposed_from: date | None
    published_by_name: str | None
    published_at: datetime | None
    single_reason: str
    in_force_from: date | None
    withdrawn_reason: str | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """One version with its plain data, read anew: a draft may change."""

    line: VersionLine
    document: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing done to a version: what, by whom, when, and why; `has_document` to restore it."""

    id: UUID
    ladder: str
    number: int
    act: str
    version: int
    note: str
    summary: str
    has_document: bool
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderUsers:
    """What goes by a ladder: the domains of the profile, and how many contracts name it."""

    domains: tuple[str, ...]
    contracts: int


_HISTORY = (
    LadderChange.id, LadderChange.ladder, LadderChange.number, LadderChange.act,
    LadderChange.version, LadderChange.note, LadderChange.summary,
    LadderChange.document.is_not(None).label("has_document"),
    LadderChange.actor_name, LadderChange.at,
)  # fmt: skip

_LINE = (
    Row.id, Row.ladder.label("code"), Row.number, Row.state,
    Row.document["naam"].astext.label("name"), Row.document["versie"].astext.label("label"),
    Row.based_on, Row.note, Row.version, Row.created_by_name, Row.created_at,
    Row.changed_by_name, Row.changed_at, Row.proposed_by, Row.proposed_by_name,
    Row.proposed_from, Row.published_by_name, Row.published_at, Row.single_reason,
    Row.in_force_from, Row.withdrawn_reason,
)  # fmt: skip


def in_force(
    session: ScopedSession, scope: TenantScope, ladder: str, on: date
) -> PublishedLadder | None:
    """The version of a ladder that holds on a day; None before its first one."""
    found = session.execute(
        select(Row.id, Row.ladder, Row.number, Row.in_force_from)
        .where(
            Row.tenant_id == scope.tenant_id,
            Row.ladder == ladder,
            Row.state == PUBLISHED,
            Row.in_force_from <= on,
        )
        .order_by(Row.in_force_from.desc(), Row.number.desc())
        .limit(1)
    ).one_or_none()
    return None if found is None else _published(session, *found)


def published_by_id(
    session: ScopedSession, scope: TenantScope, version_id: UUID
) -> PublishedLadder:
    """The version that a dossier is pinned to, also when a later one has come; else NotThere."""
    found = session.execute(
        select(Row.id, Row.ladder, Row.number, Row.in_force_from).where(
            Row.tenant_id == scope.tenant_id, Row.id == version_id, Row.state == PUBLISHED
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return _published(session, *found)


def ladder_of_contract(session: ScopedSession, scope: TenantScope, contract_id: UUID) -> str:
    """The ladder that a contract names, else that of its domain in the profile; else NotThere."""
    contract = session.execute(
        select(Contract.ladder, Contract.domain).where(
            Contract.tenant_id == scope.tenant_id, Contract.id == contract_id
        )
    ).one_or_none()
    if contract is None:
        raise NotThere
    if contract.ladder:
        return str(contract.ladder)
    return section_in_force(session, scope, PROFILE).ladders.for_domain(contract.domain)


def in_force_for_contract(
    session: ScopedSession, scope: TenantScope, contract_id: UUID, on: date
) -> PublishedLadder | None:
    """The version that a dossier about this contract gets when it is opened on that day."""
    return in_force(session, scope, ladder_of_contract(session, scope, contract_id), on)


def rules_of_contract(
    session: ScopedSession, scope: TenantScope, contract_id: UUID
) -> ContractRules:
    """The rules (immediate grounds, own measures) of the standard that a contract follows."""
    standard = session.scalar(
        select(Contract.standard).where(
            Contract.tenant_id == scope.tenant_id, Contract.id == contract_id
        )
    )
    if standard is None:
        raise NotThere
    return contract_rules(standard)


def versions(
    session: ScopedSession, scope: TenantScope | RegionScope, ladder: str | None = None
) -> list[VersionLine]:
    """All versions of one ladder or of all, the newest first within each."""
    chosen = select(*_LINE).where(Row.tenant_id == scope.tenant_id)
    if ladder is not None:
        chosen = chosen.where(Row.ladder == ladder)
    rows = session.execute(chosen.order_by(Row.ladder, Row.number.desc()))
    return [VersionLine(**row._mapping) for row in rows]


def stored_version(
    session: ScopedSession, scope: TenantScope, ladder: str, number: int
) -> StoredVersion:
    """One version in whatever state, with its plain data; else NotThere."""
    row = session.execute(
        select(*_LINE, Row.document).where(
            Row.tenant_id == scope.tenant_id, Row.ladder == ladder, Row.number == number
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    columns = dict(row._mapping)
    document = columns.pop("document")
    return StoredVersion(line=VersionLine(**columns), document=document)


def ladder_users(session: ScopedSession, scope: TenantScope, ladder: str) -> LadderUsers:
    """Who goes by a ladder: domains by the profile, contracts that name it themselves."""
    chosen = section_in_force(session, scope, PROFILE).ladders
    named = session.scalar(
        select(func.count())
        .select_from(Contract)
        .where(Contract.tenant_id == scope.tenant_id, Contract.ladder == ladder)
    )
    return LadderUsers(
        domains=tuple(
            choice.label for choice in DOMAIN_CHOICES if chosen.for_domain(choice.value) == ladder
        ),
        contracts=named or 0,
    )


def ladder_history(
    session: ScopedSession, scope: TenantScope, ladder: str, number: int | None = None
) -> list[HistoryLine]:
    """What was done to a ladder, or to one version of it, the latest first."""
    chosen = select(*_HISTORY).where(
        LadderChange.tenant_id == scope.tenant_id, LadderChange.ladder == ladder
    )
    if number is not None:
        chosen = chosen.where(LadderChange.number == number)
    rows = session.execute(chosen.order_by(LadderChange.id.desc()))
    return [HistoryLine(**row._mapping) for row in rows]


def draft_state(
    session: ScopedSession, scope: TenantScope, ladder: str, number: int, version: int
) -> dict[str, Any]:
    """A draft as it was in an earlier state of it; else NotThere."""
    document: dict[str, Any] | None = session.scalar(
        select(LadderChange.document)
        .where(
            LadderChange.tenant_id == scope.tenant_id,
            LadderChange.ladder == ladder,
            LadderChange.number == number,
            LadderChange.version <= version,
            LadderChange.document.is_not(None),
        )
        .order_by(LadderChange.version.desc())
        .limit(1)
    )
    if document is None:
        raise NotThere
    return document


def published_dates(lines: Sequence[VersionLine]) -> tuple[InForce, ...]:
    """What a review compares a draft with: number and first day of each published version."""
    return tuple(
        InForce(number=line.label, valid_from=line.in_force_from)
        for line in lines
        if line.state == PUBLISHED and line.in_force_from is not None
    )


def _published(
    session: ScopedSession, version_id: UUID, code: str, number: int, in_force_from: date | None
) -> PublishedLadder:
    assert in_force_from is not None, "the database keeps it for every published version"
    ladder = _parsed.get(version_id)
    if ladder is None:
        document = session.scalar(select(Row.document).where(Row.id == version_id))
        ladder, findings = read_ladder(document)
        if findings:
            raise LookupError(f"ladder {code} versie {number}: {findings[0].sentence}")
        if len(_parsed) >= MOST_PARSED:
            _parsed.clear()
        _parsed[version_id] = ladder
    return PublishedLadder(
        id=version_id, code=code, number=number, in_force_from=in_force_from, ladder=ladder
    )
