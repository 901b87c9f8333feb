"""What may be done, said a second time and in another way, to hold the walking against."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

from portal.domain.ladder.acts import ImposeMeasure, TakeStep
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.dossier import DossierState, FactKind, Outcome, TakenStep
from portal.domain.ladder.version import Measure, Rung

HARD = {"vrij": 0, "met_reden": 1, "niet": 2}


def by_kind(state: DossierState, code: str, kind: FactKind) -> list[Any]:
    return [fact for fact in state.facts if fact.about == code and fact.kind is kind]


def signed(state: DossierState, code: str, roles: tuple[Any, ...], by: str) -> bool:
    """Some way to give every place a person of its own."""
    facts = [f for f in by_kind(state, code, FactKind.ONDERTEKEND) if f.by != by]
    return any(
        all(fact.role is role for fact, role in zip(way, roles, strict=True))
        and len({fact.by for fact in way}) == len(roles)
        for way in permutations(facts, len(roles))
    )


def acted_by(state: DossierState, of: Rung | Measure, act: TakeStep | ImposeMeasure) -> bool:
    return act.role in of.actors or (of.mandated and mandated(state, of.code, act.by))


def mandated(state: DossierState, code: str, by: str) -> bool:
    return any(fact.by == by for fact in by_kind(state, code, FactKind.MANDAAT))


def order_allows(state: DossierState, rung: Rung, reason: str) -> bool:
    """A rung is next or again; anything else as the ladder and the rungs passed over say."""
    ladder = state.ladder
    codes = [each.code for each in ladder.rungs]
    here = codes.index(rung.code)
    done = sorted({codes.index(step.rung) for step in state.steps})
    if not done:
        own = [HARD[low.skip.value] for low in ladder.rungs[:here] if low.skip]
        held = max([HARD[ladder.start_higher.value], *own]) if here else 0
    elif here < done[-1]:
        held = HARD[ladder.order.value]
    else:
        passed = ladder.rungs[done[-1] + 1 : here]
        held = max([HARD[(low.skip or ladder.order).value] for low in passed], default=0)
    return held == 0 or (held == 1 and bool(reason))


def before_allows(state: DossierState, of: Rung | Measure, reason: str, day: date) -> bool:
    """Everything asked before was walked in vain, or may be passed over."""
    for asked in of.prerequisites:
        walked: list[TakenStep] = [
            step
            for step in state.steps
            if step.rung == asked.rung and (not asked.form or step.form == asked.form)
        ]
        last = walked[-1] if walked else None
        if last and last.outcome is Outcome.OPEN and last.term_ends_on and day <= last.term_ends_on:
            return False
        silent = {"analyse", "verzuim"}
        judged = last and (last.outcome is Outcome.NIET_GEVOLGD or set(last.kinds) <= silent)
        if last and not judged and last.outcome is Outcome.OPEN:
            return False
        held = HARD[asked.when_skipped.value]
        if not judged and (held == 2 or (held == 1 and not reason)):
            return False
    return True


def may_take(state: DossierState, act: TakeStep) -> bool:
    """The whole of taking a rung."""
    rung = next(each for each in state.ladder.rungs if each.code == act.rung)
    letter, parts = act.letter, [part.code for part in rung.parts]
    with_term = rung.term is not None
    ends = act.term_ends_on
    if rung.term and rung.term.fixed:
        least = ends_on(rung.term, act.on, state.calendar)
    else:
        least = act.on + timedelta(days=1)
    term_ok = not with_term or (ends is not None and ends > act.on and ends >= least)
    written = {"ingebrekestelling", "verzuim"} & set(rung.kinds)
    names_ok = (
        not state.ladder.names_municipalities
        or not (parts or written or letter)
        or bool(letter and letter.municipalities)
    )
    return (
        acted_by(state, rung, act)
        and order_allows(state, rung, act.reason)
        and before_allows(state, rung, act.reason, act.on)
        and signed(state, rung.code, rung.co_signers, act.by)
        and all(letter and letter.parts.get(code) for code in parts)
        and bool(parts or not written or (letter and letter.body))
        and names_ok
        and term_ok
        and (
            "ingebrekestelling" not in rung.kinds or act.form in rung.forms or len(rung.forms) == 1
        )
        and (act.form is None or act.form in rung.forms)
    )


def may_impose(state: DossierState, act: ImposeMeasure) -> bool:
    """The whole of imposing a measure that holds one kind."""
    measure = next(each for each in state.ladder.measures if each.code == act.code)
    by_code = {each.code: each for each in state.ladder.measures}
    running = [
        m
        for m in state.measures
        if m.ended_on is None and (m.until_on is None or m.until_on >= act.on)
    ]
    clash = any(
        m.code in measure.excludes or measure.code in by_code[m.code].excludes for m in running
    )
    failed = {m.code for m in state.measures if m.in_vain}
    serious = (
        measure.after is None
        or bool(failed & set(measure.after.codes))
        or (measure.after.or_serious and bool(act.serious))
    )
    weighed = all(act.weighing.factors.get(f.code) for f in state.ladder.measure_rules.factors)
    care = all((act.weighing.proof, act.weighing.motivation, act.weighing.justification))
    seen = {fact.by for fact in by_kind(state, act.code, FactKind.MEEGEKEKEN)} - {act.by}
    duration = measure.duration.value
    period = {"tijdelijk": act.until_on is not None, "blijvend": act.until_on is None}
    return (
        not clash
        and serious
        and weighed
        and care
        and bool(seen)
        and acted_by(state, measure, act)
        and mandated(state, act.code, act.by)
        and bool(by_kind(state, act.code, FactKind.BEWIJS))
        and before_allows(state, measure, act.reason, act.on)
        and signed(state, measure.code, measure.co_signers, act.by)
        and bool(act.letter and act.letter.body)
        and period.get(duration, True)
        and money_allows(state, measure, act)
    )


def money_allows(state: DossierState, measure: Measure, act: ImposeMeasure) -> bool:
    money = measure.money
    if money is None:
        return True
    if money.kind.value == "percentage":
        highest = money.cap_basis_points or 0
        return act.percentage is not None and 0 < act.percentage * 100 <= highest
    if money.kind.value != "per_gebeurtenis":
        return bool(act.cents) and (money.kind.value == "vastgesteld" or bool(act.article))
    if act.event_on is None or act.event_on > act.on:
        return False
    kind = measure.kinds[0]
    year = act.event_on.year if money.cap_per and money.cap_per.value == "kalenderjaar" else None
    before = sum(
        taken.cents or 0
        for taken in state.measures
        if kind in taken.kinds and (year is None or (taken.event_on or taken.on).year == year)
    )
    amount = money.amount_cents or 0
    return act.cents in (None, amount) and before + amount <= (money.cap_cents or 0)
