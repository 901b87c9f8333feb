"""Which colours stand on which, and whether the difference is enough (WCAG 1.4.3, 1.4.11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portal.domain.errors import Finding
from portal.domain.theme.values import Theme

TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
# Colours of the base theme that stand on a tenant's own planes; they mean "fout" everywhere.
ERROR_TEXT = "basis-color-negative-color-default"
FIXED: Mapping[str, str] = MappingProxyType({ERROR_TEXT: "#a01d23"})


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
    Pair(ERROR_TEXT, _PAGE, "foutmelding op de pagina"),
    Pair(ERROR_TEXT, _SOFT, "foutmelding op een zacht vlak"),
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
        Measured(
            pair, int(100 * contrast(_colour(theme, pair.front), _colour(theme, pair.back))) / 100
        )
        for pair in PAIRS
    ]


def _colour(theme: Theme, name: str) -> str:
    return FIXED.get(name) or theme.value(name)


def contrast_findings(theme: Theme) -> list[Finding]:
    """A finding, at the front token, for every pair that is too hard to read."""
    return [
        Finding(
            measured.pair.back if measured.pair.front in FIXED else measured.pair.front,
            f"Kies meer verschil voor {measured.pair.label}: de verhouding is {_dutch(measured.ratio)}, "
            f"{_dutch(measured.pair.least)} is het minste.",
        )
        for measured in measure_contrast(theme)
        if not measured.is_enough
    ]


def _dutch(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")
