"""Taking, handing over, notes and tasks: what they leave behind, and what they refuse."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.services.deliveries import fetch
from portal.services.handling import (
    NotTaken,
    close_task,
    hand_over,
    mark_seen,
    take_along,
    write_note,
)
from tests.support.app import Portal
from tests.support.database import wait_for_a_lock
from tests.support.handling import (
    actor,
    clock,
    column,
    decide,
    delivery_id,
    moment,
    take,
    version,
)
from tests.support.provider_acts import withdraw_as
from tests.support.submitting import submit


def routed(portal: Portal, kind: str = "verbeterplan", place: str = "brummen") -> tuple[str, Any]:
    portal.at(moment(2026, 3, 2))
    reference = submit(portal.database, kind, place).reference
    portal.work()
    portal.mail.sent.clear()
    return reference, delivery_id(portal.database, reference, place)


def hand(
    portal: Portal, delivery: Any, desk: str, to: UUID | None, *, by: str = "alice", **changes: Any
) -> None:
    scope = portal.database.tenant("brummen", by)
    given = {"version": version(portal.database, delivery), "reason": "Past daar beter."} | changes
    with portal.database.scoped(scope) as session:
        hand_over(
            session, scope, delivery, desk=desk, assignee_id=to,
            actor=actor(portal.database, by), **given,
        )  # fmt: skip


def note(portal: Portal, delivery: Any, body: str = "Bel maandag.") -> None:
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        write_note(session, scope, delivery, body=body, actor=actor(portal.database, "alice"))


def close(portal: Portal, delivery: Any, **record: str) -> None:
    scope = portal.database.tenant("brummen", "alice")
    task = portal.database.one("SELECT id FROM task WHERE delivery_id = %s", delivery)
    with portal.database.scoped(scope) as session:
        close_task(
            session, scope, delivery, task_id=task, record=record,
            actor=actor(portal.database, "alice"),
        )  # fmt: skip


TALK = {"op": "2026-03-02", "met": "Bestuurder", "verslag": "De bank wil praten."}


def test_taking_twice_is_taking_once(portal: Portal) -> None:
    _, delivery = routed(portal)
    take(portal.database, delivery, "alice")
    take(portal.database, delivery, "alice")
    assert column(portal.database, delivery, "state") == "in_behandeling"
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'oppakken'") == 1
    assert clock(portal.database, delivery, "oppakken")[2].endswith(
        "het oppakken door Alice Brugman."
    )


def test_a_delivery_that_was_put_on_my_name_still_has_to_be_taken(portal: Portal) -> None:
    _, delivery = routed(portal)
    hand(portal, delivery, "jeugd", portal.database.account("anton"))
    assert column(portal.database, delivery, "state") == "bij_team"
    assert clock(portal.database, delivery, "oppakken")[0] == "loopt"
    take(portal.database, delivery, "anton")
    assert column(portal.database, delivery, "state") == "in_behandeling"
    assert clock(portal.database, delivery, "oppakken")[0] == "gehaald"


def test_taking_from_a_colleague_is_recorded(portal: Portal) -> None:
    _, delivery = routed(portal)
    take(portal.database, delivery, "anton")
    take(portal.database, delivery, "alice")
    assert column(portal.database, delivery, "assignee_name") == "Alice Brugman"
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'oppakken'") == 2


def test_many_at_once_leave_what_belongs_to_others_or_changed(portal: Portal) -> None:
    (_, free), (_, his), (_, gone), (_, changed) = (routed(portal) for _ in range(4))
    take(portal.database, his, "anton")
    withdraw_as(portal, "bob", column(portal.database, gone, "reference"), "brummen")
    scope = portal.database.tenant("brummen", "alice")
    versions = {d: version(portal.database, d) for d in (free, his, gone)} | {changed: 1}
    with portal.database.scoped(scope) as session:
        left = take_along(session, scope, versions, actor=actor(portal.database, "alice"))
    assert {missed.delivery_id for missed in left} == {his, gone, changed}
    assert column(portal.database, free, "assignee_name") == "Alice Brugman"
    assert column(portal.database, his, "assignee_name") == "Anton Kade"
    assert column(portal.database, changed, "assignee_name") is None


def test_taking_many_and_a_colleague_who_is_at_one_of_them_do_not_wait_in_a_circle(
    portal: Portal,
) -> None:
    """Whoever records holds the municipality's chain, so all deliveries are held before that."""
    first, second = sorted(routed(portal)[1] for _ in range(2))
    scope = portal.database.tenant("brummen", "alice")
    versions = {d: version(portal.database, d) for d in (first, second)}

    def take_both() -> list[NotTaken]:
        with portal.database.scoped(scope) as session:
            return take_along(session, scope, versions, actor=actor(portal.database, "alice"))

    colleague = portal.database.tenant("brummen", "anton")
    by = actor(portal.database, "anton")
    with ThreadPoolExecutor(max_workers=1) as pool:
        with portal.database.scoped(colleague) as session:
            fetch(session, colleague, second)
            running = pool.submit(take_both)
            wait_for_a_lock(portal.database)
            write_note(session, colleague, second, body="Even gebeld.", actor=by)
        assert running.result(timeout=5) == []


def test_handing_over_tells_the_person_and_asks_for_a_reason(portal: Portal) -> None:
    reference, delivery = routed(portal)
    with pytest.raises(RuleBroken) as refused:
        hand(portal, delivery, "jeugd", None, reason=" ")
    assert refused.value.path == "reden"
    hand(portal, delivery, "jeugd", portal.database.account("anton"))
    portal.work()
    [mail] = portal.mail.sent
    assert mail.to == portal.database.one("SELECT email FROM account WHERE slug = 'anton'")
    assert reference in mail.subject + mail.body
    assert "Past daar beter" not in mail.body


def test_handing_over_to_a_desk_tells_its_mailbox(portal: Portal) -> None:
    _, delivery = routed(portal)
    take(portal.database, delivery, "alice")
    hand(portal, delivery, "toezicht", None)
    portal.work()
    assert [mail.to for mail in portal.mail.sent] == ["toezicht@brummen.voorbeeld.example"]
    assert column(portal.database, delivery, "assignee_id") is None
    assert column(portal.database, delivery, "desk") == "toezicht"


@pytest.mark.parametrize(
    ("desk", "who", "code"),
    [
        ("bestaat-niet", None, "no_desk"),
        ("jeugd", "dora", "not_at_desk"),  # of another municipality
        ("juridisch", "jan", "not_at_desk"),  # works there, and may not handle
        ("juridisch", "anton", "not_at_desk"),  # may handle, and works elsewhere
        ("contractmanagement", None, "same_place"),
    ],
)
def test_a_delivery_goes_to_somebody_who_can_handle_it(
    portal: Portal, desk: str, who: str | None, code: str
) -> None:
    _, delivery = routed(portal)
    with pytest.raises(RuleBroken) as refused:
        hand(portal, delivery, desk, portal.database.account(who) if who else None)
    assert (refused.value.code, refused.value.path) == (code, "naar")
    assert column(portal.database, delivery, "desk") == "contractmanagement"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE desk_member SET absent = true WHERE account_id = %s", "absent"),
        ("UPDATE account SET blocked_at = now() WHERE id = %s", "not_at_desk"),
        ("UPDATE membership SET blocked_at = now() WHERE account_id = %s", "not_at_desk"),
        ("UPDATE membership SET until_on = '2026-03-01' WHERE account_id = %s", "not_at_desk"),
    ],
)
def test_nothing_is_handed_to_who_is_away_or_left(portal: Portal, change: str, code: str) -> None:
    _, delivery = routed(portal)
    anton = portal.database.account("anton")
    portal.database.admin.execute(change, (anton,))
    with pytest.raises(RuleBroken) as refused:
        hand(portal, delivery, "jeugd", anton)
    assert refused.value.code == code


def test_a_role_counts_up_to_and_including_its_last_day(portal: Portal) -> None:
    _, delivery = routed(portal)
    anton = portal.database.account("anton")
    portal.database.admin.execute(
        "UPDATE membership SET until_on = '2026-03-02' WHERE account_id = %s", (anton,)
    )
    hand(portal, delivery, "jeugd", anton)
    assert column(portal.database, delivery, "assignee_name") == "Anton Kade"


def test_a_note_makes_nobody_start_over(portal: Portal) -> None:
    _, delivery = routed(portal)
    seen = version(portal.database, delivery)
    note(portal, delivery)
    hand(portal, delivery, "jeugd", None, by="anton", version=seen)
    with pytest.raises(Stale):
        hand(portal, delivery, "toezicht", None, version=seen)


def test_a_note_on_a_closed_delivery_leaves_its_day_of_closing(portal: Portal) -> None:
    _, delivery = routed(portal)
    decide(portal.database, delivery, "alice", "aanvaard")
    portal.at(moment(2026, 3, 9))
    note(portal, delivery)
    assert column(portal.database, delivery, "closed_at") == moment(2026, 3, 2)


def test_a_note_says_something(portal: Portal) -> None:
    _, delivery = routed(portal)
    for body in ("", " \n\t ", "x" * 5001):
        with pytest.raises(RuleBroken):
            note(portal, delivery, body)
    note(portal, delivery, "x" * 5000)


@pytest.mark.rule("004-72")
@pytest.mark.parametrize("missing", ["op", "met", "verslag"])
def test_the_talk_is_not_closed_without_when_with_whom_and_what(
    portal: Portal, missing: str
) -> None:
    _, delivery = routed(portal, "continuiteitsmelding")
    with pytest.raises(RuleBroken) as refused:
        close(portal, delivery, **(TALK | {missing: "  "}))
    assert (refused.value.path, refused.value.rule) == (missing, "004-72")
    assert portal.database.one("SELECT closed_at FROM task") is None


@pytest.mark.rule("004-72")
@pytest.mark.parametrize(("day", "allowed"), [("2026-03-03", False), ("2026-03-02", True)])
def test_a_talk_that_is_still_to_come_is_no_record(portal: Portal, day: str, allowed: bool) -> None:
    _, delivery = routed(portal, "continuiteitsmelding")
    if not allowed:
        with pytest.raises(RuleBroken, match="toekomst"):
            close(portal, delivery, **(TALK | {"op": day}))
        return
    close(portal, delivery, **(TALK | {"op": day}))
    assert clock(portal.database, delivery, "overleg")[0] == "gehaald"
    decide(portal.database, delivery, "alice", "afspraken")
    assert column(portal.database, delivery, "state") == "afgerond"


def test_a_task_is_closed_once(portal: Portal) -> None:
    _, delivery = routed(portal, "continuiteitsmelding")
    close(portal, delivery, **TALK)
    with pytest.raises(RuleBroken, match="Alice Brugman heeft deze taak al afgerond"):
        close(portal, delivery, **(TALK | {"verslag": "Iets anders"}))
    assert portal.database.one("SELECT record->>'verslag' FROM task") == TALK["verslag"]


def test_a_foreign_delivery_is_a_missing_one(portal: Portal) -> None:
    _, foreign = routed(portal, "verbeterplan", "epe")
    with pytest.raises(NotThere):
        take(portal.database, foreign, "alice")
    with pytest.raises(NotThere):
        note(portal, foreign)
    with pytest.raises(NotThere):
        hand(portal, foreign, "jeugd", None)
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        assert not mark_seen(session, scope, foreign, actor(portal.database, "alice"))
    assert column(portal.database, foreign, "first_seen_at") is None


def test_routing_names_the_domain_of_the_contract_of_that_day(portal: Portal) -> None:
    _, delivery = routed(portal)
    assert column(portal.database, delivery, "routing")["desk"] == "contractmanagement"
    assert column(portal.database, delivery, "due_on") == date(2026, 3, 9)
