"""Redis is killed, comes back empty, or never answers: nobody who submits notices much."""

from pathlib import Path

from tests.faults.running import TO, Running, Web, is_receipt, judge, ready, running
from tests.support.app import Portal
from tests.support.forms import plan
from tests.support.outside import OwnRedis, silent_redis
from tests.support.processes import until

# What an answer may take on a busy machine, beside the 200 ms that are promised.
PATIENCE_S = 2.0


def submitted(portal: Portal, web: Web) -> None:
    """Bob submits a plan and reads its receipt."""
    sender = ready(portal, "verbeterplan", plan(*TO))
    answer = sender.submit(web)
    assert answer.status == 303
    assert answer.seconds < PATIENCE_S
    assert is_receipt(sender.look(web, answer.location))


def settled(here: Running, submissions: int) -> bool:
    return (
        here.portal.database.one("SELECT count(*) FROM outbox WHERE state = 'klaar'") > 0
        and here.portal.database.one("SELECT count(*) FROM outbox WHERE state <> 'klaar'") == 0
        and here.portal.database.one("SELECT count(*) FROM submission") == submissions
    )


def test_a_redis_that_is_killed_and_comes_back_empty_loses_and_doubles_nothing(
    portal: Portal, tmp_path: Path
) -> None:
    own = OwnRedis()
    try:
        with running(portal, tmp_path / "portaal", redis_url=own.url) as here:
            web, worker = here.web(), here.worker()
            here.clock()
            web.wait()
            submitted(portal, web)
            until(lambda: settled(here, 1), "de eerste indiening is bezorgd")

            own.kill()
            assert not own.answers()
            submitted(portal, web)
            # The clock needs no Redis. The worker ends and is started anew, or waits for it to come
            # back: that depends on what it was doing, and both are right.
            until(lambda: settled(here, 2), "de tweede indiening is bezorgd zonder Redis")
            assert worker.child.poll() in (None, 1)

            own.start()
            here.worker()
            submitted(portal, web)
            judge(here, submissions=3)
    finally:
        own.close()


def test_a_redis_that_never_answers_holds_nothing_up(portal: Portal, tmp_path: Path) -> None:
    with silent_redis() as url, running(portal, tmp_path / "portaal", redis_url=url) as here:
        web = here.web()
        here.clock()
        web.wait()
        submitted(portal, web)
        submitted(portal, web)
        judge(here, submissions=2)
