"""Shapes of several values together: a record, and rows of records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from portal.domain.configuration.shape import Read, Shape, is_absent, quoted, refuse, what_it_is
from portal.domain.errors import Finding, Severity

T = TypeVar("T")


class Must(Enum):
    """The mark of a key that has to be there."""

    BE_GIVEN = "be given"


BE_GIVEN: Final = Must.BE_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a record: its Dutch name in data, its attribute in code.

    With a `default` the key may be left out, and it is left out when written if the value
    equals it; so written data says only what differs. A page asks it `only_if` another key of
    the record has one of some values; `ask` is the question whether a record inside is there.
    """

    name: str
    shape: Shape[Any]
    label: str
    attribute: str
    hint: str = ""
    default: Any = BE_GIVEN
    only_if: tuple[str, tuple[Any, ...]] | None = None
    ask: str = ""

    @property
    def required(self) -> bool:
        return self.default is BE_GIVEN


def nothing_more(value: Any) -> list[Finding]:
    """Values that need not agree with each other."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Shape[T], Generic[T]):
    """A group of named values that together are one dataclass.

    `judge` looks at values that could all be read; its paths start at the record.
    """

    type_: type[T]
    keys: tuple[Key, ...]
    judge: Callable[[T], list[Finding]] = field(default=nothing_more)

    def read(self, raw: object, *, label: str, path: str) -> Read[T]:
        if not isinstance(raw, Mapping):
            return refuse(
                path, f"Maak van “{label}” een groep gegevens; hier staat {what_it_is(raw)}."
            )
        findings = self.unknown_keys(raw, path)
        values: dict[str, Any] = {}
        for key in self.keys:
            values[key.attribute], about = read_key(key, raw.get(key.name), path)
            findings += about
        if has_errors(findings):
            return None, findings
        value = self.type_(**values)
        findings += [replace(one, path=below(path, one.path)) for one in self.judge(value)]
        return (None if has_errors(findings) else value), findings

    def unknown_keys(self, raw: Mapping[Any, Any], path: str) -> list[Finding]:
        """A finding per key that this record does not have: usually a typing mistake."""
        known = {key.name for key in self.keys}
        return [
            Finding(
                below(path, name if isinstance(name, str) else "?"),
                f"De sleutel {quoted(name)} is hier niet bekend. "
                f"Bekend zijn: {', '.join(sorted(known))}.",
            )
            for name in raw
            if not isinstance(name, str) or name not in known
        ]

    def write(self, value: T) -> dict[str, Any]:
        written = {}
        for key in self.keys:
            part = getattr(value, key.attribute)
            if key.required or part != key.default:
                written[key.name] = key.shape.write(part)
        return written


def has_errors(findings: list[Finding]) -> bool:
    """Whether one of them stops the act; a warning does not."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def read_key(key: Key, raw: object, path: str) -> Read[Any]:
    """The value of one entry; an absent one takes its default or is missed by name."""
    if is_absent(raw) and not key.required:
        return key.default, []
    where = below(path, key.name)
    if is_absent(raw) and not isinstance(key.shape, Rows):
        return refuse(where, f"Vul “{key.label}” in.")
    return key.shape.read(raw, label=key.label, path=where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Shape[tuple[T, ...]], Generic[T]):
    """Records of one kind in their own order.

    `row_name` is what one is called ("team"); `identity` names the keys that tell rows
    apart: no two rows may agree on all of them. Nor on any one of the keys in `distinct`.
    `named_by` names what people know a row by, where that is something else.
    """

    of: Record[T]
    row_name: str
    identity: tuple[str, ...]
    distinct: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    min_rows: int = 0
    max_rows: int = 200

    def read(self, raw: object, *, label: str, path: str) -> Read[tuple[T, ...]]:
        rows = [] if raw is None else raw
        if not isinstance(rows, list | tuple):
            return refuse(path, f"Maak van “{label}” een lijst; hier staat {what_it_is(raw)}.")
        if len(rows) < self.min_rows:
            return refuse(path, f"Voeg bij “{label}” minstens {self.min_rows} {self.row_name} toe.")
        if len(rows) > self.max_rows:
            return refuse(path, f"Kort “{label}” in: {self.max_rows} is het meeste.")
        values: list[T] = []
        findings = self.doubles(rows, self.identity, path)
        for name in self.distinct:
            findings += self.doubles(rows, (name,), path)
        for number, row in enumerate(rows):
            value, about = self.of.read(
                row, label=f"{self.row_name} {number + 1}", path=f"{path}.{number}"
            )
            findings += about
            if value is not None:
                values.append(value)
        return (None if has_errors(findings) else tuple(values)), findings

    def doubles(
        self, rows: list[Any] | tuple[Any, ...], names: tuple[str, ...], path: str
    ) -> list[Finding]:
        """A finding per row that cannot be told apart from an earlier one."""
        seen: set[tuple[str, ...]] = set()
        findings = []
        for number, row in enumerate(rows):
            mark = mark_of(row, names)
            if mark is not None and mark in seen:
                name = ", ".join(quoted(part) for part in mark)
                findings.append(
                    Finding(
                        f"{path}.{number}.{names[0]}",
                        f"{name} staat er twee keer. Verander een van de twee.",
                    )
                )
            elif mark is not None:
                seen.add(mark)
        return findings

    def write(self, value: tuple[T, ...]) -> list[Any]:
        return [self.of.write(row) for row in value]

    def name_of(self, row: Mapping[str, Any]) -> str:
        """Which row it is, in words: Contractteam; Cliëntenstop, Houdt u een plek vrij?"""
        shapes = {key.name: key.shape for key in self.of.keys}
        known_by = self.named_by or self.identity
        told = (shapes[name].tell(row[name]) for name in known_by if not is_absent(row.get(name)))
        return ", ".join(words.strip("“”") for words in told)


def mark_of(row: object, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """What tells a row apart from the others, or None where nothing of it is filled in."""
    if not isinstance(row, Mapping):
        return None
    parts = tuple(told_apart(row.get(name)) for name in names)
    return parts if any(parts) else None


def below(path: str, name: str) -> str:
    """The dotted path of an entry; an entry without a name is the group itself."""
    return f"{path}.{name}" if path and name else path or name


def told_apart(raw: object) -> str:
    """An identity's part as text; what cannot name a row is nothing."""
    if isinstance(raw, str):
        return raw
    return quoted(raw) if isinstance(raw, int) else ""
