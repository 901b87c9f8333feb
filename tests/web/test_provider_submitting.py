"""From an empty form to a receipt, without JavaScript."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from portal.domain.submissions.registry import all_kinds
from portal.services.submitting import body_digest
from tests.support.app import Portal
from tests.support.forms import (
    LINDEHAEGE,
    begin,
    confirm,
    date_parts,
    fill_in,
    notice,
    plan,
    reference_on,
    send,
    stop,
)
from tests.support.submitting import answers_for


def test_opening_a_form_draws_a_key_and_writes_nothing(portal: Portal) -> None:
    bob = portal.visitor("bob")
    first, second = begin(bob, "verbeterplan"), begin(bob, "verbeterplan")
    assert first != second
    assert bob.get(first).status == 200
    assert portal.database.one("SELECT count(*) FROM draft") == 0


@pytest.mark.parametrize(
    ("kind", "pages", "municipalities"),
    [
        ("verbeterplan", plan("brummen", "epe"), ["brummen", "epe"]),
        (
            "clientenstop",
            stop({"brummen": ["W101"], "apeldoorn": ["W101"]}),
            ["apeldoorn", "brummen"],
        ),
        (
            "continuiteitsmelding",
            notice("apeldoorn", "brummen", "epe"),
            ["apeldoorn", "brummen", "epe"],
        ),
    ],
)
def test_each_kind_reaches_the_municipalities_that_were_chosen(
    portal: Portal, kind: str, pages: dict, municipalities: list[str]
) -> None:
    receipt = send(portal.visitor("bob"), kind, pages)
    assert receipt.status == 200
    assert "Wij hebben uw indiening ontvangen" in receipt.words
    rows = portal.database.rows(
        "SELECT t.slug, d.reference FROM delivery d JOIN tenant t ON t.id = d.tenant_id ORDER BY 1"
    )
    assert [slug for slug, _ in rows] == municipalities
    assert {reference for _, reference in rows} == {reference_on(receipt)}
    assert portal.database.one("SELECT count(*) FROM draft") == 0


def test_the_receipt_tells_what_interface_asks(portal: Portal) -> None:
    portal.at(datetime(2026, 11, 26, 13, 5, tzinfo=UTC))
    bob = portal.visitor("bob")
    receipt = send(bob, "verbeterplan", plan("brummen", "epe"))
    hashes = portal.database.rows("SELECT seq, entry_hash FROM ledger_entry")
    assert "26 november 2026 om 14.05.00 uur" in receipt.words
    assert "Bob Lindeman" in receipt.words
    assert all(entry_hash in receipt.words for _, entry_hash in hashes)
    assert "Gemeente Brummen" in receipt.words
    assert "beoordeelt het plan" in receipt.words
    assert "bob@lindehaege.voorbeeld.example" in receipt.words
    assert "worden nu gemaakt" in receipt.words
    links = receipt.links()
    assert links["Volg deze indiening"].endswith(reference_on(receipt))


@pytest.mark.rule("004-01")
def test_the_documents_of_a_receipt_are_honest_until_they_are_there(portal: Portal) -> None:
    bob = portal.visitor("bob")
    receipt = send(bob, "verbeterplan", plan("brummen"))
    address = f"{LINDEHAEGE}/indieningen/{reference_on(receipt)}/ontvangstbewijs"
    for ending in (".pdf", ".json"):
        waiting = bob.get(address + ending)
        assert (waiting.status, waiting.h1) == (404, "Het ontvangstbewijs wordt nog gemaakt")
    fragment = bob.get(address, fragment=True)
    assert "worden nu gemaakt" in fragment.text
    assert "<html" not in fragment.text
    portal.work()
    pdf = bob.client.get(address + ".pdf")
    assert pdf.status_code == 200
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    signed = json.loads(bob.client.get(address + ".json").data)
    page = bob.get(address)
    assert signed["reference"] == reference_on(receipt)
    assert signed["signatures"][0]["signature"] in page.words
    assert "hx-trigger" not in bob.get(address, fragment=True).text


def test_double_click_back_button_and_resend_give_the_same_receipt(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    first = confirm(bob, check)
    assert [confirm(bob, check).location for _ in range(3)] == [first.location] * 3
    assert portal.database.one("SELECT count(*) FROM submission") == 1
    assert portal.database.one("SELECT count(*) FROM ledger_entry") == 1


def test_the_same_key_with_another_content_is_refused(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    fields = check.form("/controleren")
    confirm(bob, check)
    other = bob.post(check.response.request.path, {**fields, "samenvatting": "0" * 64})
    assert other.status == 409
    assert "al ingediend" in other.h1
    assert portal.database.one("SELECT count(*) FROM submission") == 1


def test_old_pages_of_a_submitted_form_lead_to_the_receipt(portal: Portal) -> None:
    bob = portal.visitor("bob")
    first = begin(bob, "verbeterplan")
    old = bob.get(first)
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    path = check.response.request.path.replace("controleren", "aanleiding")
    confirm(bob, check)
    opened = bob.get(path)
    assert (opened.status, opened.h1) == (200, "Dit formulier is al ingediend")
    assert "Bekijk het ontvangstbewijs" in opened.links()
    sent = bob.post(path, old.form())
    assert sent.status == 409
    assert portal.database.one("SELECT count(*) FROM draft") == 0


def test_what_is_confirmed_is_what_is_submitted(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    path = check.response.request.path
    bob.submit(path.replace("controleren", "aanleiding"), {"onderwerp": "Iets heel anders"})
    stale = confirm(bob, check)
    assert stale.status == 409
    assert "Controleer opnieuw" in stale.words
    assert "Iets heel anders" in stale.words
    assert portal.database.one("SELECT count(*) FROM submission") == 0
    again = bob.post(path, stale.form("/controleren"))
    assert again.status == 303


def test_an_incomplete_form_is_not_submitted_and_says_what_is_missing(portal: Portal) -> None:
    bob = portal.visitor("bob")
    first = begin(bob, "verbeterplan")
    bob.submit(first, {"actie": "concept", "onderwerp": "Rapporteren"})
    check = bob.get(first.replace("aanleiding", "controleren"))
    assert check.title.startswith("Fout: ")
    assert "Kies waarom u dit plan indient." in check.errors
    assert "Kies minstens één gemeente." in check.errors
    assert "Indienen" not in [b.text_content() for b in check.tree.xpath("//main//button")]


def test_an_incomplete_form_is_refused_whatever_is_posted(portal: Portal) -> None:
    bob = portal.visitor("bob")
    complete = fill_in(bob, "verbeterplan", plan("brummen"))
    path = complete.response.request.path
    bob.submit(path.replace("controleren", "gemeenten"), {"gemeenten": [], "actie": "concept"})
    answers = answers_for("verbeterplan")
    del answers["gemeenten"]
    answers["acties"][0]["id"] = "r1"
    digest = body_digest(all_kinds()["verbeterplan"], answers, [])
    # The page shows no button now; whoever sends its digest all the same is told why not.
    refused = bob.post(path, {"samenvatting": digest})
    assert (refused.status, refused.errors) == (422, ["Kies minstens één gemeente."])
    assert portal.database.one("SELECT count(*) FROM submission") == 0


def test_the_check_page_of_a_key_that_was_never_saved_cannot_be_confirmed(portal: Portal) -> None:
    path = f"{LINDEHAEGE}/indienen/verbeterplan/{uuid4()}/controleren"
    assert portal.visitor("bob").post(path, {"samenvatting": "x"}).status == 404


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(("day", "days_late"), [(19, 1), (20, None), (21, None), (6, 14)])
def test_a_late_stop_is_told_and_submitted_all_the_same(
    portal: Portal, day: int, days_late: int | None
) -> None:
    """Received 6 March allows 20 March, the last hour of the local day included."""
    portal.at(datetime(2026, 3, 6, 22, 59, tzinfo=UTC))
    bob = portal.visitor("bob")
    pages = stop({"brummen": ["W101"]}, periode=date_parts("ingangsdatum", day, 3, 2026))
    check = fill_in(bob, "clientenstop", pages)
    assert ("te vroeg" in check.words) is (days_late is not None)
    if days_late:
        assert "20 maart 2026" in check.words
        assert "14 kalenderdagen na ontvangst op 6 maart 2026" in check.words
        assert "dichterbij dan veertien dagen" in check.words  # Brummen, in its own words
    receipt = bob.follow(confirm(bob, check))
    marks = portal.database.one("SELECT marks FROM delivery")
    assert marks.get("te_laat", {}).get("dagen") == days_late
    assert ("Te laat gemeld" in receipt.words) is (days_late is not None)


@pytest.mark.rule("004-79")
def test_the_first_possible_day_is_told_before_anything_is_typed(portal: Portal) -> None:
    portal.at(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    bob = portal.visitor("bob")
    page = bob.get(begin(bob, "clientenstop").replace("/producten", "/periode"))
    assert "20 maart 2026 de eerste dag die op tijd is" in page.words


@pytest.mark.rule("004-79")
def test_the_warning_about_a_late_date_comes_on_the_next_page_with_the_way_back(
    portal: Portal,
) -> None:
    portal.at(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    bob = portal.visitor("bob")
    path = begin(bob, "clientenstop").replace("/producten", "/periode")
    pages = stop({}, periode=date_parts("ingangsdatum", 8, 3, 2026))
    next_page = bob.follow(bob.submit(path, pages["periode"]))
    assert "Let op bij “Periode en reden”" in next_page.words
    assert "Terug naar Periode en reden" in next_page.links()
    assert "te vroeg" in bob.get(path).words


def test_a_citizen_number_is_warned_about_and_never_blocks(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = {**plan()["aanleiding"], "toelichting": "Cliënt 111222333 wacht te lang."}
    next_page = bob.follow(bob.submit(path, typed))
    assert next_page.status == 200
    assert "op een burgerservicenummer lijkt" in next_page.words


def test_a_mistake_keeps_everything_and_says_what_to_do(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "acties")
    typed = {**plan()["acties"], **date_parts("acties-r1-datum", 31, 2, 2030)}
    wrong = bob.submit(path, typed)
    assert wrong.status == 422
    assert wrong.title.startswith("Fout: ")
    assert any("31 februari 2030 bestaat niet" in line for line in wrong.errors)
    assert wrong.form()["acties-r1-datum-dag"] == "31"
    assert wrong.form()["acties-r1-wat"] == "Wekelijks nalopen wat openstaat"
    # It is kept as well, as it was typed.
    assert bob.get(path).form()["acties-r1-datum-dag"] == "31"


def test_actions_out_of_order_are_found_on_their_own_page(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "acties")
    first = plan()["acties"]
    second = {name.replace("r1", "r2"): value for name, value in first.items() if name != "acties"}
    typed = {**first, **second, "acties": ["r1", "r2"], "acties-r2-datum-jaar": "2029"}
    wrong = bob.submit(path, typed)
    assert wrong.status == 422
    assert any("Actie 2 is eerder klaar dan actie 1" in line for line in wrong.errors)


def test_rows_are_added_and_removed_without_javascript(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "acties")
    typed = {**bob.get(path).form(), "acties-r1-wat": "Bellen"}
    two = bob.post(path, {**typed, "rij-toevoegen": "acties"})
    assert two.status == 200
    ids = two.form()["acties"]
    assert len(ids) == 2
    assert two.form()["acties-r1-wat"] == "Bellen"
    assert two.errors == []
    one = bob.post(path, {**two.form(), "rij-weghalen": f"acties:{ids[1]}"})
    assert one.form()["acties"] == "r1"
    assert one.form()["acties-r1-wat"] == "Bellen"


def test_a_municipality_without_a_contract_cannot_be_addressed(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "gemeenten")
    wrong = bob.submit(path, {"gemeenten": ["zutphen"]})
    assert wrong.status == 422
    assert any("geen lopende overeenkomst met gemeente zutphen" in line for line in wrong.errors)


def test_a_form_and_its_receipt_are_not_there_for_another_provider(portal: Portal) -> None:
    bob, charlie = portal.visitor("bob"), portal.visitor("charlie")
    secret = "Roostering van de nachtdienst"
    check = fill_in(bob, "verbeterplan", plan("brummen", aanleiding={"onderwerp": secret}))
    foreign = check.response.request.path.replace("lindehaege", "thuisbasis-oost")
    seen = charlie.get(foreign.replace("controleren", "aanleiding"))
    assert secret not in seen.text
    assert charlie.get(check.response.request.path).status == 404
    receipt = bob.follow(confirm(bob, check))
    reference = reference_on(receipt)
    for ending in ("", "/ontvangstbewijs", "/ontvangstbewijs.pdf", "/ontvangstbewijs.json"):
        assert (
            charlie.get(f"/aanbieder/thuisbasis-oost/indieningen/{reference}{ending}").status == 404
        )
    assert charlie.get(foreign).status == 200  # an empty form of the own, under the same key
    assert secret not in charlie.get(foreign).text


def test_a_kind_or_page_that_does_not_exist_is_not_there(portal: Portal) -> None:
    bob = portal.visitor("bob")
    first = begin(bob, "verbeterplan")
    assert bob.get(f"{LINDEHAEGE}/indienen/iets").status == 404
    assert bob.get(first.replace("aanleiding", "vragen")).status == 404
    bob.submit(first, {"actie": "concept", "onderwerp": "x"})
    assert bob.get(first.replace("verbeterplan", "clientenstop")).status == 404


def test_confirmations_at_the_same_instant_give_one_submission(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen", "epe"))
    path, fields = check.response.request.path, check.form("/controleren")
    browsers = [portal.visitor("bob") for _ in range(4)]
    sent = [{**fields, "csrf_token": browser.csrf_token()} for browser in browsers]
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(lambda b, f: b.post(path, f), browsers, sent))
    assert {answer.status for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert portal.database.one("SELECT count(*) FROM submission") == 1
    assert portal.database.one("SELECT count(*) FROM delivery") == 2


def test_background_saves_during_a_confirmation_leave_no_draft_behind(portal: Portal) -> None:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    path, fields = check.response.request.path, check.form("/controleren")
    page = path.replace("controleren", "aanleiding")
    savers = [portal.visitor("bob") for _ in range(3)]
    typed = [{**s.get(page).form(), "csrf_token": s.csrf_token()} for s in savers]
    sender = portal.visitor("bob")
    confirmed = {**fields, "csrf_token": sender.csrf_token()}
    with ThreadPoolExecutor(max_workers=4) as pool:
        saving = [
            pool.submit(saver.post, page, form, autosave=True)
            for saver, form in zip(savers, typed, strict=True)
        ]
        sent = pool.submit(sender.post, path, confirmed)
        statuses = {future.result().status for future in saving}
    assert sent.result().status == 303
    assert statuses <= {204, 409}
    assert portal.database.one("SELECT count(*) FROM draft") == 0


def test_a_provider_without_a_running_contract_is_told_so(portal: Portal) -> None:
    portal.database.admin.execute("UPDATE contract SET ends_on = starts_on")
    page = portal.visitor("bob").get(f"{LINDEHAEGE}/indienen")
    assert "geen lopende overeenkomst" in page.words
    assert "Verbeterplan" not in page.links()


@pytest.mark.parametrize("ending", ["indieningen/%00", "indieningen/x%00y/brummen/intrekken"])
def test_an_address_with_a_nul_is_not_there(portal: Portal, ending: str) -> None:
    assert portal.visitor("bob").get(f"{LINDEHAEGE}/{ending}").status == 404
