"""The operator sees how the machinery runs and what it gave up, and nothing of any case."""

import re
import socket
import time
from dataclasses import replace

import pytest

from portal.services.effects import HANDLERS
from portal.web.platform.views import EFFECTS
from tests.support.app import Portal
from tests.support.health import all_is_well
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
    assert RETRY not in oscar.follow(sent).words
    assert oscar.post(f"/platform/uitgaand/{row + 10_000}/opnieuw").status == 404


def test_a_double_click_brings_the_effect_about_once(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    row = given_up(portal)
    oscar = portal.visitor("oscar")
    path = f"/platform/uitgaand/{row}/opnieuw"
    form = oscar.get("/platform/").form(path)
    first, second = oscar.post(path, form), oscar.post(path, form)
    assert (first.status, second.status) == (303, 303)
    portal.work()
    assert oscar.post(path, form).status == 303
    assert "Er is niets veranderd." in oscar.follow(second).words
    portal.work()
    state = portal.database.rows("SELECT state, attempts FROM outbox WHERE id = %s", row)
    assert state == [("klaar", 1)]
    events = portal.database.rows("SELECT type, count(*) FROM event GROUP BY type ORDER BY type")
    assert events == [("bevestigd", 1), ("bezorgen", 1), ("ontvangen", 1)]
    kinds = portal.database.rows("SELECT kind, count(*) FROM document GROUP BY kind ORDER BY kind")
    assert kinds == [("ontvangstbewijs", 1), ("ontvangstbewijs-bestand", 1)]


def test_each_effect_that_can_be_given_up_has_words(portal: Portal) -> None:
    assert set(HANDLERS) == set(EFFECTS)
    submit(portal.database, "verbeterplan", "brummen")
    given_up(portal)
    effect = portal.database.one("SELECT effect FROM outbox WHERE state = 'dood'")
    assert f"{EFFECTS[effect]} ({effect})" in portal.visitor("oscar").get("/platform/").words


def test_the_operator_sees_nothing_of_a_case(portal: Portal) -> None:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    given_up(portal)
    words = portal.visitor("oscar").get("/platform/").words
    assert reference not in words
    assert "Lindehaege" not in words


def test_an_installation_without_faults_says_that_there_is_nothing_to_do(portal: Portal) -> None:
    with all_is_well(portal.database):
        words = portal.visitor("oscar").get("/platform/").words
    assert "Alles loopt" in words
    assert "klopte alles: 0 regels, 7 rijen en 2 bestanden." in words
    assert "Geen enkele regel is opgegeven." in words
    assert re.search(r"De database loopt \d+,\d{3} s ", words)
    for part in ("Instellingen", "Login", "Rijbeveiliging", "Gelijke klokken", "Redis"):
        assert f"{part} StandGoed" in words, part


@pytest.mark.parametrize(
    ("fault", "headline", "words"),
    [
        ("DELETE FROM heartbeat", "Er is iets te doen", "Nog nooit gezien. Start het met portal"),
        (
            "UPDATE verification_run SET flaws = 3",
            "Er is iets te doen",
            "klopte op 3 plekken iets niet. portal verify --alles noemt ze.",
        ),
        (
            "UPDATE verification_run SET flaws = 1",
            "Er is iets te doen",
            "klopte op 1 plek iets niet.",
        ),
        (
            "DELETE FROM verification_run",
            "Er is iets om op te letten",
            "Nog nooit nagelezen. Laat portal verify elke nacht draaien",
        ),
    ],
)
def test_what_the_doctor_finds_stands_on_the_page_first(
    portal: Portal, fault: str, headline: str, words: str
) -> None:
    with all_is_well(portal.database):
        portal.database.admin.execute(fault.encode())
        page = portal.visitor("oscar").get("/platform/")
    assert headline in page.words
    assert words in page.words
    assert page.words.index(words) < page.words.index("Instellingen")


def test_a_redis_that_says_nothing_slows_the_page_by_a_fifth_of_a_second_at_most(
    portal: Portal,
) -> None:
    oscar = portal.visitor("oscar")
    oscar.get("/platform/")
    here = portal.app.extensions["portal"]
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        silent = replace(here, settings=replace(here.settings, redis_url=url))
        times: dict[str, list[float]] = {"heard": [], "silent": []}
        for name, state in (("heard", here), ("silent", silent)) * 3:
            portal.app.extensions["portal"] = state
            started = time.monotonic()
            words = oscar.get("/platform/").words
            times[name].append(time.monotonic() - started)
            assert ("Redis antwoordt niet" in words) == (name == "silent")
        portal.app.extensions["portal"] = here
    assert min(times["silent"]) - min(times["heard"]) < 0.25


@pytest.mark.parametrize("slug", ["alice", "bob", "frank", "rita", "rens"])
def test_nobody_but_the_operator_tries_again(portal: Portal, slug: str) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    row = given_up(portal)
    visitor = portal.visitor(slug)
    assert visitor.get("/platform/").status == 404
    assert visitor.post(f"/platform/uitgaand/{row}/opnieuw").status == 404
    assert portal.database.one("SELECT state FROM outbox WHERE id = %s", row) == "dood"
