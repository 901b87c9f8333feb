"""Reads what a provider has running, over all municipalities: what waits for whom, and by when.

Pages by key: a page costs the same at any depth, and nothing is shown twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, DateTime, Select, bindparam, func, or_, select, tuple_

from portal.adapters.database import ScopedSession
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.lifecycle import WAITS_FOR, Side, State
from portal.models.handling import CompletionRequest, Deadline
from portal.models.provider import Contract
from portal.models.region import Tenant
from portal.models.submission import Delivery, Draft

PAGE = 25
FIRST_FEW = 10
OURS_STATES = [state.value for state, side in WAITS_FOR.items() if side is Side.PROVIDER]


class Group(StrEnum):
    """For whom a delivery waits, in words of the address."""

    OURS = "ons"
    THEIRS = "gemeente"
    DONE = "afgerond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the list shows; "" leaves a choice open."""

    words: str = ""
    kind: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page starts or ends: the sort value of a row, and its id."""

    value: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """One municipality's part of a submission. `answer_by` and `clock` are of its open question."""

    id: UUID
    reference: str
    kind: str
    subject: str
    slug: str
    municipality: str
    state: State
    outcome: str | None
    received_at: datetime
    closed_at: datetime | None
    answer_by: date | None
    clock: dict[str, Any] | None

    def key(self, group: Group) -> Key:
        if group is Group.OURS:
            return Key((self.answer_by or date.max).isoformat(), self.id)
        return Key(self.received_at.isoformat(), self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """One page of one group, and whether there is more on either side."""

    rows: tuple[OverviewRow, ...]
    has_before: bool
    has_after: bool


_open_question = (
    (CompletionRequest.delivery_id == Delivery.id)
    & CompletionRequest.answered_at.is_(None)
    & CompletionRequest.withdrawn_at.is_(None)
)
_ANSWER_BY = select(func.max(CompletionRequest.answer_by)).where(_open_question).scalar_subquery()
_CLOCK = (
    select(Deadline.clock)
    .where(
        Deadline.delivery_id == Delivery.id,
        Deadline.name.like("aanvullen-%"),
        Deadline.internal.is_(False),
    )
    .order_by(Deadline.started_at.desc())
    .limit(1)
    .scalar_subquery()
)
_BY_DATE = func.coalesce(_ANSWER_BY, bindparam("never", date.max, Date), type_=Date)


def overview_page(
    session: ScopedSession,
    scope: ProviderScope,
    shown: Shown,
    group: Group,
    *,
    after: Key | None = None,
    before: Key | None = None,
    size: int = PAGE,
) -> OverviewPage:
    """The page after one key, or before another, or the first one.

    What waits for us comes by date, the nearest first; the rest by receipt, the newest first.
    """
    backward = before is not None
    start = before or after
    descending = (group is not Group.OURS) != backward
    sort = _BY_DATE if group is Group.OURS else Delivery.received_at
    query = _matching(scope, shown).where(_in(group))
    if start is not None:
        here, edge = tuple_(sort, Delivery.id), tuple_(_value(start, group), start.id)
        query = query.where(here < edge if descending else here > edge)
    keys = (sort.desc(), Delivery.id.desc()) if descending else (sort.asc(), Delivery.id.asc())
    rows = [
        OverviewRow(**{**row._mapping, "state": State(row.state)})
        for row in session.execute(query.order_by(*keys).limit(size + 1))
    ]
    has_more, rows = len(rows) > size, rows[:size]
    if backward:
        return OverviewPage(rows=tuple(reversed(rows)), has_before=has_more, has_after=True)
    return OverviewPage(rows=tuple(rows), has_before=after is not None, has_after=has_more)


def counts(session: ScopedSession, scope: ProviderScope, shown: Shown) -> Mapping[Group, int]:
    """How many deliveries the filter leaves in each group."""
    row = session.execute(
        _narrowed(
            select(*(func.count().filter(_in(group)).label(group.value) for group in Group))
            .select_from(Delivery)
            .join(Tenant, Tenant.id == Delivery.tenant_id),
            scope,
            shown,
        )
    ).one()
    return {group: int(row._mapping[group.value]) for group in Group}


def municipalities_of(session: ScopedSession, scope: ProviderScope) -> dict[str, str]:
    """Slug to name of all municipalities that the provider ever had a contract with, by name."""
    rows = session.execute(
        select(Tenant.slug, Tenant.name)
        .where(
            Tenant.id.in_(
                select(Contract.tenant_id).where(Contract.provider_id == scope.provider_id)
            )
        )
        .order_by(Tenant.name)
    )
    return {row.slug: row.name for row in rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for us: municipalities for an answer, drafts to be finished."""

    answers: int
    drafts: int


def waiting_for_us(session: ScopedSession, scope: ProviderScope) -> Waiting:
    """The figures of the menu, in one statement."""
    answers = select(func.count()).where(Delivery.provider_id == scope.provider_id, _in(Group.OURS))
    drafts = select(func.count()).where(Draft.provider_id == scope.provider_id)
    row = session.execute(
        select(answers.scalar_subquery().label("a"), drafts.scalar_subquery().label("d"))
    ).one()
    return Waiting(int(row.a), int(row.d))


def _matching(scope: ProviderScope, shown: Shown) -> Select[*tuple[Any, ...]]:
    columns: list[Any] = [
        Delivery.id, Delivery.reference, Delivery.kind, Delivery.subject, Tenant.slug,
        Tenant.name.label("municipality"), Delivery.state, Delivery.outcome,
        Delivery.received_at, Delivery.closed_at, _ANSWER_BY.label("answer_by"),
        _CLOCK.label("clock"),
    ]  # fmt: skip
    return _narrowed(select(*columns).join(Tenant, Tenant.id == Delivery.tenant_id), scope, shown)


def _narrowed(
    query: Select[*tuple[Any, ...]], scope: ProviderScope, shown: Shown
) -> Select[*tuple[Any, ...]]:
    query = query.where(Delivery.provider_id == scope.provider_id)
    if shown.kind:
        query = query.where(Delivery.kind == shown.kind)
    if shown.municipality:
        query = query.where(Tenant.slug == shown.municipality)
    for word in shown.words.split()[:8]:
        query = query.where(
            or_(
                Delivery.reference.icontains(word, autoescape=True),
                Delivery.subject.icontains(word, autoescape=True),
            )
        )
    return query


def _in(group: Group) -> ColumnElement[bool]:
    match group:
        case Group.OURS:
            return Delivery.state.in_(OURS_STATES)
        case Group.THEIRS:
            return ~Delivery.is_closed & Delivery.state.not_in(OURS_STATES)
        case Group.DONE:
            return Delivery.is_closed.expression


def _value(key: Key, group: Group) -> ColumnElement[Any]:
    if group is Group.OURS:
        return bindparam("edge", date.fromisoformat(key.value), Date)
    return bindparam("edge", datetime.fromisoformat(key.value), DateTime(timezone=True))
