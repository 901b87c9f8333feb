"""Letters in Word: there and back, and templates that cannot do anything."""

import io
from pathlib import Path

import pytest
from docx import Document

from portal.adapters.word import Section, check_template, make_letter, read_letter
from portal.domain.errors import RuleBroken

LETTER = {
    "gemeente": {"naam": "Gemeente Voorbeeld", "adres": ["Straat 1"], "telefoon": "", "email": ""},
    "aanbieder": {"naam": "Aanbieder", "adres": []},
    "datum": "1 maart 2026",
    "kenmerk": "D-2026-0001-1",
    "overeenkomst": "7",
    "onderwerp": "Ingebrekestelling",
    "aanhef": "Geachte heer, mevrouw,",
    "inleiding": "",
    "slot": "Wij horen graag van u.",
    "groet": "Met vriendelijke groet,",
    "ondertekenaars": [],
}
SECTIONS = [
    Section("Wat er niet goed ging", "Een.\n\nTwee."),
    Section("Wat er beter moet", "Drie."),
]


def template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_letter_comes_back_from_word_as_it_went() -> None:
    made = make_letter(LETTER, SECTIONS)
    assert read_letter(made, [s.heading for s in SECTIONS]) == {s.heading: s.text for s in SECTIONS}


def test_a_heading_that_was_removed_leaves_its_part_empty() -> None:
    made = make_letter(LETTER, SECTIONS[:1])
    assert read_letter(made, [s.heading for s in SECTIONS])["Wat er beter moet"] == ""


def test_a_heading_of_ones_own_is_refused_with_its_name() -> None:
    made = make_letter(LETTER, [Section("Heel wat anders", "Tekst")])
    with pytest.raises(RuleBroken, match="Heel wat anders"):
        read_letter(made, ["Wat er beter moet"])


def test_a_template_prints_the_letter() -> None:
    made = make_letter(
        LETTER,
        SECTIONS,
        template=template("{{ gemeente.naam }}", "{% for d in delen %}{{ d.tekst }}{% endfor %}"),
    )
    words = "\n".join(p.text for p in Document(io.BytesIO(made)).paragraphs)
    assert "Gemeente Voorbeeld" in words
    assert "Drie." in words


ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.system('touch KWAAD') }}",
    "{{ lipsum.__globals__['os'].popen('touch KWAAD').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ onderwerp.format.__self__ }}",
    "{{ '%s'.format(1) }}",
    "{% for x in range(10000000) %}x{% endfor %}",
    "{{ joiner() }}",
    "{{ gemeente.pop('naam') }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ onbekend }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_cannot_execute_anything(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleBroken):
        check_template(template(attack))
    assert not (tmp_path / "KWAAD").exists()


def test_what_is_no_word_document_is_refused() -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04kapot"):
        with pytest.raises(RuleBroken):
            check_template(content)
