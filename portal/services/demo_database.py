"""Prepares the demo's own database: roles, tables, the region with its invented people."""

import json
import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine, text

from portal.adapters.clock import utc_now
from portal.adapters.database import make_engine, sqlalchemy_url, unit_of_work
from portal.adapters.engines import Engines
from portal.adapters.packs import read_files
from portal.adapters.signing import new_signing_key
from portal.domain.calendar import local_date
from portal.domain.configuration.pack import Pack, read_pack
from portal.domain.scopes import WorkerScope
from portal.migrations.run import upgrade
from portal.services.demo_story import tell_story
from portal.services.effects_wanted import Effect, want
from portal.services.loading import load_pack
from portal.services.runtime import make_tools
from portal.settings import Settings

DATABASE = "portaal"
OWNER, APPLICATION = "portal_owner", "portal_app"
TENANTS = Path(__file__).parents[2] / "tenants"
HANDLED_TIMEOUT_S = 30.0


def prepare_demo(
    engines: Engines, home: Path, *, port: int, say: Callable[[str], None]
) -> tuple[Settings, dict[str, str]]:
    """Make or update the demo's database and load what is new; settings and environment."""
    make_database(engines.admin_url, DATABASE)
    keys = _keys(home / "sleutels.json")
    environment = {
        "PORTAL_DEMO": "1",
        "DATABASE_URL": url_for(engines.admin_url, APPLICATION, DATABASE),
        "MIGRATION_URL": url_for(engines.admin_url, OWNER, DATABASE),
        "REDIS_URL": engines.redis_url,
        "SECRET_KEY": keys["secret"],
        "SIGNING_KEY": keys["signing"],
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_URL": (home / "postvak").as_uri(),
        "MAIL_FROM": "Zorgportaal <portaal@voorbeeld.example>",
        "STORAGE_DIR": str(home / "opslag"),
    }
    settings = Settings.from_env(environment)
    assert settings.migration_url is not None
    say("Database bijwerken …")
    upgrade(settings.migration_url, settings.database_url)
    mark_as_demo(settings.migration_url, utc_now())
    say("Demoregio laden …")
    pack, now = demo_pack(), utc_now()
    engine = make_engine(settings.database_url)
    try:
        load_pack(engine, pack, today=local_date(now), now=now)
    finally:
        engine.dispose()
    assert pack.demo is not None
    told = tell_story(settings.migration_url, pack.demo, make_tools(settings), now=now)
    if told.submissions:
        say(f"{told.submissions} indieningen geladen, met {told.deeds} gebeurtenissen erna.")
    if told.dossiers:
        say(f"{told.dossiers} dossiers geladen.")
    for line in told.left_out:
        say(f"Niet opnieuw binnengekomen: {line}")
    return settings, environment


def load_demo_pack(engine: Engine, now: datetime) -> list[str]:
    """Region, municipalities, providers, contracts and people of the demo."""
    return load_pack(engine, demo_pack(), today=local_date(now), now=now)


def demo_pack() -> Pack:
    """The pack as it stands in `tenants/`."""
    files, findings = read_files(TENANTS)
    pack, found = read_pack(files)
    if pack is None:
        raise LookupError("; ".join(finding.sentence for finding in [*findings, *found]))
    return pack


def make_database(admin_url: str, name: str) -> None:
    """The owner's role and a database of it; harmless when both exist."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(OWNER)))
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )


def url_for(admin_url: str, user: str, database: str) -> str:
    """The same server for another login and database."""
    host = admin_url.partition("host=")[2]
    return f"postgresql://{user}@/{database}?host={host}"


def mark_as_demo(owner_url: str, now: datetime) -> None:
    """Write in the database itself that it is a demo; it then never serves for real."""
    engine = create_engine(sqlalchemy_url(owner_url))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO installation (id, demo, created_at) VALUES (1, true, :now)"
                " ON CONFLICT DO NOTHING"
            ),
            {"now": now},
        )
    engine.dispose()


def wait_until_handled(settings: Settings) -> bool:
    """Whether a row in the outbox really gets done by somebody."""
    engine = make_engine(settings.database_url)
    key = f"hartslag:{secrets.token_hex(8)}"
    try:
        with unit_of_work(engine, WorkerScope()) as session:
            want(session, [Effect(effect="hartslag", key=key)])
        deadline = time.monotonic() + HANDLED_TIMEOUT_S
        while time.monotonic() < deadline:
            with unit_of_work(engine, WorkerScope()) as session:
                done = session.scalar(
                    text("SELECT state = 'klaar' FROM outbox WHERE effect_key = :key"),
                    {"key": key},
                )
            if done:
                return True
            time.sleep(0.1)
        return False
    finally:
        engine.dispose()


def _keys(path: Path) -> dict[str, str]:
    """The demo's own keys, made at the first start; nobody else may ever read them."""
    if not path.exists():
        keys = {"secret": secrets.token_urlsafe(48), "signing": new_signing_key()}
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(keys, file)
        fresh.rename(path)
    found: dict[str, str] = json.loads(path.read_text())
    return found
