"""Brings a database to the newest shape, and lets the application's login into its roles."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text

from portal.adapters.database import sqlalchemy_url

APPLICATION_ROLES = (
    "portal_staff",
    "portal_provider",
    "portal_region",
    "portal_auth",
    "portal_worker",
    "portal_audit",
)


def configuration() -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def upgrade(owner_url: str, application_url: str, revision: str = "head") -> None:
    """Migrate as the owner and grant the application's login its roles. May be run again."""
    engine = create_engine(sqlalchemy_url(owner_url))
    try:
        with engine.connect() as connection:
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
            _let_in(connection, make_url(application_url).username or "")
            connection.commit()
    finally:
        engine.dispose()


def downgrade(owner_url: str, revision: str) -> None:
    """Go back to an earlier shape; for the tests of reversibility."""
    engine = create_engine(sqlalchemy_url(owner_url))
    try:
        with engine.connect() as connection:
            config = configuration()
            config.attributes["connection"] = connection
            command.downgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()


def newest_revision() -> str:
    """The revision that this code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def current_revision(connection: Connection) -> str:
    """The revision that a database has; empty for a fresh one."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _let_in(connection: Connection, login: str) -> None:
    """Make the login a member of the application's roles without inheriting anything.

    A login that does not exist yet is made without a password: the server's own rules
    (peer, certificate, a password set by its administrator) decide who may use it.
    """
    quoted = connection.dialect.identifier_preparer.quote(login)
    exists = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :n"), {"n": login})
    if not exists:
        connection.execute(text(f"CREATE ROLE {quoted} LOGIN NOINHERIT"))
    for role in APPLICATION_ROLES:
        connection.execute(text(f"GRANT {role} TO {quoted} WITH INHERIT FALSE, SET TRUE"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version, installation TO {quoted}"))
