"""A scratch portal to measure on: durable PostgreSQL, Redis, the demo's region and people."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from portal.adapters.clock import utc_now
from portal.adapters.database import make_engine
from portal.adapters.engines import Servers
from portal.adapters.signing import new_signing_key
from portal.migrations.run import upgrade
from portal.services.demo_database import (
    APPLICATION,
    OWNER,
    load_demo_pack,
    make_database,
    mark_as_demo,
    url_for,
)
from portal.settings import Settings

DATABASE = "meting"


@dataclass(frozen=True)
class Ground:
    """Where the measurements run."""

    settings: Settings
    environment: dict[str, str]
    engine: Engine
    admin: psycopg.Connection
    admin_url: str
    home: Path


@contextmanager
def ground(port: int) -> Iterator[Ground]:
    """Start, load, and clear everything away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="zp-meting-"))
    servers = Servers(home)
    with servers as engines:
        make_database(engines.admin_url, DATABASE)
        environment = {
            "PORTAL_DEMO": "1",
            "PORTAL_TESTING": "1",
            "DATABASE_URL": url_for(engines.admin_url, APPLICATION, DATABASE),
            "MIGRATION_URL": url_for(engines.admin_url, OWNER, DATABASE),
            "REDIS_URL": engines.redis_url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "SIGNING_KEY": new_signing_key(),
            "BASE_URL": f"http://127.0.0.1:{port}",
            "MAIL_URL": f"file://{home / 'postvak'}",
            "MAIL_FROM": "Zorgportaal <portaal@voorbeeld.example>",
            "STORAGE_DIR": str(home / "opslag"),
        }
        settings = Settings.from_env(environment)
        upgrade(environment["MIGRATION_URL"], settings.database_url)
        mark_as_demo(environment["MIGRATION_URL"], utc_now())
        engine = make_engine(settings.database_url)
        load_demo_pack(engine, utc_now())
        admin_url = url_for(engines.admin_url, "postgres", DATABASE)
        admin = psycopg.connect(admin_url, autocommit=True)
        os.environ.update(environment)
        try:
            yield Ground(settings, environment, engine, admin, admin_url, home)
        finally:
            admin.close()
            engine.dispose()
    shutil.rmtree(home, ignore_errors=True)
