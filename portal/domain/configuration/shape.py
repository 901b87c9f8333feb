"""What a configuration value looks like, on both sides: plain data and frozen values.

Plain data is what TOML, JSONB and a form have in common: `str`, `int`, `bool`, `list`, `dict`.
Reading takes anything at all and never raises: what is wrong becomes a finding, and reading
goes on, so that one look shows everything. `write` is the exact inverse of `read`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from portal.domain.errors import Finding

T = TypeVar("T")

Read = tuple[T | None, list[Finding]]
"""A value and what is wrong; the value is None when it could not be made."""

QUOTED_LENGTH = 40


class Shape(ABC, Generic[T]):
    """One kind of value: how to read, write and tell it."""

    @abstractmethod
    def read(self, raw: object, *, label: str, path: str) -> Read[T]:
        """The value behind `raw`; `label` names it in sentences, `path` is dotted."""

    @abstractmethod
    def write(self, value: T) -> Any:
        """Plain data that reads back as the same value."""

    def tell(self, raw: Any) -> str:
        """Plain data of this shape in words, for a history."""
        return quoted(raw)


def refuse(path: str, sentence: str) -> tuple[None, list[Finding]]:
    """No value, and the sentence that says why."""
    return None, [Finding(path, sentence)]


def quoted(raw: object) -> str:
    """Something found in a file or form, short enough for a sentence; never raises."""
    if isinstance(raw, bool):
        return "ja" if raw else "nee"
    if isinstance(raw, int):
        return str(raw) if abs(raw) < 10**15 else "een heel groot getal"
    if isinstance(raw, float):
        return str(raw)
    if isinstance(raw, str):
        return f"“{one_line(raw)}”"
    return what_it_is(raw)


def what_it_is(raw: object) -> str:
    """The kind of thing in a word or two."""
    if raw is None:
        return "niets"
    if isinstance(raw, bool):
        return "ja of nee"
    if isinstance(raw, int | float):
        return "een getal"
    if isinstance(raw, str):
        return "tekst"
    if isinstance(raw, list | tuple):
        return "een lijst"
    if isinstance(raw, dict):
        return "een groep gegevens"
    return "iets anders"


def one_line(text: str) -> str:
    """A text cut to a length that fits a sentence, without marks that break it."""
    short = text[:QUOTED_LENGTH]
    seen = "".join(mark if mark.isprintable() else " " for mark in short)
    return f"{seen}…" if len(text) > QUOTED_LENGTH else seen


def is_absent(raw: object) -> bool:
    """Nothing was filled in; `False` and 0 are something."""
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or (isinstance(raw, list | tuple | dict) and not raw)


def as_mapping(raw: object) -> Mapping[str, Any]:
    """The entries of a group; of anything else none."""
    if not isinstance(raw, Mapping):
        return {}
    return {name: value for name, value in raw.items() if isinstance(name, str)}


def as_rows(raw: object) -> list[Mapping[str, Any]]:
    """The rows of a list; of anything else none."""
    return [as_mapping(row) for row in raw] if isinstance(raw, list | tuple) else []
