"""What an installation has where nothing is wrong."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from portal.adapters.queue import connect, make_queue
from portal.services.tidying import beat
from portal.services.verifying import Verification, remember
from tests.support.database import TestDatabase


@contextmanager
def all_is_well(database: TestDatabase) -> Iterator[None]:
    """A clock that beats, a worker that is registered, and everything read again just now."""
    beat(database.engine, "clock")
    remember(database.engine, Verification(chains=[], rows=7, files=2), with_files=True)
    with a_worker_at(database.redis_url):
        yield


@contextmanager
def a_worker_at(redis_url: str) -> Iterator[None]:
    """A worker that is registered and does nothing."""
    with closing(connect(redis_url)) as connection:
        worker = SimpleWorker(
            [make_queue(connection)], connection=connection, serializer=JSONSerializer
        )
        worker.register_birth()
        yield
        worker.register_death()
