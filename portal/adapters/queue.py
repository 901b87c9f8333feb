"""Redis and RQ: they wake the worker up sooner. Nothing that matters depends on them.

The outbox in PostgreSQL is the truth. One wake-up waits in the queue at most, and a Redis
that is away, silent or slow costs a request 200 ms once, after which it is left alone for a
while.
"""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker, Worker

QUEUE_NAME = "portaal"
DRAIN_JOB = "worker.jobs.drain.run"
TIMEOUT_S = 0.1  # for one answer of Redis
BUDGET_S = 0.2  # for a whole wake-up, which takes several answers
REST_AFTER_FAILURE_S = 5.0
_WAITING_KEY = "portaal:wekker"
_WAITING_FOR_S = 10


class WakeUp(Protocol):
    """Asks the worker to look at the outbox, now rather than at the next tick of the clock."""

    def ring(self) -> bool:
        """Whether the request was handed over; never raises."""


class NoWakeUp:
    """For tests and command-line work: the clock will find the rows."""

    def ring(self) -> bool:
        return False


class QueueWakeUp:
    """Rings through RQ; after a failure it does not try again for some seconds."""

    def __init__(self, url: str) -> None:
        self._connection = connect(url, timeout_s=TIMEOUT_S)
        self._queue = make_queue(self._connection)
        # A thread of its own, because nothing else can bound several answers in all.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wekker")
        self._rest_until = 0.0

    def ring(self) -> bool:
        if time.monotonic() < self._rest_until:
            return False
        try:
            self._pool.submit(self._ring).result(timeout=BUDGET_S)
        except Exception:
            # Whatever it is, down to an answer that is no Redis at all: nothing depends on it.
            self._rest_until = time.monotonic() + REST_AFTER_FAILURE_S
            return False
        return True

    def _ring(self) -> None:
        # The first of a burst enqueues; the key goes when the drain starts.
        if self._connection.set(_WAITING_KEY, "1", nx=True, ex=_WAITING_FOR_S):
            self._queue.enqueue(DRAIN_JOB, result_ttl=0, failure_ttl=3600, job_timeout=300)


def connect(url: str, *, timeout_s: float | None = None) -> redis.Redis:
    """A connection without redis-py's own retries, which turn 0.1 s into several seconds."""
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s or 2.0,
        retry=Retry(NoBackoff(), 0),
    )


def make_queue(connection: redis.Redis) -> Queue:
    """The one queue of this portal; jobs are JSON, never pickles."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def forget_waiting(connection: redis.Redis) -> None:
    """Called when a drain starts: from now on a new row needs a new wake-up."""
    connection.delete(_WAITING_KEY)


class QueueUnreachable(Exception):
    """Redis gave no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class QueueReport:
    """What the doctor wants to know of Redis. `workers` are the names of living workers."""

    version: str
    eviction_policy: str
    workers: tuple[str, ...]


def examine_queue(url: str, *, budget_s: float) -> QueueReport:
    """Ask Redis about itself and about who works on our queue, within a time for all answers.

    Raises QueueUnreachable.
    """
    # A thread of its own, because nothing else can bound several answers in all.
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kijkje")
    try:
        return pool.submit(_examine, url, min(budget_s, 2.0)).result(timeout=budget_s)
    except TimeoutError as error:
        raise QueueUnreachable(f"geen antwoord binnen {budget_s:g} s") from error
    except (redis.RedisError, OSError) as error:
        raise QueueUnreachable(str(error) or type(error).__name__) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _examine(url: str, timeout_s: float) -> QueueReport:
    with closing(connect(url, timeout_s=timeout_s)) as connection:
        server, memory = connection.info("server"), connection.info("memory")
        found = Worker.all(queue=make_queue(connection))
        return QueueReport(
            version=str(server.get("valkey_version") or server.get("redis_version")),
            eviction_policy=str(memory["maxmemory_policy"]),
            workers=tuple(worker.name for worker in found if _lives(worker)),
        )


def _lives(worker: BaseWorker) -> bool:
    """A killed worker stays registered for minutes; on this machine its process tells."""
    if worker.hostname != socket.gethostname() or worker.pid is None:
        return True
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
