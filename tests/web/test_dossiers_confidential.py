"""Bibob and fraud dossiers: only for named people, and the reports that fraud asks."""

import pytest

from tests.support.app import Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import contract_of, open_case, open_in_browser
from tests.support.submitting import file_in


def begun(portal: Portal) -> Walk:
    path = open_in_browser(portal, portal.visitor("alice"), vertrouwelijk="fraude")
    return Walk(portal, "alice", path)


def test_who_is_let_in_sees_the_dossier_until_the_access_is_taken_away(portal: Portal) -> None:
    walk = begun(portal)
    assert walk.as_("jan").get(walk.path).status == 404
    assert walk.number not in walk.as_("jan").get("/g/brummen/dossiers").text
    page = walk.act("/mensen", {"wie": str(portal.database.account("jan"))})
    assert "toegelaten door Alice" in page.words
    assert walk.as_("jan").get(walk.path).status == 200
    path = f"{walk.path}/mensen/{portal.database.account('jan')}/weg"
    alice = walk.as_("alice")
    gone = alice.post(path, alice.get(f"{walk.path}/mensen").form("/weg"))
    assert "De toegang is ingetrokken." in alice.follow(gone).words
    assert walk.as_("jan").get(walk.path).status == 404


@pytest.mark.rule("004-95")
def test_a_fraud_dossier_closes_only_after_both_reports(portal: Portal) -> None:
    walk = begun(portal)
    page = walk.page()
    tasks = [href for href in page.links().values() if href and "/taken/" in href]
    assert len(tasks) == 2
    closing = walk.as_("alice").get(f"{walk.path}/sluiten")
    assert "Doe eerst dit" in closing.words
    for href in tasks:
        walk.act(href, {"toelichting": "Gedaan, kenmerk 123."})
    assert "Dit dossier is gesloten" in walk.act("/sluiten", {"resultaat": "Afgerond."}).words


def test_a_stop_of_a_confidential_dossier_is_for_the_named_people_only(portal: Portal) -> None:
    give_mandate(portal, "brummen", "alice", "frank", "clientenstop")
    walk = begun(portal)
    walk.act("/mensen", {"wie": str(portal.database.account("lea"))})
    walk.impose(
        "5a", "lea", **{"producten-brummen": "W101"}, vanaf=walk.days(0), reden="Het is ernstig."
    )
    own = walk.as_("alice").get("/g/brummen/clientenstops")
    assert walk.number in own.words
    others = walk.as_("jan").get("/g/brummen/clientenstops")
    assert "Er zijn geen cliëntenstops" in others.words


def test_who_sees_no_dossiers_is_not_offered_to_be_let_in(portal: Portal) -> None:
    alice = portal.visitor("alice")
    contract = contract_of(portal, "brummen", "lindehaege")
    form = alice.get(f"/g/brummen/dossiers/nieuw/{contract}")
    offered = form.tree.xpath("//input[@name='mensen']/@value")
    assert str(portal.database.account("jan")) in offered
    assert str(portal.database.account("frank")) not in offered
    sent = alice.submit(
        f"/g/brummen/dossiers/nieuw/{contract}",
        {
            "titel": "Facturen",
            "spoor": "reactief",
            "wat": "Er zijn uren geschreven die niet kunnen.",
            "bron": "eigen",
            "categorieen": ["fraude"],
            "vertrouwelijk": "fraude",
            "mensen": [str(portal.database.account("frank"))],
        },
    )
    assert sent.status == 422
    assert portal.database.one("SELECT count(*) FROM dossier") == 0


def handed_in(portal: Portal, confidentiality: str) -> str:
    """The reference of a plan that a dossier asked for, with a desk of its own."""
    case, database = open_case(portal, confidentiality=confidentiality), portal.database
    case.ask_plan()
    with database.scoped(database.provider("lindehaege", "bob")) as session:
        filed = file_in(
            session, "verbeterplan", "brummen", for_dossier_id=case.id, onderwerp="Urenfraude"
        )
    portal.work()
    return filed.reference


@pytest.mark.parametrize("confidentiality", ["gewoon", "fraude", "bibob"])
def test_the_plan_of_a_confidential_dossier_is_for_the_named_people_only(
    portal: Portal, confidentiality: str
) -> None:
    reference = handed_in(portal, confidentiality)
    addresses = {mail.to for mail in portal.mail.sent if f"/zaken/{reference}" in mail.body}
    alice = portal.database.one("SELECT email FROM account WHERE slug = 'alice'")
    assert addresses
    assert (addresses == {alice}) is (confidentiality != "gewoon")
    for who in ("alice", "jan", "lea", "tess"):
        visitor, sees = portal.visitor(who), who == "alice" or confidentiality == "gewoon"
        case = visitor.get(f"/g/brummen/zaken/{reference}")
        assert case.status == (200 if sees else 404), who
        for query in ("wie=alle", "wie=alle&zoek=Urenfraude", f"wie=alle&zoek={reference}"):
            page = visitor.get(f"/g/brummen/?{query}")
            words = f"{page.words} {visitor.follow(page).words if page.status == 303 else ''}"
            assert ("Urenfraude" in words) is sees, (who, query)
    portal.database.admin.execute(
        "INSERT INTO region_grant (tenant_id, account_id, from_on, until_on, may_write, granted_by)"
        " SELECT t.id, r.id, current_date - 9, current_date + 9, false, f.id"
        " FROM tenant t, account r, account f"
        " WHERE t.slug = 'brummen' AND r.slug = 'rita' AND f.slug = 'frank'"
    )
    insight = portal.visitor("rita").get("/regio/inzage/lindehaege")
    assert (reference in insight.words) is (confidentiality == "gewoon")
