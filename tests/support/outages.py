"""The database gone, or something of the portal broken, for as long as a block lasts."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.web.database import WebSession
from tests.support.database import TestDatabase


@contextmanager
def without_database(database: TestDatabase) -> Iterator[None]:
    """Nobody gets in and nobody stays in, as when the server goes down."""
    allow = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    name = sql.Identifier(database.name)
    database.admin.execute(allow.format(name, sql.Literal(0)))
    database.admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'portal_app' AND datname = %s",
        (database.name,),
    )
    try:
        yield
    finally:
        database.admin.execute(allow.format(name, sql.Literal(-1)))


@contextmanager
def with_a_defect(database: TestDatabase) -> Iterator[None]:
    """Something in the middle of accepting fails, as a defect of the portal would."""
    database.admin.execute("REVOKE INSERT ON event FROM portal_provider")
    columns = "tenant_id, provider_id, delivery_id, dossier_id, audience, type, actor_id, actor_name, data, proof, salt, ledger_seq, id"
    database.admin.execute(f"REVOKE INSERT ({columns}) ON event FROM portal_provider")
    try:
        yield
    finally:
        database.admin.execute(f"GRANT INSERT ({columns}) ON event TO portal_provider")


@contextmanager
def without_the_answer_to_a_commit() -> Iterator[None]:
    """The database does what was asked, and the connection is lost before it can say so."""

    def lose(session: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("de verbinding is verbroken"))

    event.listen(WebSession, "after_commit", lose)
    try:
        yield
    finally:
        event.remove(WebSession, "after_commit", lose)
