"""Reads the register of cliëntenstops of a municipality."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.models.handling import ClientStop
from portal.models.provider import Provider
from portal.models.region import Product
from portal.models.submission import Delivery

PAGE = 50


class Standing(StrEnum):
    """Whether a stop stands on a day."""

    RUNNING = "lopend"
    COMING = "komend"
    ENDED = "voorbij"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """A stop for one product; `lifted_on` is the first day without it."""

    id: UUID
    product_code: str
    product_name: str
    origin: str
    from_on: date
    until_on: date | None
    lifted_on: date | None
    reference: str
    provider_name: str
    provider_slug: str

    @property
    def never_ran(self) -> bool:
        """It was taken back before its first day."""
        return self.lifted_on is not None and self.lifted_on <= self.from_on

    def standing(self, today: date) -> Standing:
        ended = (self.until_on is not None and self.until_on < today) or (
            self.lifted_on is not None and self.lifted_on <= max(today, self.from_on)
        )
        if ended:
            return Standing.ENDED
        return Standing.COMING if self.from_on > today else Standing.RUNNING


@dataclass(frozen=True, slots=True)
class StopKey:
    """Where a page of the register starts."""

    from_on: date
    id: UUID


def stops(
    session: ScopedSession,
    scope: TenantScope,
    *,
    today: date,
    standing: Standing | None = None,
    name: str = "",
    after: StopKey | None = None,
) -> tuple[list[StopRow], bool]:
    """One page of the register, the latest first day first, and whether there is more."""
    query = _stops(scope).where(_stands(standing, today))
    if name:
        query = query.where(Delivery.provider_name.icontains(name, autoescape=True))
    if after is not None:
        query = query.where(
            tuple_(ClientStop.from_on, ClientStop.id) < tuple_(after.from_on, after.id)
        )
    query = query.order_by(ClientStop.from_on.desc(), ClientStop.id.desc()).limit(PAGE + 1)
    found = [StopRow(**row._mapping) for row in session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def stops_of(session: ScopedSession, scope: TenantScope, provider_id: UUID) -> list[StopRow]:
    """All stops of one provider here, the latest first day first."""
    rows = session.execute(
        _stops(scope)
        .where(ClientStop.provider_id == provider_id)
        .order_by(ClientStop.from_on.desc(), ClientStop.id.desc())
    )
    return [StopRow(**row._mapping) for row in rows]


def _stops(scope: TenantScope) -> Any:
    columns: list[Any] = [
        ClientStop.id, ClientStop.product_code, Product.name.label("product_name"),
        ClientStop.origin, ClientStop.from_on, ClientStop.until_on, ClientStop.lifted_on,
        Delivery.reference, Delivery.provider_name, Provider.slug.label("provider_slug"),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Delivery, Delivery.id == ClientStop.delivery_id)
        .join(Provider, Provider.id == ClientStop.provider_id)
        .join(Product, Product.code == ClientStop.product_code)
        .where(ClientStop.tenant_id == scope.tenant_id)
    )


def _stands(standing: Standing | None, day: date) -> ColumnElement[bool]:
    stop = ClientStop
    not_over = and_(
        or_(stop.until_on.is_(None), stop.until_on >= day),
        or_(
            stop.lifted_on.is_(None),
            and_(stop.lifted_on > day, stop.lifted_on > stop.from_on),
        ),
    )
    match standing:
        case Standing.RUNNING:
            return and_(not_over, stop.from_on <= day)
        case Standing.COMING:
            return and_(not_over, stop.from_on > day)
        case Standing.ENDED:
            return ~not_over
        case None:
            return true()
