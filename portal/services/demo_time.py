"""Lets the loader of the demo act at moments in the past, unseen by anybody else.

All of it is one transaction of the tables' owner. In that transaction `legal_now()` tells the
moment that the loader set; before the commit the real one is back. No other connection ever
sees the replaced function, and a loader that fails or is killed leaves nothing behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, create_engine, text

from portal.adapters.database import sqlalchemy_url
from portal.migrations.run import APPLICATION_ROLES
from portal.services.installation import LEGAL_NOW_BODY

_REPLACE = (
    "CREATE OR REPLACE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql STABLE AS $${}$$"
)
_TOLD = "SELECT coalesce(nullif(current_setting('app.legal_now', true), '')::timestamptz, now())"


class ToldTime:
    """The clock of the story: moves forward only, in the database and in this process."""

    def __init__(self, connection: Connection, start: datetime) -> None:
        self.connection = connection
        self.moment = start
        self.move(start)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, to: datetime) -> None:
        """Go on to a moment; an earlier one leaves the clock where it is."""
        self.moment = max(self.moment, to)
        self.connection.execute(
            text("SELECT set_config('app.legal_now', :moment, true)"),
            {"moment": self.moment.isoformat()},
        )


@contextmanager
def told_time(owner_url: str, start: datetime) -> Iterator[ToldTime]:
    """A connection on which the time can be told; commits at the end, or nothing happened.

    The owner enters the roles of the application one by one, so that every wall stands.
    """
    let_owner_act(owner_url)
    engine = create_engine(sqlalchemy_url(owner_url))
    try:
        with engine.begin() as connection:
            connection.execute(text(_REPLACE.format(_TOLD)))
            yield ToldTime(connection, start)
            be_owner(connection)
            connection.execute(text(_REPLACE.format(LEGAL_NOW_BODY)))
    finally:
        engine.dispose()


def be_owner(connection: Connection) -> None:
    """Leave the role that was entered last."""
    connection.execute(text("SELECT set_config('role', 'none', true)"))


def let_owner_act(owner_url: str) -> None:
    """Let the owner of a demo's tables enter the application's roles, without inheriting them."""
    engine = create_engine(sqlalchemy_url(owner_url))
    try:
        with engine.begin() as connection:
            for role in APPLICATION_ROLES:
                may = text("SELECT pg_has_role(current_user, :role, 'SET')")
                if not connection.scalar(may, {"role": role}):
                    connection.execute(
                        text(f"GRANT {role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE")
                    )
    finally:
        engine.dispose()
