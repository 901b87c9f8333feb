"""Questions that single municipalities add: asked only where they are, answered to them alone."""

from uuid import uuid4

import pytest

from portal.domain.configuration.question_section import QUESTIONS
from portal.services.configuring import put_section
from tests.support.app import Page, Portal
from tests.support.forms import LINDEHAEGE, begin, confirm, fill_in, reference_on, stop

BOTH = {"brummen": ["W101"], "apeldoorn": ["W101"]}


def ask(portal: Portal, municipality: str, *questions: dict) -> None:
    """A functioneel beheerder publishes other questions."""
    document = {"vraag": list(questions)}
    value, findings = QUESTIONS.parse(document)
    assert value is not None, findings
    scope = portal.database.tenant(municipality)
    with portal.database.scoped(scope) as session:
        put_section(
            session, scope.tenant_id, QUESTIONS.slug, document, author_id=None,
            author_name="Frank", note="Test", now=portal.clock(),
        )  # fmt: skip


def question(name: str, **more: object) -> dict:
    return {"soort": "clientenstop", "naam": name, "type": "tekst", "vraag": f"{name}?", **more}


def titles(page: Page) -> list[str]:
    return [h.text_content() for h in page.tree.xpath("//main//form//h2")]


def test_only_chosen_municipalities_ask_and_only_when_they_have_questions(portal: Portal) -> None:
    ask(portal, "brummen", question("wachtenden"))
    ask(portal, "apeldoorn", question("gebied", soort="verbeterplan"))
    bob = portal.visitor("bob")
    path = begin(bob, "clientenstop")
    assert bob.get(path.replace("producten", "vragen")).status == 404
    bob.submit(path, {"producten-epe": ["W101"], "producten-apeldoorn": ["W101"]})
    assert bob.get(path.replace("producten", "vragen")).status == 404
    bob.submit(path, {"producten-brummen": ["W101"]})
    page = bob.get(path.replace("producten", "vragen"))
    assert page.status == 200
    assert titles(page) == ["Vragen van gemeente Brummen"]


def test_each_answer_goes_to_the_municipality_that_asked_and_to_no_other(portal: Portal) -> None:
    ask(portal, "brummen", question("naam_gebied"))
    ask(portal, "apeldoorn", question("naam_gebied"))
    bob = portal.visitor("bob")
    pages = stop(
        BOTH,
        vragen={
            "brummen--naam_gebied": "Alleen voor Brummen",
            "apeldoorn--naam_gebied": "Alleen voor Apeldoorn",
        },
    )
    check = fill_in(bob, "clientenstop", pages)
    assert "Vragen van gemeente Brummen" in check.words
    receipt = bob.follow(confirm(bob, check))
    stored = dict(
        portal.database.rows(
            "SELECT t.slug, d.answers -> 'vragen' FROM delivery d JOIN tenant t ON t.id = d.tenant_id"
        )
    )
    assert stored == {
        "brummen": {"naam_gebied": "Alleen voor Brummen"},
        "apeldoorn": {"naam_gebied": "Alleen voor Apeldoorn"},
    }
    assert "Alleen voor" not in str(portal.database.one("SELECT payload FROM submission"))
    versions = portal.database.rows("SELECT questions_version FROM delivery")
    assert versions == [(2,), (2,)]
    page = bob.get(f"{LINDEHAEGE}/indieningen/{reference_on(receipt)}")
    assert "naam_gebied? Alleen voor Brummen" in page.words


def test_a_required_question_holds_the_form_up_on_its_page_and_at_the_check(portal: Portal) -> None:
    ask(portal, "brummen", question("wachtenden"))
    bob = portal.visitor("bob")
    path = begin(bob, "clientenstop")
    bob.submit(path, {"producten-brummen": ["W101"]})
    wrong = bob.submit(path.replace("producten", "vragen"))
    assert (wrong.status, wrong.errors) == (422, ["Vul “wachtenden?” in."])
    check = bob.get(path.replace("producten", "controleren"))
    assert "Vul “wachtenden?” in." in check.errors


def test_a_question_published_meanwhile_is_asked_before_it_is_submitted(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "clientenstop", stop({"epe": ["W101"]}))
    ask(portal, "epe", question("nieuw"))
    refused = confirm(bob, check)
    assert refused.status == 422
    assert "Vul “nieuw?” in." in refused.errors
    assert portal.database.one("SELECT count(*) FROM submission") == 0


def test_what_was_answered_keeps_its_own_question_when_that_changes(portal: Portal) -> None:
    ask(portal, "brummen", question("gebied", vraag="Welk gebied bedoelt u?"))
    bob = portal.visitor("bob")
    pages = stop({"brummen": ["W101"]}, vragen={"brummen--gebied": "Het zuiden"})
    receipt = bob.follow(confirm(bob, fill_in(bob, "clientenstop", pages)))
    ask(portal, "brummen", question("anders"))
    page = bob.get(f"{LINDEHAEGE}/indieningen/{reference_on(receipt)}")
    assert "Welk gebied bedoelt u? Het zuiden" in page.words


def test_rows_of_an_extra_question_work_without_javascript(portal: Portal) -> None:
    rows = question(
        "locaties", type="rijen", rijnaam="locatie",
        deelvraag=[{"naam": "plaats", "type": "tekst", "vraag": "Plaats?"}],
    )  # fmt: skip
    ask(portal, "brummen", rows)
    bob = portal.visitor("bob")
    path = begin(bob, "clientenstop")
    bob.submit(path, {"producten-brummen": ["W101"]})
    here = path.replace("producten", "vragen")
    page = bob.get(here)
    add = page.tree.xpath("//button[@name='rij-toevoegen']/@value")[0]
    typed = {**page.form(), "brummen--locaties-r1-plaats": "Eerbeek", "rij-toevoegen": add}
    two = bob.post(here, typed)
    assert len(two.form()["brummen--locaties"]) == 2
    second = two.form()["brummen--locaties"][1]
    done = bob.post(here, {**two.form(), f"brummen--locaties-{second}-plaats": "Hall"})
    assert done.status == 303
    check = bob.get(path.replace("producten", "controleren"))
    assert "Eerbeek" in check.words
    assert "Hall" in check.words


def test_a_conditional_question_is_asked_by_its_own_municipality_only(portal: Portal) -> None:
    """Brummen's own pack: how, only after yes."""
    bob = portal.visitor("bob")
    pages = stop(
        {"brummen": ["W101"]},
        vragen={"brummen--noodplek": "nee", "brummen--noodplek_hoe": "Dit telt niet mee"},
    )
    confirm(bob, fill_in(bob, "clientenstop", pages))
    assert portal.database.one("SELECT answers -> 'vragen' FROM delivery") == {"noodplek": False}


def test_a_question_of_the_future_is_not_asked_yet(portal: Portal) -> None:
    ask(portal, "epe", question("later", vanaf="2199-01-01"))
    bob = portal.visitor("bob")
    path = begin(bob, "clientenstop")
    bob.submit(path, {"producten-epe": ["W101"]})
    assert bob.get(path.replace("producten", "vragen")).status == 404


@pytest.mark.parametrize("name", ["vragen", "onzin"])
def test_a_page_that_nobody_asks_takes_nothing_in(portal: Portal, name: str) -> None:
    bob = portal.visitor("bob")
    path = f"{LINDEHAEGE}/indienen/verbeterplan/{uuid4()}/{name}"
    assert bob.post(path, {"x": "y"}).status == 404
    assert portal.database.one("SELECT count(*) FROM draft") == 0
