"""Reads dossiers: the list by page, what waits for somebody, and one dossier's own row."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, DossierWork
from portal.models.ladder import LadderVersion
from portal.models.provider import Contract, Provider
from portal.models.submission import Delivery
from portal.queries.json_rows import gathered

PAGE = 50
COUNT_AT_MOST = 500
CONCEPT, PUBLISHED = "concept", "gepubliceerd"
# A dossier without a date comes last.
by_due = Dossier.sort_on.expression


class Standing(StrEnum):
    """Which dossiers the list shows."""

    OPEN = "open"
    LATE = "laat"
    CLOSED = "gesloten"
    EVERY = "alle"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFilter:
    """What the list shows; "" is no choice. `current` is where the dossier stands, in words."""

    standing: Standing = Standing.OPEN
    mine: bool = False
    provider: str = ""
    current: str = ""
    track: str = ""
    category: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page starts or ends: the date of a row ("" for none) and its id."""

    due_on: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """A line of the list."""

    id: UUID
    number: str
    title: str
    provider_name: str
    track: str
    categories: list[str]
    confidentiality: str
    current: str
    waits_for: str
    due_on: date | None
    is_closed: bool
    owner_id: UUID | None
    owner_name: str | None
    opened_at: datetime

    @property
    def key(self) -> Key:
        return Key(self.due_on.isoformat() if self.due_on else "", self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """One page, and whether there is more on either side."""

    rows: tuple[DossierLine, ...]
    has_before: bool
    has_after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be chosen in the filter, as far as dossiers have it; and how many there are."""

    providers: tuple[tuple[str, str], ...]
    currents: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]
    open: int
    late: int
    mine: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWork:
    """An act in preparation that somebody was asked to sign or to look at."""

    id: UUID
    number: str
    title: str
    provider_name: str
    choice: str
    code: str
    asked_of: list[str]
    asked_at: datetime
    asked_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """One dossier with its contract; `state` is what happened under the ladder.

    `newest_version_id` is the version of its ladder that is in force on the day of asking.
    """

    id: UUID
    tenant_id: UUID
    provider_id: UUID
    contract_id: UUID
    ladder_version_id: UUID
    number: str
    title: str
    provider_name: str
    provider_slug: str
    provider_agb: str
    track: str
    categories: list[str]
    what_happened: str
    source: str
    source_reference: str | None
    confidentiality: str
    state: dict[str, Any]
    current: str
    waits_for: str
    due_on: date | None
    is_closed: bool
    owner_id: UUID | None
    owner_name: str | None
    opened_by_name: str
    opened_at: datetime
    shared_at: datetime | None
    closed_at: datetime | None
    version: int
    contract_number: str
    contract_domain: str
    contract_starts_on: date
    contract_ends_on: date
    ladder_code: str
    ladder_number: int
    newest_version_id: UUID | None


def dossier_page(
    session: ScopedSession,
    scope: TenantScope,
    shown: DossierFilter,
    *,
    today: date,
    after: Key | None = None,
    before: Key | None = None,
    size: int = PAGE,
) -> DossierPage:
    """The page after one key, or before another, or the first one; earliest date first."""
    backward = before is not None
    query = select(*(getattr(Dossier, name) for name in DossierLine.__slots__)).where(
        Dossier.tenant_id == scope.tenant_id, *_matching(scope, shown, today)
    )
    start = before or after
    if start is not None:
        edge = tuple_(_value_of(start), start.id)
        here = tuple_(by_due, Dossier.id)
        query = query.where(here < edge if backward else here > edge)
    order = (by_due.desc(), Dossier.id.desc()) if backward else (by_due, Dossier.id)
    found = [
        DossierLine(**row._mapping)
        for row in session.execute(query.order_by(*order).limit(size + 1))
    ]
    more, rows = len(found) > size, found[:size]
    if backward:
        return DossierPage(rows=tuple(reversed(rows)), has_before=more, has_after=True)
    return DossierPage(rows=tuple(rows), has_before=after is not None, has_after=more)


def offer(session: ScopedSession, scope: TenantScope, today: date) -> Offer:
    """What the filter may choose from, and the counts, in one statement."""
    own = Dossier.tenant_id == scope.tenant_id
    codes = select(func.unnest(Dossier.categories).label("code")).where(own).distinct().subquery()
    entry = func.jsonb_array_elements(LadderVersion.document["categorieen"]).table_valued("value")
    names = (
        select(
            entry.c.value.op("->>")(literal("code")).label("code"),
            func.max(entry.c.value.op("->>")(literal("naam"))).label("name"),
        )
        .select_from(LadderVersion)
        .join(entry, literal(True))
        .where(LadderVersion.tenant_id == scope.tenant_id, LadderVersion.state == PUBLISHED)
        .group_by("code")
        .subquery()
    )
    providers: Any = (
        select(Provider.slug, Provider.name)
        .where(Provider.id.in_(select(Dossier.provider_id).where(own)))
        .order_by(Provider.name)
    )
    found = session.execute(
        select(
            gathered(providers, "providers"),
            gathered(
                select(Dossier.current).where(own).distinct().order_by(Dossier.current), "currents"
            ),
            gathered(
                select(codes.c.code, func.coalesce(names.c.name, codes.c.code).label("name"))
                .join(names, names.c.code == codes.c.code, isouter=True)
                .order_by("name"),
                "categories",
            ),
            *(
                _count(select(Dossier.id).where(own, *_matching(scope, shown, today))).label(name)
                for name, shown in (
                    ("open", DossierFilter()),
                    ("late", DossierFilter(standing=Standing.LATE)),
                    ("mine", DossierFilter(mine=True)),
                )
            ),
        )
    ).one()
    return Offer(
        providers=tuple((row["slug"], row["name"]) for row in found.providers),
        currents=tuple(row["current"] for row in found.currents if row["current"]),
        categories=tuple((row["code"], row["name"]) for row in found.categories),
        open=found.open,
        late=found.late,
        mine=found.mine,
    )


def waiting_for(
    session: ScopedSession, scope: TenantScope, asked_as: Collection[str]
) -> tuple[WaitingWork, ...]:
    """What waits for a signature or a second look of this person, the longest first.

    `asked_as` are the words under which the person may have been asked
    (portal.services.dossiers.asked).
    """
    if not asked_as:
        return ()
    rows = session.execute(
        select(
            DossierWork.id, Dossier.number, Dossier.title, Dossier.provider_name,
            DossierWork.choice, DossierWork.code, DossierWork.asked_of, DossierWork.asked_at,
            DossierWork.asked_by_name,
        )
        .join(Dossier, Dossier.id == DossierWork.dossier_id)
        .where(
            DossierWork.tenant_id == scope.tenant_id,
            DossierWork.state == CONCEPT,
            ~Dossier.is_closed,
            DossierWork.asked_of.overlap(literal(list(asked_as), ARRAY(TEXT))),
            DossierWork.started_by != scope.account_id,
        )
        .order_by(DossierWork.asked_at, DossierWork.id)
        .limit(PAGE)
    )  # fmt: skip
    return tuple(WaitingWork(**row._mapping) for row in rows)


def dossier_row(
    session: ScopedSession, scope: TenantScope, number: str, *, today: date
) -> DossierRow:
    """One dossier by its number; raises NotThere, also for whoever may not see it."""
    newer = LadderVersion.__table__.alias("newer")
    newest = (
        select(newer.c.id)
        .where(
            newer.c.tenant_id == Dossier.tenant_id,
            newer.c.ladder == LadderVersion.ladder,
            newer.c.state == PUBLISHED,
            newer.c.in_force_from <= today,
        )
        .order_by(newer.c.in_force_from.desc(), newer.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    own = [name for name in DossierRow.__slots__ if hasattr(Dossier, name)]
    found = session.execute(
        select(
            *(getattr(Dossier, name) for name in own),
            Provider.slug.label("provider_slug"),
            Provider.agb.label("provider_agb"),
            Delivery.reference.label("source_reference"),
            Contract.number.label("contract_number"),
            Contract.domain.label("contract_domain"),
            Contract.starts_on.label("contract_starts_on"),
            Contract.ends_on.label("contract_ends_on"),
            LadderVersion.ladder.label("ladder_code"),
            LadderVersion.number.label("ladder_number"),
            newest.label("newest_version_id"),
        )
        .join(Provider, Provider.id == Dossier.provider_id)
        .join(Contract, Contract.id == Dossier.contract_id)
        .join(LadderVersion, LadderVersion.id == Dossier.ladder_version_id)
        .outerjoin(Delivery, Delivery.id == Dossier.source_delivery_id)
        .where(Dossier.tenant_id == scope.tenant_id, Dossier.number == number)
    ).one_or_none()
    if found is None:
        raise NotThere
    return DossierRow(**found._mapping)


def _count(rows: Select[Any]) -> Any:
    limited = rows.limit(COUNT_AT_MOST).subquery()
    return select(func.count()).select_from(limited).scalar_subquery()


def _matching(scope: TenantScope, shown: DossierFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if shown.standing in (Standing.OPEN, Standing.LATE):
        found.append(~Dossier.is_closed)
    if shown.standing is Standing.CLOSED:
        found.append(Dossier.is_closed.expression)
    if shown.standing is Standing.LATE:
        found.append(Dossier.due_on < today)
    if shown.mine:
        found.append(Dossier.owner_id == scope.account_id)
    if shown.provider:
        provider = select(Provider.id).where(Provider.slug == shown.provider).scalar_subquery()
        found.append(Dossier.provider_id == provider)
    if shown.current:
        found.append(Dossier.current == shown.current)
    if shown.track:
        found.append(Dossier.track == shown.track)
    if shown.category:
        found.append(Dossier.categories.contains([shown.category]))
    if shown.typed:
        found.append(_found_by(shown.typed))
    return found


def _found_by(typed: str) -> ColumnElement[bool]:
    """A number or the beginning of one, or words of the provider's name and the title."""
    words = re.findall(r"\w+", typed)[:8]
    by_number = Dossier.number.startswith(typed.strip().upper(), autoescape=True)
    if not words:
        return by_number
    query = func.to_tsquery("dutch", " & ".join(f"{word}:*" for word in words))
    return or_(by_number, Dossier.search.op("@@")(query))


def _value_of(key: Key) -> date:
    return date.fromisoformat(key.due_on) if key.due_on else date.max
