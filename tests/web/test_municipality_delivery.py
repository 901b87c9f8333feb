"""The page of a delivery: what it tells, to whom, and which step comes next."""

import pytest

from portal.services.handling import write_note
from tests.support.app import Page, Portal
from tests.support.handling import actor, ask, decide, delivery_id, moment, take
from tests.support.provider_acts import complete_as, withdraw_as
from tests.support.statements import counted
from tests.support.submitting import submit


def routed(portal: Portal, kind: str, *municipalities: str, **changes: object) -> str:
    reference = submit(portal.database, kind, *municipalities, **changes).reference  # type: ignore[arg-type]
    portal.work()
    return reference


def terms(page: Page) -> list[str]:
    return [
        " ".join(p.text_content().split()) for p in page.tree.xpath("//p[@class='pt-term__head']")
    ]


def test_the_page_shows_the_answers_in_words_and_who_it_is_for(portal: Portal) -> None:
    reference = routed(portal, "clientenstop", "brummen", "epe")
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert page.status == 200
    assert page.h1 == "Cliëntenstop op eigen wens vanaf 1 juni 2030"
    assert "Begeleiding individueel licht (W101)" in page.words
    assert "Te weinig personeel." in page.words
    assert "Waarom bij dit team?" in page.words
    assert "epe" not in page.words.lower()


def test_the_answers_to_the_municipalitys_own_questions_stand_on_its_page(portal: Portal) -> None:
    reference = routed(
        portal, "clientenstop", "brummen", vragen={"brummen": {"wachtenden": 7, "noodplek": False}}
    )
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "Hoeveel inwoners van Brummen wachten er nu op deze ondersteuning?" in page.words
    assert "7" in page.words
    assert "Hoe regelt u die plek?" not in page.words


@pytest.mark.parametrize("path", ["", "/versies/1", "/notitie", "/besluiten", "/overdragen"])
def test_a_foreign_delivery_looks_like_a_missing_one(portal: Portal, path: str) -> None:
    foreign = routed(portal, "verbeterplan", "epe")
    alice = portal.visitor("alice")
    answers = [
        alice.get(f"/g/brummen/zaken/{reference}{path}") for reference in (foreign, "VP-2026-GEEN")
    ]
    assert [page.status for page in answers] == [404, 404]
    assert answers[0].words == answers[1].words
    assert alice.get(f"/g/epe/zaken/{foreign}{path}").status == 404


def test_the_first_look_is_stamped_with_a_name_and_never_again(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    jan, alice = portal.visitor("jan"), portal.visitor("alice")
    assert "door Jan Wetman" in jan.get(f"/g/brummen/zaken/{reference}").words
    page = alice.get(f"/g/brummen/zaken/{reference}")
    assert "door Jan Wetman" in page.words
    assert portal.database.one("SELECT first_seen_by FROM delivery") == "Jan Wetman"
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'gezien'") == 1


def test_what_is_not_at_a_desk_yet_is_not_seen_yet(portal: Portal) -> None:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "Deze zaak wordt bezorgd" in page.words
    assert portal.database.one("SELECT first_seen_at FROM delivery") is None


@pytest.mark.rule("004-79")
def test_a_late_stop_says_by_how_much_and_how_that_was_counted(portal: Portal) -> None:
    portal.at(moment(2026, 3, 6))
    reference = routed(portal, "clientenstop", "brummen", ingangsdatum="2026-03-17")
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "Te laat gemeld: 3 dagen" in page.words
    assert "14 kalenderdagen na ontvangst op 6 maart 2026 is 20 maart 2026" in page.words


@pytest.mark.rule("004-72")
def test_told_by_phone_and_confirmed_in_writing_are_two_times(portal: Portal) -> None:
    portal.at(moment(2026, 3, 6, 13, 30))
    reference = routed(
        portal, "continuiteitsmelding", "brummen",
        gebeld=True, gebeld_op="2026-03-05T16:10:00+01:00", gebeld_aan="Team contracten",
    )  # fmt: skip
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "Telefonisch gemeld 5 maart 2026 om 16.10 uur" in page.words
    assert "Schriftelijk bevestigd en ontvangen 6 maart 2026 om 14.30.00 uur" in page.words


def test_every_term_says_how_it_came_about(portal: Portal) -> None:
    portal.at(moment(2026, 3, 6))
    reference = routed(portal, "clientenstop", "brummen")
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert terms(page) == [
        "Oppakken dinsdag 10 maart 2026 Nog 4 dagen",
        "Besluit maandag 16 maart 2026 Nog 10 dagen",
    ]
    assert "2 werkdagen na 6 maart 2026 is 10 maart 2026." in page.words
    assert "de aanbieder ziet hem niet" in page.words


def test_the_next_step_follows_the_case(portal: Portal) -> None:
    reference = routed(portal, "continuiteitsmelding", "brummen")
    delivery = delivery_id(portal.database, reference, "brummen")
    alice, jan = portal.visitor("alice"), portal.visitor("jan")

    def step(visitor: object) -> str:
        page = visitor.get(f"/g/brummen/zaken/{reference}")  # type: ignore[attr-defined]
        return " ".join(page.tree.xpath("//main//h2")[0].text_content().split())

    assert step(alice) == "Pak deze zaak op"
    assert step(jan) == "Nog niemand pakte deze zaak op"
    take(portal.database, delivery, "anton")
    assert step(alice) == "Anton Kade heeft deze zaak"
    take(portal.database, delivery, "alice")
    assert step(alice) == "Overleg met de aanbieder over de continuïteit"
    assert step(jan) == "Alice Brugman behandelt deze zaak"


def test_a_reader_sees_the_case_and_nothing_to_press(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    page = portal.visitor("lea").get(f"/g/brummen/zaken/{reference}")
    assert page.status == 200
    assert not page.tree.xpath("//main//form")
    for act in ("besluiten", "overdragen", "notitie", "aanvulling-vragen", "heropenen"):
        assert portal.visitor("lea").get(f"/g/brummen/zaken/{reference}/{act}").status == 403


def test_a_completion_shows_what_changed_and_keeps_the_earlier_version(portal: Portal) -> None:
    portal.at(moment(2026, 3, 6))
    reference = routed(portal, "verbeterplan", "brummen")
    delivery = delivery_id(portal.database, reference, "brummen")
    ask(portal.database, delivery, "alice", moment(2026, 3, 20).date())
    portal.at(moment(2026, 3, 9))
    complete_as(portal, "bob", reference, "brummen", toelichting="Nu met een planning.")
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "Versie 2, 9 maart 2026" in page.words
    assert "Wat is er aan de hand? (gewijzigd) Nu met een planning." in page.words
    assert "Waar gaat het plan over? Tijdig rapporteren" in page.words
    earlier = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}/versies/1")
    assert "De rapportages komen te laat." in earlier.words
    assert "gewijzigd" not in earlier.words
    assert "Dit is een eerdere versie." in earlier.words
    assert portal.visitor("alice").get(f"/g/brummen/zaken/{reference}/versies/3").status == 404


def test_the_time_line_marks_what_stays_inside(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    delivery = delivery_id(portal.database, reference, "brummen")
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        write_note(
            session, scope, delivery, body="Bel eerst even.", actor=actor(portal.database, "alice")
        )
    page = portal.visitor("jan").get(f"/g/brummen/zaken/{reference}")
    moments = {
        " ".join(
            li.xpath(".//p[contains(@class, 'what')]/text()")[0].split()
        ): "pt-moment--internal" in li.get("class")
        for li in page.tree.xpath("//ol[@class='pt-timeline']/li")
    }
    assert moments["Notitie geschreven"]
    assert not moments["Ontvangen"]
    assert not moments["Bezorgd bij het team"]


def test_a_decision_and_its_parts_stand_on_the_page(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    decide(portal.database, delivery_id(portal.database, reference, "brummen"), "alice", "aanvaard")
    page = portal.visitor("jan").get(f"/g/brummen/zaken/{reference}")
    assert "Plan aanvaard Alice Brugman" in page.words
    assert "Wij hebben dit besproken." in page.words
    assert "Deze zaak is afgerond" in page.words


def test_what_the_provider_took_back_says_so(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    withdraw_as(portal, "bob", reference, "brummen")
    page = portal.visitor("alice").get(f"/g/brummen/zaken/{reference}")
    assert "De aanbieder trok dit in" in page.words
    assert "Besluit nemen" not in page.words


def test_the_page_takes_few_statements_whatever_happened(portal: Portal) -> None:
    reference = routed(portal, "clientenstop", "brummen", vragen={"brummen": {"wachtenden": 7}})
    alice = portal.visitor("alice")
    with counted(portal) as first:
        assert alice.get(f"/g/brummen/zaken/{reference}").status == 200
    delivery = delivery_id(portal.database, reference, "brummen")
    scope = portal.database.tenant("brummen", "alice")
    for number in range(12):
        with portal.database.scoped(scope) as session:
            write_note(
                session, scope, delivery, body=f"Notitie {number}",
                actor=actor(portal.database, "alice"),
            )  # fmt: skip
    with counted(portal) as later:
        alice.get(f"/g/brummen/zaken/{reference}")
    assert len(later) <= len(first)
    assert len(later) <= 15
    assert len(first) <= 15
