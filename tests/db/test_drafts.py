"""Two at once on one draft: nothing is left behind, and nobody waits in a circle."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import ProviderScope
from portal.queries.provider_drafts import draft_files, draft_of
from portal.services.drafts import Seen, attach, delete_draft, save_step
from portal.services.submitting import FileFacts
from tests.support.database import TestDatabase, wait_for_a_lock
from tests.support.submitting import file_in

FILE = {
    "file_name": "plan.pdf",
    "media_type": "application/pdf",
    "size_bytes": 35,
    "sha256": "ab" * 32,
    "storage_key": "cd" * 16,
}


@pytest.fixture
def bob(database: TestDatabase) -> ProviderScope:
    return database.provider("lindehaege", "bob")


def save(session: ScopedSession, scope: ProviderScope, key: UUID) -> None:
    save_step(
        session, scope, key=key, kind="verbeterplan", step="bijlagen", typed=[["a", "b"]],
        title="Plan", seen=Seen(0, "venster"),
    )  # fmt: skip


@contextmanager
def deleting(
    database: TestDatabase, scope: ProviderScope, key: UUID
) -> Iterator[Future[list[str]]]:
    """Somebody throws the draft away in another window, and has to wait for us."""

    def delete() -> list[str]:
        with database.scoped(scope) as session:
            return delete_draft(session, scope, key=key)

    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(delete)
        wait_for_a_lock(database)
        yield running


def test_a_file_that_comes_in_while_its_draft_is_thrown_away_goes_too(
    database: TestDatabase, bob: ProviderScope
) -> None:
    key = uuid4()
    with database.scoped(bob) as session:
        save(session, bob, key)
    with database.scoped(bob) as session:
        save(session, bob, key)
        attach(session, bob, key=key, values=FILE)
        with deleting(database, bob, key) as gone:
            session.commit()
            assert gone.result(timeout=5) == [FILE["storage_key"]]
    assert database.one("SELECT count(*) FROM attachment") == 0


def test_what_is_submitted_while_it_is_thrown_away_is_submitted(
    database: TestDatabase, bob: ProviderScope
) -> None:
    key = uuid4()
    with database.scoped(bob) as session:
        save(session, bob, key)
        attach(session, bob, key=key, values=FILE)
    with database.scoped(bob) as session:
        assert draft_of(session, bob, key, hold=True) is not None
        with deleting(database, bob, key) as gone:
            filed = _submit(session, bob, key)
            session.commit()
            with pytest.raises(NotThere):
                gone.result(timeout=5)
    assert database.rows("SELECT submission_id, draft_key FROM attachment") == [(filed, None)]


def _submit(session: ScopedSession, scope: ProviderScope, key: UUID) -> Any:
    [file] = draft_files(session, scope, key)
    facts = [FileFacts(id=file.id, name=file.name, sha256=file.sha256, size_bytes=file.size_bytes)]
    return file_in(session, "verbeterplan", "brummen", key=key, files=facts).submission_id
