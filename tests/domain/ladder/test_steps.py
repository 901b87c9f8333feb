"""Walking the rungs of the three ladders: order, prerequisites, letters, signatures, terms."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.acts import Letter, TakeStep
from portal.domain.ladder.demands import Source
from portal.domain.ladder.dossier import Fact, FactKind, Outcome
from portal.domain.ladder.vocabulary import NoticeForm, Role, StepKind
from portal.domain.ladder.walking import Choice, check_act, possible_acts, take

from .dossiers import (
    FAR,
    JURIST,
    LETTER,
    OPENED,
    codes,
    dossier,
    facts,
    in_default,
    judged,
    need,
    notice,
    on,
    refused,
    step,
)

SIGNED = [("jan", JURIST)]
WARNING, NOTICE = NoticeForm.WAARSCHUWING, NoticeForm.INGEBREKESTELLING


def rule(caught: RuleBroken) -> str | None:
    return caught.rule


def test_the_first_rung_needs_nothing_but_the_right_person() -> None:
    state = take(dossier(), step("1", OPENED), OPENED)
    assert [(s.rung, s.kinds, s.on) for s in state.steps] == [("1", (StepKind.GESPREK,), OPENED)]


@pytest.mark.rule("002-04")
def test_beginning_higher_asks_a_reason_in_bijlage_4() -> None:
    caught = refused(dossier(), step("2", OPENED, term_ends_on=on(20)))
    assert codes(caught) == ["reason:order"]
    assert rule(caught) == "002-04"
    assert caught.sentence == (
        "U begint op stap 2 en niet op stap 1. Schrijf op waarom u toch verdergaat."
    )
    take(dossier(), step("2", OPENED, term_ends_on=on(20), reason="Ernstig signaal"), FAR)


@pytest.mark.rule("003-03")
def test_beginning_higher_asks_a_reason_in_bijlage_e() -> None:
    assert rule(refused(dossier("bijlage-e"), step("2", OPENED, term_ends_on=on(20)))) == "003-03"


@pytest.mark.rule("000-02")
def test_bijlage_9_asks_no_reason_for_another_order() -> None:
    state = take(dossier("bijlage-9"), notice(on(3), on(20), form=NOTICE), FAR)
    state = take(state, step("1", on(4)), FAR)
    assert [s.rung for s in state.steps] == ["3", "1"]


def test_skipping_and_going_back_ask_a_reason_and_name_the_rungs() -> None:
    state = judged(take(dossier(), step("1", on(2)), FAR), on(3))
    signed = facts(state, "3", signers=SIGNED)
    assert "U slaat stap 2 over." in refused(signed, notice(on(4), on(20))).sentence
    later = take(signed, notice(on(4), on(20), reason="Spoed"), FAR)
    assert "U gaat terug van stap 3 naar stap 1." in refused(later, step("1", on(5))).sentence


def test_the_same_rung_again_asks_no_reason() -> None:
    state = take(dossier(), step("1", on(2)), FAR)
    assert len(take(state, step("1", on(9)), FAR).steps) == 2


@pytest.mark.rule("002-07")
@pytest.mark.parametrize("missing", ["onregelmatigheden", "verbeteringen"])
def test_a_notice_does_not_leave_with_a_part_empty(missing: str) -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    parts = {"onregelmatigheden": "a", "verbeteringen": "b", missing: "  "}
    act = notice(on(3), on(20), reason="r", letter=Letter(parts=parts, ends_on=on(20)))
    caught = refused(state, act)
    assert codes(caught) == [f"part:{missing}"]
    assert rule(caught) == "002-07"


@pytest.mark.rule("002-07")
@pytest.mark.parametrize(("ends", "ok"), [(on(2), False), (on(3), False), (on(4), True)])
def test_the_term_of_a_notice_ends_after_the_day_of_sending(ends: date, ok: bool) -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    act = notice(on(3), ends, reason="r")
    if ok:
        check_act(state, act, FAR)
    else:
        assert set(codes(refused(state, act))) == {"term", "part:termijn"}


def test_the_date_in_the_letter_is_the_date_of_the_term() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    act = replace(notice(on(3), on(20), reason="r"), term_ends_on=on(21))
    assert "een andere dan de termijn" in refused(state, act).sentence


@pytest.mark.rule("003-06")
@pytest.mark.rule("003-02")
def test_bijlage_e_asks_a_fourth_part_and_the_names_of_the_municipalities() -> None:
    letter = Letter(parts={"onregelmatigheden": "a", "verbeteringen": "b"}, ends_on=on(20))
    caught = refused(dossier("bijlage-e"), notice(on(3), on(20), letter=letter, reason="r"))
    assert codes(caught) == ["part:gevolgen", "municipalities"]
    assert [r.source.rule for r in caught.refusals] == ["003-06", "003-02"]


@pytest.mark.rule("000-05")
def test_bijlage_9_asks_whether_it_is_a_warning_or_a_notice() -> None:
    caught = refused(dossier("bijlage-9"), notice(on(3), on(20)))
    assert codes(caught) == ["form"]
    assert rule(caught) == "000-05"


def test_a_form_that_the_ladder_does_not_know_is_refused() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    assert codes(refused(state, notice(on(3), on(20), reason="r", form=WARNING))) == ["form"]


@pytest.mark.rule("002-07")
@pytest.mark.parametrize(
    ("signers", "ok"),
    [
        ([], False),
        ([("jan", Role.LEIDINGGEVENDE)], False),
        ([("alice", JURIST)], False),
        ([("jan", JURIST)], True),
    ],
)
def test_another_person_who_is_a_jurist_signs_the_notice(
    signers: list[tuple[str, Role]], ok: bool
) -> None:
    state = facts(dossier(), "3", signers=signers)
    act = notice(on(3), on(20), reason="r")
    if ok:
        check_act(state, act, FAR)
    else:
        caught = refused(state, act)
        assert codes(caught) == ["co_signer:0:jurist"]
        assert rule(caught) == "002-07"


def test_a_signature_of_tomorrow_does_not_count_today() -> None:
    state = facts(dossier(), "3", on(4), signers=SIGNED)
    assert codes(refused(state, notice(on(3), on(20), reason="r"))) == ["co_signer:0:jurist"]


def test_a_signature_is_used_once() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    sent = take(state, notice(on(3), on(20), reason="r"), FAR)
    assert sent.facts == ()
    assert {fact.by for fact in sent.steps[0].facts} >= {"jan"}
    assert "co_signer:0:jurist" in codes(refused(sent, notice(on(4), on(21))))


@pytest.mark.rule("002-05")
def test_somebody_with_a_mandate_may_act_where_the_ladder_says_so() -> None:
    act = step("1", OPENED, role=Role.CONTRACTBEHEERDER)
    caught = refused(dossier(), act)
    assert (codes(caught), rule(caught)) == (["actor"], "002-05")
    mandate = Fact(
        kind=FactKind.MANDAAT, about="1", by="alice", on=OPENED, text="M-1", until=on(10)
    )
    take(dossier(facts=(mandate,)), act, OPENED)
    assert codes(refused(dossier(facts=(mandate,)), replace(act, on=on(11)))) == ["actor"]
    assert codes(refused(dossier("bijlage-e", facts=(mandate,)), act)) == ["actor"]


@pytest.mark.rule("000-04")
def test_a_talk_without_a_plan_is_a_whole_step_in_bijlage_9() -> None:
    state = dossier("bijlage-9")
    talk = step("2", on(3), kinds=(StepKind.GESPREK,))
    assert take(state, talk, FAR).steps[0].kinds == (StepKind.GESPREK,)
    assert codes(
        refused(state, step("2", on(3), kinds=(StepKind.VERBETERPLAN,), term_ends_on=on(9)))
    ) == ["kinds"]
    assert codes(refused(state, step("2", on(3)))) == ["term"]


@pytest.mark.rule("001-13")
@pytest.mark.rule("001-16")
@pytest.mark.rule("002-08")
@pytest.mark.rule("003-07")
@pytest.mark.parametrize("name", ["bijlage-4", "bijlage-e"])
def test_default_waits_for_the_last_day_of_the_term(name: str) -> None:
    state = dossier(name)
    for rung, day in (("1", 2), ("2", 3)):
        state = judged(take(state, step(rung, on(day), term_ends_on=on(4)), FAR), on(5))
    state = take(facts(state, "3", signers=SIGNED), notice(on(6), on(20)), FAR)
    state = facts(state, "4", signers=SIGNED)
    caught = refused(state, step("4", on(20), letter=LETTER))
    assert codes(caught) == ["prerequisite:3"]
    assert caught.sentence == "De termijn van stap 3 loopt nog tot en met 20 maart 2026."
    assert rule(caught) == {"bijlage-4": "002-08", "bijlage-e": "003-07"}[name]
    assert codes(refused(state, step("4", on(21), letter=LETTER))) == ["judge:3"]
    take(judged(state, on(21)), step("4", on(21), letter=LETTER), FAR)


@pytest.mark.rule("002-08")
def test_a_new_notice_gives_new_time() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    state = judged(take(state, notice(on(3), on(20), reason="r"), FAR), on(21))
    state = take(facts(state, "3", signers=SIGNED), notice(on(22), on(31)), FAR)
    caught = refused(
        facts(state, "4", signers=SIGNED), step("4", on(23), letter=LETTER, reason="r")
    )
    assert codes(caught) == ["prerequisite:3"]


@pytest.mark.rule("002-08")
def test_a_skipped_rung_does_not_block_default_but_asks_the_reason() -> None:
    state = take(facts(dossier(), "3", signers=SIGNED), notice(on(3), on(20), reason="Ernst"), FAR)
    state = facts(judged(state, on(21)), "4", signers=SIGNED)
    caught = refused(state, step("4", on(21), letter=LETTER))
    assert codes(caught) == ["reason:skipped:1", "reason:skipped:2"]
    assert {refusal.source.rule for refusal in caught.refusals} == {"002-08"}
    take(state, step("4", on(21), letter=LETTER, reason="Meteen ernstig"), FAR)


@pytest.mark.rule("002-08")
def test_a_rung_that_was_followed_asks_a_reason_as_well() -> None:
    state = judged(take(dossier(), step("1", on(2)), FAR), on(3), Outcome.GEVOLGD)
    option = possible_acts(state, on(4)).of(Choice.STAP, "4")
    assert "zijn gevolgd" in need(option, "reason:skipped:1").sentence


@pytest.mark.rule("002-08")
def test_default_is_told_in_writing() -> None:
    state = dossier()
    for rung, day in (("1", 2), ("2", 3)):
        state = judged(take(state, step(rung, on(day), term_ends_on=on(4)), FAR), on(5))
    state = judged(take(facts(state, "3", signers=SIGNED), notice(on(6), on(20)), FAR), on(21))
    caught = refused(facts(state, "4", signers=SIGNED), step("4", on(21)))
    assert (codes(caught), rule(caught)) == (["letter"], "002-08")


@pytest.mark.rule("000-06")
def test_a_warning_alone_is_not_enough_for_default_in_bijlage_9() -> None:
    state = judged(take(dossier("bijlage-9"), notice(on(3), on(20), form=WARNING), FAR), on(21))
    caught = refused(state, step("4", on(22), letter=LETTER, reason="Toch"))
    assert (codes(caught), rule(caught)) == (["prerequisite:3"], "000-06")
    assert "Er ging alleen een waarschuwing met aanwijzingen uit." in caught.sentence
    state = judged(take(state, notice(on(22), on(30), form=NOTICE), FAR), on(31))
    take(state, step("4", on(31), letter=LETTER), FAR)


@pytest.mark.rule("000-06")
def test_a_warning_after_the_notice_takes_nothing_away() -> None:
    state = judged(take(dossier("bijlage-9"), notice(on(3), on(20), form=NOTICE), FAR), on(21))
    state = take(state, notice(on(22), on(30), form=WARNING), FAR)
    take(state, step("4", on(23), letter=LETTER), FAR)


def test_nothing_is_judged_before_its_term_is_over_unless_it_went_well() -> None:
    state = take(facts(dossier(), "3", signers=SIGNED), notice(on(3), on(20), reason="r"), FAR)
    with pytest.raises(RuleBroken, match="nog tot en met 20 maart 2026"):
        judged(state, on(20))
    judged(state, on(21))
    assert judged(state, on(10), Outcome.GEVOLGD).steps[0].outcome is Outcome.GEVOLGD


def test_a_step_lies_between_the_opening_the_step_before_it_and_today() -> None:
    state = take(dossier(), step("1", on(5)), FAR)
    for wrong in (on(1), on(4)):
        assert "date" in codes(refused(state, step("1", wrong)))
    assert codes(refused(state, step("1", on(7)), today=on(6))) == ["date"]


def test_a_rung_of_another_ladder_is_not_there() -> None:
    assert codes(refused(dossier(), step("3.1", OPENED))) == ["not_in_ladder"]


def test_every_act_of_the_ladder_is_either_possible_or_says_why_not() -> None:
    options = possible_acts(dossier("bijlage-9"), OPENED)
    assert [o.code for o in options.possible if o.choice is Choice.STAP] == ["1", "2", "3"]
    (default,) = [o for o in options.impossible if o.choice is Choice.STAP]
    assert default.refusals[0].source == Source("Bijlage 9, stap 4", "000-06")


def test_what_a_step_needs_shows_what_is_there_already() -> None:
    before = possible_acts(dossier(), OPENED).of(Choice.STAP, "3")
    after = possible_acts(facts(dossier(), "3", signers=SIGNED), OPENED).of(Choice.STAP, "3")
    assert not need(before, "co_signer:0:jurist").met
    assert need(after, "co_signer:0:jurist").met
    assert need(after, "part:verbeteringen").label == "Wat er beter moet"


@pytest.mark.rule("001-02")
def test_telling_the_wethouder_is_a_reminder_that_blocks_nothing() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    told = need(possible_acts(state, OPENED).of(Choice.STAP, "3"), "inform:bestuurder")
    assert (told.met, told.required, told.source.rule) == (False, False, "001-02")
    assert told.label == "De wethouder of bestuurder inlichten (vooraf)"
    fact = Fact(kind=FactKind.INGELICHT, about="3", by="alice", on=OPENED, role=Role.BESTUURDER)
    state = replace(state, facts=(*state.facts, fact))
    assert need(possible_acts(state, OPENED).of(Choice.STAP, "3"), "inform:bestuurder").met


@pytest.mark.parametrize("name", ["bijlage-4", "bijlage-9", "bijlage-e"])
def test_each_ladder_can_be_walked_to_default(name: str) -> None:
    assert in_default(name).steps[-1].rung == "4"


def test_an_act_that_is_refused_changes_nothing() -> None:
    state = dossier()
    before = replace(state)
    refused(state, TakeStep(rung="4", on=OPENED, by="alice", role=Role.CONTRACTMANAGER))
    assert state == before
