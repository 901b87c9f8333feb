"""A form filled in completely: to preview a ladder, and to walk one that nobody has seen."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.ladder.acts import ImposeMeasure, Letter, TakeStep, Weighing
from portal.domain.ladder.amounts import cap_percentage
from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.dossier import DossierState, Ending, Fact, FactKind
from portal.domain.ladder.meanings import MEASURES
from portal.domain.ladder.steps import term_asked
from portal.domain.ladder.version import Measure, Rung
from portal.domain.ladder.vocabulary import Duration, MoneyKind, Role

ONE_DAY = timedelta(days=1)
TEXT = "Voorbeeld."
ACTOR, SECOND = "voorbeeld-1", "voorbeeld-2"


@dataclass(frozen=True, slots=True)
class Filled:
    """An act with everything it asks, and the dossier in which the facts for it stand."""

    state: DossierState
    act: TakeStep | ImposeMeasure


def with_facts(
    state: DossierState, code: str, on: date, co_signers: tuple[Role, ...]
) -> DossierState:
    """The dossier with evidence, a mandate, a second person and every co-signature."""
    facts = [
        Fact(kind=FactKind.BEWIJS, about=code, by=ACTOR, on=on, text=TEXT),
        Fact(kind=FactKind.MANDAAT, about=code, by=ACTOR, on=on, text=TEXT),
        Fact(kind=FactKind.MEEGEKEKEN, about=code, by=SECOND, on=on),
    ]
    facts += [
        Fact(kind=FactKind.ONDERTEKEND, about=code, by=f"tekenaar-{number}", on=on, role=role)
        for number, role in enumerate(co_signers)
    ]
    return replace(state, facts=(*state.facts, *facts))


def sample_letter(parts: tuple[LetterPart, ...], ends: date | None) -> Letter:
    """A letter with every part filled."""
    return Letter(
        parts={part.code: TEXT for part in parts},
        body=TEXT,
        ends_on=ends,
        municipalities=("Voorbeeldgemeente",),
    )


def sample_step(state: DossierState, rung: Rung, on: date) -> Filled:
    """Taking the rung on that day with nothing left open."""
    ends = None
    if rung.term and term_asked(rung, None):
        counted = ends_on(rung.term, on, state.calendar, termijnenwet=state.termijnenwet)
        ends = max(counted, on + ONE_DAY)
    act = TakeStep(
        rung=rung.code,
        on=on,
        by=ACTOR,
        role=next(iter(rung.actors), Role.CONTRACTMANAGER),
        form=rung.forms[-1] if rung.forms else None,
        letter=sample_letter(rung.parts, ends),
        term_ends_on=ends,
        reason=TEXT,
    )
    return Filled(with_facts(state, rung.code, on, rung.co_signers), act)


def sample_measure(state: DossierState, measure: Measure, on: date) -> Filled:
    """Imposing the measure on that day with nothing left open."""
    money, kinds = measure.money, measure.kinds
    temporary = measure.duration is Duration.TIJDELIJK
    ends = on + ONE_DAY
    if measure.term:
        ends = max(ends, ends_on(measure.term, on, state.calendar))
    per_event = money is not None and money.kind is MoneyKind.PER_GEBEURTENIS
    act = ImposeMeasure(
        code=measure.code,
        on=on,
        by=ACTOR,
        role=next(iter(measure.actors), Role.CONTRACTMANAGER),
        weighing=Weighing(
            proof=TEXT,
            motivation=TEXT,
            justification=TEXT,
            factors={f.code: TEXT for f in state.factors_for(measure).factors},
        ),
        letter=sample_letter(measure.parts, ends),
        kinds=kinds,
        until_on=on + timedelta(days=90) if temporary else None,
        products=("voorbeeldproduct",) if any(MEASURES[k].products for k in kinds) else (),
        cents=None if money is None or per_event else 100,
        percentage=cap_percentage(money) if money else None,
        event_on=on if per_event else None,
        article=TEXT,
        ending=Ending.OPZEGGING if any(MEASURES[k].ends_contract for k in kinds) else None,
        serious=TEXT,
        reason=TEXT,
    )
    return Filled(with_facts(state, measure.code, on, measure.co_signers), act)
