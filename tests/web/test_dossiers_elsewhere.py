"""Ladders that are quite different, by the same pages: Apeldoorn (Bijlage 9) and Epe (Bijlage E)."""

from datetime import timedelta

import pytest

from tests.support.app import Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import open_in_browser

REPORT = {
    "verslag_gemeente": "Dora Kanaal",
    "verslag_aanbieder": "B. Lindeman",
    "verslag_niveau": "management",
    "verslag_besproken": "De wachttijd loopt op.",
    "verslag_afspraken": "Er komt een plan.",
}


def later(portal: Portal, days: int) -> None:
    portal.at(portal.clock() + timedelta(days=days))


@pytest.mark.rule("000-03")
@pytest.mark.rule("000-04")
@pytest.mark.rule("000-05")
@pytest.mark.rule("000-06")
@pytest.mark.rule("000-07")
@pytest.mark.rule("000-11")
def test_apeldoorn_walks_from_an_analysis_to_a_stop_with_transfer(portal: Portal) -> None:
    give_mandate(portal, "apeldoorn", "dora", "daan", "clientenstop", "overdracht")
    dora = portal.visitor("dora")
    walk = Walk(portal, "dora", open_in_browser(portal, dora, "apeldoorn"))
    page = walk.page()
    assert "Begin met stap 1 (Analyse van gegevens)" in page.words
    _analysis(walk)
    _talk_and_plan_in_one(walk)
    later(portal, 20)
    _warning_is_not_enough_for_default(walk)
    later(portal, 20)
    _notice_and_default(walk)
    _stop_and_transfer(walk)


def _analysis(walk: Walk) -> None:
    work = walk.prepare("stap", "1")
    walk.fill(work, "keuzes", analyse="De wachttijd is twee keer die van anderen.")
    page = walk.carry_out(work)
    assert "De aanbieder ziet dit dossier nog niet" in page.words
    assert "De wachttijd is twee keer die van anderen." in walk.page("/stappen/1").words


def _talk_and_plan_in_one(walk: Walk) -> None:
    work = walk.prepare("stap", "2")
    walk.fill(work, "keuzes", soorten=["gesprek", "verbeterplan"], termijn=walk.days(14))
    walk.fill(work, "brief", brief_tekst="Wij nodigen u uit en vragen om een plan.")
    walk.carry_out(work)
    page = walk.act("/stappen/2/verslag", {**REPORT, "verslag_op": walk.days(0)})
    assert "Wacht tot en met" in page.words


def _warning_is_not_enough_for_default(walk: Walk) -> None:
    assert "Het verbeterplan had er uiterlijk op" in walk.page().words
    work = walk.prepare("stap", "3")
    assert "Kies of u een waarschuwing" in walk.as_("dora").get(work).words
    walk.fill(work, "keuzes", vorm="waarschuwing", termijn=walk.days(14))
    walk.fill(work, "brief", brief_tekst="Wij waarschuwen u en geven deze aanwijzingen.")
    page = walk.carry_out(work)
    assert "Waarschuwing met aanwijzingen" in page.words
    default = walk.as_("dora").get(f"{walk.path}/mogelijk/stap/4")
    assert "Dit kan nu niet" in default.words


def _notice_and_default(walk: Walk) -> None:
    work = walk.prepare("stap", "3")
    walk.fill(
        work, "keuzes", vorm="ingebrekestelling", termijn=walk.days(14), reden="Het duurt voort."
    )
    walk.fill(work, "brief", brief_tekst="Wij stellen u in gebreke.")
    walk.carry_out(work)
    later(walk.portal, 15)
    assert "Stap 4 Verzuim kan volgen" in walk.page().words
    walk.act("/stappen/4/oordeel", {"uitkomst": "niet_gevolgd", "toelichting": "Niets veranderd."})
    work = walk.prepare("stap", "4")
    walk.fill(work, "brief", brief_tekst="U bent in verzuim.")
    page = walk.carry_out(work)
    assert "Kies of u een maatregel oplegt" in page.words


def _stop_and_transfer(walk: Walk) -> None:
    work = walk.prepare("maatregel", "5a")
    asked = walk.weigh(work)
    assert len([name for name in asked if name.startswith("factor_")]) == 9
    walk.fill(
        work,
        "keuzes",
        **{"soorten": ["clientenstop", "overdracht"], "producten-apeldoorn": "W101"},
        vanaf=walk.days(1),
    )
    walk.fill(work, "brief", brief_tekst="Wij leggen een cliëntenstop op.")
    walk.evidence(work, "Een vergelijking van wachttijden")
    first = walk.as_("dora").get(f"{work}/mandaat").tree.xpath("//input[@name='mandaat']/@value")[0]
    page = walk.act(f"{work}/mandaat", {"mandaat": first})
    assert "Leg ook een mandaat vast voor: " in page.words
    walk.mandate(work)
    walk.ask(work)
    walk.look_along(work, "doris")
    page = walk.carry_out(work)
    assert "Volg of het beter gaat" in page.words
    letters = walk.portal.database.one("SELECT max(number) FROM letter")
    letter = walk.page(f"/brieven/{letters}")
    assert "Cliëntenstop en/of overdracht van cliënten" in letter.words


@pytest.mark.rule("003-02")
@pytest.mark.rule("003-06")
@pytest.mark.rule("003-13")
def test_epe_asks_four_parts_and_names_the_municipality(portal: Portal) -> None:
    walk = Walk(portal, "eva", open_in_browser(portal, portal.visitor("eva"), "epe"))
    work = walk.prepare("stap", "3")
    walk.fill(work, "keuzes", reden="Het is ernstig.", termijn=walk.days(20))
    texts = {
        "brief_tekst": "Wij stellen u in gebreke.",
        "brief_onregelmatigheden": "De rapportages kwamen te laat.",
        "brief_verbeteringen": "Lever op tijd.",
    }
    walk.fill(work, "brief", **texts)
    check = walk.as_("eva").get(f"{work}/controleren")
    assert "Wat dit voor de overeenkomst kan betekenen" in check.words
    assert "Dit kan nog niet" in check.words
    walk.fill(work, "brief", **texts, brief_gevolgen="Wij kunnen de overeenkomst ontbinden.")
    walk.carry_out(work)
    letter = walk.page("/brieven/1")
    assert "Wij kunnen de overeenkomst ontbinden." in letter.words
    assert "Gemeente Epe" in letter.words
    sheet = walk.as_("eva").get(f"{walk.prepare('maatregel', '5a')}/afweging")
    assert "aantoonbaar" in sheet.words


@pytest.mark.rule("003-10")
def test_epe_transfers_clients_at_once_on_a_signal(portal: Portal) -> None:
    give_mandate(portal, "epe", "eva", "esther", "overdracht", "beeindiging")
    walk = Walk(portal, "eva", open_in_browser(portal, portal.visitor("eva"), "epe"))
    work = walk.prepare("maatregel", "5c")
    walk.fill(work, "keuzes", soorten=["overdracht"], signalen=["misstanden"], vanaf=walk.days(0))
    check = walk.as_("eva").get(f"{work}/controleren").words
    assert "stap 4" not in check.partition("Wat er gebeurt")[0]
    assert "Van deze maatregel legt u alleen op: overdracht van cliënten." in check
