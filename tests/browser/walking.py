"""How people walk a dossier along a ladder: alice prepares, jan and lea look along, bob answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.browser.conftest import Cast
from tests.browser.forms import Typed, send
from tests.support.dossiers import contract_of

REASON = "Het is ernstig."
NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages over januari tot en met maart kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen na het einde van de maand.",
}


@dataclass
class Dossier:
    """A dossier in the hands of a manager, by the pages of the municipality."""

    cast: Cast
    municipality: str
    manager: str
    path: str = ""

    def opened(self, **changes: str | Sequence[str]) -> "Dossier":
        """From the form on which a dossier begins."""
        portal = self.cast.live.portal
        contract = contract_of(portal, self.municipality, "lindehaege")
        given: dict[str, str | Sequence[str]] = {
            "titel": "Rapportages komen te laat", "spoor": "reactief", "bron": "eigen",
            "wat": "Drie maanden achter elkaar kwam de rapportage te laat.", **changes,
        }  # fmt: skip
        manager = self.cast(self.manager)
        send(manager, f"/g/{self.municipality}/dossiers/nieuw/{contract}", given)
        manager.expect_heading(str(given["titel"]))
        self.path = manager.path.partition("?")[0]
        return self

    def days(self, count: int) -> date:
        return self.cast.live.portal.clock().date() + timedelta(days=count)

    def prepare(self, kind: str, code: str) -> str:
        """Look at what it holds and begin to prepare; the address of the preparation."""
        manager = self.cast(self.manager)
        send(manager, f"{self.path}/mogelijk/{kind}/{code}", {}, action="/voorbereiden")
        return manager.path.partition("?")[0]

    def act(self, path: str, answers: Typed, *, by: str = "", button: str = "") -> None:
        """Fill in and send a page of the dossier, or of a preparation."""
        address = path if path.startswith("/g/") else f"{self.path}{path}"
        send(self.cast(by or self.manager), address, answers, button=button)
        self.cast.work()

    def weigh(self, work: str) -> None:
        """All questions of the sheet of a measure."""
        manager = self.cast(self.manager)
        manager.open(f"{work}/afweging")
        names = manager.page.locator("main textarea").evaluate_all("all => all.map(it => it.name)")
        self.act(f"{work}/afweging", dict.fromkeys(names, "Gewogen: het duurt al een half jaar."))

    def ask_along(self, work: str) -> None:
        self.act(f"{work}/vragen", {})

    def carry_out(self, work: str) -> None:
        self.act(f"{work}/controleren", {})
