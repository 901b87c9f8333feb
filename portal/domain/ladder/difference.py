"""What changed between two versions of a ladder, rung by rung and field by field, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from portal.domain.ladder.codecs import Codec, ItemsCodec, MaybeCodec, TextCodec
from portal.domain.ladder.schema import Question, RecordCodec, questions
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.words import Word, capital, quoted
from portal.domain.text_changes import where_they_differ


class ChangeKind(Word):
    """What happened to a part."""

    ADDED = "toegevoegd"
    REMOVED = "verwijderd"
    CHANGED = "gewijzigd"
    MOVED = "verplaatst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `subject` says of what ("Trede 3 (Brief) › Termijn › Lengte").

    `path` is dotted and points into the newer version, for what was removed into the older.
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
                return f"{self.subject}: toegevoegd{f' ({self.after})' if self.after else ''}."
            case ChangeKind.REMOVED:
                return f"{self.subject}: vervallen{f' ({self.before})' if self.before else ''}."
            case ChangeKind.MOVED:
                return f"{self.subject}: van plaats {self.before} naar plaats {self.after}."
            case _:
                return f"{self.subject}: was {self.before}, wordt {self.after}."


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    subject: tuple[str, ...]

    def down(self, key: str, label: str) -> "_Place":
        path = f"{self.path}.{key}" if self.path else key
        return _Place(path, (*self.subject, label) if label else self.subject)

    def change(self, kind: ChangeKind, before: str = "", after: str = "") -> Change:
        return Change(
            kind=kind,
            path=self.path,
            subject=capital(" › ".join(self.subject)),
            before=before,
            after=after,
        )


def difference(old: LadderVersion, new: LadderVersion) -> tuple[Change, ...]:
    """All differences, in the order in which a ladder is written; empty when there are none."""
    return tuple(_record(old, new, _Place("", ())))


def _record(old: Any, new: Any, place: _Place) -> Iterator[Change]:
    for question in questions(type(new)):
        before, after = getattr(old, question.name), getattr(new, question.name)
        if before != after:
            label = (
                "" if _holds_records(question.codec) and _noun(question) else question.asked.label
            )
            yield from _value(question, before, after, place.down(question.asked.key, label))


def _value(question: Question, before: Any, after: Any, place: _Place) -> Iterator[Change]:
    codec = question.codec
    inner = codec.of if isinstance(codec, MaybeCodec) else codec
    if isinstance(inner, RecordCodec) and before is not None and after is not None:
        yield from _record(before, after, place)
    elif isinstance(codec, ItemsCodec) and isinstance(codec.of, RecordCodec):
        yield from _records(codec.noun or question.asked.label, before, after, place)
    elif _is_empty(before):
        yield place.change(ChangeKind.ADDED, after=question.in_words(after))
    elif _is_empty(after):
        yield place.change(ChangeKind.REMOVED, before=question.in_words(before))
    elif isinstance(inner, TextCodec):
        old, new = where_they_differ(before, after)
        yield place.change(ChangeKind.CHANGED, before=quoted(old), after=quoted(new))
    else:
        yield place.change(
            ChangeKind.CHANGED, before=question.in_words(before), after=question.in_words(after)
        )


def _records(
    noun: str, before: Sequence[Any], after: Sequence[Any], place: _Place
) -> Iterator[Change]:
    """Rows gone, come, changed and moved; a row is known by its code, or else by its name."""
    pairs = _pairs(before, after)
    for number, row in enumerate(before):
        if number not in pairs:
            yield _at(place, number, noun, row).change(ChangeKind.REMOVED)
    origin = {new: old for old, new in pairs.items()}
    stayed = _in_place([origin[n] for n in sorted(origin)])
    for number, row in enumerate(after):
        spot = _at(place, number, noun, row)
        if number not in origin:
            yield spot.change(ChangeKind.ADDED)
            continue
        old = origin[number]
        if old not in stayed:
            yield spot.change(ChangeKind.MOVED, before=str(old + 1), after=str(number + 1))
        yield from _record(before[old], row, spot)


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """Which old row is which new row: the same code, else the same name (renumbered)."""
    pairs: dict[int, int] = {}
    for mark in (_code, _name):
        taken = set(pairs.values())
        for old, row in enumerate(before):
            if old in pairs or mark(row) is None:
                continue
            same = (
                new
                for new, other in enumerate(after)
                if new not in taken and mark(other) == mark(row)
            )
            found = next(same, None)
            if found is not None:
                pairs[old] = found
                taken.add(found)
    return pairs


def _code(row: Any) -> Any:
    """What tells a row from its neighbours: the field that stands first."""
    return getattr(row, questions(type(row))[0].name)


def _name(row: Any) -> Any:
    return getattr(row, "name", None)


def _in_place(old_numbers: list[int]) -> set[int]:
    """The rows that kept their order; as few as possible count as moved."""
    blocks = SequenceMatcher(None, sorted(old_numbers), old_numbers, autojunk=False)
    return {
        number
        for block in blocks.get_matching_blocks()
        for number in old_numbers[block.b : block.b + block.size]
    }


def _at(place: _Place, number: int, noun: str, row: Any) -> _Place:
    first = questions(type(row))[0]
    code, name = first.in_words(_code(row)).strip("“”"), _name(row)
    return place.down(str(number), f"{noun} {code}" + (f" ({name})" if name else ""))


def _holds_records(codec: Codec) -> bool:
    return isinstance(codec, ItemsCodec) and isinstance(codec.of, RecordCodec)


def _noun(question: Question) -> str:
    return question.codec.noun if isinstance(question.codec, ItemsCodec) else ""


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == ()
