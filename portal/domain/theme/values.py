"""A theme's values: from what was written to one canonical form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.errors import Finding
from portal.domain.theme.tokens import FONTS, TOKENS, TOKENS_BY_NAME, Kind, Token

COLOUR_PATTERN = re.compile(r"#[0-9a-f]{6}", re.ASCII)
LENGTH_PATTERN = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)(px|rem)", re.ASCII)
MAX_CORNER_PX = 32
PX_PER_REM = 16


@dataclass(frozen=True, slots=True)
class Theme:
    """Checked values, token by token in the order of TOKENS; only what the tenant chose."""

    values: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """The value in use: the theme's own, or the base theme's."""
        return dict(self.values).get(name, TOKENS_BY_NAME[name].default)


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
