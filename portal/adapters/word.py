"""Letters in Word: made to be edited there, in the municipality's own layout, and read back."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as DocumentType

from portal.adapters.word_sandbox import lay_out, opened, reading_word
from portal.domain.errors import RuleBroken

HEADING = "Heading 2"
SAMPLE: Mapping[str, Any] = {
    "gemeente": {
        "naam": "Gemeente",
        "adres": ["Straat 1"],
        "telefoon": "0",
        "email": "a@b.example",
    },
    "aanbieder": {"naam": "Aanbieder", "adres": ["Straat 2"]},
    "datum": "1 januari 2026",
    "kenmerk": "D-2026-0001-1",
    "overeenkomst": "1",
    "onderwerp": "Onderwerp",
    "aanhef": "Aanhef",
    "inleiding": "Inleiding",
    "slot": "Slot",
    "groet": "Groet",
    "ondertekenaars": [{"naam": "Naam", "rol": "Rol"}],
}
FIXED_NOTE = (
    "Wijzig alleen de tekst onder de kopjes. De vaste tekst boven en onder de brief komt uit het "
    "portaal en wordt niet teruggelezen."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter: its heading and its text, paragraphs parted by a blank line."""

    heading: str
    text: str


def make_letter(
    letter: Mapping[str, Any],
    sections: Sequence[Section],
    *,
    name: str,
    template: bytes | None = None,
) -> bytes:
    """A letter to edit in Word; with a template in the municipality's own style.

    Its `name` travels along among the keywords, which Word keeps. Raises RuleBroken when the
    template cannot be used.
    """
    if template is None:
        document = _plain(letter, sections)
    else:
        parts = [{"kop": section.heading, "tekst": section.text} for section in sections]
        document = Document(io.BytesIO(lay_out(template, {**letter, "delen": parts})))
    document.core_properties.keywords = name
    return _bytes_of(document)


def _plain(letter: Mapping[str, Any], sections: Sequence[Section]) -> DocumentType:
    document = Document()
    document.core_properties.title = str(letter["onderwerp"])
    document.core_properties.author = str(letter["gemeente"]["naam"])
    document.core_properties.language = "nl-NL"
    document.add_paragraph(FIXED_NOTE, style="Intense Quote")
    for line in (letter["gemeente"]["naam"], *letter["gemeente"]["adres"]):
        document.add_paragraph(str(line))
    document.add_paragraph(f"{letter['datum']}, kenmerk {letter['kenmerk']}")
    document.add_heading(str(letter["onderwerp"]), level=1)
    _paragraphs(document, str(letter["aanhef"]))
    for section in sections:
        document.add_heading(section.heading, level=2)
        _paragraphs(document, section.text)
    document.add_heading(str(letter["groet"]) or "Slot", level=3)
    _paragraphs(document, str(letter["slot"]))
    return document


@reading_word()
def read_letter(content: bytes, headings: Sequence[str], *, name: str) -> dict[str, str]:
    """The text under each heading; a heading that is gone has no text.

    Raises RuleBroken for a file that is no Word document, that is another letter than `name`, or
    that has headings of its own or none.
    """
    document = opened(content)
    if document.core_properties.keywords not in ("", name):
        raise RuleBroken(
            "Dit bestand hoort bij een andere brief. Kies het bestand dat u bij deze brief hebt "
            "gedownload.",
            code="other_letter",
            path="bestand",
        )
    found: dict[str, list[str]] = {}
    current: str | None = None
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style is not None else ""
        words = paragraph.text.strip()
        if style == HEADING:
            current = words
            if current not in headings:
                raise RuleBroken(
                    f"Het portaal kent het kopje “{words}” niet. Laat de kopjes staan zoals ze "
                    "waren en zet uw tekst eronder.",
                    code="unknown_heading",
                    path="bestand",
                )
            found.setdefault(current, [])
        elif style.startswith("Heading"):
            current = None
        elif current is not None and words:
            found[current].append(words)
    if not found:
        raise RuleBroken(
            "In dit bestand staan de kopjes van de brief niet. Kies het bestand dat u hier hebt "
            "gedownload, of download het opnieuw.",
            code="no_headings",
            path="bestand",
        )
    return {heading: "\n\n".join(found.get(heading, [])) for heading in headings}


def check_template(content: bytes) -> None:
    """Whether a letter can be laid out in a template and read back; raises RuleBroken."""
    made = make_letter(SAMPLE, [Section("Kopje", "Tekst")], name="Voorbeeld", template=content)
    try:
        found = read_letter(made, ["Kopje"], name="Voorbeeld")
    except RuleBroken:
        found = {}
    if found != {"Kopje": "Tekst"}:
        raise RuleBroken(
            "Met dit sjabloon vindt het portaal de tekst van een brief niet terug. Zet "
            "{{ deel.kop }} in de stijl Kop 2, {{ deel.tekst }} eronder, en na de onderdelen een "
            "kopje in de stijl Kop 3.",
            code="not_readable",
            path="sjabloon",
        )


def example_template() -> bytes:
    """A template that uses every place to fill in: to begin one's own from."""
    document = Document()
    document.core_properties.title = "Voorbeeldsjabloon"
    document.core_properties.author = ""
    document.core_properties.language = "nl-NL"
    for line in (
        "{{ gemeente.naam }}",
        "{%p for regel in gemeente.adres %}",
        "{{ regel }}",
        "{%p endfor %}",
        "{%p if gemeente.telefoon %}",
        "Telefoon: {{ gemeente.telefoon }}",
        "{%p endif %}",
        "{%p if gemeente.email %}",
        "E-mail: {{ gemeente.email }}",
        "{%p endif %}",
        "{{ aanbieder.naam }}",
        "{%p for regel in aanbieder.adres %}",
        "{{ regel }}",
        "{%p endfor %}",
        "{{ datum }}, kenmerk {{ kenmerk }}, overeenkomst {{ overeenkomst }}",
    ):
        document.add_paragraph(line)
    document.add_heading("{{ onderwerp }}", level=1)
    document.add_paragraph("{{ aanhef }}")
    document.add_paragraph("{%p for deel in delen %}")
    document.add_heading("{{ deel.kop }}", level=2)
    document.add_paragraph("{{ deel.tekst }}")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("Tot slot", level=3)
    for line in (
        "{{ slot }}",
        "{{ groet }}",
        "{%p for ondertekenaar in ondertekenaars %}",
        "{{ ondertekenaar.naam }}, {{ ondertekenaar.rol }}",
        "{%p endfor %}",
    ):
        document.add_paragraph(line)
    return _bytes_of(document)


def _paragraphs(document: DocumentType, text: str) -> None:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            document.add_paragraph(paragraph.strip())


def _bytes_of(document: DocumentType) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
