"""Whole forms at once, by the names of their boxes: for pages with many questions."""

from collections.abc import Mapping, Sequence
from datetime import date

from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.support.dossiers import date_parts

Typed = Mapping[str, str | date | Sequence[str]]


def send(person: Person, path: str, answers: Typed, *, action: str = "", button: str = "") -> None:
    """Open a page, fill its form in, and press its first button or the one of this value."""
    person.open(path)
    form = form_of(person, action or path.partition("?")[0].rpartition("/")[2])
    fill(form, answers)
    chosen = (
        form.locator(f"button[value='{button}']")
        if button
        else form.locator("button.utrecht-button--primary-action")
    )
    with person.page.expect_navigation():
        chosen.first.click()
    lines = person.page.locator(".pt-summary li").all_inner_texts()
    assert lines == [], (path, lines)


def form_of(person: Person, action: str) -> Locator:
    """The form of the open page that goes there."""
    found = person.page.locator(f"main form[action$='{action}'], main form[action*='{action}?']")
    expect(found.first).to_be_attached()
    return found.first


def fill(form: Locator, answers: Typed) -> None:
    """First what is chosen: other questions may depend on it."""
    flat: dict[str, str | Sequence[str]] = {}
    for name, given in answers.items():
        flat |= date_parts(name, given) if isinstance(given, date) else {name: given}
    later = []
    for name, given in flat.items():
        boxes = form.locator(f"[name='{name}']")
        kind = boxes.first.evaluate("it => it.type")
        if kind in ("radio", "checkbox"):
            for value in [given] if isinstance(given, str) else given:
                form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            boxes.select_option(given)
        else:
            later.append((boxes, str(given)))
    for boxes, value in later:
        boxes.fill(value)
