"""Edits a ladder the way a functional admin does: page by page, with buttons, without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support.app import Page, Visitor
from tests.support.dossiers import date_parts


@dataclass
class Editor:
    """One version of a ladder in one browser; `home` is the address of the version's page."""

    visitor: Visitor
    home: str

    def page(self, below: str = "") -> Page:
        """A page of this version."""
        page = self.visitor.get(f"{self.home}{below}")
        assert page.status == 200, (below, page.status, page.words[:300])
        return page

    def change(self, subject: str, **answers: Any) -> Page:
        """Fill in one subject of a part, such as "treden/3/termijn", and save it."""
        address = f"{self.home}/wijzigen/{subject}"
        sent = self.visitor.submit(address, answers, action=f"/wijzigen/{subject}")
        assert sent.status == 303, (subject, sent.status, sent.errors)
        return self.visitor.follow(sent)

    def fill_rows(
        self, subject: str, key: str, rows: Sequence[Mapping[str, Any]], **answers: Any
    ) -> Page:
        """Make a repeatable list say exactly these rows, adding and removing with its buttons."""
        address = f"{self.home}/wijzigen/{subject}"
        page = self.visitor.get(address)
        form = {**page.form(f"/wijzigen/{subject}"), **answers}
        while len(row_ids(form, key)) != len(rows):
            ids = row_ids(form, key)
            press = (
                {"rij-toevoegen": key}
                if len(ids) < len(rows)
                else {"rij-weghalen": f"{key}:{ids[-1]}"}
            )
            page = self.visitor.post(address, {**form, **press})
            assert page.status == 200, page.errors
            form = {**page.form(f"/wijzigen/{subject}"), **answers}
        for row, typed in zip(row_ids(form, key), rows, strict=True):
            form |= {f"{key}-{row}-{name}": value for name, value in typed.items()}
        sent = self.visitor.post(address, form)
        assert sent.status == 303, (subject, sent.status, sent.errors)
        return self.visitor.follow(sent)

    def add(self, part: str, **answers: Any) -> Page:
        """Add a rung ("treden") or a measure ("maatregelen"); the page of what was added."""
        address = f"{self.home}/toevoegen/{part}"
        sent = self.visitor.submit(address, answers, action=f"/toevoegen/{part}")
        assert sent.status == 303, (sent.status, sent.errors)
        return self.visitor.follow(sent)

    def press(self, part: str, act: str, **pressed: str) -> Page:
        """Press a button on the page of a part: verplaatsen, samenvoegen, weghalen."""
        page = self.page(f"/onderdeel/{part}")
        action = f"/{act}/{part}"
        forms = [
            form for form in page.tree.xpath("//main//form") if form.get("action").endswith(action)
        ]
        wanted = next(
            form
            for form in forms
            if not pressed or form.xpath(f".//button[@name='{next(iter(pressed))}']")
        )
        fields = {one.get("name"): one.get("value") for one in wanted.xpath(".//input[@name]")}
        sent = self.visitor.post(wanted.get("action"), {**fields, **pressed})
        assert sent.status == 303, (sent.status, sent.errors)
        return self.visitor.follow(sent)

    def propose(self, on: date, why: str) -> Page:
        """Lay the draft before a second person."""
        return self.visitor.submit(
            f"{self.home}/voorleggen",
            {**date_parts("ingang", on), "toelichting": why},
            action="/voorleggen",
        )

    def publish(self) -> Page:
        """Let the proposal begin on its day."""
        page = self.page("/publiceren")
        return self.visitor.post(f"{self.home}/publiceren", page.form("/publiceren"))


def row_ids(form: Mapping[str, Any], key: str) -> list[str]:
    """The ids of the rows of a list in a form."""
    ids = form.get(key) or []
    return [ids] if isinstance(ids, str) else list(ids)


def begin(visitor: Visitor, base: str, start: str, **answers: Any) -> Editor:
    """Begin a draft from "versie:…", "sjabloon:…"; the editor of it."""
    address = f"{base}/ladders/beginnen"
    sent = visitor.submit(address, {"begin": start, **answers}, action="/beginnen")
    assert sent.status == 303, (sent.status, sent.errors)
    return Editor(visitor, sent.location)
