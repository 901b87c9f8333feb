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
from collections.abc import Mapping

from portal.domain.errors import Finding
from portal.domain.theme.contrast import (
    PAIRS,
    Measured,
    Pair,
    contrast,
    contrast_findings,
    measure_contrast,
)
from portal.domain.theme.tokens import FONTS, TOKENS, TOKENS_BY_NAME, Kind, Token
from portal.domain.theme.values import Theme, parse_theme

__all__ = [
    "FONTS",
    "PAIRS",
    "TOKENS",
    "Kind",
    "Measured",
    "Pair",
    "Theme",
    "Token",
    "check_theme",
    "content_hash",
    "contrast",
    "contrast_findings",
    "measure_contrast",
    "parse_theme",
    "stylesheet",
    "whole_stylesheet",
]

THEME_CLASS = "voorbeeld-theme"


def check_theme(raw: Mapping[str, object]) -> tuple[Theme, list[Finding]]:
    """The theme, and all that is wrong with it; with a finding it may not be saved."""
    theme, findings = parse_theme(raw)
    return theme, findings + contrast_findings(theme)


def stylesheet(theme: Theme) -> str:
    """The overrides, on the element that carries the base theme's class; outside every layer."""
    lines = []
    for name, value in theme.values:
        token = TOKENS_BY_NAME[name]
        css = FONTS[value] if token.kind is Kind.FONT else value
        lines += [f"--{each}:{css}" for each in (name, *token.also)]
    return f".{THEME_CLASS}{{{';'.join(lines)}}}\n"


def whole_stylesheet(theme: Theme) -> str:
    """Every token, also where it is the base theme's: laid over any other theme it wins."""
    return stylesheet(Theme(tuple((token.name, theme.value(token.name)) for token in TOKENS)))


def content_hash(theme: Theme) -> str:
    """Sixteen characters that change with the stylesheet, for its URL."""
    return hashlib.sha256(stylesheet(theme).encode()).hexdigest()[:16]
