"""A new installation: an empty, migrated database that is not a demo, and its commands."""

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from portal.cli import main
from tests.support.app import SIGNING_SEED, Portal, make_portal
from tests.support.database import TestDatabase
from tests.support.servers import OWNER, drop, fresh, url_of


class Installation:
    """What an administrator has on the first day: a database, settings, the `portal` command."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        settings = portal.settings
        self.environment: Mapping[str, str] = {
            "DATABASE_URL": settings.database_url,
            "MIGRATION_URL": url_of(portal.database.name, OWNER),
            "REDIS_URL": settings.redis_url,
            "SECRET_KEY": settings.secret_key,
            "SIGNING_KEY": base64.b64encode(SIGNING_SEED).decode(),
            "BASE_URL": "https://portaal.voorbeeld.example",
            "MAIL_URL": "smtp://127.0.0.1:25",
            "MAIL_FROM": settings.mail_from,
            "STORAGE_DIR": str(settings.storage),
        }

    def run(self, *arguments: str, **environment: str) -> Result:
        """The `portal` command with these settings."""
        return CliRunner().invoke(main, arguments, env={**self.environment, **environment})

    def link_of(self, result: Result) -> str:
        """The path of the link that a command printed."""
        assert result.exit_code == 0, result.output
        return result.output.split(self.environment["BASE_URL"])[1].strip()


@contextmanager
def new_installation(
    number: int, storage: Path, make: Callable[[str], str] = fresh
) -> Iterator[Installation]:
    """An installation of its own, gone afterwards."""
    database = TestDatabase(f"nieuw_{number}", number, make)
    portal = make_portal(database, storage, demo=False)
    try:
        yield Installation(portal)
    finally:
        portal.close()
        database.close()


@contextmanager
def loaded_template(number: int, storage: Path) -> Iterator[str]:
    """The name of a database that was set up as the manual says, to make copies of."""
    name = f"leeg_{number}"
    database = TestDatabase(name, number, fresh)
    portal = make_portal(database, storage, demo=False)
    try:
        installation = Installation(portal)
        for command in (("migrate",), ("tenants", "load")):
            result = installation.run(*command)
            assert result.exit_code == 0, result.output
        # A database is copied only while nobody is connected to it.
        portal.close()
        database.engine.dispose()
        database.admin.close()
        yield name
    finally:
        database.redis.close()
        drop(name)
