"""Letters in Word: there and back, and templates that cannot do anything."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document

from portal.adapters.word import Section, check_template, example_template, make_letter, read_letter
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
HEADINGS, NAME = [section.heading for section in SECTIONS], "D-2026-0001-3"


def template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_letter_comes_back_from_word_as_it_went() -> None:
    made = make_letter(LETTER, SECTIONS, name=NAME)
    assert read_letter(made, HEADINGS, name=NAME) == {s.heading: s.text for s in SECTIONS}


def test_a_heading_that_was_removed_leaves_its_part_empty() -> None:
    made = make_letter(LETTER, SECTIONS[:1], name=NAME)
    assert read_letter(made, HEADINGS, name=NAME)["Wat er beter moet"] == ""


def test_a_heading_of_ones_own_is_refused_with_its_name() -> None:
    made = make_letter(LETTER, [Section("Heel wat anders", "Tekst")], name=NAME)
    with pytest.raises(RuleBroken, match="Heel wat anders"):
        read_letter(made, ["Wat er beter moet"], name=NAME)


@pytest.mark.parametrize("layout", [None, example_template()])
def test_the_file_of_another_letter_is_refused(layout: bytes | None) -> None:
    made = make_letter(LETTER, SECTIONS, name="D-2026-0002-3", template=layout)
    with pytest.raises(RuleBroken) as refused:
        read_letter(made, HEADINGS, name=NAME)
    assert refused.value.code == "other_letter"


def test_a_document_without_any_heading_of_the_letter_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        read_letter(template("Notulen van het overleg"), HEADINGS, name=NAME)
    assert refused.value.code == "no_headings"


def test_a_template_prints_the_letter() -> None:
    made = make_letter(
        LETTER,
        SECTIONS,
        name=NAME,
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
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ onderwerp|center(1000000000) }}",
    "{{ onderwerp|replace('O', aanhef) }}",
    "{{ [1] + [2] }}",
    "{{ gemeente['naam'] }}",
    "{% for a in aanhef %}{% for b in aanhef %}{{ a }}{% endfor %}{% endfor %}",
    "{% for a in aanhef %}{% if a %}{% for b in aanhef %}x{% endfor %}{% endif %}{% endfor %}",
    "{% for a in delen recursive %}{{ loop(delen) }}{% endfor %}",
    "{% set x = aanhef %}{{ x }}",
    "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}",
    "{% for a in delen %}{% endfor %}" * 21,
    "{{ " + "(" * 5000 + "aanhef" + ")" * 5000 + " }}",
    "{% if aanhef %}",
    "{{ aanhef",
    "{{ aanhef }",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_cannot_execute_anything(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleBroken):
        check_template(template(attack))
    assert not (tmp_path / "KWAAD").exists()


def with_part(name: str, content: bytes) -> bytes:
    """A document with a file more in it."""
    made = io.BytesIO(template("{{ aanhef }}"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Type="x/attachedTemplate" Target="https://elders.example"'
            b' TargetMode="External"/></Relationships>',
            "outside",
        ),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Type="x/attachedTemplate" TargetMode="External"'
            b' Target="https://elders.example/hyperlink"/></Relationships>',
            "outside",
        ),
        (
            "word/_rels/settings.xml.rels",
            b"<r:Relationships xmlns:r='r'><r:Relationship Type='x/attachedTemplate'"
            b" TargetMode='External' Target='https://elders.example'/></r:Relationships>",
            "outside",
        ),
        ("word/groot.xml", b" " * (161 * 1024 * 1024), "too_large"),
    ],
)
def test_a_document_with_something_hidden_in_it_is_refused(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_template(with_part(name, content))
    assert refused.value.code == code


def test_the_example_is_a_template_that_works() -> None:
    check_template(example_template())
    made = make_letter(LETTER, SECTIONS, name=NAME, template=example_template())
    assert read_letter(made, HEADINGS, name=NAME) == {s.heading: s.text for s in SECTIONS}
    assert "Wij horen graag van u." in "\n".join(
        p.text for p in Document(io.BytesIO(made)).paragraphs
    )


def test_a_template_whose_letters_cannot_be_read_back_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_template(template("{%p for deel in delen %}", "{{ deel.kop }}", "{%p endfor %}"))
    assert refused.value.code == "not_readable"


def test_what_is_no_word_document_is_refused() -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04kapot"):
        with pytest.raises(RuleBroken):
            check_template(content)


def changed(part: str, content: bytes) -> bytes:
    """A letter of which one part holds something else."""
    made = io.BytesIO()
    letter = make_letter(LETTER, SECTIONS, name=NAME)
    with zipfile.ZipFile(io.BytesIO(letter)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return made.getvalue()


def damaged() -> bytes:
    """A letter of which the packed text itself was hit."""
    letter = bytearray(make_letter(LETTER, SECTIONS, name=NAME))
    with zipfile.ZipFile(io.BytesIO(bytes(letter))) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    letter[start + 60 : start + 90] = b"\xff" * 30
    return bytes(letter)


DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:document>'


@pytest.mark.parametrize(
    "content",
    [
        damaged(),
        changed("[Content_Types].xml", b"<x/>"),
        changed("word/_rels/document.xml.rels", b"<x/>"),
        changed("word/document.xml", b"<x/>"),
        changed("word/document.xml", DOCUMENT % b""),
        changed(
            "word/document.xml",
            DOCUMENT % b"<w:body><w:p><w:pPr><w:pStyle/></w:pPr></w:p></w:body>",
        ),
    ],
)
def test_a_damaged_letter_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="Sla de brief in Word op"):
        read_letter(content, [section.heading for section in SECTIONS], name=NAME)


@pytest.mark.parametrize(
    "body",
    [
        b"<w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 50_000 + b"</w:body>",
        b"<w:body><w:p/><!--" + b"a" * (17 * 1024 * 1024) + b"--></w:body>",
    ],
)
def test_a_letter_that_takes_for_ever_to_read_is_refused(body: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(RuleBroken) as refused:
        read_letter(changed("word/document.xml", DOCUMENT % body), ["Kopje"], name=NAME)
    assert refused.value.code == "too_large"
    assert time.monotonic() - started < 5
