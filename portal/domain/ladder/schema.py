"""Data that describes itself: read from plain values, written back, and named for the admin.

A record is a frozen dataclass of which each field is `Annotated[type, Asked(…)]`. From that one
description come the reader (every problem at once, never an exception), the writer (round trip
exact), the labels and hints of the admin's pages, and the words of a difference.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from portal.domain.errors import Finding
from portal.domain.ladder.codecs import (
    Codec,
    DayCodec,
    FlagCodec,
    ItemsCodec,
    MaybeCodec,
    Spot,
    TextCodec,
    WholeCodec,
    WordCodec,
    nearest,
)
from portal.domain.ladder.words import Word, quoted

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a field stands in data (`key`) and on the admin's page (`label`, `hint`).

    `item` is what one of a list is called; `say` puts the value in words where its own do not do.
    """

    key: str
    label: str
    hint: str = ""
    item: str = ""
    max_length: int = 200
    minimum: int = 0
    maximum: int = 1_000_000_000
    max_items: int = 40
    say: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a record: its name in code, its description, and how it is read."""

    name: str
    asked: Asked
    codec: Codec
    required: bool
    default: Any = None

    def in_words(self, value: Any) -> str:
        """The value as the admin reads it."""
        return self.asked.say(value) if self.asked.say else self.codec.say(value)


@dataclass(frozen=True, slots=True)
class RecordCodec(Codec):
    """A table of fields."""

    record: type[Any]

    def fallback(self) -> Any:
        return self.record(
            **{q.name: q.codec.fallback() for q in questions(self.record) if q.required}
        )

    def read(self, raw: object, spot: Spot) -> Any:
        if not isinstance(raw, Mapping):
            spot.note(
                "hier horen velden met een naam te staan. Neem de opbouw van een sjabloon over."
            )
            return self.fallback()
        asked = questions(self.record)
        known = {question.asked.key for question in asked}
        for key in raw:
            if key not in known:
                hint = nearest(str(key), known)
                spot.down(str(key)).note(
                    f"het portaal kent het veld {quoted(str(key))} niet. "
                    + (f"Bedoelt u {quoted(hint)}?" if hint else "Haal het weg.")
                )
        return self.record(**{q.name: self._answer(q, raw, spot) for q in asked})

    def _answer(self, question: Question, raw: Mapping[Any, object], spot: Spot) -> Any:
        value, below = raw.get(question.asked.key), spot.down(question.asked.key)
        if question.codec.is_blank(value):
            if not question.required:
                return question.default
            below.note(f"vul {quoted(question.asked.label)} in.")
            return question.codec.fallback()
        return question.codec.read(value, below.named(question.asked.label))

    def write(self, value: Any) -> dict[str, Any]:
        return dump(value)

    def say(self, value: Any) -> str:
        return str(value.in_words())

    def place(self, raw: object) -> str:
        code = raw.get("code") if isinstance(raw, Mapping) else None
        return code if isinstance(code, str) else ""


_QUESTIONS: dict[type[Any], tuple[Question, ...]] = {}


def questions(record: type[Any]) -> tuple[Question, ...]:
    """The fields of a record, in the order in which they are written."""
    if record not in _QUESTIONS:
        _QUESTIONS[record] = _described_fields(record)
    return _QUESTIONS[record]


def _described_fields(record: type[Any]) -> tuple[Question, ...]:
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in fields(record):
        if get_origin(hints[field.name]) is not Annotated:
            raise TypeError(f"{record.__name__}.{field.name} is not described with Asked")
        of, asked = get_args(hints[field.name])
        required = field.default is MISSING
        found.append(
            Question(
                name=field.name,
                asked=asked,
                codec=codec_for(of, asked),
                required=required,
                default=None if required else field.default,
            )
        )
    return tuple(found)


def codec_for(of: Any, asked: Asked) -> Codec:
    """How values of this type are read and written."""
    if get_origin(of) is types.UnionType:
        return MaybeCodec(codec_for(get_args(of)[0], asked))
    if get_origin(of) is tuple:
        return ItemsCodec(codec_for(get_args(of)[0], asked), asked.item, asked.max_items)
    if of is bool:
        return FlagCodec(asked.label)
    if of is int:
        return WholeCodec(asked.label, asked.minimum, asked.maximum)
    if of is str:
        return TextCodec(asked.label, asked.max_length)
    if of is date:
        return DayCodec(asked.label)
    if isinstance(of, type) and issubclass(of, Word):
        return WordCodec(asked.label, of)
    if is_dataclass(of) and isinstance(of, type):
        return RecordCodec(of)
    raise TypeError(f"no way to read {of!r}")


def read(record: type[R], raw: object) -> tuple[R, list[Finding]]:
    """The record in `raw` as far as it can be read, with every problem in Dutch.

    Never raises. Where something is missing or cannot be read a stand-in is used and a finding
    says so; with an error among the findings the record is good for showing, not for using.
    """
    findings: list[Finding] = []
    value = RecordCodec(record).read(raw, Spot("", "", findings))
    return value, findings


def dump(value: Any) -> dict[str, Any]:
    """Plain values, fit for TOML and JSON; what is empty is left out, all else is written.

    Defaults are written too, so that stored data never changes its meaning with the code.
    """
    written = {q.asked.key: q.codec.write(getattr(value, q.name)) for q in questions(type(value))}
    return {key: plain for key, plain in written.items() if plain not in (None, "", [], {})}


def field_exists(record: type[Any], dotted: str) -> bool:
    """Whether `dotted` ("termijn.lengte") names a field of the record; lists are passed through."""
    head, _, rest = dotted.partition(".")
    for question in questions(record):
        if question.asked.key == head:
            inner = record_inside(question.codec)
            return not rest or (inner is not None and field_exists(inner, rest))
    return False


def record_inside(codec: Codec) -> type[Any] | None:
    """The record that a codec reads, itself, in a list, or where it may be left out."""
    while isinstance(codec, ItemsCodec | MaybeCodec):
        codec = codec.of
    return codec.record if isinstance(codec, RecordCodec) else None
