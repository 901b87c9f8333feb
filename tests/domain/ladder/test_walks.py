"""Dossiers walked over invented ladders: no illegal step, no dumb refusal, no version that shifts."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.ladder.acts import (
    EndMeasure,
    ImposeMeasure,
    JudgeStep,
    Letter,
    TakeStep,
    Weighing,
)
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.dossier import DossierState, FactKind, Outcome
from portal.domain.ladder.meanings import asks_outcome
from portal.domain.ladder.publication import InForce, version_on
from portal.domain.ladder.review import review_data
from portal.domain.ladder.sample import sample_measure, sample_step
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice, Options, possible_acts, refusals, take

from .invented import CALENDAR, OPENED, plain_ladders
from .ladders import examples
from .oracle import may_impose, may_take

Act = TakeStep | ImposeMeasure
SPOILED_STEP: tuple[Callable[[Any], Any], ...] = (
    lambda act: act,
    lambda act: act,
    lambda act: replace(act, reason=""),
    lambda act: replace(act, role=Role.BESTUURDER),
    lambda act: replace(act, letter=None),
    lambda act: replace(act, letter=Letter(parts={"p": "x"}, body="", municipalities=("X",))),
    lambda act: replace(act, term_ends_on=act.on),
    lambda act: replace(act, term_ends_on=None),
    lambda act: replace(act, form=None),
    lambda act: replace(act, by="tekenaar-0"),
)
SPOILED_MEASURE: tuple[Callable[[Any], Any], ...] = (
    lambda act: act,
    lambda act: act,
    lambda act: replace(act, reason=""),
    lambda act: replace(act, serious=""),
    lambda act: replace(act, weighing=Weighing(proof="p", motivation="m", justification="j")),
    lambda act: replace(act, until_on=None),
    lambda act: replace(act, percentage=(act.percentage or 0) + 1),
    lambda act: replace(act, cents=(act.cents or 0) + 1),
    lambda act: replace(act, event_on=act.on + timedelta(days=1)),
    lambda act: replace(act, by="voorbeeld-2"),
)


def start(raw: dict[str, Any]) -> DossierState:
    review = review_data(raw)
    assert review.errors == (), review.errors
    return DossierState(ladder=review.ladder, opened_on=OPENED, calendar=CALENDAR)


def drawn_act(data: st.DataObject, state: DossierState, today: date) -> tuple[DossierState, Act]:
    """Some act, filled in completely or with something missing."""
    ladder = state.ladder
    if ladder.measures and data.draw(st.booleans()):
        measure = data.draw(st.sampled_from(ladder.measures))
        filled = sample_measure(state, measure, today)
        act: Act = data.draw(st.sampled_from(SPOILED_MEASURE))(filled.act)
    else:
        rung = data.draw(st.sampled_from(ladder.rungs))
        filled = sample_step(state, rung, today)
        act = data.draw(st.sampled_from(SPOILED_STEP))(filled.act)
    kind = data.draw(st.sampled_from([None, None, None, *FactKind]))
    kept = tuple(fact for fact in filled.state.facts if fact.kind is not kind)
    return replace(filled.state, facts=kept), act


def settle(data: st.DataObject, state: DossierState, today: date) -> DossierState:
    """Judge what is open where that is allowed, and sometimes end a measure."""
    for step in state.steps:
        if step.outcome is Outcome.OPEN and asks_outcome(step.kinds) and data.draw(st.booleans()):
            outcome = data.draw(st.sampled_from([Outcome.NIET_GEVOLGD, Outcome.GEVOLGD]))
            act = JudgeStep(number=step.number, outcome=outcome, on=today, by="x")
            early = outcome is Outcome.NIET_GEVOLGD and step.term_runs(today)
            assert bool(refusals(state, act, today)) == early
            state = state if early else take(state, act, today)
    for taken in state.measures:
        if taken.ended_on is None and taken.ending is None and data.draw(st.booleans()):
            end = EndMeasure(number=taken.number, on=today, by="x", reason="r", in_vain=True)
            state = take(state, end, today)
    return state


def check_options(options: Options) -> None:
    assert all(option.refusals for option in options.impossible)
    for option in (*options.possible, *options.impossible):
        for said in (*option.refusals, *option.needs):
            assert said.sentence.endswith((".", "?")), said
            assert said.source.reference, said


@given(plain_ladders(), st.data())
@examples(15)
def test_a_step_is_taken_exactly_when_it_may_be(raw: dict[str, Any], data: st.DataObject) -> None:
    state, today = start(raw), OPENED
    pinned = deepcopy(state.ladder)
    for _ in range(data.draw(st.integers(1, 6))):
        check_options(possible_acts(state, today))
        ready, act = drawn_act(data, state, today)
        allowed = may_take(ready, act) if isinstance(act, TakeStep) else may_impose(ready, act)
        found = refusals(ready, act, today)
        assert (not found) == allowed, (act, found)
        if found:
            with pytest.raises(Refused) as caught:
                take(ready, act, today)
            assert caught.value.sentence
            assert caught.value.rule
            assert all(each.sentence.endswith(".") and each.source.reference for each in found)
        else:
            state = take(ready, act, today)
            today += timedelta(days=data.draw(st.sampled_from([0, 1, 20, 400])))
            state = settle(data, state, today)
            check_money(state)
    assert state.ladder == pinned


def check_money(state: DossierState) -> None:
    """No year and no contract goes over its cap."""
    for measure in state.ladder.measures:
        money = measure.money
        if money is None or money.cap_cents is None:
            continue
        taken = [m for m in state.measures if m.code == measure.code]
        yearly = money.cap_per is not None and money.cap_per.value == "kalenderjaar"
        groups = {m.event_on.year if yearly and m.event_on else 0 for m in taken}
        for group in groups:
            of = [m for m in taken if not group or (m.event_on and m.event_on.year == group)]
            assert sum(m.cents or 0 for m in of) <= money.cap_cents


@given(plain_ladders())
@examples(8)
def test_what_stands_as_possible_can_be_done_and_what_does_not_cannot(raw: dict[str, Any]) -> None:
    state, today = start(raw), OPENED
    for rung in state.ladder.rungs:
        options = possible_acts(state, today)
        for other in state.ladder.rungs:
            filled = sample_step(state, other, today)
            listed = options.of(Choice.STAP, other.code).is_possible
            found = refusals(filled.state, filled.act, today)
            only_judgement = {refusal.code.partition(":")[0] for refusal in found} <= {"judge"}
            assert listed == only_judgement, (other.code, found)
        filled = sample_step(state, rung, today)
        if not refusals(filled.state, filled.act, today):
            state = take(filled.state, filled.act, today)


@given(plain_ladders(), plain_ladders())
@examples(5)
def test_a_pinned_dossier_does_not_change_by_a_later_version(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    state = start(first)
    before = possible_acts(state, OPENED)
    published = [InForce(number="1", valid_from=OPENED)]
    chosen = version_on(published, OPENED)
    first.clear()
    first.update(second, versie="2", wijziging="Alles anders")
    later = review_data(first, published=published)
    assert later.is_sound
    published.append(InForce(number="2", valid_from=OPENED + timedelta(days=1)))
    assert version_on(published, OPENED) == chosen
    assert possible_acts(state, OPENED) == before
