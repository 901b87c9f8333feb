"""Two people write down contracts at the same moment: one product runs in one contract at a time."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from portal.domain.contracts import ContractTerms
from portal.domain.scopes import RegionScope
from portal.services.contracting import add_contract
from portal.services.recording import Actor
from tests.support.app import Page, Portal
from tests.web.test_region import HEAD, IMPORT
from tests.web.test_region_refusals import ADD, add, running, standard_of

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock'"
)
# The two periods share a day; each is after what runs already.
FIRST, SECOND = (1, 20), (20, 40)


def days(portal: Portal, period: tuple[int, int]) -> tuple[date, date]:
    last = running(portal)[3]
    return last + timedelta(days=period[0]), last + timedelta(days=period[1])


def by_hand(portal: Portal, product: str, number: str) -> Page:
    return add(portal.visitor("rens"), number, product, standard_of(portal), *days(portal, SECOND))


def by_file(portal: Portal, product: str, number: str) -> Page:
    first, last = days(portal, SECOND)
    kvk = portal.database.one("SELECT kvk FROM provider WHERE slug = 'lindehaege'")
    line = f"brummen;{kvk};wmo;{number};{standard_of(portal)};{first};{last};{product}"
    return portal.visitor("rens").submit(
        IMPORT, {"regels": f"{HEAD}\n{line}", "actie": "vastleggen"}
    )


def until_it_waits(portal: Portal, page: Future[Page]) -> None:
    """Until the second one stands behind the first in the database, or is through."""
    deadline = time.monotonic() + 10
    while not page.done() and not portal.database.one(WAITING):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def by_the_service(portal: Portal, product: str, number: str) -> AbstractContextManager[None]:
    """As the pages do it, in a transaction that stays open meanwhile."""
    database, (first_on, last_on) = portal.database, days(portal, FIRST)
    terms = ContractTerms(
        municipality="brummen", provider="lindehaege", domain="wmo", number=number,
        standard=standard_of(portal), starts_on=first_on, ends_on=last_on,
        products=frozenset({product}),
    )  # fmt: skip
    rens = database.account("rens")
    region_id = database.one("SELECT region_id FROM tenant LIMIT 1")
    scope = RegionScope(region_id, rens, database.tenant("brummen").tenant_id)

    @contextmanager
    def written() -> Iterator[None]:
        with database.scoped(scope) as session:
            assert add_contract(session, scope, Actor("Rens", rens), terms) == []
            yield

    return written()


def behind_the_portal(portal: Portal, product: str, number: str) -> AbstractContextManager[None]:
    """As somebody does it who waits for nobody."""
    first_on, last_on = days(portal, FIRST)

    @contextmanager
    def written() -> Iterator[None]:
        with psycopg.connect(portal.database.admin.info.dsn) as connection:
            insert(connection, running(portal)[0], number, product, first_on, last_on)
            yield

    return written()


def insert(
    connection: psycopg.Connection, like: UUID, number: str, product: str, first: date, last: date
) -> None:
    """A contract like another one, with one product."""
    connection.execute(
        "WITH c AS (INSERT INTO contract"
        " (tenant_id, provider_id, number, domain, starts_on, ends_on, standard)"
        " SELECT tenant_id, provider_id, %(number)s, domain, %(first)s, %(last)s, standard"
        " FROM contract WHERE id = %(like)s RETURNING *)"
        " INSERT INTO contract_product"
        " (contract_id, product_code, tenant_id, provider_id, starts_on, ends_on)"
        " SELECT id, %(product)s, tenant_id, provider_id, starts_on, ends_on FROM c",
        {"like": like, "number": number, "product": product, "first": first, "last": last},
    )


@pytest.mark.parametrize("first", [by_the_service, behind_the_portal])
@pytest.mark.parametrize("second", [by_hand, by_file])
def test_of_two_contracts_for_one_product_at_the_same_moment_one_is_refused_and_kept_as_typed(
    portal: Portal,
    first: Callable[[Portal, str, str], AbstractContextManager[None]],
    second: Callable[[Portal, str, str], Page],
) -> None:
    product = running(portal)[4]
    with ThreadPoolExecutor(1) as pool:
        with first(portal, product, "EERST"):
            page = pool.submit(second, portal, product, "DAARNA")
            until_it_waits(portal, page)
            assert not page.done()
        refused = page.result()
    numbers = "SELECT number FROM contract WHERE number IN ('EERST', 'DAARNA')"
    assert portal.database.rows(numbers) == [("EERST",)]
    assert refused.status == 422
    # Who waited for a turn can name the other one.
    words = ("EERST", product) if first is by_the_service else ("andere overeenkomst",)
    assert any(all(word in line for word in words) for line in refused.errors), refused.errors
    assert "DAARNA" in str(refused.form(ADD if second is by_hand else IMPORT))


def test_a_contract_that_starts_the_day_after_may_be_written_at_the_same_moment(
    portal: Portal,
) -> None:
    product = running(portal)[4]
    with ThreadPoolExecutor(1) as pool, behind_the_portal(portal, product, "EERST"):
        first, last = (day + timedelta(days=40) for day in days(portal, FIRST))
        rens, standard = portal.visitor("rens"), standard_of(portal)
        page = pool.submit(add, rens, "DAARNA", product, standard, first, last)
        assert page.result(timeout=10).status == 303


def test_the_database_refuses_an_overlap_by_itself_and_lets_a_shorter_contract_make_room(
    portal: Portal,
) -> None:
    database = portal.database
    like, _, _, last, product = running(portal)
    with pytest.raises(psycopg.errors.ExclusionViolation):
        insert(database.admin, like, "TE-VROEG", product, last, last + timedelta(days=9))
    # Its products follow the contract.
    database.admin.execute(
        "UPDATE contract SET ends_on = %s WHERE id = %s", (last - timedelta(days=1), like)
    )
    insert(database.admin, like, "OP-TIJD", product, last, last + timedelta(days=9))
    with pytest.raises(psycopg.errors.ExclusionViolation):
        database.admin.execute("UPDATE contract SET ends_on = %s WHERE id = %s", (last, like))
