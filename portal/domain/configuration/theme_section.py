"""Thema: the design tokens of a municipality."""

import re
from dataclasses import dataclass

from portal.domain.configuration.groups import Key, NamedTexts, Record
from portal.domain.configuration.scalars import SLUG, Text
from portal.domain.configuration.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTokens:
    """The tokens that differ from the base theme, name and value, in their own order."""

    tokens: tuple[tuple[str, str], ...] = ()


THEME = Section(
    slug="thema",
    title="Thema",
    purpose="De kleuren en vormen van uw gemeente, met een controle op het contrast.",
    default=ThemeTokens(),
    shape=Record(
        type_=ThemeTokens,
        keys=(
            Key(
                name="tokens",
                attribute="tokens",
                label="Tokens",
                default=(),
                shape=NamedTexts(
                    name=Text(
                        max_length=80,
                        pattern=re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                        advice=SLUG.advice,
                    ),
                    text=Text(
                        max_length=60,
                        pattern=re.compile(
                            r"#[0-9a-f]{6}|[0-9]{1,3}(\.[0-9]{1,3})?(px|rem|em)?|[a-z-]+"
                        ),
                        advice="Gebruik een kleur als #1f4e79, een maat als 4px, of een naam.",
                    ),
                ),
            ),
        ),
    ),
)
