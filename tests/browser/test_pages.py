"""Every page of the url map, and every form that refuses, as a browser shows it."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.cli.routes import unconnected_app
from portal.domain.scopes import AuthScope
from portal.queries.themes import stylesheet
from portal.web.chrome import read_manifest
from tests.browser.chromium import IS_FULL
from tests.browser.live import serve
from tests.browser.looking import Look
from tests.isolation.cast import CAST, NOBODY
from tests.support.app import Portal, make_portal
from tests.support.database import TestDatabase
from tests.support.scene import set_scene
from tests.support.tour import NO_PAGES, NOT_LINKED, SECOND, Kept, Tour

# On one worker: what it tells and walks is told and walked once.
pytestmark = pytest.mark.xdist_group("rondleiding")

DIST = Path("static/dist")
APP = unconnected_app(demo=True)
READ = sorted(
    {rule.endpoint: rule.rule for rule in APP.url_map.iter_rules() if "GET" in rule.methods}.items()
)
ASKED = sorted(
    {
        rule.endpoint: rule.rule
        for rule in APP.url_map.iter_rules()
        if {"GET", "POST"} <= rule.methods
    }.items()
)
# One of each role; the others see the same pages of another municipality or provider.
FEW = ("alice", "bob", "frank", "jan", "rita", "rens", "oscar")
# How the pages can look otherwise: the second base theme, and that of another municipality.
SECOND_BASE, TEN = "ma", 10
THEMES = (SECOND_BASE, "zutphen")
# Forms that keep whatever is sent: what still misses is said on another page.
KEEPS_ANYTHING = frozenset({"dossiers.question_page", "dossiers.notice_weighed"})


@dataclass(frozen=True, slots=True)
class Gallery:
    """What was met on a tour, and a browser window to look at it."""

    tour: Tour
    shown: list[Kept]
    look: Look

    def faults(self, endpoint: str, status: int) -> list[str]:
        """All that is wrong with the pages of a view, a line each."""
        there = [kept for kept in self.shown if (kept.endpoint, kept.status) == (endpoint, status)]
        return [
            fault
            for kept in there
            for fault in self.look.at(kept, cookie=self.tour.cookies[kept.who])
        ]


@pytest.fixture(scope="session")
def gallery(
    browser: Browser,
    own_database: TestDatabase,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Gallery]:
    """Everybody's tour of a portal in which everything happened, told and walked once."""
    with ExitStack() as stack:
        database = TestDatabase(f"rondleiding_{worker_id}", own_database.number)
        stack.callback(database.close)
        portal = make_portal(database, tmp_path_factory.mktemp("rondleiding"))
        stack.callback(portal.close)
        cast = [who for who in CAST if IS_FULL or who is NOBODY or who.slug in FEW]
        tour = Tour(portal, cast=[*cast, SECOND])
        tour.walk([*set_scene(portal), *NO_PAGES]).refuse()
        live = stack.enter_context(serve(portal))
        window = browser.new_context(viewport={"width": 1280, "height": 900})
        stack.callback(window.close)
        yield Gallery(tour, tour.shown(everything=IS_FULL), Look(window.new_page(), live.url))


def expect_none(faults: list[str]) -> None:
    """All of them, a line each."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("theme", THEMES)
def test_the_richest_pages_are_accessible_in_other_themes_too(gallery: Gallery, theme: str) -> None:
    """Ten of them, or all in the long variant; the component page has a test of its own."""
    portal = gallery.tour.portal
    shown = gallery.shown if IS_FULL else gallery.shown[:TEN]
    expect_none(
        [
            f"{theme}: {fault}"
            for kept in shown
            for fault in gallery.look.at(
                kept,
                cookie=gallery.tour.cookies[kept.who],
                body=in_theme(kept.text, theme, portal),
            )
        ]
    )


def in_theme(source: str, theme: str, portal: Portal) -> str:
    """A page as it looks with another theme: of a municipality, or the second base theme."""
    own = ""
    if theme == SECOND_BASE:
        built = read_manifest(DIST)
        assert built["thema.css"] in source
        source = source.replace(built["thema.css"], built["thema-ma.css"])
        source = source.replace("voorbeeld-theme", "ma-theme")
    else:
        with portal.database.scoped(AuthScope()) as session:
            found = stylesheet(session, AuthScope(), theme)
        assert found is not None
        own = f'<link rel="stylesheet" href="/thema/{theme}/{found.digest}.css">'
    without = re.sub(r'<link rel="stylesheet" href="/thema/[^"]+">', "", source)
    return without.replace("</head>", f"{own}</head>", 1)


def test_everybody_together_comes_across_every_page(gallery: Gallery) -> None:
    missed = {endpoint for endpoint, _ in READ} - gallery.tour.found() - {"static"}
    expect_none(sorted(missed ^ NOT_LINKED))


def test_every_form_that_asks_something_refuses_what_is_empty(gallery: Gallery) -> None:
    refused = {kept.endpoint for kept in gallery.tour.pages if kept.status == 422}
    taken = {endpoint for endpoint, _ in ASKED if endpoint in gallery.tour.asking()} - refused
    expect_none(sorted(taken ^ KEEPS_ANYTHING))


def test_nothing_on_the_tour_failed(gallery: Gallery) -> None:
    expect_none([str(kept) for kept in gallery.tour.pages if kept.status >= 500])


@pytest.mark.parametrize(
    "endpoint", [endpoint for endpoint, _ in READ], ids=[rule for _, rule in READ]
)
def test_a_page_is_accessible_at_every_width(gallery: Gallery, endpoint: str) -> None:
    expect_none(gallery.faults(endpoint, 200))


@pytest.mark.parametrize(
    "endpoint", [endpoint for endpoint, _ in ASKED], ids=[rule for _, rule in ASKED]
)
def test_a_form_that_refuses_is_accessible_at_every_width(gallery: Gallery, endpoint: str) -> None:
    expect_none(gallery.faults(endpoint, 422))
