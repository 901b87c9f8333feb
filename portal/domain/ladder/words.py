"""How values read in Dutch: lists, percentages, and enumerations with a label."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Self

from portal.domain.money import percentage


class Word(StrEnum):
    """A value that stands in data under a stable name and on the page under a label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value
        return word


def listed(words: Iterable[str], *, last: str = "en", nothing: str = "geen") -> str:
    """ "a, b en c"; `nothing` when there are none."""
    items = list(words)
    if not items:
        return nothing
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def hundredths(basis_points: int) -> str:
    """ "5,00 %" for 500; a ladder keeps percentages in hundredths of a per cent."""
    return percentage(Decimal(basis_points) / 100)


def yes_no(value: bool) -> str:
    """ "ja" or "nee"."""
    return "ja" if value else "nee"


def quoted(text: str) -> str:
    """The text between quotation marks."""
    return f"“{text}”"


def capital(text: str) -> str:
    """The sentence with a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
