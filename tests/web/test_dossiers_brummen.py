"""Brummen's ladder (Bijlage 4) by its pages, from a talk to a lifted cliëntenstop and further."""

from datetime import timedelta

import pytest

from tests.support.app import Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import open_in_browser

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages over januari tot en met maart kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen na het einde van de maand.",
}
REPORT = {
    "verslag_gemeente": "Alice Brugman, contractmanager",
    "verslag_aanbieder": "B. Lindeman, directeur",
    "verslag_niveau": "directie",
    "verslag_besproken": "De aanbieder mist twee mensen op de administratie.",
    "verslag_afspraken": "Vanaf april komt elke rapportage op tijd.",
}
WEIGHED = "Gewogen: het duurt al een half jaar, en cliënten merken het."


def begun(portal: Portal) -> Walk:
    """A dossier in Brummen, with a mandate for Alice."""
    give_mandate(portal, "brummen", "alice", "frank", "clientenstop")
    return Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice")))


def later(portal: Portal, days: int) -> None:
    portal.at(portal.clock() + timedelta(days=days))


@pytest.mark.rule("002-05")
@pytest.mark.rule("002-06")
@pytest.mark.rule("002-07")
@pytest.mark.rule("002-08")
@pytest.mark.rule("002-09")
def test_a_dossier_walks_from_a_talk_to_a_lifted_stop(portal: Portal) -> None:
    walk = begun(portal)
    _talk(walk)
    _plan_asked(walk)
    later(portal, 20)
    _notice(walk)
    later(portal, 22)
    _default(walk)
    _stop(walk)
    later(portal, 30)
    _lifted_closed_and_opened_again(walk)


def _talk(walk: Walk) -> None:
    assert "Begin met stap 1 (Gesprek)" in walk.page().words
    page = walk.invite("1", "Wij nodigen u uit voor een gesprek op 12 maart om 10.00 uur.")
    assert "Maak het verslag van het gesprek" in page.words
    assert "Nog niet geopend" in page.words
    page = walk.act("/stappen/1/verslag", {**REPORT, "verslag_op": walk.days(0)})
    assert "Verslag van het gesprek vastgelegd" in page.words
    step = walk.page("/stappen/1")
    assert REPORT["verslag_afspraken"] in step.words
    assert REPORT["verslag_aanbieder"] in step.words
    page = walk.act(
        "/stappen/1/oordeel", {"uitkomst": "niet_gevolgd", "toelichting": "April was weer te laat."}
    )
    assert "Stap 2 Verbeterplan kan volgen" in page.words


def _plan_asked(walk: Walk) -> None:
    work = walk.prepare("stap", "2")
    walk.fill(work, "keuzes", termijn=walk.days(14))
    walk.fill(work, "brief", brief_tekst="Wij vragen u om een verbeterplan.")
    page = walk.carry_out(work)
    assert "Wacht tot en met" in page.words
    assert "De aanbieder is aan zet" in page.words


def _notice(walk: Walk) -> None:
    page = walk.page()
    assert "Het verbeterplan had er uiterlijk op" in page.words
    work = walk.prepare("stap", "3")
    walk.fill(work, "keuzes", termijn=walk.days(20))
    walk.fill(work, "brief", **{**NOTICE, "brief_verbeteringen": ""})
    refused = walk.as_("alice").get(f"{work}/controleren")
    assert "Vul in de brief het onderdeel “Wat er beter moet” in" in refused.words
    walk.fill(work, "brief", **NOTICE)
    walk.ask(work)
    walk.sign(work, "jan")
    page = walk.carry_out(work)
    assert "Termijn van stap 3 (Ingebrekestelling)" in page.words
    walk.opens_letter(3)
    assert "Geopend op" in walk.page().words


def _default(walk: Walk) -> None:
    assert "Stap 4 Verzuim kan volgen" in walk.page().words
    work = walk.prepare("stap", "4")
    hub = walk.as_("alice").get(work)
    assert "Oordeel over stap 3" in hub.words
    other = walk.page(by="lea").words
    assert "Alice Brugman bereidt dit voor" in other
    assert "U bereidt dit voor" not in other
    walk.act(
        "/stappen/2/oordeel", {"uitkomst": "niet_gevolgd", "toelichting": "Er kwam geen plan."}
    )
    walk.act(
        "/stappen/3/oordeel", {"uitkomst": "niet_gevolgd", "toelichting": "Mei was weer te laat."}
    )
    walk.fill(work, "brief", brief_tekst="U bent in verzuim.")
    walk.act(f"{work}/inlichten", {"wie": "bestuurder", "hoe": "In het overleg van vandaag."})
    walk.ask(work)
    assert walk.page().links()["Bekijk de voorbereiding"] == work
    asked = walk.page(by="jan").words
    assert "Stap 4 Verzuim wacht op u" in asked
    assert "wacht op de jurist" not in asked
    walk.sign(work, "jan")
    page = walk.carry_out(work)
    assert "Kies of u een maatregel oplegt" in page.words
    assert "De wethouder of bestuurder, door Alice Brugman" in walk.page("/stappen/4").words


def _stop(walk: Walk) -> None:
    work = walk.prepare("maatregel", "5a")
    sheet = walk.as_("alice").get(f"{work}/afweging")
    assert "onomstotelijk" in sheet.words
    asked = walk.weigh(work, WEIGHED)
    assert len([name for name in asked if name.startswith("factor_")]) == 6
    walk.fill(work, "keuzes", **{"producten-brummen": "W101"}, vanaf=walk.days(1))
    walk.fill(work, "brief", brief_tekst="Wij leggen een cliëntenstop op.")
    walk.evidence(work, "Steekproef van mei")
    walk.mandate(work)
    refused = walk.as_("alice").get(f"{work}/controleren")
    assert "Dit kan nog niet" in refused.words
    walk.ask(work)
    start = walk.page("", by="lea")
    assert "wacht op u" in start.words
    walk.look_along(work, "lea")
    page = walk.carry_out(work)
    assert "Wat dit doet met de acceptatieplicht" in page.words
    assert "Volg of het beter gaat" in page.words


def _lifted_closed_and_opened_again(walk: Walk) -> None:
    number = walk.portal.database.one("SELECT number FROM imposed_measure")
    page = walk.act(
        f"/maatregelen/{number}/einde",
        {"per": walk.days(0), "geholpen": "ja", "reden": "Drie maanden op tijd."},
    )
    assert "Opgeheven" in page.words
    register = walk.as_("alice").get("/g/brummen/clientenstops?stand=alle")
    assert "opgeheven per" in register.words
    assert "U kunt het dossier sluiten" in page.words
    page = walk.act("/sluiten", {"resultaat": "De rapportages komen weer op tijd."})
    assert "Dit dossier is gesloten" in page.words
    page = walk.act("/heropenen", {"reden": "Juni was weer te laat."})
    assert "gesloten op" not in page.words
    assert "Kies hoe u verdergaat" in page.words
