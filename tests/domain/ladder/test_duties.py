"""What a provider has to do in a shared dossier, and in which order."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.duties import Duty, DutyKind, check_may_hand_in_plan, duties

EARLY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SOON, LATE = date(2026, 3, 10), date(2026, 4, 1)


@dataclass
class Letter:
    number: int = 1
    title: str = "Brief"
    reply_by: date | None = None
    opened_at: datetime | None = None


@dataclass
class Term:
    name: str
    due_on: date = SOON
    label: str = "Termijn"
    started_at: datetime = EARLY


@dataclass
class Sent:
    kind: str = "antwoord"
    milestone: str | None = None
    received_at: datetime = LATER


@dataclass
class Plan:
    reference: str = "VP-1"
    state: str = "bij_team"
    outcome: str | None = None
    answer_by: date | None = None
    received_at: datetime = LATER


@dataclass
class Ask:
    happened_at: datetime = EARLY
    has_term: bool = True


def kinds(**given: object) -> list[DutyKind]:
    nothing: dict[str, object] = {"letters": [], "terms": [], "sent": [], "plans": []}
    return [duty.kind for duty in duties(**{**nothing, **given})]  # type: ignore[arg-type]


def test_nothing_shared_asks_nothing() -> None:
    assert kinds() == []


def test_an_unread_letter_comes_before_every_date() -> None:
    assert kinds(letters=[Letter()], terms=[Term("actie-1")]) == [DutyKind.BRIEF, DutyKind.ACTIE]
    assert kinds(letters=[Letter(opened_at=LATER)]) == []


def test_the_nearest_date_comes_first() -> None:
    assert kinds(terms=[Term("stap-1", LATE), Term("plan-2", SOON)]) == [
        DutyKind.PLAN,
        DutyKind.ANTWOORD,
    ]


@pytest.mark.rule("004-62")
@pytest.mark.parametrize(
    ("plan", "waits"),
    [
        (Plan(), False),
        (Plan(state="ingetrokken"), True),
        (Plan(received_at=datetime(2026, 2, 1, tzinfo=UTC)), True),
    ],
)
def test_a_plan_is_waited_for_until_one_came_that_stands(plan: Plan, waits: bool) -> None:
    found = kinds(terms=[Term("plan-1")], plans=[plan])
    assert (DutyKind.PLAN in found) is waits


def test_a_plan_that_was_asked_without_a_term_waits_without_a_date() -> None:
    asks = [Ask(has_term=False)]
    assert duties(letters=[], terms=[], sent=[], plans=[], asks=asks) == (
        Duty(kind=DutyKind.PLAN, due_on=None),
    )
    assert kinds(asks=asks, plans=[Plan()]) == []


@pytest.mark.rule("004-64")
def test_evidence_counts_for_its_own_action_only() -> None:
    terms = [Term("actie-1"), Term("actie-2", LATE)]
    assert len(kinds(terms=terms, sent=[Sent("bewijs", "1")])) == 1
    assert kinds(terms=terms, sent=[Sent("antwoord")]) == [DutyKind.ACTIE] * 2


def test_what_was_sent_before_the_term_began_does_not_count() -> None:
    before = Sent(received_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert kinds(terms=[Term("stap-1")], sent=[before]) == [DutyKind.ANTWOORD]
    assert kinds(terms=[Term("stap-1")], sent=[Sent()]) == []


def test_a_question_about_the_plan_has_its_own_date() -> None:
    plan = Plan(state="aanvulling_gevraagd", answer_by=SOON)
    assert duties(letters=[], terms=[], sent=[], plans=[plan]) == (
        Duty(kind=DutyKind.AANVULLING, due_on=SOON, about="VP-1"),
    )


@pytest.mark.parametrize(("today", "late"), [(SOON, False), (date(2026, 3, 11), True)])
def test_the_last_day_itself_is_on_time(today: date, late: bool) -> None:
    assert Duty(kind=DutyKind.PLAN, due_on=SOON).is_late(today) is late
    assert not Duty(kind=DutyKind.PLAN, due_on=None).is_late(today)


@pytest.mark.parametrize(
    ("closed", "plans", "refused"),
    [
        (False, [], False),
        (True, [], True),
        (False, [Plan()], True),
        (False, [Plan(outcome="aanvaard")], True),
        (False, [Plan(outcome="afgewezen")], False),
        (False, [Plan(state="ingetrokken")], False),
        (False, [Plan(received_at=datetime(2026, 2, 1, tzinfo=UTC))], False),
    ],
)
def test_another_plan_may_come_only_when_none_stands(
    closed: bool, plans: list[Plan], refused: bool
) -> None:
    def check() -> None:
        check_may_hand_in_plan(is_closed=closed, asks=[Ask()], plans=plans)

    if not refused:
        check()
        return
    with pytest.raises(RuleBroken):
        check()
