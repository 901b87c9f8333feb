"""Thema: the design tokens of a municipality, judged by their contrast."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.domain.configuration.groups import Key, Record, below, has_errors
from portal.domain.configuration.scalars import Text
from portal.domain.configuration.section import Section
from portal.domain.configuration.shape import Read, refuse, what_it_is
from portal.domain.errors import Finding
from portal.domain.theme import TOKENS, Theme, check_theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeShape(Record[Theme]):
    """A flat table of tokens; the theme itself knows which there are and what suits them."""

    def read(self, raw: object, *, label: str, path: str) -> Read[Theme]:
        if not isinstance(raw, Mapping):
            return refuse(
                path, f"Maak van “{label}” een groep gegevens; hier staat {what_it_is(raw)}."
            )
        theme, about = check_theme({name: value for name, value in raw.items() if is_name(name)})
        findings = [replace(one, path=below(path, one.path)) for one in about]
        if not all(is_name(name) for name in raw):
            findings.append(Finding(path, "Haal weg wat geen naam van een onderdeel is."))
        return (None if has_errors(findings) else theme), findings

    def write(self, value: Theme) -> dict[str, str]:
        return dict(value.values)


def is_name(name: object) -> bool:
    return isinstance(name, str)


THEME = Section(
    slug="thema",
    title="Thema",
    purpose="De kleuren en vormen van uw gemeente, met een controle op het contrast.",
    default=Theme(),
    shape=ThemeShape(
        type_=Theme,
        keys=tuple(
            Key(
                name=token.name,
                attribute="values",
                label=token.label,
                shape=Text(max_length=60),
                default="",
            )
            for token in TOKENS
        ),
    ),
)
