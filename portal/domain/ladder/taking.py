"""The dossier after an act. Whether the act is allowed was decided before."""

from dataclasses import replace
from typing import assert_never

from portal.domain.ladder import acts
from portal.domain.ladder.amounts import cents_of
from portal.domain.ladder.dossier import (
    DossierState,
    Fact,
    Move,
    TakenImmediate,
    TakenMeasure,
    TakenStep,
)
from portal.domain.ladder.immediate import is_crime
from portal.domain.ladder.imposing import is_urgent
from portal.domain.ladder.steps import form_of, kinds_of


def apply(state: DossierState, act: acts.Act) -> DossierState:
    """The new state; the old one stays as it was."""
    match act:
        case acts.TakeStep():
            return _step(state, act)
        case acts.ImposeMeasure():
            return _measure(state, act)
        case acts.ActAtOnce():
            return _at_once(state, act)
        case acts.MoveToVersion():
            return _move(state, act)
        case acts.JudgeStep():
            return _with_step(state, act.number, outcome=act.outcome, outcome_on=act.on)
        case acts.ReportTalk():
            return _with_step(state, act.number, report=act.report)
        case acts.ReceivePlan():
            return _with_step(state, act.number, plan_received_on=act.on)
        case acts.AcceptPlan():
            accepted = _with_step(state, act.number, plan_accepted_on=act.on)
            return replace(accepted, milestones=act.milestones)
        case acts.MeetMilestone():
            return replace(
                state,
                milestones=tuple(
                    replace(m, met_on=act.on) if m.code == act.code else m for m in state.milestones
                ),
            )
        case acts.RecordNotice():
            return _with_measure(state, act.number, notice_on=act.on)
        case acts.EndMeasure():
            ended = _with_measure(state, act.number, ended_on=act.on, in_vain=act.in_vain)
            return replace(
                ended,
                immediate=tuple(
                    replace(each, ended_on=act.on) if each.number == act.number else each
                    for each in state.immediate
                ),
            )
        case acts.CloseDossier():
            return replace(state, closed_on=act.on, result=act.result)
        case acts.ReopenDossier():
            return replace(state, closed_on=None, result="")
    assert_never(act)


def _used(state: DossierState, code: str) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts that went into the act, and those that stay for others."""
    used = tuple(fact for fact in state.facts if fact.about == code and state.holds(fact))
    return used, tuple(fact for fact in state.facts if fact.about != code)


def _step(state: DossierState, act: acts.TakeStep) -> DossierState:
    rung = state.ladder.rung(act.rung)
    if rung is None:
        raise LookupError(act.rung)
    used, left = _used(state, act.rung)
    taken = TakenStep(
        number=next_number(state),
        rung=act.rung,
        kinds=kinds_of(rung, act),
        on=act.on,
        by=act.by,
        form=form_of(rung, act),
        term_ends_on=act.term_ends_on,
        reason=act.reason,
        facts=used,
    )
    return replace(state, steps=(*state.steps, taken), facts=left)


def _measure(state: DossierState, act: acts.ImposeMeasure) -> DossierState:
    measure = state.measure(act.code)
    if measure is None:
        raise LookupError(act.code)
    used, left = _used(state, act.code)
    taken = TakenMeasure(
        number=next_number(state),
        code=act.code,
        kinds=act.kinds or measure.kinds,
        on=act.on,
        from_on=act.from_on or act.on,
        by=act.by,
        until_on=act.until_on,
        products=act.products,
        cents=cents_of(measure, act),
        percentage=act.percentage,
        event_on=act.event_on,
        interest_from=act.interest_from,
        costs_cents=act.costs_cents,
        ending=act.ending,
        urgent=is_urgent(measure, act),
        reason=act.reason or act.serious,
        facts=used,
    )
    return replace(state, measures=(*state.measures, taken), facts=left)


def _at_once(state: DossierState, act: acts.ActAtOnce) -> DossierState:
    ground = state.contract.ground(act.ground) if state.contract else None
    if ground is None:
        raise LookupError(act.ground)
    used, left = _used(state, act.ground)
    taken = TakenImmediate(
        number=next_number(state),
        ground=act.ground,
        effects=act.effects,
        signals=act.signals,
        on=act.on,
        by=act.by,
        products=act.products,
        fraud=is_crime(ground, act),
        facts=used,
    )
    return replace(state, immediate=(*state.immediate, taken), facts=left)


def _move(state: DossierState, act: acts.MoveToVersion) -> DossierState:
    own = {measure.code for measure in state.contract.measures} if state.contract else set()
    move = Move(
        from_number=state.ladder.number,
        to_number=act.ladder.number,
        on=act.on,
        by=act.by,
        reason=act.reason,
    )
    return replace(
        state,
        ladder=act.ladder,
        steps=tuple(replace(s, rung=act.codes.get(s.rung, s.rung)) for s in state.steps),
        measures=tuple(
            m if m.code in own else replace(m, code=act.codes.get(m.code, m.code))
            for m in state.measures
        ),
        moves=(*state.moves, move),
    )


def next_number(state: DossierState) -> int:
    """A number that nothing in the dossier has yet."""
    numbers = [
        *(step.number for step in state.steps),
        *(measure.number for measure in state.measures),
        *(act.number for act in state.immediate),
    ]
    return max(numbers, default=0) + 1


def _with_step(state: DossierState, number: int, **changes: object) -> DossierState:
    steps = tuple(replace(s, **changes) if s.number == number else s for s in state.steps)  # type: ignore[arg-type]
    return replace(state, steps=steps)


def _with_measure(state: DossierState, number: int, **changes: object) -> DossierState:
    measures = tuple(replace(m, **changes) if m.number == number else m for m in state.measures)  # type: ignore[arg-type]
    return replace(state, measures=measures)
