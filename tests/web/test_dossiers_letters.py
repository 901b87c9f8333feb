"""Letters of a dossier by its pages: Word and back, the fixed PDF, and the proof that it was there."""

import hashlib
import io

import pytest
from docx import Document

from portal.domain.calendar import format_long_date
from tests.support.app import Portal
from tests.support.dossier_pages import Walk
from tests.support.dossiers import open_in_browser

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen.",
}


def begun(portal: Portal) -> Walk:
    return Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice")))


def test_a_letter_goes_to_word_and_what_was_changed_there_comes_back(portal: Portal) -> None:
    walk = begun(portal)
    work = walk.prepare("stap", "3")
    walk.fill(work, "brief", **NOTICE)
    alice = walk.as_("alice")
    letter = alice.get(f"{work}/brief")
    assert letter.links()["download hem voor Word"] == f"{work}/brief.docx"
    document = Document(io.BytesIO(alice.client.get(f"{work}/brief.docx").data))
    target = next(p for p in document.paragraphs if p.text == NOTICE["brief_verbeteringen"])
    target.text = "Lever voortaan op tijd."
    edited = io.BytesIO()
    document.save(edited)
    fields = alice.get(f"{work}/uit-word").form("/uit-word")
    back = alice.post(
        f"{work}/uit-word", {**fields, "bestand": (io.BytesIO(edited.getvalue()), "brief.docx")}
    )
    assert back.status == 303, back.errors
    assert "Lever voortaan op tijd." in alice.follow(back).words
    late = alice.post(
        f"{work}/uit-word", {**fields, "bestand": (io.BytesIO(edited.getvalue()), "brief.docx")}
    )
    assert late.status == 422
    assert "ondertussen gewijzigd" in late.words


def test_a_file_that_is_no_letter_is_refused_with_a_sentence(portal: Portal) -> None:
    walk = begun(portal)
    work = walk.prepare("stap", "3")
    walk.fill(work, "brief", **NOTICE)
    alice = walk.as_("alice")
    fields = alice.get(f"{work}/uit-word").form("/uit-word")
    for sent in ({}, {"bestand": (io.BytesIO(b"%PDF-1.7"), "brief.docx")}):
        page = alice.post(f"{work}/uit-word", {**fields, **sent})
        assert page.status == 422
        assert page.errors
    assert NOTICE["brief_verbeteringen"] in alice.get(f"{work}/voorbeeld").words


@pytest.mark.rule("004-46")
def test_a_sent_letter_is_fixed_with_its_hash_and_the_mail_only_says_that_it_waits(
    portal: Portal,
) -> None:
    walk = begun(portal)
    walk.invite("1", "Wij nodigen u uit voor een gesprek.")
    letter = walk.page("/brieven/1")
    pdf = walk.as_("alice").client.get(f"{walk.path}/brieven/1.pdf").data
    assert hashlib.sha256(pdf).hexdigest() in letter.words
    assert b"/StructTreeRoot" in pdf
    assert "Nog niet geopend" in letter.words
    walk.opens_letter(1)
    assert "door Bob" in walk.page("/brieven/1").words
    mails = [mail for mail in portal.mail.sent if walk.number in mail.subject]
    assert mails
    for mail in mails:
        assert "gesprek" not in mail.body
        assert "Rapportages" not in mail.body + mail.subject
    again = walk.as_("alice").client.get(f"{walk.path}/brieven/1.pdf").data
    assert again == pdf


@pytest.mark.rule("004-62")
@pytest.mark.parametrize(
    ("municipality", "manager", "code", "more", "own_part"),
    [
        ("brummen", "alice", "2", {}, False),
        ("brummen", "alice", "3", {"reden": "Ernstig."}, True),
        ("apeldoorn", "dora", "3", {"vorm": "ingebrekestelling", "reden": "Ernstig."}, False),
    ],
)
def test_a_letter_with_a_term_says_its_last_day_once(
    portal: Portal, municipality: str, manager: str, code: str, more: dict[str, str],
    own_part: bool,
) -> None:  # fmt: skip
    visitor = portal.visitor(manager)
    walk = Walk(portal, manager, open_in_browser(portal, visitor, municipality))
    work = walk.prepare("stap", code)
    walk.fill(work, "keuzes", termijn=walk.days(20), **more)
    walk.fill(work, "brief", **(NOTICE if own_part else {"brief_tekst": "Wij schrijven u."}))
    words = walk.page(f"{work.removeprefix(walk.path)}/voorbeeld").words
    assert words.count(f"U hebt de tijd tot en met {format_long_date(walk.days(20))}.") == 1
    assert ("Uw termijn" in words) is not own_part
