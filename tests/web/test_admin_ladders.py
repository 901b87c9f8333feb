"""A functional admin turns a ladder into a new version, by pages alone and without JavaScript."""

import io
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import open_in_browser
from tests.support.ladder_editor import Editor, begin

BASE = "/g/brummen/beheer"
START = "versie:bijlage-4:1"
WHY = "Vier weken bleek te kort om zorg te verbeteren."


@pytest.fixture
def frank(portal: Portal) -> Visitor:
    return portal.visitor("frank")


@pytest.fixture
def draft(frank: Visitor) -> Editor:
    return begin(frank, BASE, START)


def tomorrow(portal: Portal, days: int = 1) -> date:
    return portal.clock().date() + timedelta(days=days)


def stored(portal: Portal, number: int, ladder: str = "bijlage-4") -> dict[str, Any]:
    return portal.database.one(
        "SELECT v.document FROM ladder_version v JOIN tenant t ON t.id = v.tenant_id"
        " WHERE t.slug = 'brummen' AND v.ladder = %s AND v.number = %s",
        ladder,
        number,
    )


def codes(portal: Portal, number: int) -> list[str]:
    return [rung["code"] for rung in stored(portal, number)["treden"]]


def as_second(portal: Portal, editor: Editor) -> Editor:
    """The same version before the eyes of the other functional admin."""
    return Editor(portal.visitor("fien"), editor.home)


def put_in_force(portal: Portal, editor: Editor, on: date) -> Page:
    """Proposed by the one, published by the other."""
    sent = editor.propose(on, WHY)
    assert sent.status == 303, sent.errors
    done = as_second(portal, editor).publish()
    assert done.status == 303, done.words
    return done


def test_a_ladder_gets_a_rung_a_term_and_a_co_signer_and_open_dossiers_keep_the_old_one(
    portal: Portal, frank: Visitor
) -> None:
    alice = portal.visitor("alice")
    old = open_in_browser(portal, alice)

    page = frank.get(BASE)
    page = frank.get(page.links()["Escalatieladder Wmo (Bijlage 4)"])
    assert "vanuit: Startsjabloon Escalatieladder Wmo (Bijlage 4)" in page.words
    stands = frank.get(page.links()["Versie 2024"]).words
    assert "Code van de ladderbijlage-4" in stands
    page = frank.get(page.links()["Nieuwe versie beginnen"])
    form = page.form("/beginnen")
    assert form["begin"] == START
    sent = frank.post(page.response.request.full_path, form)
    draft = Editor(frank, sent.location)

    added = draft.add(
        "treden", code="2b", naam="Gesprek met de directie", soorten=["gesprek"],
        wie=["contractmanager", "leidinggevende"], plaats="2",
        uitleg="U spreekt met wie beslissen mag.",
    )  # fmt: skip
    assert added.h1 == "Trede 2b Gesprek met de directie"
    draft.change("treden/3/waar-het-staat", grondslag__er="ja",
                 grondslag__document="Bijlage 4", grondslag__artikel="stap 2")  # fmt: skip
    draft.change("treden/4/termijn", termijn__lengte="6")
    draft.change("treden/4/wie-het-doet", medetekenaars=["jurist", "leidinggevende"])

    different = draft.page("/verschil").words
    assert "Van versie 2024 naar versie 2024-2" in different
    assert "Trede 2b (Gesprek met de directie)" in different
    assert "Lengte: was 2, wordt 6" in different
    assert "jurist en leidinggevende" in different

    walk = draft.page("/proefdossier")
    assert "Stap 2b Gesprek met de directie" in walk.words
    assert "Wat er beter moet" in walk.words
    assert "6 weken" in walk.words
    assert "Handtekening van de leidinggevende" in walk.words

    on = tomorrow(portal)
    sent = draft.propose(on, WHY)
    assert sent.status == 303, sent.errors
    mine = draft.page("/publiceren")
    assert "Een ander publiceert deze versie" in mine.words
    assert "Vraag Fien Zegel om mee te kijken" in mine.words
    assert frank.post(f"{draft.home}/publiceren").status == 403
    fien = as_second(portal, draft)
    seen = fien.page("/publiceren")
    assert "Lengte: was 2, wordt 6" in seen.words
    done = fien.publish()
    assert "Dossiers die dan al lopen, houden hun eigen versie" in fien.visitor.follow(done).text

    portal.at(portal.clock() + timedelta(days=1))
    alice, frank = portal.visitor("alice"), portal.visitor("frank")
    assert "2b" not in alice.get(old).words
    fresh = open_in_browser(portal, alice, titel="Opnieuw te laat")
    assert "Gesprek met de directie" in alice.get(fresh).words
    assert "Geldt nu" in frank.get(f"{BASE}/ladders/bijlage-4").words
    assert "Geldt alleen nog voor dossiers van toen" in frank.get(f"{BASE}/ladders/bijlage-4").words


def test_rungs_are_moved_joined_split_and_taken_out_by_buttons(
    portal: Portal, draft: Editor
) -> None:
    moved = draft.press("treden/2", "verplaatsen", omhoog="ja")
    assert "2 Verbeterplan staat nu op plaats 1" in moved.text
    assert codes(portal, 2) == ["2", "1", "3", "4"]
    draft.press("treden/1", "verplaatsen", omlaag="ja")
    assert codes(portal, 2) == ["1", "2", "3", "4"]

    joined = draft.press("treden/1", "samenvoegen")
    assert joined.h1 == "Trede 1 Gesprek en verbeterplan"
    assert codes(portal, 2) == ["1", "3", "4"]
    needed = [one["trede"] for one in stored(portal, 2)["treden"][2]["vereist"]]
    assert needed == ["1", "3"]

    split = draft.visitor.submit(
        f"{draft.home}/splitsen/treden/1",
        {"soorten": ["verbeterplan"], "code": "2", "naam": "Verbeterplan"},
        action="/splitsen/treden/1",
    )
    assert split.status == 303, split.errors
    assert codes(portal, 2) == ["1", "2", "3", "4"]

    gone = draft.press("treden/1", "weghalen")
    assert "verwijst er nog naar" in gone.text
    assert codes(portal, 2) == ["2", "3", "4"]
    draft.press("maatregelen/3", "weghalen")
    assert [one["code"] for one in stored(portal, 2)["maatregelen"]] == ["5a", "5b", "5d"]
    told = draft.page().words
    assert "Dit moet nog anders voordat de ladder kan ingaan" in told


def test_a_split_that_leaves_nothing_behind_is_refused(draft: Editor) -> None:
    draft.press("treden/1", "samenvoegen")
    sent = draft.visitor.submit(
        f"{draft.home}/splitsen/treden/1",
        {"soorten": ["gesprek", "verbeterplan"], "code": "2", "naam": "Plan"},
        action="/splitsen/treden/1",
    )
    assert (sent.status, sent.errors) == (
        422,
        ["Laat minstens één ding op de eerste trede staan."],
    )
    assert sent.form("/splitsen/treden/1")["naam"] == "Plan"


def test_all_findings_stand_together_errors_and_warnings_apart(
    portal: Portal, draft: Editor
) -> None:
    draft.change("treden/2/wat-er-gebeurt", code="1")
    draft.change("maatregelen/1/waar-het-staat", grondslag__er="nee")
    draft.change("maatregelen/3/geld", geld__maximum_cent="1000")
    page = draft.page()
    errors = page.tree.xpath("//*[contains(@class, 'utrecht-alert--error')]//li")
    warnings = page.tree.xpath("//*[contains(@class, 'utrecht-alert--warning')]//li")
    assert len(errors) >= 3, page.words
    assert all(" ".join(one.text_content().split()) for one in [*errors, *warnings])
    for error in errors:
        href = error.xpath(".//a/@href")[0]
        there = draft.visitor.get(href)
        assert there.status == 200
        anchor = href.partition("#")[2]
        assert there.tree.xpath(f"//*[starts-with(@id, '{anchor}')]"), href
    refused = draft.propose(tomorrow(portal), WHY)
    assert refused.status == 422
    assert len(refused.errors) >= len(errors)
    assert refused.form("/voorleggen")["toelichting"] == WHY


def test_a_typed_change_is_judged_before_it_is_saved(portal: Portal, draft: Editor) -> None:
    address = f"{draft.home}/wijzigen/maatregelen/3/geld"
    form = draft.visitor.get(address).form("/geld")
    part = draft.visitor.post(
        address, {**form, "geld__maximum_cent": "1000", "controle": "ja"}, fragment=True
    )
    assert "<html" not in part.text
    assert "moet nog anders" in part.text
    assert stored(portal, 2)["maatregelen"][2]["geld"]["maximum_cent"] == 2_500_000


def test_a_mistake_on_a_page_of_the_editor_keeps_all_that_was_typed(draft: Editor) -> None:
    address = f"{draft.home}/wijzigen/treden/3/termijn"
    sent = draft.visitor.submit(
        address, {"termijn__lengte": "veel", "termijn__artikel": "artikel 12"}, action="/termijn"
    )
    assert sent.status == 422
    assert sent.title.startswith("Fout: ")
    form = sent.form("/termijn")
    assert (form["termijn__lengte"], form["termijn__artikel"]) == ("veel", "artikel 12")


def test_two_admins_on_one_page_of_a_draft_both_see_both(portal: Portal, draft: Editor) -> None:
    fien = as_second(portal, draft)
    address = f"{draft.home}/wijzigen/treden/3/termijn"
    mine = draft.visitor.get(address).form("/termijn")
    fien.change("treden/3/wie-het-doet", medetekenaars=["jurist", "leidinggevende"])
    sent = draft.visitor.post(address, {**mine, "termijn__lengte": "8"})
    assert sent.status == 409
    assert "Fien Zegel heeft dit veranderd terwijl u bezig was" in sent.words
    assert "was jurist, wordt jurist en leidinggevende" in sent.words
    assert "was 2, wordt 8" in sent.words
    form = sent.form("/termijn")
    assert form["termijn__lengte"] == "8"
    assert draft.visitor.post(address, form).status == 303
    rung = stored(portal, 2)["treden"][2]
    assert rung["termijn"]["lengte"] == 8
    assert rung["medetekenaars"] == ["jurist", "leidinggevende"]


def test_a_rung_that_was_taken_away_meanwhile_does_not_lose_what_was_typed(
    portal: Portal, draft: Editor
) -> None:
    fien = as_second(portal, draft)
    address = f"{draft.home}/wijzigen/treden/2/wat-er-gebeurt"
    mine = draft.visitor.get(address).form("/wat-er-gebeurt")
    fien.press("treden/2", "weghalen")
    sent = draft.visitor.post(address, {**mine, "uitleg": "Een heel andere uitleg."})
    assert sent.status == 409
    assert "Een heel andere uitleg." in sent.words


def test_a_new_rung_typed_while_another_saved_is_kept_to_send_again(
    portal: Portal, draft: Editor
) -> None:
    fien = as_second(portal, draft)
    address = f"{draft.home}/toevoegen/treden"
    mine = draft.visitor.get(address).form("/toevoegen/treden")
    typed = {**mine, "code": "2b", "naam": "Directiegesprek", "soorten": "gesprek",
             "wie": "contractmanager"}  # fmt: skip
    fien.change("treden/3/termijn", termijn__lengte="3")
    sent = draft.visitor.post(address, typed)
    assert sent.status == 409
    form = sent.form("/toevoegen/treden")
    assert form["naam"] == "Directiegesprek"
    assert draft.visitor.post(address, form).status == 303
    assert codes(portal, 2) == ["1", "2", "3", "4", "2b"]
    assert stored(portal, 2)["treden"][2]["termijn"]["lengte"] == 3


def test_a_proposal_is_given_back_with_a_reason_and_worked_on_again(
    portal: Portal, draft: Editor
) -> None:
    draft.propose(tomorrow(portal), WHY)
    assert (
        "verandert niet meer"
        in draft.visitor.follow(draft.visitor.get(f"{draft.home}/wijzigen/treden/1/termijn")).text
    )
    fien = as_second(portal, draft)
    short = fien.visitor.submit(f"{draft.home}/teruggeven", {"reden": "nee"}, action="/teruggeven")
    assert short.status == 422
    back = fien.visitor.submit(
        f"{draft.home}/teruggeven", {"reden": "Stap 3 mist een onderdeel."}, action="/teruggeven"
    )
    assert back.status == 303
    assert "Stap 3 mist een onderdeel." in draft.page("/geschiedenis").words
    draft.change("treden/3/termijn", termijn__lengte="3")


@pytest.mark.rule("000-01")
def test_a_version_is_withdrawn_before_its_day_and_not_after(portal: Portal, draft: Editor) -> None:
    put_in_force(portal, draft, tomorrow(portal, 2))
    assert "Gaat in op" in draft.visitor.get(f"{BASE}/ladders/bijlage-4").words
    done = draft.visitor.submit(
        f"{draft.home}/intrekken", {"reden": "Wij wachten op het besluit."}, action="/intrekken"
    )
    assert done.status == 303, done.errors
    page = draft.page()
    assert "Ingetrokken" in page.text
    assert "Wij wachten op het besluit." in page.words
    again = draft.visitor.get(f"{draft.home}/intrekken")
    assert again.status == 303 or "kan niet" in again.words
    other = begin(draft.visitor, BASE, START)
    put_in_force(portal, other, tomorrow(portal))
    portal.at(portal.clock() + timedelta(days=2))
    late = portal.visitor("frank")
    assert "Intrekken" not in late.get(other.home).links()


def test_one_person_publishes_only_after_four_eyes_were_switched_off_with_a_reason(
    portal: Portal, draft: Editor
) -> None:
    frank = draft.visitor
    draft.propose(tomorrow(portal), WHY)
    new = f"{BASE}/instellingen/vier_ogen/onderdeel/schakelaar/nieuw"
    short = frank.submit(
        new, {"handeling": "ladder_publiceren", "aan": "nee", "reden": "Kort."}, action="/nieuw"
    )
    assert short.status == 422
    reason = "Wij hebben dit jaar maar één functioneel beheerder."
    sent = frank.submit(
        new, {"handeling": "ladder_publiceren", "aan": "nee", "reden": reason}, action="/nieuw"
    )
    assert sent.status == 303, sent.errors
    assert reason in draft.page("/publiceren").words
    assert draft.publish().status == 303
    page = draft.page()
    assert "Waarom één persoon genoeg was" in page.words
    assert reason in page.words


def test_a_ladder_travels_as_a_file_and_comes_back_the_same(portal: Portal, draft: Editor) -> None:
    draft.change("treden/3/termijn", termijn__lengte="9")
    frank = draft.visitor
    file = frank.client.get(draft.page().links()["Bewaren als bestand (TOML)"])
    assert file.mimetype == "application/toml"
    form = frank.get(f"{BASE}/ladders/beginnen").form("/beginnen")
    sent = frank.post(
        f"{BASE}/ladders/beginnen",
        {**form, "begin": "bestand", "nieuw": "ja", "code": "ladder-b", "naam": "Ladder B",
         "bestand": upload("ladder.toml", file.data)},
    )  # fmt: skip
    assert sent.status == 303, sent.errors
    there = stored(portal, 2)
    here = stored(portal, 1, "ladder-b")
    assert {**here, "code": 0, "naam": 0} == {**there, "code": 0, "naam": 0}


def upload(name: str, content: bytes) -> Any:
    return (io.BytesIO(content), name)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"dit is geen toml", b"treden = 3\n", b"a = " + b"[" * 5_000],
)
def test_a_file_that_is_no_ladder_is_told_in_words(frank: Visitor, content: bytes) -> None:
    form = frank.get(f"{BASE}/ladders/beginnen").form("/beginnen")
    sent = frank.post(
        f"{BASE}/ladders/beginnen",
        {**form, "begin": "bestand", "bestand": upload("x.toml", content)},
    )
    assert sent.status == 422
    assert sent.errors
    assert "Traceback" not in sent.text


def test_a_draft_begins_from_a_template_of_another_ladder(portal: Portal, frank: Visitor) -> None:
    editor = begin(
        frank, BASE, "sjabloon:bijlage-9", nieuw="ja", code="ladder-jeugd", naam="Ladder jeugd"
    )
    assert editor.home.endswith("/ladders/ladder-jeugd/1")
    assert "Trede 1 Analyse" in editor.page("/onderdeel/treden/1").h1
    again = frank.submit(
        f"{BASE}/ladders/beginnen",
        {"begin": "sjabloon:bijlage-9", "nieuw": "ja", "code": "ladder-jeugd", "naam": "Nog een"},
        action="/beginnen",
    )
    assert again.status == 422
    assert again.errors == ["Er is al een ladder met deze code. Kies een andere."]
    assert again.form("/beginnen")["naam"] == "Nog een"


def test_history_says_who_when_and_why_and_a_draft_goes_back(portal: Portal, draft: Editor) -> None:
    draft.change("treden/3/termijn", termijn__lengte="7")
    draft.press("treden/4", "weghalen")
    page = draft.page("/geschiedenis")
    assert "Frank Knoppers" in page.words
    assert "Lengte: was 2, wordt 7" in page.words
    assert "vervallen" in page.words
    options = page.tree.xpath("//select[@name='stand']/option/@value")
    form = page.form("/terugzetten")
    back = draft.visitor.post(f"{draft.home}/terugzetten", {**form, "stand": options[-1]})
    assert "weer zoals het toen was" in draft.visitor.follow(back).text
    original = {
        k: v
        for k, v in stored(portal, 1).items()
        if k not in ("versie", "geldig_vanaf", "wijziging")
    }
    assert {k: v for k, v in stored(portal, 2).items() if k != "versie"} == original
    odd = draft.visitor.post(f"{draft.home}/terugzetten", {**form, "stand": "x"})
    assert odd.status == 404


def test_a_draft_that_lapsed_makes_room(portal: Portal, draft: Editor) -> None:
    done = draft.visitor.submit(
        f"{draft.home}/vervallen", {"reden": "Wij beginnen opnieuw."}, action="/vervallen"
    )
    assert done.status == 303
    assert "Vervallen" in draft.page().text
    assert begin(draft.visitor, BASE, START).home.endswith("/3")
