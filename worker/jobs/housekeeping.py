"""What the clock does. Every piece may run twice, or in two clocks at once."""

from functools import cache

from portal.adapters.queue import QueueWakeUp
from portal.services.heads import restore_signed_heads, sign_new_heads
from portal.services.outbox import waiting_s
from portal.services.reminding import want_reminders
from portal.services.tidying import beat, tidy_up
from worker.jobs.drain import drain_once
from worker.runtime import runtime

WORKER_IS_LATE_S = 15.0


def push_outbox() -> None:
    """Wake the worker for rows that wait; drain here when Redis is away or nobody comes."""
    here = runtime()
    beat(here.engine, "clock")
    waiting = waiting_s(here.engine)
    if waiting is not None and (not _wake_up().ring() or waiting > WORKER_IS_LATE_S):
        drain_once()


def sign_heads() -> None:
    """Sign the heads that moved. Signing the same head twice gives the same signature."""
    here = runtime()
    _restore_once()
    sign_new_heads(here.engine, here.tools)


def remind() -> None:
    """Ask for reminders that are due; their effect keys keep them single."""
    want_reminders(runtime().engine)


def tidy() -> None:
    """Drop what has expired: sessions, links, kept forms, files that belong to nothing."""
    here = runtime()
    tidy_up(here.engine, here.tools)


@cache
def _restore_once() -> None:
    """At the start of this process; tried again when it fails."""
    restore_signed_heads(runtime().engine, runtime().tools)


@cache
def _wake_up() -> QueueWakeUp:
    return QueueWakeUp(runtime().settings.redis_url)
