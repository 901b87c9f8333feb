"""The pages on which a functional admin sets a municipality, without JavaScript."""

from typing import Any

import pytest

from portal.domain.configuration.sections import SECTIONS
from tests.support.app import Portal, Visitor
from tests.support.statements import counted

BASE = "/g/brummen/beheer"
SLUGS = [section.slug for section in SECTIONS]


@pytest.fixture
def frank(portal: Portal) -> Visitor:
    return portal.visitor("frank")


def document(portal: Portal, slug: str, municipality: str = "brummen") -> dict[str, Any]:
    return portal.database.one(
        "SELECT s.document FROM setting_version s JOIN tenant t ON t.id = s.tenant_id"
        " WHERE t.slug = %s AND s.section = %s ORDER BY s.version DESC LIMIT 1",
        municipality,
        slug,
    )


def rows(portal: Portal, slug: str, key: str) -> list[dict[str, Any]]:
    return document(portal, slug).get(key, [])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_section_has_its_page_with_its_purpose(frank: Visitor, slug: str) -> None:
    page = frank.get(f"{BASE}/instellingen/{slug}")
    section = next(one for one in SECTIONS if one.slug == slug)
    assert (page.status, page.h1) == (200, section.title)
    assert section.purpose in page.words
    start = frank.get(BASE)
    assert f"{BASE}/instellingen/{slug}" in start.links().values()


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "thema"])
def test_saving_a_page_without_a_change_is_no_new_version(
    frank: Visitor, portal: Portal, slug: str
) -> None:
    count = "SELECT count(*) FROM setting_version"
    before = portal.database.one(count)
    stored = document(portal, slug)
    addresses = [""] + [
        f"/onderdeel/{key}/1" for key, value in stored.items() if isinstance(value, list) and value
    ]
    for address in addresses:
        page = frank.get(f"{BASE}/instellingen/{slug}{address}")
        action = f"{BASE}/instellingen/{slug}{address}"
        if page.tree.xpath(f"//main//form[@action='{action}']"):
            sent = frank.post(action, page.form(action))
            assert sent.status == 303, (address, sent.errors)
            assert "niets te veranderen" in frank.follow(sent).text
    if slug not in ("brieven",):
        assert portal.database.one(count) == before


def test_a_term_is_added_changed_and_taken_away(frank: Visitor, portal: Portal) -> None:
    portal.database.admin.execute("DELETE FROM setting_version WHERE section = 'termijnen'")
    new = f"{BASE}/instellingen/termijnen/onderdeel/termijn/nieuw"
    page = frank.get(new)
    assert page.h1 == "Nieuwe termijn"
    sent = frank.submit(
        new,
        {
            "soort": "clientenstop",
            "handeling": "besluiten",
            "lengte": "10",
            "eenheid": "kalenderdagen",
            "herinneringen": "7, 2 0",
            "pauzeert": "ja",
            "waarom": "Zo werken wij.",
        },
        action="/nieuw",
    )
    assert sent.status == 303, sent.errors
    assert "Opgeslagen. Dit geldt meteen." in frank.follow(sent).text
    term = {
        "soort": "clientenstop",
        "handeling": "besluiten",
        "lengte": 10,
        "eenheid": "kalenderdagen",
        "herinneringen": [7, 2, 0],
        "pauzeert": True,
    }
    assert rows(portal, "termijnen", "termijn") == [term]
    address = f"{BASE}/instellingen/termijnen/onderdeel/termijn/1"
    assert frank.submit(address, {"lengte": "14"}, action="/1").status == 303
    assert rows(portal, "termijnen", "termijn") == [{**term, "lengte": 14}]
    page = frank.get(address)
    removed = frank.post(
        f"{BASE}/instellingen/termijnen/weg/termijn/1", page.form("/weg/termijn/1")
    )
    assert "is weggehaald" in frank.follow(removed).text
    assert rows(portal, "termijnen", "termijn") == []
    told = portal.database.rows(
        "SELECT note, summary FROM setting_version WHERE section = 'termijnen' ORDER BY version"
    )
    assert told[0][0] == "Zo werken wij."
    assert "Lengte: was 10, is nu 14" in told[1][1]


def test_a_mistake_stands_at_its_question_and_nothing_typed_is_lost(
    frank: Visitor, portal: Portal
) -> None:
    before = document(portal, "teams")
    sent = frank.submit(
        f"{BASE}/instellingen/teams/onderdeel/team/1",
        {"email": "geen adres", "waarvoor": "Alles wat komt."},
        action="/team/1",
    )
    assert sent.status == 422
    assert sent.title.startswith("Fout: ")
    assert sent.errors == [
        "Pas “E-mailadres” aan: “geen adres” past niet. Een adres ziet eruit als "
        "naam@organisatie.nl."
    ]
    form = sent.form("/team/1")
    assert (form["email"], form["waarvoor"]) == ("geen adres", "Alles wat komt.")
    assert sent.tree.xpath("//*[@id='fouten']//a/@href | //main//a[@href='#email']/@href")
    assert document(portal, "teams") == before


def test_what_is_wrong_elsewhere_names_its_place(frank: Visitor, portal: Portal) -> None:
    page = frank.get(f"{BASE}/instellingen/teams/onderdeel/team/4")
    sent = frank.post(f"{BASE}/instellingen/teams/weg/team/4", page.form("/weg/team/4"))
    said = frank.follow(sent).words
    assert "Het team “toezicht” kan niet weg" in said
    assert len(rows(portal, "teams", "team")) == 4


def test_rules_are_put_in_order_by_number_and_by_button(frank: Visitor, portal: Portal) -> None:
    page = frank.get(f"{BASE}/instellingen/routering")
    names = [rule["naam"] for rule in rows(portal, "routering", "regel")]
    order = f"{BASE}/instellingen/routering/volgorde/regel"
    form = page.form("/volgorde/regel")
    frank.post(order, {**form, "plaats-1": "3", "plaats-2": "1", "plaats-3": "2"})
    after = [rule["naam"] for rule in rows(portal, "routering", "regel")]
    assert after == [names[1], names[2], names[0]]
    form = frank.get(f"{BASE}/instellingen/routering").form("/volgorde/regel")
    frank.post(order, {**form, "omhoog": "3"})
    assert [rule["naam"] for rule in rows(portal, "routering", "regel")] == [
        names[1],
        names[0],
        names[2],
    ]
    form = frank.get(f"{BASE}/instellingen/routering").form("/volgorde/regel")
    frank.post(order, {**form, "plaats-1": "iets", "omlaag": "1"})
    assert rows(portal, "routering", "regel")[0]["naam"] == names[0]


def test_two_admins_at_once_both_see_both_and_nothing_is_lost(
    portal: Portal, frank: Visitor
) -> None:
    fien = portal.visitor("fien")
    address = f"{BASE}/instellingen/profiel"
    mine, hers = frank.get(address).form(), fien.get(address).form()
    assert fien.post(address, {**hers, "telefoon": "000-555 99 99"}).status == 303
    sent = frank.post(address, {**mine, "openingstijden": "Altijd open."})
    assert sent.status == 409
    assert "Fien Zegel heeft dit veranderd terwijl u bezig was" in sent.words
    assert "Telefoonnummer: was “000-555 20 20”, is nu “000-555 99 99”." in sent.words
    assert "is nu “Altijd open.”" in sent.words
    form = sent.form("/profiel")
    assert form["openingstijden"] == "Altijd open."
    # Saving on top is a choice that both sentences were read for.
    assert frank.post(address, form).status == 303
    assert document(portal, "profiel")["openingstijden"] == "Altijd open."


def test_a_row_that_moved_meanwhile_is_still_the_row_that_was_meant(
    portal: Portal, frank: Visitor
) -> None:
    fien = portal.visitor("fien")
    address = f"{BASE}/instellingen/routering/onderdeel/regel/1"
    mine = frank.get(address).form("/regel/1")
    order = fien.get(f"{BASE}/instellingen/routering").form("/volgorde/regel")
    fien.post(f"{BASE}/instellingen/routering/volgorde/regel", {**order, "omlaag": "1"})
    sent = frank.post(address, {**mine, "naar": "juridisch"})
    assert sent.status == 409
    form = sent.form("/regel/2")
    assert frank.post(f"{BASE}/instellingen/routering/onderdeel/regel/2", form).status == 303
    rules = rows(portal, "routering", "regel")
    assert (rules[1]["naam"], rules[1]["naar"]) == (mine["naam"], "juridisch")
    assert rules[0]["naar"] == "juridisch"


def test_an_extra_question_with_answers_and_a_condition(frank: Visitor, portal: Portal) -> None:
    new = f"{BASE}/instellingen/vragen/onderdeel/vraag/nieuw"
    form = frank.get(new).form("/nieuw")
    typed = {
        **form,
        "soort": "verbeterplan",
        "vraag": "Welke locatie?",
        "naam": "locatie",
        "type": "keuze",
        "verplicht": "ja",
        "vanaf-dag": "1",
        "vanaf-maand": "1",
        "vanaf-jaar": "2027",
        "alleen_als__er": "nee",
    }
    added = frank.post(new, {**typed, "rij-toevoegen": "optie"})
    assert added.status == 200
    assert added.errors == []
    ids = added.form("/nieuw")["optie"]
    again = frank.post(new, {**added.form("/nieuw"), "rij-toevoegen": "optie"})
    ids = again.form("/nieuw")["optie"]
    assert len(ids) >= 2
    filled = {
        f"optie-{row}-{key}": f"{key} {number}" if key == "tekst" else f"plek{number}"
        for number, row in enumerate(ids)
        for key in ("tekst", "waarde")
    }
    sent = frank.post(new, {**again.form("/nieuw"), **filled})
    assert sent.status == 303, sent.errors
    question = rows(portal, "vragen", "vraag")[-1]
    assert question["naam"] == "locatie"
    assert question["vanaf"] == "2027-01-01"
    assert [option["waarde"] for option in question["optie"]] == [
        f"plek{number}" for number in range(len(ids))
    ]
    assert "alleen_als" not in question


def test_the_name_of_the_municipality_is_not_asked(frank: Visitor) -> None:
    form = frank.get(f"{BASE}/instellingen/profiel").form("/profiel")
    assert "naam" not in form
    assert "regio" not in form


def test_texts_show_the_placeholders_that_are_accepted(frank: Visitor) -> None:
    page = frank.get(f"{BASE}/instellingen/teksten/onderdeel/mail/1")
    assert "{link}" in page.words
    assert "{aanbieder}" not in page.words
    page = frank.get(f"{BASE}/instellingen/teksten/onderdeel/tekst/1")
    assert "{aanbieder}" in page.words


@pytest.mark.rule("004-46")
def test_a_mail_without_a_way_to_the_portal_is_refused(frank: Visitor) -> None:
    sent = frank.submit(
        f"{BASE}/instellingen/teksten/onderdeel/mail/1",
        {"tekst": "Aanbieder {aanbieder} wil stoppen."},
        action="/mail/1",
    )
    assert sent.status == 422
    assert any("{aanbieder}" in error or "{link}" in error for error in sent.errors)


def test_previews_show_texts_mails_and_letters_filled_in(frank: Visitor) -> None:
    texts = frank.get(f"{BASE}/instellingen/teksten/voorbeeld")
    assert "Er ligt iets nieuws: CS-2026-0147" in texts.words
    assert "{" not in texts.words
    letters = frank.get(f"{BASE}/instellingen/brieven/voorbeeld")
    assert "Komt u met ons praten over overeenkomst WMO-2026-001?" in letters.words
    assert "Ingebrekestelling bij overeenkomst WMO-2026-001" in letters.words
    assert "{" not in letters.words


def test_own_words_for_a_letter_begin_with_those_of_the_portal(frank: Visitor) -> None:
    links = frank.get(f"{BASE}/instellingen/brieven/voorbeeld").links()
    href = next(href for text, href in links.items() if text.startswith("Eigen tekst maken: Ingeb"))
    form = frank.get(href).form("/nieuw")
    assert form["soort"] == "ingebrekestelling"
    assert form["onderwerp"] == "Ingebrekestelling bij overeenkomst {overeenkomst}"


def test_where_would_this_go_and_why(frank: Visitor) -> None:
    address = f"{BASE}/instellingen/routering/uitproberen"
    page = frank.get(f"{address}?soort=continuiteitsmelding&grond=d_maatregel")
    assert "Dit gaat naar Toezicht" in page.words
    assert "Regel 1 “Maatregelen van een toezichthouder” paste" in page.words
    assert "Regel 2 “Geld en bestuur” paste niet" in page.words
    part = frank.get(f"{address}?soort=verbeterplan", fragment=True)
    assert "het vangnetteam" in part.text
    assert "<html" not in part.text


def test_the_theme_is_seen_before_it_holds_and_refused_when_it_cannot_be_read(
    frank: Visitor, portal: Portal
) -> None:
    address = f"{BASE}/instellingen/thema"
    page = frank.get(address)
    form = page.form("/thema")
    before = document(portal, "thema")
    seen = frank.post(address, {**form, "basis-heading-color": "#0a3d62", "voorbeeld": "ja"})
    assert seen.status == 200
    href = next(one for one in seen.tree.xpath("//link/@href") if "concept.css" in one)
    assert "--basis-heading-color:#0a3d62" in frank.get(href).text
    assert document(portal, "thema") == before
    sent = frank.post(address, {**form, "basis-heading-color": "#eeeeee"})
    assert sent.status == 422
    assert any("koppen op de pagina" in error for error in sent.errors)
    sent = frank.post(address, {**form, "basis-heading-color": "#0a3d62"})
    assert sent.status == 303, sent.errors
    assert document(portal, "thema")["basis-heading-color"] == "#0a3d62"
    assert frank.get(f"{address}/concept.css?basis-heading-color=red").status == 404
    assert frank.get(f"{address}/concept.css?x=%7D*%7Bcolor:red").status == 404


def test_history_is_searched_and_any_version_is_had_again(frank: Visitor, portal: Portal) -> None:
    address = f"{BASE}/instellingen/profiel"
    first = document(portal, "profiel")
    frank.submit(
        address, {"telefoon": "000-555 99 99", "waarom": "Nieuwe centrale."}, action="/profiel"
    )
    history = frank.get(
        f"{BASE}/geschiedenis?onderdeel=profiel&zoek=centrale&persoon=Frank+Knoppers"
    )
    assert "Telefoonnummer: was “000-555 20 20”, is nu “000-555 99 99”." in history.words
    assert "Waarom: Nieuwe centrale." in history.words
    for nothing in (
        "zoek=onvindbaar",
        "persoon=Alice",
        "tot=2020-01-01",
        "onderdeel=routering&zoek=centrale",
    ):
        assert "Er is niets gevonden" in frank.get(f"{BASE}/geschiedenis?{nothing}").words
    part = frank.get(f"{BASE}/geschiedenis?onderdeel=profiel", fragment=True)
    assert "<html" not in part.text
    version = f"{BASE}/instellingen/profiel/versies/1"
    page = frank.get(version)
    assert "is nu “000-555 99 99”" in page.words
    back = frank.post(f"{version}/terugzetten", page.form("/terugzetten"))
    assert "Versie 1 van “Profiel” geldt weer." in frank.follow(back).text
    assert document(portal, "profiel") == first
    assert frank.get(f"{BASE}/instellingen/profiel/versies/99").status == 404


def test_restoring_over_a_change_that_was_not_seen_asks_to_look_again(
    frank: Visitor, portal: Portal
) -> None:
    address = f"{BASE}/instellingen/profiel"
    frank.submit(address, {"telefoon": "000-555 99 99"}, action="/profiel")
    form = frank.get(f"{address}/versies/1").form("/terugzetten")
    portal.visitor("fien").submit(address, {"telefoon": "000-555 88 88"}, action="/profiel")
    back = frank.post(f"{address}/versies/1/terugzetten", form)
    assert "intussen veranderd" in frank.follow(back).text
    assert document(portal, "profiel")["telefoon"] == "000-555 88 88"


def addresses() -> list[str]:
    return [
        "",
        "/geschiedenis",
        "/mandaten",
        "/klaar",
        "/ladders/beginnen",
        "/ladders/bijlage-4",
        "/ladders/bijlage-4/1",
        *(f"/instellingen/{slug}" for slug in SLUGS),
    ]


@pytest.mark.parametrize("address", addresses())
def test_only_a_functional_admin_of_the_own_municipality_comes_in(
    portal: Portal, address: str
) -> None:
    assert portal.visitor("frank").get(f"{BASE}{address}").status == 200
    assert portal.visitor("alice").get(f"{BASE}{address}").status == 403
    assert portal.visitor("esther").get(f"{BASE}{address}").status == 404
    assert portal.visitor("bob").get(f"{BASE}{address}").status == 404
    assert portal.visitor().get(f"{BASE}{address}").status == 303


@pytest.mark.parametrize(
    "address",
    [
        "/instellingen/onbekend",
        "/instellingen/teams/onderdeel/team/99",
        "/instellingen/teams/onderdeel/team/0",
        "/instellingen/teams/onderdeel/email/1",
        "/instellingen/teams/onderdeel/team",
        "/instellingen/teams/versies/0",
    ],
)
def test_what_is_not_there_is_not_there(frank: Visitor, address: str) -> None:
    assert frank.get(f"{BASE}{address}").status == 404


@pytest.mark.parametrize("address", addresses())
def test_no_page_of_the_desk_takes_more_than_fifteen_statements(
    portal: Portal, frank: Visitor, address: str
) -> None:
    with counted(portal) as seen:
        assert frank.get(f"{BASE}{address}").status == 200
    assert len(seen) <= 15, "\n".join(" ".join(one.split())[:120] for one in seen)
