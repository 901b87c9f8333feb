"""A request as somebody of the cast, and what came of it."""

import difflib
import html
import io
import re
import zipfile
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus

import pikepdf
from werkzeug.datastructures import Headers, MultiDict

from tests.isolation.cast import Outsider
from tests.isolation.journal import Journal, Write
from tests.isolation.story import Story
from tests.support.app import Portal

Fields = list[tuple[str, str]]
# Name of the box -> name of the file and what is in it.
Files = Mapping[str, tuple[str, bytes]]

# What a page draws at random: tokens, names of rows, keys of things that do not exist yet.
_DRAWN = re.compile(r'(name="(?:csrf_token|venster)"[^>]*value=")[^"]*')
_ROW = re.compile(r'(?<=[-":])[0-9a-f]{8}\b(?!-[0-9a-f]{4}-)')
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the portal said, and what it wrote meanwhile."""

    who: Outsider
    method: str
    path: str
    is_fragment: bool
    status: int
    headers: Headers
    body: bytes
    writes: tuple[Write, ...]

    def __str__(self) -> str:
        part = " (deel)" if self.is_fragment else ""
        return f"{self.who}: {self.method} {self.path}{part} -> {self.status}"

    @property
    def media_type(self) -> str:
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip()

    @property
    def is_html(self) -> bool:
        return self.media_type == "text/html"

    @property
    def markup(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def said(self) -> str:
        """Everything that can be read in the answer, whatever it is packed in."""
        names = unquote_plus(" ".join(f"{name}: {value}" for name, value in self.headers.items()))
        return f"{names}\n{readable(self.body, self.media_type)}"

    def shape(self, named: Iterable[str], known: Container[str] = ()) -> tuple[int, str, str]:
        """The answer without what differs anyway: drawn at random, or said by the request itself.

        `known` are the ids of the story: those are never taken for drawn.
        """
        body, location = _DRAWN.sub(r"\1", self.markup), self.headers.get("Location", "")
        location = self.headers.get("HX-Redirect", location)
        for value in sorted({value for value in named if value}, key=len, reverse=True):
            for form in {value, quote(value), quote(value, safe=""), html.escape(value)}:
                body, location = body.replace(form, "…"), location.replace(form, "…")

        def drawn(found: re.Match[str]) -> str:
            return found[0] if found[0] in known else "…"

        return self.status, _UUID.sub(drawn, location), _ROW.sub("…", _UUID.sub(drawn, body))


def difference(one: Answer, other: Answer, named: Iterable[str], known: Container[str] = ()) -> str:
    """What can be told apart in two answers, shortly; empty when nothing can."""
    named = list(named)
    left, right = one.shape(named, known), other.shape(named, known)
    if left == right:
        return ""
    if left[:2] != right[:2]:
        return f"{left[:2]} tegen {right[:2]}"
    lines = difflib.unified_diff(left[2].splitlines(), right[2].splitlines(), n=0, lineterm="")
    return " / ".join(line.strip() for line in list(lines)[3:7])


def readable(body: bytes, media_type: str) -> str:
    """The text in a file: pages of a PDF, members of an archive, or the bytes themselves."""
    if media_type == "application/pdf":
        return _pdf_text(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(
                f"{name}\n{readable(archive.read(name), _type_of(name))}"
                for name in archive.namelist()
            )
    return body.decode("utf-8", errors="replace")


def _type_of(name: str) -> str:
    return "application/pdf" if name.lower().endswith(".pdf") else ""


def _pdf_text(content: bytes) -> str:
    """What stands in a PDF: its pages letter by letter, its attached files, its metadata."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found += [str(value) for value in pdf.docinfo.values()]
        found += [
            attached.get_file().read_bytes().decode("utf-8", errors="replace")
            for attached in pdf.attachments.values()
        ]
        for page in pdf.pages:
            found.append(_page_text(page))
    return "\n".join(found)


def _page_text(page: pikepdf.Page) -> str:
    letters: dict[str, dict[int, str]] = {
        name: _letters(font.ToUnicode.read_bytes())
        for name, font in page.resources.get("/Font", {}).items()
        if "/ToUnicode" in font
    }
    text, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current = letters.get(str(operands[0]), {})
            case "Tj" | "'" | '"':
                text.append(_glyphs(bytes(operands[-1]), current))
            case "TJ":
                text += [
                    _glyphs(bytes(part), current)
                    for part in operands[0]
                    if isinstance(part, pikepdf.String)
                ]
    return "".join(text)


def _glyphs(codes: bytes, letters: Mapping[int, str]) -> str:
    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
    return "".join(letters.get(int.from_bytes(pair, "big"), "") for pair in pairs)


def _letters(table: bytes) -> dict[int, str]:
    """Glyph number to letters, out of a font's own table."""
    found: dict[int, str] = {}
    source = table.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for low, high, first in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            start = int(first, 16)
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + offset] = chr(start + offset)
    return found


class Caller:
    """Somebody of the cast with a browser; every request comes with the same cookie."""

    def __init__(self, portal: Portal, journal: Journal, who: Outsider) -> None:
        self.portal, self.journal, self.who = portal, journal, who
        browser = portal.visitor(who.slug)
        self.token = browser.csrf_token()
        cookie = browser.client.get_cookie("portaal")
        assert cookie is not None
        self.cookie = cookie.value

    def ask(
        self,
        method: str,
        path: str,
        *,
        fields: Fields | None = None,
        files: Files | None = None,
        is_fragment: bool = False,
        token: str | None = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request. `token`: the own one unless given; None sends none."""
        sent = {"HX-Request": "true"} if is_fragment else {}
        data: MultiDict[str, Any] | None = None
        if method == "POST":
            data = MultiDict(fields or [])
            data.poplist("csrf_token")
            for box, (file_name, content) in (files or {}).items():
                data[box] = (io.BytesIO(content), file_name)
            if token is not None:
                data["csrf_token"] = token or self.token
        client = self.portal.app.test_client(use_cookies=False)
        with client.open(
            path, method=method, data=data,
            headers={"Cookie": f"portaal={self.cookie}", **sent, **(headers or {})},
        ) as response:  # fmt: skip
            body = response.get_data()
        return Answer(
            who=self.who, method=method, path=path, is_fragment=is_fragment,
            status=response.status_code, headers=response.headers, body=body,
            writes=tuple(self.journal.take()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A portal in which the story has happened, with everybody signed in, and its journal."""

    portal: Portal
    journal: Journal
    story: Story
    callers: Mapping[Outsider, Caller]
