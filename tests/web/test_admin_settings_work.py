"""What a functional admin sets is what others meet: questions, terms, texts, routing, days."""

from datetime import UTC, datetime

import pytest
from psycopg.types.json import Jsonb

from portal.domain.configuration.sections import SECTIONS
from tests.support.app import Page, Portal, Visitor
from tests.support.dossier_pages import Walk
from tests.support.dossiers import date_parts, open_in_browser
from tests.support.forms import begin, plan, send

BASE = "/g/brummen/beheer/instellingen"
MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def frank(portal: Portal) -> Visitor:
    portal.at(MONDAY)
    return portal.visitor("frank")


def saved(page: Page) -> Page:
    assert page.status == 303, (page.status, page.errors)
    return page


def asked_of_a_plan(portal: Portal) -> str:
    """The words of the page with questions of municipalities, in a plan for Brummen."""
    bob = portal.visitor("bob")
    pages = plan("brummen", vragen={})
    path = begin(bob, "verbeterplan")
    while not path.endswith("/controleren"):
        step = path.partition("?")[0].rpartition("/")[2]
        if step == "vragen":
            return bob.get(path).words
        answer = bob.submit(path, pages[step])
        assert answer.status == 303, (step, answer.errors)
        path = answer.location
    return ""


def test_an_extra_question_is_asked_from_its_day_and_not_of_what_came_before(
    portal: Portal, frank: Visitor
) -> None:
    new = f"{BASE}/vragen/onderdeel/vraag/nieuw"
    saved(
        frank.submit(
            new,
            {
                "soort": "verbeterplan", "vraag": "Welke locatie bedoelt u?", "naam": "locatie",
                "type": "tekst", "verplicht": "ja", "alleen_als__er": "nee",
                **date_parts("vanaf", datetime(2026, 5, 6, tzinfo=UTC).date()),
            },
            action="/nieuw",
        )
    )  # fmt: skip
    assert "Welke locatie bedoelt u?" not in asked_of_a_plan(portal)
    bob = portal.visitor("bob")
    earlier = send(bob, "verbeterplan", plan("brummen", vragen={}))
    assert earlier.status == 200
    portal.at(datetime(2026, 5, 6, 10, 0, tzinfo=UTC))
    assert "Welke locatie bedoelt u?" in asked_of_a_plan(portal)
    # What was handed in before keeps the questions of its day.
    again = portal.visitor("bob").get(earlier.response.request.path)
    assert "Welke locatie" not in again.words


def test_a_rule_of_its_own_sends_what_comes_next_to_another_team(
    portal: Portal, frank: Visitor
) -> None:
    saved(
        frank.submit(
            f"{BASE}/routering/onderdeel/regel/nieuw",
            {"naam": "Plannen naar jurist", "soort": ["verbeterplan"], "naar": "juridisch"},
            action="/nieuw",
        )
    )
    send(portal.visitor("bob"), "verbeterplan", plan("brummen", vragen={}))
    portal.work()
    routed = portal.database.rows("SELECT desk, routing FROM delivery WHERE desk IS NOT NULL")
    assert [row[0] for row in routed] == ["juridisch"]
    assert "Plannen naar jurist" in str(routed[0][1])


def test_an_own_term_and_a_closed_day_decide_the_day_on_the_work_list(
    portal: Portal, frank: Visitor
) -> None:
    portal.database.admin.execute("DELETE FROM setting_version WHERE section = 'termijnen'")
    saved(
        frank.submit(
            f"{BASE}/termijnen/onderdeel/termijn/nieuw",
            {
                "soort": "verbeterplan", "handeling": "oppakken", "lengte": "2",
                "eenheid": "werkdagen", "herinneringen": "0", "pauzeert": "nee",
            },
            action="/nieuw",
        )
    )  # fmt: skip
    saved(
        frank.submit(
            f"{BASE}/openingsdagen/onderdeel/sluiting/nieuw",
            {
                **date_parts("van", datetime(2026, 5, 6, tzinfo=UTC).date()),
                "reden": "Personeelsdag",
            },
            action="/nieuw",
        )
    )
    send(portal.visitor("bob"), "verbeterplan", plan("brummen", vragen={}))
    portal.work()
    due = portal.database.one("SELECT due_on FROM delivery WHERE due_on IS NOT NULL")
    # 4 May counts not, 5 May is Bevrijdingsdag, 6 May is closed: 7 and 8 May.
    assert due.isoformat() == "2026-05-08"


def test_own_words_for_the_receipt_are_what_the_provider_reads(
    portal: Portal, frank: Visitor
) -> None:
    rows = portal.database.one(
        "SELECT s.document FROM setting_version s JOIN tenant t ON t.id = s.tenant_id"
        " WHERE t.slug = 'brummen' AND s.section = 'teksten' ORDER BY s.version DESC LIMIT 1"
    )["tekst"]
    number = next(
        n
        for n, row in enumerate(rows, start=1)
        if row["soort"] == "verbeterplan" and row["plek"] == "ontvangst"
    )
    saved(
        frank.submit(
            f"{BASE}/teksten/onderdeel/tekst/{number}",
            {"tekst": "Dank u wel. Wij lezen {kenmerk} binnen een week."},
            action=f"/tekst/{number}",
        )
    )
    page = send(portal.visitor("bob"), "verbeterplan", plan("brummen", vragen={}))
    assert "binnen een week." in page.words
    assert "{kenmerk}" not in page.words


def test_the_termijnenwet_is_switched_per_domain_and_the_switch_is_told(
    portal: Portal, frank: Visitor
) -> None:
    page = frank.get(f"{BASE}/termijnen")
    form = page.form("/termijnen")
    names = {name: value for name, value in form.items() if name.startswith("termijnenwet")}
    assert set(names.values()) == {"nee"}
    wmo = next(name for name in names if "wmo" in name)
    saved(frank.post(f"{BASE}/termijnen", {**form, wmo: "ja", "waarom": "Advies van de jurist."}))
    after = frank.get(f"{BASE}/termijnen").form("/termijnen")
    assert {name: after[name] for name in names} == {**names, wmo: "ja"}
    history = frank.get("/g/brummen/beheer/geschiedenis?onderdeel=termijnen&zoek=jurist")
    assert "Advies van de jurist." in history.words
    assert "Wmo" in history.words


def test_the_termijnenwet_moves_the_dates_of_that_domain_only(
    portal: Portal, frank: Visitor
) -> None:
    portal.at(datetime(2026, 3, 7, 10, 0, tzinfo=UTC))  # a Saturday; two weeks on is one too
    frank = portal.visitor("frank")
    form = frank.get(f"{BASE}/termijnen").form("/termijnen")
    wmo = next(name for name in form if name.startswith("termijnenwet") and "wmo" in name)
    saved(frank.post(f"{BASE}/termijnen", {**form, wmo: "ja", "waarom": "Advies van de jurist."}))
    proposed = {}
    for domain in ("wmo", "jeugd"):
        path = open_in_browser(portal, portal.visitor("alice"), domain=domain)
        work = Walk(portal, "alice", path).prepare("stap", "2")
        proposed[domain] = portal.visitor("alice").get(f"{work}/keuzes").words
    assert "23 maart 2026" in proposed["wmo"]
    assert "Door de Algemene termijnenwet (art. 1)" in proposed["wmo"]
    assert "21 maart 2026" in proposed["jeugd"]


@pytest.mark.parametrize(
    "subject", ["", "ladders", "bijlage-4", "mensen", "routering", "onbekend", "instellingen"]
)
def test_the_history_can_be_narrowed_to_any_subject_and_searched(
    frank: Visitor, subject: str
) -> None:
    for more in ("", "&zoek=a", "&persoon=Frank+Knoppers", "&van=2026-01-01&tot=2026-12-31"):
        page = frank.get(f"/g/brummen/beheer/geschiedenis?onderdeel={subject}{more}")
        assert page.status == 200, (subject, more)


# Sections that are the same in every municipality of the demo.
OTHERWISE = {
    "vier_ogen": {
        "schakelaar": [
            {
                "handeling": "ladder_publiceren",
                "aan": False,
                "reden": "Er is hier maar één beheerder.",
            }
        ]
    },
    "acceptatieplicht": {"wens": {"gevolg": "blijft", "toelichting": "Zo lezen wij het."}},
}


@pytest.mark.parametrize("slug", [section.slug for section in SECTIONS])
def test_restoring_a_section_gives_back_all_of_it(
    portal: Portal, frank: Visitor, slug: str
) -> None:
    versions = (
        "SELECT s.version, s.document FROM setting_version s JOIN tenant t ON t.id = s.tenant_id"
        " WHERE t.slug = %s AND s.section = %s ORDER BY s.version"
    )
    mine = portal.database.rows(versions, "brummen", slug)[0][1]
    theirs = portal.database.rows(versions, "apeldoorn", slug)[0][1]
    changed = OTHERWISE.get(slug, theirs)
    assert changed != mine
    portal.database.admin.execute(
        "INSERT INTO setting_version (tenant_id, section, version, document, author_name,"
        " created_at) SELECT id, %s, 2, %s, 'Een ander', now() FROM tenant WHERE slug = 'brummen'",
        (slug, Jsonb(changed)),
    )
    page = frank.get(f"{BASE}/{slug}/versies/1")
    assert page.status == 200
    back = frank.post(f"{BASE}/{slug}/versies/1/terugzetten", page.form("/terugzetten"))
    assert back.status == 303
    found = portal.database.rows(versions, "brummen", slug)
    assert [version for version, _ in found] == [1, 2, 3], frank.follow(back).words[:300]
    assert found[2][1] == mine
    assert found[1][1] == changed
