"""The pages that exist in the demo only."""

from datetime import UTC, datetime
from pathlib import Path

from portal.adapters.mail import FolderMail, Mail
from portal.services.demo_guide import guide
from portal.web.demo.presenters import mails_in
from tests.support.app import Portal


def test_everybody_of_the_demo_can_be_signed_in_with_one_click(portal: Portal) -> None:
    page = portal.visitor().get("/demo")
    offered = page.tree.xpath("//input[@name='persoon']/@value")
    assert set(offered) == set(guide().about)
    assert len(offered) == len(set(offered))
    assert offered[:12] == list(guide().first)


def test_the_people_to_begin_with_are_those_of_the_explanation() -> None:
    assert guide().first == (
        "alice", "bob", "charlie", "dora", "eva", "frank", "jan", "tess", "lea", "rita", "rens",
        "oscar",
    )  # fmt: skip


def test_the_page_says_what_somebody_can_do_and_where(portal: Portal) -> None:
    [alice] = [
        " ".join(tile.text_content().split())
        for tile in portal.visitor().get("/demo").tree.xpath("//div[@class='pt-tile']")
        if tile.xpath(".//input[@value='alice']")
    ]
    assert "Contractmanager, Brummen" in alice
    assert guide().about["alice"] in alice
    assert "Aanmelden als Alice" in alice


def test_the_page_says_that_the_choice_of_ladders_is_the_demos(portal: Portal) -> None:
    page = portal.visitor().get("/demo")
    assert "Dit is een keuze van deze demo" in page.words
    rows = [" ".join(row.text_content().split()) for row in page.tree.xpath("//table//tbody/tr")]
    assert len(rows) == 8
    assert any(row.startswith("Brummen") and "Bijlage 4" in row for row in rows)
    assert any(row.startswith("Apeldoorn") and "Bijlage 9" in row for row in rows)
    assert any(row.startswith("Epe") and "Bijlage E" in row for row in rows)


def test_whoever_was_blocked_is_not_offered(portal: Portal) -> None:
    portal.database.admin.execute("UPDATE account SET blocked_at = now() WHERE slug = 'bea'")
    assert not portal.visitor().get("/demo").tree.xpath("//input[@value='bea']")


def test_one_click_signs_in_at_the_own_desk(portal: Portal) -> None:
    page = portal.visitor().post("/demo/aanmelden", {"persoon": "alice"})
    assert (page.status, page.location) == (303, "/g/brummen/")


def test_nobody_else_can_be_signed_in(portal: Portal) -> None:
    assert portal.visitor().post("/demo/aanmelden", {"persoon": "iemand"}).status == 404


def test_the_mailbox_shows_the_newest_mail_first_with_its_link(tmp_path: Path) -> None:
    folder = FolderMail(tmp_path, "Zorgportaal <portaal@voorbeeld.example>")
    for day in (2, 3):
        folder.send(
            Mail(
                key=f"mail:{day}",
                to="bob@voorbeeld.example",
                subject=f"Bericht {day}",
                body="Er staat iets klaar.\nLees het:\nhttp://127.0.0.1:8000/aanbieder/x\n\nTot ziens.",
                sent_at=datetime(2026, 3, day, 9, 5, tzinfo=UTC),
            )
        )
    newest, oldest = mails_in(tmp_path, at_most=10)
    assert (newest.subject, oldest.subject) == ("Bericht 3", "Bericht 2")
    assert newest.link == "/aanbieder/x"
    assert newest.sent == "3 maart 2026 om 10.05 uur"
    assert newest.paragraphs == ("Er staat iets klaar.\nLees het:", "Tot ziens.")
