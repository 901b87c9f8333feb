"""Reads what a person of the region may see in the municipalities that let him in.

All of them in one statement, so that a page costs the same with one grant and with forty. The
scope names them; row-level security asks for a grant of each that holds today as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import InsightScope
from portal.models.handling import ClientStop
from portal.models.provider import Provider
from portal.models.region import Product
from portal.models.submission import Delivery
from portal.queries.json_rows import gathered, read_rows

MOST = 100
# A select of several columns is no `Select[Any]` to the type checker.
Rows: TypeAlias = "Select[Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How it stands with one provider in one municipality."""

    tenant_id: UUID
    slug: str
    name: str
    running: int
    closed: int
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySeen:
    """A delivery as the region sees it in a list."""

    tenant_id: UUID
    reference: str
    kind: str
    received_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSeen:
    """A cliëntenstop that stands, or will."""

    tenant_id: UUID
    product_code: str
    product_name: str
    from_on: date
    until_on: date | None


def figures(session: ScopedSession, scope: InsightScope, today: date) -> Sequence[Figures]:
    """Per provider and municipality where something came in: how much runs, was closed, is
    stopped."""
    stops = (
        select(ClientStop.tenant_id, ClientStop.provider_id, func.count().label("stops"))
        .where(ClientStop.tenant_id.in_(scope.tenant_ids), *_stands(today))
        .group_by(ClientStop.tenant_id, ClientStop.provider_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Delivery.tenant_id,
            Provider.slug,
            Provider.name,
            func.count().filter(~Delivery.is_closed).label("running"),
            func.count().filter(Delivery.is_closed).label("closed"),
            func.coalesce(func.max(stops.c.stops), 0).label("stops"),
        )
        .join(Provider, Provider.id == Delivery.provider_id)
        .outerjoin(
            stops,
            and_(
                stops.c.tenant_id == Delivery.tenant_id,
                stops.c.provider_id == Delivery.provider_id,
            ),
        )
        .where(Delivery.tenant_id.in_(scope.tenant_ids))
        .group_by(Delivery.tenant_id, Provider.slug, Provider.name)
        .order_by(func.lower(Provider.name), Provider.slug)
    )
    return [Figures(**row._mapping) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the municipalities have of one provider."""

    name: str
    deliveries: tuple[DeliverySeen, ...]
    stops: tuple[StopSeen, ...]


def seen_of(session: ScopedSession, scope: InsightScope, provider: str, today: date) -> Seen | None:
    """Deliveries (per municipality what runs first, then the latest) and cliëntenstops of one
    provider, in one statement; None where nothing came in."""
    own = select(Provider.id).where(Provider.slug == provider).scalar_subquery()
    order = (Delivery.is_closed, Delivery.received_at.desc())
    place = func.row_number().over(partition_by=Delivery.tenant_id, order_by=order)
    latest = (
        select(
            Delivery.tenant_id,
            Delivery.reference,
            Delivery.kind,
            Delivery.received_at,
            Delivery.state,
            place.label("place"),
        )
        .where(Delivery.tenant_id.in_(scope.tenant_ids), Delivery.provider_id == own)
        .subquery()
    )
    deliveries = select(latest).where(latest.c.place <= MOST).order_by(latest.c.place)
    stops = (
        select(
            ClientStop.tenant_id,
            ClientStop.product_code,
            Product.name.label("product_name"),
            ClientStop.from_on,
            ClientStop.until_on,
        )
        .join(Product, Product.code == ClientStop.product_code)
        .where(
            ClientStop.tenant_id.in_(scope.tenant_ids),
            ClientStop.provider_id == own,
            or_(ClientStop.until_on.is_(None), ClientStop.until_on >= today),
            or_(ClientStop.lifted_on.is_(None), ClientStop.lifted_on > today),
        )
        .order_by(ClientStop.from_on, ClientStop.product_code)
    )
    row = session.execute(
        select(
            select(Provider.name).where(Provider.slug == provider).scalar_subquery().label("name"),
            gathered(deliveries, "deliveries"),
            gathered(cast(Rows, stops), "stops"),
        )
    ).one()
    if not row.deliveries:
        return None
    return Seen(
        name=row.name,
        deliveries=read_rows(DeliverySeen, row.deliveries),
        stops=read_rows(StopSeen, row.stops),
    )


def _stands(today: date) -> tuple[ColumnElement[bool], ...]:
    """The stops that hold on a day; a stop ends on the day on which it is lifted."""
    return (
        ClientStop.from_on <= today,
        or_(ClientStop.until_on.is_(None), ClientStop.until_on >= today),
        or_(ClientStop.lifted_on.is_(None), ClientStop.lifted_on > today),
    )
