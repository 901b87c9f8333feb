"""An admin who is no lawyer and no developer reads what every field of a ladder does."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.domain.ladder.codecs import ItemsCodec, MaybeCodec, WordCodec
from portal.domain.ladder.explained import (
    EXPLAINED,
    HINTS,
    SUBJECTS,
    hint_of,
    meaning_of,
    subject_of,
)
from portal.domain.ladder.meanings import STEPS
from portal.domain.ladder.schema import Question, questions, record_inside
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.vocabulary import (
    MeasureKind,
    NoticeForm,
    StartEvent,
    StepKind,
    Strictness,
)


def fields(record: type[Any], seen: set[type[Any]]) -> Iterator[tuple[type[Any], Question]]:
    if record in seen:
        return
    seen.add(record)
    for question in questions(record):
        yield record, question
        inner = record_inside(question.codec)
        if inner:
            yield from fields(inner, seen)


EVERY = list(fields(LadderVersion, set()))


@pytest.mark.parametrize(
    ("record", "question"), EVERY, ids=[f"{r.__name__}.{q.asked.key}" for r, q in EVERY]
)
def test_every_field_is_explained_and_stands_on_a_page(
    record: type[Any], question: Question
) -> None:
    hint = hint_of(record, question)
    assert hint.endswith((".", "?"))
    assert len(hint) <= 160
    assert subject_of(record, question)


def test_nothing_is_explained_that_is_not_asked() -> None:
    asked: dict[type[Any], set[str]] = {}
    for record, question in EVERY:
        asked.setdefault(record, set()).add(question.asked.key)
    for record, hints in HINTS.items():
        assert set(hints) <= asked[record], record
    for record, subjects in SUBJECTS.items():
        named = [key for keys in subjects.values() for key in keys]
        assert len(named) == len(set(named))
        assert set(named) <= asked[record], record


def test_every_kind_of_step_and_measure_and_every_strictness_is_explained() -> None:
    for word in (*StepKind, *MeasureKind, *Strictness):
        assert meaning_of(word).endswith(".")


def test_words_that_are_written_alike_keep_their_own_meaning() -> None:
    assert meaning_of(StartEvent.GESPREK) == ""
    assert meaning_of(StepKind.INGEBREKESTELLING) == STEPS[StepKind.INGEBREKESTELLING].explanation
    assert meaning_of(NoticeForm.INGEBREKESTELLING) != meaning_of(StepKind.INGEBREKESTELLING)


def test_each_explained_choice_can_be_chosen_somewhere() -> None:
    offered = set()
    for _, question in EVERY:
        codec = question.codec
        while isinstance(codec, ItemsCodec | MaybeCodec):
            codec = codec.of
        if isinstance(codec, WordCodec):
            offered.add(codec.words)
    assert {type(word) for word, _ in EXPLAINED} <= offered
