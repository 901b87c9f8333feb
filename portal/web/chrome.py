"""What the layout and the shared macros print, as data.

A view builds a `Page` and the parts it shows; a template prints them and decides nothing.
All words are Dutch and ready to print, all links are finished.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

PRODUCT = "Zorgportaal"
ROW_HEIGHT = 52


class Tone(StrEnum):
    """Colour of a badge, an alert or a moment; the words always say the same."""

    NEUTRAL = "neutral"
    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `note` is said after it in smaller type ("3 te laat")."""

    label: str
    href: str
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the person is at work: always in the header, so nobody writes at the wrong desk."""

    name: str  # "Gemeente Brummen", "Zorggroep De Linde"
    role: str  # "Contractmanagement", "Zorgaanbieder"
    href: str
    logo_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in; signing out is a POST."""

    name: str
    role: str
    account_href: str
    sign_out_href: str


@dataclass(frozen=True, slots=True)
class Message:
    """A remark at the top of the page, shown once."""

    sentence: str
    tone: Tone = Tone.OK


class SummaryLine(NamedTuple):
    """A line of the error summary; without `element_id` it is about the whole form."""

    element_id: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnd:
    """How long the session lasts without a request, and where to POST to stay."""

    ends_in_s: int
    extend_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Hashed URLs; `tenant_styles` is the tenant's own theme, laid over the base theme."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    icon: str = ""
    theme_class: str = "voorbeeld-theme"
    tenant_styles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything around the page's own content.

    `kicker` stands above the title (a reference), `lead` under it. `failed` or a line in
    `errors` puts "Fout: " before the document's title.
    """

    title: str
    assets: Assets
    csrf: str = ""
    kicker: str = ""
    lead: str = ""
    desk: Desk | None = None
    desks: tuple[Link, ...] = ()
    navigation: tuple[Link, ...] = ()
    person: Person | None = None
    crumbs: tuple[Link, ...] = ()
    messages: tuple[Message, ...] = ()
    errors: tuple[SummaryLine, ...] = ()
    failed: bool = False
    session: SessionEnd | None = None
    footer: tuple[Link, ...] = ()
    notice: str = ""  # a line above everything: "Dit is een demonstratie met verzonnen gegevens."

    @property
    def document_title(self) -> str:
        """The `<title>`: the h1, then the desk, then the product."""
        parts = [self.title, self.desk.name if self.desk else "", PRODUCT]
        prefix = "Fout: " if self.failed or self.errors else ""
        return prefix + " – ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Status:
    """State of a thing: words and a colour."""

    words: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem:
    """A line of a data list; `lines` for several values, `change` to edit the answer.

    `parts` are the lines of one row of a repeatable group.
    """

    key: str
    value: str = ""
    lines: tuple[str, ...] = ()
    parts: "tuple[DataItem, ...]" = ()
    change: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; `sort_href` makes its head a link, `sorted` says which way."""

    label: str
    sort_href: str = ""
    sorted: str = ""  # "", "ascending", "descending"
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TermExplained:
    """A date and how it came about: `steps` in the order of the computation."""

    label: str
    on: str
    steps: tuple[str, ...]
    status: Status | None = None
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """Who did what, and when; `detail` one or more sentences, `internal` marks own eyes only."""

    at: str
    what: str
    who: str = ""
    detail: str = ""
    links: tuple[Link, ...] = ()
    tone: Tone = Tone.NEUTRAL
    internal: bool = False


class StepState(StrEnum):
    """Where a rung or a step of a form stands."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    LATER = "later"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """A rung: its mark ("3", "5a"), its name, and what it needs or when it was done."""

    mark: str
    name: str
    state: StepState
    words: str  # "gezet op 3 mei 2026", "huidige trede", "kan hierna"
    needs: tuple[str, ...] = ()
    by: str = ""  # "uiterlijk 16 mei 2026"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A line of a work list."""

    title: str
    href: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    due: str = ""
    status: Status | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset pages: there is only a before and an after."""

    previous_href: str = ""
    next_href: str = ""
    words: str = ""  # "50 van 312"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure or a place to go on a start page."""

    title: str
    href: str = ""
    figure: str = ""
    text: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that is already here; `remove_value` is posted by its remove button."""

    name: str
    size: str
    kind: str = ""
    href: str = ""
    remove_value: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, its figure also in words ("12 meldingen")."""

    label: str
    value: float
    words: str = ""

    @property
    def said(self) -> str:
        return self.words or f"{self.value:g}".replace(".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars from zero; the drawing is computed here so that the template only prints."""

    element_id: str
    title: str
    description: str
    unit: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.bars)

    @property
    def drawn(self) -> Sequence[tuple[Bar, int, float]]:
        """Bar, distance from the top, and length in the 0–100 of the drawing."""
        top = max((bar.value for bar in self.bars), default=0) or 1
        return [
            (bar, number * ROW_HEIGHT, round(100 * max(bar.value, 0) / top, 1))
            for number, bar in enumerate(self.bars)
        ]


def assets_from(manifest: Mapping[str, str], base_url: str, *, tenant_styles: str = "") -> Assets:
    """The assets of a page; `base_url` is where static/dist is served ("/static/dist/")."""
    return Assets(
        styles=(base_url + manifest["portaal.css"], base_url + manifest["thema.css"]),
        scripts=(base_url + manifest["htmx.js"], base_url + manifest["portaal.js"]),
        icon=base_url + manifest["merk.svg"],
        tenant_styles=tenant_styles,
    )


def read_manifest(dist: Path) -> Mapping[str, str]:
    """Logical name -> hashed file name, as static/build.mjs wrote it."""
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    if not isinstance(manifest, dict):
        raise TypeError(f"{dist}/manifest.json holds no names; build the front end again.")
    return {str(name): str(file) for name, file in manifest.items()}
