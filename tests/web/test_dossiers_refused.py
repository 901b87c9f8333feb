"""What a page of a dossier refuses does not come about all the same."""

import pytest

from tests.support.app import Page, Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import open_in_browser

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen.",
}


def begun(portal: Portal, *subjects: str) -> Walk:
    if subjects:
        give_mandate(portal, "brummen", "alice", "frank", *subjects)
    return Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice")))


def send(walk: Walk, path: str, **changes: str) -> Page:
    """The form of a page as it stands, with something in it that the page does not offer."""
    alice = walk.as_(walk.manager)
    return alice.post(path, alice.get(path).form("") | changes)


@pytest.mark.rule("004-67")
def test_a_stop_is_not_imposed_for_a_product_of_another_contract(portal: Portal) -> None:
    walk = begun(portal, "clientenstop")
    work = walk.prepare("maatregel", "5a")
    foreign = portal.database.one(
        "SELECT code FROM product WHERE code NOT IN (SELECT product_code FROM contract_product p"
        " JOIN contract c ON c.id = p.contract_id JOIN dossier d ON d.contract_id = c.id) LIMIT 1"
    )
    page = send(walk, f"{work}/keuzes", **{"producten-brummen": foreign})
    assert page.status == 422
    assert "Kies alleen producten van deze overeenkomst." in page.errors
    answers = portal.database.one("SELECT answers FROM dossier_work")
    assert "producten" not in answers
    assert (
        "Kies voor welke producten de maatregel geldt."
        in walk.page(f"{work.removeprefix(walk.path)}/controleren").words
    )


def test_an_amount_that_the_page_refuses_is_not_imposed(portal: Portal) -> None:
    walk = begun(portal, "terugvordering")
    work = walk.prepare("maatregel", "5b")
    page = send(walk, f"{work}/keuzes", bedrag="999.999.999.999,00")
    assert page.status == 422
    assert "bedrag" not in portal.database.one("SELECT answers FROM dossier_work")
    again = walk.as_("alice").get(f"{work}/keuzes")
    assert "999.999.999.999,00" in str(again.form(""))  # what was typed is not lost


@pytest.mark.rule("004-97")
@pytest.mark.parametrize("typed", ["1e999999", "4,996", "-1", "0,00", "1_0"])
def test_a_percentage_that_is_none_keeps_its_page_small_and_imposes_nothing(
    portal: Portal, typed: str
) -> None:
    walk = begun(portal, "korting")
    work = walk.prepare("maatregel", "3.19.1-korting")
    send(walk, f"{work}/keuzes", percentage=typed)
    page = walk.as_("alice").get(f"{work}/controleren")
    assert page.status == 200
    assert "Vul een percentage" in page.words
    assert len(page.text) < 100_000
