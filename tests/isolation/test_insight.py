"""The region looks into several municipalities at once: only where a grant of its own runs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.scopes import InsightScope, RegionScope, Scope, TenantId
from portal.models.handling import ClientStop
from portal.models.people import RegionGrant
from portal.models.submission import Delivery, DeliveryContent, Submission
from portal.queries.region_insight import figures, seen_of
from tests.isolation.variants import forgetting_the_scope, take_row_security_down
from tests.support.database import TestDatabase
from tests.support.submitting import submit

NAMED = ("brummen", "epe", "apeldoorn")
# Who is let in where, from and until how many days away.
GRANTS = (
    ("rita", "brummen", -9, 0),
    ("rita", "epe", -9, -1),
    ("rita", "apeldoorn", 1, 9),
    ("oscar", "apeldoorn", -9, 9),
)


@pytest.fixture
def house(database: TestDatabase) -> TestDatabase:
    """Something in three municipalities; of the grants there one is Rita's and holds today."""
    deliver(database)
    let_in(database)
    return database


def deliver(database: TestDatabase) -> None:
    """A submission to three municipalities, and a cliëntenstop that each consented to."""
    submit(database, "verbeterplan", *NAMED)
    database.admin.execute(
        "INSERT INTO client_stop (tenant_id, provider_id, delivery_id, product_code, origin, from_on)"
        " SELECT tenant_id, provider_id, id, (SELECT min(code) FROM product), 'wens', current_date"
        " FROM delivery"
    )


def let_in(database: TestDatabase) -> None:
    database.admin.execute("DELETE FROM region_grant")
    today = local_date(database.one("SELECT now()"))
    for person, place, first, last in GRANTS:
        database.admin.execute(
            "INSERT INTO region_grant"
            " (tenant_id, account_id, from_on, until_on, may_write, granted_by)"
            " SELECT id, %s, %s, %s, true, %s FROM tenant WHERE slug = %s",
            (
                database.account(person),
                today + timedelta(days=first),
                today + timedelta(days=last),
                database.account("frank"),
                place,
            ),
        )


def scope_of(database: TestDatabase, *places: str, account: str = "rita") -> InsightScope:
    return InsightScope(
        database.account(account), tuple(database.tenant(place).tenant_id for place in places)
    )


@contextmanager
def entered(database: TestDatabase, scope: Scope, *, forget: bool) -> Iterator[ScopedSession]:
    """At work in a scope; `forget`: every query forgets what it compares with."""
    with ExitStack() as stack:
        forgotten = stack.enter_context(forgetting_the_scope()) if forget else None
        yield stack.enter_context(database.scoped(scope))
        assert forgotten is None or forgotten.conditions


def seen_in(database: TestDatabase, scope: InsightScope, *, forget: bool = False) -> set[str]:
    """The municipalities of which both pages show something."""
    today = local_date(database.one("SELECT now()"))
    with entered(database, scope, forget=forget) as session:
        overview = {row.tenant_id for row in figures(session, scope, today)}
        seen = seen_of(session, scope, "lindehaege", today)
    lists = (seen.deliveries, seen.stops) if seen else ((), ())
    assert [{row.tenant_id for row in rows} for rows in lists] == [overview, overview]
    return {
        slug
        for (slug,) in database.rows("SELECT slug FROM tenant WHERE id = ANY(%s)", list(overview))
    }


@pytest.mark.parametrize("forget", [False, True], ids=["both walls", "database alone"])
def test_only_a_grant_of_ones_own_that_holds_today_opens_a_municipality(
    house: TestDatabase, forget: bool
) -> None:
    assert seen_in(house, scope_of(house, *NAMED), forget=forget) == {"brummen"}
    # Naming municipalities is no grant, and neither is somebody else's.
    assert seen_in(house, scope_of(house, "epe", "apeldoorn"), forget=forget) == set()
    assert seen_in(house, scope_of(house, *NAMED, account="rens"), forget=forget) == set()
    assert seen_in(house, scope_of(house, *NAMED, account="oscar"), forget=forget) == {"apeldoorn"}


def test_without_row_security_the_application_shows_what_the_scope_names(
    scratch: TestDatabase,
) -> None:
    deliver(scratch)
    take_row_security_down(scratch)
    assert seen_in(scratch, scope_of(scratch, "brummen", "epe")) == {"brummen", "epe"}
    assert seen_in(scratch, scope_of(scratch)) == set()


def test_a_municipality_that_is_not_named_stays_closed(house: TestDatabase) -> None:
    house.admin.execute("UPDATE region_grant SET from_on = '2020-01-01', until_on = '2099-12-31'")
    for named in ((), ("brummen",), ("brummen", "epe")):
        with house.scoped(scope_of(house, *named)) as session:
            found = set(session.scalars(select(Delivery.tenant_id)))
        assert found == {house.tenant(place).tenant_id for place in named}


def test_looking_at_several_opens_lists_alone_and_no_content(house: TestDatabase) -> None:
    with house.scoped(scope_of(house, *NAMED)) as session:
        assert session.scalars(select(Delivery.id)).all()
        for table in (Submission, DeliveryContent):
            assert session.scalars(select(table.id)).all() == []


def test_a_person_of_the_region_cannot_make_a_grant_for_himself(house: TestDatabase) -> None:
    today = local_date(house.one("SELECT now()"))
    rita, epe = house.account("rita"), house.tenant("epe").tenant_id
    forged = {
        "tenant_id": epe, "account_id": rita, "from_on": today, "until_on": today,
        "may_write": True, "granted_by": rita,
    }  # fmt: skip
    for scope in (scope_of(house, "epe"), RegionScope(None, rita), RegionScope(None, rita, epe)):
        with house.scoped(scope) as session:
            session.add(RegionGrant(**forged))
            with pytest.raises(ProgrammingError, match="row-level security"):
                session.flush()
            session.rollback()
    assert seen_in(house, scope_of(house, *NAMED), forget=True) == {"brummen"}


def test_nothing_of_the_set_is_left_for_the_next_who_uses_the_connection(
    house: TestDatabase,
) -> None:
    rita = house.account("rita")
    with house.engine.connect() as connection:
        for scope, count in (
            (scope_of(house, *NAMED), 1),
            (RegionScope(None, rita), 0),
            (RegionScope(None, rita, TenantId(house.tenant("epe").tenant_id)), 0),
        ):
            with ScopedSession(connection).enter(scope) as session, session.begin():
                assert len(session.scalars(select(Delivery.id)).all()) == count
                assert len(session.scalars(select(ClientStop.id)).all()) == count
