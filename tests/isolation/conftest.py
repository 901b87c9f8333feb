"""Databases that a test may spoil."""

from collections.abc import Iterator

import pytest

from tests.support.database import TestDatabase


@pytest.fixture
def scratch(own_database: TestDatabase, worker_id: str) -> Iterator[TestDatabase]:
    """A database of this test alone, for holes that have to be there for other connections."""
    database = TestDatabase(f"kladje_{worker_id}", own_database.number)
    yield database
    database.close()
