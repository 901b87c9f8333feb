"""A worker's runtime that points at the portal under test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.services.runtime import Runtime
from tests.support.app import Portal, make_settings
from tests.support.processes import environment_of
from worker.jobs import housekeeping
from worker.runtime import runtime


@pytest.fixture
def here(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """What `worker.runtime` gives in this process, for the database and Redis of this test."""
    settings = make_settings(
        portal.database, portal.settings.storage, mail_url=f"file://{tmp_path / 'postvak'}"
    )
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    for cached in (runtime, housekeeping._wake_up, housekeeping._restore_once):
        cached.cache_clear()
    yield runtime()
    runtime().engine.dispose()
    for cached in (runtime, housekeeping._wake_up, housekeeping._restore_once):
        cached.cache_clear()
