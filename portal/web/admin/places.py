"""A record somewhere in a document, by an address such as `vraag/3/deelvraag/1`.

Numbers count from 1, as people do. Documents are never changed in place: every act gives a new
one, so that what was stored and what was typed can stand beside each other.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.errors import NotThere
from portal.web.admin.records import Listing, Plain, RecordPlan

NEW = "nieuw"


@dataclass(frozen=True, slots=True)
class Step:
    """Into one row of a list; `number` 0 is a row that is not there yet."""

    listing: Listing
    number: int

    @property
    def address(self) -> str:
        return f"{self.listing.key}/{self.number or NEW}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A record, its plan, and how to get there; no steps is the document itself."""

    plan: RecordPlan
    raw: Plain
    steps: tuple[Step, ...] = ()

    @property
    def address(self) -> str:
        """As it stands in a URL."""
        return "/".join(step.address for step in self.steps)

    @property
    def path(self) -> str:
        """As findings count it: dotted, from 0."""
        return ".".join(f"{step.listing.key}.{step.number - 1}" for step in self.steps)

    @property
    def is_new(self) -> bool:
        return bool(self.steps) and self.steps[-1].number == 0

    @property
    def title(self) -> str:
        """What the record is called on its page."""
        if not self.steps:
            return ""
        noun, named = self.steps[-1].listing.noun, self.plan.title(self.raw)
        if self.is_new:
            return f"Nieuwe {noun}"
        return f"{noun.capitalize()} {named}" if named else noun.capitalize()

    def below(self, path: str) -> str | None:
        """The rest of a finding's path when it is about this record or what is in it."""
        if not self.path:
            return path
        if path == self.path:
            return ""
        return path[len(self.path) + 1 :] if path.startswith(f"{self.path}.") else None


def place_in(plan: RecordPlan, document: Plain, address: str) -> Place:
    """The record at an address; NotThere when there is none."""
    place = Place(plan=plan, raw=document)
    words = address.split("/") if address else []
    if len(words) % 2:
        raise NotThere
    for key, number in zip(words[::2], words[1::2], strict=True):
        place = _into(place, key, number)
    return place


def _into(place: Place, key: str, number: str) -> Place:
    part = place.plan.part(key)
    if not isinstance(part, Listing) or place.is_new:
        raise NotThere
    rows = rows_of(place.raw, key)
    if number == NEW:
        return Place(plan=part.record, raw={}, steps=(*place.steps, Step(part, 0)))
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number) <= len(rows):
        raise NotThere
    found = rows[int(number) - 1]
    return Place(plan=part.record, raw=found, steps=(*place.steps, Step(part, int(number))))


def rows_of(raw: Plain, key: str) -> list[dict[str, Any]]:
    """The records of a list; what is no record is passed over."""
    rows = raw.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def with_record(document: Plain, place: Place, record: Plain) -> dict[str, Any]:
    """The document with a record in this place, at the end of its list when it is new."""
    if not place.steps:
        return copy.deepcopy(dict(record))
    changed = copy.deepcopy(dict(document))
    rows = _list_at(changed, place)
    if place.is_new:
        rows.append(dict(record))
    else:
        rows[place.steps[-1].number - 1] = dict(record)
    return changed


def without_record(document: Plain, place: Place) -> dict[str, Any]:
    """The document with the record gone."""
    changed = copy.deepcopy(dict(document))
    del _list_at(changed, place)[place.steps[-1].number - 1]
    return changed


def moved(document: Plain, place: Place, by: int) -> dict[str, Any]:
    """The document with the record so many places further on; at an end it stays."""
    changed = copy.deepcopy(dict(document))
    rows = _list_at(changed, place)
    at = place.steps[-1].number - 1
    to = min(max(at + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    return changed


def in_order(document: Plain, place: Place, key: str, numbers: Sequence[float]) -> dict[str, Any]:
    """The document with the rows of a list in the order of these numbers; equal ones keep theirs."""
    changed = copy.deepcopy(dict(document))
    rows = _record_at(changed, place).get(key, [])
    if len(rows) != len(numbers):
        raise NotThere
    order = sorted(range(len(rows)), key=lambda at: (numbers[at], at))
    _record_at(changed, place)[key] = [rows[at] for at in order]
    return changed


def same_place(plan: RecordPlan, before: Plain, after: Plain, place: Place) -> Place:
    """Where the record stands in a later document: known by its mark; new when it is gone."""
    found = Place(plan=plan, raw=after)
    for step in place.steps:
        if step.number == 0:
            return _into(found, step.listing.key, NEW)
        old = place_in(plan, before, _address_until(place, step))
        rows = rows_of(found.raw, step.listing.key)
        marks = [step.listing.record.mark(row) for row in rows]
        mark = step.listing.record.mark(old.raw)
        number = str(marks.index(mark) + 1) if mark in marks else NEW
        found = _into(found, step.listing.key, number)
        if found.is_new:
            return found
    return found


def _address_until(place: Place, last: Step) -> str:
    upto = place.steps[: place.steps.index(last) + 1]
    return "/".join(step.address for step in upto)


def _record_at(document: dict[str, Any], place: Place) -> dict[str, Any]:
    found: Any = document
    for step in place.steps:
        found = found[step.listing.key][step.number - 1]
    assert isinstance(found, dict)
    return found


def _list_at(document: dict[str, Any], place: Place) -> list[Any]:
    """The list that the place is a row of, made when it is not there."""
    found: Any = document
    for step in place.steps[:-1]:
        found = found[step.listing.key][step.number - 1]
    rows = found.setdefault(place.steps[-1].listing.key, [])
    assert isinstance(rows, list)
    return rows
