"""What stands outside the portal and can fail: a Redis of one's own, and one that never answers."""

import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from portal.adapters.engines import _valkey_binary
from tests.support.processes import until


class OwnRedis:
    """A Valkey of this test alone: it can be killed, and comes back empty."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="zp-redis-"))
        self.url = f"unix://{self.home / 'redis.sock'}?db=0"
        self.start()

    def start(self) -> None:
        self.child = subprocess.Popen(
            [_valkey_binary(), "--port", "0", "--unixsocket", self.home / "redis.sock",
             "--dir", self.home, "--save", "", "--appendonly", "no",
             "--maxmemory-policy", "noeviction"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        until(self.answers, "Redis antwoordt")

    def answers(self) -> bool:
        with redis.Redis.from_url(self.url) as connection:
            try:
                return bool(connection.ping())
            except (redis.RedisError, OSError):
                return False

    def kill(self) -> None:
        """SIGKILL; all that it held is gone."""
        self.child.kill()
        self.child.wait()

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def silent_redis() -> Iterator[str]:
    """Accepts and never answers; gives its address."""
    held: list[socket.socket] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)

        def accept() -> None:
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for connection in held:
                connection.close()
