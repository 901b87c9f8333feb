"""Plain data whose meaning another part of the domain judges, such as the answers to a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.configuration.scalars import UNKEEPABLE
from portal.domain.configuration.shape import Read, Shape, refuse, what_it_is

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Free(Shape[Mapping[str, Any]]):
    """Names with texts, whole numbers, yes or no, lists and groups of these."""

    def read(self, raw: object, *, label: str, path: str) -> Read[Mapping[str, Any]]:
        if not isinstance(raw, Mapping):
            return refuse(
                path, f"Maak van “{label}” een groep gegevens; hier staat {what_it_is(raw)}."
            )
        if not is_plain(raw, DEEPEST):
            return refuse(
                path,
                f"Gebruik bij “{label}” alleen tekst, hele getallen, ja of nee, en lijsten en "
                f"groepen daarvan, hoogstens {DEEPEST} diep.",
            )
        return raw, []

    def write(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return value


def is_plain(raw: object, depth: int) -> bool:
    """Whether data can be kept as JSON and written as TOML."""
    if isinstance(raw, str):
        return not UNKEEPABLE.search(raw)
    if isinstance(raw, bool | int):
        return abs(raw) < 10**15
    if depth == 0:
        return False
    if isinstance(raw, Mapping):
        return all(
            isinstance(name, str) and is_plain(name, 1) and is_plain(value, depth - 1)
            for name, value in raw.items()
        )
    return isinstance(raw, list) and all(is_plain(item, depth - 1) for item in raw)
