"""Which statements a request sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from portal.web.database import db
from tests.support.app import Portal


@contextmanager
def counted(portal: Portal) -> Iterator[list[str]]:
    """The statements of all requests in the block, entering a role included."""
    with portal.app.app_context():
        engine: Engine = db.engine
    seen: list[str] = []

    def note(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
