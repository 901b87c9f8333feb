"""A sample dossier over a draft: what each rung will ask, before anybody works with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.calendar import NO_CALENDAR, Calendar, CalendarEnds
from portal.domain.deadlines import DueDate
from portal.domain.ladder.acts import JudgeStep
from portal.domain.ladder.asking import questions
from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.counting import due_after
from portal.domain.ladder.demands import Need, Refusal
from portal.domain.ladder.dossier import DossierState, Outcome
from portal.domain.ladder.imposing import measure_blocks, measure_needs
from portal.domain.ladder.letter_kinds import LetterKind, letter_kind
from portal.domain.ladder.meanings import asks_outcome, has_letter
from portal.domain.ladder.sample import ACTOR, Filled, sample_step
from portal.domain.ladder.steps import step_blocks, step_needs
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.walking import Choice, refusals, take
from portal.domain.submissions.fields import Field

PATIENCE = timedelta(days=14)
"""Between two steps that have no term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedStep:
    """One rung as the contractmanager will meet it, on the day of the sample."""

    rung: Rung
    on: date
    needs: tuple[Need, ...]
    parts: tuple[LetterPart, ...]
    term: DueDate | None
    next_steps: tuple[str, ...]
    asked: tuple[Field, ...] = ()
    letter: LetterKind | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedMeasure:
    """One measure as it stands at the end of the sample."""

    measure: Measure
    needs: tuple[Need, ...]
    asked: tuple[Field, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The whole walk."""

    steps: tuple[PreviewedStep, ...]
    measures: tuple[PreviewedMeasure, ...]

    @property
    def needs_of_every_measure(self) -> tuple[Need, ...]:
        """What all measures ask alike, when there is more than one."""
        if len(self.measures) < 2:
            return ()
        first, *others = self.measures
        labels = [{need.label for need in measure.needs} for measure in others]
        return tuple(need for need in first.needs if all(need.label in one for one in labels))


def preview(
    ladder: LadderVersion,
    opened_on: date,
    *,
    calendar: Calendar = NO_CALENDAR,
    termijnenwet: bool = False,
) -> Preview:
    """Walk all rungs in order with a provider that never does enough. Stops at what is refused."""
    state = DossierState(
        ladder=ladder, opened_on=opened_on, calendar=calendar, termijnenwet=termijnenwet
    )
    steps, on = [], opened_on
    for rung in ladder.rungs:
        shown, state, on = _walk(state, rung, on)
        steps.append(shown)
    return Preview(
        steps=tuple(steps),
        measures=tuple(
            PreviewedMeasure(
                measure=measure,
                needs=tuple(measure_needs(state, measure, on)),
                asked=questions(state, Choice.MAATREGEL, measure.code),
                refusals=tuple(measure_blocks(state, measure, on)),
            )
            for measure in ladder.measures
        ),
    )


def _walk(state: DossierState, rung: Rung, on: date) -> tuple[PreviewedStep, DossierState, date]:
    try:
        filled = sample_step(state, rung, on)
        refused = tuple(refusals(filled.state, filled.act, on))
        needs, term = tuple(step_needs(state, rung, on)), _term(state, rung, on)
        after, later = (state, on) if refused else _taken(filled, on)
    except (CalendarEnds, OverflowError):
        return _uncountable(state, rung, on), state, on
    shown = PreviewedStep(
        rung=rung,
        on=on,
        needs=needs,
        parts=rung.parts,
        term=term,
        next_steps=_next_steps(after, rung, later),
        asked=questions(filled.state, Choice.STAP, rung.code),
        letter=letter_kind(filled.state, filled.act) if has_letter(rung.kinds) else None,
        refusals=refused,
    )
    return shown, after, later


def _taken(filled: Filled, on: date) -> tuple[DossierState, date]:
    """The step taken, its term let pass, and judged as not enough."""
    after = take(filled.state, filled.act, on)
    step = after.steps[-1]
    later = (step.term_ends_on or on + PATIENCE) + timedelta(days=1)
    if not asks_outcome(step.kinds):
        return after, later
    judged = JudgeStep(number=step.number, outcome=Outcome.NIET_GEVOLGD, on=later, by=ACTOR)
    return take(after, judged, later), later


def _next_steps(state: DossierState, rung: Rung, today: date) -> tuple[str, ...]:
    return tuple(
        other.code
        for other in state.ladder.rungs
        if other.code != rung.code and not step_blocks(state, other, today)
    )


def _uncountable(state: DossierState, rung: Rung, on: date) -> PreviewedStep:
    refusal = Refusal(
        code="uncountable",
        sentence="De laatste dag van deze termijn is niet te berekenen: de termijn is te lang of de feestdagen van dat jaar zijn niet bekend.",
        source=state.source(rung),
        path="termijn",
    )
    return PreviewedStep(
        rung=rung, on=on, needs=(), parts=rung.parts, term=None, next_steps=(), refusals=(refusal,)
    )


def _term(state: DossierState, rung: Rung, on: date) -> DueDate | None:
    if rung.term is None:
        return None
    return due_after(rung.term, on, state.calendar, termijnenwet=state.termijnenwet)
