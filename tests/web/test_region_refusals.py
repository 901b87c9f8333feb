"""What the region's desk refuses, keeps and hides; and that insight ends by itself. No JavaScript."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import date_parts
from tests.support.statements import counted
from tests.support.submitting import submit
from tests.web.test_region import HEAD, IMPORT, PROVIDER, link_to

ADD = "/regio/gemeenten/brummen/overeenkomsten/lindehaege/toevoegen"
MOST_STATEMENTS = 15
PASSWORD = "lopen langs de rivier"


def running(portal: Portal) -> tuple[Any, str, date, date, str]:
    """A contract of Lindehaege with Brummen: id, number, days and one of its products."""
    found = portal.database.rows(
        "SELECT c.id, c.number, c.starts_on, c.ends_on, min(cp.product_code) FROM contract c"
        " JOIN tenant t ON t.id = c.tenant_id JOIN provider p ON p.id = c.provider_id"
        " JOIN contract_product cp ON cp.contract_id = c.id"
        " WHERE t.slug = 'brummen' AND p.slug = 'lindehaege' AND c.domain = 'wmo'"
        " AND current_date BETWEEN c.starts_on AND c.ends_on GROUP BY c.id LIMIT 1"
    )
    row: tuple[Any, str, date, date, str] = found[0]
    return row


def add(rens: Visitor, number: str, product: str, standard: str, first: date, last: date) -> Page:
    return rens.submit(
        ADD,
        {
            "nummer": number,
            "domein": "wmo",
            "versie_wmo": standard,
            "producten_wmo": [product],
            **date_parts("van", first),
            **date_parts("tot_en_met", last),
        },
    )


def standard_of(portal: Portal) -> str:
    found: str = portal.database.one(
        "SELECT standard FROM contract WHERE domain = 'wmo' ORDER BY standard LIMIT 1"
    )
    return found


# -- contracts


def test_a_contract_for_a_product_that_runs_already_is_refused_with_the_other_one_named(
    portal: Portal,
) -> None:
    _, number, _, last, product = running(portal)
    before = portal.database.one("SELECT count(*) FROM contract")
    page = add(portal.visitor("rens"), "NIEUW-1", product, standard_of(portal), last, last)
    assert page.status == 422
    assert any(number in line and product in line for line in page.errors), page.errors
    kept = page.form("/toevoegen")
    assert (kept["nummer"], kept["producten_wmo"]) == ("NIEUW-1", product)
    assert kept["van-jaar"] == str(last.year)
    assert portal.database.one("SELECT count(*) FROM contract") == before


def test_the_same_product_from_the_day_after_the_last_one_is_fine(portal: Portal) -> None:
    _, _, _, last, product = running(portal)
    first = last + timedelta(days=1)
    done = add(portal.visitor("rens"), "NIEUW-2", product, standard_of(portal), first, first)
    assert done.status == 303, done.errors
    assert portal.database.one("SELECT starts_on FROM contract WHERE number = 'NIEUW-2'") == first


def test_a_number_is_used_once_in_a_municipality(portal: Portal) -> None:
    _, number, _, last, product = running(portal)
    day = last + timedelta(days=1)
    page = add(portal.visitor("rens"), number, product, standard_of(portal), day, day)
    assert page.status == 422
    assert any("bestaat al" in line for line in page.errors), page.errors


def test_a_contract_ends_earlier_once_and_never_in_the_past(portal: Portal) -> None:
    found, number, _, _, _ = running(portal)
    rens, today = portal.visitor("rens"), portal.clock().date()
    path = f"/regio/gemeenten/brummen/overeenkomsten/{found}/beeindigen"
    past = rens.submit(
        path,
        {**date_parts("laatste_dag", today - timedelta(days=2)), "reden": "De aanbieder stopt."},
    )
    assert past.status == 422
    assert past.form("/beeindigen")["reden"] == "De aanbieder stopt."
    ends_on = today + timedelta(days=5)
    good = {**date_parts("laatste_dag", ends_on), "reden": "De aanbieder stopt."}
    done = rens.submit(path, good)
    assert done.status == 303, done.errors
    assert number in rens.follow(done).words
    assert portal.database.one("SELECT ends_on FROM contract WHERE id = %s", found) == ends_on
    assert rens.submit(path, good).status == 422


def test_a_contract_of_another_municipality_is_a_missing_one(portal: Portal) -> None:
    found = running(portal)[0]
    rens = portal.visitor("rens")
    day = {**date_parts("laatste_dag", portal.clock().date()), "reden": "x"}
    pages = []
    for place, contract in (("epe", found), ("brummen", uuid4()), ("nergens", found)):
        path = f"/regio/gemeenten/{place}/overeenkomsten/{contract}/beeindigen"
        pages += [rens.get(path), rens.post(path, day)]
    assert [page.status for page in pages] == [404] * 6
    assert len({page.h1 for page in pages}) == 1


@pytest.mark.parametrize(
    "path",
    [
        "aanbieders/bestaat-niet",
        "aanbieders/bestaat-niet/beheerders/uitnodigen",
        "gemeenten/bestaat-niet",
        "gemeenten/bestaat-niet/overeenkomsten",
        "gemeenten/brummen/overeenkomsten?aanbieder=bestaat-niet",
        "gemeenten/brummen/overeenkomsten/bestaat-niet/toevoegen",
        "productenboek/X000",
        "mensen/00000000-0000-4000-8000-000000000000",
    ],
)
def test_what_is_not_there_is_not_there(portal: Portal, path: str) -> None:
    assert portal.visitor("rens").get(f"/regio/{path}").status == 404


# -- a file


def test_a_file_with_good_and_wrong_lines_loads_nothing_and_gives_itself_back(
    portal: Portal,
) -> None:
    good = "Hattem;00100217;Wmo;PROEF-GOED;wmo-2026;1-1-2026;31-12-2030;W101"
    wrong = "Hattem;00100217;Wmo;PROEF-FOUT;wmo-2026;1-1-2026;31-2-2030;W101"
    twice = "Hattem;00100217;Wmo;PROEF-DUBBEL;wmo-2026;1-6-2026;31-12-2030;W101"
    rens = portal.visitor("rens")
    form = rens.get(IMPORT).form("/inlezen")
    for lines, told in (([good, wrong], "egel 3"), ([good, twice], "PROEF-GOED")):
        content = "\r\n".join([HEAD, *lines])
        file = (io.BytesIO(content.encode("cp1252")), "overeenkomsten.csv")
        page = rens.post(IMPORT, {**form, "bestand": file, "actie": "vastleggen"})
        assert page.status == 422
        assert any(told in line for line in page.errors), page.errors
        assert lines[1] in page.form("/inlezen")["regels"]
    assert portal.database.one("SELECT count(*) FROM contract WHERE number LIKE %s", "PROEF-%") == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02PK", b"a;b;c\n1;2;3"])
def test_a_file_that_is_no_list_of_contracts_is_refused(portal: Portal, content: bytes) -> None:
    rens = portal.visitor("rens")
    form = rens.get(IMPORT).form("/inlezen")
    page = rens.post(IMPORT, {**form, "bestand": (io.BytesIO(content), "iets.csv")})
    assert page.status == 422
    assert page.errors


def test_the_example_file_has_columns_that_can_be_read_in(portal: Portal) -> None:
    sent = portal.visitor("rens").get("/regio/overeenkomsten/voorbeeld.csv")
    assert sent.status == 200
    assert sent.response.get_data().startswith(b"\xef\xbb\xbf" + HEAD.encode())


# -- the first administrator


def test_the_link_of_a_first_administrator_works_once(portal: Portal) -> None:
    rens = portal.visitor("rens")
    assert rens.submit("/regio/aanbieder-toevoegen", PROVIDER).status == 303
    slug = portal.database.one("SELECT slug FROM provider WHERE kvk = '90001234'")
    rens.submit(
        f"/regio/aanbieders/{slug}/beheerders/uitnodigen",
        {"naam": "Petra Proef", "email": PROVIDER["contact_email"], "rol": "organisatiebeheerder"},
    )
    portal.work()
    link = link_to(portal, PROVIDER["contact_email"])
    words = {"wachtwoord": PASSWORD, "herhaling": PASSWORD}
    page = portal.visitor().get(link)
    first, second = portal.visitor(), portal.visitor()
    assert first.submit(link, words).status == 303
    assert second.get(link).status == 404
    assert (
        second.post(link, {**page.form(), **words, "csrf_token": second.csrf_token()}).status == 404
    )
    assert first.get("/aanbieder/lindehaege/").status == 404


def test_a_kvk_number_belongs_to_one_provider(portal: Portal) -> None:
    page = portal.visitor("rens").submit(
        "/regio/aanbieder-toevoegen", {**PROVIDER, "kvk": "00100217"}
    )
    assert page.status == 422
    assert page.form("/aanbieder-toevoegen")["naam"] == PROVIDER["naam"]
    assert portal.database.one("SELECT count(*) FROM provider WHERE kvk = '00100217'") == 1


# -- insight


def test_insight_goes_at_the_end_date_by_itself(portal: Portal) -> None:
    database, today = portal.database, portal.clock().date()
    submit(database, "verbeterplan", "brummen", "epe")
    database.admin.execute("DELETE FROM region_grant")
    database.admin.execute(
        "INSERT INTO region_grant (tenant_id, account_id, from_on, until_on, may_write, granted_by)"
        " SELECT id, %s, %s, %s, false, %s FROM tenant WHERE slug = 'brummen'",
        (database.account("rita"), today - timedelta(days=9), today, database.account("frank")),
    )
    rita = portal.visitor("rita")
    assert "Zorggroep Lindehaege" in rita.get("/regio/inzage").words
    seen = rita.get("/regio/inzage/lindehaege")
    assert seen.status == 200
    assert "Brummen" in seen.words
    assert "Epe" not in seen.words
    portal.at(portal.clock() + timedelta(days=1))
    later = portal.visitor("rita")
    assert "Brummen" not in later.get("/regio/").words
    assert later.get("/regio/inzage/lindehaege").status == 404


def test_without_insight_there_is_nothing_of_a_municipality(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen", "epe")
    portal.database.admin.execute("DELETE FROM region_grant")
    rita = portal.visitor("rita")
    assert "Lindehaege" not in rita.get("/regio/inzage").words
    assert rita.get("/regio/inzage/lindehaege").status == 404


# -- speed


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("oscar", "/platform/"),
        ("rens", "/regio/organisaties"),
        ("rens", "/regio/gemeenten/brummen/overeenkomsten"),
        ("rens", "/regio/productenboek"),
    ],
)
def test_a_page_asks_the_database_little(portal: Portal, slug: str, path: str) -> None:
    visitor = portal.visitor(slug)
    visitor.get(path)
    with counted(portal) as statements:
        assert visitor.get(path).status == 200
    assert len(statements) <= MOST_STATEMENTS, statements


@pytest.mark.parametrize("path", ["/regio/inzage", "/regio/inzage/lindehaege"])
def test_insight_costs_the_same_with_one_grant_and_with_eight_and_nothing_per_row(
    portal: Portal, path: str
) -> None:
    database = portal.database
    database.admin.execute("DELETE FROM region_grant")
    places = [slug for (slug,) in database.rows("SELECT slug FROM tenant ORDER BY slug")]
    assert len(places) == 8
    submit(database, "verbeterplan", "brummen", "epe")
    rita, costs = portal.visitor("rita"), []
    for let_in, times in ((["brummen"], 0), (["brummen"], 4), (places, 0)):
        for _ in range(times):
            submit(database, "verbeterplan", "brummen", "epe")
        database.admin.execute(
            "INSERT INTO region_grant"
            " (tenant_id, account_id, from_on, until_on, may_write, granted_by)"
            " SELECT id, %s, current_date - 1, current_date + 9, false, %s FROM tenant"
            " WHERE slug = ANY(%s) ON CONFLICT DO NOTHING",
            (database.account("rita"), database.account("frank"), let_in),
        )
        with counted(portal) as statements:
            assert rita.get(path).status == 200
        costs.append(len(statements))
    assert max(costs) <= MOST_STATEMENTS
    assert costs == [costs[0]] * 3
    assert "Epe" in rita.get(path).words
