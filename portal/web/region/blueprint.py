"""The desk of the region, and how it goes to work inside one municipality."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint

from portal.adapters.database import ScopedSession
from portal.domain.scopes import InsightScope, RegionScope, TenantId
from portal.web.access import desk, desk_session
from portal.web.database import engine, unit_of_work

blueprint = Blueprint("region", __name__, url_prefix="/regio")


def region_scope() -> RegionScope:
    """The scope of this desk: the region itself, inside no municipality."""
    scope = desk_session().scope
    assert isinstance(scope, RegionScope)
    return scope


@contextmanager
def inside(tenant_id: TenantId) -> Iterator[tuple[ScopedSession, RegionScope]]:
    """At work in one municipality, in a transaction of its own that commits at the end."""
    outside = region_scope()
    scope = RegionScope(outside.region_id, outside.account_id, tenant_id)
    with unit_of_work(engine(), scope) as session:
        yield session, scope


@contextmanager
def over_all_granted() -> Iterator[tuple[ScopedSession, InsightScope]]:
    """Looking into every municipality that lets this person in today, in one transaction."""
    person = desk().person
    scope = InsightScope(
        person.account_id, tuple(access.tenant_id for access in person.region_access)
    )
    with unit_of_work(engine(), scope) as session:
        yield session, scope
