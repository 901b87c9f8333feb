"""What a page of a dossier refuses does not come about all the same."""

import io

import pytest
from docx import Document

from tests.support.app import Page, Portal
from tests.support.dossier_pages import Walk, give_mandate, put_back
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


def test_the_word_file_of_another_dossier_is_refused_and_the_letter_stays(portal: Portal) -> None:
    one, other = begun(portal), begun(portal)
    alice = portal.visitor("alice")
    works = [walk.prepare("stap", "3") for walk in (one, other)]
    one.fill(
        works[0],
        "brief",
        **NOTICE,
    )
    other.fill(works[1], "brief", **NOTICE | {"brief_verbeteringen": "Dit is een andere zaak."})
    stranger = alice.client.get(f"{works[1]}/brief.docx").data
    empty = io.BytesIO()
    Document().save(empty)
    for content, said in ((stranger, "andere brief"), (empty.getvalue(), "kopjes van de brief")):
        page = put_back(alice, works[0], content)
        assert page.status == 422
        assert any(said in line for line in page.errors), page.errors
    assert NOTICE["brief_verbeteringen"] in alice.get(f"{works[0]}/voorbeeld").words


def test_what_came_back_from_word_is_not_overwritten_by_a_page_that_stood_open(
    portal: Portal,
) -> None:
    walk = begun(portal)
    work = walk.prepare("stap", "3")
    alice = portal.visitor("alice")
    stood_open = alice.get(f"{work}/brief").form("/brief")  # nothing was written yet
    document = Document(io.BytesIO(alice.client.get(f"{work}/brief.docx").data))
    heading = next(p for p in document.paragraphs if p.text == "Wat er beter moet")
    heading.insert_paragraph_before()
    following = document.paragraphs[[p.text for p in document.paragraphs].index(heading.text) + 1]
    following.insert_paragraph_before("Lever voortaan op tijd.")
    edited = io.BytesIO()
    document.save(edited)
    back = put_back(alice, work, edited.getvalue())
    assert back.status == 303, back.errors
    late = alice.post(f"{work}/brief", stood_open | {"brief_tekst": "Iets anders."})
    assert late.status == 409
    assert "Lever voortaan op tijd." in late.words
    assert "Lever voortaan op tijd." in alice.get(f"{work}/voorbeeld").words


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_letter_with_an_endless_number_is_missing_like_any_other(
    portal: Portal, ending: str
) -> None:
    walk = begun(portal)
    for number in ("7", "9" * 25):
        page = walk.as_("alice").get(f"{walk.path}/brieven/{number}{ending}")
        assert page.status == 404, number
