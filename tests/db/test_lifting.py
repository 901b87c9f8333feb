"""The end of a stop: asked for by the provider, answered by a person of the municipality."""

from datetime import date
from typing import Any

import pytest

from portal.domain.errors import RuleBroken
from portal.services.lifting import answer_lift
from tests.support.app import Portal
from tests.support.handling import (
    actor,
    clock,
    column,
    consent,
    decide_stop,
    delivery_id,
    moment,
    version,
)
from tests.support.provider_acts import ask_lift_as
from tests.support.submitting import submit


@pytest.fixture
def asked(portal: Portal) -> Any:
    """A stop that runs, one that is to begin, one with an end; and a request to lift them."""
    portal.at(moment(2026, 3, 2))
    reference = submit(
        portal.database, "clientenstop", "brummen",
        producten={"brummen": ["W101", "W102"]}, ingangsdatum="2026-03-20",
    ).reference  # fmt: skip
    portal.work()
    delivery = delivery_id(portal.database, reference, "brummen")
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20", W102="2026-06-01"))
    portal.at(moment(2026, 4, 1))
    ask_lift_as(portal, "bob", reference, "brummen", date(2026, 4, 15))
    return delivery


def answer(portal: Portal, delivery: Any, lifted_on: date | None, reason: str = "") -> None:
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        answer_lift(
            session, scope, delivery, version=version(portal.database, delivery),
            lifted_on=lifted_on, reason=reason, actor=actor(portal.database, "alice"),
        )  # fmt: skip


def lifted(portal: Portal) -> list[tuple[Any, ...]]:
    return portal.database.rows("SELECT product_code, lifted_on FROM client_stop ORDER BY 1")


@pytest.mark.rule("004-33")
def test_a_request_to_lift_comes_back_on_the_list_with_a_date(portal: Portal, asked: Any) -> None:
    assert column(portal.database, asked, "state") == "opheffing_gevraagd"
    assert clock(portal.database, asked, "opheffing-1")[:2] == ("loopt", date(2026, 4, 11))
    assert column(portal.database, asked, "due_on") == date(2026, 4, 11)


@pytest.mark.rule("004-33")
def test_lifting_ends_what_runs_and_what_was_to_begin_never_does(
    portal: Portal, asked: Any
) -> None:
    answer(portal, asked, date(2026, 4, 15))
    assert lifted(portal) == [("W101", date(2026, 4, 15)), ("W102", date(2026, 6, 1))]
    assert column(portal.database, asked, "state") == "afgerond"
    assert column(portal.database, asked, "due_on") is None
    assert clock(portal.database, asked, "opheffing-1")[0] == "gehaald"


@pytest.mark.parametrize(("day", "allowed"), [(31, False), (1, True), (2, True)])
def test_a_stop_is_not_lifted_for_days_that_have_passed(
    portal: Portal, asked: Any, day: int, allowed: bool
) -> None:
    lifted_on = date(2026, 3 if day == 31 else 4, day)
    if allowed:
        answer(portal, asked, lifted_on)
        assert lifted(portal)[0] == ("W101", lifted_on)
        return
    with pytest.raises(RuleBroken) as refused:
        answer(portal, asked, lifted_on)
    assert refused.value.path == "per"
    assert lifted(portal) == [("W101", None), ("W102", None)]


def test_a_stop_that_ended_by_itself_is_left_alone(portal: Portal, asked: Any) -> None:
    portal.database.admin.execute(
        "UPDATE client_stop SET until_on = '2026-04-10' WHERE product_code = 'W101'"
    )
    answer(portal, asked, date(2026, 4, 15))
    assert lifted(portal) == [("W101", None), ("W102", date(2026, 6, 1))]


def test_a_refusal_needs_a_reason_and_leaves_the_stop(portal: Portal, asked: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(portal, asked, None, "  ")
    assert refused.value.path == "motivering"
    answer(portal, asked, None, "De wachttijd is nog te lang.")
    assert lifted(portal) == [("W101", None), ("W102", None)]
    assert portal.database.one("SELECT refusal FROM lift_request") == "De wachttijd is nog te lang."


def test_asking_again_after_a_refusal_starts_a_clock_of_its_own(portal: Portal, asked: Any) -> None:
    answer(portal, asked, None, "Nog niet.")
    reference = column(portal.database, asked, "reference")
    portal.at(moment(2026, 5, 1))
    ask_lift_as(portal, "bob", reference, "brummen", date(2026, 5, 2))
    assert clock(portal.database, asked, "opheffing-2")[:2] == ("loopt", date(2026, 5, 11))
    answer(portal, asked, date(2026, 5, 2))
    assert lifted(portal)[0] == ("W101", date(2026, 5, 2))
    assert clock(portal.database, asked, "opheffing-2")[0] == "gehaald"


def test_the_provider_hears_the_answer(portal: Portal, asked: Any) -> None:
    portal.mail.sent.clear()
    answer(portal, asked, date(2026, 4, 15))
    portal.work()
    assert [mail.to.partition("@")[0] for mail in portal.mail.sent] == ["bob"]
