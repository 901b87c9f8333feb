"""A closed dossier stands still: nothing is judged, signed or asked in it until it opens again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.dossier import Outcome
from portal.domain.ladder.walking import Choice
from portal.services.dossiers.afterwards import close_dossier, judge_step, reopen_dossier
from portal.services.dossiers.establishing import ask_along
from portal.services.dossiers.plans import INCOMPLETE, REJECTED, assess_plan
from tests.support.app import Portal
from tests.support.dossiers import NOTICE, Case, in_days, in_days_on, open_case
from tests.support.submitting import file_in


def close(case: Case) -> None:
    scope = case.scope("alice")
    with case.portal.database.scoped(scope) as session:
        close_dossier(
            session, scope, case.id, version=case.version, result="Klaar.", doer=case.doer("alice")
        )


def reopen(case: Case) -> None:
    scope = case.scope("alice")
    with case.portal.database.scoped(scope) as session:
        reopen_dossier(
            session, scope, case.id, version=case.version, reason="Vergissing.",
            doer=case.doer("alice"),
        )  # fmt: skip


def with_a_plan(portal: Portal, **changes: Any) -> tuple[Case, UUID]:
    """A dossier whose plan lies with the municipality."""
    case, database = open_case(portal), portal.database
    case.ask_plan()
    with database.scoped(database.provider("lindehaege", "bob")) as session:
        file_in(session, "verbeterplan", "brummen", for_dossier_id=case.id, **changes)
    portal.work()
    return case, database.one("SELECT id FROM delivery WHERE for_dossier_id = %s", case.id)


@pytest.mark.parametrize("outcome", [REJECTED, INCOMPLETE])
def test_a_plan_is_not_judged_in_a_closed_dossier(portal: Portal, outcome: str) -> None:
    case, delivery = with_a_plan(portal)
    close(case)
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken) as refused:
        assess_plan(
            session, scope, case.id, version=case.version, delivery_id=delivery, outcome=outcome,
            reason="Dit volstaat niet.", answer_by=in_days_on(portal, 7), doer=case.doer("alice"),
        )  # fmt: skip
    assert refused.value.code == "not_now"
    assert portal.database.one("SELECT outcome FROM delivery WHERE id = %s", delivery) is None


def test_nobody_is_asked_to_sign_in_a_closed_dossier(portal: Portal) -> None:
    case, jan = open_case(portal), portal.visitor("jan")
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    scope, doer = case.scope("alice"), case.doer("alice")
    with portal.database.scoped(scope) as session:
        ask_along(
            session, scope, work, version=case.version_of(work), asked={"jurist": None}, doer=doer
        )
    assert "wacht op u" in jan.get("/g/brummen/dossiers").words.lower()
    path = f"/g/brummen/dossiers/{portal.database.one('SELECT number FROM dossier')}"
    assert "Bekijken en tekenen" in jan.get(path).words
    assert "wacht op de jurist" in portal.visitor("alice").get(path).words
    close(case)
    assert "Bekijken en tekenen" not in jan.get(path).words
    assert "wacht op de jurist" not in portal.visitor("alice").get(path).words
    with pytest.raises(RuleBroken) as refused:
        case.sign(work, "jan")
    assert refused.value.code == "not_now"
    reopen(case)
    assert "Bekijken en tekenen" in jan.get(path).words
    case.sign(work, "jan")
    case.carry_out(work)


def test_a_term_runs_on_for_the_provider_when_its_dossier_opens_again(portal: Portal) -> None:
    case = open_case(portal)
    case.send_notice(days=20)
    path = f"/aanbieder/lindehaege/dossiers/brummen/{portal.database.one('SELECT number FROM dossier')}"
    before = portal.visitor("bob").get(path).words
    assert "Laat weten wat u hebt gedaan" in before
    portal.at(portal.clock() + timedelta(days=1))
    close(case)
    assert portal.database.rows("SELECT state FROM deadline") == [("vervallen",)]
    portal.at(portal.clock() + timedelta(days=1))
    reopen(case)
    assert portal.database.rows("SELECT state, remind_at IS NOT NULL FROM deadline") == [
        ("loopt", True)
    ]
    assert portal.database.one("SELECT waits_for FROM dossier") == "aanbieder"
    assert "Laat weten wat u hebt gedaan" in portal.visitor("bob").get(path).words


def test_a_term_that_ended_while_the_dossier_was_closed_stays_ended(portal: Portal) -> None:
    case = open_case(portal)
    case.send_notice(days=5)
    close(case)
    portal.at(portal.clock() + timedelta(days=9))
    reopen(case)
    assert portal.database.rows("SELECT state FROM deadline") == [("vervallen",)]


@pytest.mark.rule("002-08")
def test_a_step_is_judged_once(portal: Portal) -> None:
    case = open_case(portal)
    case.send_notice(days=5)
    portal.at(portal.clock() + timedelta(days=6))
    scope, doer = case.scope("alice"), case.doer("alice")

    def judge(outcome: Outcome) -> None:
        with portal.database.scoped(scope) as session:
            judge_step(
                session, scope, case.id, version=case.version, number=1, outcome=outcome,
                note="Zie april.", doer=doer,
            )  # fmt: skip

    judge(Outcome.GEVOLGD)
    with pytest.raises(Refused) as refused:
        judge(Outcome.NIET_GEVOLGD)
    assert [each.code for each in refused.value.refusals] == ["judged"]
    assert case.state().steps[0].outcome is Outcome.GEVOLGD
