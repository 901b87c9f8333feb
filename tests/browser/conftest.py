"""A real browser on the real portal: one Chromium per run, a server per process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.chromium import GET_IT, executable
from tests.browser.live import Live, serve
from tests.browser.person import Person, visiting
from tests.support.app import Portal


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            pytest.fail(f"{GET_IT}\n{error}", pytrace=False)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(own_portal: Portal) -> Iterator[Live]:
    """The portal of this process, on a port of its own."""
    with serve(own_portal) as live:
        yield live


@pytest.fixture
def live(server: Live, portal: Portal) -> Live:
    """The served portal, in which nothing has happened yet."""
    return server


@pytest.fixture(params=[True, False], ids=["met script", "zonder script"])
def cast(request: pytest.FixtureRequest, browser: Browser, live: Live) -> Iterator["Cast"]:
    """Lets people come in, each with a browser of their own, all with or all without script."""
    people = Cast(browser, live, has_script=request.param)
    yield people
    said = people.leave()
    assert said == []


class Cast:
    """The people of one journey."""

    def __init__(self, browser: Browser, live: Live, *, has_script: bool) -> None:
        self.browser, self.live, self.has_script = browser, live, has_script
        self.present: dict[str, Person] = {}

    def __call__(self, slug: str) -> Person:
        """Somebody of the demo, signed in by the button of the demo's own page."""
        if slug not in self.present:
            person = visiting(self.browser, self.live.url, has_script=self.has_script)
            person.sign_in(slug)
            self.present[slug] = person
        return self.present[slug]

    def work(self) -> None:
        """The worker does all that waits, and nothing of it fails."""
        assert self.live.portal.work().failed == 0

    def leave(self) -> list[str]:
        """Close the browsers; everything that their consoles said."""
        for person in self.present.values():
            person.page.context.close()
        return [line for person in self.present.values() for line in person.said]
