"""What a provider sees of a dossier, and what it sends. No JavaScript."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.domain.errors import NotThere, RuleBroken
from portal.domain.ladder.dossier import Report
from portal.domain.ladder.walking import Choice
from portal.services.dossiers.afterwards import close_dossier, end_measure
from portal.services.dossiers.answering import reply
from portal.services.dossiers.noting import read_reply, write_note
from portal.services.dossiers.talks import report_talk
from portal.services.recording import Actor
from tests.support.answers import ask_for_more, consent
from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import Case, open_case
from tests.support.forms import HOME, LINDEHAEGE
from tests.support.statements import counted
from tests.support.submitting import submit

DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """A Friday morning in March."""
    portal.at(DAY)
    return portal


@pytest.fixture
def case(portal: Portal) -> Case:
    """An ingebrekestelling of Brummen that waits for Bob."""
    case = open_case(portal)
    case.send_notice()
    return case


@pytest.fixture
def bob(portal: Portal) -> Visitor:
    return portal.visitor("bob")


PAGE = f"{LINDEHAEGE}/dossiers/brummen/D-2026-0001"


def next_step(page: Page) -> str:
    """What the page says has to happen now."""
    section = page.tree.xpath("//section[@aria-labelledby='volgende']")[0]
    return " ".join(section.text_content().split())


def send(bob: Visitor, query: str = "", files: Any = None, **typed: Any) -> Page:
    """Fill the form in and send it."""
    path = f"{PAGE}/antwoorden/nieuw"
    form = bob.get(f"{path}{query}").form()
    fields = {**form, "brief": "geen", "tekst": "Alles is weer op tijd.", **typed}
    if files:
        fields["bestanden"] = [(io.BytesIO(content), name) for content, name in files]
    return bob.post(path, fields, content_type="multipart/form-data")


def test_a_dossier_is_not_there_before_something_was_sent(portal: Portal, bob: Visitor) -> None:
    open_case(portal)
    assert bob.get(PAGE).status == 404
    assert "Rapportages komen te laat" not in bob.get(f"{LINDEHAEGE}/dossiers").words


def test_the_list_says_first_what_waits_for_us_and_by_when(case: Case, bob: Visitor) -> None:
    page = bob.get(f"{LINDEHAEGE}/dossiers")
    assert "Wacht op u (1)" in page.words
    assert "Brief lezen" in page.words
    assert "uiterlijk 26 maart 2026" in page.words
    assert page.links()["Rapportages komen te laat"] == PAGE
    assert page.links()["Dossiers 1"] == f"{LINDEHAEGE}/dossiers"  # the menu


def test_the_list_can_be_searched(case: Case, bob: Visitor) -> None:
    def found(query: str) -> bool:
        page = bob.get(f"{LINDEHAEGE}/dossiers?{query}", fragment=True)
        return "Rapportages komen te laat" in page.text

    assert found("zoek=rapportages")
    assert found("zoek=D-2026")
    assert found("gemeente=brummen")
    assert not found("zoek=wachttijd")
    assert not found("gemeente=epe")


@pytest.mark.rule("002-07")
def test_the_page_shows_one_next_step_the_letter_and_the_term_that_explains_itself(
    case: Case, bob: Visitor
) -> None:
    page = bob.get(PAGE)
    assert page.h1 == "Rapportages komen te laat"
    assert "Lees brief 1" in next_step(page)
    assert "26 maart 2026" in page.words
    assert "20 kalenderdagen na 6 maart 2026" in page.words
    assert "Nieuw" in page.words


def test_opening_a_letter_is_stamped_once_and_the_municipality_sees_it(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    letter = bob.get(f"{PAGE}/brieven/1")
    assert "binnen tien dagen na het einde van de maand" in letter.words
    assert "6 maart 2026 om 11.00 uur door Bob" in letter.words
    portal.at(DAY + timedelta(minutes=5))
    bob.get(f"{PAGE}/brieven/1")
    stamps = portal.database.rows("SELECT opened_at, opened_by_name FROM letter")
    assert [stamp[0] for stamp in stamps] == [DAY]
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'brief_geopend'") == 1
    seen = portal.visitor("alice").get("/g/brummen/dossiers/D-2026-0001")
    assert "Geopend op 6 maart 2026" in seen.words
    assert "Laat weten wat u hebt gedaan" in next_step(bob.get(PAGE))


def test_the_pdf_comes_as_a_file_and_counts_as_opening(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    answer = bob.client.get(f"{PAGE}/brieven/1.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert portal.database.one("SELECT opened_by_name FROM letter").startswith("Bob")


def test_an_answer_is_received_with_its_time_its_file_and_its_place_in_the_chain(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    bob.get(f"{PAGE}/brieven/1")
    done = send(
        bob, "?soort=antwoord&brief=1", files=[(PDF, "rapportage.pdf")], soort="antwoord",
        brief="1", tekst="Sinds april is alles binnen tien dagen klaar.",
    )  # fmt: skip
    page = bob.follow(done)
    assert page.status == 200
    assert "Ontvangen op 6 maart 2026 om 11.00 uur" in page.words
    assert "Brief 1" in page.words
    seq, hash_ = portal.database.rows(
        "SELECT seq, entry_hash FROM ledger_entry WHERE type = 'antwoord_ontvangen'"
    )[0]
    assert f"Nummer {seq} in de keten van gemeente Brummen" in page.words
    assert hash_ in page.words
    file = bob.client.get(page.links()["rapportage.pdf"])
    assert (file.status_code, file.data) == (200, PDF)
    step = next_step(bob.get(PAGE))
    assert "U hoeft nu niets te doen" in step
    assert "Tot en met 26 maart 2026 kunt u nog iets sturen" in step
    alice = portal.visitor("alice").get("/g/brummen/dossiers/D-2026-0001")
    assert "Lees wat de aanbieder stuurde" in alice.words
    portal.work()
    assert any("Antwoord in dossier" in mail.subject for mail in portal.mail.sent)
    assert all("tien dagen" not in mail.body for mail in portal.mail.sent)


@pytest.mark.parametrize("kind", ["antwoord", "zienswijze", "bewijs"])
def test_each_kind_can_be_sent(portal: Portal, case: Case, bob: Visitor, kind: str) -> None:
    assert send(bob, f"?soort={kind}", soort=kind).status == 303
    assert portal.database.rows("SELECT kind, body FROM dossier_reply") == [
        (kind, "Alles is weer op tijd.")
    ]


def test_a_form_with_a_mistake_comes_back_with_everything_files_too(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    refused = send(
        bob, files=[(PDF, "rapportage.pdf"), (b"MZ", "virus.exe")], tekst="", soort="zienswijze"
    )
    assert refused.status == 422
    assert refused.title.startswith("Fout: ")
    assert "Schrijf op wat u wilt laten weten." in refused.errors
    assert any("virus.exe" in line for line in refused.errors)
    assert "rapportage.pdf" in refused.words
    form = refused.form()
    assert form["soort"] == "zienswijze"
    assert portal.database.one("SELECT count(*) FROM attachment") == 0
    done = bob.post(f"{PAGE}/antwoorden/nieuw", {**form, "tekst": "Alsnog."})
    assert "rapportage.pdf" in bob.follow(done).words
    assert portal.database.one("SELECT count(*) FROM attachment") == 1


def test_a_file_can_be_taken_off_before_sending(case: Case, bob: Visitor) -> None:
    page = send(bob, files=[(PDF, "rapportage.pdf")], tekst="", soort="bewijs")
    gone = page.tree.xpath("//button[@name='bestand-weghalen']/@value")[0]
    path = f"{PAGE}/antwoorden/nieuw"
    again = bob.post(path, {**page.form(), "tekst": "Zonder.", "bestand-weghalen": gone})
    assert again.status == 200
    assert "rapportage.pdf" not in again.words
    assert again.form()["tekst"] == "Zonder."


def test_pressing_twice_sends_once_and_another_text_is_not_lost(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    path = f"{PAGE}/antwoorden/nieuw"
    typed = {**bob.get(path).form(), "soort": "antwoord", "brief": "geen", "tekst": "Klaar."}
    first, second = bob.post(path, typed), bob.post(path, typed)
    assert (first.status, first.location) == (303, second.location)
    assert portal.database.one("SELECT count(*) FROM dossier_reply") == 1
    other = bob.post(path, {**typed, "tekst": "Toch nog niet klaar."})
    assert other.status == 409
    assert other.form()["tekst"] == "Toch nog niet klaar."
    assert portal.database.one("SELECT body FROM dossier_reply") == "Klaar."


def test_what_was_typed_survives_the_end_of_a_session(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    path = f"{PAGE}/antwoorden/nieuw"
    page = send(bob, files=[(PDF, "rapportage.pdf")], tekst="", soort="bewijs")
    typed = {**page.form(), "tekst": "Dit was lang werk."}
    portal.at(DAY + timedelta(minutes=31))
    ended = bob.post(path, typed)
    kept = ended.location.partition("bewaard=")[2]
    bob.sign_in("bob")
    back = bob.get(f"{path}?bewaard={kept}")
    assert back.form()["tekst"] == "Dit was lang werk."
    assert "rapportage.pdf" in back.words
    assert bob.post(path, back.form()).status == 303
    assert portal.database.one("SELECT count(*) FROM attachment") == 1


def test_a_letter_or_action_that_is_not_of_this_dossier_is_refused(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    assert send(bob, soort="antwoord", brief="7").status == 422
    assert portal.database.one("SELECT count(*) FROM dossier_reply") == 0


def test_nothing_is_sent_to_a_closed_dossier(portal: Portal, case: Case, bob: Visitor) -> None:
    path = f"{PAGE}/antwoorden/nieuw"
    typed = {**bob.get(path).form(), "soort": "antwoord", "brief": "geen", "tekst": "Te laat?"}
    close(case)
    assert bob.get(path).status == 409
    refused = bob.post(path, typed)
    assert refused.status == 409
    assert refused.form()["tekst"] == "Te laat?"
    page = bob.get(PAGE)
    assert "Dit dossier is gesloten" in next_step(page)
    assert "Opgelost." in page.words
    assert "Iets laten weten" not in page.words
    assert "Gesloten" in bob.get(f"{LINDEHAEGE}/dossiers").words


def close(case: Case) -> None:
    scope = case.scope("alice")
    with case.portal.database.scoped(scope) as session:
        close_dossier(
            session, scope, case.id, version=case.version, result="Opgelost.",
            doer=case.doer("alice"),
        )  # fmt: skip


@pytest.mark.rule("004-67")
def test_a_stop_stands_there_per_product_with_what_it_means_and_how_long(
    portal: Portal, bob: Visitor
) -> None:
    case = open_case(portal)
    case.impose("5a", "clientenstop", producten=["W101"], vanaf="2026-03-07")
    page = bob.get(PAGE)
    assert "de gemeente wijst u vanaf 7 maart 2026 geen nieuwe cliënten toe" in page.words
    assert "Uw acceptatieplicht vervalt zolang" in page.words
    assert "(W101)" in page.words
    assert "Gaat in op 7 maart 2026" in page.words
    profile = bob.get(f"{LINDEHAEGE}/gegevens")
    assert "Cliëntenstops en maatregelen die gelden of nog ingaan" in profile.words
    assert "(W101)" in profile.words
    portal.at(DAY + timedelta(days=5))
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        end_measure(
            session, scope, case.id, version=case.version, number=case.state().measures[0].number,
            on=date(2026, 3, 11), reason="Het gaat weer goed.", in_vain=False,
            doer=case.doer("alice"),
        )  # fmt: skip
    bob.sign_in("bob")
    page = bob.get(PAGE)
    assert "van 7 maart 2026 tot en met 11 maart 2026" in page.words
    assert "Het gaat weer goed." in page.words
    portal.at(DAY + timedelta(days=6))
    bob.sign_in("bob")
    assert "Geldt niet meer sinds 11 maart 2026" in bob.get(PAGE).words
    assert "(W101)" not in bob.get(f"{LINDEHAEGE}/gegevens").words


@pytest.mark.rule("002-11")
def test_an_amount_stands_there_with_the_event_it_is_for(portal: Portal, bob: Visitor) -> None:
    case = open_case(portal)
    case.impose("5c", "dwangsom", gebeurtenis_op="2026-03-05")
    assert "Bedrag: € 2.500,00 om wat er gebeurde op 5 maart 2026." in bob.get(PAGE).words


@pytest.mark.rule("001-18")
@pytest.mark.rule("001-21")
def test_of_a_talk_only_who_was_there_and_what_was_agreed_is_shared(
    portal: Portal, bob: Visitor
) -> None:
    case = open_case(portal)
    case.carry_out(case.prepare(Choice.STAP, "1", brief_tekst="Wij nodigen u uit."))
    scope = case.scope("alice")
    report = Report(
        held_on=DAY.date(), municipality="Alice", provider="Bob", discussed="Kanarie-gesprek",
        agreements="Elke maand een overzicht.",
    )  # fmt: skip
    with portal.database.scoped(scope) as session:
        report_talk(
            session, scope, case.id, version=case.version, number=1, report=report,
            doer=case.doer("alice"),
        )  # fmt: skip
    page = bob.get(PAGE)
    assert "Elke maand een overzicht." in page.words
    assert "Kanarie" not in page.text


def test_nothing_internal_is_on_any_page_nor_within_reach_of_the_role(
    portal: Portal, bob: Visitor
) -> None:
    case = open_case(portal, what_happened="Kanarie-aanleiding")
    case.send_notice(reden="Kanarie-reden")
    case.impose(
        "5a", "clientenstop", producten=["W101"], vanaf="2026-03-07",
        motivering="Kanarie-motivering", rechtvaardiging="Kanarie-weging",
        bewijsmaat="Kanarie-bewijsmaat", reden="Kanarie-ernst",
        **{
            f"factor_{each.code}": "Kanarie-factor"
            for each in case.state().ladder.measure_rules.factors
        },
    )  # fmt: skip
    case.evidence("", "Kanarie-bewijs")
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        write_note(session, scope, case.id, body="Kanarie-notitie", actor=case.doer("alice").actor)
    case.prepare(Choice.STAP, "4", brief_tekst="Kanarie-concept")
    pages = ("", "/brieven/1", "/brieven/2", "/antwoorden/nieuw")
    for path in (*(f"{PAGE}{each}" for each in pages), f"{LINDEHAEGE}/dossiers", f"{LINDEHAEGE}/"):
        for fragment in (False, True):
            page = bob.get(path, fragment=fragment)
            assert page.status == 200
            assert "Kanarie" not in page.text, path
    with portal.database.scoped(portal.database.provider("lindehaege", "bob")) as session:
        connection = session.connection()
        for query in (
            "SELECT data::text FROM event",
            "SELECT content::text FROM letter",
            "SELECT to_jsonb(m)::text FROM imposed_measure m",
            "SELECT to_jsonb(d)::text FROM deadline d",
            "SELECT title || number FROM dossier",
        ):
            found = connection.exec_driver_sql(query).scalars().all()
            assert found
            assert not any("Kanarie" in each for each in found), query


@pytest.mark.parametrize(
    "ending", ["", "/brieven/1", "/brieven/1.pdf", "/antwoorden/nieuw", "/antwoorden/{reply}"]
)
def test_another_provider_and_another_municipality_find_nothing(
    portal: Portal, case: Case, bob: Visitor, ending: str
) -> None:
    sent = send(bob, soort="antwoord").location.rpartition("/")[2]
    ending = ending.format(reply=sent)
    assert bob.client.get(f"{PAGE}{ending}").status_code == 200
    assert bob.get(f"{LINDEHAEGE}/dossiers/epe/D-2026-0001{ending}").status == 404
    charlie = portal.visitor("charlie")
    assert charlie.get(f"{PAGE}{ending}").status == 404
    assert charlie.get(f"{HOME['charlie']}/dossiers/brummen/D-2026-0001{ending}").status == 404
    assert "Rapportages" not in charlie.get(f"{HOME['charlie']}/dossiers").words


def test_only_who_may_submit_sends_something(portal: Portal, case: Case) -> None:
    """The service itself refuses what the wall lets nobody see."""
    scope = portal.database.provider("thuisbasis-oost", "charlie")
    with portal.database.scoped(scope) as session, pytest.raises(NotThere):
        reply(
            session, scope, case.id, key=uuid4(), kind="antwoord", body="Hallo.", letter_id=None,
            milestone=None, files=[], actor=Actor("Charlie", scope.account_id),
        )  # fmt: skip


def test_what_was_sent_cannot_be_deleted_with_its_file(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    send(bob, files=[(PDF, "rapportage.pdf")], soort="bewijs")
    with portal.database.scoped(portal.database.provider("lindehaege", "bob")) as session:
        gone = session.connection().exec_driver_sql("DELETE FROM attachment RETURNING id").all()
    assert gone == []


def test_the_municipality_reading_it_is_seen(portal: Portal, case: Case, bob: Visitor) -> None:
    page = send(bob, soort="antwoord")
    assert "Nog niet gelezen" in bob.get(PAGE).words
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        id_ = portal.database.one("SELECT id FROM dossier_reply")
        read_reply(session, scope, case.id, id_, actor=case.doer("alice").actor)
    assert "Gelezen door de gemeente" in bob.get(page.location).words
    assert "Nog niet gelezen" not in bob.get(PAGE).words


def test_an_unknown_kind_is_refused_by_the_service(portal: Portal, case: Case) -> None:
    scope = portal.database.provider("lindehaege", "bob")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken):
        reply(
            session, scope, case.id, key=uuid4(), kind="klacht", body="Hallo.", letter_id=None,
            milestone=None, files=[], actor=Actor("Bob", scope.account_id),
        )  # fmt: skip


def test_the_pages_ask_few_statements_and_no_more_for_more(portal: Portal, case: Case) -> None:
    bob = portal.visitor("bob")
    bob.get(f"{PAGE}/brieven/1")
    case.impose("5a", "clientenstop", producten=["W101"], vanaf="2026-03-07")

    def asked(path: str) -> int:
        bob.get(path)
        with counted(portal) as seen:
            assert bob.get(path).status == 200
        return len(seen)

    paths = (f"{LINDEHAEGE}/dossiers", PAGE, f"{LINDEHAEGE}/", f"{LINDEHAEGE}/gegevens",
             f"{PAGE}/brieven/1", f"{PAGE}/antwoorden/nieuw")  # fmt: skip
    before = {path: asked(path) for path in paths}
    assert max(before.values()) <= 15, before
    send(bob, files=[(PDF, "a.pdf"), (PDF + b"2", "b.pdf")], soort="bewijs")
    for _ in range(3):
        other = open_case(portal)
        other.send_notice()
        other.impose("5a", "clientenstop", producten=["W201"], vanaf="2026-03-07")
    assert {path: asked(path) for path in paths} == before


def test_on_the_overview_the_nearest_date_comes_first_whatever_it_is_about(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    submit(portal.database, "verbeterplan", "epe")
    portal.work()
    ask_for_more(portal, "epe", by=date(2026, 3, 12))
    page = bob.get(f"{LINDEHAEGE}/")
    assert "Wacht op u (2)" in page.words
    titles = page.tree.xpath("//section[@aria-labelledby='stand-ons']//a[@class]/text()")
    assert titles == ["Tijdig rapporteren", "Rapportages komen te laat"]
    for query, there in (
        ("gemeente=brummen", True), ("gemeente=epe", False), ("soort=verbeterplan", False),
        ("zoek=rapportages", True), ("zoek=anders", False), ("stand=gemeente", False),
    ):  # fmt: skip
        found = bob.get(f"{LINDEHAEGE}/?{query}", fragment=True)
        assert ("Rapportages komen te laat" in found.text) is there, query


def test_a_letter_that_asks_for_a_plan_leads_to_the_plan(portal: Portal, bob: Visitor) -> None:
    case = open_case(portal)
    case.ask_plan()
    assert bob.get(f"{PAGE}/brieven/1").links()["Verbeterplan maken"] == f"{PAGE}/verbeterplan"
    case.send_notice()
    assert "Antwoord sturen" in bob.get(f"{PAGE}/brieven/2").links()


@pytest.mark.rule("004-67")
def test_a_stop_on_request_stands_on_the_page_of_the_organisation_too(
    portal: Portal, bob: Visitor
) -> None:
    submit(portal.database, "clientenstop", "brummen")
    portal.work()
    consent(portal, "brummen", W101="2026-04-01")
    page = bob.get(f"{LINDEHAEGE}/gegevens")
    assert "Cliëntenstop op uw verzoek, gemeente Brummen" in page.words
    assert "(W101): gaat in vanaf 1 april 2026 tot nader bericht." in page.words


def test_asking_whether_a_letter_is_there_does_not_open_it(
    portal: Portal, case: Case, bob: Visitor
) -> None:
    assert bob.client.head(f"{PAGE}/brieven/1").status_code == 200
    assert portal.database.one("SELECT opened_at FROM letter") is None


def test_a_second_press_waits_for_the_first_and_gives_the_same_answer(
    portal: Portal, case: Case
) -> None:
    scope, key = portal.database.provider("lindehaege", "bob"), uuid4()

    def press(session: Any) -> Any:
        return reply(
            session, scope, case.id, key=key, kind="antwoord", body="Klaar.", letter_id=None,
            milestone=None, files=[], actor=Actor("Bob", scope.account_id),
        )  # fmt: skip

    def press_again() -> Any:
        with portal.database.scoped(scope) as session:
            return press(session)

    with ThreadPoolExecutor(1) as pool:
        with portal.database.scoped(scope) as session:
            first = press(session)
            second = pool.submit(press_again)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.3)
        assert second.result(timeout=10) == first
    assert portal.database.one("SELECT count(*) FROM dossier_reply") == 1
