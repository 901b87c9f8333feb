"""How values read in Dutch: lists, money, percentages, dates, and enumerations with a label."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Self

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


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


def euros(cents: int) -> str:
    """ "€ 2.500,00"."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}€ {whole:,}".replace(",", ".") + f",{rest:02d}"


def percent(basis_points: int) -> str:
    """ "5,00 %"; one basis point is a hundredth of a per cent."""
    whole, rest = divmod(abs(basis_points), 100)
    sign = "-" if basis_points < 0 else ""
    return f"{sign}{whole},{rest:02d} %"


def day(value: date) -> str:
    """ "1 december 2026"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def yes_no(value: bool) -> str:
    """ "ja" or "nee"."""
    return "ja" if value else "nee"


def quoted(text: str) -> str:
    """The text between quotation marks."""
    return f"“{text}”"


def capital(text: str) -> str:
    """The sentence with a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
