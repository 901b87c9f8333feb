"""When the contract ends: the exit checklist and the years without a new contract."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.ladder.acts import CloseDossier
from portal.domain.ladder.dossier import DossierState, Ending
from portal.domain.ladder.ending import exclusion, open_exit_items
from portal.domain.ladder.walking import check_act, take

from .dossiers import FAR, at_once, dossier, facts, in_default, measure, on, refused
from .ladders import contract


def ended(ending: Ending) -> DossierState:
    state = facts(in_default(contract=contract()), "5d")
    return take(state, measure(state, "5d", on(4, 5), ending=ending, serious="s"), FAR)


@pytest.mark.rule("004-101")
def test_ending_the_contract_opens_the_exit_checklist_which_holds_closing_up() -> None:
    state = ended(Ending.ONTBINDING)
    assert open_exit_items(in_default(contract=contract())) == ()
    items = {item.code for item in open_exit_items(state)}
    assert {"overdracht_akkoord", "clientenlijst", "geen_overdracht", "evaluatie"} <= items
    caught = refused(state, CloseDossier(on=on(5, 5), by="alice", result="Einde"))
    assert caught.rule == "004-101"
    done = replace(state, exit_done=tuple(items))
    check_act(done, CloseDossier(on=on(5, 5), by="alice", result="Einde"), FAR)


@pytest.mark.rule("004-53")
@pytest.mark.parametrize(
    ("when", "until"),
    [
        (date(2026, 5, 4), date(2028, 5, 4)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 12, 31), date(2028, 12, 31)),
    ],
)
@pytest.mark.parametrize("ending", [Ending.OPZEGGING, Ending.ONTBINDING])
def test_two_years_without_a_contract_from_the_date_of_ending(
    when: date, until: date, ending: Ending
) -> None:
    state = facts(in_default(contract=contract()), "5d", on(2))
    act = measure(state, "5d", when, ending=ending, serious="s")
    line = exclusion(take(state, act, date(2029, 1, 1)))
    assert line is not None
    assert (line.ended_on, line.until_on, line.source.rule) == (when, until, "004-53")


@pytest.mark.rule("004-53")
def test_dissolving_at_once_excludes_but_overmacht_does_not() -> None:
    for ground, values, excluded in (
        ("3.19.3-c", {}, True),
        (
            "3.19.4",
            {"signals": ("overmacht",), "conditions": ("langer_dan_30_kalenderdagen",)},
            False,
        ),
    ):
        state = facts(dossier(contract=contract()), ground)
        state = take(state, at_once(ground, on(3), **values), FAR)
        assert (exclusion(state) is not None) is excluded
        assert open_exit_items(state)


@pytest.mark.rule("004-53")
def test_of_two_endings_the_later_one_counts() -> None:
    state = facts(ended(Ending.OPZEGGING), "3.19.3-c")
    line = exclusion(take(state, at_once("3.19.3-c", on(1, 6)), FAR))
    assert line is not None
    assert line.until_on == on(1, 6, 2028)


@pytest.mark.rule("003-11")
def test_not_extending_is_an_end_without_exclusion() -> None:
    state = ended(Ending.NIET_VERLENGEN)
    assert exclusion(state) is None
    assert open_exit_items(state)
