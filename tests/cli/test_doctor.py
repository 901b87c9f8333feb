"""The doctor finds what is wrong with an installation, and nothing where all is well."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.adapters.clock import utc_now
from portal.adapters.database import ScopedSession
from portal.adapters.queue import connect
from portal.cli import main
from portal.domain.scopes import AuditScope
from portal.services.doctor import GLANCE_S, Part, Verdict, examine, glance
from portal.services.runtime import Runtime, make_runtime
from tests.support.app import make_settings
from tests.support.database import TestDatabase
from tests.support.health import a_worker_at, all_is_well
from tests.support.outside import OwnRedis
from tests.support.servers import url_of

LEGAL_NOW = "CREATE OR REPLACE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql STABLE AS "
OLD_ROW = (
    "INSERT INTO outbox (effect, effect_key, data, available_at)"
    " VALUES ('x', 'x', '{}', now() - interval '5 minutes')"
)


@pytest.fixture
def runtime(database: TestDatabase, tmp_path: Path) -> Iterator[Runtime]:
    """A healthy installation."""
    settings = make_settings(database, tmp_path / "opslag", mail_url=f"file://{tmp_path / 'post'}")
    runtime = make_runtime(settings)
    with all_is_well(database):
        yield runtime
    runtime.engine.dispose()


def wrong(runtime: Runtime) -> list[Part]:
    return [part for part in examine(runtime) if part.verdict is not Verdict.WELL]


def names(parts: list[Part]) -> list[str]:
    return [part.name for part in parts]


def test_a_healthy_installation_has_nothing_wrong(runtime: Runtime) -> None:
    parts = list(examine(runtime))
    assert wrong(runtime) == []
    assert len(parts) >= 14


@pytest.mark.parametrize(
    ("fault", "undo", "name", "words"),
    [
        (
            "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE note FORCE ROW LEVEL SECURITY",
            "Rijbeveiliging",
            "note",
        ),
        (
            "ALTER TABLE decision DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE decision ENABLE ROW LEVEL SECURITY",
            "Rijbeveiliging",
            "decision",
        ),
        (
            LEGAL_NOW + "'SELECT now() - interval ''1 hour'''",
            LEGAL_NOW + "'SELECT now()'",
            "Tijd van ontvangst",
            "vervangen",
        ),
        ("DELETE FROM heartbeat", "", "Klokproces", "Nog nooit"),
        (
            "UPDATE heartbeat SET seen_at = now() - interval '1 minute'",
            "",
            "Klokproces",
            "60 s geleden",
        ),
        (
            OLD_ROW,
            "",
            "Uitgaand werk",
            "de oudste 300 s",
        ),
        (
            "INSERT INTO outbox (effect, effect_key, data, state) VALUES ('x', 'x', '{}', 'dood')",
            "",
            "Mislukt werk",
            "1 regel is",
        ),
        (
            "UPDATE outbox SET state = 'wacht'; INSERT INTO outbox"
            " (effect, effect_key, data, available_at)"
            " VALUES ('x', 'x', '{}', now() - interval '50 hours')",
            "",
            "Uitgaand werk",
            "de oudste 2 dagen",
        ),
        ("DELETE FROM verification_run", "", "Bewijs", "Nog nooit"),
        ("UPDATE verification_run SET flaws = 3", "", "Bewijs", "op 3 plekken"),
        (
            "UPDATE verification_run SET ended_at = now() - interval '9 days'",
            "",
            "Bewijs",
            "lang geleden",
        ),
        ("UPDATE installation SET demo = false", "", "Vorm", "niet van een demo"),
        (
            "UPDATE alembic_version SET version_num = '0001'",
            "UPDATE alembic_version SET version_num = '{head}'",
            "Vorm",
            "portal migrate",
        ),
    ],
)
def test_what_is_wrong_in_the_database_is_named(
    runtime: Runtime, database: TestDatabase, fault: str, undo: str, name: str, words: str
) -> None:
    head = database.one("SELECT version_num FROM alembic_version")
    database.admin.execute(fault)
    try:
        found = wrong(runtime)
    finally:
        if undo:
            database.admin.execute(undo.format(head=head))
    assert names(found) == [name]
    assert words in found[0].sentence


def test_a_login_that_may_do_everything_is_wrong(runtime: Runtime, database: TestDatabase) -> None:
    owner = replace(
        runtime.settings, database_url=url_of(database.name, "postgres"), storage=Path("/tmp")
    )
    powerful = make_runtime(owner)
    found = wrong(powerful)
    powerful.engine.dispose()
    assert names(found) == ["Login"] * 3
    assert "superuser" in found[0].sentence
    assert "BYPASSRLS" in found[1].sentence


def test_a_database_that_is_away_is_wrong_and_the_rest_is_still_examined(
    runtime: Runtime,
) -> None:
    away = make_runtime(
        replace(runtime.settings, database_url="postgresql://x@/x?host=/nergens&connect_timeout=1")
    )
    found = list(examine(away))
    assert names([part for part in found if part.verdict is Verdict.WRONG]) == ["Database"]
    assert {"Redis", "Opslag", "Mail"} <= set(names(found))


def test_a_redis_that_throws_jobs_away_is_wrong(runtime: Runtime) -> None:
    with closing(OwnRedis()) as own, a_worker_at(own.url):
        with connect(own.url) as connection:
            connection.config_set("maxmemory-policy", "allkeys-lru")
        found = wrong(replace(runtime, settings=replace(runtime.settings, redis_url=own.url)))
    assert names(found) == ["Geheugen van Redis"]
    assert "allkeys-lru" in found[0].sentence


def test_a_redis_that_is_away_is_wrong(runtime: Runtime) -> None:
    found = wrong(
        replace(runtime, settings=replace(runtime.settings, redis_url="redis://127.0.0.1:1/0"))
    )
    assert names(found) == ["Redis"]


def look(runtime: Runtime) -> list[Part]:
    with ScopedSession(runtime.engine).enter(AuditScope()) as audit:
        return list(glance(runtime, audit))


def test_a_redis_that_says_nothing_costs_a_glance_no_more_than_its_budget(
    runtime: Runtime,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        there = replace(runtime, settings=replace(runtime.settings, redis_url=url))
        started = time.monotonic()
        found = [part for part in look(there) if part.verdict is not Verdict.WELL]
        spent_s = time.monotonic() - started
    assert names(found) == ["Redis"]
    assert "Redis antwoordt niet" in found[0].sentence
    started = time.monotonic()
    look(runtime)
    assert spent_s - (time.monotonic() - started) < GLANCE_S + 0.1


def test_a_worker_that_was_killed_does_not_count(runtime: Runtime, database: TestDatabase) -> None:
    [key] = database.redis.smembers("rq:workers")
    database.redis.hset(key, "pid", 2**22 + 1)
    assert names(wrong(runtime)) == ["Uitvoerder"]


def test_a_clock_that_runs_ahead_is_wrong(runtime: Runtime) -> None:
    ahead = replace(runtime.tools, utc_now=lambda: utc_now() + timedelta(seconds=3600.5))
    found = wrong(replace(runtime, tools=ahead))
    assert names(found) == ["Gelijke klokken"]
    assert "loopt 3600," in found[0].sentence


def test_storage_that_cannot_be_written_is_wrong(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    blocked = replace(runtime.settings, storage=tmp_path / "bestand" / "opslag")
    there = make_runtime(blocked)
    assert names(wrong(there)) == ["Opslag"]
    there.engine.dispose()


def test_a_mail_server_that_is_away_is_wrong(runtime: Runtime) -> None:
    there = make_runtime(replace(runtime.settings, mail_url="smtp://127.0.0.1:1"))
    assert names(wrong(there)) == ["Mail"]
    there.engine.dispose()


def test_missing_settings_are_named_and_the_status_tells() -> None:
    done = CliRunner(env={"DATABASE_URL": "", "SIGNING_KEY": "kort"}).invoke(
        main, ["doctor", "--json"]
    )
    assert done.exit_code == 1
    sentences = " ".join(part["sentence"] for part in json.loads(done.output))
    assert "DATABASE_URL ontbreekt" in sentences
    assert "SIGNING_KEY is geen 32 bytes" in sentences
