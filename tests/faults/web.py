"""The web app as production starts it, that dies by SIGKILL at a named point of submitting.

`PORTAL_BARRIER=voor-commit` and so on; the file PORTAL_BARRIER_MARK shows that it did. Nothing
of this stands in the product: the points are hung on the engine and on the wake-up.
"""

import os
import signal
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import Connection, Engine, event

from portal.adapters.logs import init_logs
from portal.adapters.queue import QueueWakeUp, WakeUp
from portal.app import create_app
from portal.settings import Settings
from tests.faults.planted import plant

BEFORE_BEGIN = "voor-begin"
BETWEEN_INSERTS = "tussen-inserts"
BEFORE_COMMIT = "voor-commit"
BEFORE_WAKE_UP = "na-commit-voor-wekker"
BEFORE_REPLY = "na-commit-voor-antwoord"
POINTS = (BEFORE_BEGIN, BETWEEN_INSERTS, BEFORE_COMMIT, BEFORE_WAKE_UP, BEFORE_REPLY)


def reach(point: str) -> None:
    """Die here when this is the point."""
    if os.environ.get("PORTAL_BARRIER") == point:
        Path(os.environ["PORTAL_BARRIER_MARK"]).write_text(point)
        os.kill(os.getpid(), signal.SIGKILL)


class WatchedWakeUp:
    """The real wake-up, with a point before and behind it: the commit has been."""

    def __init__(self, bell: WakeUp) -> None:
        self.bell = bell

    def ring(self) -> bool:
        reach(BEFORE_WAKE_UP)
        rang = self.bell.ring()
        reach(BEFORE_REPLY)
        return rang


def from_env() -> Flask:
    """For granian, like `portal.app:from_env`."""
    init_logs()
    plant()
    settings = Settings.from_env(os.environ)
    app = create_app(settings, wake_up=WatchedWakeUp(QueueWakeUp(settings.redis_url)))
    event.listen(Engine, "after_cursor_execute", _after_statement)
    event.listen(Engine, "commit", _before_commit)

    @app.before_request
    def before_begin() -> None:
        if request.method == "POST" and request.path.endswith("/controleren"):
            reach(BEFORE_BEGIN)

    return app


def _after_statement(connection: Connection, _: Any, statement: str, *more: Any) -> None:
    """The submission's own statement is done; the ledger's is still to come."""
    if "INSERT INTO submission" in statement:
        connection.info["submitting"] = True
        reach(BETWEEN_INSERTS)


def _before_commit(connection: Connection) -> None:
    """Called with everything written, before the COMMIT goes out."""
    if connection.info.pop("submitting", False):
        reach(BEFORE_COMMIT)
