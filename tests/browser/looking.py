"""What every page is held to, as Chromium shows it at 1280 and 320 px."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from playwright.sync_api import ConsoleMessage, Page, Route

from tests.browser.chromium import axe_violations, sideways_px, small_targets
from tests.support.tour import Kept

WIDTHS = (1280, 320)
# What Chromium builds of a source: an element that it moved, closed early or made up shows.
BUILT = """source => [...new DOMParser().parseFromString(source, "text/html").querySelectorAll("*")]
  .map((it) => it.localName)"""
UNFOLD = """() => document.querySelectorAll("details:not(.pt-menu)").forEach((it) => { it.open = true; })"""
NOT_SENT = frozenset({"content-length", "set-cookie", "transfer-encoding", "connection"})


class Look:
    """A window in which kept pages are shown, with the headers that they came with."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.said: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def at(self, kept: Kept, *, cookie: str, body: str = "") -> list[str]:
        """Everything that is wrong with a page; `body` shows it otherwise, as in another theme."""
        source = body or kept.text
        self.page.context.add_cookies([{"name": "portaal", "value": cookie, "url": self.url}])
        self._open(kept, source)
        faults = [f"zegt op de console: {line}" for line in self.said]
        faults += markup_faults(kept, source, self.page.evaluate(BUILT, source))
        self.page.evaluate(UNFOLD)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found = axe_violations(self.page) + small_targets(self.page)
            if sideways := sideways_px(self.page):
                found.append(f"is {sideways} px te breed")
            faults += [f"{width} px: {fault}" for fault in found]
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        return [f"{kept}: {fault}" for fault in faults]

    def _open(self, kept: Kept, source: str) -> None:
        address = self.url + kept.path
        headers = {n: v for n, v in kept.headers.items() if n.lower() not in NOT_SENT}

        def answer(route: Route) -> None:
            route.fulfill(status=kept.status, headers=headers, body=source)

        self.said.clear()
        self.page.route(lambda url: url == address, answer)
        self.page.goto(address, wait_until="load")
        self.page.unroute_all()

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of the page itself, which is what was sent.
        if message.location.get("url") != self.page.url or "status of 422" not in message.text:
            self.said.append(message.text)


class _Source(HTMLParser):
    """The elements as the source writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.pointed_at: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        names = Counter(name for name, _ in attrs)
        self.faults += [f"<{tag}> heeft twee keer {n}" for n, count in names.items() if count > 1]
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.pointed_at |= set(given.get(name, "").split())
        if "form" in given:
            self.pointed_at.add(given["form"])


def markup_faults(kept: Kept, source: str, built: list[str]) -> Iterator[str]:
    """What is wrong with the HTML itself."""
    written = _Source()
    written.feed(source)
    yield from written.faults
    names = [tag.lower() for tag in written.tags]
    if names != [name.lower() for name in built]:
        at = next(
            (n for n, (a, b) in enumerate(zip(names, built, strict=False)) if a != b.lower()),
            min(len(names), len(built)),
        )
        yield (
            f"is geen geldige HTML: na {names[max(0, at - 4) : at]} staat {names[at : at + 3]},"
            f" de browser maakt {built[at : at + 3]}"
        )
    yield from (f"id {name} staat er {n} keer" for name, n in written.ids.items() if n > 1)
    yield from (f"wijst naar id {n}, dat er niet is" for n in written.pointed_at - {*written.ids})
    if names.count("h1") != 1:
        yield f"heeft {names.count('h1')} keer een h1"
    if kept.status == 422 and "<title>Fout: " not in source:
        yield "de titel begint niet met “Fout: ”"
