"""The portal's own processes, as production starts them: web, worker, clock."""

import base64
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from portal.settings import Settings

ROOT = Path(__file__).parents[2]
Found = TypeVar("Found")


def environment_of(settings: Settings) -> dict[str, str]:
    """These settings as the environment of a process."""
    return {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "SIGNING_KEY": base64.b64encode(settings.signing_key).decode(),
        "BASE_URL": settings.base_url,
        "MAIL_URL": settings.mail_url,
        "MAIL_FROM": settings.mail_from,
        "STORAGE_DIR": str(settings.storage),
        "PORTAL_TESTING": "1" if settings.testing else "0",
        "PORTAL_DEMO": "1" if settings.demo else "0",
    }


def until(
    found: Callable[[], Found], what: str, *, within_s: float = 15.0, every_s: float = 0.02
) -> Found:
    """Poll until something is there; a deadline instead of a sleep."""
    deadline = time.monotonic() + within_s
    while not (value := found()):
        if time.monotonic() > deadline:
            raise AssertionError(f"na {within_s} s nog niet: {what}")
        time.sleep(every_s)
    return value


class Process:
    """One process of the portal; `log` holds what it said."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.child = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT,
                env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.child.poll() is None

    def kill(self) -> None:
        """SIGKILL, to all that this process started too."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def pause(self) -> None:
        os.killpg(self.child.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self.child.pid, signal.SIGCONT)

    def wait(self, within_s: float = 15.0) -> int:
        return self.child.wait(within_s)
