"""Dossiers to walk: short ways to say what somebody does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.domain.ladder.acts import (
    ActAtOnce,
    ImposeMeasure,
    JudgeStep,
    Letter,
    TakeStep,
    Weighing,
)
from portal.domain.ladder.contract import ContractRules, ImmediateEffect
from portal.domain.ladder.demands import Need, Refused
from portal.domain.ladder.dossier import DossierState, Fact, FactKind, Outcome
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.vocabulary import NoticeForm, Role
from portal.domain.ladder.walking import Option, take

from .ladders import template

CM, JURIST = Role.CONTRACTMANAGER, Role.JURIST
OPENED = date(2026, 3, 2)
FAR = date(2028, 1, 1)


def on(day: int, month: int = 3, year: int = 2026) -> date:
    return date(year, month, day)


def dossier(
    name: str | LadderVersion = "bijlage-4", contract: ContractRules | None = None, **values: Any
) -> DossierState:
    ladder = template(name) if isinstance(name, str) else name
    return DossierState(ladder=ladder, opened_on=OPENED, contract=contract, **values)


def facts(
    state: DossierState,
    about: str,
    when: date = OPENED,
    *,
    signers: Iterable[tuple[str, Role]] = (),
    mandated: str = "alice",
    leave_out: FactKind | None = None,
) -> DossierState:
    """Evidence, mandate and a second person for an act, and the signatures named."""
    found = [
        Fact(kind=FactKind.BEWIJS, about=about, by="alice", on=when, text="Rapport"),
        Fact(kind=FactKind.MANDAAT, about=about, by=mandated, on=when, text="M-12"),
        Fact(kind=FactKind.MEEGEKEKEN, about=about, by="lea", on=when),
        *(
            Fact(kind=FactKind.ONDERTEKEND, about=about, by=by, on=when, role=role)
            for by, role in signers
        ),
    ]
    kept = [fact for fact in found if fact.kind is not leave_out]
    return replace(state, facts=(*state.facts, *kept))


def step(rung: str, when: date, **values: Any) -> TakeStep:
    return TakeStep(**{"rung": rung, "on": when, "by": "alice", "role": CM, **values})


def notice(when: date, until: date, rung: str = "3", **values: Any) -> TakeStep:
    """The letter of Bijlage 4 with its three parts filled, that of Bijlage E with four."""
    letter = Letter(
        parts={"onregelmatigheden": "a", "verbeteringen": "b", "gevolgen": "c"},
        body="Brief",
        ends_on=until,
        municipalities=("Brummen",),
    )
    return step(rung, when, **{"letter": letter, "term_ends_on": until, **values})


LETTER = Letter(body="Brief", municipalities=("Brummen",))


def judged(
    state: DossierState, when: date, outcome: Outcome = Outcome.NIET_GEVOLGD
) -> DossierState:
    """The last step, judged."""
    act = JudgeStep(number=state.steps[-1].number, outcome=outcome, on=when, by="alice")
    return take(state, act, when)


def in_default(name: str = "bijlage-4", **values: Any) -> DossierState:
    """A dossier that walked every rung, in default since 2 April 2026."""
    state = dossier(name, **values)
    signers = [("jan", JURIST)]
    if name == "bijlage-9":
        state = take(state, step("1", on(2)), FAR)
    else:
        state = judged(take(state, step("1", on(2)), FAR), on(3))
        state = judged(take(state, step("2", on(3), term_ends_on=on(10)), FAR), on(11))
    state = take(
        facts(state, "3", signers=signers),
        notice(on(12), on(31), form=NoticeForm.INGEBREKESTELLING),
        FAR,
    )
    state = judged(state, on(1, 4))
    return take(facts(state, "4", signers=signers), step("4", on(2, 4), letter=LETTER), FAR)


def weighing(state: DossierState, code: str, **values: Any) -> Weighing:
    measure = state.measure(code)
    assert measure is not None
    factors = {factor.code: "Gewogen" for factor in state.factors_for(measure).factors}
    filled = {"proof": "p", "motivation": "m", "justification": "j", "factors": factors}
    return Weighing(**{**filled, **values})


def measure(state: DossierState, code: str, when: date, **values: Any) -> ImposeMeasure:
    filled = {
        "code": code,
        "on": when,
        "by": "alice",
        "role": CM,
        "weighing": weighing(state, code),
        "letter": LETTER,
        "products": ("B1",),
    }
    return ImposeMeasure(**{**filled, **values})


def at_once(ground: str, when: date, **values: Any) -> ActAtOnce:
    filled = {
        "ground": ground,
        "effects": (ImmediateEffect.ONTBINDING,),
        "on": when,
        "by": "alice",
        "role": CM,
        "motivation": "m",
        "transfer": "Naar een andere aanbieder.",
        "letter": LETTER,
    }
    return ActAtOnce(**{**filled, **values})


def refused(state: DossierState, act: Any, today: date = FAR) -> Refused:
    """The refusal, which must have a sentence and a reference everywhere."""
    with pytest.raises(Refused) as caught:
        take(state, act, today)
    for refusal in caught.value.refusals:
        assert refusal.sentence.endswith("."), refusal
        assert refusal.source.reference, refusal
    return caught.value


def codes(caught: Refused) -> list[str]:
    return [refusal.code for refusal in caught.refusals]


def need(option: Option, code: str) -> Need:
    return next(need for need in option.needs if need.code == code)
