"""What a provider sees of its submissions, and what it does with them afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_facts import facts_for
from portal.services import handling
from portal.services.receiving_elsewhere import record_elsewhere
from tests.support.answers import QUESTION, REASON, ask_for_more, consent, decide, only_delivery
from tests.support.app import Page, Portal, Visitor
from tests.support.forms import LINDEHAEGE, confirm, go_through
from tests.support.handling import actor, take, version
from tests.support.submitting import answers_for, submit

SOON = date(2026, 3, 12)
DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """A Friday morning in March."""
    portal.at(DAY)
    return portal


def page_of(visitor: Visitor, reference: str) -> Page:
    return visitor.get(f"{LINDEHAEGE}/indieningen/{reference}")


def part(page: Page, slug: str) -> str:
    """What the page says of one municipality."""
    section = page.tree.xpath(f"//section[@aria-labelledby='gemeente-{slug}']")[0]
    return " ".join(section.text_content().split())


def test_each_municipality_has_its_own_line_with_its_own_state(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen", "epe")
    bob = portal.visitor("bob")
    assert "Ontvangen" in part(page_of(bob, filed.reference), "brummen")
    portal.work()
    decide(portal, "brummen", "aanvaard")
    page = page_of(bob, filed.reference)
    assert "Plan aanvaard" in part(page, "brummen")
    assert REASON in part(page, "brummen")
    assert "Bel het team op" in part(page, "brummen")  # Brummen's own words below a decision
    assert "Ontvangen door de gemeente" in part(page, "epe")
    assert REASON not in part(page, "epe")


@pytest.mark.rule("004-79")
def test_a_stop_waits_for_consent_and_is_answered_per_product(portal: Portal) -> None:
    filed = submit(
        portal.database, "clientenstop", "brummen", "epe",
        producten={"brummen": ["W101", "W201"], "epe": ["W101"]},
    )  # fmt: skip
    portal.work()
    bob = portal.visitor("bob")
    page = page_of(bob, filed.reference)
    assert "Wacht op toestemming" in part(page, "brummen")
    assert "geen antwoord is geen toestemming" in page.words
    consent(portal, "brummen", W101="2026-04-01", W201=None)
    page = page_of(bob, filed.reference)
    assert "Toestemming voor een deel" in part(page, "brummen")
    assert "(W101): toestemming vanaf 1 april 2026" in part(page, "brummen")
    assert "(W201): geen toestemming" in part(page, "brummen")
    assert "(W101): de stop gaat in vanaf 1 april 2026 tot nader bericht" in part(page, "brummen")
    assert "Wacht op toestemming" in part(page, "epe")


def test_nothing_internal_is_on_the_page_or_in_its_fragments(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    delivery_id = only_delivery(portal, "brummen")
    take(portal.database, delivery_id, "alice")
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        alice = actor(portal.database, "alice")
        handling.write_note(session, scope, delivery_id, body="Kanarie-notitie", actor=alice)
        handling.hand_over(
            session, scope, delivery_id, version=version(portal.database, delivery_id),
            desk="contractmanagement", assignee_id=None, reason="Kanarie-reden", actor=alice,
        )  # fmt: skip
    desk = portal.database.one("SELECT desk FROM delivery")
    bob = portal.visitor("bob")
    home = f"{LINDEHAEGE}/"
    for path in (f"{LINDEHAEGE}/indieningen/{filed.reference}", home):
        for fragment in (False, True):
            text = bob.get(path, fragment=fragment).text
            assert "Kanarie" not in text
            assert f">{desk}<" not in text
            assert "Besluiten" not in text  # the municipality's own clock


@pytest.mark.parametrize(
    "ending", ["", "/brummen/intrekken", "/brummen/aanvullen", "/ontvangstbewijs"]
)
def test_another_provider_finds_nothing(portal: Portal, ending: str) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    charlie = portal.visitor("charlie")
    path = f"/aanbieder/thuisbasis-oost/indieningen/{filed.reference}{ending}"
    missing = f"/aanbieder/thuisbasis-oost/indieningen/VP-2026-0000-0000{ending}"
    assert charlie.get(path).status == charlie.get(missing).status == 404
    assert charlie.get(f"{LINDEHAEGE}/indieningen/{filed.reference}{ending}").status == 404


def test_withdrawing_ends_it_at_one_municipality_only(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen", "epe")
    portal.work()
    bob = portal.visitor("bob")
    path = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/intrekken"
    empty = bob.submit(path)
    assert (empty.status, empty.errors) == (422, ["Schrijf op waarom u dit intrekt."])
    done = bob.submit(path, {"reden": "Het plan is achterhaald."})
    page = bob.follow(done)
    assert "ingetrokken" in page.words
    assert "Ingetrokken" in part(page, "brummen")
    assert "Ontvangen door de gemeente" in part(page, "epe")
    assert "Het plan is achterhaald." in page.words
    portal.work()
    clocks = portal.database.rows(
        "SELECT DISTINCT l.state FROM deadline l JOIN tenant t ON t.id = l.tenant_id"
        " WHERE t.slug = 'brummen'"
    )
    assert clocks == [("vervallen",)]
    assert bob.get(path).status == 409


def test_what_a_colleague_did_first_is_not_said_to_be_the_municipality(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    bob, beside = portal.visitor("bob"), portal.visitor("bob")
    path = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/intrekken"
    typed = {**beside.get(path).form(), "reden": "Wij maken een ander plan."}
    assert bob.submit(path, {"reden": "Het plan is achterhaald."}).status == 303
    late = beside.post(path, typed)
    assert late.status == 409
    assert "bij de gemeente of door een collega van u" in late.words
    assert "Ingetrokken" in late.words


def test_a_withdrawal_that_comes_after_a_decision_shows_both_and_keeps_what_was_typed(
    portal: Portal,
) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    bob = portal.visitor("bob")
    path = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/intrekken"
    typed = {**bob.get(path).form(), "reden": "Wij maken een ander plan."}
    decide(portal, "brummen", "aanvaard")
    late = bob.post(path, typed)
    assert late.status == 409
    assert "Plan aanvaard" in late.words
    assert late.form()["reden"] == "Wij maken een ander plan."
    assert portal.database.one("SELECT state FROM delivery") == "afgerond"
    again = bob.post(path, late.form())
    assert again.status == 409
    assert "heeft al besloten" in again.words


def test_a_question_is_shown_with_its_date_and_how_that_came_about(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    said = part(page_of(bob, filed.reference), "brummen")
    assert "Aanvulling gevraagd" in said
    assert QUESTION in said
    assert "uiterlijk 12 maart 2026" in said
    assert "6 kalenderdagen na 6 maart 2026" in said


def test_a_completion_starts_with_the_earlier_content_and_adds_a_version(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen", "epe")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    start = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen"
    opened = bob.get(start)
    first = bob.get(opened.location)
    assert QUESTION in first.words
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    pages = {
        "toelichting": {"toelichting_aanvulling": "De teammanager, zie actie 1."},
        "aanleiding": {},
        "acties": {"acties-a1-eigenaar": "Teammanager Brummen"},
        "bijlagen": {},
    }
    assert bob.get(opened.location.replace("toelichting", "acties")).form()["acties-a1-wat"]
    check = go_through(bob, opened.location, pages)
    assert "Teammanager Brummen" in check.words
    assert "Dit gaat naar gemeente Brummen." in check.words
    page = bob.follow(confirm(bob, check))
    assert "versie 2" in page.words
    assert "Aanvulling ontvangen" in part(page, "brummen")
    assert "De teammanager, zie actie 1." in part(page, "brummen")
    assert "Teammanager Brummen" in part(page, "brummen")
    assert "Teammanager Brummen" not in part(page, "epe")
    stored = portal.database.rows(
        "SELECT number, payload->'acties'->0->>'eigenaar' FROM delivery_content"
    )
    assert stored == [(2, "Teammanager Brummen")]
    first_version = portal.database.one("SELECT payload->'acties'->0->>'eigenaar' FROM submission")
    assert first_version == "Teammanager"
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    # The same confirmation again changes nothing and leads to the same place.
    assert confirm(bob, check).location == f"{LINDEHAEGE}/indieningen/{filed.reference}"
    assert portal.database.one("SELECT count(*) FROM delivery_content") == 1


def test_a_completion_that_was_begun_goes_on_where_it_was(portal: Portal) -> None:
    filed = submit(portal.database, "clientenstop", "brummen")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    start = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen"
    first = bob.get(start).location
    bob.submit(first, {"toelichting_aanvulling": "Half af", "actie": "concept"})
    assert bob.get(start).location == first
    assert bob.get(first).form()["toelichting_aanvulling"] == "Half af"
    drafts = bob.get(f"{LINDEHAEGE}/concepten")
    assert f"Aanvulling op {filed.reference} voor gemeente Brummen" in drafts.words
    products = bob.get(first.replace("toelichting", "producten"))
    assert list(filter(None, [products.form().get("producten-brummen")])) == ["W101"]
    assert "Epe" not in products.words


def test_a_completion_without_an_answer_in_words_is_not_complete(portal: Portal) -> None:
    filed = submit(portal.database, "continuiteitsmelding", "brummen", "epe", "apeldoorn")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    first = bob.get(f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen").location
    assert bob.get(first.replace("toelichting", "gemeenten")).status == 404
    check = bob.get(first.replace("toelichting", "controleren"))
    assert check.errors == ["Schrijf op wat uw antwoord is en wat u hebt veranderd."]


def test_a_completion_of_a_question_that_was_withdrawn_is_refused_and_stays_a_draft(
    portal: Portal,
) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    first = bob.get(f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen").location
    bob.submit(first, {"toelichting_aanvulling": "Klaar"})
    check = bob.get(first.replace("toelichting", "controleren"))
    decide(portal, "brummen", "kennisgenomen")
    refused = confirm(bob, check)
    assert refused.status == 409
    assert "vraagt hier nu geen aanvulling" in refused.words
    assert portal.database.one("SELECT count(*) FROM draft") == 1
    assert bob.get(f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen").status == 409


def test_an_action_that_is_done_by_now_may_stay_in_a_completion(portal: Portal) -> None:
    acties = [
        {
            "id": "a1", "wat": "Bellen", "resultaat": "Gebeld", "eigenaar": "Team",
            "bewijs": "Lijst", "datum": "2026-03-08",
        }
    ]  # fmt: skip
    filed = submit(portal.database, "verbeterplan", "brummen", acties=acties)
    portal.work()
    portal.at(DAY + timedelta(days=10))
    ask_for_more(portal, "brummen", by=date(2026, 3, 20))
    bob = portal.visitor("bob")
    first = bob.get(f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen").location
    bob.submit(first, {"toelichting_aanvulling": "Actie 1 is klaar."})
    check = bob.get(first.replace("toelichting", "controleren"))
    assert check.errors == []
    assert confirm(bob, check).status == 303


@pytest.mark.rule("004-79")
def test_lifting_is_asked_for_a_stop_that_runs(portal: Portal) -> None:
    filed = submit(portal.database, "clientenstop", "brummen")
    portal.work()
    bob = portal.visitor("bob")
    path = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/opheffing-vragen"
    assert bob.get(path).status == 409
    consent(portal, "brummen", W101="2026-04-01")
    assert "Opheffing vragen bij gemeente Brummen" in page_of(bob, filed.reference).links()
    past = bob.submit(path, {"per-dag": "5", "per-maand": "3", "per-jaar": "2026", "reden": "Vol."})
    assert (past.status, past.errors) == (422, ["Kies een dag vanaf vandaag, 6 maart 2026."])
    assert past.form()["reden"] == "Vol."
    typed = {"per-dag": "6", "per-maand": "3", "per-jaar": "2026", "reden": "Er is weer plek."}
    page = bob.follow(bob.submit(path, typed))
    assert "Opheffing gevraagd" in part(page, "brummen")
    assert "Er is weer plek." in part(page, "brummen")


def test_own_submissions_cannot_be_disputed(portal: Portal) -> None:
    filed = submit(portal.database, "verbeterplan", "brummen")
    path = f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/betwisten"
    assert portal.visitor("bob").get(path).status == 404


def record_for_bob(portal: Portal, answers: dict[str, Any]) -> str:
    """Alice records a letter of Bob's organisation."""
    scope = portal.database.tenant("brummen", "alice")
    provider_id = portal.database.provider("lindehaege").provider_id
    with portal.database.scoped(scope) as session:
        return record_elsewhere(
            session,
            scope,
            kind=all_kinds()["verbeterplan"],
            provider_id=provider_id,
            municipality="brummen",
            key=uuid4(),
            answers=answers,
            channel="brief",
            arrived_at=DAY - timedelta(days=2),
            evidence="Poststempel",
            files=[],
            facts=facts_for(session, scope, provider_id, DAY.date()),
            actor=actor(portal.database, "alice"),
        )


def test_what_a_municipality_recorded_is_seen_as_such_and_can_be_disputed(portal: Portal) -> None:
    reference = record_for_bob(portal, answers_for("verbeterplan", "brummen"))
    portal.work()
    bob = portal.visitor("bob")
    page = page_of(bob, reference)
    assert "Dit kwam niet via het portaal binnen." in page.words
    assert "per brief binnenkwam op 4 maart 2026 om 11.00 uur" in page.words
    assert "Ontvangstbewijs" not in page.links()
    assert bob.get(f"{LINDEHAEGE}/indieningen/{reference}/ontvangstbewijs").status == 404
    path = f"{LINDEHAEGE}/indieningen/{reference}/brummen/betwisten"
    done = bob.submit(path, {"reden": "Wij stuurden deze brief niet."})
    page = bob.follow(done)
    assert "U hebt dit betwist op 6 maart 2026" in part(page, "brummen")
    assert "Wij stuurden deze brief niet." in page.words
    assert portal.database.one("SELECT disputed_at IS NOT NULL FROM delivery")


def test_a_completion_for_a_municipality_without_talks_does_not_ask_for_one(portal: Portal) -> None:
    """The one talk was with Epe; Brummen's part never held it."""
    filed = submit(
        portal.database, "clientenstop", "brummen", "epe", overlegd=True,
        gesprekken=[{"id": "g1", "gemeente": "epe", "datum": "2026-03-02", "met": "Team"}],
    )  # fmt: skip
    portal.work()
    ask_for_more(portal, "brummen", by=SOON)
    bob = portal.visitor("bob")
    first = bob.get(f"{LINDEHAEGE}/indieningen/{filed.reference}/brummen/aanvullen").location
    bob.submit(first, {"toelichting_aanvulling": "Zie de reden."})
    check = bob.get(first.replace("toelichting", "controleren"))
    assert check.errors == []
    assert "Team" not in check.words
    assert confirm(bob, check).status == 303
    assert portal.database.one("SELECT answers->'gesprekken' FROM delivery_content") == []
