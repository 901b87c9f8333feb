"""What a dossier may do next, and doing it: one set of rules for the button, its hint and the guard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.errors import NotThere
from portal.domain.ladder import acts
from portal.domain.ladder.acts import Act
from portal.domain.ladder.afterwards import (
    close_needs,
    end_refusals,
    judge_refusals,
    milestone_refusals,
    move_refusals,
    notice_refusals,
    plan_refusals,
    reopen_refusals,
    report_refusals,
    whole,
)
from portal.domain.ladder.amounts import is_due, room
from portal.domain.ladder.demands import Need, Refusal, Refused, unmet
from portal.domain.ladder.dossier import DossierState, Outcome
from portal.domain.ladder.immediate import (
    at_once_needs,
    source_at_once,
    stops_at_once,
    unknown_ground,
)
from portal.domain.ladder.imposing import measure_blocks, measure_needs
from portal.domain.ladder.meanings import asks_outcome
from portal.domain.ladder.steps import step_blocks, step_needs
from portal.domain.ladder.taking import apply
from portal.domain.ladder.words import Word


class Choice(Word):
    """What sort of act an option is."""

    STAP = "stap", "stap van de ladder"
    MAATREGEL = "maatregel", "maatregel"
    PER_DIRECT = "per_direct", "buiten de ladder"
    OORDEEL = "oordeel", "oordeel over een stap"
    AANMANING = "aanmaning", "aanmaning"
    EINDE = "einde", "einde van een maatregel"
    SLUITEN = "sluiten", "dossier sluiten"
    HEROPENEN = "heropenen", "dossier heropenen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One act as it stands now: with what it asks, or with why it is not possible."""

    choice: Choice
    code: str
    label: str
    needs: tuple[Need, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    note: str = ""

    @property
    def is_possible(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that could be done in the dossier, sorted by whether it can."""

    possible: tuple[Option, ...]
    impossible: tuple[Option, ...]

    def of(self, choice: Choice, code: str = "") -> Option:
        """One option by its sort and code. Raises NotThere where the dossier has none such."""
        for option in (*self.possible, *self.impossible):
            if (option.choice, option.code) == (choice, code):
                return option
        raise NotThere


def possible_acts(state: DossierState, today: date) -> Options:
    """All that could be done: possible with what each asks, or not with why."""
    closed = tuple(closed_refusals(state))
    options = [
        replace(option, refusals=(*closed, *option.refusals))
        for option in (
            *_step_options(state, today),
            *_measure_options(state, today),
            *_at_once_options(state, today),
            *_afterwards_options(state, today),
        )
    ]
    if state.closed_on:
        options.append(Option(choice=Choice.HEROPENEN, code="", label="Dossier heropenen"))
    else:
        needs = tuple(close_needs(state, None))
        options.append(Option(choice=Choice.SLUITEN, code="", label="Dossier sluiten", needs=needs))
    return Options(
        possible=tuple(option for option in options if option.is_possible),
        impossible=tuple(option for option in options if not option.is_possible),
    )


def _step_options(state: DossierState, today: date) -> Iterator[Option]:
    for rung in state.ladder.rungs:
        yield Option(
            choice=Choice.STAP,
            code=rung.code,
            label=rung.title,
            needs=tuple(step_needs(state, rung, today)),
            refusals=tuple(step_blocks(state, rung, today)),
        )


def _measure_options(state: DossierState, today: date) -> Iterator[Option]:
    for measure in state.all_measures():
        left = room(state, measure, today)
        yield Option(
            choice=Choice.MAATREGEL,
            code=measure.code,
            label=measure.title,
            needs=tuple(measure_needs(state, measure, today)),
            refusals=tuple(measure_blocks(state, measure, today)),
            note=left.sentence if left else "",
        )


def _at_once_options(state: DossierState, today: date) -> Iterator[Option]:
    if state.contract is None:
        return
    for ground in state.contract.immediate:
        source = source_at_once(ground)
        needs = at_once_needs(state, ground, today, None, source)
        yield Option(
            choice=Choice.PER_DIRECT, code=ground.code, label=ground.name, needs=tuple(needs)
        )


def _afterwards_options(state: DossierState, today: date) -> Iterator[Option]:
    """What is open: steps to judge, amounts to remind of, measures to lift."""
    for step in state.steps:
        if asks_outcome(step.kinds) and step.outcome is Outcome.OPEN:
            judged = acts.JudgeStep(
                number=step.number, outcome=Outcome.NIET_GEVOLGD, on=today, by=""
            )
            yield Option(
                choice=Choice.OORDEEL,
                code=str(step.number),
                label=f"Oordeel over {state.ladder.words.rung} {step.rung}",
                refusals=tuple(judge_refusals(state, judged)),
            )
    for taken in state.measures:
        notice = acts.RecordNotice(number=taken.number, on=today, by="")
        measure = state.measure(taken.code)
        if measure and not is_due(measure, taken, today):
            yield Option(
                choice=Choice.AANMANING,
                code=str(taken.number),
                label=f"Aanmaning voor maatregel {taken.code} vastleggen",
                refusals=tuple(notice_refusals(state, notice)),
            )
        if taken.is_open(today) and not taken.ending:
            ended = acts.EndMeasure(number=taken.number, on=today, by="", reason="-")
            yield Option(
                choice=Choice.EINDE,
                code=str(taken.number),
                label=f"Maatregel {taken.code} beëindigen of opheffen",
                refusals=tuple(end_refusals(state, ended)),
            )
    for at_once in stops_at_once(state):
        ended = acts.EndMeasure(number=at_once.number, on=today, by="", reason="-")
        if at_once.ended_on is None:
            yield Option(
                choice=Choice.EINDE,
                code=str(at_once.number),
                label=f"Cliëntenstop op grond van {at_once.ground} opheffen",
                refusals=tuple(end_refusals(state, ended)),
            )


def closed_refusals(state: DossierState) -> list[Refusal]:
    """A closed dossier only opens again."""
    if state.closed_on is None:
        return []
    sentence = f"Dit dossier is gesloten op {format_date(state.closed_on)}. Heropen het eerst."
    return [Refusal(code="closed", sentence=sentence, source=whole(state))]


def demands_of(
    state: DossierState, act: acts.TakeStep | acts.ImposeMeasure | acts.ActAtOnce
) -> tuple[list[Refusal], list[Need]]:
    """What stands in the way whatever is filled in, and all that the act asks, met or not.

    For whoever prepares: the same rules as the guard, with what is settled already.
    """
    match act:
        case acts.TakeStep():
            rung = state.ladder.rung(act.rung)
            if rung is None:
                return [_not_in_ladder(state, act.rung)], []
            return step_blocks(state, rung, act.on), step_needs(state, rung, act.on, act)
        case acts.ImposeMeasure():
            measure = state.measure(act.code)
            if measure is None:
                return [_not_in_ladder(state, act.code)], []
            blocks = measure_blocks(state, measure, act.on, act)
            return blocks, measure_needs(state, measure, act.on, act)
        case acts.ActAtOnce():
            ground = state.contract.ground(act.ground) if state.contract else None
            if state.contract is None or ground is None:
                return [unknown_ground(state, act.ground)], []
            source = source_at_once(ground)
            return [], at_once_needs(state, ground, act.on, act, source)


def refusals(state: DossierState, act: Act, today: date) -> list[Refusal]:
    """Every reason why the act is not possible as it is given; empty when it is."""
    if isinstance(act, acts.ReopenDossier):
        return reopen_refusals(state, act)
    return [*closed_refusals(state), *_date_refusals(state, act, today), *_judge(state, act)]


def check_act(state: DossierState, act: Act, today: date) -> None:
    """Raises Refused, a RuleBroken with all its reasons, when the act is not possible."""
    found = refusals(state, act, today)
    if found:
        raise Refused(found)


def take(state: DossierState, act: Act, today: date) -> DossierState:
    """The dossier after the act. Raises Refused when it is not possible; changes nothing else."""
    check_act(state, act, today)
    return apply(state, act)


def _judge(state: DossierState, act: Act) -> Sequence[Refusal]:
    match act:
        case acts.TakeStep() | acts.ImposeMeasure() | acts.ActAtOnce():
            blocks, needs = demands_of(state, act)
            return blocks + unmet(needs)
        case acts.JudgeStep():
            return judge_refusals(state, act)
        case acts.ReportTalk():
            return report_refusals(state, act)
        case acts.ReceivePlan() | acts.AcceptPlan():
            return plan_refusals(state, act)
        case acts.MeetMilestone():
            return milestone_refusals(state, act)
        case acts.RecordNotice():
            return notice_refusals(state, act)
        case acts.EndMeasure():
            return end_refusals(state, act)
        case acts.CloseDossier():
            return unmet(close_needs(state, act))
        case acts.MoveToVersion():
            return move_refusals(state, act)
        case acts.ReopenDossier():
            return reopen_refusals(state, act)


def _not_in_ladder(state: DossierState, code: str) -> Refusal:
    sentence = f"{code} staat niet in de ladder van dit dossier. Kies iets uit de lijst."
    return Refusal(code="not_in_ladder", sentence=sentence, source=whole(state))


def _date_refusals(state: DossierState, act: Act, today: date) -> list[Refusal]:
    """Nothing lies before the dossier or in the future, no act before the one it follows."""
    first = state.opened_on
    if isinstance(act, acts.TakeStep | acts.ImposeMeasure | acts.ActAtOnce):
        first = max([first, *_days(state)])
    if first <= act.on <= today:
        return []
    sentence = f"Kies een dag van {format_date(first)} tot en met vandaag."
    return [Refusal(code="date", sentence=sentence, source=whole(state), path="datum")]


def _days(state: DossierState) -> list[date]:
    return [
        *(step.on for step in state.steps),
        *(measure.on for measure in state.measures),
        *(act.on for act in state.immediate),
    ]
