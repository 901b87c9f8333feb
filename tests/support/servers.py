"""The real PostgreSQL and Redis that the tests run against: one of each per run.

A migrated template database with the demo's region and people in it; each xdist worker works
in a clone. The cluster stays on disk between runs, the template as long as nothing that made
it has changed.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from portal.adapters.database import make_engine
from portal.adapters.engines import Servers, home_for
from portal.migrations.run import upgrade
from portal.services.demo_database import (
    APPLICATION,
    OWNER,
    load_demo_pack,
    make_database,
    mark_as_demo,
    url_for,
)

CHECKOUT = Path(__file__).parents[2]
ADMIN_URL, REDIS_URL, TEMPLATE = "TEST_ADMIN_URL", "TEST_REDIS_URL", "TEST_TEMPLATE"
LOADED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# Rows of these tables come with the template; every test finds them as they were loaded.
BASE_TABLES = (
    "installation", "region", "tenant", "product", "contract_standard", "provider", "contract", "contract_product",
    "interest_rate", "account", "membership", "region_grant", "setting_version", "desk_member", "ladder_version",
)  # fmt: skip


class TestServers:
    """Started by the process that runs pytest, not by its xdist workers."""

    __test__ = False

    def __init__(self) -> None:
        self.home, self.lock = _home()
        self.servers = Servers(self.home, durable=False)

    def start(self) -> None:
        """Start the servers, and tell the xdist workers by the environment."""
        engines = self.servers.__enter__()
        os.environ[ADMIN_URL] = engines.admin_url
        os.environ[REDIS_URL] = engines.redis_url
        os.environ[TEMPLATE] = _template(engines.admin_url)

    def stop(self) -> None:
        self.servers.stop()
        self.lock.close()
        if self.home.name != "test":
            shutil.rmtree(self.home, ignore_errors=True)


def clone(name: str, template: str = "") -> str:
    """A fresh copy of the template, or of another database; gives its name."""
    with psycopg.connect(os.environ[ADMIN_URL], autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name),
                sql.Identifier(template or os.environ[TEMPLATE]),
                sql.Identifier(OWNER),
            )
        )
    return name


def fresh(name: str) -> str:
    """A migrated database with nothing in it, as of a new installation; gives its name."""
    drop(name)
    make_database(os.environ[ADMIN_URL], name)
    upgrade(url_of(name, OWNER), url_of(name))
    return name


def drop(name: str) -> None:
    """Forget a clone."""
    with psycopg.connect(os.environ[ADMIN_URL], autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def url_of(database: str, user: str = APPLICATION) -> str:
    """The address of a database of the test cluster for one login."""
    return url_for(os.environ[ADMIN_URL], user, database)


def _home() -> tuple[Path, IO[str]]:
    """The checkout's own cluster, or a throw-away one when another run is using that."""
    home = home_for(CHECKOUT, "test")
    home.parent.mkdir(parents=True, exist_ok=True)
    lock = (home.parent / "test.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        home = Path(tempfile.mkdtemp(prefix="zp-test-"))
    return home, lock


def _template(admin_url: str) -> str:
    """The template's name holds a hash of all that made it."""
    digest = hashlib.sha256()
    sources = [
        *CHECKOUT.glob("portal/migrations/**/*.py"),
        *CHECKOUT.glob("portal/models/*.py"),
        *CHECKOUT.glob("portal/domain/configuration/*.py"),
        *CHECKOUT.glob("portal/services/*.py"),
        *CHECKOUT.glob("tenants/**/*.toml"),
        Path(__file__),
    ]
    for path in sorted(sources):
        digest.update(path.read_bytes())
    name = f"sjabloon_{digest.hexdigest()[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        known = [row[0] for row in admin.execute("SELECT datname FROM pg_database")]
        if name in known:
            return name
        for old in known:
            if old.startswith("sjabloon_"):
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
    building = f"bouw_{os.getpid()}"
    make_database(admin_url, building)
    owner, application = (
        url_for(admin_url, OWNER, building),
        url_for(admin_url, APPLICATION, building),
    )
    upgrade(owner, application)
    mark_as_demo(owner, LOADED_AT)
    engine = make_engine(application)
    load_demo_pack(engine, LOADED_AT)
    engine.dispose()
    with psycopg.connect(url_for(admin_url, "postgres", building), autocommit=True) as inside:
        inside.execute("CREATE SCHEMA base")
        for table in BASE_TABLES:
            inside.execute(
                sql.SQL("CREATE TABLE base.{0} AS TABLE public.{0}").format(sql.Identifier(table))
            )
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            )
        )
    return name
