"""Every view says who may come in, and a desk's pages ask a permission of that desk."""

import pytest

from portal.cli.routes import RouteLine, routes_of, unconnected_app
from portal.domain.policies import Permission

LINES = list(routes_of(unconnected_app(demo=True)))
ANYBODY = {"iedereen", "aangemeld"}


def identify(line: RouteLine) -> str:
    return f"{'+'.join(line.methods)} {line.path}"


@pytest.mark.parametrize("line", LINES, ids=identify)
def test_a_view_says_who_may_come_in(line: RouteLine) -> None:
    assert line.permission in ANYBODY | {permission.value for permission in Permission}


@pytest.mark.parametrize("line", [line for line in LINES if line.desk], ids=identify)
def test_a_page_of_a_desk_asks_a_permission(line: RouteLine) -> None:
    assert line.permission not in ANYBODY


@pytest.mark.parametrize("line", LINES, ids=identify)
def test_a_view_reads_or_posts_and_nothing_else(line: RouteLine) -> None:
    assert set(line.methods) <= {"GET", "POST"}
