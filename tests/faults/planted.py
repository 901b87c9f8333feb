"""Processes of the portal with a bug planted in them, each one the judge has to find.

`python -m tests.faults.planted worker` is the worker with the bug that PLANTED names; the web server
of these tests plants its own. Nothing of this stands in the product: the bugs are put over it in
this process, and one that no longer fits anything stops the process.
"""

import os
import runpy
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

from sqlalchemy import text

from portal.adapters.database import ScopedSession, make_engine, unit_of_work
from portal.adapters.queue import QueueWakeUp
from portal.domain.scopes import WorkerScope
from portal.services import outbox, submitting
from portal.services.effects import routing
from portal.services.effects_wanted import Effect, want
from portal.services.recording import NewEvent, record

BEFORE_COMMIT = "bezorgen-gevraagd-voor-commit"
NO_KEY = "zonder-sleutel"
NO_SWEEPER = "zonder-veger"
NO_FENCE = "zonder-hek"
WORKERS_TIME = "tijd-van-de-uitvoerder"


def rewrite(module: ModuleType, name: str, old: str, new: str) -> None:
    """Another wording of one of a module's statements."""
    statement = getattr(module, name).text
    if old not in statement:
        raise LookupError(f"{name} van {module.__name__} is veranderd: plant de fout opnieuw")
    setattr(module, name, text(statement.replace(old, new)))


def enqueue_before_commit() -> None:
    """The work is asked for in a transaction of its own, and the commit is slower than the worker."""
    rewrite(submitting, "_INSERT", "FROM d\n      UNION ALL", "FROM d WHERE false\n      UNION ALL")
    engine = make_engine(os.environ["DATABASE_URL"])
    bell = QueueWakeUp(os.environ["REDIS_URL"])
    waiting = text("SELECT count(*) FROM outbox WHERE effect = 'bezorgen' AND state = 'wacht'")

    def too_early(session: ScopedSession, events: Sequence[NewEvent]) -> None:
        with unit_of_work(engine, WorkerScope()) as other:
            want(
                other,
                [
                    Effect(
                        effect="bezorgen",
                        key=f"bezorgen:{event.delivery_id}",
                        tenant_id=event.tenant_id,
                        provider_id=event.provider_id,
                        data={"delivery": str(event.delivery_id)},
                    )
                    for event in events
                ],
            )
        bell.ring()
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with unit_of_work(engine, WorkerScope()) as other:
                if not other.scalar(waiting):
                    break
            time.sleep(0.02)
        record(session, events)

    submitting.record = too_early  # type: ignore[attr-defined, assignment]


def forget_the_key() -> None:
    """Every click is a submission of its own: nothing remembers that the form was sent."""
    rewrite(submitting, "_INSERT", "VALUES (:provider_id, :key,", "VALUES (:provider_id, uuidv7(),")
    rewrite(
        submitting,
        "_INSERT",
        "DELETE FROM draft USING s WHERE",
        "DELETE FROM draft USING s WHERE false AND",
    )


def never_sweep() -> None:
    """What a dead worker held stays with it."""
    rewrite(outbox, "_LEASE_ABANDONED", "leased_until < now()", "false")


def tear_the_fence_down() -> None:
    """Whoever once held a row writes to it, whoever holds it now."""
    rewrite(outbox, "_HOLD", " AND lease_token = :token AND state = 'wacht'", "")
    rewrite(outbox, "_DONE", " AND lease_token = :token", "")


def count_from_the_workers_time() -> None:
    """Clocks start when the worker gets to it: after a queue that stood still over midnight."""
    rewrite(routing, "UNROUTED", "d.received_at,", "now() + interval '1 day' AS received_at,")


PLANTS: Mapping[str, Callable[[], None]] = {
    BEFORE_COMMIT: enqueue_before_commit,
    NO_KEY: forget_the_key,
    NO_SWEEPER: never_sweep,
    NO_FENCE: tear_the_fence_down,
    WORKERS_TIME: count_from_the_workers_time,
}


def plant() -> None:
    """The bug that this process was started with, if any."""
    if name := os.environ.get("PLANTED"):
        PLANTS[name]()


if __name__ == "__main__":
    plant()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__")
