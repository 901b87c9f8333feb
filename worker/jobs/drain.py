"""The job that empties the outbox."""

import os
import signal
from contextlib import closing, suppress
from pathlib import Path

from redis import RedisError

from portal.adapters.queue import connect, forget_waiting
from portal.services.effects import HANDLERS
from portal.services.outbox import LEASE_S, Drained, drain
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
    return drain(here.engine, HANDLERS, here.tools, lease_s=lease_s(), barrier=barrier)


def lease_s() -> float:
    """How long a row is held; a test may shorten it."""
    if runtime().settings.testing:
        return float(os.environ.get("PORTAL_LEASE_S", LEASE_S))
    return LEASE_S


def barrier(name: str) -> None:
    """A named point where a test lets this process stop or die, once; does nothing otherwise.

    PORTAL_BARRIER="effect:KILL" or "leased:STOP" names the signal that this process sends to
    itself; the file PORTAL_BARRIER_MARK shows that it did. Works only with PORTAL_TESTING=1.
    """
    wanted, _, sent = os.environ.get("PORTAL_BARRIER", "").partition(":")
    if wanted != name or not runtime().settings.testing:
        return
    mark = Path(os.environ["PORTAL_BARRIER_MARK"])
    if not mark.exists():
        mark.write_text(name)
        os.kill(os.getpid(), signal.Signals[f"SIG{sent}"])
