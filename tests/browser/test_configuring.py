"""Journeys 8 and 9: a functional admin at a browser, with and without JavaScript."""

from datetime import timedelta

from playwright.sync_api import expect

from portal.domain.calendar import local_date
from tests.browser.conftest import Cast
from tests.browser.person import Person

BASE = "/g/brummen/beheer"
SETTINGS = f"{BASE}/instellingen"
LADDER = "Escalatieladder Wmo (Bijlage 4)"


def begin_version(frank: Person) -> None:
    frank.open(BASE)
    frank.click(LADDER, heading=LADDER)
    frank.click("Nieuwe versie beginnen", heading="Een ladder beginnen")
    frank.click("Concept beginnen", heading="versie 2024-2")


def test_a_ladder_becomes_a_new_version_and_is_published_by_a_second_person(cast: Cast) -> None:
    today = local_date(cast.live.portal.clock())
    frank = cast("frank")
    begin_version(frank)

    frank.click("Trede toevoegen", heading="Trede toevoegen")
    frank.fill({"Nummer of letter": "2b", "Naam": "Directiegesprek"})
    frank.choose("Gesprek", within="Wat er gebeurt")
    frank.choose("Contractmanager", within="Wie voert de stap uit")
    frank.choose("Na 2 Verbeterplan", within="Waar komt de trede?")
    frank.click("Trede toevoegen", heading="Trede 2b Directiegesprek")
    frank.click("Eén plaats omlaag", heading="Trede 2b Directiegesprek")
    frank.click("Eén plaats omhoog", heading="Trede 2b Directiegesprek")

    frank.open(f"{BASE}/ladders/bijlage-4/2/wijzigen/treden/4/termijn")
    frank.fill({"Lengte": "6"})
    frank.click("Opslaan in het concept", heading="Trede 3 Ingebrekestelling")
    frank.open(f"{BASE}/ladders/bijlage-4/2/wijzigen/treden/4/wie-het-doet")
    frank.choose("Leidinggevende", within="Wie tekent mee")
    frank.click("Opslaan in het concept", heading="Trede 3 Ingebrekestelling")
    frank.open(f"{BASE}/ladders/bijlage-4/2/wijzigen/treden/4/brief")
    frank.click("Nog een briefdeel toevoegen")
    frank.fill(
        {"Code": "gevolgen", "Naam": "Gevolgen", "Tekst": "Wat er anders volgt."},
        within="Briefdeel 4",
    )
    frank.choose("Tekst", within="Briefdeel 4")
    frank.click("Opslaan in het concept", heading="Trede 3 Ingebrekestelling")

    frank.open(f"{BASE}/ladders/bijlage-4/2/verschil")
    frank.expect_words("Trede 2b (Directiegesprek)", "Lengte: was 2, wordt 6", "leidinggevende")
    frank.open(f"{BASE}/ladders/bijlage-4/2/proefdossier")
    frank.expect_words("Stap 2b Directiegesprek", "Gevolgen", "Handtekening van de leidinggevende")
    frank.open(f"{BASE}/ladders/bijlage-4/2")
    frank.click("Voorleggen", heading="Voorleggen")
    frank.fill(
        {
            "Vanaf welke dag": today + timedelta(days=1),
            "Wat verandert er": "Eerst met de directie, en zes weken de tijd.",
        }
    )
    frank.click("Voorleggen", heading="versie 2024-2")

    fien = cast("fien")
    fien.open(f"{BASE}/ladders/bijlage-4/2")
    fien.click("Nakijken en publiceren", heading="Nakijken en publiceren")
    fien.expect_words("Lengte: was 2, wordt 6", "Eerst met de directie")
    fien.click("Publiceren", heading="versie 2024-2")
    fien.expect_words("Fien Zegel")


def test_what_is_wrong_is_told_while_typing_or_when_saving(cast: Cast) -> None:
    frank = cast("frank")
    begin_version(frank)
    frank.open(f"{BASE}/ladders/bijlage-4/2/wijzigen/maatregelen/3/geld")
    frank.fill({"Hoogste bedrag": "10"})
    sentence = "het hoogste bedrag (€ 10,00) is lager"
    if cast.has_script:
        frank.page.keyboard.press("Tab")
        frank.expect_words(sentence)
    frank.click("Opslaan in het concept", heading="Maatregel 5c")
    frank.open(f"{BASE}/ladders/bijlage-4/2")
    frank.expect_words("Dit moet nog anders voordat de ladder kan ingaan", sentence)


def test_the_municipality_is_set_seen_and_set_back(cast: Cast) -> None:
    frank = cast("frank")
    frank.open(f"{SETTINGS}/routering")
    frank.click("Omlaag", heading="Routering")
    frank.expect_words("De volgorde is opgeslagen en geldt meteen.")
    frank.open(f"{SETTINGS}/routering/uitproberen")
    frank.choose("Verbeterplan", within="Soort indiening")
    if not cast.has_script:
        frank.click("Waar gaat dit heen?")
    frank.expect_words("Dit gaat naar Contractmanagement")

    frank.open(f"{SETTINGS}/termijnen/onderdeel/termijn/1")
    frank.fill({"Lengte": "9", "Waarom verandert u dit?": "Zo lukt het beter."})
    frank.click("Opslaan en meteen laten gelden", heading="Termijnen")
    frank.open(f"{BASE}/geschiedenis")
    frank.page.get_by_label("Woord in de wijziging").fill("lukt het beter")
    frank.click("Toon")
    expect(frank.page.locator(".pt-timeline > li")).to_have_count(1)
    frank.expect_words("is nu 9", "Waarom: Zo lukt het beter.")
    frank.open(f"{SETTINGS}/termijnen/versies/1")
    frank.click("Deze versie terugzetten", heading="Termijnen")
    frank.expect_words("geldt weer")


def test_a_theme_is_seen_before_it_holds_and_refused_when_it_cannot_be_read(cast: Cast) -> None:
    frank = cast("frank")
    frank.open(f"{SETTINGS}/thema")
    headings = frank.page.get_by_label("Koppen", exact=True).first
    headings.fill("#eeeeee")
    if cast.has_script:
        headings.dispatch_event("change")
    else:
        frank.click("Eerst bekijken", heading="Thema")
    frank.expect_words("Deze hele pagina laat uw keuzes zien", "te weinig")
    frank.click("Opslaan en meteen laten gelden")
    frank.expect_words("koppen op de pagina")
    expect(frank.page).to_have_title("Fout: Thema – Gemeente Brummen – Zorgportaal")
    # The refusal is the answer that was asked for.
    frank.said = [line for line in frank.said if "status of 422" not in line]
