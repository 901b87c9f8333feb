"""Typesets documents as tagged PDF (PDF/A-3a and PDF/UA-1) with embedded fonts."""

import json
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

STANDARDS: list[Any] = ["a-3a", "ua-1"]


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

    def render(self, template: str, data: dict[str, Any], *, rendered_at: datetime) -> bytes:
        """A PDF out of `<template>.typ`; a warning, such as a missing font, is a failure."""
        try:
            pdf, warnings = typst.compile_with_warnings(
                self.templates / f"{template}.typ",
                root=self.templates,
                font_paths=self._fonts,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARDS,
                timestamp=rendered_at.replace(microsecond=0),
                format="pdf",
            )
        except typst.TypstError as error:
            raise PdfFailed(error.diagnostic) from error
        if warnings:
            raise PdfFailed("; ".join(warning.message for warning in warnings))
        return bytes(pdf)
