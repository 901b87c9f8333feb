"""The clock needs PostgreSQL only: without Redis, or without a worker, it does the work itself."""

import resource
from dataclasses import replace

import pytest

from portal.adapters.clock import utc_now
from portal.services.heads import journal_path, sign_new_heads
from portal.services.runtime import Runtime
from portal.services.verifying import verify_database
from tests.support.app import Portal
from tests.support.submitting import submit
from worker.jobs import housekeeping
from worker.jobs.drain import run
from worker.runtime import runtime
from worker.schedule import SCHEDULE


def states(portal: Portal) -> set[str]:
    return {row[0] for row in portal.database.rows("SELECT DISTINCT state FROM delivery")}


@pytest.fixture
def without_redis(here: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    here.engine.dispose()
    runtime.cache_clear()


@pytest.mark.usefixtures("without_redis")
def test_without_redis_the_clock_drains(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    housekeeping.push_outbox()
    assert states(portal) == {"bij_team"}


def test_with_redis_the_clock_only_wakes_the_worker(portal: Portal, here: Runtime) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    housekeeping.push_outbox()
    assert states(portal) == {"ontvangen"}
    assert portal.database.redis.llen("rq:queue:portaal") == 1


def test_when_no_worker_comes_the_clock_drains(portal: Portal, here: Runtime) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    portal.database.admin.execute("UPDATE outbox SET available_at = now() - interval '20 seconds'")
    housekeeping.push_outbox()
    assert states(portal) == {"bij_team"}


def test_a_wake_up_that_was_lost_does_not_keep_the_next_one_away_for_ever(
    portal: Portal, here: Runtime
) -> None:
    """Somebody emptied the queue, and left the note that a wake-up waits."""
    submit(portal.database, "verbeterplan", "brummen")
    housekeeping.push_outbox()
    portal.database.redis.delete("rq:queue:portaal")
    housekeeping.push_outbox()
    assert portal.database.redis.llen("rq:queue:portaal") == 0
    assert 0 < portal.database.redis.ttl("portaal:wekker") <= 10


@pytest.mark.usefixtures("without_redis")
def test_a_job_whose_redis_goes_away_still_does_the_work(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    run()
    assert states(portal) == {"bij_team"}


def test_every_task_of_the_clock_may_run_twice(portal: Portal, here: Runtime) -> None:
    journal_path(here.tools.storage.root).unlink(missing_ok=True)
    submit(portal.database, "clientenstop", "brummen", "epe")
    portal.work()
    for _ in range(2):
        for task in SCHEDULE:
            task.run()
    assert portal.database.one("SELECT count(*) FROM head_signature") == 2
    assert portal.database.one("SELECT count(*) FROM heartbeat WHERE name = 'clock'") == 1
    result = verify_database(
        here.engine,
        journal=journal_path(here.tools.storage.root),
        storage=replace(here.tools).storage,
        public_keys=(here.tools.signer.public_key,),
        now=here.tools.utc_now(),
    )
    assert result.flaws == []


def flaws(portal: Portal) -> list[str]:
    result = verify_database(
        portal.database.engine,
        journal=journal_path(portal.storage.root),
        storage=None,
        public_keys=(portal.tools.signer.public_key,),
        now=utc_now(),
    )
    return [flaw.code for flaw in result.flaws]


def test_a_full_disk_leaves_no_line_of_the_journal_half(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    sign_new_heads(portal.database.engine, portal.tools)
    submit(portal.database, "verbeterplan", "brummen", "epe")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = journal_path(portal.storage.root).stat().st_size + 50
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        with pytest.raises(OSError):
            sign_new_heads(portal.database.engine, portal.tools)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sign_new_heads(portal.database.engine, portal.tools) == 2
    assert flaws(portal) == []


def test_a_line_of_the_journal_that_a_power_cut_broke_off_is_written_again(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    sign_new_heads(portal.database.engine, portal.tools)
    with journal_path(portal.storage.root).open("a") as journal:
        journal.write('{"tenant": "0195f0c0')
    submit(portal.database, "verbeterplan", "brummen")
    sign_new_heads(portal.database.engine, portal.tools)
    assert flaws(portal) == []
