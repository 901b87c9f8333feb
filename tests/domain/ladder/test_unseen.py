"""A ladder that nobody here has seen works by its data alone."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from portal.domain.calendar import Calendar
from portal.domain.ladder.acts import EndMeasure, Letter
from portal.domain.ladder.dossier import DossierState, Ending
from portal.domain.ladder.preview import preview
from portal.domain.ladder.proposals import proposals
from portal.domain.ladder.review import review_data
from portal.domain.ladder.vocabulary import Role, StepKind
from portal.domain.ladder.walking import Choice, possible_acts, take

from .dossiers import FAR, JURIST, LETTER, codes, facts, judged, measure, on, refused, step

RAW = tomllib.loads((Path(__file__).parent / "unseen.toml").read_text(encoding="utf-8"))
GOOD_FRIDAY, EASTER_MONDAY = date(2027, 3, 26), date(2027, 3, 29)
CALENDAR = Calendar(
    first_year=2026,
    last_year=2029,
    holidays={GOOD_FRIDAY: "Goede Vrijdag", EASTER_MONDAY: "tweede paasdag"},
)
LEAD = Role.LEIDINGGEVENDE
TWO = [("jan", JURIST), ("joke", JURIST)]
FULL = Letter(
    parts=dict.fromkeys(("wat", "hoe", "wie", "geld"), "x"),
    ends_on=on(30, 4, 2027),
    municipalities=("Verzonnenstad",),
)


def march(day: int) -> date:
    return date(2027, 3, day)


def dossier() -> DossierState:
    ladder = review_data(RAW).ladder
    return DossierState(ladder=ladder, opened_on=march(1), calendar=CALENDAR)


def at_red_card() -> DossierState:
    """Talk and plan were in vain; the plan was due on 16 March."""
    state = judged(take(dossier(), step("A", march(1)), FAR), march(2))
    return judged(take(state, step("B.1", march(2), term_ends_on=march(16)), FAR), march(17))


def red_card(state: DossierState, **values: object) -> DossierState:
    act = step("C", march(18), role=LEAD, letter=FULL, term_ends_on=on(30, 4, 2027), reason="r")
    return take(facts(state, "C", march(18), signers=TWO), replace(act, **values), FAR)  # type: ignore[arg-type]


def in_default() -> DossierState:
    state = judged(red_card(at_red_card()), on(1, 5, 2027))
    signers = [("jan", JURIST), ("carla", Role.CONTRACTMANAGER)]
    act = step("D", on(3, 5, 2027), role=LEAD, letter=LETTER)
    return take(facts(state, "D", on(3, 5, 2027), signers=signers), act, FAR)


def test_it_is_sound_and_can_be_previewed() -> None:
    review = review_data(RAW)
    assert review.errors == ()
    walk = preview(review.ladder, march(1), calendar=CALENDAR)
    assert [seen.refusals for seen in walk.steps] == [()] * 5


def test_its_own_words_are_used() -> None:
    caught = refused(dossier(), step("B.1", march(1), term_ends_on=march(20)))
    assert caught.sentence == (
        "U begint op fase B.1 en niet op fase A. Deze ladder staat dat niet toe."
    )
    assert caught.refusals[0].source.place == "Handhavingskader 2027, § 3"


@pytest.mark.parametrize(("ends", "ok"), [(15, False), (16, True)])
def test_a_fixed_term_is_counted_in_working_days(ends: int, ok: bool) -> None:
    state = judged(take(dossier(), step("A", march(1)), FAR), march(2))
    act = step("B.1", march(2), term_ends_on=march(ends))
    if ok:
        take(state, act, FAR)
    else:
        assert "op of na 16 maart 2027" in refused(state, act).sentence


def test_easter_makes_a_term_in_working_days_longer() -> None:
    state = judged(take(dossier(), step("A", march(1)), FAR), march(2))
    early = refused(state, step("B.1", march(18), term_ends_on=on(1, 4, 2027)))
    assert "op of na 5 april 2027" in early.sentence


def test_part_of_a_merged_rung_may_be_left_out() -> None:
    state = take(dossier(), step("A", march(1), kinds=(StepKind.GESPREK,)), FAR)
    assert state.steps[0].kinds == (StepKind.GESPREK,)


def test_only_the_rung_that_says_so_may_be_skipped() -> None:
    state = facts(at_red_card(), "C", march(18), signers=TWO)
    act = step("C", march(18), role=LEAD, letter=FULL, term_ends_on=on(30, 4, 2027))
    assert codes(refused(state, act)) == ["reason:order"]
    first = judged(take(dossier(), step("A", march(1)), FAR), march(2))
    signed = facts(first, "C", march(18), signers=TWO)
    assert set(codes(refused(signed, replace(act, reason="r")))) == {
        "out_of_order",
        "prerequisite:B.1",
    }


@pytest.mark.parametrize(
    ("signers", "ok"),
    [
        ([("jan", JURIST)], False),
        ([("jan", JURIST), ("jan", JURIST)], False),
        ([("jan", JURIST), ("joke", LEAD)], False),
        ([("jan", JURIST), ("alice", JURIST)], False),
        (TWO, True),
    ],
)
def test_two_co_signers_are_two_people(signers: list[tuple[str, Role]], ok: bool) -> None:
    state = facts(at_red_card(), "C", march(18), signers=signers)
    act = step("C", march(18), role=LEAD, letter=FULL, term_ends_on=on(30, 4, 2027), reason="r")
    if ok:
        take(state, act, FAR)
    else:
        assert codes(refused(state, act))[0].startswith("co_signer")


def test_its_own_five_letter_parts_are_demanded() -> None:
    state = facts(at_red_card(), "C", march(18), signers=TWO)
    act = step("C", march(18), role=LEAD, letter=Letter(), term_ends_on=on(30, 4, 2027), reason="r")
    assert codes(refused(state, act)) == [
        "part:wat", "part:hoe", "part:wie", "part:geld", "part:wanneer", "municipalities",
    ]  # fmt: skip


def test_default_is_proposed_after_its_term() -> None:
    state = red_card(at_red_card())
    assert proposals(state, on(30, 4, 2027)) == ()
    codes_proposed = [p.code for p in proposals(state, on(1, 5, 2027)) if p.choice is Choice.STAP]
    assert codes_proposed == ["D"]


@pytest.mark.parametrize(("percentage", "ok"), [("2.5", True), ("2.51", False)])
def test_its_malus_has_its_own_percentage(percentage: str, ok: bool) -> None:
    state = facts(in_default(), "M1", on(4, 5, 2027), signers=TWO)
    act = measure(state, "M1", on(4, 5, 2027), role=LEAD, percentage=Decimal(percentage))
    if ok:
        assert take(state, act, FAR).measures[0].percentage == Decimal("2.5")
    else:
        assert "hoogstens 2,50 %" in refused(state, act).sentence


def test_signals_open_no_way_that_the_ladder_does_not_have() -> None:
    state = facts(dossier(), "M1", march(1), signers=TWO)
    act = measure(state, "M1", march(1), role=LEAD, percentage=Decimal(1), urgent_signals=("x",))
    assert codes(refused(state, act)) == ["prerequisite:D"]


def test_its_cap_holds_over_the_whole_contract() -> None:
    state = in_default()
    for year in (2027, 2028):
        day = on(5, 5, year)
        state = facts(state, "M4", day)
        state = take(state, measure(state, "M4", day, event_on=day), FAR + timedelta(days=999))
    state = facts(state, "M4", on(6, 5, 2028))
    act = measure(state, "M4", on(6, 5, 2028), event_on=on(6, 5, 2028))
    caught = refused(state, act, FAR + timedelta(days=999))
    assert caught.sentence.startswith("€ 500,00 past niet meer. Over de hele looptijd: € 1.000,00")


def test_its_last_measure_waits_for_the_others_however_serious() -> None:
    state = facts(in_default(), "M3", on(5, 5, 2027), signers=TWO)
    act = measure(state, "M3", on(5, 5, 2027), role=LEAD, ending=Ending.ONTBINDING, serious="s")
    assert codes(refused(state, act)) == ["after"]
    for code, values in (("M1", {"percentage": Decimal(1)}), ("M2", {"until_on": on(1, 9, 2027)})):
        ready = facts(state, code, on(5, 5, 2027), signers=TWO)
        state = take(ready, measure(ready, code, on(5, 5, 2027), role=LEAD, **values), FAR)
    paused = state.measures[-1].number
    assert codes(refused(state, act)) == ["excludes:M2", "after"]
    for taken in state.measures:
        end = EndMeasure(number=taken.number, on=on(6, 5, 2027), by="x", reason="r", in_vain=True)
        state = take(state, end, FAR)
    assert state.measures[-1].number == paused
    take(state, replace(act, on=on(7, 5, 2027)), FAR)


def test_a_rung_s_own_factors_and_proof_are_asked() -> None:
    option = possible_acts(dossier(), march(1)).of(Choice.MAATREGEL, "M4")
    asked = [n.label for n in option.needs if n.code.startswith("factor")]
    assert asked == ["Ernst", "Duur", "Kans op herhaling"]
    assert any("vastgelegd in een rapport" in need.label for need in option.needs)
