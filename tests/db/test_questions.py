"""Questions to a provider, and the clocks that wait for the answer."""

from datetime import date, datetime

import pytest

from portal.domain.errors import RuleBroken, Stale
from portal.services import questions
from tests.support.app import Portal
from tests.support.handling import (
    actor,
    ask,
    clock,
    column,
    delivery_id,
    moment,
    take,
    version,
)
from tests.support.provider_acts import complete_as, complete_only, withdraw_only
from tests.support.submitting import submit

MONDAY = moment(2026, 3, 2)
THURSDAY = moment(2026, 3, 5)


@pytest.fixture
def stop(portal: Portal) -> str:
    """A stop asked of Brummen (ten calendar days to decide) and Apeldoorn (ten working days)."""
    portal.at(MONDAY)
    reference = submit(portal.database, "clientenstop", "brummen", "apeldoorn").reference
    portal.work()
    return reference


@pytest.mark.parametrize(
    ("answered", "working_days", "calendar_days"),
    [
        (THURSDAY, date(2026, 3, 16), date(2026, 3, 12)),  # the same day: nothing moves
        (moment(2026, 3, 6), date(2026, 3, 17), date(2026, 3, 13)),
        (moment(2026, 3, 7), date(2026, 3, 17), date(2026, 3, 14)),  # Saturday
        (moment(2026, 3, 8, 22, 30), date(2026, 3, 17), date(2026, 3, 15)),  # Sunday, 23.30
        (moment(2026, 3, 8, 23, 30), date(2026, 3, 18), date(2026, 3, 16)),  # Monday, 0.30
        (moment(2026, 3, 9), date(2026, 3, 18), date(2026, 3, 16)),
    ],
)
def test_a_clock_that_stood_still_moves_by_the_days_it_missed(
    portal: Portal, stop: str, answered: datetime, working_days: date, calendar_days: date
) -> None:
    for place, who, due_on in (
        ("apeldoorn", "dora", working_days),
        ("brummen", "alice", calendar_days),
    ):
        delivery = delivery_id(portal.database, stop, place)
        portal.at(THURSDAY)
        ask(portal.database, delivery, who, date(2026, 3, 20), place)
        state, paused_on, sentence = clock(portal.database, delivery, "besluiten")
        assert state == "gepauzeerd"
        assert paused_on in (date(2026, 3, 16), date(2026, 3, 12))
        assert "Stilgezet op 5 maart 2026" in sentence
        portal.at(answered)
        complete_as(portal, "bob", stop, place)
        state, moved_to, sentence = clock(portal.database, delivery, "besluiten")
        assert (state, moved_to) == ("loopt", due_on), place
        assert "de aanvulling van de aanbieder is binnen" in sentence
        assert column(portal.database, delivery, "due_on") == due_on


def test_the_clock_runs_on_from_the_answer_however_late_the_worker_is(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "apeldoorn")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "dora", date(2026, 3, 20), "apeldoorn")
    portal.at(moment(2026, 3, 6))
    complete_only(portal, "bob", stop, "apeldoorn")
    portal.at(moment(2026, 3, 11))
    portal.work()
    assert clock(portal.database, delivery, "besluiten")[:2] == ("loopt", date(2026, 3, 17))
    assert clock(portal.database, delivery, "aanvullen-1")[0] == "gehaald"


def test_a_new_question_before_the_worker_came_by_leaves_its_own_clock_running(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    portal.at(moment(2026, 3, 6))
    complete_only(portal, "bob", stop, "brummen")
    portal.at(moment(2026, 3, 9))
    ask(portal.database, delivery, "alice", date(2026, 3, 27))
    portal.work()
    assert clock(portal.database, delivery, "aanvullen-1")[0] == "gehaald"
    assert clock(portal.database, delivery, "aanvullen-2")[:2] == ("loopt", date(2026, 3, 27))
    assert clock(portal.database, delivery, "besluiten")[0] == "gepauzeerd"
    assert column(portal.database, delivery, "state") == "aanvulling_gevraagd"


def test_while_the_provider_is_asked_its_date_is_the_one_on_the_list(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    assert column(portal.database, delivery, "due_on") == date(2026, 3, 20)


def test_whoever_asks_has_it_in_hand_and_taking_is_done(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    assert column(portal.database, delivery, "assignee_name") == "Alice Brugman"
    state, _, sentence = clock(portal.database, delivery, "oppakken")
    assert state == "gehaald"
    assert sentence.endswith("door de vraag van Alice Brugman.")


def test_asking_leaves_a_delivery_with_the_colleague_who_has_it(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    take(portal.database, delivery, "anton")
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    assert column(portal.database, delivery, "assignee_name") == "Anton Kade"


def test_a_term_that_is_over_stays_over(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(moment(2026, 3, 12, 23, 0))
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    assert clock(portal.database, delivery, "besluiten")[:2] == ("loopt", date(2026, 3, 12))
    assert portal.database.one("SELECT pauses_clock FROM completion_request") is False


def test_on_its_very_last_day_a_term_can_still_stand_still(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(moment(2026, 3, 12, 22, 59))
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    assert clock(portal.database, delivery, "besluiten")[0] == "gepauzeerd"
    assert portal.database.one("SELECT pauses_clock FROM completion_request") is True


@pytest.mark.parametrize(("day", "allowed"), [(4, False), (5, False), (6, True)])
def test_the_provider_gets_at_least_until_tomorrow(
    portal: Portal, stop: str, day: int, allowed: bool
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    if allowed:
        ask(portal.database, delivery, "alice", date(2026, 3, day))
        return
    with pytest.raises(RuleBroken, match="na vandaag, 5 maart 2026"):
        ask(portal.database, delivery, "alice", date(2026, 3, day))


def test_a_question_for_tomorrow_is_not_reminded_of_at_once(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 6))
    remind_at = portal.database.one("SELECT remind_at FROM deadline WHERE name = 'aanvullen-1'")
    assert remind_at > THURSDAY


def test_a_question_that_is_taken_back_lapses_and_the_others_run_on(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    portal.at(moment(2026, 3, 7))
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        questions.withdraw_question(
            session, scope, delivery, version=version(portal.database, delivery),
            actor=actor(portal.database, "alice"),
        )  # fmt: skip
    assert clock(portal.database, delivery, "aanvullen-1")[0] == "vervallen"
    assert clock(portal.database, delivery, "besluiten")[:2] == ("loopt", date(2026, 3, 14))
    assert column(portal.database, delivery, "state") == "in_behandeling"
    portal.work()
    assert sum("bob@" in mail.to for mail in portal.mail.sent) == 3  # receipt, question, this


def test_of_two_colleagues_who_ask_at_once_one_is_told(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    seen = version(portal.database, delivery)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    scope = portal.database.tenant("brummen", "anton")
    with portal.database.scoped(scope) as session, pytest.raises(Stale) as late:
        questions.ask_completion(
            session, scope, delivery, version=seen, question="Wanneer?",
            answer_by=date(2026, 3, 20), actor=actor(portal.database, "anton"),
        )  # fmt: skip
    assert late.value.current == seen + 1
    assert portal.database.one("SELECT count(*) FROM completion_request") == 1


def test_what_is_withdrawn_while_asked_ends_every_clock_at_that_moment(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    portal.at(moment(2026, 3, 6))
    withdraw_only(portal, "bob", stop, "brummen")
    portal.at(moment(2026, 3, 9))
    portal.work()
    rows = portal.database.rows(
        "SELECT name, state, ended_at FROM deadline WHERE delivery_id = %s ORDER BY name", delivery
    )
    assert [(name, state) for name, state, _ in rows] == [
        ("aanvullen-1", "vervallen"),
        ("besluiten", "vervallen"),
        ("oppakken", "gehaald"),
    ]
    assert rows[0][2] == moment(2026, 3, 6)
    assert column(portal.database, delivery, "due_on") is None


def test_catching_up_twice_changes_nothing(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    portal.at(moment(2026, 3, 9))
    complete_as(portal, "bob", stop, "brummen")
    before = portal.database.rows("SELECT name, state, due_on, clock FROM deadline ORDER BY id")
    events = portal.database.one("SELECT count(*) FROM event")
    portal.database.admin.execute(
        "UPDATE outbox SET state = 'wacht', done_at = NULL WHERE effect = 'bijwerken'"
    )
    portal.at(moment(2026, 3, 12))
    portal.work()
    assert (
        portal.database.rows("SELECT name, state, due_on, clock FROM deadline ORDER BY id")
        == before
    )
    assert portal.database.one("SELECT count(*) FROM event") == events


def test_the_desk_hears_that_the_answer_is_in(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    portal.at(THURSDAY)
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    portal.work()
    portal.mail.sent.clear()
    complete_as(portal, "bob", stop, "brummen")
    [mail] = portal.mail.sent
    assert mail.to == "alice@brummen.voorbeeld.example"
    assert f"/g/brummen/zaken/{stop}" in mail.body
    assert "gevraagd" not in mail.body
