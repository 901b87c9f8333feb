"""Ladders from draft to version in force: two persons, a date, a reason, and never a rewrite."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.adapters.database import ScopedSession
from portal.domain.configuration.four_eyes import FOUR_EYES, PUBLISH_LADDER
from portal.domain.configuration.scalars import SLUG
from portal.domain.errors import Finding, NotThere, RuleBroken, Stale
from portal.domain.ladder.difference import difference
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.ladder.publication import (
    VersionAct,
    VersionState,
    check_may_withdraw,
    check_reason,
    check_second_person,
    check_start,
    check_state,
    next_label,
)
from portal.domain.ladder.review import Review, review_data
from portal.domain.scopes import TenantScope
from portal.models.ladder import LadderChange, LadderVersion
from portal.queries.configuration import section_in_force
from portal.queries.ladders import OPEN_STATES, published_dates, stored_version, versions
from portal.services.recording import Actor

CHANGED_MEANWHILE = "Iemand anders heeft dit concept intussen veranderd."


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftName:
    """Which version it is, and which state of it the person had before the eyes."""

    ladder: str
    number: int
    version: int


class Unsound(RuleBroken):
    """A ladder that cannot be published as it is; all findings at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            f"Deze ladder kan zo nog niet ingaan. {findings[0].sentence}",
            code="unsound",
            rule=findings[0].rule,
        )
        self.findings = findings


def start_draft(
    session: ScopedSession,
    scope: TenantScope,
    document: Mapping[str, Any],
    *,
    based_on: str,
    actor: Actor,
    now: datetime,
) -> DraftName:
    """A new draft of the ladder that the document names; its number counts on.

    Raises RuleBroken when the code is no code, or when the ladder has a draft already.
    """
    plain = dict(document)
    code = plain.get("code")
    if not isinstance(code, str) or SLUG.read(code, label="Code", path="code")[0] is None:
        raise RuleBroken(
            "Geef de ladder een code van kleine letters, cijfers en streepjes, bijvoorbeeld "
            "“ladder-wmo”.",
            code="no_code",
            path="code",
        )
    known = versions(session, scope, code)
    if any(line.is_open for line in known):
        raise RuleBroken(
            "Er is al een concept van deze ladder. Ga daarmee verder of laat het vervallen.",
            code="draft_exists",
            path="begin",
        )
    if known:
        plain["versie"] = next_label(str(plain.get("versie", "")), [line.label for line in known])
        plain.pop("geldig_vanaf", None)
        plain.pop("wijziging", None)
    row = LadderVersion(
        tenant_id=scope.tenant_id,
        ladder=code,
        number=1 + max((line.number for line in known), default=0),
        document=plain,
        based_on=based_on,
        version=1,
        created_by=actor.account_id,
        created_by_name=actor.name,
        created_at=now,
        changed_by_name=actor.name,
        changed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise RuleBroken(
            "Iemand anders begon net een concept van deze ladder. Ga daarmee verder.",
            code="draft_exists",
            path="begin",
        ) from error
    _note(session, row, VersionAct.STARTED, actor, now, note=based_on, document=plain)
    return DraftName(ladder=code, number=row.number, version=1)


def save_draft(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    document: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> int:
    """Keep a draft as it is now, sound or not; the number of its new state.

    Raises Stale with the stored version when somebody else saved first.
    """
    row = _locked(session, scope, name, VersionState.DRAFT)
    plain = {**document, "code": row.ladder}
    if plain == row.document:
        return row.version
    summary = changes_in_words(row.document, plain)
    row.document = plain
    _touch(row, actor, now)
    _note(session, row, VersionAct.CHANGED, actor, now, note=note, summary=summary, document=plain)
    return row.version


def propose(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    *,
    in_force_from: date,
    note: str,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Lay a sound draft before a second person, to begin on a day, with what changes and why."""
    row = _locked(session, scope, name, VersionState.DRAFT)
    check_reason(note, "toelichting")
    check_start(in_force_from, today)
    document = {**row.document, "geldig_vanaf": in_force_from.isoformat(), "wijziging": note}
    ladder = _sound(session, scope, row, document).ladder
    row.document = dump_ladder(ladder)
    row.state, row.note = VersionState.PROPOSED.value, note
    row.proposed_by, row.proposed_by_name = actor.account_id, actor.name
    row.proposed_from = in_force_from
    _touch(row, actor, now)
    _note(session, row, VersionAct.PROPOSED, actor, now, note=note, document=row.document)


def return_to_draft(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a proposal back, with what has to change."""
    row = _locked(session, scope, name, VersionState.PROPOSED)
    check_reason(reason, "reden")
    row.state = VersionState.DRAFT.value
    row.proposed_by, row.proposed_by_name, row.proposed_from = None, None, None
    _touch(row, actor, now)
    _note(session, row, VersionAct.RETURNED, actor, now, note=reason)


def publish(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> date:
    """Let a proposal begin on its day; the day.

    By another person than proposed it; alone only where the municipality switched four eyes
    off, and then its reason is kept with the version.
    """
    row = _locked(session, scope, name, VersionState.PROPOSED)
    four_eyes = section_in_force(session, scope, FOUR_EYES)
    needs_second = four_eyes.needs_second_person(PUBLISH_LADDER)
    check_second_person(row.proposed_by, actor.account_id, needs_second_person=needs_second)
    assert row.proposed_from is not None, "a proposal has its day"
    check_start(row.proposed_from, today)
    _sound(session, scope, row, row.document)
    if row.proposed_by == actor.account_id:
        row.single_reason = four_eyes.reason_for(PUBLISH_LADDER)
    row.state, row.in_force_from = VersionState.PUBLISHED.value, row.proposed_from
    row.published_by, row.published_by_name = actor.account_id, actor.name
    row.published_at = now
    _touch(row, actor, now)
    _note(session, row, VersionAct.PUBLISHED, actor, now, note=row.single_reason)
    return row.proposed_from


def withdraw(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Take a published version back before its first day; no dossier can be pinned to it yet."""
    row = _locked(session, scope, name, VersionState.PUBLISHED)
    assert row.in_force_from is not None, "a published version has its day"
    check_may_withdraw(row.in_force_from, today)
    check_reason(reason, "reden")
    row.state, row.withdrawn_reason = VersionState.WITHDRAWN.value, reason
    _touch(row, actor, now)
    _note(session, row, VersionAct.WITHDRAWN, actor, now, note=reason)


def let_lapse(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Stop working on a draft; it stays readable in the history."""
    row = _locked(session, scope, name, VersionState.DRAFT)
    check_reason(reason, "reden")
    row.state, row.withdrawn_reason = VersionState.LAPSED.value, reason
    _touch(row, actor, now)
    _note(session, row, VersionAct.LAPSED, actor, now, note=reason)


def restore_draft(
    session: ScopedSession,
    scope: TenantScope,
    name: DraftName,
    change_id: UUID,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Make a draft what it was after an earlier change of it; nothing of what came since is lost."""
    found = session.execute(
        select(LadderChange.document, LadderChange.at, LadderChange.actor_name).where(
            LadderChange.tenant_id == scope.tenant_id,
            LadderChange.ladder == name.ladder,
            LadderChange.number == name.number,
            LadderChange.id == change_id,
            LadderChange.document.is_not(None),
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return save_draft(
        session, scope, name, found.document, actor=actor, now=now,
        note=f"Teruggezet naar hoe {found.actor_name} het achterliet.",
    )  # fmt: skip


def changes_in_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What differs between two states of a draft, a sentence per line; also of unfinished ones."""
    old, new = read_ladder(before)[0], read_ladder(after)[0]
    return "\n".join(change.sentence for change in difference(old, new))


def _locked(
    session: ScopedSession, scope: TenantScope, name: DraftName, wanted: VersionState
) -> LadderVersion:
    """The row, locked, in the state that the act begins with and as the person last saw it."""
    row = session.scalar(
        select(LadderVersion)
        .where(
            LadderVersion.tenant_id == scope.tenant_id,
            LadderVersion.ladder == name.ladder,
            LadderVersion.number == name.number,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotThere
    check_state(row.state, wanted)
    if row.version != name.version:
        raise Stale(
            CHANGED_MEANWHILE, current=stored_version(session, scope, name.ladder, name.number)
        )
    return row


def _sound(
    session: ScopedSession, scope: TenantScope, row: LadderVersion, document: Mapping[str, Any]
) -> Review:
    others = [
        line for line in versions(session, scope, row.ladder) if line.state not in OPEN_STATES
    ]
    review = review_data(document, published=published_dates(others))
    if not review.is_sound:
        raise Unsound(review.errors)
    return review


def _touch(row: LadderVersion, actor: Actor, now: datetime) -> None:
    row.version += 1
    row.changed_by_name, row.changed_at = actor.name, now


def _note(
    session: ScopedSession,
    row: LadderVersion,
    act: VersionAct,
    actor: Actor,
    now: datetime,
    *,
    note: str = "",
    summary: str = "",
    document: Mapping[str, Any] | None = None,
) -> None:
    session.add(
        LadderChange(
            tenant_id=row.tenant_id,
            ladder_version_id=row.id,
            ladder=row.ladder,
            number=row.number,
            act=act.value,
            version=row.version,
            note=note,
            summary=summary,
            document=None if document is None else dict(document),
            actor_id=actor.account_id,
            actor_name=actor.name,
            at=now,
        )
    )
    session.flush()
