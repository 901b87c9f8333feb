"""A notice that came by letter, e-mail or telephone, recorded on a provider's behalf."""

import io
import os
from datetime import timedelta
from typing import Any

import pytest

from portal.services.tidying import tidy_up
from tests.support.app import Page, Portal, Visitor
from tests.support.handling import moment
from tests.support.outages import without_the_answer_to_a_commit
from tests.support.statements import counted
from tests.support.submitting import submit

START = "/g/brummen/vastleggen"
STOP = f"{START}/clientenstop/lindehaege"
PLAN = f"{START}/verbeterplan/lindehaege"
RISK = f"{START}/continuiteitsmelding/lindehaege"


def at(name: str, year: int, month: int, day: int, time: str = "") -> dict[str, str]:
    boxes = {f"{name}-dag": str(day), f"{name}-maand": str(month), f"{name}-jaar": str(year)}
    return boxes | ({f"{name}-tijd": time} if time else {})


ARRIVAL = {"kanaal": "brief", **at("binnen_op", 2026, 3, 4, "10.30"), "bewijs": "Poststempel."}
STOP_ANSWERS = {
    **ARRIVAL,
    "producten-brummen": ["W101"],
    "oorsprong": "wens",
    **at("ingangsdatum", 2026, 3, 20),
    "einde": "nader_bericht",
    "reden": "Te weinig personeel.",
    "overlegd": "nee",
    "geen_overleg": "Niet vermeld.",
}


@pytest.fixture
def alice(portal: Portal) -> Visitor:
    """On Friday 6 March 2026, 10 o'clock there."""
    portal.at(moment(2026, 3, 6))
    return portal.visitor("alice")


def send(visitor: Visitor, address: str, answers: dict[str, Any], **options: Any) -> Page:
    form = visitor.get(address).form("lindehaege")
    return visitor.post(address, {**form, **answers}, **options)


def test_a_provider_is_found_by_name_and_only_those_with_an_agreement_here(
    alice: Visitor,
) -> None:
    page = alice.get(f"{START}?zoek=lindeh")
    assert page.links()["Cliëntenstop van Zorggroep Lindehaege"] == STOP
    assert "Thuisbasis Oost" not in page.words
    assert "heeft uw gemeente geen overeenkomst" in alice.get(f"{START}?zoek=niemand").words


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("frank", 403), ("jan", 403), ("bob", 404), ("eva", 404)]
)
def test_who_may_record(portal: Portal, who: str, status: int) -> None:
    portal.at(moment(2026, 3, 6))
    visitor = portal.visitor(who)
    assert visitor.get(START).status == status
    assert visitor.get(STOP).status == status


def test_what_is_recorded_is_routed_and_handled_like_the_rest(
    portal: Portal, alice: Visitor
) -> None:
    page = alice.follow(send(alice, STOP, STOP_ANSWERS))
    assert "De melding is vastgelegd." in page.words
    portal.work()
    rows = portal.database.rows(
        "SELECT d.state, d.desk, s.channel, s.arrived_at, s.received_at, s.submitted_by_name"
        " FROM delivery d JOIN submission s ON s.id = d.submission_id"
    )
    assert rows == [
        (
            "bij_team", "contractmanagement", "brief", moment(2026, 3, 4, 9, 30),
            moment(2026, 3, 6), "Alice Brugman",
        )
    ]  # fmt: skip


def test_the_page_shows_both_times_the_recorder_and_that_there_is_no_receipt(
    portal: Portal, alice: Visitor
) -> None:
    location = send(alice, STOP, STOP_ANSWERS).location
    portal.work()
    page = alice.get(location)
    assert "Geen ontvangstbewijs van het portaal" in page.words
    assert "per brief binnen op 4 maart 2026 om 10.30 uur" in page.words
    assert "Alice Brugman legde het vast op 6 maart 2026 om 10.00 uur" in page.words
    assert "Poststempel." in page.words
    assert portal.database.one("SELECT count(*) FROM document") == 0


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(("starts_on", "days"), [(17, "1"), (18, None), (19, None)])
def test_fourteen_days_after_the_arrival_is_on_time(
    portal: Portal, alice: Visitor, starts_on: int, days: str | None
) -> None:
    send(alice, STOP, {**STOP_ANSWERS, **at("ingangsdatum", 2026, 3, starts_on)})
    assert portal.database.one("SELECT marks->'te_laat'->>'dagen' FROM delivery") == days


@pytest.mark.rule("004-79")
def test_being_late_counts_from_the_arrival_and_not_from_the_recording(
    portal: Portal, alice: Visitor
) -> None:
    portal.at(moment(2026, 3, 12))
    alice.sign_in("alice")
    send(alice, STOP, {**STOP_ANSWERS, **at("ingangsdatum", 2026, 3, 17)})
    assert portal.database.one("SELECT marks->'te_laat'->>'dagen' FROM delivery") == "1"
    portal.work()
    due = portal.database.one("SELECT due_on FROM deadline WHERE name = 'besluiten'")
    assert due.isoformat() == "2026-03-14"  # ten days after the fourth


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kanaal": ""}, "Kies hoe het binnenkwam."),
        ({"bewijs": " "}, "Schrijf op waaruit blijkt"),
        ({"binnen_op-tijd": ""}, "ook de tijd in"),
        (at("binnen_op", 2026, 3, 6, "10.01"), "Kies een moment tot en met nu"),
        (at("binnen_op", 2025, 12, 31, "12.00"), "Op 31 december 2025 liep er geen overeenkomst"),
        ({"producten-brummen": []}, "Kies minstens één product"),
        ({"producten-brummen": ["W999"]}, "W999 valt niet onder"),
        ({"producten-epe": ["W101"]}, "geen lopende overeenkomst met gemeente epe"),
        ({"reden": ""}, "Beschrijf de reden"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_and_all_is_kept(
    portal: Portal, alice: Visitor, change: dict[str, Any], says: str
) -> None:
    page = send(alice, STOP, {**STOP_ANSWERS, **change})
    assert page.status == 422, page.location
    assert says in page.words
    assert page.form("lindehaege")["geen_overleg"] == "Niet vermeld."
    assert portal.database.one("SELECT count(*) FROM submission") == 0


def test_up_to_this_very_moment_something_may_have_come_in(portal: Portal, alice: Visitor) -> None:
    page = send(alice, STOP, {**STOP_ANSWERS, **at("binnen_op", 2026, 3, 6, "10.00")})
    assert page.status == 303


def test_a_double_click_records_once_and_another_content_is_refused(
    portal: Portal, alice: Visitor
) -> None:
    form = {**alice.get(STOP).form("lindehaege"), **STOP_ANSWERS}
    first, second = alice.post(STOP, form), alice.post(STOP, form)
    assert first.location == second.location
    assert portal.database.one("SELECT count(*) FROM submission") == 1
    other = alice.post(STOP, {**form, "reden": "Iets anders."})
    assert other.status == 409
    assert "met een andere inhoud" in other.words
    assert other.form("lindehaege")["reden"] == "Iets anders."


@pytest.mark.rule("004-72")
def test_a_risk_told_by_telephone_gets_its_mandatory_talk(portal: Portal, alice: Visitor) -> None:
    page = send(
        alice,
        RISK,
        {
            **ARRIVAL, "kanaal": "telefoon", "gronden": ["d_maatregel"],
            "omstandigheden": "De inspectie sluit een locatie.", **at("bekend_sinds", 2026, 3, 3),
            "gebeld": "ja", **at("gebeld_op", 2026, 3, 4, "10.30"), "gebeld_aan": "Alice",
            "gevolgen": "Niet vermeld.",
        },
    )  # fmt: skip
    portal.work()
    page = alice.follow(page)
    assert "Binnengekomen per telefoon" in page.words
    assert "Overleg met de aanbieder over de continuïteit" in page.words
    assert portal.database.one("SELECT desk FROM delivery") == "toezicht"


def test_rows_are_added_without_javascript_and_talks_are_with_this_municipality(
    portal: Portal, alice: Visitor
) -> None:
    form = {**alice.get(STOP).form("lindehaege"), **STOP_ANSWERS, "overlegd": "ja"}
    page = alice.post(STOP, {**form, "rij-toevoegen": "gesprekken"})
    assert page.status == 200
    rows = page.form("lindehaege")["gesprekken"]
    assert len(rows) == 2
    talks = {
        f"gesprekken-{row}-{name}": value
        for row in rows
        for name, value in (
            ("datum-dag", "2"), ("datum-maand", "3"), ("datum-jaar", "2026"), ("met", "Alice"),
        )
    }  # fmt: skip
    sent = alice.post(STOP, {**page.form("lindehaege"), **talks})
    assert sent.status == 303
    stored = portal.database.one("SELECT answers FROM delivery")
    assert [talk["met"] for talk in stored["gesprekken"]] == ["Alice", "Alice"]
    assert "gemeente" not in stored["gesprekken"][0]


class TestAttachments:
    def with_file(self, name: str = "brief.pdf", content: bytes = b"%PDF-1.7 brief") -> Any:
        return (io.BytesIO(content), name)

    def test_a_file_survives_a_mistake_in_the_form(self, portal: Portal, alice: Visitor) -> None:
        wrong = send(alice, STOP, {**STOP_ANSWERS, "reden": "", "bijlagen": self.with_file()})
        assert wrong.status == 422
        assert "brief.pdf" in wrong.words
        sent = alice.post(STOP, {**wrong.form("lindehaege"), "reden": "Personeel."})
        assert sent.status == 303
        [(id_, tenant, internal)] = portal.database.rows(
            "SELECT a.id, t.slug, internal FROM attachment a JOIN tenant t ON t.id = a.tenant_id"
        )
        assert (tenant, internal) == ("brummen", False)
        assert alice.get(f"/g/brummen/bestanden/{id_}").response.get_data() == b"%PDF-1.7 brief"
        again = alice.post(STOP, {**wrong.form("lindehaege"), "reden": "Personeel."})
        assert again.location == sent.location
        refused = alice.post(STOP, {**wrong.form("lindehaege"), "reden": "Anders."})
        assert refused.status == 409
        assert alice.get(f"/g/brummen/bestanden/{id_}").status == 200

    def test_a_file_is_where_it_is_needed_when_nobody_knows_whether_it_was_recorded(
        self, portal: Portal, alice: Visitor
    ) -> None:
        with without_the_answer_to_a_commit():
            lost = send(alice, STOP, {**STOP_ANSWERS, "bijlagen": self.with_file()})
        assert lost.status == 503
        [(id_,)] = portal.database.rows("SELECT id FROM attachment")
        assert alice.get(f"/g/brummen/bestanden/{id_}").response.get_data() == b"%PDF-1.7 brief"

    def test_a_file_can_be_taken_away_again(self, portal: Portal, alice: Visitor) -> None:
        wrong = send(alice, STOP, {**STOP_ANSWERS, "reden": "", "bijlagen": self.with_file()})
        [button] = wrong.tree.xpath("//button[@name='bestand-weghalen']")
        page = alice.post(
            STOP, {**wrong.form("lindehaege"), "bestand-weghalen": button.get("value")}
        )
        assert page.status == 200
        assert "brief.pdf" not in page.words
        assert alice.post(STOP, {**page.form("lindehaege"), "reden": "Ja."}).status == 303
        assert portal.database.one("SELECT count(*) FROM attachment") == 0

    def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(
        self, portal: Portal, alice: Visitor
    ) -> None:
        page = send(
            alice, STOP, {**STOP_ANSWERS, "bijlagen": self.with_file(content=b"MZ\x90 programma")}
        )
        assert page.status == 422
        assert "van binnen geen PDF-bestand" in page.words

    def test_the_line_of_one_form_opens_nothing_in_another(
        self, portal: Portal, alice: Visitor
    ) -> None:
        wrong = send(alice, STOP, {**STOP_ANSWERS, "reden": "", "bijlagen": self.with_file()})
        token = wrong.form("lindehaege")["wachtend-bestand"]
        for stolen in (token, "onzin", token[:-4] + "AAAA"):
            assert send(alice, STOP, {**STOP_ANSWERS, "wachtend-bestand": stolen}).status == 303
        assert portal.database.one("SELECT count(*) FROM attachment") == 0

    def test_what_was_half_copied_in_goes_after_two_days(self, portal: Portal) -> None:
        """Its process died; nothing refers to it, and nobody can reach it."""
        half = portal.storage.path("ab" * 16).with_suffix(".deel")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"half")
        portal.clock.moment = moment(2026, 3, 6)
        for hours, left in ((47, True), (49, False)):
            seen = (moment(2026, 3, 6) - timedelta(hours=hours)).timestamp()
            os.utime(half, (seen, seen))
            tidy_up(portal.database.engine, portal.tools)
            assert half.exists() is left

    def test_what_is_left_behind_goes_after_two_days(self, portal: Portal, alice: Visitor) -> None:
        send(alice, STOP, {**STOP_ANSWERS, "reden": "", "bijlagen": self.with_file()})
        room = portal.storage.root.with_name("wachtkamer")
        files = [path for path in room.glob("*/*") if path.is_file()]
        assert files
        newest = max(path.stat().st_mtime for path in files)
        clock = portal.clock.moment
        assert clock
        for hours, left in ((47, True), (49, False)):
            portal.clock.moment = clock.fromtimestamp(newest, clock.tzinfo) + timedelta(hours=hours)
            tidy_up(portal.database.engine, portal.tools)
            assert any(path.exists() for path in files) is left


def test_the_provider_sees_it_hears_of_it_and_other_municipalities_do_not(
    portal: Portal, alice: Visitor
) -> None:
    reference = send(alice, STOP, STOP_ANSWERS).location.rpartition("/")[2]
    portal.work()
    assert [mail.to for mail in portal.mail.sent if "lindehaege" in mail.to]
    assert portal.visitor("eva").get(f"/g/epe/zaken/{reference}").status == 404
    bob = portal.visitor("bob").get(f"/aanbieder/lindehaege/indieningen/{reference}")
    assert bob.status == 200
    assert (
        portal.visitor("charlie").get(f"/aanbieder/thuisbasis-oost/indieningen/{reference}").status
        == 404
    )


@pytest.mark.parametrize(
    "address", [f"{START}/bestaat-niet/lindehaege", f"{START}/clientenstop/bestaat-niet"]
)
def test_an_unknown_kind_or_provider_is_not_there(alice: Visitor, address: str) -> None:
    assert alice.get(address).status == 404


def test_the_page_takes_few_statements(portal: Portal, alice: Visitor) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    with counted(portal) as seen:
        alice.get(PLAN)
    assert len(seen) <= 15


def test_what_came_in_years_ago_reaches_its_desk_too(portal: Portal, alice: Visitor) -> None:
    portal.database.admin.execute("UPDATE contract SET starts_on = '2015-01-01'")
    long_ago = {**STOP_ANSWERS, **at("binnen_op", 2019, 3, 4, "10.30")}
    assert send(alice, STOP, long_ago).status == 303
    portal.work()
    assert portal.database.rows("SELECT state FROM delivery") == [("bij_team",)]
