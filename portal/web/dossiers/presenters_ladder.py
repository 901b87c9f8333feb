"""The ladder on the page of a dossier: done, current, possible next, and not possible with why."""

from collections.abc import Sequence

from portal.domain.calendar import format_date
from portal.domain.ladder.dossier import DossierState, Outcome, TakenMeasure, TakenStep
from portal.domain.ladder.meanings import asks_outcome, has_talk
from portal.domain.ladder.order import deviation
from portal.domain.ladder.version import Measure, Rung
from portal.domain.ladder.vocabulary import Strictness
from portal.domain.ladder.walking import Choice, Option, Options
from portal.web.chrome import LadderStep, Link, StepState
from portal.web.dossiers.places import Places

CURRENT = "huidige trede"


def rung_steps(
    state: DossierState, options: Options, places: Places, *, may_work: bool
) -> tuple[LadderStep, ...]:
    """Every rung of the ladder that the dossier is pinned to."""
    last = state.steps[-1].rung if state.steps else ""
    following = _following(state)
    return tuple(
        _rung_step(
            state, rung, options.of(Choice.STAP, rung.code), places,
            is_current=rung.code == last, is_next=rung.code == following, may_work=may_work,
        )
        for rung in state.ladder.rungs
    )  # fmt: skip


def _following(state: DossierState) -> str:
    """The rung that comes after the highest one that was taken."""
    rungs = state.ladder.rungs
    top = max((state.ladder.position(step.rung) for step in state.steps), default=-1)
    return rungs[top + 1].code if top + 1 < len(rungs) else ""


def _rung_step(
    state: DossierState,
    rung: Rung,
    option: Option,
    places: Places,
    *,
    is_current: bool,
    is_next: bool,
    may_work: bool,
) -> LadderStep:
    taken = [step for step in state.steps if step.rung == rung.code]
    if taken:
        return LadderStep(
            mark=rung.code,
            name=rung.name,
            state=StepState.CURRENT if is_current else StepState.DONE,
            words=_taken_words(taken, is_current=is_current),
            by=_term_words(taken[-1]),
            links=_links_of_taken(state, rung, taken[-1], option, places, may_work=may_work),
        )
    if state.closed_on:
        return LadderStep(
            mark=rung.code, name=rung.name, state=_passed(state, rung), words="Niet gezet"
        )
    if option.refusals:
        return LadderStep(
            mark=rung.code,
            name=rung.name,
            state=StepState.LATER,
            words="Kan nu niet",
            needs=why_not(option),
            links=(Link("Wat deze stap inhoudt", places.to("option_page", soort="stap", code=rung.code)),),
        )  # fmt: skip
    departs = deviation(state, rung)
    return LadderStep(
        mark=rung.code,
        name=rung.name,
        state=StepState.NEXT if is_next else _passed(state, rung),
        words="Kan hierna" if departs.strictness is Strictness.VRIJ else "Kan, met een reden",
        needs=_asks(option, reason=departs.sentence),
        links=(_to_option(option, places, may_work=may_work),),
    )


def _passed(state: DossierState, rung: Rung) -> StepState:
    top = max((state.ladder.position(step.rung) for step in state.steps), default=-1)
    return StepState.SKIPPED if state.ladder.position(rung.code) < top else StepState.LATER


def _taken_words(taken: Sequence[TakenStep], *, is_current: bool) -> str:
    last = taken[-1]
    times = f", voor de {len(taken)}e keer" if len(taken) > 1 else ""
    words = [f"Gezet op {format_date(last.on)}{times}"]
    if last.form is not None:
        words.append(last.form.label)
    if last.plan_received_on:
        words.append(f"plan ontvangen op {format_date(last.plan_received_on)}")
    if last.plan_accepted_on:
        words.append(f"plan aanvaard op {format_date(last.plan_accepted_on)}")
    if last.report:
        words.append(f"gesprek gevoerd op {format_date(last.report.held_on)}")
    if asks_outcome(last.kinds):
        words.append(last.outcome.label)
    said = ", ".join(words)
    return f"{CURRENT.capitalize()}. {said}." if is_current else f"{said}."


def _term_words(step: TakenStep) -> str:
    if step.term_ends_on is None:
        return ""
    return f"Termijn: tot en met {format_date(step.term_ends_on)}."


def _links_of_taken(
    state: DossierState,
    rung: Rung,
    step: TakenStep,
    option: Option,
    places: Places,
    *,
    may_work: bool,
) -> tuple[Link, ...]:
    links = [Link("Bekijk deze stap", places.to("taken_page", stap=step.number))]
    if not may_work or state.closed_on:
        return tuple(links)
    if has_talk(step.kinds, rung.talk_levels) and step.report is None:
        links.append(Link("Verslag maken", places.to("report_talk", stap=step.number)))
    if step.outcome is Outcome.OPEN and asks_outcome(step.kinds):
        links.append(Link("Beoordelen", places.to("judge", stap=step.number)))
    if option.is_possible:
        links.append(Link("Nog een keer", places.to("option_page", soort="stap", code=rung.code)))
    return tuple(links)


def measure_steps(
    state: DossierState, options: Options, places: Places, *, may_work: bool, today_words: str = ""
) -> tuple[LadderStep, ...]:
    """The measures of ladder and contract that can be imposed, or why not."""
    return tuple(
        LadderStep(
            mark=measure.code if len(measure.code) <= 3 else "+",
            name=measure.name
            if len(measure.code) <= 3
            else f"{measure.name} ({_article(measure)})",
            state=StepState.LATER,
            words=_measure_words(options.of(Choice.MAATREGEL, measure.code)),
            needs=why_not(options.of(Choice.MAATREGEL, measure.code)),
            links=(
                _to_option(options.of(Choice.MAATREGEL, measure.code), places, may_work=may_work),
            ),
        )
        for measure in state.all_measures()
    )


def _article(measure: Measure) -> str:
    return measure.ground.article if measure.ground else measure.code


def _measure_words(option: Option) -> str:
    words = "Kan worden opgelegd." if option.is_possible else "Kan nu niet."
    return f"{words} {option.note}".strip()


def why_not(option: Option) -> tuple[str, ...]:
    """Each refusal with where it is written."""
    return tuple(f"{each.sentence} ({each.source.place})" for each in option.refusals)


def _asks(option: Option, *, reason: str) -> tuple[str, ...]:
    """What the step asks, in a few words each."""
    labels = [need.label for need in option.needs if need.required and not need.met]
    kept = [label for label in labels if label != "Een reden" and not label.startswith("Door de ")]
    return (reason, *kept) if reason else tuple(kept)


def _to_option(option: Option, places: Places, *, may_work: bool) -> Link:
    label = "Bekijken en voorbereiden" if may_work and option.is_possible else "Wat dit inhoudt"
    return Link(label, places.to("option_page", soort=option.choice.value, code=option.code))


def period_words(taken: TakenMeasure) -> str:
    """ "vanaf 3 mei 2026 tot en met 1 juni 2026"."""
    last = min((day for day in (taken.until_on, taken.ended_on) if day), default=None)
    until = f" tot en met {format_date(last)}" if last else ""
    return f"vanaf {format_date(taken.from_on)}{until}"
