"""Where a rung stands towards what was walked: in order, out of order, after what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.clauses import Prerequisite
from portal.domain.ladder.dossier import DossierState, Outcome, TakenStep
from portal.domain.ladder.meanings import asks_outcome
from portal.domain.ladder.reachability import may_be_skipped
from portal.domain.ladder.version import Rung
from portal.domain.ladder.vocabulary import Strictness
from portal.domain.ladder.words import Word, listed

_ORDER = (Strictness.VRIJ, Strictness.MET_REDEN, Strictness.NIET)


def strictest(held: Sequence[Strictness]) -> Strictness:
    """The hardest of them; free when there are none."""
    return max(held, key=_ORDER.index, default=Strictness.VRIJ)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How taking a rung now departs from the order, and how the ladder looks at that."""

    strictness: Strictness
    sentence: str = ""


IN_ORDER = Deviation(Strictness.VRIJ)


def deviation(state: DossierState, rung: Rung) -> Deviation:
    """Whether the rung is next, again, skipped to, or gone back to (002-04, 000-02)."""
    ladder, noun = state.ladder, state.ladder.words.rung
    place = ladder.position(rung.code)
    taken = [ladder.position(step.rung) for step in state.steps]
    if not taken:
        held = [ladder.start_higher, *(low.skip for low in ladder.rungs[:place] if low.skip)]
        return (
            IN_ORDER
            if place == 0
            else Deviation(
                strictest(held),
                f"U begint op {noun} {rung.code} en niet op {noun} {ladder.rungs[0].code}.",
            )
        )
    top = max(taken)
    if place < top:
        return Deviation(
            ladder.order,
            f"U gaat terug van {noun} {ladder.rungs[top].code} naar {noun} {rung.code}.",
        )
    skipped = ladder.rungs[top + 1 : place]
    if not skipped:
        return IN_ORDER
    held = [may_be_skipped(ladder, low) for low in skipped]
    return Deviation(strictest(held), f"U slaat {noun} {listed(low.code for low in skipped)} over.")


class Stand(Word):
    """How a prerequisite stands."""

    MET = "vervuld"
    RUNNING = "loopt"
    UNJUDGED = "niet_beoordeeld"
    FOLLOWED = "gevolgd"
    SKIPPED = "overgeslagen"
    OTHER_FORM = "andere_brief"


def stand_of(
    state: DossierState, asked: Prerequisite, today: date
) -> tuple[Stand, TakenStep | None]:
    """How the rung that is asked stands, and the step that decides it.

    Where a form is asked, letters of another form do not count (000-06).
    """
    taken = [step for step in state.steps if step.rung == asked.rung]
    fitting = [step for step in taken if asked.form in (None, step.form)]
    if not fitting:
        return (Stand.OTHER_FORM, taken[-1]) if taken else (Stand.SKIPPED, None)
    last = fitting[-1]
    if last.outcome is Outcome.NIET_GEVOLGD:
        return Stand.MET, last
    if last.outcome is Outcome.GEVOLGD:
        return Stand.FOLLOWED, last
    if last.term_runs(today):
        return Stand.RUNNING, last
    return (Stand.UNJUDGED if asks_outcome(last.kinds) else Stand.MET), last


def shortfall(
    state: DossierState, asked: Prerequisite, stand: Stand, step: TakenStep | None
) -> str:
    """What is wrong with the prerequisite, as a sentence; "" when it is met."""
    noun, code = state.ladder.words.rung, asked.rung
    form = f" als {asked.form.label}" if asked.form else ""
    match stand:
        case Stand.RUNNING:
            until = format_date(step.term_ends_on) if step and step.term_ends_on else ""
            return f"De termijn van {noun} {code} loopt nog tot en met {until}."
        case Stand.UNJUDGED:
            return f"Leg eerst vast of de aanwijzingen van {noun} {code} zijn gevolgd."
        case Stand.FOLLOWED:
            return f"De aanwijzingen van {noun} {code} zijn gevolgd."
        case Stand.SKIPPED:
            return f"{noun.capitalize()} {code} is nog niet gezet{form}."
        case Stand.OTHER_FORM:
            sent = f" Er ging alleen een {step.form.label} uit." if step and step.form else ""
            return f"{noun.capitalize()} {code} is nog niet gezet{form}.{sent}"
    return ""
