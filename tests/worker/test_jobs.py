"""What the worker takes out of Redis, and what it refuses, whoever put it there."""

import pickle
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from rq import Callback, Queue, Retry
from rq.job import Job
from rq.serializers import DefaultSerializer

from portal.adapters.queue import DRAIN_JOB, QueueWakeUp, connect, make_queue
from portal.services.runtime import Runtime
from tests.support.app import Portal
from tests.support.submitting import submit
from worker.main import make_worker


class Planted:
    """Runs a command as soon as it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Path.touch, (self.path,)


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """Exists as soon as something ran that should not."""
    return tmp_path / "uitgevoerd"


def work(here: Runtime) -> int:
    """Let a real worker do what is in the queue; gives how many jobs went well."""
    worker = make_worker(connect(here.settings.redis_url))
    worker.work(burst=True, logging_level="CRITICAL")
    worker.refresh()
    return worker.successful_job_count


def settled(portal: Portal) -> bool:
    """Whether a submission was brought to its desk."""
    return portal.database.rows("SELECT DISTINCT state FROM delivery") == [("bij_team",)]


def test_a_wake_up_lets_the_worker_empty_the_outbox(portal: Portal, here: Runtime) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    assert QueueWakeUp(here.settings.redis_url).ring()
    assert work(here) == 1
    assert settled(portal)


def test_a_burst_of_wake_ups_is_one_job(here: Runtime) -> None:
    bell = QueueWakeUp(here.settings.redis_url)
    assert all(bell.ring() for _ in range(20))
    assert work(here) == 1
    assert bell.ring()
    assert work(here) == 1


def as_pickle(queue: Queue, proof: Path) -> None:
    pickling = Queue(queue.name, connection=queue.connection, serializer=DefaultSerializer)
    job = Job.create("os.getcwd", connection=queue.connection, serializer=DefaultSerializer)
    job.data = pickle.dumps(("os.getcwd", None, (Planted(proof),), {}))
    pickling.enqueue_job(job)


def other_function(queue: Queue, proof: Path) -> None:
    queue.enqueue("os.mkdir", str(proof))


def our_function_with_arguments(queue: Queue, proof: Path) -> None:
    queue.enqueue(DRAIN_JOB, str(proof))


def method_of_an_instance(queue: Queue, proof: Path) -> None:
    job = Job.create(DRAIN_JOB, connection=queue.connection, serializer=queue.serializer)
    job.data = queue.serializer.dumps(("touch", str(proof), [], {}))
    queue.enqueue_job(job)


def nothing_readable(queue: Queue, proof: Path) -> None:
    job = Job.create(DRAIN_JOB, connection=queue.connection, serializer=queue.serializer)
    job.data = b"\xff\xfe niets"
    queue.enqueue_job(job)


def no_job_at_all(queue: Queue, proof: Path) -> None:
    queue.connection.lpush(queue.key, "bestaat-niet")


FORGERIES = [
    as_pickle, other_function, our_function_with_arguments, method_of_an_instance,
    nothing_readable, no_job_at_all,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forged_job_runs_nothing_and_the_worker_works_on(
    portal: Portal, here: Runtime, proof: Path, forge: Callable[[Queue, Path], None]
) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    forge(make_queue(connect(here.settings.redis_url)), proof)
    assert QueueWakeUp(here.settings.redis_url).ring()
    assert work(here) == 1
    assert not proof.exists()
    assert settled(portal)


@pytest.fixture
def called() -> Iterator[tuple[str, list[str]]]:
    """A web server that nobody should call, and who called it."""
    calls: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()
    thread.join()


def canary(job: Job, connection: Any, *result: Any) -> None:
    """A callback that shows that it was called."""
    Path(job.meta["bewijs"]).touch()


def test_a_job_of_ours_calls_nobody_back(
    portal: Portal, here: Runtime, proof: Path, called: tuple[str, list[str]]
) -> None:
    url, calls = called
    queue = make_queue(connect(here.settings.redis_url))
    names = {
        "on_success": Callback(f"{__name__}.canary"),
        "on_failure": Callback(f"{__name__}.canary"),
    }
    meta = {"bewijs": str(proof)}
    queue.enqueue(DRAIN_JOB, meta=meta, retry=Retry(3), **names)
    queue.enqueue("os.mkdir", str(proof), meta=meta, retry=Retry(3), **names)
    for job_id in queue.job_ids:
        queue.connection.hset(
            Job.key_for(job_id),
            "webhooks",
            f'[{{"url": "{url}", "statuses": ["finished", "failed"]}}]',
        )
    assert work(here) == 1
    assert not proof.exists()
    assert calls == []
    assert queue.count == 0
