"""Signs of life, and dropping what has expired."""

from datetime import timedelta

import structlog
from sqlalchemy import Engine, text

from portal.adapters.database import unit_of_work
from portal.adapters.waiting_room import WaitingRoom
from portal.domain.scopes import AuthScope, WorkerScope
from portal.services.tools import Tools

log = structlog.get_logger()

KEEP_ENDED_SESSIONS = timedelta(days=1)
KEEP_WAITING_FILES = timedelta(days=2)


def beat(engine: Engine, name: str) -> None:
    """Say that a process is alive."""
    with unit_of_work(engine, WorkerScope()) as session:
        session.execute(
            text(
                "INSERT INTO heartbeat (name, seen_at) VALUES (:name, now())"
                " ON CONFLICT (name) DO UPDATE SET seen_at = now()"
            ),
            {"name": name},
        )


def tidy_up(engine: Engine, tools: Tools) -> None:
    """Drop expired sessions, links, kept forms, throttles and files. May run any time, twice too."""
    now = tools.utc_now()
    WaitingRoom(tools.storage).sweep(now - KEEP_WAITING_FILES)
    tools.storage.sweep(now - KEEP_WAITING_FILES)
    with unit_of_work(engine, AuthScope()) as session:
        for statement in (
            "DELETE FROM kept_form WHERE expires_at < :now",
            "DELETE FROM login_link WHERE expires_at < :long_ago",
            "DELETE FROM web_session WHERE created_at < :long_ago",
            "DELETE FROM throttle WHERE updated_at < :long_ago",
        ):
            session.execute(text(statement), {"now": now, "long_ago": now - KEEP_ENDED_SESSIONS})
