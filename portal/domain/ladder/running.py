"""The terms that run in a dossier, so that each can have a clock and a reminder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.ladder.demands import Source
from portal.domain.ladder.dossier import DossierState, Outcome
from portal.domain.ladder.words import Word


class TermKind(Word):
    """What ends on the day."""

    STAP = "stap", "termijn van een stap"
    MIJLPAAL = "mijlpaal", "actie uit het verbeterplan"
    MAATREGEL = "maatregel", "einde van een maatregel"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTerm:
    """One term. `code` is the number of the step or measure, or the code of the milestone."""

    kind: TermKind
    code: str
    label: str
    ends_on: date
    has_passed: bool
    source: Source


def running_terms(state: DossierState, today: date) -> tuple[RunningTerm, ...]:
    """What still has to happen before a day, the earliest first; also what is too late already."""
    if state.closed_on:
        return ()
    found = (*_of_steps(state, today), *_of_milestones(state, today), *_of_measures(state, today))
    return tuple(sorted(found, key=lambda term: (term.ends_on, term.kind.value, term.code)))


def _of_steps(state: DossierState, today: date) -> Iterator[RunningTerm]:
    """Steps that nobody judged yet; a plan that came in has no term of its own any more."""
    for step in state.steps:
        rung = state.ladder.rung(step.rung)
        waits = step.outcome is Outcome.OPEN and step.plan_received_on is None
        if rung and step.term_ends_on and waits:
            yield RunningTerm(
                kind=TermKind.STAP,
                code=str(step.number),
                label=f"Termijn van {state.named(rung)}",
                ends_on=step.term_ends_on,
                has_passed=step.term_passed(today),
                source=state.source(rung),
            )


def _of_milestones(state: DossierState, today: date) -> Iterator[RunningTerm]:
    accepted = [step for step in state.steps if step.plan_accepted_on]
    rung = state.ladder.rung(accepted[-1].rung) if accepted else None
    source = state.source(rung) if rung else Source(state.ladder.name)
    for milestone in state.milestones:
        if milestone.met_on is None:
            yield RunningTerm(
                kind=TermKind.MIJLPAAL,
                code=milestone.code,
                label=milestone.name,
                ends_on=milestone.due_on,
                has_passed=milestone.is_missed(today),
                source=source.under("004-64"),
            )


def _of_measures(state: DossierState, today: date) -> Iterator[RunningTerm]:
    for taken in state.measures:
        measure = state.measure(taken.code)
        if measure and taken.until_on and taken.is_open(today):
            yield RunningTerm(
                kind=TermKind.MAATREGEL,
                code=str(taken.number),
                label=f"Einde van maatregel {measure.title}",
                ends_on=taken.until_on,
                has_passed=False,
                source=state.source(measure),
            )
