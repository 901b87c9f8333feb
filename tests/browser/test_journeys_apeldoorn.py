"""The same provider in Apeldoorn, under a quite different ladder, with and without JavaScript."""

from datetime import timedelta

import pytest

from tests.browser.conftest import Cast
from tests.browser.forms import send
from tests.browser.walking import Dossier
from tests.support.dossier_pages import give_mandate


@pytest.mark.rule("000-03")
@pytest.mark.rule("000-04")
@pytest.mark.rule("000-11")
def test_apeldoorn_walks_from_an_analysis_to_a_lifted_stop_with_transfer(cast: Cast) -> None:
    portal = cast.live.portal
    give_mandate(portal, "apeldoorn", "dora", "daan", "clientenstop", "overdracht")
    dossier = Dossier(cast, "apeldoorn", "dora").opened(titel="Wachttijden lopen op")
    dora, bob = cast("dora"), cast("bob")
    dora.expect_words("Begin met stap 1 (Analyse van gegevens)")
    work = dossier.prepare("stap", "1")
    dossier.act(f"{work}/keuzes", {"analyse": "De wachttijd is twee keer die van anderen."})
    dossier.carry_out(work)
    dora.expect_words("De aanbieder ziet dit dossier nog niet")

    _talk_and_plan_in_one(dossier)
    home = dossier.path.replace("/g/apeldoorn/dossiers", "/aanbieder/lindehaege/dossiers/apeldoorn")
    bob.open(f"{home}/brieven/1")
    bob.expect_words("Wij nodigen u uit en vragen om een plan.")
    bob.open(home)
    bob.expect_words("Dien een verbeterplan in")
    bob.expect_no_words("twee keer die van anderen")

    _later(dossier, 20)
    _notice_and_default(dossier)
    _stop_and_transfer(dossier)
    bob.open(home)
    bob.expect_words("Cliëntenstop")

    _later(dossier, 30)
    measure = portal.database.one("SELECT number FROM imposed_measure")
    dossier.act(
        f"/maatregelen/{measure}/einde",
        {"per": dossier.days(0), "geholpen": "ja", "reden": "De wachttijd is weer gewoon."},
    )
    dora.expect_words("Opgeheven")
    bob.open(home)
    bob.expect_words("De wachttijd is weer gewoon.")


def _later(dossier: Dossier, days: int) -> None:
    """The clocks go on, and everybody signs in again."""
    portal = dossier.cast.live.portal
    portal.at(portal.clock() + timedelta(days=days))
    for slug in dossier.cast.present:
        dossier.cast(slug).sign_in(slug)


def _talk_and_plan_in_one(dossier: Dossier) -> None:
    work = dossier.prepare("stap", "2")
    dossier.act(
        f"{work}/keuzes",
        {"soorten": ["gesprek", "verbeterplan"], "termijn": dossier.days(14)},
    )
    dossier.act(f"{work}/brief", {"brief_tekst": "Wij nodigen u uit en vragen om een plan."})
    dossier.carry_out(work)


def _notice_and_default(dossier: Dossier) -> None:
    dora = dossier.cast("dora")
    dora.open(dossier.path)
    dora.expect_words("Het verbeterplan had er uiterlijk op")
    work = dossier.prepare("stap", "3")
    dossier.act(
        f"{work}/keuzes",
        {"vorm": "ingebrekestelling", "termijn": dossier.days(14)},
    )
    dossier.act(f"{work}/brief", {"brief_tekst": "Wij stellen u in gebreke."})
    dossier.carry_out(work)
    _later(dossier, 15)
    dora.open(dossier.path)
    dora.expect_words("Stap 4 Verzuim kan volgen")
    dossier.act(
        "/stappen/3/oordeel", {"uitkomst": "niet_gevolgd", "toelichting": "Niets veranderd."}
    )
    work = dossier.prepare("stap", "4")
    dossier.act(f"{work}/brief", {"brief_tekst": "U bent in verzuim."})
    dossier.carry_out(work)
    dora.expect_words("Kies of u een maatregel oplegt")


def _stop_and_transfer(dossier: Dossier) -> None:
    """Nine factors, two siblings in one measure, a mandate for each, and a second pair of eyes."""
    dora = dossier.cast("dora")
    work = dossier.prepare("maatregel", "5a")
    dossier.weigh(work)
    dossier.act(
        f"{work}/keuzes",
        {
            "soorten": ["clientenstop", "overdracht"], "producten-apeldoorn": ["W101"],
            "vanaf": dossier.days(1),
        },
    )  # fmt: skip
    dossier.act(f"{work}/brief", {"brief_tekst": "Wij leggen een cliëntenstop op."})
    dossier.act(f"{work}/bewijs", {"omschrijving": "Een vergelijking van wachttijden"})
    dora.open(f"{work}/mandaat")
    offered = dora.page.locator("input[name='mandaat']").all()
    for value in [str(each.get_attribute("value")) for each in offered]:
        dossier.act(f"{work}/mandaat", {"mandaat": value})
    dossier.ask_along(work)
    send(dossier.cast("doris"), f"{work}/meetekenen", {}, button="meekijken")
    dossier.carry_out(work)
    dora.expect_words("Volg of het beter gaat")
