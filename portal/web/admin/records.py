"""A record of settings as questions, whatever schema it comes from, and back to plain data.

Configuration sections and ladders describe themselves in two ways; `from_sections` and
`from_ladders` turn both into these parts. From them come the form of a page, the answers that
fill it, the plain data that a sent form means, and where a finding belongs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from portal.domain.submissions.fields import Field, RowsField, ShownIf, YesNoField

Plain: TypeAlias = Mapping[str, Any]

JOINT = "__"
PRESENT = "er"


def as_it_is(value: Any) -> Any:
    """A value that a form and plain data have in common."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One value. `make` makes the question under a form name; `default` is what it is when absent."""

    key: str
    label: str
    make: Callable[[str], Field]
    subject: str = ""
    default: Any = None
    to_answer: Callable[[Any], Any] = as_it_is
    to_plain: Callable[[Any], Any] = as_it_is
    say: Callable[[Any], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A record inside the record; one that may be left out is asked for first.

    `default` is what it says when it is not there but always holds something.
    """

    key: str
    label: str
    record: "RecordPlan"
    hint: str = ""
    subject: str = ""
    required: bool = True
    ask: str = ""
    default: Plain = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Records of one kind, in order. `noun` is what one is called.

    With `has_pages` each of them is edited on a page of its own, not as a row of a form.
    """

    key: str
    label: str
    record: "RecordPlan"
    noun: str
    hint: str = ""
    subject: str = ""
    min_rows: int = 0
    max_rows: int = 40
    has_pages: bool = False
    shown_if: ShownIf | None = None


Part: TypeAlias = Leaf | Group | Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """The parts of a record; `title` says in words which one it is, `mark` knows it again."""

    parts: tuple[Part, ...]
    title: Callable[[Plain], str] = field(default=lambda raw: "")
    mark: Callable[[Plain], str] = field(default=lambda raw: "")

    def part(self, key: str) -> Part | None:
        """The part under a key of the data."""
        return next((part for part in self.parts if part.key == key), None)

    @property
    def is_flat(self) -> bool:
        """Whether rows of it fit in a form: no lists inside."""
        return all(
            part.record.is_flat if isinstance(part, Group) else isinstance(part, Leaf)
            for part in self.parts
        )

    def on_page(self, subject: str | None = None) -> tuple[Part, ...]:
        """What a page asks: the parts of a subject, without lists that have pages of their own."""
        return tuple(
            part
            for part in self.parts
            if subject in (None, part.subject)
            and not (isinstance(part, Listing) and part.has_pages)
        )

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The lists of which each record has a page of its own."""
        return tuple(part for part in self.parts if isinstance(part, Listing) and part.has_pages)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The pages of the record, in the order in which it is written."""
        return tuple(dict.fromkeys(part.subject for part in self.parts))


def questions(parts: Sequence[Part], prefix: str = "") -> tuple[Field, ...]:
    """The questions of some parts, under form names."""
    return tuple(question for part in parts for question in questions_of(part, prefix))


def questions_of(part: Part, prefix: str = "") -> Iterator[Field]:
    """The questions of one part; a group brings those of its record, a list its rows."""
    name = prefix + part.key
    match part:
        case Leaf():
            yield part.make(name)
        case Group(required=True):
            yield from questions(part.record.parts, name + JOINT)
        case Group():
            present = name + JOINT + PRESENT
            yield YesNoField(name=present, label=part.ask, hint=part.hint)
            for question in questions(part.record.parts, name + JOINT):
                yield only_if(question, present)
        case Listing():
            yield RowsField(
                name=name,
                label=part.label,
                hint=part.hint,
                row_name=part.noun,
                required=part.min_rows > 0,
                min_rows=part.min_rows,
                max_rows=part.max_rows,
                shown_if=part.shown_if,
                fields=questions(part.record.parts),
            )


def only_if(question: Field, present: str) -> Field:
    """The same question, asked only when there is such a group."""
    if question.shown_if is not None:
        return question
    return replace(question, shown_if=ShownIf(present, (True,)))


def answers_of(parts: Sequence[Part], raw: Plain, prefix: str = "") -> dict[str, Any]:
    """What fills the questions of some parts, out of plain data; defaults are filled in."""
    found: dict[str, Any] = {}
    for part in parts:
        name, value = prefix + part.key, raw.get(part.key)
        match part:
            case Leaf():
                kept = part.default if value is None else value
                found[name] = None if kept is None else part.to_answer(kept)
            case Group():
                inner = value if isinstance(value, Mapping) and value else part.default
                if not part.required:
                    found[name + JOINT + PRESENT] = bool(inner)
                found |= answers_of(part.record.parts, inner, name + JOINT)
            case Listing():
                rows = value if isinstance(value, list) else []
                found[name] = [
                    answers_of(part.record.parts, row) for row in rows if isinstance(row, Mapping)
                ]
    return found


def plain_of(parts: Sequence[Part], answers: Plain, prefix: str = "") -> dict[str, Any]:
    """The plain data that answers mean; what was left open is left out."""
    plain: dict[str, Any] = {}
    for part in parts:
        value = plain_value(part, answers, prefix + part.key)
        if value not in (None, "", [], {}):
            plain[part.key] = value
    return plain


def plain_value(part: Part, answers: Plain, name: str) -> Any:
    """The plain value of one part."""
    match part:
        case Leaf():
            answer = answers.get(name)
            return None if answer is None else part.to_plain(answer)
        case Group():
            if not part.required and answers.get(name + JOINT + PRESENT) is not True:
                return None
            return plain_of(part.record.parts, answers, name + JOINT)
        case Listing():
            rows = answers.get(name)
            if part.shown_if is not None and not part.shown_if.holds(answers):
                return None
            return [
                plain_of(part.record.parts, row)
                for row in (rows if isinstance(rows, list) else [])
                if isinstance(row, Mapping)
            ]


def replaced(parts: Sequence[Part], raw: Plain, answers: Plain) -> dict[str, Any]:
    """A record with some of its parts as the answers have them, all else as it was."""
    given = plain_of(parts, answers)
    asked = {part.key for part in parts}
    kept = {key: value for key, value in raw.items() if key not in asked}
    return {**kept, **given}


def question_path(parts: Sequence[Part], path: str) -> str | None:
    """Where on the page a finding stands, from its path below the record; None: not here."""
    key, _, rest = path.partition(".")
    part = next((one for one in parts if one.key == key), None)
    match part:
        case None:
            return None
        case Leaf():
            return key
        case Group():
            inner = question_path(part.record.parts, rest) if rest else None
            if inner is not None:
                return key + JOINT + inner
            first = next(iter(questions_of(part)), None)
            return first.name if first else None
        case Listing():
            number, _, below = rest.partition(".")
            if not number.isdecimal():
                return key
            inner = question_path(part.record.parts, below) if below else None
            return f"{key}.{number}.{inner}" if inner else f"{key}.{number}"
