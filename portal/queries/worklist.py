"""Reads the work list of a municipality: pages by key, counts with a ceiling, search.

A page costs the same at any depth and with a million deliveries: it starts at a key in an
index and reads one page from there. Row-level security leaves only leakproof comparisons to
an index; all those used here are, and the words of a search go through a function of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    column,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.domain.submissions.lifecycle import CLOSED, State
from portal.domain.submissions.search import ByKvk, ByReference, ByWords, Search
from portal.models.provider import Provider
from portal.models.submission import Delivery

PAGE = 50
COUNT_AT_MOST = 500
FOUND_AT_MOST = 500
SOON_DAYS = 7
# The highest sign that a reference may hold is Z.
AFTER_ANY_REFERENCE = "~"
# A delivery without a date comes last.
NEVER = date.max
by_due = Delivery.sort_on.expression


class Whose(StrEnum):
    """Whose work the list shows."""

    TEAMS = "teams"
    MINE = "mij"
    ALL = "alle"


class Bucket(StrEnum):
    """How near the date is."""

    LATE = "laat"
    TODAY = "vandaag"
    SOON = "week"
    LATER = "later"
    UNDATED = "geen"


class Order(StrEnum):
    """What the list is sorted by: the date, or the receipt with the newest first."""

    DUE = "datum"
    RECEIVED = "ontvangst"


OPEN, DONE, EVERY = "open", "afgerond", "alles"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """What the list shows. `standing` is a state, or open, afgerond, alles.

    `desks` are those of the person; without any, TEAMS shows only what is the person's own.
    """

    whose: Whose = Whose.TEAMS
    desks: tuple[str, ...] = ()
    kind: str = ""
    standing: str = OPEN
    provider: str = ""
    bucket: Bucket | None = None
    search: Search | None = None

    @property
    def only_open(self) -> bool:
        return self.standing == OPEN or (
            self.standing in list(State) and State(self.standing) not in CLOSED
        )


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page starts or ends: the sort value of a row ("" for no date) and its id."""

    value: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A line of the work list."""

    id: UUID
    reference: str
    kind: str
    provider_name: str
    subject: str
    state: State
    outcome: str | None
    marks: dict[str, Any]
    due_on: date | None
    received_at: datetime
    desk: str | None
    assignee_id: UUID | None
    assignee_name: str | None
    first_seen_at: datetime | None
    disputed_at: datetime | None
    version: int

    def key(self, order: Order) -> Key:
        if order is Order.RECEIVED:
            return Key(self.received_at.isoformat(), self.id)
        return Key(self.due_on.isoformat() if self.due_on else "", self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """One page, and whether there is more on either side."""

    rows: tuple[WorkRow, ...]
    has_before: bool
    has_after: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open deliveries lie in each bucket; COUNT_AT_MOST stands for that many or more."""

    of: dict[Bucket, int]

    @property
    def total(self) -> int | None:
        """All of them; None when a bucket holds too many to count."""
        if any(count >= COUNT_AT_MOST for count in self.of.values()):
            return None
        return sum(self.of.values())


def work_page(
    session: ScopedSession,
    scope: TenantScope,
    shown: WorkFilter,
    *,
    today: date,
    order: Order = Order.DUE,
    after: Key | None = None,
    before: Key | None = None,
) -> WorkPage:
    """The page after one key, or before another, or the first one."""
    sort = _sort_of(order)
    backward = before is not None
    # Newest first is the index read backward.
    descending = (order is Order.RECEIVED) != backward
    query = _matching(scope, shown).add_columns(*_columns())
    if shown.bucket is not None:
        query = query.where(_in_bucket(shown.bucket, today))
    start = before or after
    if start is not None:
        edge = tuple_(_value_of(start, order), start.id)
        here = tuple_(sort, Delivery.id)
        query = query.where(here < edge if descending else here > edge)
    query = query.order_by(
        *((sort.desc(), Delivery.id.desc()) if descending else (sort, Delivery.id))
    ).limit(PAGE + 1)
    found = [
        WorkRow(**{**row._mapping, "state": State(row.state)}) for row in session.execute(query)
    ]
    more, rows = len(found) > PAGE, found[:PAGE]
    if backward:
        return WorkPage(rows=tuple(reversed(rows)), has_before=more, has_after=True)
    return WorkPage(rows=tuple(rows), has_before=after is not None, has_after=more)


def counts(session: ScopedSession, scope: TenantScope, shown: WorkFilter, today: date) -> Counts:
    """How many open deliveries the filter leaves in each bucket, in one statement."""
    matching = _matching(scope, shown).where(~Delivery.is_closed)
    each = [
        select(func.count())
        .select_from(
            matching.add_columns(literal_column("1"))
            .where(_in_bucket(bucket, today))
            .limit(COUNT_AT_MOST)
            .subquery()
        )
        .scalar_subquery()
        for bucket in Bucket
    ]
    found = session.execute(select(*each)).one()
    return Counts(dict(zip(Bucket, found, strict=True)))


def rows_named(
    session: ScopedSession, scope: TenantScope, references: Sequence[str]
) -> list[WorkRow]:
    """The deliveries with these references, in the order of the list; unknown ones are left out."""
    found = session.execute(
        select(*_columns())
        .where(Delivery.tenant_id == scope.tenant_id, Delivery.reference.in_(references))
        .order_by(by_due, Delivery.id)
    )
    return [WorkRow(**{**row._mapping, "state": State(row.state)}) for row in found]


def found_too_many(session: ScopedSession, search: Search | None, *, only_open: bool) -> bool:
    """Whether the search leaves out the oldest of what it found."""
    if not isinstance(search, ByWords):
        return False
    found = select(func.count()).select_from(_by_words(search, only_open).subquery())
    return (session.scalar(found) or 0) >= FOUND_AT_MOST


def _columns() -> list[Any]:
    return [getattr(Delivery, name) for name in WorkRow.__slots__]


def _matching(scope: TenantScope, shown: WorkFilter) -> Select[Any]:
    """Deliveries of the filter, without columns, buckets and order."""
    query: Select[Any] = select().select_from(Delivery).where(Delivery.tenant_id == scope.tenant_id)
    if shown.whose is Whose.MINE:
        query = query.where(Delivery.assignee_id == scope.account_id)
    elif shown.whose is Whose.TEAMS:
        query = query.where(
            or_(Delivery.desk.in_(shown.desks), Delivery.assignee_id == scope.account_id)
        )
    if shown.kind:
        query = query.where(Delivery.kind == shown.kind)
    if shown.provider:
        provider = select(Provider.id).where(Provider.slug == shown.provider).scalar_subquery()
        query = query.where(Delivery.provider_id == provider)
    query = query.where(_standing(shown.standing))
    if shown.search is not None:
        query = query.where(_found_by(shown.search, shown.only_open))
    return query


def _standing(standing: str) -> ColumnElement[bool]:
    if standing == EVERY:
        return true()
    if standing in (OPEN, DONE):
        return _closed(standing == DONE)
    return (Delivery.state == standing) & _closed(State(standing) in CLOSED)


def _closed(closed: bool) -> ColumnElement[bool]:
    """In the words of the indexes over what is open: "IS FALSE" would pass them by."""
    return Delivery.is_closed.expression if closed else ~Delivery.is_closed


def _found_by(search: Search, only_open: bool) -> ColumnElement[bool]:
    match search:
        case ByReference(start):
            return (Delivery.reference >= start) & (
                Delivery.reference < start + AFTER_ANY_REFERENCE
            )
        case ByKvk(number):
            provider = select(Provider.id).where(Provider.kvk == number).scalar_subquery()
            return Delivery.provider_id == provider
        case ByWords():
            return Delivery.id.in_(_by_words(search, only_open))


def _by_words(search: ByWords, only_open: bool) -> Select[Any]:
    found = func.search_deliveries(search.query, only_open, FOUND_AT_MOST).table_valued(
        column("found", Uuid)
    )
    return select(found.render_derived().c.found)


def _in_bucket(bucket: Bucket, today: date) -> ColumnElement[bool]:
    soon = today + timedelta(days=SOON_DAYS)
    match bucket:
        case Bucket.LATE:
            return by_due < today
        case Bucket.TODAY:
            return by_due == today
        case Bucket.SOON:
            return (by_due > today) & (by_due <= soon)
        case Bucket.LATER:
            return (by_due > soon) & (by_due < NEVER)
        case Bucket.UNDATED:
            return by_due == NEVER


def bucket_of(due_on: date | None, today: date) -> Bucket:
    """In which bucket a date lies."""
    if due_on is None:
        return Bucket.UNDATED
    if due_on <= today:
        return Bucket.TODAY if due_on == today else Bucket.LATE
    return Bucket.SOON if due_on <= today + timedelta(days=SOON_DAYS) else Bucket.LATER


def _sort_of(order: Order) -> ColumnElement[Any]:
    return Delivery.received_at.expression if order is Order.RECEIVED else by_due


def _value_of(key: Key, order: Order) -> Any:
    if order is Order.RECEIVED:
        return datetime.fromisoformat(key.value)
    if not key.value:
        return NEVER
    return date.fromisoformat(key.value)
