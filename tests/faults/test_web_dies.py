"""The web process is killed while somebody submits; the same click again settles it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import (
    TO,
    Running,
    Web,
    assert_dies,
    is_receipt,
    judge,
    ready,
    running,
)
from tests.faults.web import (
    BEFORE_BEGIN,
    BEFORE_COMMIT,
    BEFORE_REPLY,
    BEFORE_WAKE_UP,
    BETWEEN_INSERTS,
    POINTS,
)
from tests.support.app import Portal
from tests.support.forms import plan

ARRIVED = {
    BEFORE_BEGIN: False,
    BETWEEN_INSERTS: False,
    BEFORE_COMMIT: False,
    BEFORE_WAKE_UP: True,
    BEFORE_REPLY: True,
}


@pytest.fixture(scope="module")
def healthy(
    own_portal: Portal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Web]]:
    """Web, worker and clock that live through all tests of this file."""
    with running(own_portal, tmp_path_factory.mktemp("gezond")) as here:
        web = here.web()
        here.worker()
        here.clock()
        yield here, web.wait()


@pytest.mark.parametrize("point", POINTS)
def test_a_web_process_that_is_killed_loses_nothing_and_doubles_nothing(
    portal: Portal, healthy: tuple[Running, Web], tmp_path: Path, point: str
) -> None:
    here, web = healthy
    sender = ready(portal, "verbeterplan", plan(*TO))
    mark = tmp_path / "bereikt"
    dying = here.web(PORTAL_BARRIER=point, PORTAL_BARRIER_MARK=str(mark)).wait()
    assert_dies(sender, dying)
    assert mark.read_text() == point

    arrived = portal.database.one("SELECT count(*) FROM submission") == 1
    assert arrived is ARRIVED[point]
    told = sender.look(web)
    expected = "Dit formulier is al ingediend" if arrived else "Controleer wat u hebt ingevuld"
    assert expected in told.words

    first, second = sender.submit(web), sender.submit(web)
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert is_receipt(sender.look(web, first.location))
    judge(here)
