"""Fixtures: one PostgreSQL and one Redis per run, a database per xdist worker, clean per test."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.adapters.logs import init_logs
from portal.services.heads import journal_path
from tests.support.app import Portal, make_portal
from tests.support.database import TestDatabase
from tests.support.servers import TestServers

# The name under which a test says what it counted, as (what, how many).
COUNTED = "geteld"

_running: list[TestServers] = []


def pytest_configure(config: pytest.Config) -> None:
    """The process that was started by hand starts the servers; xdist workers find them."""
    init_logs()
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if _only_domain(config):
        return
    servers = TestServers()
    servers.start()
    _running.append(servers)


def pytest_unconfigure(config: pytest.Config) -> None:
    while _running:
        _running.pop().stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much the generated tests tried: a sum per thing that they count."""
    totals: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                for name, value in report.user_properties:
                    if name == COUNTED:
                        totals[value[0]] += value[1]
    for what, count in sorted(totals.items()):
        terminalreporter.write_line(f"{count:>8} {what}")


def _only_domain(config: pytest.Config) -> bool:
    """Pure tests alone need no server."""
    paths = [Path(argument.split("::")[0]) for argument in config.args]
    return bool(paths) and all("domain" in path.parts for path in paths)


@pytest.fixture(scope="session")
def own_database(worker_id: str) -> Iterator[TestDatabase]:
    """The database of this xdist worker."""
    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw")) + 1
    database = TestDatabase(f"test_{worker_id}", number)
    yield database
    database.close()


@pytest.fixture
def database(own_database: TestDatabase) -> TestDatabase:
    """A clean database: the region, its people and providers, and nothing that happened yet."""
    own_database.reset()
    return own_database


@pytest.fixture(scope="session")
def own_portal(
    own_database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The app of this xdist worker."""
    portal = make_portal(own_database, tmp_path_factory.mktemp("opslag"))
    yield portal
    portal.close()


@pytest.fixture
def portal(own_portal: Portal, database: TestDatabase) -> Portal:
    """A portal in which nothing has happened yet."""
    own_portal.mail.sent.clear()
    own_portal.clock.moment = None
    # The database begins anew, and so does the journal of its chains.
    journal_path(own_portal.storage.root).unlink(missing_ok=True)
    return own_portal
