"""Every act on a delivery: its page, what it refuses, and what it says when somebody was first."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.handling import (
    column,
    consent,
    decide_stop,
    delivery_id,
    moment,
    take,
)
from tests.support.provider_acts import ask_lift_as, withdraw_as
from tests.support.submitting import submit


def routed(portal: Portal, kind: str, **changes: Any) -> str:
    """At the desk of Brummen on Monday 2 March 2026."""
    portal.at(moment(2026, 3, 2))
    reference = submit(portal.database, kind, "brummen", **changes).reference
    portal.work()
    return reference


def path(reference: str, act: str = "") -> str:
    return f"/g/brummen/zaken/{reference}{act}"


def day(name: str, year: int, month: int, number: int) -> dict[str, str]:
    return {f"{name}-dag": str(number), f"{name}-maand": str(month), f"{name}-jaar": str(year)}


def fill(visitor: Visitor, address: str, changes: Mapping[str, Any]) -> Page:
    """Open the page, fill its form in and send it."""
    page = visitor.get(address)
    assert page.status == 200, page.words[:500]
    return visitor.post(address, {**page.form(address.rpartition("/")[2]), **changes})


class TestDeciding:
    def test_a_plan_gets_one_decision(self, portal: Portal) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        sent = fill(
            alice,
            path(reference, "/besluiten"),
            {"besluit": "aanvaard", "motivering": "Goed plan."},
        )
        assert sent.location == path(reference)
        page = alice.follow(sent)
        assert "Uw besluit is vastgelegd." in page.words
        assert "Plan aanvaard" in page.words

    def test_without_choice_and_reasons_the_form_says_what_to_do(self, portal: Portal) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        page = fill(alice, path(reference, "/besluiten"), {"motivering": ""})
        assert page.status == 422
        assert page.title.startswith("Fout: ")
        assert "Kies een besluit." in page.words
        assert "Schrijf op waarom u dit besluit neemt." in page.words

    @pytest.mark.rule("004-79")
    def test_a_stop_gets_an_answer_per_product_and_none_by_itself(self, portal: Portal) -> None:
        reference = routed(portal, "clientenstop", producten={"brummen": ["W101", "W102"]})
        alice = portal.visitor("alice")
        form = alice.get(path(reference, "/besluiten")).form("besluiten")
        assert not {name for name in form if name.startswith("toestemming_")}
        page = fill(alice, path(reference, "/besluiten"), {"motivering": "Kort."})
        assert page.status == 422
        assert page.words.count("Kies of u toestemt voor") >= 2
        sent = fill(
            alice,
            path(reference, "/besluiten"),
            {
                "toestemming_W101": "ja",
                **day("vanaf_W101", 2026, 3, 20),
                "toestemming_W102": "nee",
                "motivering": "Voor W102 is er plek.",
            },
        )
        page = alice.follow(sent)
        assert "Toestemming voor een deel" in page.words
        assert "(W101): toestemming vanaf 20 maart 2026" in page.words
        assert "(W102): geen toestemming" in page.words
        assert portal.database.rows("SELECT product_code FROM client_stop") == [("W101",)]

    @pytest.mark.rule("004-79")
    def test_a_day_before_today_is_refused_at_its_question(self, portal: Portal) -> None:
        reference, alice = routed(portal, "clientenstop"), portal.visitor("alice")
        page = fill(
            alice,
            path(reference, "/besluiten"),
            {"toestemming_W101": "ja", **day("vanaf_W101", 2026, 3, 1), "motivering": "Goed."},
        )
        assert page.status == 422
        [link] = [
            a for a in page.tree.xpath("//a") if "een dag vanaf 2 maart 2026" in a.text_content()
        ]
        assert page.tree.xpath(f"//*[@id='{link.get('href')[1:]}']/@name") == ["vanaf_W101-dag"]
        assert page.form("besluiten")["motivering"] == "Goed."

    @pytest.mark.rule("004-79")
    def test_who_consents_to_a_late_one_is_warned(self, portal: Portal) -> None:
        reference = routed(portal, "clientenstop", ingangsdatum="2026-03-10")
        page = portal.visitor("alice").get(path(reference, "/besluiten"))
        assert "Dit verzoek is 6 dagen te laat gemeld" in page.words
        assert "U mag toestemmen vanaf een eerdere dag dan 16 maart 2026" in page.words

    @pytest.mark.rule("004-72")
    def test_the_talk_comes_first_and_the_page_says_so(self, portal: Portal) -> None:
        reference, alice = routed(portal, "continuiteitsmelding"), portal.visitor("alice")
        page = fill(
            alice, path(reference, "/besluiten"), {"besluit": "afspraken", "motivering": "Ja."}
        )
        assert page.status == 422
        assert "Rond eerst de verplichte taak af" in page.words
        take(portal.database, delivery_id(portal.database, reference, "brummen"), "alice")
        address = alice.get(path(reference)).links()["Overleg vastleggen"]
        empty = fill(alice, address, {"met": "Bestuurder"})
        assert empty.status == 422
        assert "Vul in wanneer het overleg was." in empty.words
        sent = fill(
            alice, address,
            {**day("op", 2026, 3, 2), "met": "Bestuurder", "verslag": "Er komt geld.",
             "afspraken": "Elke week bellen."},
        )  # fmt: skip
        assert "Elke week bellen." in alice.follow(sent).words
        again = alice.get(address)
        assert "Dit overleg is al vastgelegd" in again.words
        sent = fill(
            alice, path(reference, "/besluiten"), {"besluit": "afspraken", "motivering": "Ja."}
        )
        assert "Afspraken gemaakt" in alice.follow(sent).words


class TestAsking:
    def test_the_page_proposes_a_date_and_shows_what_happens_to_each_clock(
        self, portal: Portal
    ) -> None:
        reference, alice = routed(portal, "clientenstop"), portal.visitor("alice")
        page = alice.get(path(reference, "/aanvulling-vragen"))
        form = page.form("aanvulling-vragen")
        assert [form[f"antwoord_voor-{part}"] for part in ("dag", "maand", "jaar")] == [
            "9", "3", "2026",
        ]  # fmt: skip
        assert "Oppakken: gehaald" in page.words
        assert "Besluit (nu donderdag 12 maart 2026): staat stil" in page.words

    def test_a_clock_that_does_not_pause_is_said_to_run_on(self, portal: Portal) -> None:
        reference = routed(portal, "continuiteitsmelding")
        page = portal.visitor("alice").get(path(reference, "/aanvulling-vragen"))
        assert "Overleg met de aanbieder (donderdag 5 maart 2026): loopt gewoon door." in page.words

    def test_the_question_goes_out_and_can_be_taken_back(self, portal: Portal) -> None:
        reference, alice = routed(portal, "clientenstop"), portal.visitor("alice")
        sent = fill(alice, path(reference, "/aanvulling-vragen"), {"vraag": "Hoe lang?"})
        page = alice.follow(sent)
        assert "Wacht op de aanbieder" in page.words
        assert "De aanbieder heeft tot en met 9 maart 2026, nog 7 dagen." in page.words
        back = alice.get(path(reference, "/vraag-intrekken"))
        assert "Hoe lang?" in back.words
        assert "Besluit: loopt vanaf nu verder." in back.words
        sent = alice.submit(path(reference, "/vraag-intrekken"), action="vraag-intrekken")
        assert "De vraag is ingetrokken." in alice.follow(sent).words

    @pytest.mark.parametrize("number", ["2", "31", ""])
    def test_a_day_that_cannot_be_is_refused_and_all_is_kept(
        self, portal: Portal, number: str
    ) -> None:
        reference, alice = routed(portal, "clientenstop"), portal.visitor("alice")
        page = fill(
            alice,
            path(reference, "/aanvulling-vragen"),
            {"vraag": "Hoe lang?", "antwoord_voor-dag": number, "antwoord_voor-maand": "2"},
        )
        assert page.status == 422
        assert page.form("aanvulling-vragen")["vraag"] == "Hoe lang?"
        assert column(
            portal.database, delivery_id(portal.database, reference, "brummen"), "state"
        ) == ("bij_team")


class TestHandingOver:
    def test_teams_and_people_who_can_are_offered_and_nobody_else(self, portal: Portal) -> None:
        reference = routed(portal, "verbeterplan")
        page = portal.visitor("alice").get(path(reference, "/overdragen"))
        offered = page.tree.xpath("//input[@name='naar']/@value")
        anton = portal.database.account("anton")
        assert f"jeugd:{anton}" in offered
        assert "toezicht" in offered
        assert "Jan Wetman" not in page.words
        assert "Dora Kanaal" not in page.words

    def test_it_goes_where_it_was_sent(self, portal: Portal) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        anton = portal.database.account("anton")
        sent = fill(
            alice, path(reference, "/overdragen"),
            {"naar": f"jeugd:{anton}", "reden": "Anton kent hen."},
        )  # fmt: skip
        page = alice.follow(sent)
        assert "Overgedragen aan Anton Kade" in page.words
        assert "Anton Kade heeft deze zaak" in page.words

    @pytest.mark.parametrize("to", ["", "bestaat-niet", "jeugd:geen-persoon", "jeugd:"])
    def test_a_place_that_is_not_offered_is_refused(self, portal: Portal, to: str) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        page = fill(alice, path(reference, "/overdragen"), {"naar": to, "reden": "Daarom."})
        assert page.status == 422
        assert page.form("overdragen")["reden"] == "Daarom."


class TestLifting:
    def asked(self, portal: Portal) -> str:
        reference = routed(portal, "clientenstop", ingangsdatum="2026-03-20")
        delivery = delivery_id(portal.database, reference, "brummen")
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(moment(2026, 4, 1))
        ask_lift_as(portal, "bob", reference, "brummen", moment(2026, 4, 15).date())
        return reference

    def test_lifting_from_the_day_that_was_wished(self, portal: Portal) -> None:
        reference, alice = self.asked(portal), portal.visitor("alice")
        page = alice.get(path(reference))
        [button] = page.tree.xpath("//main//form[button='Verzoek beantwoorden']")
        assert button.get("action") == path(reference, "/opheffing")
        assert "Er is weer personeel." in alice.get(path(reference, "/opheffing")).words
        sent = fill(alice, path(reference, "/opheffing"), {"antwoord": "opheffen"})
        assert "opgeheven per 15 april 2026" in alice.follow(sent).words

    def test_refusing_asks_for_reasons(self, portal: Portal) -> None:
        reference, alice = self.asked(portal), portal.visitor("alice")
        page = fill(alice, path(reference, "/opheffing"), {"antwoord": "laten_staan"})
        assert page.status == 422
        sent = fill(
            alice, path(reference, "/opheffing"),
            {"antwoord": "laten_staan", "motivering": "Nog te lang."},
        )  # fmt: skip
        assert "De stop wordt niet opgeheven" in alice.follow(sent).words

    def test_days_that_have_passed_are_refused_at_the_date(self, portal: Portal) -> None:
        reference, alice = self.asked(portal), portal.visitor("alice")
        page = fill(
            alice, path(reference, "/opheffing"),
            {"antwoord": "opheffen", **day("per", 2026, 3, 31)},
        )  # fmt: skip
        assert page.status == 422
        assert "Kies een dag vanaf vandaag, 1 april 2026" in page.words


class TestReopening:
    def test_it_comes_back_to_whoever_reopens_it(self, portal: Portal) -> None:
        reference = routed(portal, "clientenstop")
        delivery = delivery_id(portal.database, reference, "brummen")
        decide_stop(portal.database, delivery, "anton", consent(W101="2026-03-20"))
        alice = portal.visitor("alice")
        page = alice.get(path(reference, "/heropenen"))
        assert "Een stop waarvoor is toegestemd blijft gelden" in page.words
        page = alice.follow(fill(alice, path(reference, "/heropenen"), {"reden": "Nieuwe feiten."}))
        assert "Neem een besluit" in page.words
        assert "Nieuwe feiten." in page.words
        assert "Toestemming Anton Kade" in page.words


class TestNotes:
    def test_a_note_is_read_by_the_own_municipality_only(self, portal: Portal) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        sent = fill(alice, path(reference, "/notitie"), {"notitie": "<b>Bel</b>\neerst."})
        page = alice.follow(sent)
        assert "<b>Bel</b>" in page.words
        assert "&lt;b&gt;Bel" in page.text
        assert "Alleen voor uw organisatie" in page.words

    def test_two_colleagues_may_write_at_once(self, portal: Portal) -> None:
        reference = routed(portal, "verbeterplan")
        alice, anton = portal.visitor("alice"), portal.visitor("anton")
        forms = [v.get(path(reference, "/notitie")).form("notitie") for v in (alice, anton)]
        for visitor, form in zip((alice, anton), forms, strict=True):
            assert (
                visitor.post(path(reference, "/notitie"), {**form, "notitie": "Ja"}).status == 303
            )
        assert portal.database.one("SELECT count(*) FROM note") == 2


CHANGES: dict[str, dict[str, Any]] = {
    "/besluiten": {"besluit": "aanvaard", "motivering": "Mijn eigen woorden."},
    "/aanvulling-vragen": {"vraag": "Mijn eigen woorden."},
    "/overdragen": {"naar": "toezicht", "reden": "Mijn eigen woorden."},
}


class TestSomebodyElseWasFirst:
    @pytest.mark.parametrize("act", CHANGES)
    def test_the_answer_shows_then_and_now_and_keeps_what_was_typed(
        self, portal: Portal, act: str
    ) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        form = alice.get(path(reference, act)).form(act[1:])
        take(portal.database, delivery_id(portal.database, reference, "brummen"), "anton")
        page = alice.post(path(reference, act), {**form, **CHANGES[act]})
        assert page.status == 409
        assert "Deze zaak is intussen veranderd" in page.words
        rows = [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./*")]
            for row in page.tree.xpath("//tbody/tr")
        ]
        assert rows[0] == ["Stand", "Toen u begonNieuw bij het team", "NuIn behandeling"]
        assert rows[1] == ["Behandelaar", "Toen u begonNog niemand", "NuAnton Kade"]
        assert "Anton Kade Opgepakt" in page.words
        kept = page.form(act[1:])
        assert "Mijn eigen woorden." in kept.values()
        assert alice.post(path(reference, act), kept).status == 303

    def test_when_it_cannot_be_done_any_more_the_words_are_still_there(
        self, portal: Portal
    ) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        form = alice.get(path(reference, "/besluiten")).form("besluiten")
        withdraw_as(portal, "bob", reference, "brummen")
        page = alice.post(path(reference, "/besluiten"), {**form, **CHANGES["/besluiten"]})
        assert page.status == 409
        assert "Ingetrokken" in page.words
        assert "Mijn eigen woorden." in page.words
        assert not page.tree.xpath("//main//form")
        assert portal.database.one("SELECT count(*) FROM decision") == 0

    def test_a_mistake_in_the_form_does_not_hide_that_somebody_was_first(
        self, portal: Portal
    ) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        form = alice.get(path(reference, "/besluiten")).form("besluiten")
        take(portal.database, delivery_id(portal.database, reference, "brummen"), "anton")
        wrong = alice.post(path(reference, "/besluiten"), {**form, "besluit": "aanvaard"})
        assert wrong.status == 422
        again = alice.post(
            path(reference, "/besluiten"), {**wrong.form("besluiten"), **CHANGES["/besluiten"]}
        )
        assert again.status == 409

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "999"])
    def test_a_form_without_a_real_version_changes_nothing(
        self, portal: Portal, version: str
    ) -> None:
        reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
        page = alice.post(
            path(reference, "/besluiten"), {**CHANGES["/besluiten"], "versie": version}
        )
        assert page.status == 409
        assert portal.database.one("SELECT count(*) FROM decision") == 0


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("/heropenen", "Alleen een afgeronde zaak"),
        ("/vraag-intrekken", "geen vraag om aanvulling meer"),
        ("/opheffing", "geen verzoek om opheffing"),
    ],
)
def test_what_the_state_does_not_allow_says_why(portal: Portal, act: str, says: str) -> None:
    reference = routed(portal, "clientenstop")
    page = portal.visitor("alice").get(path(reference, act))
    assert page.status == 409
    assert says in page.words


def test_what_was_typed_on_an_ended_session_comes_back_with_its_version(portal: Portal) -> None:
    reference, alice = routed(portal, "verbeterplan"), portal.visitor("alice")
    form = alice.get(path(reference, "/besluiten")).form("besluiten")
    portal.at(moment(2026, 3, 2) + timedelta(minutes=31))
    sent = alice.post(path(reference, "/besluiten"), {**form, **CHANGES["/besluiten"]})
    assert sent.status == 303
    assert "bewaard=" in sent.location
    take(portal.database, delivery_id(portal.database, reference, "brummen"), "anton")
    alice.sign_in("alice")
    kept = sent.location.partition("bewaard=")[2]
    page = alice.get(path(reference, f"/besluiten?bewaard={kept}"))
    assert page.form("besluiten")["motivering"] == "Mijn eigen woorden."
    assert alice.post(path(reference, "/besluiten"), page.form("besluiten")).status == 409


def test_taking_over_is_one_button_and_says_from_whom(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan")
    take(portal.database, delivery_id(portal.database, reference, "brummen"), "anton")
    alice = portal.visitor("alice")
    page = alice.get(path(reference))
    assert "Overnemen van Anton Kade" in page.words
    sent = alice.post(path(reference, "/oppakken"), page.form("oppakken"))
    assert "Neem een besluit" in alice.follow(sent).words


def test_a_file_of_the_delivery_is_handed_out_and_a_foreign_one_is_not(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan")
    foreign = submit(portal.database, "verbeterplan", "epe").reference
    ids = {}
    for name in (reference, foreign):
        stored = portal.storage.put(io.BytesIO(b"inhoud"), max_bytes=100)
        ids[name] = portal.database.one(
            "INSERT INTO attachment (provider_id, submission_id, file_name, media_type, size_bytes,"
            " sha256, storage_key, uploaded_by) SELECT provider_id, id, 'plan \"1\".txt',"
            " 'text/plain', 6, %s, %s, submitted_by FROM submission WHERE reference = %s RETURNING id",
            stored.sha256, stored.key, name,
        )  # fmt: skip
    alice = portal.visitor("alice")
    page = alice.get(path(reference))
    assert f"/g/brummen/bestanden/{ids[reference]}" in page.links().values()
    answer = alice.get(f"/g/brummen/bestanden/{ids[reference]}").response
    assert answer.get_data() == b"inhoud"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert alice.get(f"/g/brummen/bestanden/{ids[foreign]}").status == 404
    assert alice.get("/g/brummen/bestanden/00000000-0000-7000-8000-000000000000").status == 404
    assert portal.visitor("frank").get(f"/g/brummen/bestanden/{ids[reference]}").status == 403
