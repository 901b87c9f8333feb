"""Ladders as parts of a form: made from the schema that the ladder's records describe themselves with."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portal.domain.configuration.shape import as_rows
from portal.domain.ladder.clauses import (
    AfterMeasures,
    Entry,
    LetterPart,
    Prerequisite,
    Reading,
)
from portal.domain.ladder.codecs import (
    Codec,
    DayCodec,
    FlagCodec,
    ItemsCodec,
    MaybeCodec,
    TextCodec,
    WholeCodec,
    WordCodec,
)
from portal.domain.ladder.explained import hint_of, meaning_of, subject_of
from portal.domain.ladder.schema import Question, RecordCodec, questions, read, record_inside
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.words import Word
from portal.domain.submissions import fields as asked
from portal.domain.submissions.fields import Choice, Field
from portal.web.admin.from_sections import NO_CHOICE, NOTHING_CHOSEN, as_lines, lines, same
from portal.web.admin.records import Group, Leaf, Listing, Part, Plain, RecordPlan

LONG_FROM = 300
# Chosen when the version is proposed, or fixed with the ladder itself.
NOT_ASKED = {LadderVersion: frozenset({"code", "geldig_vanaf", "wijziging"})}
# Fields that name a part of the ladder: which list they choose from.
NAMES_A = {
    (Prerequisite, "trede"): "treden",
    (AfterMeasures, "codes"): "maatregelen",
    (Measure, "niet_samen_met"): "maatregelen",
}

# What it comes to when nothing is chosen, where "geen keuze" would not say so.
UNCHOSEN = {
    (Rung, "overslaan"): "Zoals bij de hele ladder",
    (Prerequisite, "vorm"): "Welke brief het was, maakt niet uit",
}
# Small records of which a page holds many: a few lines will do.
MANY = (Entry, Reading, LetterPart)

Names = Mapping[str, tuple[Choice, ...]]


def ladder_plan(document: Plain) -> RecordPlan:
    """The parts of a whole ladder; what fields may refer to comes out of the ladder as it is."""
    names = {key: named_in(document, key) for key in ("treden", "maatregelen")}
    return record_plan(LadderVersion, names)


def named_in(document: Plain, key: str) -> tuple[Choice, ...]:
    """The rungs or measures of a ladder by code, as choices."""
    found = {
        str(row.get("code", "")): str(row.get("naam", "")) for row in as_rows(document.get(key))
    }
    return tuple(Choice(code, f"{code} {name}".strip()) for code, name in found.items() if code)


def record_plan(record: type[Any], names: Names) -> RecordPlan:
    """The parts of one record of the ladder."""
    skipped = NOT_ASKED.get(record, frozenset())
    first = questions(record)[0].asked.key
    return RecordPlan(
        parts=tuple(
            _part(record, question, names)
            for question in questions(record)
            if question.asked.key not in skipped
        ),
        title=lambda raw: in_words(record, raw),
        mark=lambda raw: str(raw.get(first, "")),
    )


def in_words(record: type[Any], raw: Plain) -> str:
    """What a record says of itself; a rung or measure that has no name yet by its code."""
    if record in (Rung, Measure):
        return " ".join(filter(None, (str(raw.get("code", "")), str(raw.get("naam", "")))))
    value: Any = read(record, raw)[0]
    return str(value.in_words())


def _part(record: type[Any], question: Question, names: Names) -> Part:
    asked_as, codec = question.asked, question.codec
    inner = codec.of if isinstance(codec, MaybeCodec) else codec
    shared: dict[str, Any] = {
        "key": asked_as.key,
        "label": asked_as.label,
        "hint": hint_of(record, question),
        "subject": subject_of(record, question),
    }
    if isinstance(inner, RecordCodec):
        return Group(
            **shared,
            record=record_plan(inner.record, names),
            required=not isinstance(codec, MaybeCodec),
            ask=f"{asked_as.label}: is dat er?" if isinstance(codec, MaybeCodec) else "",
        )
    rows = record_inside(inner)
    if rows is not None:
        plan = record_plan(rows, names)
        return Listing(
            **shared,
            record=plan,
            noun=asked_as.item,
            max_rows=asked_as.max_items,
            has_pages=not plan.is_flat,
        )
    return _leaf(record, question, inner, names, shared)


def _leaf(
    record: type[Any], question: Question, codec: Codec, names: Names, shared: dict[str, Any]
) -> Leaf:
    default = None if question.default in (None, "", ()) else question.codec.write(question.default)
    field = {
        "label": shared["label"],
        "hint": shared["hint"],
        "required": question.required or default is not None,
    }
    make, to_answer, to_plain = _control(record, question, codec, names, field)
    if isinstance(codec, WordCodec) and not field["required"]:
        default = NO_CHOICE
    return Leaf(
        key=shared["key"],
        label=shared["label"],
        subject=shared["subject"],
        make=make,
        default=default,
        to_answer=to_answer,
        to_plain=to_plain,
    )


Control = tuple[Callable[[str], Field], Callable[[Any], Any], Callable[[Any], Any]]


def _control(
    record: type[Any], question: Question, codec: Codec, names: Names, field: dict[str, Any]
) -> Control:
    """How a value is asked, shown, and read back."""
    key = question.asked.key
    refers = names.get(NAMES_A.get((record, key), ""))
    match codec:
        case ItemsCodec() if refers is not None:
            return lambda name: asked.ChoicesField(name=name, choices=refers, **field), same, same
        case ItemsCodec(of=WordCodec() as of):
            choices = explained(of.words)
            return lambda name: asked.ChoicesField(name=name, choices=choices, **field), same, same
        case ItemsCodec():
            return lambda name: asked.LongTextField(name=name, lines=4, **field), as_lines, lines
        case TextCodec() if refers is not None:
            return lambda name: asked.ChoiceField(name=name, choices=refers, **field), same, same
        case TextCodec() if record is Reading and key == "veld":
            about = fields_in_words()
            return lambda name: asked.ChoiceField(name=name, choices=about, **field), same, same
        case TextCodec():
            return _text(codec, field, lines=2 if record in MANY else 6)
        case WholeCodec():
            return _number(key, codec, field)
        case FlagCodec():
            return lambda name: asked.YesNoField(name=name, **field), same, same
        case DayCodec():
            return lambda name: asked.DateField(name=name, **field), same, same
        case WordCodec():
            return _word(codec, field, UNCHOSEN.get((record, key)))
    raise TypeError(f"no question for {codec!r}")


def _text(codec: TextCodec, field: dict[str, Any], *, lines: int) -> Control:
    longest = codec.max_length
    if longest < LONG_FROM:
        return lambda name: asked.TextField(name=name, max_length=longest, **field), same, same
    height = lines if longest > LONG_FROM + 200 else 2
    return (
        lambda name: asked.LongTextField(name=name, max_length=longest, lines=height, **field),
        same,
        same,
    )


def _number(key: str, codec: WholeCodec, field: dict[str, Any]) -> Control:
    if key.endswith("_cent"):
        return (
            lambda name: asked.AmountField(name=name, max_cents=codec.maximum, **field),
            same,
            same,
        )
    if key.endswith("_basispunten"):
        return (
            lambda name: asked.PercentageField(name=name, maximum=codec.maximum, **field),
            same,
            same,
        )
    return (
        lambda name: asked.NumberField(
            name=name, minimum=codec.minimum, maximum=codec.maximum, **field
        ),
        same,
        same,
    )


def _word(codec: WordCodec, field: dict[str, Any], unchosen: str | None) -> Control:
    choices = explained(codec.words)
    if field["required"]:
        return lambda name: asked.ChoiceField(name=name, choices=choices, **field), same, same
    offered = (*choices, Choice(NO_CHOICE, unchosen) if unchosen else NOTHING_CHOSEN)
    return (
        lambda name: asked.ChoiceField(name=name, choices=offered, **field),
        same,
        lambda answer: None if answer == NO_CHOICE else answer,
    )


def explained(words: type[Word]) -> tuple[Choice, ...]:
    """The values of a word, each with what it means."""
    return tuple(
        Choice(word.value, word.label[:1].upper() + word.label[1:], meaning_of(word))
        for word in words
    )


def fields_in_words() -> tuple[Choice, ...]:
    """What a reading can be about: every field of a ladder, a rung or a measure, by its label."""
    found: dict[str, str] = {}
    for record in (Rung, Measure, LadderVersion):
        found |= dict(_below(record, "", ""))
    return tuple(Choice(path, label) for path, label in found.items())


def _below(record: type[Any], path: str, label: str) -> Iterator[tuple[str, str]]:
    for question in questions(record):
        key, name = question.asked.key, question.asked.label
        inner = record_inside(question.codec)
        yield f"{path}{key}", f"{label}{name}"
        if inner is not None and inner not in (Rung, Measure, Reading):
            yield from _below(inner, f"{path}{key}.", f"{label}{name} › ")
