"""The start page of a provider: what waits for whom, at all municipalities, and by when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from portal.web.database import db
from tests.support.answers import ask_for_more, decide
from tests.support.app import Page, Portal
from tests.support.forms import HOME, LINDEHAEGE
from tests.support.submitting import submit

HERE = f"{LINDEHAEGE}/"
DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


@pytest.fixture
def portal(portal: Portal) -> Portal:
    portal.at(DAY)
    return portal


def group(page: Page, name: str) -> str:
    section = page.tree.xpath(f"//section[@aria-labelledby='stand-{name}']")[0]
    return " ".join(section.text_content().split())


def titles(page: Page) -> list[str]:
    return [a.text_content() for a in page.tree.xpath("//a[contains(@class, 'pt-task__title')]")]


def test_an_empty_overview_says_so_and_where_to_go(portal: Portal) -> None:
    page = portal.visitor("bob").get(HERE)
    assert "Geen enkele gemeente wacht op iets van u." in page.words
    assert page.links()["Indienen"] == f"{LINDEHAEGE}/indienen"


def test_what_waits_for_us_for_them_and_what_is_done_stand_apart(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen", "epe", "apeldoorn")
    portal.work()
    ask_for_more(portal, "brummen", by=date(2026, 3, 12))
    decide(portal, "epe", "aanvaard")
    page = portal.visitor("bob").get(HERE)
    ours, theirs, done = (group(page, name) for name in ("ons", "gemeente", "afgerond"))
    assert "Gemeente Brummen" in ours
    assert "Antwoord uiterlijk donderdag 12 maart 2026" in ours
    assert "6 kalenderdagen na 6 maart 2026" in ours
    assert "Gemeente Apeldoorn" in theirs
    assert "Gemeente Epe" in done
    assert "Plan aanvaard" in done
    assert "Brummen" not in theirs + done


def test_a_question_past_its_date_is_marked_late(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    ask_for_more(portal, "brummen", by=date(2026, 3, 7))
    portal.at(DAY + timedelta(days=1))
    assert "te laat" not in portal.visitor("bob").get(HERE).words
    portal.at(DAY + timedelta(days=2))
    page = portal.visitor("bob").get(HERE)
    assert "1 dag te laat" in group(page, "ons").lower()
    assert page.tree.xpath("//li[contains(@class, 'pt-task--late')]")


def test_the_list_is_filtered_and_searched(portal: Portal) -> None:
    plan = submit(portal.database, "verbeterplan", "brummen", "epe", onderwerp="Roosters 100% rond")
    submit(portal.database, "clientenstop", "epe")
    bob = portal.visitor("bob")
    assert titles(bob.get(f"{HERE}?soort=verbeterplan")) == ["Roosters 100% rond"] * 2
    assert titles(bob.get(f"{HERE}?soort=verbeterplan&gemeente=epe")) == ["Roosters 100% rond"]
    assert len(titles(bob.get(f"{HERE}?gemeente=epe"))) == 2
    assert len(titles(bob.get(f"{HERE}?zoek={plan.reference.lower()}"))) == 2
    assert len(titles(bob.get(f"{HERE}?zoek=100%25+rond"))) == 2
    assert titles(bob.get(f"{HERE}?zoek=1%25rond")) == []
    assert titles(bob.get(f"{HERE}?stand=afgerond")) == []
    assert "Niets gevonden" in bob.get(f"{HERE}?zoek=bestaatniet").words


def test_page_and_fragment_come_from_one_view(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    bob = portal.visitor("bob")
    page, part = (
        bob.get(f"{HERE}?soort=verbeterplan"),
        bob.get(f"{HERE}?soort=verbeterplan", fragment=True),
    )
    assert "<html" not in part.text
    assert titles(part) == titles(page) == ["Tijdig rapporteren"]
    assert part.tree.xpath("//*[@id='resultaten']")


def test_a_long_list_is_paged_forth_and_back_without_gaps(portal: Portal) -> None:
    for number in range(60):
        portal.at(DAY + timedelta(minutes=number // 3))  # several in the same instant
        submit(portal.database, "verbeterplan", "brummen", onderwerp=f"Plan {number:02d}")
    bob = portal.visitor("bob")
    first = bob.get(HERE)
    assert len(titles(first)) == 10
    page = bob.get(first.links()["Alle 60 bekijken: Wacht op de gemeente (60)"])
    pages = [titles(page)]
    while "Volgende →" in page.links():
        page = bob.get(page.links()["Volgende →"])
        pages.append(titles(page))
    assert [len(each) for each in pages] == [25, 25, 10]
    seen = [title for each in pages for title in each]
    assert sorted(seen) == [f"Plan {number:02d}" for number in range(60)]
    assert seen[0] in ("Plan 57", "Plan 58", "Plan 59")
    back = [pages[-1]]
    while "← Vorige" in page.links():
        page = bob.get(page.links()["← Vorige"])
        back.insert(0, titles(page))
    assert back == pages


@pytest.mark.parametrize(
    "query", ["na=x", "na=2026-03-06_x", "voor=%00", "stand=iets", "soort=../", "gemeente=%00'"]
)
def test_a_query_that_means_nothing_is_passed_over(portal: Portal, query: str) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    page = portal.visitor("bob").get(f"{HERE}?stand=gemeente&{query}")
    assert page.status == 200


def test_another_providers_overview_is_not_there(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen", onderwerp="Geheim plan")
    charlie = portal.visitor("charlie")
    assert charlie.get(HERE).status == 404
    assert "Geheim plan" not in charlie.get(f"{HOME['charlie']}/").text


def test_a_draft_stands_on_the_overview_with_its_age(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = bob.get(f"{LINDEHAEGE}/indienen/verbeterplan").location
    bob.submit(path, {"onderwerp": "Half plan", "actie": "concept"})
    page = bob.get(HERE)
    assert "Half plan" in page.links()
    assert "begonnen vandaag" in page.words


def statements(portal: Portal, path: str) -> int:
    """How many statements a page takes, as the database counts them."""
    bob, count = portal.visitor("bob"), 0
    bob.get(path)

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    with portal.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", counted)
    try:
        assert bob.get(path).status == 200
    finally:
        event.remove(engine, "before_cursor_execute", counted)
    return count


def test_no_page_takes_more_statements_when_there_is_more_to_show(portal: Portal) -> None:
    filed = submit(portal.database, "clientenstop", "brummen")
    portal.work()
    paths = [
        HERE,
        f"{LINDEHAEGE}/indieningen/{filed.reference}",
        f"{LINDEHAEGE}/indieningen/{filed.reference}/ontvangstbewijs",
        f"{LINDEHAEGE}/concepten",
        f"{LINDEHAEGE}/gegevens",
        portal.visitor("bob").get(f"{LINDEHAEGE}/indienen/clientenstop").location,
        f"{LINDEHAEGE}/indienen",
    ]
    few = {path: statements(portal, path) for path in paths}
    for _ in range(12):
        submit(portal.database, "verbeterplan", "brummen", "epe", "apeldoorn")
    portal.work()
    many = {path: statements(portal, path) for path in paths}
    assert many == few
    assert max(many.values()) <= 15, many
