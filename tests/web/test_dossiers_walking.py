"""A dossier on the pages of the municipality: opened, prepared, signed for, sent. No JavaScript."""

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import contract_of, date_parts, fill_page, in_days_on, open_in_browser

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages over januari tot en met maart kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen na het einde van de maand.",
}


def prepare(visitor: Visitor, dossier: str, kind: str, code: str) -> str:
    """Begin to prepare; the address of the preparation."""
    begun = visitor.post(f"{dossier}/mogelijk/{kind}/{code}/voorbereiden")
    assert begun.status == 303, begun.words
    return begun.location


def carried_out(visitor: Visitor, work: str) -> Page:
    page = visitor.submit(f"{work}/controleren", action="/controleren")
    assert page.status == 303, page.errors
    return visitor.follow(page)


def test_a_dossier_is_opened_and_shows_where_to_begin(portal: Portal) -> None:
    alice = portal.visitor("alice")
    dossier = open_in_browser(portal, alice)
    page = alice.get(dossier)
    assert (page.status, page.h1) == (200, "Rapportages komen te laat")
    assert "Begin met stap 1 (Gesprek)" in page.words
    assert "De aanbieder ziet dit dossier nog niet" in page.words


@pytest.mark.rule("002-07")
def test_a_notice_of_default_is_prepared_signed_and_sent(portal: Portal) -> None:
    alice, jan = portal.visitor("alice"), portal.visitor("jan")
    dossier = open_in_browser(portal, alice)
    work = prepare(alice, dossier, "stap", "3")
    hub = alice.get(work)
    assert "De jurist moet eerst meetekenen" in hub.words
    assert "Vul in de brief het onderdeel “Wat er beter moet” in" in hub.words
    refused = alice.get(f"{work}/controleren")
    assert "Dit kan nog niet" in refused.words
    fill_page(
        alice,
        f"{work}/keuzes",
        reden="Het is ernstig.",
        **date_parts("termijn", in_days_on(portal, 20)),
    )
    fill_page(alice, f"{work}/brief", **NOTICE)
    assert "Vraag nu een collega" in alice.get(work).words
    alice.submit(f"{work}/vragen", action="/vragen")
    start = jan.get("/g/brummen/dossiers")
    assert "Meetekenen: Rapportages komen te laat" in start.words
    sign = jan.get(start.links()["Meetekenen: Rapportages komen te laat"])
    assert NOTICE["brief_verbeteringen"] in sign.words
    signed = jan.submit(f"{work}/meetekenen", {"actie": "tekenen:jurist"}, action="/meetekenen")
    assert signed.status == 303, signed.errors
    page = carried_out(alice, work)
    assert "Huidige trede" in page.words
    assert "Nog niet geopend" in page.words
    letter = alice.get(f"{dossier}/brieven/1")
    assert "Jan Wetman" in letter.words
    pdf = alice.client.get(f"{dossier}/brieven/1.pdf")
    assert pdf.data.startswith(b"%PDF-")


@pytest.mark.rule("002-07")
def test_a_signature_falls_away_in_sight_when_the_letter_changes(portal: Portal) -> None:
    alice, jan = portal.visitor("alice"), portal.visitor("jan")
    dossier = open_in_browser(portal, alice)
    work = prepare(alice, dossier, "stap", "3")
    fill_page(
        alice, f"{work}/keuzes", reden="Ernstig.", **date_parts("termijn", in_days_on(portal, 20))
    )
    fill_page(alice, f"{work}/brief", **NOTICE)
    alice.submit(f"{work}/vragen", action="/vragen")
    jan.submit(f"{work}/meetekenen", {"actie": "tekenen:jurist"}, action="/meetekenen")
    assert "Alles is er" in alice.get(work).words
    fill_page(alice, f"{work}/brief", **{**NOTICE, "brief_verbeteringen": "Iets heel anders."})
    assert "De jurist moet eerst meetekenen" in alice.get(work).words
    assert "Handtekening vervallen" in alice.get(dossier).words
    assert "Meetekenen: Rapportages" in jan.get("/g/brummen/dossiers").words


def test_what_was_changed_after_the_page_opened_is_not_signed(portal: Portal) -> None:
    alice, jan = portal.visitor("alice"), portal.visitor("jan")
    dossier = open_in_browser(portal, alice)
    work = prepare(alice, dossier, "stap", "3")
    fill_page(alice, f"{work}/brief", **NOTICE)
    old = jan.get(f"{work}/meetekenen").form("/meetekenen")
    fill_page(alice, f"{work}/brief", **{**NOTICE, "brief_tekst": "Een andere inleiding."})
    stale = jan.post(f"{work}/meetekenen", {**old, "actie": "tekenen:jurist"})
    assert stale.status == 409
    assert "Een andere inleiding." in stale.words
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'medeondertekend'") == 0


def test_two_people_on_one_page_of_a_preparation_lose_nothing(portal: Portal) -> None:
    alice = portal.visitor("alice")
    dossier = open_in_browser(portal, alice)
    work = prepare(alice, dossier, "stap", "3")
    first, second = (alice.get(f"{work}/brief").form("/brief") for _ in range(2))
    assert alice.post(f"{work}/brief", {**first, "brief_tekst": "Van de een."}).status == 303
    stale = alice.post(f"{work}/brief", {**second, "brief_tekst": "Van de ander."})
    assert stale.status == 409
    assert "Van de een." in stale.words
    assert stale.form("/brief")["brief_tekst"] == "Van de ander."
    assert alice.post(f"{work}/brief", stale.form("/brief")).status == 303
    assert "Van de ander." in alice.get(f"{work}/voorbeeld").words


def test_an_autosave_keeps_without_complaint(portal: Portal) -> None:
    alice = portal.visitor("alice")
    work = prepare(alice, open_in_browser(portal, alice), "stap", "3")
    form = alice.get(f"{work}/keuzes").form("/keuzes")
    form |= date_parts("termijn", in_days_on(portal, 20)) | {"termijn-dag": "40"}
    assert alice.post(f"{work}/keuzes", form, autosave=True).status == 204
    assert alice.get(f"{work}/keuzes").form("/keuzes")["termijn-dag"] == "40"
    assert alice.post(f"{work}/keuzes", form).status == 422


def test_a_dossier_of_another_municipality_is_missing(portal: Portal) -> None:
    alice, dora = portal.visitor("alice"), portal.visitor("dora")
    dossier = open_in_browser(portal, alice)
    work = prepare(alice, dossier, "stap", "3")
    for path in (dossier, work, f"{work}/brief", f"{work}/controleren", f"{dossier}/sluiten"):
        assert dora.get(path).status == 404
        assert dora.get(path.replace("brummen", "apeldoorn")).status == 404
        assert portal.visitor("bob").get(path).status == 404


def test_who_watches_sees_the_step_and_cannot_take_it(portal: Portal) -> None:
    alice, tess = portal.visitor("alice"), portal.visitor("tess")
    dossier = open_in_browser(portal, alice)
    page = tess.get(dossier)
    assert "Begin met stap 1" in page.words
    assert "Bekijken en voorbereiden" not in page.links()
    assert tess.post(f"{dossier}/mogelijk/stap/1/voorbereiden").status == 403
    assert tess.get(f"{dossier}/sluiten").status == 403


def test_a_dossier_about_a_foreign_contract_cannot_be_opened(portal: Portal) -> None:
    alice = portal.visitor("alice")
    foreign = contract_of(portal, "apeldoorn", "lindehaege")
    assert alice.get(f"/g/brummen/dossiers/nieuw/{foreign}").status == 404
