"""The Word template of letters: uploaded by a functional admin, and never able to do anything."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from portal.adapters import word_sandbox
from portal.adapters.word import example_template
from portal.services.letter_templates import letter_template
from tests.support.app import Page, Portal, Visitor
from tests.support.dossier_pages import put_back
from tests.support.dossiers import fill_page, open_in_browser

BASE = "/g/brummen/beheer/instellingen/brieven"
PAGE = f"{BASE}/sjabloon"


@pytest.fixture
def frank(portal: Portal) -> Visitor:
    return portal.visitor("frank")


def in_house_style(*more: str) -> bytes:
    """The example as somebody would change it in Word."""
    document = Document(io.BytesIO(example_template()))
    document.paragraphs[0].insert_paragraph_before("Huisstijl van Brummen")
    for line in more:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def upload(visitor: Visitor, content: bytes, name: str = "huisstijl.docx", **more: Any) -> Page:
    form = visitor.get(PAGE).form("/sjabloon")
    return visitor.post(PAGE, {**form, **more, "sjabloon": (io.BytesIO(content), name)})


def in_use(portal: Portal) -> bytes | None:
    scope = portal.database.tenant("brummen", "frank")
    with portal.database.scoped(scope) as session:
        return letter_template(session, scope, portal.storage)


def test_a_template_is_uploaded_handed_out_replaced_and_had_again(
    portal: Portal, frank: Visitor
) -> None:
    assert PAGE in frank.get(BASE).links().values()
    assert "Er is geen sjabloon" in frank.get(PAGE).words
    assert frank.get(f"{BASE}/sjabloon.docx").status == 404
    example = frank.client.get(f"{BASE}/voorbeeldsjabloon.docx")
    assert Document(io.BytesIO(example.data)).paragraphs

    first = in_house_style()
    sent = upload(frank, first, waarom="Nieuwe huisstijl.")
    assert sent.status == 303, sent.errors
    page = frank.follow(sent)
    assert "huisstijl.docx" in page.words
    handed = frank.client.get(f"{BASE}/sjabloon.docx")
    assert handed.data == first
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert in_use(portal) == first

    second = in_house_style("Met een regel erbij.")
    assert upload(frank, second, name="nieuw.docx").status == 303
    assert in_use(portal) == second
    dropped = frank.post(f"{PAGE}/weg", frank.get(PAGE).form("/weg"))
    assert dropped.status == 303
    assert in_use(portal) is None

    history = frank.get("/g/brummen/beheer/geschiedenis?onderdeel=brieven")
    assert "Nieuwe huisstijl." in history.words
    assert "nieuw.docx" in history.words
    version = portal.database.one(
        "SELECT min(s.version) FROM setting_version s JOIN tenant t ON t.id = s.tenant_id"
        " WHERE t.slug = 'brummen' AND s.section = 'brieven' AND s.document ? 'sjabloon'"
    )
    old = f"{BASE}/versies/{version}"
    back = frank.post(f"{old}/terugzetten", frank.get(old).form("/terugzetten"))
    assert back.status == 303
    assert in_use(portal) == first


def test_words_of_a_letter_change_without_touching_the_template(
    portal: Portal, frank: Visitor
) -> None:
    mine = in_house_style()
    upload(frank, mine)
    sent = frank.submit(f"{BASE}/onderdeel/brief/1", {"slot": "Bel ons gerust."}, action="/brief/1")
    assert sent.status == 303, sent.errors
    assert in_use(portal) == mine
    assert not frank.get(BASE).tree.xpath("//main//*[starts-with(@name, 'sjabloon')]")


ATTACKS = [
    "{{ cycler.__init__.__globals__.os.system('touch KWAAD') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x' * 1000000000 }}",
    "{% for a in aanhef %}{% for b in aanhef %}x{% endfor %}{% endfor %}",
    "{% include '/etc/passwd' %}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_template_fails_through_the_page(
    attack: str,
    portal: Portal,
    frank: Visitor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    sent = upload(frank, in_house_style(attack), waarom="Even proberen.")
    assert sent.status == 422
    assert sent.errors == [
        "Dit sjabloon bevat iets dat het portaal niet uitvoert of niet kent. Gebruik alleen de "
        "invulplekken van de lijst, en herhaal alleen met “for” zoals in het voorbeeld."
    ]
    assert sent.form("/sjabloon")["waarom"] == "Even proberen."
    assert list(tmp_path.iterdir()) == []
    assert in_use(portal) is None


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7", "brief.docx", "geen Word-document"),
        (b"%PDF-1.7", "brief.pdf", "eindigt op .docx"),
        (b"", "leeg.docx", "geen Word-document"),
    ],
)
def test_what_is_no_template_is_refused_in_words(
    content: bytes, name: str, words: str, frank: Visitor
) -> None:
    sent = upload(frank, content, name=name)
    assert sent.status == 422
    assert any(words in error for error in sent.errors), sent.errors


def test_a_template_that_is_too_large_is_refused_before_it_is_opened(
    frank: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_sandbox, "MAX_TEMPLATE_BYTES", 1_000)
    sent = upload(frank, in_house_style())
    assert sent.status == 422
    assert "groter dan 2 MB" in sent.errors[0]


def test_a_form_without_a_file_asks_for_one(frank: Visitor) -> None:
    sent = frank.submit(PAGE, {"waarom": "Nieuw logo."}, action="/sjabloon")
    assert (sent.status, sent.errors) == (422, ["Kies een Word-document."])
    assert sent.form("/sjabloon")["waarom"] == "Nieuw logo."


def test_a_change_of_a_colleague_meanwhile_is_not_overwritten(
    portal: Portal, frank: Visitor
) -> None:
    form = frank.get(PAGE).form("/sjabloon")
    fien = portal.visitor("fien")
    hers = in_house_style("Van Fien.")
    assert upload(fien, hers).status == 303
    files = list_of_files(portal)
    sent = frank.post(
        PAGE, {**form, "sjabloon": (io.BytesIO(in_house_style("Van Frank.")), "a.docx")}
    )
    assert "veranderde de brieven net" in frank.follow(sent).text
    assert in_use(portal) == hers
    assert list_of_files(portal) == files


def list_of_files(portal: Portal) -> list[Path]:
    return sorted(path for path in portal.storage.root.rglob("*") if path.is_file())


def test_the_template_of_another_municipality_is_not_there(portal: Portal, frank: Visitor) -> None:
    upload(frank, in_house_style())
    assert portal.visitor("esther").get(f"{BASE}/sjabloon.docx").status == 404
    assert portal.visitor("alice").get(f"{BASE}/sjabloon.docx").status == 403


def test_a_contractmanager_gets_the_letter_in_the_house_style_and_brings_it_back(
    portal: Portal, frank: Visitor
) -> None:
    assert upload(frank, in_house_style()).status == 303
    alice = portal.visitor("alice")
    dossier = open_in_browser(portal, alice)
    work = alice.post(f"{dossier}/mogelijk/stap/3/voorbereiden").location
    fill_page(alice, f"{work}/brief", brief_onregelmatigheden="Drie rapportages te laat.")
    made = Document(io.BytesIO(alice.client.get(f"{work}/brief.docx").data))
    words = [paragraph.text for paragraph in made.paragraphs]
    assert words[0] == "Huisstijl van Brummen"
    assert "Drie rapportages te laat." in words
    made.paragraphs[words.index("Drie rapportages te laat.")].text = "Vier rapportages te laat."
    edited = io.BytesIO()
    made.save(edited)
    back = put_back(alice, work, edited.getvalue())
    assert back.status == 303, back.errors
    assert "Vier rapportages te laat." in alice.get(f"{work}/voorbeeld").words


def test_a_template_that_came_along_without_its_file_holds_nobody_up(
    portal: Portal, frank: Visitor
) -> None:
    upload(frank, in_house_style())
    for path in list_of_files(portal):
        path.unlink()
    assert in_use(portal) is None
    assert "staat niet in deze opslag" in frank.get(PAGE).words
    assert frank.get(f"{BASE}/sjabloon.docx").status == 404
