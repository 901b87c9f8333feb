"""Thema: the design tokens of a municipality."""

import re

from portal.domain.configuration.groups import NamedTexts
from portal.domain.configuration.scalars import Text
from portal.domain.configuration.section import Section

TOKEN_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TOKEN_VALUE = re.compile(r"#[0-9a-f]{6}|[0-9]{1,3}(\.[0-9]{1,3})?(px|rem)|[a-z-]+")

THEME: Section[tuple[tuple[str, str], ...]] = Section(
    slug="thema",
    title="Thema",
    purpose="De kleuren en vormen van uw gemeente, met een controle op het contrast.",
    default=(),
    shape=NamedTexts(
        name=Text(max_length=80, pattern=TOKEN_NAME, advice="Kies een onderdeel uit de lijst."),
        text=Text(
            max_length=60,
            pattern=TOKEN_VALUE,
            advice="Gebruik een kleur als #1f4e79, een maat als 4px, of een naam.",
        ),
    ),
)
