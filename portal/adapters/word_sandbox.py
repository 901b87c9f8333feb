"""Lays a letter out in a Word document that somebody uploaded, and lets it do nothing else.

A template is data of a stranger. What it may say is a short list: names of the letter's own data,
plain loops over its lists, and questions whether something is filled. Everything else is refused
before it runs, so nothing can be called, computed, or made large; Jinja's sandbox lies under that.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from portal.domain.errors import RuleBroken

MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
MAX_RENDERED_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 20 * MAX_RENDERED_BYTES
# Text packs a thousand times smaller than it reads: 74 kB kept a web worker busy for minutes.
MAX_WRITTEN_BYTES = 16 * 1024 * 1024
MAX_PARAGRAPHS = 2_000
MAX_LOOPS = 20

ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
BROKEN = (
    TemplateError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError,
    SyntaxError, RecursionError,
)  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    """Knows the few things that a letter needs."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        found = super()._parse(source, name, filename)
        loops = sum(1 for node in _all(found) if isinstance(node, nodes.For))
        if loops > MAX_LOOPS or any(_is_forbidden(node) for node in _all(found)):
            raise TemplateSyntaxError("not in a letter", 1)
        return found

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not attr.startswith("_") and isinstance(obj, Mapping)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _is_forbidden(node: nodes.Node) -> bool:
    """A loop in a loop could run for ever without calling anything."""
    if isinstance(node, nodes.For):
        return any(inner is not node and isinstance(inner, nodes.For) for inner in _all(node))
    return not isinstance(node, ALLOWED)


def lay_out(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The document with the letter's data in its places; raises RuleBroken."""
    if len(template) > MAX_TEMPLATE_BYTES:
        raise RuleBroken(
            "Dit sjabloon is groter dan 2 MB. Maak het kleiner, bijvoorbeeld met een kleiner logo.",
            code="too_large",
            path="sjabloon",
        )
    opened(template)
    document = DocxTemplate(io.BytesIO(template))
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(dict(context), jinja_env=environment)
        made = io.BytesIO()
        document.save(made)
    except BROKEN as error:
        raise RuleBroken(
            "Dit sjabloon bevat iets dat het portaal niet uitvoert of niet kent. Gebruik alleen de "
            "invulplekken van de lijst, en herhaal alleen met “for” zoals in het voorbeeld.",
            code="template",
            path="sjabloon",
        ) from error
    if made.tell() > MAX_RENDERED_BYTES:
        raise RuleBroken("Met dit sjabloon wordt de brief te groot.", code="too_large")
    return made.getvalue()


@contextmanager
def reading_word() -> Iterator[None]:
    """Whatever the libraries stumble over in a damaged file, to us it is no Word document."""
    try:
        yield
    except RuleBroken:
        raise
    except Exception as error:
        raise RuleBroken(
            "Dit is geen Word-document (.docx). Sla de brief in Word op en probeer het opnieuw.",
            code="no_word",
            path="bestand",
        ) from error


@reading_word()
def opened(content: bytes) -> DocumentType:
    """A Word document without macros, without references elsewhere, and not too large."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
        written = sum(size for name, size in sizes.items() if name.endswith((".xml", ".rels")))
        if sum(sizes.values()) > MAX_UNPACKED_BYTES or written > MAX_WRITTEN_BYTES:
            raise _too_large()
        _check_parts(archive)
    document = Document(io.BytesIO(content))
    if len(document.paragraphs) > MAX_PARAGRAPHS:
        raise _too_large()
    return document


def _too_large() -> RuleBroken:
    return RuleBroken("Dit bestand wordt uitgepakt te groot voor een brief.", code="too_large")


def _check_parts(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.lower().endswith("vbaproject.bin"):
            raise RuleBroken(
                "In dit bestand zitten macro's. Sla het op als gewoon Word-document (.docx).",
                code="macros",
            )
        if name.lower().endswith(".rels") and _leads_outside(archive.read(name)):
            raise RuleBroken(
                "Dit bestand haalt bij het openen iets van buiten, zoals een sjabloon of een "
                "plaatje van een ander adres. Zet plaatjes in het document zelf.",
                code="outside",
            )


def _leads_outside(relations: bytes) -> bool:
    """Whether Word would fetch something by itself; a link to click on is no such thing.

    Read as XML: quotes, prefixes and encodings hide it from a search, and an address its kind.
    """
    return any(
        relation.get("TargetMode", "").lower() == "external"
        and not relation.get("Type", "").endswith("/hyperlink")
        for relation in parse_xml(relations).iter("{*}*")
    )
