"""Walks a ladder by the pages of the municipality, the way its people do: no JavaScript."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.services.dossiers import answering
from portal.services.recording import Actor
from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import date_parts, fill_page, in_days_on
from tests.support.submitting import PROVIDER_OF


@dataclass
class Walk:
    """A dossier, and the one who walks it."""

    portal: Portal
    manager: str
    path: str

    @property
    def number(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def municipality(self) -> str:
        return self.path.split("/")[2]

    def as_(self, slug: str) -> Visitor:
        """Somebody with a session of this moment."""
        return self.portal.visitor(slug)

    def page(self, rest: str = "", *, by: str = "") -> Page:
        page = self.as_(by or self.manager).get(f"{self.path}{rest}")
        assert page.status == 200, (rest, page.status, page.words[:300])
        return page

    def prepare(self, kind: str, code: str) -> str:
        """Look at what it holds and begin to prepare; the address of the preparation."""
        manager = self.as_(self.manager)
        begun = manager.submit(f"{self.path}/mogelijk/{kind}/{code}", action="/voorbereiden")
        assert begun.status == 303, begun.words
        return begun.location

    def fill(self, work: str, blad: str, **answers: Any) -> Page:
        """Fill in one page; a date goes in its three boxes."""
        flat: dict[str, Any] = {}
        for name, given in answers.items():
            flat |= date_parts(name, given) if isinstance(given, date) else {name: given}
        return fill_page(self.as_(self.manager), f"{work}/{blad}", **flat)

    def act(self, rest: str, changes: dict[str, Any], *, by: str = "") -> Page:
        """Do something on a page of its own, and see the page that follows."""
        visitor = self.as_(by or self.manager)
        path = rest if rest.startswith("/g/") else f"{self.path}{rest}"
        flat: dict[str, Any] = {}
        for name, given in changes.items():
            flat |= date_parts(name, given) if isinstance(given, date) else {name: given}
        page = visitor.submit(path, flat, action=path.rpartition("/")[2])
        assert page.status == 303, (page.errors, page.words[:600])
        self.portal.work()
        return visitor.follow(page)

    def evidence(self, work: str, text: str) -> Page:
        return self.act(f"{work}/bewijs", {"omschrijving": text})

    def mandate(self, work: str) -> Page:
        """Lean on every mandate that fits."""
        offered = self.as_(self.manager).get(f"{work}/mandaat")
        values = offered.tree.xpath("//input[@name='mandaat']/@value")
        assert values, offered.words
        for value in values:
            page = self.act(f"{work}/mandaat", {"mandaat": value})
        return page

    def ask(self, work: str) -> Page:
        """Ask colleagues along: whoever has time."""
        return self.act(f"{work}/vragen", {})

    def sign(self, work: str, by: str, role: str = "jurist") -> Page:
        return self.act(f"{work}/meetekenen", {"actie": f"tekenen:{role}"}, by=by)

    def look_along(self, work: str, by: str) -> Page:
        return self.act(f"{work}/meetekenen", {"actie": "meekijken"}, by=by)

    def carry_out(self, work: str) -> Page:
        return self.act(f"{work}/controleren", {})

    def invite(self, code: str, text: str) -> Page:
        """A talk, with its invitation."""
        work = self.prepare("stap", code)
        self.fill(work, "brief", brief_tekst=text)
        return self.carry_out(work)

    def weigh(self, work: str, words: str = "Gewogen: het duurt al een half jaar.") -> list[str]:
        """Fill in the whole sheet of a measure; gives the names of its questions."""
        sheet = self.as_(self.manager).get(f"{work}/afweging")
        asked = [str(name) for name in sheet.tree.xpath("//main//textarea/@name")]
        self.fill(work, "afweging", **dict.fromkeys(asked, words))
        return asked

    def impose(self, code: str, looks: str, **choices: Any) -> Page:
        """A measure from the first look to its letter; evidence, mandate and second eyes included."""
        work = self.prepare("maatregel", code)
        self.weigh(work)
        if choices:
            self.fill(work, "keuzes", **choices)
        self.fill(work, "brief", brief_tekst="Wij leggen u een maatregel op.")
        self.evidence(work, "Een steekproef")
        self.mandate(work)
        self.ask(work)
        self.look_along(work, looks)
        return self.carry_out(work)

    def days(self, count: int) -> date:
        return in_days_on(self.portal, count)

    def opens_letter(self, number: int, by: str = "bob") -> None:
        """The provider opens a letter in the portal."""
        database = self.portal.database
        scope = database.provider(PROVIDER_OF[by], by)
        letter: UUID = database.one(
            "SELECT l.id FROM letter l JOIN dossier d ON d.id = l.dossier_id"
            " WHERE d.number = %s AND l.number = %s",
            self.number, number,
        )  # fmt: skip
        with database.scoped(scope) as session:
            answering.open_letter(
                session, scope, letter, actor=Actor(by.capitalize(), scope.account_id)
            )


def give_mandate(portal: Portal, municipality: str, to: str, by: str, *subjects: str) -> None:
    """The functional admin copies a mandate into the register."""
    visitor = portal.visitor(by)
    person = str(portal.database.account(to))
    page = visitor.submit(
        f"/g/{municipality}/beheer/mandaten/nieuw",
        {
            "wie": person,
            "waarvoor": list(subjects),
            "stuk": "Mandaatbesluit 2026",
            **date_parts("van", date(2026, 1, 1)),
        },
    )
    assert page.status == 303, page.errors


def put_back(visitor: Visitor, work: str, document: bytes) -> Page:
    """Hand in a letter as it comes back from Word."""
    fields = visitor.get(f"{work}/uit-word").form("/uit-word")
    return visitor.post(
        f"{work}/uit-word", {**fields, "bestand": (io.BytesIO(document), "brief.docx")}
    )
