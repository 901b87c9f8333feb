"""Typesets documents as tagged PDF (PDF/A-3a and PDF/UA-1) with embedded fonts."""

import json
import re
import zlib
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import category

import typst

STANDARDS: list[Any] = ["a-3a", "ua-1"]
# Latin, Greek, Cyrillic, punctuation and arrows: the fonts have all of these.
_OTHER = re.compile(
    "[^\x20-\x7e\xa0-\u036f\u038e-\u03a1\u03a3-\u0482\u1e00-\u1eff\u2010-\u2027\u2030-\u203a€\u2190-\u21ff]"
)


class PdfFailed(Exception):
    """The document could not be made; the message is the typesetter's."""


class Typesetter:
    """Renders the templates of one directory. What people wrote enters as data, never as markup."""

    def __init__(self, templates: Path) -> None:
        self.templates = templates

    @cached_property
    def _fonts(self) -> typst.Fonts:
        # Only the fonts inside the wheel: the same document looks the same on every machine.
        return typst.Fonts(include_system_fonts=False)

    def render(
        self, template: str, data: dict[str, Any], *, rendered_at: datetime, attached: str = ""
    ) -> bytes:
        """A PDF out of `<template>.typ`; a warning, such as a missing font, is a failure.

        A document is never refused for what somebody typed or pasted: a sign that the fonts do
        not have becomes a box. `attached` is a file that it carries, left as it is.
        """
        words = json.dumps(data, ensure_ascii=False)
        try:
            return self._compile(template, words, attached, rendered_at)
        except PdfFailed:
            plainer = showable(words)
            if plainer == words:
                raise
            return self._compile(template, plainer, attached, rendered_at)

    def _compile(self, template: str, words: str, attached: str, rendered_at: datetime) -> bytes:
        try:
            pdf, warnings = typst.compile_with_warnings(
                self.templates / f"{template}.typ",
                root=self.templates,
                font_paths=self._fonts,
                sys_inputs={"data": words, "bestand": attached},
                pdf_standards=STANDARDS,
                timestamp=rendered_at.replace(microsecond=0),
                format="pdf",
            )
        except typst.TypstError as error:
            raise PdfFailed(error.diagnostic) from error
        if warnings:
            raise PdfFailed("; ".join(warning.message for warning in warnings))
        return bytes(pdf)


def showable(words: str) -> str:
    """With a box for what the fonts do not have; Word's own bullets stay bullets, and what
    nobody sees goes."""
    instead = {"Co": "•", "Cf": ""}
    return _OTHER.sub(lambda found: instead.get(category(found[0]), "□"), words)


def embedded_files(pdf: bytes) -> list[bytes]:
    """The files that a PDF of ours carries, in order; reads what the typesetter writes.

    The stream of an embedded file is an object of its own, plain or deflated; a PDF that was
    saved again by another program may hold it in ways that are not read here.
    """
    return [content for raw in _EMBEDDED.finditer(pdf) if (content := _inflated(raw)) is not None]


def _inflated(found: re.Match[bytes]) -> bytes | None:
    length = _LENGTH.search(found["dictionary"])
    if length is None:
        return None
    raw = found.string[found.end() : found.end() + int(length[1])]
    if b"/Filter" not in found["dictionary"]:
        return raw
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return None


_EMBEDDED = re.compile(
    rb"obj\s*<<(?P<dictionary>(?:(?!endobj|stream).)*?/EmbeddedFile\b(?:(?!endobj|stream).)*)>>\s*"
    rb"stream\r?\n",
    re.DOTALL,
)
_LENGTH = re.compile(rb"/Length\s+(\d+)\b(?!\s+\d+\s+R)")
