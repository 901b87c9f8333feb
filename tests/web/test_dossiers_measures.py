"""What measures do, by the pages: money that is due or not, endings, the immediate path."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.app import Page, Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import date_parts, open_in_browser

SERIOUS = {"reden": "Het is te ernstig om te wachten."}


def begun(portal: Portal, *subjects: str, **changes: str) -> Walk:
    give_mandate(portal, "brummen", "alice", "frank", *subjects)
    return Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice"), **changes))


@pytest.mark.rule("004-97")
def test_a_discount_of_5_01_per_cent_is_refused(portal: Portal) -> None:
    walk = begun(portal, "korting")
    work = walk.prepare("maatregel", "3.19.1-korting")
    for given, refused in (("5,01", True), ("5,00", False)):
        walk.fill(work, "keuzes", percentage=given)
        page = walk.as_("alice").get(f"{work}/controleren")
        assert ("hoogstens 5,00" in page.words) is refused, given


@pytest.mark.rule("004-66")
def test_a_discount_is_not_due_before_the_letter_that_claims_it(portal: Portal) -> None:
    walk = begun(portal, "korting")
    page = walk.impose("3.19.1-korting", "lea", percentage="4,5", tot_en_met=walk.days(60))
    assert "Niet opeisbaar: er is nog geen aanmaning vastgelegd" in page.words
    assert "Tijdelijke korting op de tarieven: nog niet opeisbaar" in page.words
    letter = walk.page("/brieven/1")
    assert "Percentage: 4,50" in letter.words
    assert "pas te betalen nadat wij u hebben aangemaand" in letter.words
    page = walk.act(
        "/maatregelen/1/aanmaning", {"weg": "portaal", "brief": "Wij verzoeken u te betalen."}
    )
    assert "Opeisbaar sinds de aanmaning van" in page.words
    assert "Wij verzoeken u te betalen." in walk.page("/brieven/2").words
    assert portal.database.rows("SELECT due, notice_on IS NOT NULL FROM imposed_measure") == [
        (True, True)
    ]
    again = walk.as_("alice").get(f"{walk.path}/maatregelen/1/aanmaning")
    assert "al vastgelegd" in again.words


@pytest.mark.rule("002-11")
def test_the_eleventh_penalty_is_refused_on_the_page_with_the_sum(portal: Portal) -> None:
    walk = begun(portal, "dwangsom")
    walk.impose("5c", "lea", gebeurtenis_op=walk.days(0), **SERIOUS)
    assert "€ 2.500,00 opgelegd van hoogstens € 25.000,00, nog € 22.500,00" in walk.page().words
    for number in range(2, 11):
        portal.database.admin.execute(
            "INSERT INTO imposed_measure (tenant_id, provider_id, dossier_id, number, code, name,"
            " kinds, products, from_on, cents, event_on) SELECT tenant_id, provider_id, dossier_id,"
            " %s, code, name, kinds, products, from_on, cents, event_on FROM imposed_measure"
            " WHERE number = 1",
            (number,),
        )
    other = Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice")))
    work = other.prepare("maatregel", "5c")
    other.fill(work, "keuzes", gebeurtenis_op=other.days(0))
    refused = other.as_("alice").get(f"{work}/controleren").words
    assert "€ 25.000,00" in refused
    assert "nog € 0,00 ruimte" in other.page().words


@pytest.mark.rule("004-53")
@pytest.mark.rule("004-101")
def test_the_end_of_a_contract_opens_the_exit_list_and_excludes_for_two_years(
    portal: Portal,
) -> None:
    walk = begun(portal, "beeindiging")
    page = walk.impose("5d", "lea", einde="ontbinding", ernst="Cliënten lopen gevaar.", **SERIOUS)
    assert "Taken die nog openstaan" in page.words
    tasks = [href for text, href in page.links().items() if "/taken/" in (href or "")]
    assert len(tasks) >= 4
    closing = walk.as_("alice").get(f"{walk.path}/sluiten")
    assert "Rond eerst dit punt af" in closing.words
    register = walk.as_("alice").get("/g/brummen/dossiers/uitsluitingen")
    assert "Zorggroep Lindehaege" in register.words
    year = walk.days(0).year
    assert str(year + 2) in register.words
    for href in tasks:
        walk.act(href, {"toelichting": "Gedaan op 3 mei."})
    page = walk.act("/sluiten", {"resultaat": "De overeenkomst is ontbonden."})
    assert "Dit dossier is gesloten" in page.words


@pytest.mark.rule("004-67")
@pytest.mark.rule("004-78")
@pytest.mark.rule("004-99")
def test_the_immediate_path_asks_a_ground_of_the_contract_evidence_and_a_second_person(
    portal: Portal,
) -> None:
    walk = begun(portal, "per_direct")
    ways = [
        href for href in walk.page().links().values() if href and "/mogelijk/per_direct/" in href
    ]
    assert ways
    work = walk.prepare("per_direct", ways[0].rpartition("/")[2])
    page = walk.as_("alice").get(f"{work}/controleren")
    assert "Dit kan nog niet" in page.words
    assert "bewijs" in page.words
    assert "tweede persoon" in page.words
    walk.fill(
        work,
        "keuzes",
        **{
            "gevolgen": ["clientenstop"],
            "signalen": ["kwaliteit"],
            "voorwaarden": ["veiligheid"],
            "producten-brummen": ["W101"],
            "motivering": "Twee cliënten kregen de verkeerde medicijnen.",
            "overdracht": "De aanbieder van de buurgemeente neemt hen over.",
        },
    )
    walk.fill(work, "brief", brief_tekst="Wij leggen per direct een cliëntenstop op.")
    walk.evidence(work, "Het rapport van de toezichthouder")
    walk.mandate(work)
    walk.ask(work)
    walk.look_along(work, "lea")
    page = walk.carry_out(work)
    assert "Gedaan op" in page.words
    assert "De acceptatieplicht vervalt" in page.words
    letter = walk.page("/brieven/1").words
    assert "Wat wij per direct doen" in letter
    assert "medicijnen" not in letter
    assert "Begeleiding individueel licht" in letter
    assert_the_stop_stands_in_the_registers(walk)
    page = walk.act(
        "/maatregelen/1/einde",
        {"per": walk.days(0), "geholpen": "ja", "reden": "De medicatie is op orde."},
    )
    assert "cliëntenstop tot en met" in page.words
    assert "/maatregelen/1/einde" not in " ".join(filter(None, page.links().values()))
    again = walk.as_("alice").get(f"{walk.path}/maatregelen/1/einde")
    assert "al beëindigd" in again.words
    portal.at(portal.clock() + timedelta(days=1))
    assert "De acceptatieplicht vervalt" not in walk.page().words
    register = portal.visitor("alice").get("/g/brummen/clientenstops?stand=lopend").words
    assert "Begeleiding individueel licht" not in register
    provider = portal.visitor("bob").get(f"/aanbieder/lindehaege/dossiers/brummen/{walk.number}")
    assert "De medicatie is op orde." in provider.words
    assert "Geldt niet meer sinds" in provider.words


@pytest.mark.rule("002-10")
@pytest.mark.rule("004-92")
def test_what_is_reclaimed_bears_interest_line_by_line_and_costs(portal: Portal) -> None:
    portal.at(datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    add_rate(portal, date(2026, 2, 1), "4,00")
    walk = begun(portal, "terugvordering")
    work = walk.prepare("maatregel", "5b")
    walk.fill(work, "keuzes", bedrag="1.000,00", rente_vanaf=date(2026, 1, 1), **SERIOUS)
    check = walk.as_("alice").get(f"{work}/controleren").words
    assert "31 dagen, 1 januari 2026 tot en met 31 januari 2026: 6,00" in check
    assert "38 dagen, 1 februari 2026 tot en met 10 maart 2026: 4,00" in check
    assert "het laatste percentage is 4,00" in check
    later = walk.as_("alice").submit(
        f"{work}/keuzes", date_parts("rente_vanaf", date(2026, 3, 11)), action="keuzes"
    )
    assert later.status == 303
    assert "begint op een dag die al is geweest" in walk.as_("alice").get(work).words
    walk.fill(work, "keuzes", rente_vanaf=date(2026, 1, 1), kosten="150,00")
    walk.fill(work, "brief", brief_tekst="Wij vorderen terug.")
    walk.weigh(work)
    walk.evidence(work, "De controle")
    walk.mandate(work)
    walk.ask(work)
    walk.look_along(work, "lea")
    walk.carry_out(work)
    letter = walk.page("/brieven/1").words
    assert "Kosten: € 150,00." in letter
    assert "Samen tot en met 10 maart 2026: € 1.159,26." in letter
    assert "1.159,26" in walk.page("/stappen/1").words


def test_the_region_adds_a_rate_once(portal: Portal) -> None:
    assert "6,00" in portal.visitor("rens").get("/regio/wettelijke-rente").words
    assert add_rate(portal, date(2030, 1, 1), "3,50").status == 303
    assert "3,50" in portal.visitor("rens").get("/regio/wettelijke-rente").words
    assert add_rate(portal, date(2030, 1, 1), "9,00").status == 422
    assert "9,00" not in portal.visitor("rens").get("/regio/wettelijke-rente").words


def assert_the_stop_stands_in_the_registers(walk: Walk) -> None:
    stops = walk.as_("alice").get("/g/brummen/clientenstops")
    assert stops.links()[walk.number] == walk.path
    assert "Vervalt zolang de stop duurt" in stops.words
    provider = walk.as_("alice").get("/g/brummen/aanbieders/lindehaege")
    assert "Vervallen door een cliëntenstop, tot nader bericht" in provider.words


def add_rate(portal: Portal, from_on: date, percentage: str) -> Page:
    return portal.visitor("rens").submit(
        "/regio/wettelijke-rente/nieuw",
        {**date_parts("vanaf", from_on), "percentage": percentage, "bron": "Besluit"},
    )


@pytest.mark.rule("004-99")
@pytest.mark.rule("004-53")
def test_a_contract_ends_at_once_on_a_ground_of_its_own_and_its_provider_is_excluded(
    portal: Portal,
) -> None:
    walk = begun(portal, "per_direct")
    work = walk.prepare("per_direct", "3.19.3-c")
    walk.fill(
        work,
        "keuzes",
        gevolgen=["ontbinding"],
        motivering="De herstelsanctie van mei is niet uitgevoerd.",
        overdracht="Twee andere aanbieders nemen de cliënten over.",
    )
    walk.fill(work, "brief", brief_tekst="Wij ontbinden de overeenkomst.")
    walk.evidence(work, "De herstelsanctie")
    walk.mandate(work)
    walk.ask(work)
    walk.look_along(work, "lea")
    page = walk.carry_out(work)
    assert "Taken die nog openstaan" in page.words
    assert "Ontbinding per direct." in page.words
    register = walk.as_("alice").get("/g/brummen/dossiers/uitsluitingen")
    assert "Zorggroep Lindehaege" in register.words
