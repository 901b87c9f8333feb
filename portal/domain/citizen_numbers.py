"""Finds citizen service numbers (BSN) that slipped into free text.

A BSN has nine digits, or eight with the leading zero left out, and passes the elfproef. What
counts as one here:

- nine digits in one piece, or grouped by single spaces, dots or dashes, as long as no further
  digit joins the group: "123456782", "1234.56.782", "123 456 782";
- eight digits only when the text announces a BSN just before them. A KvK and an AGB number
  have eight digits too and one in eleven passes the elfproef by chance: a warning that is
  mostly wrong is no longer read;
- never a number glued to letters (IBAN, VAT number, reference), an amount in euros, or a
  number announced as RSIN, which has the same elfproef but belongs to an organisation.
"""

import re
from dataclasses import dataclass

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_SEPARATOR = r"[ .\-\u00a0\u2010\u2011\u2013]"
_LETTER = r"[^\W\d_]"
_RUN = re.compile(
    rf"(?<!\d)(?:(?<!{_LETTER})|(?<=bsn))\d+(?:{_SEPARATOR}\d+)*(?!\d|{_LETTER})", re.I
)
_GROUP = re.compile(r"\d+")
# How people group the nine digits, recognised even between other numbers. A run of nine digits
# on its own may be grouped otherwise, but "6 12345678" is a telephone number.
_GROUPINGS = {(9,), (3, 3, 3), (4, 2, 3)}
_LARGEST_GROUP = 5
_ANNOUNCED = re.compile(r"(?:\bbsn|burgerservice\s?nummer|sofi\s?-?nummer)[^\d\n]{0,20}$", re.I)
_ORGANISATION = re.compile(r"\brsin[^\d\n]{0,12}$", re.I)
_AMOUNT = re.compile(r"(?:€|\beur)\s?$", re.I)
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a number stands in the text; the number itself is not kept."""

    start: int
    end: int


def passes_elfproef(digits: str) -> bool:
    """Nine digits whose weighted sum is a multiple of eleven; nine zeros are nobody's number."""
    if len(digits) != len(_WEIGHTS) or not digits.isascii() or not digits.isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and digits.strip("0") != ""


def find_citizen_numbers(text: str) -> tuple[Sighting, ...]:
    """Every place where a BSN seems to stand, in order, without overlap."""
    found: list[Sighting] = []
    for run in _RUN.finditer(text):
        groups = [
            (run.start() + group.start(), run.start() + group.end())
            for group in _GROUP.finditer(run.group())
        ]
        found += _sightings_in(text, groups)
    return tuple(found)


def mask_citizen_numbers(text: str) -> str:
    """The text with every digit of a found number made unreadable."""
    for sighting in reversed(find_citizen_numbers(text)):
        seen = text[sighting.start : sighting.end]
        text = text[: sighting.start] + re.sub(r"\d", "*", seen) + text[sighting.end :]
    return text


def _sightings_in(text: str, groups: list[tuple[int, int]]) -> list[Sighting]:
    found = []
    first = 0
    while first < len(groups):
        taken = _match_from(text, groups, first)
        if taken:
            found.append(Sighting(groups[first][0], groups[first + taken - 1][1]))
        first += max(taken, 1)
    return found


def _match_from(text: str, groups: list[tuple[int, int]], first: int) -> int:
    """How many groups from `first` on make up a BSN; 0 for none."""
    digits, sizes = "", []
    for taken, (start, end) in enumerate(groups[first:], start=1):
        digits += text[start:end]
        sizes.append(end - start)
        if len(digits) > len(_WEIGHTS):
            return 0
        on_its_own = taken == len(groups) and first == 0 and max(sizes) <= _LARGEST_GROUP
        before = text[max(0, groups[first][0] - _LOOK_BACK) : groups[first][0]]
        if (taken == 1 or on_its_own or tuple(sizes) in _GROUPINGS) and _is_meant(digits, before):
            return taken
    return 0


def _is_meant(digits: str, before: str) -> bool:
    if len(digits) == len(_WEIGHTS) - 1:
        return bool(_ANNOUNCED.search(before)) and passes_elfproef("0" + digits)
    return (
        passes_elfproef(digits) and not _ORGANISATION.search(before) and not _AMOUNT.search(before)
    )
