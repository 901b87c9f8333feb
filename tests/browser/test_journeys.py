"""Journeys 1 to 5 of the product in a real browser, with and without JavaScript."""

from datetime import timedelta

import pytest

from portal.domain.calendar import local_date
from tests.browser.conftest import Cast
from tests.browser.handling import (
    SEEN_BY_NOBODY,
    ask,
    consent,
    consult,
    decide,
    find,
    take,
    write_note,
)
from tests.browser.submitting import (
    CHECK,
    HOME,
    RECEIVED,
    SUBJECT,
    next_page,
    plan_up_to_check,
    submit_notice,
    submit_plan,
    submit_stop,
)
from tests.support.submitting import submit

QUESTION = "Wie vervangt de teammanager bij ziekte?"
ANSWER = "De regiomanager neemt het dan over."


def follow(cast: Cast, reference: str) -> None:
    """Bob opens what he submitted, from his overview."""
    bob = cast("bob")
    bob.open(HOME)
    bob.follow(reference)


def expect_nothing_for(cast: Cast, reference: str, *slugs: str) -> None:
    """Others find nothing: not in their lists, and not by its address."""
    homes = {"charlie": "/aanbieder/thuisbasis-oost/", "dora": "/g/apeldoorn/", "eva": "/g/epe/"}
    for slug in slugs:
        person = cast(slug)
        person.open(homes[slug])
        person.expect_no_words(reference)
        person.open(f"{homes[slug]}?zoek={reference}")
        assert reference not in person.page.locator("#resultaten, #lijst").inner_text()
        part = "indieningen" if slug == "charlie" else "zaken"
        person.open(f"{homes[slug]}{part}/{reference}", status=404)
        person.open(f"{HOME}indieningen/{reference}", status=404)


def test_an_improvement_plan_is_answered_by_each_municipality_and_completed_for_one(
    cast: Cast,
) -> None:
    today = local_date(cast.live.portal.clock())
    bob = cast("bob")
    reference = submit_plan(bob)
    cast.work()

    alice = cast("alice")
    find(alice, "brummen", reference)
    alice.expect_words("planning.txt", "Alles binnen tien dagen klaar")
    take(alice)
    write_note(alice)
    ask(alice, QUESTION, by=today + timedelta(days=10))
    eva = cast("eva")
    find(eva, "epe", reference)
    take(eva)
    decide(eva, "Kennis van genomen", "Wij lezen mee.")
    cast.work()

    follow(cast, reference)
    bob.expect_words(QUESTION, "Kennis van genomen", "Wij lezen mee.")
    bob.expect_no_words(SEEN_BY_NOBODY)
    bob.click("Aanvulling geven", heading="Uw antwoord")
    bob.fill({"Wat is uw antwoord": ANSWER})
    for heading in ("Aanleiding", "Acties", "Bijlagen", CHECK):
        next_page(bob, heading)
    bob.expect_words(ANSWER)
    bob.click("Indienen")
    bob.expect_words("Gemeente Brummen heeft uw aanvulling: versie 2")
    cast.work()

    find(alice, "brummen", reference)
    alice.expect_words(ANSWER, "Eerdere versies")
    decide(alice, "Plan aanvaard", "Met de vervanging is het plan volledig.")
    cast.work()
    follow(cast, reference)
    bob.expect_words("Plan aanvaard", "Met de vervanging is het plan volledig.")
    expect_nothing_for(cast, reference, "charlie", "dora")


@pytest.mark.rule("004-79")
def test_a_stop_is_answered_per_municipality_and_product_and_never_by_silence(cast: Cast) -> None:
    today = local_date(cast.live.portal.clock())
    bob = cast("bob")
    reference = submit_stop(bob, today=today)
    bob.expect_words("Te laat gemeld: 9 dagen")
    cast.work()
    follow(cast, reference)
    bob.expect_words("Wacht op toestemming")

    alice = cast("alice")
    find(alice, "brummen", reference)
    alice.expect_words("Te laat gemeld: 9 dagen")
    take(alice)
    consent(alice, "Begeleiding", True, "Wij vinden een andere plek voor nieuwe cliënten.")
    dora = cast("dora")
    find(dora, "apeldoorn", reference)
    take(dora)
    consent(dora, "Begeleiding", False, "Er is geen andere aanbieder in de buurt.")
    cast.work()

    follow(cast, reference)
    bob.expect_words("Toestemming", "Wij vinden een andere plek", "Geen toestemming")
    bob.expect_words("Er is geen andere aanbieder in de buurt.")
    expect_nothing_for(cast, reference, "charlie", "eva")


@pytest.mark.rule("004-72")
def test_a_continuity_risk_reaches_every_municipality_and_is_talked_about_before_the_decision(
    cast: Cast,
) -> None:
    today = local_date(cast.live.portal.clock())
    bob = cast("bob")
    reference = submit_notice(bob, today=today)
    cast.work()
    for slug, municipality in (("alice", "brummen"), ("dora", "apeldoorn"), ("eva", "epe")):
        person = cast(slug)
        find(person, municipality, reference, everybody=True)
        person.expect_words("Telefonisch gemeld", "Schriftelijk bevestigd en ontvangen")
        take(person)
        consult(person, on=today)
        decide(person, "Afspraken gemaakt", f"Wij spreken elkaar wekelijks, {municipality}.")
    cast.work()
    follow(cast, reference)
    for municipality in ("brummen", "apeldoorn", "epe"):
        bob.expect_words(f"Wij spreken elkaar wekelijks, {municipality}.")
    expect_nothing_for(cast, reference, "charlie")


def test_what_was_withdrawn_at_one_municipality_goes_on_at_the_other(cast: Cast) -> None:
    bob = cast("bob")
    reference = submit(cast.live.portal.database, "verbeterplan", "brummen", "epe").reference
    cast.work()
    follow(cast, reference)
    bob.click("Intrekken", within="Gemeente Epe", heading="Intrekken")
    bob.fill({"Waarom": "Het geldt niet voor Epe."})
    bob.click("Intrekken")
    bob.expect_words("U hebt uw indiening bij gemeente Epe ingetrokken.")
    cast.work()

    alice, eva = cast("alice"), cast("eva")
    find(alice, "brummen", reference)
    take(alice)
    eva.open(f"/g/epe/zaken/{reference}")
    eva.expect_words("De aanbieder trok dit in", "Het geldt niet voor Epe.")


def test_a_draft_waits_for_whoever_comes_back_and_is_submitted_once(cast: Cast) -> None:
    bob = cast("bob")
    plan_up_to_check(bob)
    check = bob.path
    bob.open(HOME)
    bob.click(SUBJECT)
    bob.open(check)
    bob.click("Indienen")
    bob.expect_words(RECEIVED)
    reference = bob.kicker
    bob.open(check)
    bob.expect_heading("Dit formulier is al ingediend")
    bob.click("Bekijk het ontvangstbewijs")
    bob.expect_words(RECEIVED)
    assert bob.kicker == reference
    assert cast.live.portal.database.one("SELECT count(*) FROM submission") == 1
