"""What changed between two versions of a section, field by field, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from portal.domain.configuration.groups import Key, Record, Rows, below, mark_of
from portal.domain.configuration.scalars import Text
from portal.domain.configuration.shape import (
    Shape,
    as_mapping,
    as_rows,
    is_absent,
)
from portal.domain.text_changes import where_they_differ

Mark = tuple[str, ...]


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "toegevoegd"
    REMOVED = "verwijderd"
    CHANGED = "gewijzigd"
    MOVED = "verplaatst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference; `subject` says of what ("Teams › team “wmo” › Naam"), in labels.

    `path` is dotted and points into the newer version, for what was removed into the older.
    `before` and `after` are words, empty where there was nothing.
    """

    kind: ChangeKind
    path: str
    subject: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """The whole change in one sentence."""
        match self.kind:
            case ChangeKind.ADDED:
                return f"{self.subject}: toegevoegd{told(self.after)}."
            case ChangeKind.REMOVED:
                return f"{self.subject}: verwijderd{told(self.before)}."
            case ChangeKind.MOVED:
                return f"{self.subject}: van plaats {self.before} naar plaats {self.after}."
            case ChangeKind.CHANGED:
                return f"{self.subject}: was {self.before}, is nu {self.after}."


def told(words: str) -> str:
    return f" ({words})" if words else ""


def differences(shape: Shape[Any], before: object, after: object) -> list[Change]:
    """All differences between two versions in plain data, in the order of the section.

    Whatever does not fit the shape is told as it is; nothing raises.
    """
    return of_value(shape, before, after, subject=(), path="")


def of_record(
    shape: Record[Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    subject: tuple[str, ...],
    path: str,
) -> list[Change]:
    changes = []
    for key in shape.keys:
        old, new = plain(key, before), plain(key, after)
        if old != new:
            changes += of_value(
                key.shape, old, new, subject=(*subject, key.label), path=below(path, key.name)
            )
    return changes


def plain(key: Key, raw: Mapping[str, Any]) -> Any:
    """What stands at a key, or what its default would be written as."""
    found = raw.get(key.name)
    if not is_absent(found):
        return found
    if key.required or is_absent(key.default):
        return None
    return key.shape.write(key.default)


def of_value(
    shape: Shape[Any], old: Any, new: Any, *, subject: tuple[str, ...], path: str
) -> list[Change]:
    """The differences of two unequal values."""
    match shape:
        case Record():
            return of_record(shape, as_mapping(old), as_mapping(new), subject=subject, path=path)
        case Rows():
            return of_rows(shape, as_rows(old), as_rows(new), subject=subject, path=path)
        case Text() if (
            isinstance(old, str) and isinstance(new, str) and old.strip() and new.strip()
        ):
            before, after = where_they_differ(old, new)
            return [single(subject, path, f"“{before}”", f"“{after}”")]
        case _:
            return [single(subject, path, words(shape, old), words(shape, new))]


def of_rows(
    shape: Rows[Any],
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    *,
    subject: tuple[str, ...],
    path: str,
) -> list[Change]:
    """Rows gone, come, changed and moved; a row is known by its identity, not by its place."""
    old_marks, new_marks = marks(shape, old), marks(shape, new)
    changes = []
    for number, mark in enumerate(old_marks):
        if mark not in new_marks:
            where = (*subject, row_name(shape, old[number]))
            changes.append(
                Change(kind=ChangeKind.REMOVED, path=f"{path}.{number}", subject=" › ".join(where))
            )
    stayed = in_place(old_marks, new_marks)
    for number, mark in enumerate(new_marks):
        where = (*subject, row_name(shape, new[number]))
        here = f"{path}.{number}"
        if mark not in old_marks:
            changes.append(Change(kind=ChangeKind.ADDED, path=here, subject=" › ".join(where)))
            continue
        if mark not in stayed:
            changes.append(
                Change(
                    kind=ChangeKind.MOVED,
                    path=here,
                    subject=" › ".join(where),
                    before=str(old_marks.index(mark) + 1),
                    after=str(number + 1),
                )
            )
        earlier = old[old_marks.index(mark)]
        changes += of_record(shape.of, earlier, new[number], subject=where, path=here)
    return changes


def in_place(old: Sequence[Mark], new: Sequence[Mark]) -> set[Mark]:
    """The rows that kept their order; as few as possible count as moved."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {mark for block in blocks for mark in old[block.a : block.a + block.size]}


def marks(shape: Rows[Any], rows: Sequence[Mapping[str, Any]]) -> list[Mark]:
    """What each row is known by; one without a name, or a double one, by its place."""
    known: list[Mark] = []
    for number, row in enumerate(rows):
        mark = mark_of(row, shape.identity)
        known.append(mark if mark is not None and mark not in known else ("", str(number)))
    return known


def row_name(shape: Rows[Any], row: Mapping[str, Any]) -> str:
    """A row in words: team “Contractteam”, termijn “Cliëntenstop, Beslissen”."""
    name = shape.name_of(row)
    return f"{shape.row_name} “{name}”" if name else shape.row_name


def single(subject: tuple[str, ...], path: str, before: str, after: str) -> Change:
    """The change of one value between nothing and something, or from one to another."""
    kind = ChangeKind.CHANGED
    if not before:
        kind = ChangeKind.ADDED
    elif not after:
        kind = ChangeKind.REMOVED
    return Change(kind=kind, path=path, subject=" › ".join(subject), before=before, after=after)


def words(shape: Shape[Any], raw: Any) -> str:
    return "" if is_absent(raw) else shape.tell(raw)
