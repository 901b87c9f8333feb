"""The RQ worker: one queue, JSON jobs, and only the functions on the list."""

import sys
from typing import Any

import structlog
from redis import Redis, RedisError
from rq import SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from portal.adapters.queue import DRAIN_JOB, QUEUE_NAME, connect, make_queue
from worker.jobs.drain import drain_once
from worker.runtime import runtime

log = structlog.get_logger()

ALLOWED = frozenset({DRAIN_JOB})


class ForbiddenJob(Exception):
    """Somebody put a job in Redis that is not ours."""


class ListedJob(Job):
    """A job names a function to import; this one imports only what is on the list.

    Nor does it call back, call out, or come back by itself: our jobs ask for none of that.
    """

    @property
    def func(self):  # type: ignore[no-untyped-def]
        if self.func_name not in ALLOWED or self.args or self.kwargs or self.instance:
            raise ForbiddenJob("deze taak staat niet op de lijst")
        return super().func

    def restore(self, raw_data: Any) -> Any:
        """Read a job from Redis, without what it could make this process do on the side."""
        restored = super().restore(raw_data)
        self._success_callback_name = self._failure_callback_name = None
        self._stopped_callback_name = None
        self.webhooks = []
        self.number_of_retries = self.retries_left = self.repeats_left = None
        self._dependency_ids = []
        return restored


def make_worker(connection: Redis) -> SimpleWorker:
    """A worker for our one queue."""
    return SimpleWorker(
        [make_queue(connection)],
        connection=connection,
        job_class=ListedJob,
        serializer=JSONSerializer,
        log_job_description=False,
    )


def main() -> int:
    """Work until told to stop. A Redis that is away ends the process; its supervisor restarts it."""
    here = runtime()
    log.info("worker.start", queue=QUEUE_NAME)
    # What waited while nobody worked is done before Redis is even asked.
    drain_once()
    try:
        make_worker(connect(here.settings.redis_url)).work(
            with_scheduler=False, logging_level="WARNING"
        )
    except (RedisError, OSError) as error:
        log.warning("worker.redis_away", error=type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
