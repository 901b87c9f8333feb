"""What somebody who types in the search box is looking for."""

import re
from dataclasses import dataclass

REFERENCE = re.compile(r"[A-Z]{1,3}-[0-9A-Z-]*")
KVK = re.compile(r"\d{8}")
BETWEEN_DIGITS = re.compile(r"[ .-]")
WORD = re.compile(r"\w+")
MAX_WORDS = 8
# Shorter beginnings fit too many words to help.
SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class ByReference:
    """A reference, or the beginning of one."""

    start: str


@dataclass(frozen=True, slots=True)
class ByKvk:
    """The number of a provider at the Kamer van Koophandel."""

    number: str


@dataclass(frozen=True, slots=True)
class ByWords:
    """Words of a name or a subject, as PostgreSQL's `to_tsquery` takes them."""

    query: str


Search = ByReference | ByKvk | ByWords


def read_search(typed: str) -> Search | None:
    """What was typed, understood; None for nothing.

    Every word has to be there, in any order, and may be the beginning of one.
    """
    typed = typed.strip()
    if REFERENCE.fullmatch(typed.upper()):
        return ByReference(typed.upper())
    digits = BETWEEN_DIGITS.sub("", typed)
    if KVK.fullmatch(digits):
        return ByKvk(digits)
    words = WORD.findall(typed.lower())[:MAX_WORDS]
    if not words:
        return None
    return ByWords(" & ".join(_word(word) for word in words))


def _word(word: str) -> str:
    return f"'{word}':*" if len(word) >= SHORTEST_BEGINNING else f"'{word}'"
