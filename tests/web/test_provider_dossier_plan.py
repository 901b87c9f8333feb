"""The verbeterplan that a dossier asks for: from the button to the last action. No JavaScript."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.exc import ProgrammingError

from portal.domain.calendar import end_of_day, local_date
from portal.domain.errors import RuleBroken
from portal.domain.ladder.dossier import Outcome
from portal.domain.ladder.duties import check_may_hand_in_plan
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_facts import facts_of
from portal.services.deciding import decide
from portal.services.dossiers.afterwards import close_dossier, judge_step, meet_milestone
from portal.services.dossiers.plans import assess_plan, receive_plan
from portal.services.recording import Actor
from portal.services.submitting import file_submission
from portal.web.provider.dossiers import views_plan
from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import Case, open_case
from tests.support.forms import HOME, LINDEHAEGE, confirm, date_parts, go_through
from tests.support.provider_acts import withdraw_as
from tests.support.statements import counted
from tests.support.submitting import answers_for

DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
PAGE = f"{LINDEHAEGE}/dossiers/brummen/D-2026-0001"
PLAN = {
    "aanleiding": {"toelichting": "De planning liep achter."},
    "acties": {
        "acties": "r1",
        "acties-r1-wat": "Wekelijks nalopen wat openstaat",
        "acties-r1-resultaat": "Alles binnen tien dagen klaar",
        "acties-r1-eigenaar": "Teammanager",
        "acties-r1-bewijs": "Lijst per maand",
        **date_parts("acties-r1-datum", 1, 4, 2026),
    },
    "vragen": {},
    "bijlagen": {},
}


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """A Friday morning in March."""
    portal.at(DAY)
    return portal


@pytest.fixture
def case(portal: Portal) -> Case:
    """Brummen asks for a plan within fourteen days."""
    case = open_case(portal)
    case.ask_plan()
    return case


@pytest.fixture
def bob(portal: Portal) -> Visitor:
    return portal.visitor("bob")


def next_step(page: Page) -> str:
    section = page.tree.xpath("//section[@aria-labelledby='volgende']")[0]
    return " ".join(section.text_content().split())


def hand_in(portal: Portal, bob: Visitor) -> str:
    """Read the letter, write the plan, submit it, and let the worker bring it; its reference."""
    check = go_through(bob, bob.get(f"{PAGE}/verbeterplan").location, PLAN)
    receipt = confirm(bob, check)
    assert receipt.status == 303, receipt.errors
    portal.work()
    return receipt.location.split("/")[-2]


def assess(case: Case, outcome: str, reason: str = "Dit volstaat.", by: date | None = None) -> None:
    scope = case.scope("alice")
    delivery = case.portal.database.one(
        "SELECT id FROM delivery WHERE for_dossier_id IS NOT NULL ORDER BY received_at DESC LIMIT 1"
    )
    with case.portal.database.scoped(scope) as session:
        assess_plan(
            session, scope, case.id, version=case.version, delivery_id=delivery, outcome=outcome,
            reason=reason, answer_by=by, doer=case.doer("alice"),
        )  # fmt: skip


@pytest.mark.rule("004-62")
def test_a_plan_that_is_asked_waits_at_once_with_its_date(case: Case, bob: Visitor) -> None:
    overview = bob.get(f"{LINDEHAEGE}/")
    assert "Wacht op u (1)" in overview.words
    assert "Rapportages komen te laat" in overview.words
    bob.get(f"{PAGE}/brieven/1")
    overview = bob.get(f"{LINDEHAEGE}/")
    assert "Verbeterplan indienen" in overview.words
    assert "20 maart 2026" in overview.words
    assert "14 kalenderdagen na 6 maart 2026" in overview.words
    page = bob.get(PAGE)
    assert "Dien een verbeterplan in" in next_step(page)
    assert "Uiterlijk 20 maart 2026" in next_step(page)
    assert page.links()["Verbeterplan maken"] == f"{PAGE}/verbeterplan"


@pytest.mark.rule("004-46")
def test_the_mail_says_that_something_waits_and_where_not_what(portal: Portal, case: Case) -> None:
    portal.work()
    mails = [mail for mail in portal.mail.sent if "D-2026-0001" in mail.subject]
    assert mails
    for mail in mails:
        assert f"http://portaal.test{PAGE}" in mail.body
        assert "verbeterplan" not in (mail.subject + mail.body).lower()
        assert "Rapportages" not in mail.subject + mail.body


def test_a_plan_asked_without_a_letter_is_shared_all_the_same(portal: Portal, bob: Visitor) -> None:
    case = open_case(portal)
    case.ask_plan(brief_tekst="")
    assert portal.database.one("SELECT count(*) FROM letter") == 0
    assert "Dien een verbeterplan in" in next_step(bob.get(PAGE))
    portal.work()
    assert any("vraagt iets van u" in mail.subject for mail in portal.mail.sent)


def test_a_date_that_the_municipality_chose_is_not_explained_as_one_of_the_ladder(
    case: Case, bob: Visitor
) -> None:
    words = bob.get(PAGE).words
    assert "De gemeente koos deze dag." in words
    assert "(voorstel)" in words
    assert "De termijn staat in" not in words


@pytest.mark.rule("004-64")
def test_an_action_that_is_due_today_is_due_today_and_says_where_its_date_stands(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    hand_in(portal, bob)
    portal.at(datetime(2026, 4, 1, 10, 0, tzinfo=UTC))
    assess(case, "aanvaard")
    clocks = portal.database.rows("SELECT due_on, remind_at FROM deadline WHERE name = 'actie-1'")
    # No reminder of a day that is over already, only the one once the date has passed.
    assert clocks == [(date(2026, 4, 1), end_of_day(date(2026, 4, 1)))]
    words = portal.visitor("bob").get(PAGE).words
    assert "Deze dag staat in het verbeterplan, dat op 1 april 2026 is aanvaard." in words
    assert "de verzending van de brief, 1 april 2026" not in words


@pytest.mark.rule("004-62")
def test_the_form_is_for_that_municipality_and_writes_nothing_before_it_is_saved(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    first = bob.get(f"{PAGE}/verbeterplan").location
    page = bob.get(first)
    assert "Gemeente Brummen vraagt dit plan in dossier D-2026-0001" in page.words
    assert "uiterlijk op 20 maart 2026" in page.words
    assert page.form()["onderwerp"] == "Rapportages komen te laat"
    assert "aanleiding" not in page.form()
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    assert bob.get(first.replace("aanleiding", "gemeenten")).status == 404
    check = go_through(bob, first, PLAN)
    assert "Dit gaat naar gemeente Brummen." in check.words
    assert "Epe" not in check.words
    receipt = confirm(bob, check)
    again = confirm(bob, check)
    assert (receipt.status, again.location) == (303, receipt.location)
    rows = portal.database.rows(
        "SELECT t.slug, d.for_dossier_id, s.payload->>'aanleiding' FROM delivery d"
        " JOIN tenant t ON t.id = d.tenant_id JOIN submission s ON s.id = d.submission_id"
    )
    assert rows == [("brummen", case.id, "gevraagd")]
    assert portal.database.one("SELECT count(*) FROM draft") == 0


def test_a_plan_that_was_begun_goes_on_from_the_dossier_and_from_the_drafts(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    first = bob.get(f"{PAGE}/verbeterplan").location
    bob.submit(first, {"toelichting": "Half af", "actie": "concept"})
    assert bob.get(f"{PAGE}/verbeterplan").location == first
    assert bob.get(first).form()["toelichting"] == "Half af"
    drafts = bob.get(f"{LINDEHAEGE}/concepten")
    assert "Verbeterplan bij dossier D-2026-0001 van gemeente Brummen" in drafts.words
    assert drafts.links()["Rapportages komen te laat"].startswith(f"{PAGE}/verbeterplan/")
    key = first.split("/")[-2]
    assert bob.get(f"{LINDEHAEGE}/indienen/verbeterplan/{key}/aanleiding").status == 404
    other = open_case(portal)
    other.ask_plan()
    foreign = first.replace("D-2026-0001", "D-2026-0002")
    assert bob.get(foreign).status == 404


@pytest.mark.rule("004-63")
def test_a_plan_that_came_in_ends_its_term_and_the_dossier_knows(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    reference = hand_in(portal, bob)
    state = portal.database.one("SELECT state FROM deadline WHERE name LIKE 'plan-%%'")
    assert state == "gehaald"
    assert case.state().steps[0].plan_received_on == DAY.date()
    page = bob.get(PAGE)
    assert f"Verbeterplan {reference}" in page.words
    assert "De gemeente beoordeelt het" in page.words
    assert "Verbeterplan maken" not in page.words
    again = bob.get(f"{PAGE}/verbeterplan")
    assert again.status == 409
    assert f"Uw plan {reference} ligt al bij de gemeente" in again.words
    alice = portal.visitor("alice").get("/g/brummen/dossiers/D-2026-0001")
    assert "Beoordeel het verbeterplan" in alice.words


def test_noting_a_plan_twice_changes_nothing(portal: Portal, case: Case, bob: Visitor) -> None:
    hand_in(portal, bob)
    delivery = portal.database.one("SELECT id FROM delivery")
    scope = portal.database.tenant("brummen")
    before = portal.database.one("SELECT count(*) FROM event")
    with portal.database.scoped(scope) as session:
        assert not receive_plan(session, scope, case.id, delivery_id=delivery)
    assert portal.database.one("SELECT count(*) FROM event") == before


@pytest.mark.rule("004-64")
def test_an_accepted_plan_becomes_actions_with_dates_and_evidence(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    bob.get(f"{PAGE}/brieven/1")
    hand_in(portal, bob)
    assess(case, "aanvaard", "Een helder plan.")
    page = bob.get(PAGE)
    assert "Plan aanvaard" in page.words
    assert "Een helder plan." in page.words
    assert "Wekelijks nalopen wat openstaat" in page.words
    assert "uiterlijk 1 april 2026" in page.words
    assert "Laat zien dat actie 1 klaar is" in next_step(page)
    form = bob.get(page.links()["Bewijs sturen bij actie 1"]).form()
    assert (form["soort"], form["actie"], form["brief"]) == ("bewijs", "1", "geen")
    sent = bob.post(
        f"{PAGE}/antwoorden/nieuw",
        {
            **form,
            "brief": "geen",
            "tekst": "Zie de lijst.",
            "bestanden": [(io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "lijst.pdf")],
        },
        content_type="multipart/form-data",
    )
    assert sent.status == 303, sent.errors
    page = bob.get(PAGE)
    assert "Bewijs gestuurd" in page.words
    assert "U hoeft nu niets te doen" in next_step(page)
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        meet_milestone(
            session, scope, case.id, version=case.version, code="1", note="De lijst klopt.",
            doer=case.doer("alice"),
        )  # fmt: skip
    page = bob.get(PAGE)
    assert "Klaar volgens de gemeente, 6 maart 2026" in page.words
    assert "De lijst klopt." in page.words
    assert "Bewijs sturen bij actie 1" not in page.links()
    portal.work()
    assert any("Er is iets veranderd in dossier" in mail.subject for mail in portal.mail.sent)


@pytest.mark.rule("004-64")
def test_an_action_whose_date_has_passed_is_late(portal: Portal, case: Case, bob: Visitor) -> None:
    bob.get(f"{PAGE}/brieven/1")
    hand_in(portal, bob)
    assess(case, "aanvaard")
    portal.at(DAY + timedelta(days=27))
    bob.sign_in("bob")
    page = bob.get(PAGE)
    assert "Niet op tijd klaar" in page.words
    assert "Dat had uiterlijk op 1 april 2026 gemoeten" in next_step(page)


def test_a_question_about_the_plan_is_answered_and_the_plan_judged_as_it_then_stands(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    bob.get(f"{PAGE}/brieven/1")
    reference = hand_in(portal, bob)
    assess(case, "aanvullen", "Wie is de eigenaar?", by=date(2026, 3, 13))
    page = bob.get(PAGE)
    assert "Vul uw verbeterplan aan" in next_step(page)
    assert "Aanvulling gevraagd" in page.words
    assert "aanvullen uiterlijk 13 maart 2026" in page.words
    first = bob.get(page.links()["Aanvulling geven"]).location
    pages = {
        "toelichting": {"toelichting_aanvulling": "De directeur."},
        "aanleiding": {},
        "acties": {"acties-a1-eigenaar": "Directeur"},
        "vragen": {},
        "bijlagen": {},
    }
    form = bob.get(first.replace("toelichting", "acties")).form()
    row = form["acties"]
    pages["acties"] = {f"acties-{row}-wat": "Dagelijks nalopen"}
    check = go_through(bob, first, pages)
    assert confirm(bob, check).status == 303
    portal.work()
    assess(case, "aanvaard")
    page = bob.get(PAGE)
    assert "Dagelijks nalopen" in page.words
    assert reference in page.words


def test_after_a_plan_that_did_not_do_another_may_come_with_actions_of_its_own(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    bob.get(f"{PAGE}/brieven/1")
    hand_in(portal, bob)
    assess(case, "afgewezen", "De acties zijn niet te controleren.")
    page = bob.get(PAGE)
    assert "Plan niet aanvaard" in page.words
    assert "De acties zijn niet te controleren." in page.words
    assert page.links()["Nieuw verbeterplan maken"] == f"{PAGE}/verbeterplan"
    portal.at(DAY + timedelta(minutes=5))
    hand_in(portal, bob)
    assert bob.get(f"{PAGE}/verbeterplan").status == 409
    assess(case, "aanvaard")
    assert "Actie 1" in bob.get(PAGE).words


def test_a_second_plan_that_is_accepted_replaces_the_actions_of_the_first(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    hand_in(portal, bob)
    assess(case, "aanvaard")
    portal.at(DAY + timedelta(minutes=5))
    case.ask_plan()
    hand_in(portal, bob)
    assess(case, "aanvaard")
    clocks = portal.database.rows(
        "SELECT name, state FROM deadline WHERE name LIKE 'actie-%%' ORDER BY name"
    )
    assert clocks == [("actie-1", "vervallen"), ("actie-2", "loopt")]
    page = bob.get(PAGE)
    assert "Bewijs sturen bij actie 2" in page.links()
    assert "Bewijs sturen bij actie 1" not in page.links()


@pytest.mark.rule("004-63")
def test_a_plan_that_is_withdrawn_is_waited_for_again(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    bob.get(f"{PAGE}/brieven/1")
    reference = hand_in(portal, bob)
    withdraw_as(portal, "bob", reference, "brummen")
    assert case.state().steps[0].plan_received_on is None
    assert portal.database.rows("SELECT state, ended_at FROM deadline WHERE name = 'plan-1'") == [
        ("loopt", None)
    ]
    page = bob.get(PAGE)
    assert "Dien een verbeterplan in" in next_step(page)
    assert "Ingetrokken" in page.words
    assert "Verbeterplan ingetrokken" in page.words
    seen = portal.visitor("alice").get("/g/brummen/dossiers/D-2026-0001").words
    assert "Ingetrokken" in seen
    assert "Nog te beoordelen" not in seen
    portal.at(DAY + timedelta(minutes=5))
    hand_in(portal, bob)
    assert case.state().steps[0].plan_received_on == DAY.date()


def test_a_dossier_that_never_asked_for_a_plan_has_no_form_for_one(
    portal: Portal, bob: Visitor
) -> None:
    open_case(portal).send_notice()
    assert bob.get(f"{PAGE}/verbeterplan").status == 404


def test_a_plan_for_a_dossier_that_closed_meanwhile_stays_a_draft(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    check = go_through(bob, bob.get(f"{PAGE}/verbeterplan").location, PLAN)
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        judge_step(
            session, scope, case.id, version=case.version, number=1, outcome=Outcome.GEVOLGD,
            note="Niet meer nodig.", doer=case.doer("alice"),
        )  # fmt: skip
    with portal.database.scoped(scope) as session:
        close_dossier(
            session, scope, case.id, version=case.version, result="Klaar.",
            doer=case.doer("alice"),
        )  # fmt: skip
    refused = confirm(bob, check)
    assert refused.status == 409
    assert "Dit dossier is gesloten" in refused.words
    assert portal.database.one("SELECT count(*) FROM draft") == 1


def test_nobody_else_opens_the_form(portal: Portal, case: Case, bob: Visitor) -> None:
    first = bob.get(f"{PAGE}/verbeterplan").location
    bob.submit(first, {"toelichting": "Half af", "actie": "concept"})
    charlie = portal.visitor("charlie")
    for path in (f"{PAGE}/verbeterplan", first, first.replace("aanleiding", "controleren")):
        assert charlie.get(path).status == 404
        own = path.replace(LINDEHAEGE, HOME["charlie"])
        assert charlie.get(own).status == 404


def test_the_role_of_a_provider_cannot_tie_a_delivery_to_a_dossier_it_does_not_see(
    portal: Portal, bob: Visitor
) -> None:
    unshared = open_case(portal)
    scope = portal.database.provider("lindehaege", "bob")
    with portal.database.scoped(scope) as session:
        facts = facts_of(session, scope, local_date(session.legal_now), kind="verbeterplan")
    with portal.database.scoped(scope) as session, pytest.raises(ProgrammingError) as refused:
        file_submission(
            session, scope, kind=all_kinds()["verbeterplan"], key=uuid4(),
            answers=answers_for("verbeterplan", "brummen"), files=[], facts=facts,
            actor=Actor("Bob", scope.account_id), provider_name="Lindehaege",
            for_dossier_id=unshared.id,
        )  # fmt: skip
    assert isinstance(refused.value.orig, InsufficientPrivilege)


def test_the_pages_of_the_plan_ask_few_statements(portal: Portal, case: Case, bob: Visitor) -> None:
    first = bob.get(f"{PAGE}/verbeterplan").location
    bob.submit(first, {"toelichting": "Half af", "actie": "concept"})
    for path in (
        first,
        first.replace("aanleiding", "acties"),
        first.replace("aanleiding", "controleren"),
    ):
        bob.get(path)
        with counted(portal) as seen:
            assert bob.get(path).status == 200
        assert len(seen) <= 15, (path, len(seen))


@pytest.mark.rule("004-64")
def test_the_municipality_assesses_the_plan_in_the_dossier_that_asked_for_it(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    reference = hand_in(portal, bob)
    alice = portal.visitor("alice")
    zaak = f"/g/brummen/zaken/{reference}"
    assess_here = f"/g/brummen/dossiers/D-2026-0001/plan/{reference}"
    assert alice.submit(zaak, action="/oppakken").status == 303
    page = alice.get(zaak)
    assert "Beoordeel dit plan in dossier D-2026-0001" in page.words
    assert f'action="{assess_here}"' in page.text
    assert alice.get(f"{zaak}/besluiten").location == assess_here
    dossier = "/g/brummen/dossiers/D-2026-0001"
    assert alice.get(dossier).links()[f"Verbeterplan {reference}"] == assess_here
    jan = portal.visitor("jan")
    assert jan.get(dossier).links()[f"Verbeterplan {reference}"] == zaak
    assert jan.get(zaak).status == 200
    scope = case.scope("alice")
    delivery, version = portal.database.rows("SELECT id, version FROM delivery")[0]
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken):
        decide(
            session, scope, delivery, version=version, outcome="aanvaard", details={},
            reason="Langs het dossier.", actor=case.doer("alice").actor,
        )  # fmt: skip
    assess(case, "aanvaard")
    assert case.state().milestones
    assert alice.get(dossier).links()[f"Verbeterplan {reference}"] == zaak


def test_of_two_plans_for_one_dossier_at_once_one_comes_in(
    portal: Portal, case: Case, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two colleagues, each with a draft: both have looked before either is in."""
    people = [portal.visitor("bob"), portal.visitor("bob")]
    first = bob.get(f"{PAGE}/verbeterplan").location.rpartition("/")[2]
    checks = [go_through(each, f"{PAGE}/verbeterplan/{uuid4()}/{first}", PLAN) for each in people]
    together = Barrier(2)

    def looked(*, is_closed: bool, asks: Any, plans: Any) -> None:
        check_may_hand_in_plan(is_closed=is_closed, asks=asks, plans=plans)
        with suppress(BrokenBarrierError):
            together.wait(timeout=1)

    monkeypatch.setattr(views_plan, "check_may_hand_in_plan", looked)
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(confirm, people, checks))
    assert (
        portal.database.one("SELECT count(*) FROM delivery WHERE for_dossier_id IS NOT NULL") == 1
    )
    assert sorted(page.status for page in sent) == [303, 409]
