"""The operator sees how the machinery runs and what it gave up, and nothing of any case."""

import pytest

from tests.support.app import Portal
from tests.support.submitting import submit

RETRY = "opnieuw proberen"


def given_up(portal: Portal) -> int:
    """One row that was tried until the end."""
    row: int = portal.database.one(
        "UPDATE outbox SET state = 'dood', attempts = 6, last_error = 'MailFailed: geen antwoord'"
        " WHERE id = (SELECT min(id) FROM outbox) RETURNING id"
    )
    return row


def test_the_operator_sees_what_was_given_up_and_tries_it_again(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    row = given_up(portal)
    oscar = portal.visitor("oscar")
    page = oscar.get("/platform/")
    assert (page.status, page.h1) == (200, "Zo draait het portaal")
    assert "MailFailed: geen antwoord" in page.words
    assert f"Regel {row} {RETRY}" in page.words
    path = f"/platform/uitgaand/{row}/opnieuw"
    sent = oscar.post(path, page.form(path))
    assert sent.status == 303
    assert portal.database.rows("SELECT state, attempts FROM outbox WHERE id = %s", row) == [
        ("wacht", 0)
    ]
    assert oscar.post(path, page.form(path)).status == 404
    assert RETRY not in oscar.follow(sent).words


def test_the_operator_sees_nothing_of_a_case(portal: Portal) -> None:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    given_up(portal)
    words = portal.visitor("oscar").get("/platform/").words
    assert reference not in words
    assert "Lindehaege" not in words


def test_an_installation_without_faults_says_that_there_is_nothing_to_do(portal: Portal) -> None:
    portal.database.admin.execute(
        "INSERT INTO heartbeat (name, seen_at) VALUES ('clock', %s)"
        " ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at",
        (portal.clock(),),
    )
    words = portal.visitor("oscar").get("/platform/").words
    assert "Alles loopt" in words
    assert "Er is niets opgegeven." in words


def test_a_clock_that_is_silent_is_told(portal: Portal) -> None:
    portal.database.admin.execute("DELETE FROM heartbeat")
    words = portal.visitor("oscar").get("/platform/").words
    assert "Er is iets te doen" in words
    assert "Nog nooit gezien. Kijk of het draait" in words


@pytest.mark.parametrize("slug", ["alice", "bob", "frank", "rita", "rens"])
def test_nobody_but_the_operator_tries_again(portal: Portal, slug: str) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    row = given_up(portal)
    visitor = portal.visitor(slug)
    assert visitor.get("/platform/").status == 404
    assert visitor.post(f"/platform/uitgaand/{row}/opnieuw").status == 404
    assert portal.database.one("SELECT state FROM outbox WHERE id = %s", row) == "dood"
