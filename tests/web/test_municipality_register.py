"""Agreements, providers and the register of cliëntenstops."""

import json
from typing import Any

import pytest

from tests.support.app import Page, Portal
from tests.support.handling import consent, decide_stop, delivery_id, moment
from tests.support.statements import counted
from tests.support.submitting import submit

CONTRACTS, STOPS = "/g/brummen/overeenkomsten", "/g/brummen/clientenstops"
BOB = "/g/brummen/aanbieders/lindehaege"


def rows(page: Page, number: int = 1) -> list[list[str]]:
    """The cells of a table of the page, without the names that a phone shows before them."""
    table = page.tree.xpath(f"(//table)[{number}]")[0]
    return [
        [
            " ".join(
                "".join(cell.xpath(".//text()[not(ancestor::*[@class='pt-cell-label'])]")).split()
            )
            for cell in row.xpath("./*")
        ]
        for row in table.xpath(".//tbody/tr")
    ]


def stopped(portal: Portal, *, by: str = "bob", day: str = "2026-03-20", **changes: Any) -> str:
    """A stop for W101 that Brummen consented to on 2 March 2026."""
    portal.at(moment(2026, 3, 2))
    reference = submit(
        portal.database, "clientenstop", "brummen", by=by, ingangsdatum="2026-03-20", **changes
    ).reference
    portal.work()
    delivery = delivery_id(portal.database, reference, "brummen")
    decide_stop(portal.database, delivery, "alice", consent(W101=day))
    return reference


class TestContracts:
    @pytest.mark.parametrize("who", ["alice", "frank", "lea"])
    def test_everybody_of_the_municipality_sees_its_agreements(
        self, portal: Portal, who: str
    ) -> None:
        portal.at(moment(2026, 3, 2))
        page = portal.visitor(who).get(CONTRACTS)
        assert page.status == 200
        here = portal.database.one(
            "SELECT count(*) FROM contract c JOIN tenant t ON t.id = c.tenant_id"
            " WHERE t.slug = 'brummen' AND '2026-03-02' BETWEEN starts_on AND ends_on"
        )
        assert len(rows(page)) == here
        assert "EPE-" not in page.words

    @pytest.mark.parametrize(
        ("day", "stand"),
        [
            ((2025, 12, 31, 12), "komend"),
            ((2025, 12, 31, 23), "lopend"),  # midnight there
            ((2030, 12, 31, 22), "lopend"),
            ((2030, 12, 31, 23), "afgelopen"),
        ],
    )
    def test_the_first_and_the_last_day_count(
        self, portal: Portal, day: tuple[int, int, int, int], stand: str
    ) -> None:
        portal.at(moment(*day))
        portal.database.admin.execute(
            "UPDATE membership SET from_on = '2020-01-01', until_on = NULL"
        )
        alice = portal.visitor("alice")
        shown = [
            choice
            for choice in ("lopend", "komend", "afgelopen")
            if "BRM-W-103" in alice.get(f"{CONTRACTS}?stand={choice}").words
        ]
        assert shown == [stand]

    def test_filters_on_name_and_domain(self, portal: Portal) -> None:
        portal.at(moment(2026, 3, 2))
        alice = portal.visitor("alice")
        page = alice.get(f"{CONTRACTS}?zoek=lindeH&domein=jeugd", fragment=True)
        assert "<html" not in page.text
        assert [row[1:3] for row in rows(page)] == [["BRM-J-103", "Jeugd"]]
        assert "geen overeenkomsten" in alice.get(f"{CONTRACTS}?zoek=100%25").words

    def test_pages_show_every_agreement_once(
        self, portal: Portal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        portal.at(moment(2026, 3, 2))
        alice = portal.visitor("alice")
        every = [row[1] for row in rows(alice.get(f"{CONTRACTS}?stand=alle"))]
        monkeypatch.setattr("portal.queries.contracts.PAGE", 4)
        page, seen = alice.get(f"{CONTRACTS}?stand=alle"), []
        while True:
            seen += [row[1] for row in rows(page)]
            if "Volgende →" not in page.links():
                break
            page = alice.get(page.links()["Volgende →"])
        assert seen == every
        assert alice.get(f"{CONTRACTS}?na=onzin&stand=onzin").status == 200


class TestProvider:
    def test_profile_agreements_and_last_deliveries_stand_together(self, portal: Portal) -> None:
        reference = stopped(portal)
        page = portal.visitor("alice").get(BOB)
        assert page.h1 == "Zorggroep Lindehaege"
        assert (
            portal.database.one("SELECT kvk FROM provider WHERE slug = 'lindehaege'") in page.words
        )
        assert "BRM-W-103" in page.words
        assert "EPE-W-103" not in page.words
        assert reference in page.words
        assert "Bob Lindeman" in page.words

    @pytest.mark.rule("004-67")
    @pytest.mark.rule("004-115")
    @pytest.mark.parametrize(
        ("day", "says"),
        [
            ((2026, 3, 19, 22), "Geldt"),
            ((2026, 3, 19, 23), "Vervallen door een cliëntenstop, tot en met 30 april 2026"),
            ((2026, 4, 30, 21), "Vervallen door een cliëntenstop, tot en met 30 april 2026"),
            ((2026, 4, 30, 22), "Geldt"),
        ],
    )
    def test_the_duty_to_accept_ends_while_the_stop_lasts(
        self, portal: Portal, day: tuple[int, int, int, int], says: str
    ) -> None:
        stopped(portal, einde="datum", einddatum="2026-04-30")
        portal.at(moment(*day))
        duties = dict(rows(portal.visitor("alice").get(BOB)))
        assert duties["Begeleiding individueel licht (W101)"] == says
        assert [duty for name, duty in duties.items() if "W102" in name] == ["Geldt"]

    @pytest.mark.rule("004-115")
    def test_a_municipality_that_reads_otherwise_sees_the_duty_stay(self, portal: Portal) -> None:
        stopped(portal)
        stays = {"gevolg": "blijft", "toelichting": "Lezing: de plicht blijft."}
        portal.database.admin.execute(
            "INSERT INTO setting_version (tenant_id, section, version, document, author_name,"
            " created_at) SELECT id, 'acceptatieplicht', 99, %s, 'test', now() FROM tenant"
            " WHERE slug = 'brummen'",
            (json.dumps({"wens": stays}),),
        )
        portal.at(moment(2026, 4, 1))
        alice = portal.visitor("alice")
        assert dict(rows(alice.get(BOB)))["Begeleiding individueel licht (W101)"] == "Geldt"
        page = alice.get(STOPS)
        assert "Blijft gelden" in rows(page)[0]
        assert "Lezing: de plicht blijft." in page.words

    def test_who_sees_no_work_sees_no_stops_and_no_deliveries(self, portal: Portal) -> None:
        reference = stopped(portal)
        page = portal.visitor("frank").get(BOB)
        assert page.status == 200
        assert reference not in page.words
        assert portal.visitor("frank").get(STOPS).status == 403

    def test_a_provider_without_agreement_here_is_a_missing_one(self, portal: Portal) -> None:
        stranger = portal.database.one(
            "SELECT slug FROM provider p WHERE NOT EXISTS (SELECT 1 FROM contract c JOIN tenant t"
            " ON t.id = c.tenant_id WHERE c.provider_id = p.id AND t.slug = 'brummen') LIMIT 1"
        )
        alice = portal.visitor("alice")
        assert stranger
        assert alice.get(f"/g/brummen/aanbieders/{stranger}").status == 404
        assert alice.get("/g/brummen/aanbieders/bestaat-niet").status == 404

    def test_the_page_takes_few_statements(self, portal: Portal) -> None:
        stopped(portal)
        alice = portal.visitor("alice")
        with counted(portal) as seen:
            alice.get(BOB)
        assert len(seen) <= 15


class TestStops:
    @pytest.mark.parametrize(
        ("day", "stand"),
        [((2026, 3, 19, 12), "komend"), ((2026, 3, 20, 12), "lopend")],
    )
    def test_a_stop_runs_from_its_own_day(
        self, portal: Portal, day: tuple[int, int, int, int], stand: str
    ) -> None:
        reference = stopped(portal)
        portal.at(moment(*day))
        alice = portal.visitor("alice")
        shown = [
            choice
            for choice in ("lopend", "komend", "voorbij")
            if reference in alice.get(f"{STOPS}?stand={choice}").words
        ]
        assert shown == [stand]

    @pytest.mark.parametrize(
        ("lifted_on", "today", "stand"),
        [
            ("2026-04-15", (2026, 4, 14, 12), "lopend"),
            ("2026-04-15", (2026, 4, 15, 12), "voorbij"),
            ("2026-03-20", (2026, 3, 10, 12), "voorbij"),  # taken back before it began
        ],
    )
    def test_the_day_of_lifting_is_the_first_without_a_stop(
        self, portal: Portal, lifted_on: str, today: tuple[int, int, int, int], stand: str
    ) -> None:
        reference = stopped(portal)
        portal.database.admin.execute("UPDATE client_stop SET lifted_on = %s", (lifted_on,))
        portal.at(moment(*today))
        alice = portal.visitor("alice")
        shown = [
            choice
            for choice in ("lopend", "komend", "voorbij")
            if reference in alice.get(f"{STOPS}?stand={choice}").words
        ]
        assert shown == [stand]

    @pytest.mark.rule("004-115")
    def test_the_effect_is_shown_as_a_reading_with_its_words(self, portal: Portal) -> None:
        stopped(portal)
        portal.at(moment(2026, 4, 1))
        page = portal.visitor("jan").get(STOPS)
        assert "Vervalt zolang de stop duurt" in rows(page)[0]
        assert (
            "Lezing: met de schriftelijke toestemming spreken gemeente en aanbieder" in page.words
        )
        assert "Staat in artikel 3.1.1 a." in page.words

    def test_each_municipality_has_its_own_register(self, portal: Portal) -> None:
        reference = stopped(portal)
        portal.at(moment(2026, 4, 1))
        assert reference in portal.visitor("alice").get(STOPS).words
        assert reference not in portal.visitor("eva").get("/g/epe/clientenstops?stand=alle").words

    def test_pages_show_every_stop_once_and_names_narrow(
        self, portal: Portal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        every = {stopped(portal) for _ in range(3)} | {stopped(portal, by="charlie")}
        monkeypatch.setattr("portal.queries.stops.PAGE", 2)
        portal.at(moment(2026, 4, 1))
        alice = portal.visitor("alice")
        first = alice.get(STOPS)
        second = alice.get(first.links()["Volgende →"])
        seen = [row[-1].split()[-1] for page in (first, second) for row in rows(page)]
        assert len(seen) == 4
        assert set(seen) == every
        assert len(rows(alice.get(f"{STOPS}?zoek=thuis"))) == 1
        assert alice.get(f"{STOPS}?na=onzin").status == 200
