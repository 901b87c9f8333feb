"""In every fault the sender is told the truth: received, not received, or how to find out."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.database import TestDatabase
from tests.support.forms import confirm, fill_in, plan
from tests.support.outages import with_a_defect, without_database


@pytest.fixture
def bob(portal: Portal) -> Visitor:
    return portal.visitor("bob")


@pytest.fixture
def check(bob: Visitor) -> Page:
    """Filled in, and ready to be submitted."""
    return fill_in(bob, "verbeterplan", plan("brummen", "epe"))


FAULTS = [(without_database, 503), (with_a_defect, 500)]


@pytest.mark.parametrize(("fault", "status"), FAULTS, ids=["database weg", "fout in het portaal"])
def test_a_submission_that_failed_says_how_to_find_out_and_arrives_once(
    portal: Portal,
    bob: Visitor,
    check: Page,
    fault: Callable[[TestDatabase], Iterator[None]],
    status: int,
) -> None:
    with fault(portal.database):  # type: ignore[attr-defined]
        failed = confirm(bob, check)
    assert failed.status == status
    assert "nog een keer" in failed.words
    assert portal.database.one("SELECT count(*) FROM submission") == 0

    address = failed.links()["Kijk of het is aangekomen"]
    looked = bob.get(address)
    assert (looked.status, looked.h1) == (200, "Controleer wat u hebt ingevuld")
    receipt = bob.follow(confirm(bob, looked))
    assert "Wij hebben uw indiening ontvangen" in receipt.words
    assert portal.database.one("SELECT count(*) FROM submission") == 1


def test_who_looks_after_it_did_arrive_finds_the_receipt(
    portal: Portal, bob: Visitor, check: Page
) -> None:
    confirm(bob, check)
    looked = bob.get(check.response.request.path)
    assert looked.h1 == "Dit formulier is al ingediend"
    receipt = bob.get(looked.links()["Bekijk het ontvangstbewijs"])
    assert "Wij hebben uw indiening ontvangen" in receipt.words


def test_a_colleague_may_look_and_a_stranger_finds_nothing(
    portal: Portal, bob: Visitor, check: Page
) -> None:
    confirm(bob, check)
    address = check.response.request.path
    assert portal.visitor("charlie").get(address).status == 404
    elsewhere = address.replace("lindehaege", "thuisbasis-oost")
    assert "al ingediend" not in portal.visitor("charlie").get(elsewhere).words


def test_a_page_that_was_only_read_speaks_of_nothing_that_was_sent(
    portal: Portal, bob: Visitor
) -> None:
    with without_database(portal.database):
        failed = bob.get("/aanbieder/lindehaege/")
    assert failed.status == 503
    assert "Kijk of het is aangekomen" not in failed.links()


def test_a_page_for_everybody_says_it_too(portal: Portal, bob: Visitor) -> None:
    """Nobody was asked for yet when the database turned out to be away."""
    with without_database(portal.database):
        failed = bob.get("/gezondheid")
    assert (failed.status, failed.h1) == (503, "Het portaal is even niet bereikbaar")
