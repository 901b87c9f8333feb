"""The organisation's own data: always current, confirmed every year (art. 3.1.5)."""

from datetime import UTC, datetime

import pytest

from tests.support.app import Portal
from tests.support.forms import HOME, LINDEHAEGE

HERE = f"{LINDEHAEGE}/gegevens"
CHANGE = f"{HERE}/wijzigen"
DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


@pytest.fixture
def portal(portal: Portal) -> Portal:
    portal.at(DAY)
    return portal


@pytest.mark.rule("004-69")
def test_the_page_shows_all_that_the_contract_asks_to_keep_current(portal: Portal) -> None:
    page = portal.visitor("bob").get(HERE)
    for words in (
        "Lindenlaan 12", "8161 SA Epe", "Postbus 100", "info@lindehaege.voorbeeld.example",
        "Bob Lindeman", "000-555 31 19", "bob@lindehaege.voorbeeld.example", "00100217",
        "Gemeente Brummen",
    ):  # fmt: skip
        assert words in page.words


@pytest.mark.rule("004-69")
def test_a_change_is_stored_and_counts_as_a_confirmation(portal: Portal) -> None:
    bob = portal.visitor("bob")
    changed = bob.submit(
        CHANGE,
        {
            "bezoekadres_straat": "Beukenlaan 3",
            "bezoekadres_postcode": "8161sd",
            "telefoon": "(000) 555.31.11",
        },
    )
    page = bob.follow(changed)
    assert "Beukenlaan 3" in page.words
    assert "8161 SD Epe" in page.words
    assert "000 555 31 11" in page.words
    assert "Bevestigd op 6 maart 2026" in page.words
    assert portal.database.one("SELECT version FROM provider WHERE slug = 'lindehaege'") == 2


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("email", "info", "Een adres ziet eruit als"),
        ("contactpersoon_telefoon", "12", "tien cijfers"),
        ("postadres_postcode", "81 61", "vier cijfers"),
        ("contactpersoon_naam", "", "Vul de naam van de contactpersoon in."),
    ],
)
def test_what_cannot_be_right_says_what_to_do(
    portal: Portal, name: str, typed: str, words: str
) -> None:
    wrong = portal.visitor("bob").submit(CHANGE, {name: typed})
    assert wrong.status == 422
    assert len(wrong.errors) == 1
    assert words in wrong.errors[0]
    assert wrong.form()[name] == typed


@pytest.mark.rule("004-69")
@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (datetime(2027, 3, 5, 22, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 5, 23, 0, tzinfo=UTC), True),
    ],
)
def test_after_a_year_the_overview_asks_to_confirm(
    portal: Portal, now: datetime, is_due: bool
) -> None:
    bob = portal.visitor("bob")
    page = bob.get(HERE)
    assert "nog niemand bevestigd" in page.words
    assert "Gegevens controleren" in bob.get(f"{LINDEHAEGE}/").links()
    done = bob.post(f"{HERE}/bevestigen", page.form("/bevestigen"))
    assert "Bevestigd op 6 maart 2026. Controleer ze weer uiterlijk 6 maart 2027" in (
        bob.follow(done).words
    )
    assert "Gegevens controleren" not in bob.get(f"{LINDEHAEGE}/").links()
    portal.at(now)
    bob = portal.visitor("bob")
    assert ("Gegevens controleren" in bob.get(f"{LINDEHAEGE}/").links()) is is_due


def test_a_colleague_who_was_first_costs_nothing_that_was_typed(portal: Portal) -> None:
    bob, colleague = portal.visitor("bob"), portal.visitor("bob")
    typed = {**bob.get(CHANGE).form(), "telefoon": "000-555 31 12"}
    colleague.submit(CHANGE, {"telefoon": "000-555 31 13"})
    conflict = bob.post(CHANGE, typed)
    assert conflict.status == 409
    assert "000-555 31 13" in conflict.words.replace("000 555 31 13", "000-555 31 13")
    assert conflict.form()["telefoon"] == "000-555 31 12"
    assert bob.post(CHANGE, conflict.form()).status == 303
    assert portal.database.one("SELECT phone FROM provider WHERE slug = 'lindehaege'") == (
        "000 555 31 12"
    )


def test_a_confirmation_of_an_old_page_is_refused(portal: Portal) -> None:
    bob = portal.visitor("bob")
    old = bob.get(HERE).form("/bevestigen")
    bob.submit(CHANGE, {"telefoon": "000-555 31 13"})
    assert bob.post(f"{HERE}/bevestigen", old).status == 409


def test_another_providers_data_is_not_there(portal: Portal) -> None:
    charlie = portal.visitor("charlie")
    assert charlie.get(HERE).status == charlie.get(CHANGE).status == 404
    assert charlie.post(f"{HERE}/bevestigen", {"versie": "1"}).status == 404
    assert "Lindehaege" not in charlie.get(f"{HOME['charlie']}/gegevens").text
