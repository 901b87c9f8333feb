"""What is typed is kept: by button, in the background, over two windows, after the session ended."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.services import drafts
from tests.support.app import Page, Portal, Visitor
from tests.support.forms import HOME, LINDEHAEGE, begin, fill_in, plan
from tests.support.submitting import submit

DAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
FULL = plan()["aanleiding"]


def stored(portal: Portal, step: str = "aanleiding") -> dict[str, str]:
    """What the only draft holds of one page."""
    pairs = portal.database.one("SELECT form -> %s -> 'typed' FROM draft", step)
    return dict(pairs or [])


def test_saving_a_draft_never_complains(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "acties")
    saved = bob.submit(
        path, {"acties-r1-wat": "Half", "acties-r1-datum-dag": "99", "actie": "concept"}
    )
    assert (saved.status, saved.location) == (303, path)
    page = bob.follow(saved)
    assert page.errors == []
    assert "opgeslagen" in page.words
    assert page.form()["acties-r1-datum-dag"] == "99"


def test_the_background_save_writes_and_says_nothing(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = {**bob.get(path).form(), "onderwerp": "Roos"}
    answer = bob.post(path, typed, autosave=True)
    assert (answer.status, answer.text) == (204, "")
    assert stored(portal)["onderwerp"] == "Roos"


def test_a_window_does_not_run_into_its_own_background_saves(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = bob.get(path).form()
    for word in ("R", "Ro", "Roo"):
        assert bob.post(path, {**typed, "onderwerp": word}, autosave=True).status == 204
    done = bob.post(path, {**typed, **FULL, "onderwerp": "Roos"})
    assert done.status == 303
    assert stored(portal)["onderwerp"] == "Roos"


def test_a_background_save_that_the_button_overtook_changes_nothing(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = bob.get(path).form()
    assert bob.post(path, {**typed, **FULL, "onderwerp": "Roosters"}).status == 303
    assert bob.post(path, {**typed, "onderwerp": "Roos"}, autosave=True).status == 409
    assert stored(portal)["onderwerp"] == "Roosters"


def test_a_page_that_came_back_with_mistakes_goes_on_saving(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    wrong = bob.post(path, {**bob.get(path).form(), "onderwerp": ""})
    assert wrong.status == 422
    assert bob.post(path, {**wrong.form(), "onderwerp": "Roos"}, autosave=True).status == 204
    assert stored(portal)["onderwerp"] == "Roos"


def test_the_background_save_does_not_keep_the_session_alive(portal: Portal) -> None:
    portal.at(DAY)
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = bob.get(path).form()
    portal.at(DAY + timedelta(minutes=25))
    assert bob.post(path, typed, autosave=True).status == 204
    portal.at(DAY + timedelta(minutes=31))
    assert bob.post(path, typed, autosave=True).status == 401
    assert bob.get(path).status == 303


def test_two_windows_on_one_page_see_both_versions(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    here, there = bob.get(path).form(), bob.get(path).form()
    assert bob.post(path, {**here, **FULL, "onderwerp": "Van hier"}).status == 303
    conflict = bob.post(path, {**there, **FULL, "onderwerp": "Van daar"})
    assert conflict.status == 409
    assert "Van hier" in conflict.words
    assert conflict.form()["onderwerp"] == "Van daar"
    assert stored(portal)["onderwerp"] == "Van hier"
    assert bob.post(path, {**there, "onderwerp": "Stil"}, autosave=True).status == 409
    # Knowing both, what was typed can be kept after all.
    assert bob.post(path, conflict.form()).status == 303
    assert stored(portal)["onderwerp"] == "Van daar"


def test_two_devices_on_different_pages_do_not_disturb_each_other(portal: Portal) -> None:
    bob, colleague = portal.visitor("bob"), portal.visitor("bob")
    first = begin(bob, "verbeterplan")
    second = first.replace("aanleiding", "gemeenten")
    here, there = bob.get(first).form(), colleague.get(second).form()
    assert bob.post(first, {**here, **FULL}).status == 303
    assert colleague.post(second, {**there, "gemeenten": ["epe"]}).status == 303
    assert stored(portal)["onderwerp"] == FULL["onderwerp"]
    assert stored(portal, "gemeenten") == {"gemeenten": "epe"}


def test_a_draft_goes_on_from_another_device(portal: Portal) -> None:
    path = begin(portal.visitor("bob"), "verbeterplan")
    portal.visitor("bob").submit(path, {"onderwerp": "Later verder", "actie": "concept"})
    other = portal.visitor("bob")
    drafts = other.get(f"{LINDEHAEGE}/concepten")
    resumed = other.get(drafts.links()["Later verder"])
    assert resumed.h1 == "Gemeenten"  # the first page that was never saved
    assert other.get(path).form()["onderwerp"] == "Later verder"


def test_drafts_are_listed_with_their_age_and_deleted_after_a_question(portal: Portal) -> None:
    portal.at(DAY)
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    bob.submit(path, {"onderwerp": "Oud plan", "actie": "concept"})
    portal.at(DAY + timedelta(days=40))
    bob = portal.visitor("bob")
    drafts = bob.get(f"{LINDEHAEGE}/concepten")
    assert "begonnen 40 dagen geleden" in drafts.words
    assert "door Bob Lindeman" in drafts.words
    assert "meer dan dertig dagen" in drafts.words
    asked = bob.get(drafts.links()["Verwijderen: Oud plan"])
    assert portal.database.one("SELECT count(*) FROM draft") == 1
    gone = bob.post(asked.response.request.path, asked.form())
    assert "verwijderd" in bob.follow(gone).words
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    assert bob.post(asked.response.request.path, asked.form()).status == 404


def test_another_provider_sees_and_deletes_no_foreign_draft(portal: Portal) -> None:
    path = begin(portal.visitor("bob"), "verbeterplan")
    portal.visitor("bob").submit(path, {"onderwerp": "Geheim plan", "actie": "concept"})
    charlie = portal.visitor("charlie")
    assert "Geheim plan" not in charlie.get(f"{HOME['charlie']}/concepten").text
    key = path.split("/")[-2]
    for address in (key, uuid4()):
        delete = f"{HOME['charlie']}/concepten/{address}/verwijderen"
        assert charlie.get(delete).status == charlie.post(delete, {}).status == 404
    assert portal.database.one("SELECT count(*) FROM draft") == 1


def sign_in_again(visitor: Visitor, refused: Page, slug: str) -> Page:
    """Follow to the sign-in page and sign in with a password."""
    assert refused.status == 303
    database = visitor.portal.database
    email = database.one("SELECT email FROM account WHERE slug = %s", slug)
    database.admin.execute(
        "UPDATE account SET password_hash = %s WHERE slug = %s",
        (visitor.portal.tools.passwords.hash("een lang wachtwoord"), slug),
    )
    page = visitor.get(refused.location)
    fields = page.form("/aanmelden")
    return visitor.post(
        refused.location, {**fields, "email": email, "wachtwoord": "een lang wachtwoord"}
    )


def test_a_form_sent_on_an_ended_session_comes_back_to_the_same_account(portal: Portal) -> None:
    portal.at(DAY)
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = {**bob.get(path).form(), **FULL, "onderwerp": "Lang over nagedacht"}
    portal.at(DAY + timedelta(minutes=31))
    refused = bob.post(path, typed)
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    back = sign_in_again(bob, refused, "bob")
    assert back.location.startswith(f"{path}?bewaard=")
    page = bob.get(back.location)
    assert page.form()["onderwerp"] == "Lang over nagedacht"
    assert page.errors == []
    assert bob.post(path, page.form()).status == 303
    assert stored(portal)["onderwerp"] == "Lang over nagedacht"
    assert portal.database.one("SELECT count(*) FROM kept_form") == 0


def test_a_kept_form_is_not_given_to_anybody_else(portal: Portal) -> None:
    portal.at(DAY)
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    typed = {**bob.get(path).form(), "onderwerp": "Alleen voor Bob"}
    portal.at(DAY + timedelta(minutes=31))
    refused = bob.post(path, typed)
    kept = refused.location.partition("bewaard=")[2]
    foreign = path.replace("lindehaege", "thuisbasis-oost")
    charlie = portal.visitor("charlie")
    assert "Alleen voor Bob" not in charlie.get(f"{foreign}?bewaard={kept}").text
    back = sign_in_again(bob, refused, "charlie")
    assert "bewaard" not in back.location
    assert "Alleen voor Bob" not in bob.follow(back).text


def test_a_confirmation_on_an_ended_session_submits_nothing(portal: Portal) -> None:
    portal.at(DAY)
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    path = check.response.request.path
    portal.at(DAY + timedelta(minutes=31))
    refused = bob.post(path, check.form("/controleren"))
    assert portal.database.one("SELECT count(*) FROM submission") == 0
    back = sign_in_again(bob, refused, "bob")
    again = bob.get(back.location)
    assert again.h1 == "Controleer wat u hebt ingevuld"
    assert bob.post(path, again.form("/controleren")).status == 303
    assert portal.database.one("SELECT count(*) FROM submission") == 1


def test_one_draft_too_many_is_refused_with_everything_typed_still_there(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 1)
    bob = portal.visitor("bob")
    bob.submit(begin(bob, "verbeterplan"), {"onderwerp": "Eerste", "actie": "concept"})
    refused = bob.submit(begin(bob, "verbeterplan"), {**FULL, "onderwerp": "Tweede"})
    assert refused.status == 422
    assert "Er staan al 1 concepten klaar. Verwijder er eerst een paar." in refused.errors
    assert refused.form()["onderwerp"] == "Tweede"


@pytest.mark.parametrize("window", ["\0", "x" * 5_000, "<script>", "é"])
def test_a_window_that_names_itself_oddly_saves_all_the_same(portal: Portal, window: str) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    assert bob.submit(path, {**FULL, "venster": window, "versie": "x"}).status == 303
    assert stored(portal)["onderwerp"] == FULL["onderwerp"]


def test_asking_only_for_the_head_of_a_page_changes_nothing(portal: Portal) -> None:
    """Link checkers and prefetching do that, and it asks for no token."""
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan")
    bob.submit(path, {"onderwerp": "Plan", "actie": "concept"})
    key = path.split("/")[-2]
    head = bob.client.head(f"{LINDEHAEGE}/concepten/{key}/verwijderen")
    assert head.status_code == 200
    assert portal.database.one("SELECT count(*) FROM draft") == 1


def test_the_head_of_a_page_answers_like_the_page(portal: Portal) -> None:
    portal.at(DAY)
    reference = submit(portal.database, "clientenstop", "brummen").reference
    bob, rens = portal.visitor("bob"), portal.visitor("rens")
    check = fill_in(bob, "verbeterplan", plan("brummen")).response.request.path
    for visitor, path in (
        (bob, f"{LINDEHAEGE}/indieningen/{reference}/brummen/intrekken"),
        (bob, f"{LINDEHAEGE}/gegevens/wijzigen"),
        (bob, check),
        (rens, "/regio/overeenkomsten/inlezen"),
    ):
        assert visitor.client.head(path).status_code == 200, path
