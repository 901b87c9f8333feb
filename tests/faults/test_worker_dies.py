"""The worker is killed or stands still, at points where it hurts; another one finishes the work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import TO, Running, judge, running
from tests.support.app import Portal
from tests.support.processes import Process, until
from tests.support.submitting import submit

LEASE_S = "1"
COMPLETED = "SELECT id, done_at FROM outbox ORDER BY id"


@pytest.fixture
def here(portal: Portal, tmp_path: Path) -> Iterator[Running]:
    """No process yet, and leases of a second."""
    with running(portal, tmp_path / "portaal") as here:
        here.environment["PORTAL_LEASE_S"] = LEASE_S
        yield here


def reached(here: Running, point: str) -> None:
    until(here.mark.exists, f"de uitvoerder bij {point}")
    assert here.mark.read_text() == point


@pytest.mark.parametrize("point", ["leased", "effect", "done"])
def test_a_worker_that_is_killed_leaves_everything_to_the_next(
    here: Running, portal: Portal, point: str
) -> None:
    submit(portal.database, "verbeterplan", *TO)
    dying = here.worker(PORTAL_BARRIER=f"{point}:KILL")
    reached(here, point)
    assert dying.wait() == -9
    assert portal.database.one("SELECT count(*) FROM outbox WHERE state = 'wacht'") > 0
    here.worker()
    here.clock()
    judge(here)


def test_a_worker_that_stood_still_past_its_lease_drops_what_it_wrote(
    here: Running, portal: Portal
) -> None:
    stand_still(here, portal, "worker")


def stand_still(here: Running, portal: Portal, *sleeping: str, **more: str) -> None:
    """A worker stands still with rows in hand, which others do; then it goes on."""
    submit(portal.database, "verbeterplan", *TO)
    sleeper = here.start(*sleeping, PORTAL_BARRIER="leased:STOP", **more)
    reached(here, "leased")
    held = portal.database.one("SELECT count(*) FROM outbox WHERE lease_token IS NOT NULL")
    assert held > 0
    here.worker()
    here.clock()
    judge(here)
    past = "SELECT now() > created_at + interval '6 seconds' FROM outbox ORDER BY id LIMIT 1"
    until(lambda: portal.database.one(past), "vijf seconden voorbij de huur")
    done = portal.database.rows(COMPLETED)
    sleeper.resume()
    until(
        lambda: lost(sleeper) or portal.database.rows(COMPLETED) != done,
        "de slaper merkt dat zijn huur voorbij is",
    )
    assert portal.database.rows(COMPLETED) == done, "wat klaar was, is een tweede keer gedaan"
    judge(here)


def lost(sleeper: Process) -> bool:
    assert sleeper.is_running
    return "outbox.lease_lost" in sleeper.log.read_text()


def test_two_clocks_at_once_without_redis_do_everything_once(
    portal: Portal, tmp_path: Path
) -> None:
    with running(portal, tmp_path / "portaal", redis_url="redis://127.0.0.1:1/0") as here:
        for _ in range(10):
            submit(portal.database, "verbeterplan", *TO)
        here.clock()
        here.clock()
        judge(here, submissions=10)


def test_a_clock_that_is_killed_half_way_leaves_everything_to_the_other(
    portal: Portal, tmp_path: Path
) -> None:
    with running(portal, tmp_path / "portaal", redis_url="redis://127.0.0.1:1/0") as here:
        here.environment["PORTAL_LEASE_S"] = LEASE_S
        for _ in range(5):
            submit(portal.database, "verbeterplan", *TO)
        dying = here.clock(PORTAL_BARRIER="effect:KILL")
        reached(here, "effect")
        assert dying.wait() == -9
        here.clock()
        judge(here, submissions=5)
