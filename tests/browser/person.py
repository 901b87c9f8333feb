"""Somebody at a browser: finds things by what they are called, as a screen reader does too."""

import re
from collections.abc import Mapping
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect

WAIT_MS = 8_000

expect.set_options(timeout=WAIT_MS)


class Person:
    """One browser window. Waits for what it expects to see, never for a time."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.said: list[str] = []
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))

    def _hear(self, words: str) -> None:
        # A page that is left while it opens had its box in focus already; nobody sees that.
        if not words.startswith("Autofocus processing was blocked"):
            self.said.append(f"{self.page.url}: {words}")

    # — going somewhere —

    def sign_in(self, slug: str) -> None:
        """By the demo's list of people; whoever stands in a list that is folded in, too."""
        self.open("/demo")
        form = self.page.locator("form", has=self.page.locator(f"input[value='{slug}']")).first
        if not form.is_visible():
            self.page.locator("details", has=form).locator("summary").click()
        form.get_by_role("button").click()
        expect(self.page.get_by_text("Afmelden")).to_have_count(1)

    def open(self, path: str, *, status: int = 200) -> None:
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == status, (path, answer.status)
        if status >= 400:
            # Chromium says on its console that a page was refused, which is what was asked for.
            self.said = [line for line in self.said if f"status of {status}" not in line]

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    # — doing something —

    def click(self, name: str, *, within: str = "", heading: str = "") -> None:
        """A link or a button whose name begins so; `heading`: of the page that comes then."""
        place = self.group(within) if within else self.page.locator("main")
        begins = re.compile(rf"^\s*{re.escape(name)}")
        found = place.get_by_role("link", name=begins).or_(place.get_by_role("button", name=begins))
        found.first.click()
        if heading:
            self.expect_heading(heading)

    def menu(self, name: str, *, heading: str) -> None:
        """A page from the menu at the top."""
        self.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name).click()
        self.expect_heading(heading)

    def follow(self, reference: str) -> None:
        """The first link in a list to what has this reference."""
        self.page.locator(f"main a[href*='{reference}']").first.click()
        expect(self.page.locator(".pt-kicker")).to_contain_text(reference)

    def group(self, name: str) -> Locator:
        """Questions or a part of the page under one name."""
        named = re.compile(re.escape(name))
        return self.page.get_by_role("group", name=named).or_(
            self.page.get_by_role("region", name=named)
        )

    def fill(self, answers: Mapping[str, str | date | bool], *, within: str = "") -> None:
        """Answers by the words of their question: typed, a date, or yes and no."""
        place = self.group(within) if within else self.page.locator("main")
        for question, answer in answers.items():
            if isinstance(answer, bool):
                self.choose("Ja" if answer else "Nee", within=question)
            elif isinstance(answer, date):
                boxes = place.get_by_role("group", name=re.compile(re.escape(question)))
                for part, value in (
                    ("Dag", answer.day),
                    ("Maand", answer.month),
                    ("Jaar", answer.year),
                ):
                    boxes.get_by_label(part).fill(str(value))
            else:
                place.get_by_role("textbox", name=re.compile(re.escape(question))).fill(answer)

    def choose(self, *names: str, within: str = "") -> None:
        """Tick boxes or choose options by their words."""
        place = self.group(within) if within else self.page.locator("main")
        for name in names:
            named = re.compile(rf"\b{re.escape(name)}\b")
            place.get_by_role("checkbox", name=named).or_(
                place.get_by_role("radio", name=named)
            ).check()

    def select(self, question: str, answer: str) -> None:
        """Choose from a list that folds out."""
        self.page.locator("main").get_by_label(question).select_option(label=answer)

    def attach(self, question: str, name: str, content: bytes, media_type: str) -> None:
        """Put a file in a form."""
        file = {"name": name, "mimeType": media_type, "buffer": content}
        self.page.get_by_label(question).set_input_files(file)  # type: ignore[arg-type]

    # — seeing something —

    @property
    def kicker(self) -> str:
        """The line above the heading: a reference."""
        return self.page.locator(".pt-kicker").inner_text().strip()

    def expect_ticked(self, name: str) -> None:
        """A box is ticked already."""
        expect(self.page.get_by_role("checkbox", name=name)).to_be_checked()

    def expect_no_link(self, name: str) -> None:
        """The page that is open now links to nothing that is called so."""
        expect(self.page.get_by_role("link", name=name)).to_have_count(0)

    def expect_heading(self, words: str) -> None:
        """The page is the one with this h1."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def expect_words(self, *sentences: str) -> None:
        """The page says this."""
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def expect_no_words(self, *sentences: str) -> None:
        """The page that is open now does not say this."""
        for sentence in sentences:
            expect(self.page.locator("main")).not_to_contain_text(sentence)


def visiting(browser: Browser, url: str, *, has_script: bool) -> Person:
    """A new browser window of somebody who has never been here."""
    context = browser.new_context(
        java_script_enabled=has_script, viewport={"width": 1280, "height": 900}, locale="nl-NL"
    )
    context.set_default_timeout(WAIT_MS)
    return Person(context.new_page(), url)
