"""Alembic's entry: one connection of the owner, short locks, one transaction per migration."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

import portal.models  # noqa: F401  (fills the metadata)
from portal.models.base import Base


def run() -> None:
    """Run on the connection that `portal.migrations.run` hands over, or on the given URL."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        url = context.config.get_main_option("sqlalchemy.url") or ""
        with create_engine(url).connect() as own:
            _migrate(own)
    else:
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    # A migration that has to wait for a lock gives up, rather than queue the whole portal up.
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = '10min'"))
    connection.commit()
    context.configure(
        connection=connection, target_metadata=Base.metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
