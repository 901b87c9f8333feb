"""After a step: plans and milestones, what the portal proposes, closing, the exit, another version."""

from dataclasses import replace

import pytest

from portal.domain.ladder.acts import (
    AcceptPlan,
    CloseDossier,
    JudgeStep,
    MeetMilestone,
    MoveToVersion,
    ReceivePlan,
    ReopenDossier,
)
from portal.domain.ladder.dossier import DossierState, Milestone, Outcome
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.proposals import Proposal, proposals
from portal.domain.ladder.running import TermKind, running_terms
from portal.domain.ladder.vocabulary import NoticeForm
from portal.domain.ladder.walking import Choice, check_act, possible_acts, take

from .dossiers import (
    FAR,
    JURIST,
    codes,
    dossier,
    facts,
    in_default,
    judged,
    measure,
    notice,
    on,
    refused,
    step,
)
from .ladders import plain, template

SIGNED = [("jan", JURIST)]


def planned(name: str = "bijlage-4") -> DossierState:
    """A plan was asked; it is due on 20 March."""
    state = dossier(name)
    first = take(state, step("1", on(2)), FAR)
    state = first if name == "bijlage-9" else judged(first, on(3))
    return take(state, step("2", on(4), term_ends_on=on(20)), FAR)


def accepted(*milestones: Milestone) -> DossierState:
    state = take(planned(), ReceivePlan(number=2, on=on(15), by="bob"), FAR)
    return take(state, AcceptPlan(number=2, milestones=milestones, on=on(16), by="alice"), FAR)


TRAIN = Milestone(code="1", name="Scholing", due_on=on(10, 4))
HIRE = Milestone(code="2", name="Werving", due_on=on(30, 4))


def rungs(found: tuple[Proposal, ...]) -> list[tuple[str, str | None]]:
    return [(p.code, p.source.rule) for p in found if p.choice is Choice.STAP]


@pytest.mark.rule("004-63")
@pytest.mark.parametrize(("today", "proposed"), [(20, False), (21, True)])
def test_a_plan_that_is_late_proposes_the_next_rung(today: int, proposed: bool) -> None:
    state = planned()
    found = rungs(proposals(state, on(today)))
    assert found == ([("3", "004-63")] if proposed else [])
    assert state.steps[-1].rung == "2"


@pytest.mark.rule("004-63")
def test_a_plan_that_came_in_time_proposes_nothing() -> None:
    state = take(planned(), ReceivePlan(number=2, on=on(20), by="bob"), FAR)
    assert rungs(proposals(state, on(25))) == []


@pytest.mark.rule("004-64")
@pytest.mark.parametrize(("today", "proposed"), [(10, False), (11, True)])
def test_a_missed_milestone_proposes_the_next_rung_and_names_it(today: int, proposed: bool) -> None:
    found = proposals(accepted(TRAIN, HIRE), on(today, 4))
    assert rungs(found) == ([("3", "004-64")] if proposed else [])
    if proposed:
        assert "Scholing (10 april 2026)" in found[0].sentence
        assert "U beslist." in found[0].sentence


@pytest.mark.rule("004-64")
def test_a_milestone_that_was_met_proposes_nothing() -> None:
    act = MeetMilestone(code="1", on=on(10, 4), by="bob")
    state = take(accepted(TRAIN), act, FAR)
    assert rungs(proposals(state, on(1, 5))) == []
    assert codes(refused(state, act)) == ["milestone"]


def test_a_proposal_ends_when_the_rung_is_taken() -> None:
    state = facts(accepted(TRAIN), "3", signers=SIGNED)
    state = take(state, notice(on(11, 4), on(30, 4)), FAR)
    assert rungs(proposals(state, on(12, 4))) == []


@pytest.mark.rule("002-08")
@pytest.mark.rule("004-63")
def test_default_is_proposed_the_day_after_the_term_and_taken_by_nobody() -> None:
    state = facts(accepted(HIRE), "3", signers=SIGNED)
    state = take(state, notice(on(17), on(31)), FAR)
    assert proposals(state, on(31)) == ()
    found = proposals(state, on(1, 4))
    assert [(p.choice, p.code) for p in found if p.choice is Choice.STAP] == [(Choice.STAP, "4")]
    assert "eindigde op 31 maart 2026" in found[0].sentence
    assert (Choice.OORDEEL, "3") in [(p.choice, p.code) for p in found]
    assert [s.rung for s in state.steps] == ["1", "2", "3"]


@pytest.mark.rule("000-06")
def test_a_warning_does_not_lead_to_a_proposal_of_default() -> None:
    act = notice(on(3), on(20), form=NoticeForm.WAARSCHUWING)
    state = take(dossier("bijlage-9"), act, FAR)
    assert rungs(proposals(state, on(21))) == []
    act = notice(on(21), on(30), form=NoticeForm.INGEBREKESTELLING)
    state = take(judged(state, on(21)), act, FAR)
    assert rungs(proposals(state, on(31))) == [("4", "000-06")]


@pytest.mark.parametrize(
    ("form", "outcome", "today", "proposed"),
    [
        (NoticeForm.INGEBREKESTELLING, None, 20, False),
        (NoticeForm.INGEBREKESTELLING, None, 21, True),
        (NoticeForm.INGEBREKESTELLING, Outcome.GEVOLGD, 21, False),
        (NoticeForm.WAARSCHUWING, None, 21, False),
    ],
)
def test_default_that_asks_nothing_before_it_still_waits_for_a_notice_in_vain(
    form: NoticeForm, outcome: Outcome | None, today: int, proposed: bool
) -> None:
    raw = plain("bijlage-9")
    del raw["treden"][3]["vereist"]
    state = take(dossier(read_ladder(raw)[0]), notice(on(3), on(20), form=form), FAR)
    state = judged(state, on(20), outcome) if outcome else state
    assert bool(rungs(proposals(state, on(today)))) is proposed


def test_what_was_followed_leads_to_no_proposal() -> None:
    state = facts(dossier(), "3", signers=SIGNED)
    state = take(state, notice(on(3), on(20), reason="r"), FAR)
    state = judged(state, on(21), Outcome.GEVOLGD)
    assert proposals(state, on(22)) == ()


def test_the_terms_that_run_stand_in_order_with_what_is_late() -> None:
    state = facts(accepted(TRAIN, HIRE), "3", signers=SIGNED)
    state = take(state, notice(on(17), on(20, 4)), FAR)
    state = facts(state, "5a", on(17))
    state = take(state, measure(state, "5a", on(17), reason="r", until_on=on(15, 4)), FAR)
    assert [(t.kind, t.code, t.ends_on, t.has_passed) for t in running_terms(state, on(12, 4))] == [
        (TermKind.MIJLPAAL, "1", on(10, 4), True),
        (TermKind.MAATREGEL, "4", on(15, 4), False),
        (TermKind.STAP, "3", on(20, 4), False),
        (TermKind.MIJLPAAL, "2", on(30, 4), False),
    ]
    closed = take(state, CloseDossier(on=on(17), by="alice", result="Klaar"), FAR)
    assert running_terms(closed, FAR) == ()


def test_a_plan_belongs_to_a_step_that_asked_one_and_has_actions() -> None:
    talk = take(dossier(), step("1", on(2)), FAR)
    assert codes(refused(talk, ReceivePlan(number=1, on=on(3), by="bob"))) == ["no_plan_asked"]
    accept = AcceptPlan(number=2, milestones=(TRAIN,), on=on(16), by="alice")
    assert codes(refused(planned(), accept)) == ["no_plan"]
    received = take(planned(), ReceivePlan(number=2, on=on(15), by="bob"), FAR)
    for wrong in ((), (TRAIN, TRAIN)):
        assert codes(refused(received, replace(accept, milestones=wrong))) == ["milestones"]


def test_what_is_not_there_is_said_so() -> None:
    for act in (
        JudgeStep(number=9, outcome=Outcome.GEVOLGD, on=on(3), by="alice"),
        ReceivePlan(number=9, on=on(3), by="bob"),
    ):
        assert codes(refused(dossier(), act)) == ["not_there"]


def test_default_is_not_judged_and_a_judgement_is_a_choice() -> None:
    state = in_default()
    act = JudgeStep(number=4, outcome=Outcome.GEVOLGD, on=on(3, 4), by="alice")
    assert codes(refused(state, act)) == ["nothing_to_judge"]
    assert codes(refused(state, replace(act, number=1, outcome=Outcome.OPEN))) == ["outcome"]
    assert codes(refused(state, replace(act, number=3, on=on(2)))) == ["early"]
    assert codes(refused(state, replace(act, number=3))) == ["judged"]


def test_a_closed_dossier_only_opens_again_and_with_a_reason() -> None:
    close = CloseDossier(on=on(3), by="alice", result="Opgelost")
    assert codes(refused(dossier(), replace(close, result=" "))) == ["result"]
    closed = take(dossier(), close, FAR)
    assert codes(refused(closed, step("1", on(4)))) == ["closed"]
    options = possible_acts(closed, on(4))
    assert [option.choice for option in options.possible] == [Choice.HEROPENEN]
    assert all("Heropen het eerst." in o.refusals[0].sentence for o in options.impossible)
    assert proposals(closed, FAR) == ()
    again = ReopenDossier(on=on(4), by="alice", reason="Nieuw signaal")
    assert codes(refused(closed, replace(again, reason=""))) == ["reason"]
    take(take(closed, again, FAR), step("1", on(5)), FAR)
    assert codes(refused(dossier(), again)) == ["not_closed"]


def renumbered() -> MoveToVersion:
    raw = plain("bijlage-4") | {"versie": "2026", "wijziging": "Letters in plaats van cijfers"}
    for rung, code in zip(raw["treden"], "ABCD", strict=True):
        rung["code"] = code
    for holder in (*raw["treden"], *raw["maatregelen"]):
        for asked in holder.get("vereist", ()):
            asked["trede"] = {"1": "A", "2": "B", "3": "C", "4": "D"}[asked["trede"]]
    ladder, findings = read_ladder(raw)
    assert findings == []
    return MoveToVersion(ladder=ladder, on=on(5, 4), by="frank", reason="Nieuwe ladder")


@pytest.mark.rule("000-01")
def test_a_dossier_goes_to_another_version_with_a_reason_and_a_place_for_what_was_done() -> None:
    state = in_default()
    act = renumbered()
    caught = refused(state, act)
    assert (codes(caught), caught.rule) == (["no_place"], "000-01")
    assert "1, 2, 3 en 4" in caught.sentence
    act = replace(act, codes={"1": "A", "2": "B", "3": "C", "4": "D"})
    assert codes(refused(state, replace(act, reason=""))) == ["reason"]
    moved = take(state, act, FAR)
    assert [s.rung for s in moved.steps] == ["A", "B", "C", "D"]
    assert [(m.from_number, m.to_number, m.by) for m in moved.moves] == [("2024", "2026", "frank")]
    check_act(facts(moved, "5a"), measure(moved, "5a", on(6, 4)), FAR)


@pytest.mark.rule("000-01")
def test_the_same_version_is_no_other_version() -> None:
    act = MoveToVersion(ladder=template("bijlage-4"), on=on(3), by="frank", reason="r")
    assert codes(refused(dossier(), act)) == ["same_version"]


@pytest.mark.rule("004-64")
def test_the_next_rung_is_the_first_that_can_be_taken() -> None:
    state = take(planned("bijlage-9"), ReceivePlan(number=2, on=on(15), by="bob"), FAR)
    plan = AcceptPlan(number=2, milestones=(TRAIN,), on=on(16), by="alice")
    assert rungs(proposals(take(state, plan, FAR), on(11, 4))) == [("3", "004-64")]
