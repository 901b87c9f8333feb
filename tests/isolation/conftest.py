"""The story in three databases: with both walls, and with either of them alone."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from portal.adapters.queue import QueueWakeUp
from tests.isolation.answers import Caller, House
from tests.isolation.cast import CAST
from tests.isolation.journal import Journal
from tests.isolation.story import Story, Storyteller
from tests.isolation.story_dossiers import tell_of_dossiers
from tests.isolation.story_region import tell_of_the_platform, tell_of_the_region
from tests.isolation.variants import Variant, forgetting_the_scope, take_row_security_down
from tests.support.app import make_portal
from tests.support.database import TestDatabase
from tests.support.servers import clone

CHAPTERS = (tell_of_dossiers, tell_of_the_region, tell_of_the_platform)
IS_FULL = os.environ.get("PORTAL_TEST_FULL") == "1"


@dataclass(frozen=True, slots=True)
class Told:
    """A database in which the story has happened, and the files that belong to it."""

    story: Story
    database: str
    storage: Path
    number: int


@pytest.fixture
def scratch(own_database: TestDatabase, worker_id: str) -> Iterator[TestDatabase]:
    """A database of this test alone, for holes that have to be there for other connections."""
    database = TestDatabase(f"kladje_{worker_id}", own_database.number)
    yield database
    database.close()


@pytest.fixture(scope="session")
def told(
    own_database: TestDatabase, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """Tell the story once per process; tests work in copies."""
    storage = tmp_path_factory.mktemp("verhaal")
    with ExitStack() as stack:
        database = TestDatabase(f"verhaal_{worker_id}", own_database.number)
        stack.callback(database.close)
        portal = make_portal(database, storage)
        stack.callback(portal.close)
        story = Storyteller(portal).tell(*CHAPTERS)
        # Nobody may be connected to what others are cloned from.
        portal.close()
        database.release()
        yield Told(story, database.name, storage, own_database.number)


Open = Callable[..., House]
Plant = Callable[[Flask], None]


@pytest.fixture
def open_house(told: Told, worker_id: str, tmp_path: Path) -> Iterator[Open]:
    """Opens a copy of the story's portal, with the walls of a variant."""
    with ExitStack() as stack:

        def open_one(variant: Variant = Variant.BOTH, plant: Plant | None = None) -> House:
            return stack.enter_context(house_of(told, variant, worker_id, tmp_path, plant))

        yield open_one


@contextmanager
def house_of(
    told: Told, variant: Variant, worker: str, folder: Path, plant: Plant | None = None
) -> Iterator[House]:
    """A copy of the story: database, files, app; `plant` adds pages to the app."""
    name = f"huis_{worker}_{variant.name.lower()}"
    database = TestDatabase(name, told.number, lambda name: clone(name, told.database))
    files = folder / name
    shutil.copytree(told.storage, files)
    with ExitStack() as stack:
        stack.callback(database.close)
        if variant is Variant.APPLICATION:
            take_row_security_down(database)
        if variant is Variant.DATABASE:
            stack.enter_context(forgetting_the_scope())
        portal = make_portal(database, files, wake_up=QueueWakeUp(database.redis_url))
        stack.callback(portal.close)
        if plant:
            plant(portal.app)
        moment = database.one("SELECT legal_now()")
        portal.clock.moment = moment
        journal = Journal(database)
        # Everybody has signed in before anything is watched.
        callers = {who: Caller(portal, journal, who) for who in CAST}
        journal.start()
        yield House(portal=portal, journal=journal, story=told.story, callers=callers)
