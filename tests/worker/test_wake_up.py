"""A wake-up is quick or it is not there: Redis away, silent or slow costs 200 ms once."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.adapters.queue import QueueWakeUp
from tests.support.app import Portal

# What is promised, and what a busy machine may add before the thread gets its turn.
PROMISED_S = 0.2
SLACK_S = 0.15


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something that listens where Redis should; every connection goes to `answer`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    try:
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        stop.set()
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def say_nothing(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def say_everything_late(connection: socket.socket) -> None:
    while received := connection.recv(65536):
        time.sleep(0.07)
        connection.sendall(b"+OK\r\n" * received.count(b"*"))


def hang_up(connection: socket.socket) -> None:
    connection.recv(1)


def talk_nonsense(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def timed(bell: QueueWakeUp) -> tuple[bool, float]:
    started = time.monotonic()
    rang = bell.ring()
    return rang, time.monotonic() - started


@pytest.mark.parametrize(
    "answer", [say_nothing, say_everything_late, hang_up, talk_nonsense], ids=lambda a: a.__name__
)
def test_a_redis_that_does_not_answer_costs_a_fifth_of_a_second_once(
    answer: Callable[[socket.socket], None],
) -> None:
    with server(answer) as url:
        bell = QueueWakeUp(url)
        rang, first_s = timed(bell)
        assert not rang
        assert first_s < PROMISED_S + SLACK_S
        # From now on it is left alone for a while.
        rang, second_s = timed(bell)
        assert not rang
        assert second_s < 0.02


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:1/0", "unix:///nergens/redis.sock?db=0", "redis://192.0.2.1:6379/0"]
)
def test_a_redis_that_is_away_costs_a_fifth_of_a_second_at_most(url: str) -> None:
    rang, seconds = timed(QueueWakeUp(url))
    assert not rang
    assert seconds < PROMISED_S + SLACK_S


def test_a_redis_that_comes_back_is_rung_again(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = QueueWakeUp("redis://127.0.0.1:1/0")
    assert not bell.ring()
    back = QueueWakeUp(portal.database.redis_url)
    monkeypatch.setattr(bell, "_connection", back._connection)
    monkeypatch.setattr(bell, "_queue", back._queue)
    assert not bell.ring()
    monkeypatch.setattr(bell, "_rest_until", time.monotonic())
    assert bell.ring()


def test_a_living_redis_answers_in_milliseconds(portal: Portal) -> None:
    bell = QueueWakeUp(portal.database.redis_url)
    assert bell.ring()
    assert min(timed(bell)[1] for _ in range(5)) < 0.02
