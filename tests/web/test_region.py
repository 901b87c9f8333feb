"""The region's desk: organisations and their first administrator, contracts, insight. No JavaScript."""

from datetime import timedelta

import pytest

from tests.support.app import Portal
from tests.support.dossiers import date_parts

PROVIDER = {
    "naam": "Zorg aan de Proef",
    "kvk": "90001234",
    "agb": "90004321",
    "email": "info@proef.voorbeeld.example",
    "telefoon": "055 555 01 23",
    "bezoek_straat": "Proefweg 1",
    "bezoek_postcode": "7311 AB",
    "bezoek_plaats": "Apeldoorn",
    "post_gelijk": "ja",
    "contact_naam": "Petra Proef",
    "contact_telefoon": "055 555 01 24",
    "contact_email": "petra@proef.voorbeeld.example",
}
HEAD = "gemeente;kvk;domein;nummer;versie;van;tot en met;producten"
IMPORT = "/regio/overeenkomsten/inlezen"


def link_to(portal: Portal, email: str) -> str:
    """The link in the last mail to somebody, as a path."""
    mail = [mail for mail in portal.mail.sent if mail.to == email][-1]
    word = next(w for w in mail.body.split() if w.startswith(portal.settings.base_url))
    return word.removeprefix(portal.settings.base_url)


def test_the_region_adds_a_provider_and_invites_its_first_administrator_only(
    portal: Portal,
) -> None:
    rens = portal.visitor("rens")
    added = rens.submit("/regio/aanbieder-toevoegen", PROVIDER)
    assert added.status == 303, added.errors
    slug = portal.database.one("SELECT slug FROM provider WHERE kvk = '90001234'")
    invite = f"/regio/aanbieders/{slug}/beheerders/uitnodigen"
    email = PROVIDER["contact_email"]
    sent = rens.submit(
        invite, {"naam": "Petra Proef", "email": email, "rol": "organisatiebeheerder"}
    )
    assert sent.status == 303, sent.errors
    portal.work()
    petra = portal.visitor()
    words = "lopen langs de rivier"
    joined = petra.submit(link_to(portal, email), {"wachtwoord": words, "herhaling": words})
    assert joined.status == 303, joined.errors
    assert petra.get(f"/aanbieder/{slug}/collegas").status == 200
    second = rens.post(
        invite,
        {
            "csrf_token": rens.csrf_token(),
            "naam": "Nog Iemand",
            "email": "nog@voorbeeld.example",
            "rol": "organisatiebeheerder",
        },
    )
    assert second.status in (409, 422)
    assert "Petra Proef" in second.words
    assert portal.database.one("SELECT count(*) FROM account WHERE name = 'Nog Iemand'") == 0


def test_a_provider_is_refused_with_all_that_is_wrong_and_keeps_what_was_typed(
    portal: Portal,
) -> None:
    wrong = {**PROVIDER, "kvk": "123", "agb": "", "email": "geen adres"}
    page = portal.visitor("rens").submit("/regio/aanbieder-toevoegen", wrong)
    assert page.status == 422
    assert len(page.errors) >= 3
    assert page.form("/aanbieder-toevoegen")["naam"] == PROVIDER["naam"]
    assert portal.database.one("SELECT count(*) FROM provider WHERE name = %s", wrong["naam"]) == 0


def test_an_import_names_every_wrong_line_and_writes_nothing(portal: Portal) -> None:
    lines = "\n".join(
        [
            HEAD,
            "Nergens;00100217;Wmo;N-1;wmo-2026;1-1-2026;31-12-2030;W101",
            "Hattem;99999999;Wmo;N-2;wmo-2026;1-1-2026;31-12-2030;W101",
            "Hattem;00100217;Wmo;N-3;wmo-2026;31-12-2030;1-1-2026;W101",
        ]
    )
    before = portal.database.one("SELECT count(*) FROM contract")
    page = portal.visitor("rens").submit(IMPORT, {"regels": lines})
    assert page.status == 422
    assert all(f"egel {number}" in " ".join(page.errors) for number in (2, 3, 4)), page.errors
    assert portal.database.one("SELECT count(*) FROM contract") == before


def test_an_import_is_looked_at_first_written_then_and_the_same_a_second_time(
    portal: Portal,
) -> None:
    rens = portal.visitor("rens")
    lines = f"{HEAD}\nHattem;00100217;Wmo;HAT-PROEF;wmo-2026;1-1-2026;31-12-2030;W101"
    count = "SELECT count(*) FROM contract WHERE number = 'HAT-PROEF'"
    look = rens.submit(IMPORT, {"regels": lines})
    assert (look.status, look.h1) == (200, "Kijk na wat u gaat vastleggen"), look.errors
    assert "Er komt 1 overeenkomst bij." in look.words
    assert portal.database.one(count) == 0
    form = {**look.form("/inlezen"), "actie": "vastleggen"}
    assert rens.post(IMPORT, form).status == 303
    assert portal.database.one(count) == 1
    again = rens.post(IMPORT, form)
    assert "Alles stond er al" in rens.follow(again).words
    assert portal.database.one(count) == 1


def test_insight_ends_and_begins_again_with_the_municipality(portal: Portal) -> None:
    frank, rita = portal.visitor("frank"), portal.visitor("rita")
    portal.database.admin.execute(
        "DELETE FROM region_grant WHERE tenant_id = (SELECT id FROM tenant WHERE slug = 'brummen')"
    )
    assert "Brummen" not in rita.get("/regio/").words
    on = portal.clock().date()
    given = frank.submit(
        "/g/brummen/regio/toegang-geven",
        {
            "wie": str(portal.database.account("rita")),
            "mag": "meekijken",
            **date_parts("vanaf", on),
            **date_parts("tot_en_met", on + timedelta(days=30)),
        },
    )
    assert given.status == 303, given.errors
    assert "Brummen" in rita.get("/regio/").words
    page = frank.get("/g/brummen/regio")
    grant = portal.database.one(
        "SELECT g.id FROM region_grant g JOIN tenant t ON t.id = g.tenant_id WHERE t.slug = 'brummen'"
    )
    path = f"/g/brummen/regio/{grant}/beeindigen"
    assert frank.post(path, page.form(path)).status == 303
    assert "Brummen" not in rita.get("/regio/").words
    assert "Voorbij" in frank.get("/g/brummen/regio").words


@pytest.mark.parametrize("days", [733, 3000])
def test_insight_is_given_for_two_years_at_most(portal: Portal, days: int) -> None:
    portal.database.admin.execute("DELETE FROM region_grant")
    on = portal.clock().date()
    page = portal.visitor("frank").submit(
        "/g/brummen/regio/toegang-geven",
        {
            "wie": str(portal.database.account("rita")),
            "mag": "meekijken",
            **date_parts("vanaf", on),
            **date_parts("tot_en_met", on + timedelta(days=days)),
        },
    )
    assert page.status == 422
    assert portal.database.one("SELECT count(*) FROM region_grant") == 0


def test_a_product_is_added_once(portal: Portal) -> None:
    rens = portal.visitor("rens")
    product = {"code": "W999", "domein": "wmo", "naam": "Proefproduct"}
    assert rens.submit("/regio/product-toevoegen", product).status == 303
    assert "Proefproduct" in rens.get("/regio/productenboek").words
    assert rens.submit("/regio/product-toevoegen", product).status == 422


@pytest.mark.parametrize(
    ("slug", "path", "status"),
    [
        ("rita", "/regio/organisaties", 403),
        ("rita", "/regio/overeenkomsten/inlezen", 403),
        ("rita", "/regio/mensen", 403),
        ("rens", "/regio/inzage", 403),
        ("frank", "/regio/organisaties", 404),
        ("bob", "/regio/", 404),
    ],
)
def test_each_at_the_region_sees_the_own_pages_only(
    portal: Portal, slug: str, path: str, status: int
) -> None:
    assert portal.visitor(slug).get(path).status == status


@pytest.mark.parametrize(
    "path",
    ["", "organisaties", "overeenkomsten", "productenboek", "mensen", "product-toevoegen",
     "aanbieder-toevoegen", "overeenkomsten/inlezen", "aanbieders/lindehaege",
     "gemeenten/brummen", "gemeenten/brummen/overeenkomsten", "gemeenten/brummen/beheerders"],
)  # fmt: skip
def test_every_page_of_the_region_admin_opens(portal: Portal, path: str) -> None:
    page = portal.visitor("rens").get(f"/regio/{path}")
    assert page.status == 200
    assert page.h1
