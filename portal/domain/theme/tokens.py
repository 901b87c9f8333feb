"""The tokens a tenant may set, and the fonts it may choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


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
