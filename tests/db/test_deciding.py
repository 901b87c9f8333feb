"""Decisions, the stops that follow from them, and deciding again."""

from datetime import date, datetime
from typing import Any

import pytest

from portal.domain.errors import RuleBroken, Stale
from portal.services import deciding
from tests.support.app import Portal
from tests.support.handling import (
    actor,
    ask,
    clock,
    column,
    consent,
    decide,
    decide_stop,
    delivery_id,
    moment,
    reopen,
    version,
)
from tests.support.provider_acts import complete_as, complete_only, withdraw_as
from tests.support.submitting import submit

MONDAY = moment(2026, 3, 2)


def stop_of(portal: Portal, *products: str, **changes: Any) -> tuple[str, Any]:
    """A stop for these products, at the desk of Brummen on 2 March 2026."""
    portal.at(MONDAY)
    asked = {"brummen": list(products or ("W101",))}
    reference = submit(
        portal.database, "clientenstop", "brummen", producten=asked,
        ingangsdatum="2026-03-20", **changes,
    ).reference  # fmt: skip
    portal.work()
    return reference, delivery_id(portal.database, reference, "brummen")


def stops(portal: Portal) -> list[tuple[Any, ...]]:
    return portal.database.rows(
        "SELECT product_code, from_on, until_on, lifted_on FROM client_stop"
        " ORDER BY product_code, from_on"
    )


def refusal(portal: Portal, delivery: Any, details: dict[str, Any]) -> str:
    with pytest.raises(RuleBroken) as refused:
        decide_stop(portal.database, delivery, "alice", details)
    assert refused.value.rule == "004-79"
    assert stops(portal) == []
    assert column(portal.database, delivery, "state") == "bij_team"
    return refused.value.sentence


@pytest.mark.rule("004-79")
@pytest.mark.rule("004-76")
def test_nothing_begins_without_a_decision_however_long_it_takes(portal: Portal) -> None:
    _, delivery = stop_of(portal)
    portal.at(moment(2027, 3, 2))
    portal.work()
    assert stops(portal) == []
    assert column(portal.database, delivery, "state") == "bij_team"


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("from_on", "allowed"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-03-20", True), ("2026-04-01", True)],
)
def test_consent_counts_from_its_own_day_at_the_earliest(
    portal: Portal, from_on: str, allowed: bool
) -> None:
    _, delivery = stop_of(portal)
    if not allowed:
        assert "een dag vanaf 2 maart 2026" in refusal(portal, delivery, consent(W101=from_on))
        return
    decide_stop(portal.database, delivery, "alice", consent(W101=from_on))
    assert stops(portal) == [("W101", date.fromisoformat(from_on), None, None)]
    assert column(portal.database, delivery, "outcome") == "toegestemd"


@pytest.mark.rule("004-79")
def test_consent_for_a_part_stops_that_part_only(portal: Portal) -> None:
    _, delivery = stop_of(portal, "W101", "W102", "W103")
    decide_stop(
        portal.database, delivery, "alice", consent(W101="2026-03-20", W102=None, W103="2026-04-01")
    )
    assert [row[:2] for row in stops(portal)] == [
        ("W101", date(2026, 3, 20)),
        ("W103", date(2026, 4, 1)),
    ]
    assert column(portal.database, delivery, "outcome") == "deels_toegestemd"


def test_refusing_everything_stops_nothing(portal: Portal) -> None:
    _, delivery = stop_of(portal, "W101", "W102")
    decide_stop(portal.database, delivery, "alice", consent(W101=None, W102=None))
    assert stops(portal) == []
    assert column(portal.database, delivery, "outcome") == "geweigerd"


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("details", "says"),
    [
        (consent(W101="2026-03-20"), "Geef aan of u voor product W102 toestemt."),
        (consent(W101="2026-03-20", W102="2026-03-20", W999="2026-03-20"), "W999 is niet gevraagd"),
        ({"producten": {"W101": {}, "W102": {"toegestemd": False}}}, "voor product W101 toestemt"),
        ({"producten": {"W101": {"toegestemd": True}, "W102": {"toegestemd": False}}}, "welke dag"),
        ({}, "voor product W101 toestemt"),
    ],
)
def test_every_product_that_was_asked_for_gets_an_answer_and_no_other(
    portal: Portal, details: dict[str, Any], says: str
) -> None:
    _, delivery = stop_of(portal, "W101", "W102")
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken) as refused:
        deciding.decide(
            session, scope, delivery, version=2, outcome="toegestemd", details=details,
            reason="Goed.", actor=actor(portal.database, "alice"),
        )  # fmt: skip
    assert says in refused.value.sentence
    assert stops(portal) == []


@pytest.mark.rule("004-79")
def test_a_stop_cannot_begin_after_the_end_that_was_asked(portal: Portal) -> None:
    _, delivery = stop_of(portal, einde="datum", einddatum="2026-04-30")
    said = refusal(portal, delivery, consent(W101="2026-05-01"))
    assert "tot en met 30 april 2026" in said
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-04-30"))
    assert stops(portal) == [("W101", date(2026, 4, 30), date(2026, 4, 30), None)]


def test_the_outcome_says_what_the_products_say(portal: Portal) -> None:
    _, delivery = stop_of(portal, "W101", "W102")
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken, match="voor een deel"):
        deciding.decide(
            session, scope, delivery, version=2, outcome="toegestemd",
            details=consent(W101="2026-03-20", W102=None), reason="Goed.",
            actor=actor(portal.database, "alice"),
        )  # fmt: skip


def test_the_decision_is_about_what_the_provider_sent_last(portal: Portal) -> None:
    reference, delivery = stop_of(portal, einde="datum", einddatum="2026-04-30")
    ask(portal.database, delivery, "alice", date(2026, 3, 10))
    complete_as(
        portal, "bob", reference, "brummen",
        producten={"brummen": ["W101", "W102"]}, ingangsdatum="2026-03-20",
        einde="datum", einddatum="2026-06-30",
    )  # fmt: skip
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20", W102="2026-05-15"))
    assert [row[2] for row in stops(portal)] == [date(2026, 6, 30), date(2026, 6, 30)]


@pytest.mark.rule("004-72")
def test_a_continuity_notice_is_not_decided_before_the_talk_is_recorded(portal: Portal) -> None:
    portal.at(MONDAY)
    reference = submit(portal.database, "continuiteitsmelding", "brummen").reference
    portal.work()
    delivery = delivery_id(portal.database, reference, "brummen")
    with pytest.raises(RuleBroken) as refused:
        decide(portal.database, delivery, "alice", "kennisgenomen")
    assert refused.value.rule == "004-72"
    assert column(portal.database, delivery, "state") == "bij_team"


def test_a_decision_ends_every_clock_and_leaves_the_list(portal: Portal) -> None:
    _, delivery = stop_of(portal)
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
    assert clock(portal.database, delivery, "oppakken")[0] == "gehaald"
    state, _, sentence = clock(portal.database, delivery, "besluiten")
    assert state == "gehaald"
    assert sentence.endswith("door het besluit.")
    assert column(portal.database, delivery, "due_on") is None
    assert column(portal.database, delivery, "closed_at") == MONDAY
    assert column(portal.database, delivery, "assignee_name") == "Alice Brugman"


def test_deciding_while_the_provider_is_asked_withdraws_the_question(portal: Portal) -> None:
    _, delivery = stop_of(portal)
    ask(portal.database, delivery, "alice", date(2026, 3, 10))
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
    assert portal.database.one("SELECT withdrawn_at FROM completion_request") == MONDAY
    assert clock(portal.database, delivery, "aanvullen-1")[0] == "vervallen"
    assert clock(portal.database, delivery, "besluiten")[0] == "gehaald"


def test_deciding_before_the_worker_saw_the_answer_counts_the_answer(portal: Portal) -> None:
    reference, delivery = stop_of(portal)
    ask(portal.database, delivery, "alice", date(2026, 3, 10))
    complete_only(portal, "bob", reference, "brummen", ingangsdatum="2026-03-20")
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
    portal.work()
    assert clock(portal.database, delivery, "aanvullen-1")[0] == "gehaald"
    assert portal.database.one("SELECT withdrawn_at FROM completion_request") is None
    assert column(portal.database, delivery, "state") == "afgerond"


def test_what_was_withdrawn_meanwhile_cannot_be_decided(portal: Portal) -> None:
    reference, delivery = stop_of(portal)
    seen = version(portal.database, delivery)
    withdraw_as(portal, "bob", reference, "brummen")
    scope = portal.database.tenant("brummen", "alice")
    for known, error in ((seen, Stale), (seen + 1, RuleBroken)):
        with portal.database.scoped(scope) as session, pytest.raises(error):
            deciding.decide(
                session, scope, delivery, version=known, outcome="toegestemd",
                details=consent(W101="2026-03-20"), reason="Goed.",
                actor=actor(portal.database, "alice"),
            )  # fmt: skip
    assert stops(portal) == []


def test_of_two_decisions_at_once_one_counts(portal: Portal) -> None:
    _, delivery = stop_of(portal)
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
    scope = portal.database.tenant("brummen", "anton")
    with portal.database.scoped(scope) as session, pytest.raises(Stale):
        deciding.decide(
            session, scope, delivery, version=2, outcome="geweigerd", details=consent(W101=None),
            reason="Nee.", actor=actor(portal.database, "anton"),
        )  # fmt: skip
    assert portal.database.one("SELECT count(*) FROM decision") == 1


def test_without_reasons_there_is_no_decision(portal: Portal) -> None:
    _, delivery = stop_of(portal)
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken) as refused:
        deciding.decide(
            session, scope, delivery, version=2, outcome="geweigerd", details=consent(W101=None),
            reason="  \n ", actor=actor(portal.database, "alice"),
        )  # fmt: skip
    assert refused.value.path == "motivering"


class TestDecidingAgain:
    """A closed delivery that is taken up again."""

    def test_the_stop_stands_until_there_is_another_decision(self, portal: Portal) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(moment(2026, 4, 1))
        reopen(portal.database, delivery, "alice")
        assert stops(portal) == [("W101", date(2026, 3, 20), None, None)]
        assert column(portal.database, delivery, "state") == "in_behandeling"
        assert column(portal.database, delivery, "outcome") is None
        assert column(portal.database, delivery, "closed_at") is None

    def test_the_own_term_for_deciding_starts_anew(self, portal: Portal) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(moment(2026, 4, 1))
        reopen(portal.database, delivery, "alice")
        assert clock(portal.database, delivery, "besluiten-2")[:2] == ("loopt", date(2026, 4, 11))
        assert column(portal.database, delivery, "due_on") == date(2026, 4, 11)
        decide_stop(portal.database, delivery, "alice", consent(W101=None))
        assert clock(portal.database, delivery, "besluiten-2")[0] == "gehaald"
        reopen(portal.database, delivery, "alice")
        assert clock(portal.database, delivery, "besluiten-3")[0] == "loopt"

    @pytest.mark.rule("004-79")
    def test_a_stop_that_runs_keeps_its_first_day(self, portal: Portal) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(moment(2026, 4, 1))
        reopen(portal.database, delivery, "alice")
        with pytest.raises(RuleBroken, match="vanaf 1 april 2026"):
            decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-21"))
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        assert stops(portal) == [("W101", date(2026, 3, 20), None, None)]

    def test_a_stop_that_is_refused_after_all_ends_today_and_has_run(self, portal: Portal) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(moment(2026, 4, 1))
        reopen(portal.database, delivery, "alice")
        decide_stop(portal.database, delivery, "alice", consent(W101=None))
        assert stops(portal) == [("W101", date(2026, 3, 20), None, date(2026, 4, 1))]

    @pytest.mark.parametrize("today", [moment(2026, 3, 4), moment(2026, 3, 19)])
    def test_a_stop_that_had_not_begun_never_runs(self, portal: Portal, today: datetime) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        portal.at(today)
        reopen(portal.database, delivery, "alice")
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-05-01"))
        assert stops(portal) == [
            ("W101", date(2026, 3, 20), None, date(2026, 3, 20)),
            ("W101", date(2026, 5, 1), None, None),
        ]
        reopen(portal.database, delivery, "alice")
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        assert stops(portal) == [
            ("W101", date(2026, 3, 20), None, None),
            ("W101", date(2026, 5, 1), None, date(2026, 5, 1)),
        ]

    def test_every_decision_stays_readable_and_the_provider_hears_each(
        self, portal: Portal
    ) -> None:
        _, delivery = stop_of(portal)
        decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
        reopen(portal.database, delivery, "alice")
        decide_stop(portal.database, delivery, "alice", consent(W101=None))
        portal.mail.sent.clear()
        portal.work()
        assert portal.database.rows("SELECT number, outcome FROM decision ORDER BY number") == [
            (1, "toegestemd"),
            (2, "geweigerd"),
        ]
        assert sum("bob@" in mail.to for mail in portal.mail.sent) == 3

    def test_only_what_is_closed_can_be_reopened(self, portal: Portal) -> None:
        reference, delivery = stop_of(portal)
        with pytest.raises(RuleBroken, match="afgeronde zaak"):
            reopen(portal.database, delivery, "alice")
        withdraw_as(portal, "bob", reference, "brummen")
        with pytest.raises(RuleBroken, match="afgeronde zaak"):
            reopen(portal.database, delivery, "alice")
