"""A tenant's theme: a short list of tokens as data, never free CSS.

A theme is a table of token -> value, in `tenants/<gemeente>/thema.toml`, in the database and
on the admin page alike. Every token is optional; what is left out is the base theme's.

Colours (`"#rrggbb"`)
    basis-color-default-bg-document            page
    basis-color-default-bg-subtle              soft plane (filters, rows)
    basis-color-default-bg-default             grey badge
    basis-color-default-color-document         text
    basis-color-default-color-subtle           quiet text (hints)
    basis-color-default-border-default         edge of a form control
    basis-color-default-border-subtle          thin line between things (decoration)
    basis-heading-color                        headings
    basis-color-action-1-inverse-bg-default    primary button
    basis-color-action-1-inverse-bg-hover      primary button under the mouse
    basis-color-action-1-inverse-color-default text on the primary button
    basis-color-action-1-color-default         text of the secondary button
    basis-color-action-1-border-default        edge of the secondary button
    basis-color-action-1-bg-hover              secondary button under the mouse
    basis-color-action-2-color-default         link
    basis-color-action-2-color-hover           link under the mouse
    basis-color-accent-1-border-default        accent: tiles, bars, moments
    basis-form-control-accent-color            chosen radio button or checkbox
    utrecht-page-header-background-color       header
    utrecht-page-header-color                  text in the header
    utrecht-nav-bar-background-color           main menu
    utrecht-nav-bar-color                      text in the main menu
    utrecht-page-footer-background-color       footer
    utrecht-page-footer-color                  text in the footer
    basis-focus-outline-color                  focus ring
    basis-focus-inverse-outline-color          the light edge inside the focus ring
Lengths (`"4px"`, `"0.25rem"`)
    basis-border-radius-sm                     corners of planes, badges and alerts
    basis-form-control-border-radius           corners of form controls
    utrecht-button-border-radius               corners of buttons
Fonts (a key of FONTS: "systeem", "zakelijk", "humanistisch", "geometrisch", "rond", "klassiek", "statig")
    basis-text-font-family-default             text
    basis-heading-font-family                  headings
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.domain.errors import Finding

COLOUR_PATTERN = re.compile(r"#[0-9a-f]{6}")
LENGTH_PATTERN = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)(px|rem)")
MAX_CORNER_PX = 32
PX_PER_REM = 16
TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
THEME_CLASS = "voorbeeld-theme"


class Kind(StrEnum):
    """What a token's value is."""

    COLOUR = "kleur"
    LENGTH = "maat"
    FONT = "lettertype"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token a tenant may set; `also` are tokens of the base theme that follow it."""

    name: str
    kind: Kind
    label: str
    default: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that stand on each other, with the least contrast between them (WCAG 1.4.3, 1.4.11)."""

    front: str
    back: str
    label: str
    least: float = TEXT_RATIO


@dataclass(frozen=True, slots=True)
class Measured:
    """A pair with its ratio, cut off (never rounded up) to two decimals."""

    pair: Pair
    ratio: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.pair.least


@dataclass(frozen=True, slots=True)
class Theme:
    """Checked values, token by token in the order of TOKENS; only what the tenant chose."""

    values: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """The value in use: the theme's own, or the base theme's."""
        return dict(self.values).get(name, TOKENS_BY_NAME[name].default)


# Stacks of fonts that machines have: nothing is downloaded, the keys are what a tenant chooses from.
FONTS: Mapping[str, str] = MappingProxyType(
    {
        "systeem": "system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif",
        "zakelijk": "Arial,'Helvetica Neue','Liberation Sans',sans-serif",
        "humanistisch": "Seravek,'Gill Sans Nova',Ubuntu,Calibri,'DejaVu Sans',sans-serif",
        "geometrisch": "Avenir,Montserrat,Corbel,'URW Gothic',sans-serif",
        "rond": "ui-rounded,'Hiragino Maru Gothic ProN',Quicksand,Manjari,'Arial Rounded MT',sans-serif",
        "klassiek": "Charter,'Bitstream Charter','Sitka Text',Cambria,serif",
        "statig": "'Iowan Old Style','Palatino Linotype',Palladio,Georgia,serif",
    }
)


def _colour(name: str, label: str, default: str, *also: str) -> Token:
    return Token(name=name, kind=Kind.COLOUR, label=label, default=default, also=also)


TOKENS: tuple[Token, ...] = (
    _colour("basis-color-default-bg-document", "pagina", "#ffffff"),
    _colour("basis-color-default-bg-subtle", "zacht vlak", "#f9f9fa"),
    _colour("basis-color-default-bg-default", "grijs label", "#eff1f3"),
    _colour("basis-color-default-color-document", "tekst", "#001a40"),
    _colour("basis-color-default-color-subtle", "rustige tekst", "#586c88"),
    _colour(
        "basis-color-default-border-default",
        "rand van een invoerveld",
        "#586c88",
        "basis-color-default-border-hover",
        "basis-color-default-border-active",
    ),
    _colour("basis-color-default-border-subtle", "dunne lijn", "#c0c7d2"),
    _colour("basis-heading-color", "koppen", "#001a40"),
    _colour("basis-color-action-1-inverse-bg-default", "hoofdknop", "#5115ef"),
    _colour(
        "basis-color-action-1-inverse-bg-hover",
        "hoofdknop onder de muis",
        "#3b0fb0",
        "basis-color-action-1-inverse-bg-active",
    ),
    _colour(
        "basis-color-action-1-inverse-color-default",
        "tekst op de hoofdknop",
        "#ffffff",
        "basis-color-action-1-inverse-color-hover",
        "basis-color-action-1-inverse-color-active",
    ),
    _colour(
        "basis-color-action-1-color-default",
        "tekst van de tweede knop",
        "#5115ef",
        "basis-color-action-1-color-hover",
        "basis-color-action-1-color-active",
    ),
    _colour(
        "basis-color-action-1-border-default",
        "rand van de tweede knop",
        "#743fff",
        "basis-color-action-1-border-hover",
        "basis-color-action-1-border-active",
    ),
    _colour(
        "basis-color-action-1-bg-hover",
        "tweede knop onder de muis",
        "#e7deff",
        "basis-color-action-1-bg-active",
    ),
    _colour("basis-color-action-2-color-default", "link", "#00568b"),
    _colour(
        "basis-color-action-2-color-hover",
        "link onder de muis",
        "#003e65",
        "basis-color-action-2-color-active",
    ),
    _colour("basis-color-accent-1-border-default", "accent", "#743fff"),
    _colour(
        "basis-form-control-accent-color",
        "gekozen vakje",
        "#5115ef",
        "basis-form-control-active-accent-color",
        "basis-form-control-hover-accent-color",
    ),
    _colour("utrecht-page-header-background-color", "kop van de pagina", "#ffffff"),
    _colour("utrecht-page-header-color", "tekst in de kop", "#001a40"),
    _colour("utrecht-nav-bar-background-color", "hoofdmenu", "#f9f9fa"),
    _colour("utrecht-nav-bar-color", "tekst in het hoofdmenu", "#001a40"),
    _colour("utrecht-page-footer-background-color", "voet van de pagina", "#f3eeff"),
    _colour("utrecht-page-footer-color", "tekst in de voet", "#001a40"),
    _colour("basis-focus-outline-color", "ring om wat gekozen is", "#0b0c0c"),
    _colour("basis-focus-inverse-outline-color", "lichte rand binnen de ring", "#ffffff"),
    Token(
        name="basis-border-radius-sm", kind=Kind.LENGTH, label="hoeken van vlakken", default="4px"
    ),
    Token(
        name="basis-form-control-border-radius",
        kind=Kind.LENGTH,
        label="hoeken van invoervelden",
        default="0px",
    ),
    Token(
        name="utrecht-button-border-radius",
        kind=Kind.LENGTH,
        label="hoeken van knoppen",
        default="8px",
    ),
    Token(name="basis-text-font-family-default", kind=Kind.FONT, label="tekst", default="systeem"),
    Token(name="basis-heading-font-family", kind=Kind.FONT, label="koppen", default="systeem"),
)
TOKENS_BY_NAME: Mapping[str, Token] = MappingProxyType({token.name: token for token in TOKENS})

_PAGE = "basis-color-default-bg-document"
_SOFT = "basis-color-default-bg-subtle"
PAIRS: tuple[Pair, ...] = (
    Pair("basis-color-default-color-document", _PAGE, "tekst op de pagina"),
    Pair("basis-color-default-color-document", _SOFT, "tekst op een zacht vlak"),
    Pair("basis-color-default-color-document", "basis-color-default-bg-default", "tekst op een grijs label"),
    Pair("basis-color-default-color-subtle", _PAGE, "rustige tekst op de pagina"),
    Pair("basis-color-default-color-subtle", _SOFT, "rustige tekst op een zacht vlak"),
    Pair("basis-heading-color", _PAGE, "koppen op de pagina"),
    Pair("basis-heading-color", _SOFT, "koppen op een zacht vlak"),
    Pair("basis-color-action-1-inverse-color-default", "basis-color-action-1-inverse-bg-default", "tekst op de hoofdknop"),
    Pair("basis-color-action-1-inverse-color-default", "basis-color-action-1-inverse-bg-hover", "tekst op de hoofdknop onder de muis"),
    Pair("basis-color-action-1-color-default", _PAGE, "tekst van de tweede knop op de pagina"),
    Pair("basis-color-action-1-color-default", _SOFT, "tekst van de tweede knop op een zacht vlak"),
    Pair("basis-color-action-1-color-default", "basis-color-action-1-bg-hover", "tekst van de tweede knop onder de muis"),
    Pair("basis-color-action-2-color-default", _PAGE, "link op de pagina"),
    Pair("basis-color-action-2-color-default", _SOFT, "link op een zacht vlak"),
    Pair("basis-color-action-2-color-hover", _PAGE, "link onder de muis op de pagina"),
    Pair("basis-color-action-2-color-hover", _SOFT, "link onder de muis op een zacht vlak"),
    Pair("utrecht-page-header-color", "utrecht-page-header-background-color", "tekst in de kop van de pagina"),
    Pair("utrecht-nav-bar-color", "utrecht-nav-bar-background-color", "tekst in het hoofdmenu"),
    Pair("utrecht-page-footer-color", "utrecht-page-footer-background-color", "tekst in de voet van de pagina"),
    Pair("basis-color-default-border-default", _PAGE, "rand van een invoerveld op de pagina", EDGE_RATIO),
    Pair("basis-color-default-border-default", _SOFT, "rand van een invoerveld op een zacht vlak", EDGE_RATIO),
    Pair("basis-color-action-1-inverse-bg-default", _PAGE, "hoofdknop op de pagina", EDGE_RATIO),
    Pair("basis-color-action-1-border-default", _PAGE, "rand van de tweede knop op de pagina", EDGE_RATIO),
    Pair("basis-color-action-1-border-default", _SOFT, "rand van de tweede knop op een zacht vlak", EDGE_RATIO),
    Pair("basis-color-accent-1-border-default", _PAGE, "accent op de pagina", EDGE_RATIO),
    Pair("basis-form-control-accent-color", _PAGE, "gekozen vakje op de pagina", EDGE_RATIO),
    Pair("basis-focus-outline-color", _PAGE, "ring op de pagina", EDGE_RATIO),
    Pair("basis-focus-outline-color", _SOFT, "ring op een zacht vlak", EDGE_RATIO),
    Pair("basis-focus-outline-color", "basis-focus-inverse-outline-color", "ring en haar lichte rand", EDGE_RATIO),
)  # fmt: skip


def check_theme(raw: Mapping[str, object]) -> tuple[Theme, list[Finding]]:
    """The theme, and all that is wrong with it; with a finding it may not be saved."""
    theme, findings = parse_theme(raw)
    return theme, findings + contrast_findings(theme)


def parse_theme(raw: Mapping[str, object]) -> tuple[Theme, list[Finding]]:
    """Known tokens with a well-formed value; a finding, at the token's name, for each of the others."""
    findings = [
        Finding(str(name), f"Haal “{name}” weg: dit onderdeel kunt u niet zelf instellen.")
        for name in raw
        if name not in TOKENS_BY_NAME
    ]
    values = []
    for token in TOKENS:
        if token.name not in raw:
            continue
        value = parse_value(token, raw[token.name])
        if value is None:
            findings.append(Finding(token.name, _advice(token)))
        else:
            values.append((token.name, value))
    return Theme(tuple(values)), findings


def parse_value(token: Token, raw: object) -> str | None:
    """The value in its one canonical form, or None where it is not of the token's kind."""
    if not isinstance(raw, str):
        return None
    text = raw.strip()
    match token.kind:
        case Kind.COLOUR:
            return text.lower() if COLOUR_PATTERN.fullmatch(text.lower()) else None
        case Kind.LENGTH:
            return _parse_length(text)
        case Kind.FONT:
            return text if text in FONTS else None


def _parse_length(text: str) -> str | None:
    parts = LENGTH_PATTERN.fullmatch(text)
    if parts is None or not text.isascii():
        return None
    number, unit = float(parts[1]), parts[2]
    in_px = number * PX_PER_REM if unit == "rem" else number
    return f"{number:g}{unit}" if in_px <= MAX_CORNER_PX else None


def _advice(token: Token) -> str:
    match token.kind:
        case Kind.COLOUR:
            return (
                f"Vul bij “{token.label}” een kleur in als # met zes tekens, bijvoorbeeld #1a5e3a."
            )
        case Kind.LENGTH:
            return f"Vul bij “{token.label}” een maat in van 0px tot en met {MAX_CORNER_PX}px, bijvoorbeeld 4px of 0.25rem."
        case Kind.FONT:
            return f"Kies bij “{token.label}” een van deze lettertypen: {', '.join(FONTS)}."


def contrast(front: str, back: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measure_contrast(theme: Theme) -> Sequence[Measured]:
    """Every pair with its ratio, for the preview."""
    return [
        Measured(pair, int(100 * contrast(theme.value(pair.front), theme.value(pair.back))) / 100)
        for pair in PAIRS
    ]


def contrast_findings(theme: Theme) -> list[Finding]:
    """A finding, at the front token, for every pair that is too hard to read."""
    return [
        Finding(
            measured.pair.front,
            f"Kies meer verschil voor {measured.pair.label}: de verhouding is {_dutch(measured.ratio)}, "
            f"{_dutch(measured.pair.least)} is het minste.",
        )
        for measured in measure_contrast(theme)
        if not measured.is_enough
    ]


def _dutch(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def stylesheet(theme: Theme) -> str:
    """The overrides, on the element that carries the base theme's class; outside every layer."""
    lines = []
    for name, value in theme.values:
        token = TOKENS_BY_NAME[name]
        css = FONTS[value] if token.kind is Kind.FONT else value
        lines += [f"--{each}:{css}" for each in (name, *token.also)]
    return f".{THEME_CLASS}{{{';'.join(lines)}}}\n"


def content_hash(theme: Theme) -> str:
    """Sixteen characters that change with the stylesheet, for its URL."""
    return hashlib.sha256(stylesheet(theme).encode()).hexdigest()[:16]
