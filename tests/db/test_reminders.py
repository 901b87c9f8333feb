"""Reminders before a date, on it, and once it has passed: each once, to whoever can act."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from portal.services.reminding import want_reminders
from tests.support.app import Portal
from tests.support.handling import ask, consent, decide_stop, delivery_id, moment, take
from tests.support.submitting import submit
from worker.jobs import housekeeping


@pytest.fixture
def stop(portal: Portal) -> str:
    """At the desk of Brummen on Monday 2 March: take in two working days, decide in ten days."""
    portal.at(moment(2026, 3, 2))
    reference = submit(portal.database, "clientenstop", "brummen").reference
    portal.work()
    portal.mail.sent.clear()
    return reference


def tick(portal: Portal, at: datetime) -> list[tuple[str, str]]:
    """What the clock and the worker send at that moment: to whom, and the subject."""
    portal.at(at)
    portal.mail.sent.clear()
    want_reminders(portal.database.engine)
    portal.work()
    return [(mail.to.partition("@")[0], mail.subject) for mail in portal.mail.sent]


def test_a_reminder_comes_at_its_moment_and_once(portal: Portal, stop: str) -> None:
    take(portal.database, delivery_id(portal.database, stop, "brummen"), "alice")
    assert (
        tick(portal, moment(2026, 3, 8, 22, 59)) == []
    )  # decide by the 12th, remind 3 days before
    [(to, subject)] = tick(portal, moment(2026, 3, 8, 23, 0))
    assert to == "alice"
    assert stop in subject
    assert tick(portal, moment(2026, 3, 9, 8)) == []
    assert len(tick(portal, moment(2026, 3, 11, 23, 0))) == 1  # the day itself begins
    assert tick(portal, moment(2026, 3, 12, 22, 59)) == []
    assert len(tick(portal, moment(2026, 3, 12, 23, 0))) == 1  # it is over
    assert tick(portal, moment(2026, 4, 12)) == []


def test_without_somebody_the_desk_is_reminded(portal: Portal, stop: str) -> None:
    [(to, _)] = tick(portal, moment(2026, 3, 3, 23, 0))
    assert to == "contracten"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE membership SET blocked_at = now() WHERE account_id = %s",
        "UPDATE membership SET from_on = '2020-01-01', until_on = '2026-03-01' WHERE account_id = %s",
        "UPDATE desk_member SET absent = true WHERE account_id = %s",
    ],
)
def test_of_a_case_of_somebody_who_left_or_is_away_the_desk_is_reminded(
    portal: Portal, stop: str, change: str
) -> None:
    take(portal.database, delivery_id(portal.database, stop, "brummen"), "alice")
    portal.database.admin.execute(change, (portal.database.account("alice"),))
    [(to, _)] = tick(portal, moment(2026, 3, 8, 23, 0))
    assert to == "contracten"


def test_a_mail_about_a_date_holds_no_content(portal: Portal, stop: str) -> None:
    portal.at(moment(2026, 3, 3, 23, 0))
    want_reminders(portal.database.engine)
    portal.work()
    [mail] = portal.mail.sent
    assert f"/g/brummen/zaken/{stop}" in mail.body
    assert "personeel" not in mail.body + mail.subject
    assert "lindehaege" not in (mail.body + mail.subject).lower()


def test_two_clocks_at_once_remind_once(portal: Portal, stop: str) -> None:
    at = moment(2026, 3, 3, 23, 0)
    portal.at(at)
    assert want_reminders(portal.database.engine) == 1
    assert want_reminders(portal.database.engine) == 1
    portal.work()
    assert len(portal.mail.sent) == 1


def test_a_clock_that_is_ahead_keeps_no_reminder_back(
    portal: Portal, stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it asks for too early could not be asked for again."""
    runtime = SimpleNamespace(engine=portal.database.engine, tools=portal.tools)
    monkeypatch.setattr(housekeeping, "runtime", lambda: runtime)
    portal.at(moment(2026, 3, 3, 22, 30))
    portal.clock.moment = moment(2026, 3, 3, 23, 30)
    housekeeping.remind()
    portal.work()
    assert portal.mail.sent == []
    portal.at(moment(2026, 3, 3, 23, 0))
    housekeeping.remind()
    portal.work()
    assert [mail.to.partition("@")[0] for mail in portal.mail.sent] == ["contracten"]


def test_a_clock_that_slept_through_says_only_that_it_is_over(portal: Portal, stop: str) -> None:
    take(portal.database, delivery_id(portal.database, stop, "brummen"), "alice")
    [(_, subject)] = tick(portal, moment(2026, 4, 1))
    assert tick(portal, moment(2026, 4, 1)) == []
    assert stop in subject


def test_what_is_decided_or_stands_still_reminds_nobody(portal: Portal, stop: str) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    ask(portal.database, delivery, "alice", date(2026, 3, 30))
    assert {to for to, _ in tick(portal, moment(2026, 3, 12, 23))} == {"bob"}  # the question itself
    assert tick(portal, moment(2026, 3, 13)) == []
    decide_stop(portal.database, delivery, "alice", consent(W101="2026-03-20"))
    tick(portal, moment(2026, 3, 14))
    assert tick(portal, moment(2026, 5, 1)) == []


def test_the_provider_is_reminded_before_and_the_municipality_when_nothing_came(
    portal: Portal, stop: str
) -> None:
    delivery = delivery_id(portal.database, stop, "brummen")
    ask(portal.database, delivery, "alice", date(2026, 3, 20))
    tick(portal, moment(2026, 3, 3))
    assert [to for to, _ in tick(portal, moment(2026, 3, 18, 23, 0))] == ["bob"]
    assert [to for to, _ in tick(portal, moment(2026, 3, 20, 23, 0))] == ["alice"]
