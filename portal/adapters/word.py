"""Letters in Word: made to be edited there, and read back.

A template that somebody uploaded is data of a stranger: it is rendered in a sandbox that knows
no attribute outside the letter's own data, and it cannot execute anything.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from portal.domain.errors import RuleBroken

HEADING = "Heading 2"
FIXED_NOTE = (
    "Wijzig alleen de tekst onder de kopjes. De vaste tekst boven en onder de brief komt uit het "
    "portaal en wordt niet teruggelezen."
)
MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
MAX_RENDERED_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter: its heading and its text, paragraphs parted by a blank line."""

    heading: str
    text: str


class _Sandbox(ImmutableSandboxedEnvironment):
    """Loops end somewhere, and nothing can be called but filters."""

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not attr.startswith("_") and isinstance(obj, Mapping)


def make_letter(
    letter: Mapping[str, Any], sections: Sequence[Section], *, template: bytes | None = None
) -> bytes:
    """A letter to edit in Word; with a template in the municipality's own style.

    Raises RuleBroken when the template cannot be used.
    """
    if template is not None:
        return _from_template(template, letter, sections)
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
    return _bytes_of(document)


def read_letter(content: bytes, headings: Sequence[str]) -> dict[str, str]:
    """The text under each heading; a heading that is gone has no text.

    Raises RuleBroken for a file that is no Word document, or that has headings of its own.
    """
    document = _opened(content)
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
    return {heading: "\n\n".join(found.get(heading, [])) for heading in headings}


def check_template(content: bytes) -> None:
    """Whether a template can be used: renders a made-up letter with it; raises RuleBroken."""
    sample = {
        "gemeente": {"naam": "Gemeente", "adres": ["Straat 1"], "telefoon": "", "email": ""},
        "aanbieder": {"naam": "Aanbieder", "adres": ["Straat 2"]},
        "datum": "1 januari 2026",
        "kenmerk": "D-2026-0001-1",
        "overeenkomst": "1",
        "onderwerp": "Onderwerp",
        "aanhef": "Aanhef",
        "inleiding": "",
        "slot": "Slot",
        "groet": "Groet",
        "ondertekenaars": [{"naam": "Naam", "rol": "Rol"}],
    }
    _from_template(content, sample, [Section("Kopje", "Tekst")])


def _from_template(
    template: bytes, letter: Mapping[str, Any], sections: Sequence[Section]
) -> bytes:
    if len(template) > MAX_TEMPLATE_BYTES:
        raise RuleBroken("Dit sjabloon is groter dan 2 MB. Maak het kleiner.", code="too_large")
    _opened(template)
    document = DocxTemplate(io.BytesIO(template))
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined)
    context = {
        **letter,
        "delen": [{"kop": section.heading, "tekst": section.text} for section in sections],
    }
    try:
        document.render(context, jinja_env=environment)
        made = io.BytesIO()
        document.save(made)
    except (TemplateError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise RuleBroken(
            "Dit sjabloon bevat iets dat het portaal niet uitvoert of niet kent. Gebruik alleen de "
            f"invulplekken van de lijst. ({type(error).__name__})",
            code="template",
            path="sjabloon",
        ) from error
    if made.tell() > MAX_RENDERED_BYTES:
        raise RuleBroken("Met dit sjabloon wordt de brief te groot.", code="too_large")
    return made.getvalue()


def _opened(content: bytes) -> DocumentType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
                raise RuleBroken(
                    "In dit bestand zitten macro's. Sla het op als gewoon Word-document (.docx).",
                    code="macros",
                )
            if sum(member.file_size for member in archive.infolist()) > 20 * MAX_RENDERED_BYTES:
                raise RuleBroken("Dit bestand wordt uitgepakt te groot.", code="too_large")
        return Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise RuleBroken(
            "Dit is geen Word-document (.docx). Sla de brief in Word op en probeer het opnieuw.",
            code="no_word",
            path="bestand",
        ) from error


def _paragraphs(document: DocumentType, text: str) -> None:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            document.add_paragraph(paragraph.strip())


def _bytes_of(document: DocumentType) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
