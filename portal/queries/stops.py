"""Reads the register of cliëntenstops of a municipality."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Subquery,
    Uuid,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from portal.adapters.database import ScopedSession
from portal.domain.ladder.acceptance import StopOrigin
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, ImposedMeasure
from portal.models.handling import ClientStop
from portal.models.provider import Provider
from portal.models.region import Product
from portal.models.submission import Delivery

PAGE = 50
IMPOSED = StopOrigin.OPGELEGD.value


class Standing(StrEnum):
    """Whether a stop stands on a day."""

    RUNNING = "lopend"
    COMING = "komend"
    ENDED = "voorbij"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """A stop for one product; `lifted_on` is the first day without it.

    `reference` is that of the case in which it was agreed; `dossier` the number of the dossier
    that imposed it. One of them is there.
    """

    id: UUID
    product_code: str
    product_name: str
    origin: str
    from_on: date
    until_on: date | None
    lifted_on: date | None
    reference: str | None
    dossier: str | None
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
    stop = _every(scope)
    query = _lines(stop).where(_stands(stop, standing, today))
    if name:
        query = query.where(Provider.name.icontains(name, autoescape=True))
    if after is not None:
        query = query.where(tuple_(stop.c.from_on, stop.c.id) < tuple_(after.from_on, after.id))
    query = query.order_by(stop.c.from_on.desc(), stop.c.id.desc()).limit(PAGE + 1)
    found = [StopRow(**row._mapping) for row in session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def stops_of(session: ScopedSession, scope: TenantScope, provider_id: UUID) -> list[StopRow]:
    """All stops of one provider here, the latest first day first."""
    stop = _every(scope)
    rows = session.execute(
        _lines(stop)
        .where(stop.c.provider_id == provider_id)
        .order_by(stop.c.from_on.desc(), stop.c.id.desc())
    )
    return [StopRow(**row._mapping) for row in rows]


def _lines(stop: Subquery) -> Any:
    columns: list[Any] = [
        stop.c.id, stop.c.product_code, Product.name.label("product_name"), stop.c.origin,
        stop.c.from_on, stop.c.until_on, stop.c.lifted_on, stop.c.reference, stop.c.dossier,
        Provider.name.label("provider_name"), Provider.slug.label("provider_slug"),
    ]  # fmt: skip
    return (
        select(*columns)
        .select_from(stop)
        .join(Provider, Provider.id == stop.c.provider_id)
        .join(Product, Product.code == stop.c.product_code)
    )


def _every(scope: TenantScope) -> Subquery:
    """Stops that were consented to or agreed, and those that a dossier imposed (004-67)."""
    agreed = (
        select(
            ClientStop.id, ClientStop.provider_id, ClientStop.product_code, ClientStop.origin,
            ClientStop.from_on, ClientStop.until_on, ClientStop.lifted_on, Delivery.reference,
            null().label("dossier"),
        )
        .join(Delivery, Delivery.id == ClientStop.delivery_id)
        .where(ClientStop.tenant_id == scope.tenant_id)
    )  # fmt: skip
    measure = _imposed(scope)
    line = cast(func.md5(func.concat(measure.c.id, measure.c.product_code)), Uuid)
    imposed = select(
        line, measure.c.provider_id, measure.c.product_code, literal(IMPOSED),
        measure.c.from_on, measure.c.until_on, measure.c.ended_on + 1, null(), measure.c.number,
    )  # fmt: skip
    return union_all(agreed, imposed).subquery("stop")


def _imposed(scope: TenantScope) -> Subquery:
    """A line per product; of a confidential dossier only for who may see it."""
    return (
        select(
            ImposedMeasure.id, ImposedMeasure.provider_id, ImposedMeasure.from_on,
            ImposedMeasure.until_on, ImposedMeasure.ended_on, Dossier.number,
            func.unnest(ImposedMeasure.products).label("product_code"),
        )
        .join(Dossier, Dossier.id == ImposedMeasure.dossier_id)
        .where(
            ImposedMeasure.tenant_id == scope.tenant_id,
            ImposedMeasure.kinds.contains([MeasureKind.CLIENTENSTOP.value]),
        )
        .subquery("imposed")
    )  # fmt: skip


def _stands(stop: Subquery, standing: Standing | None, day: date) -> ColumnElement[bool]:
    not_over = and_(
        or_(stop.c.until_on.is_(None), stop.c.until_on >= day),
        or_(
            stop.c.lifted_on.is_(None),
            and_(stop.c.lifted_on > day, stop.c.lifted_on > stop.c.from_on),
        ),
    )
    match standing:
        case Standing.RUNNING:
            return and_(not_over, stop.c.from_on <= day)
        case Standing.COMING:
            return and_(not_over, stop.c.from_on > day)
        case Standing.ENDED:
            return ~not_over
        case None:
            return true()
