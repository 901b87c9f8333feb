"""Planted bugs turn the judge red: what it lets pass has really been looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.planted import BEFORE_COMMIT, NO_FENCE, NO_KEY, NO_SWEEPER, WORKERS_TIME
from tests.faults.running import TO, Running, judge, ready, running
from tests.faults.test_worker_dies import LEASE_S, reached, stand_still
from tests.support.app import Portal
from tests.support.forms import plan
from tests.support.processes import Process, until
from tests.support.submitting import submit


@pytest.fixture
def here(portal: Portal, tmp_path: Path) -> Iterator[Running]:
    with running(portal, tmp_path / "portaal") as here:
        here.environment["PORTAL_LEASE_S"] = LEASE_S
        yield here


def planted(here: Running, bug: str, module: str) -> Process:
    """A worker or a clock with a bug, up and running."""
    process = here.start("tests.faults.planted", module, PLANTED=bug)
    until(lambda: ".start" in process.log.read_text(), f"{module} met {bug}")
    return process


def finding(here: Running) -> str:
    """What the judge says; it has to find something."""
    with pytest.raises(AssertionError) as found:
        judge(here, within_s=5)
    return str(found.value)


def test_work_that_is_asked_for_before_the_commit_is_found(here: Running, portal: Portal) -> None:
    web = here.web(PLANTED=BEFORE_COMMIT)
    here.worker()
    here.clock()
    assert ready(portal, "verbeterplan", plan(*TO)).submit(web.wait()).status == 303
    assert "'bezorgen'" in finding(here)
    assert portal.database.one("SELECT count(*) FROM delivery WHERE state = 'ontvangen'") == 2


def test_a_submission_without_a_key_is_found(here: Running, portal: Portal) -> None:
    web = here.web(PLANTED=NO_KEY)
    here.worker()
    sender = ready(portal, "verbeterplan", plan(*TO))
    assert [sender.submit(web.wait()).status for _ in range(2)] == [303, 303]
    assert "{'ontvangen': 4" in finding(here)


def test_a_lease_that_nobody_sweeps_up_is_found(here: Running, portal: Portal) -> None:
    submit(portal.database, "verbeterplan", *TO)
    assert here.worker(PORTAL_BARRIER="leased:KILL").wait() == -9
    reached(here, "leased")
    planted(here, NO_SWEEPER, "worker")
    planted(here, NO_SWEEPER, "worker.clock")
    assert "nog niet: alles bezorgd" in finding(here)
    # A sweeper was all that it wanted.
    here.worker()
    judge(here)


def test_a_worker_that_ignores_its_lost_lease_is_found(here: Running, portal: Portal) -> None:
    with pytest.raises(AssertionError, match="een tweede keer gedaan"):
        stand_still(here, portal, "tests.faults.planted", "worker", PLANTED=NO_FENCE)


def test_a_clock_that_starts_when_the_worker_gets_to_it_is_found(
    here: Running, portal: Portal
) -> None:
    submit(portal.database, "verbeterplan", *TO)
    planted(here, WORKERS_TIME, "worker")
    here.clock()
    assert "termijn" in finding(here)
