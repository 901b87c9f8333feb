"""The job that empties the outbox."""

import os
import signal
import time
from contextlib import closing, suppress

from redis import RedisError

from portal.adapters.queue import connect, forget_waiting
from portal.services.effects import HANDLERS
from portal.services.outbox import Drained, drain
from worker.runtime import runtime


def run() -> None:
    """Do all due effects.

    Running it twice, or after it was cut off half-way, is harmless: a row is leased with a
    token, its effect and its completion share one transaction, and an effect key is unique.
    """
    connection = connect(runtime().settings.redis_url, timeout_s=2.0)
    # From here on a new row asks for a new wake-up; what is in the table already, we see.
    with suppress(RedisError, OSError), closing(connection):
        forget_waiting(connection)
    drain_once()


def drain_once() -> Drained:
    """Empty the outbox in this process; also the clock's way when Redis is away."""
    here = runtime()
    return drain(here.engine, HANDLERS, here.tools, barrier=barrier)


def barrier(name: str) -> None:
    """A named point where a test lets this process stop or die; does nothing otherwise.

    PORTAL_BARRIER="effect:kill" or "leased:stop:5" works only with PORTAL_TESTING=1.
    """
    wanted, _, action = os.environ.get("PORTAL_BARRIER", "").partition(":")
    if wanted != name or not runtime().settings.testing:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    verb, _, seconds = action.partition(":")
    if verb == "stop":
        time.sleep(float(seconds))
