"""Journeys 6 to 9 of the product in a real browser, with and without JavaScript."""

from datetime import timedelta

from tests.browser.conftest import Cast
from tests.browser.forms import send
from tests.browser.walking import NOTICE, REASON, Dossier
from tests.support.dossier_pages import give_mandate

ANSWER = "Vanaf deze maand rapporteren wij elke week."


def test_a_dossier_walks_from_a_talk_to_a_lifted_stop_and_the_provider_answers(cast: Cast) -> None:
    portal = cast.live.portal
    give_mandate(portal, "brummen", "alice", "frank", "clientenstop")
    dossier = Dossier(cast, "brummen", "alice").opened(categorieen=["administratief"])
    alice, bob = cast("alice"), cast("bob")
    alice.expect_words("Begin met stap 1 (Gesprek)", "De aanbieder ziet dit dossier nog niet")

    talk = dossier.prepare("stap", "1")
    dossier.act(f"{talk}/brief", {"brief_tekst": "Wij nodigen u uit voor een gesprek."})
    dossier.carry_out(talk)
    alice.expect_words("Maak het verslag van het gesprek")
    _notice(dossier)
    _answered(dossier)
    _stop(dossier)
    portal.at(portal.clock() + timedelta(days=30))
    for slug in ("alice", "bob"):
        cast(slug).sign_in(slug)
    measure = portal.database.one("SELECT number FROM imposed_measure")
    dossier.act(
        f"/maatregelen/{measure}/einde",
        {"per": dossier.days(0), "geholpen": "ja", "reden": "Drie maanden op tijd."},
    )
    alice.expect_words("Opgeheven")
    bob.open(dossier.path.replace("/g/brummen/dossiers", "/aanbieder/lindehaege/dossiers/brummen"))
    bob.expect_words("Drie maanden op tijd.")


def _notice(dossier: Dossier) -> None:
    """A notice of default does not leave with a part empty, nor without the lawyer."""
    work = dossier.prepare("stap", "3")
    dossier.act(f"{work}/keuzes", {"reden": REASON, "termijn": dossier.days(20)})
    dossier.act(f"{work}/brief", {**NOTICE, "brief_verbeteringen": ""})
    alice, jan = dossier.cast("alice"), dossier.cast("jan")
    alice.open(f"{work}/controleren")
    alice.expect_words("Dit kan nog niet", "Vul in de brief het onderdeel “Wat er beter moet” in")
    dossier.act(f"{work}/brief", NOTICE)
    dossier.ask_along(work)
    jan.open("/g/brummen/dossiers")
    jan.click("Meetekenen: Rapportages komen te laat")
    jan.expect_words(NOTICE["brief_verbeteringen"])
    dossier.act(f"{work}/meetekenen", {}, by="jan", button="tekenen:jurist")
    dossier.carry_out(work)
    alice.expect_words("Termijn van stap 3 (Ingebrekestelling)")


def _answered(dossier: Dossier) -> None:
    """Bob finds the letter, reads it and answers; Alice sees both."""
    bob, alice = dossier.cast("bob"), dossier.cast("alice")
    bob.open("/aanbieder/lindehaege/dossiers")
    bob.click("Rapportages komen te laat", heading="Rapportages komen te laat")
    home = bob.path
    bob.open(f"{home}/brieven/2")
    bob.expect_words(NOTICE["brief_verbeteringen"])
    send(bob, f"{home}/antwoorden/nieuw", {"soort": "antwoord", "brief": "geen", "tekst": ANSWER})
    dossier.cast.work()
    alice.open(dossier.path)
    alice.expect_words(
        "Brief geopend door de aanbieder", "Ontvangen van de aanbieder: Een antwoord"
    )
    alice.page.locator("main a[href*='/antwoorden/']").first.click()
    alice.expect_words(ANSWER)


def _stop(dossier: Dossier) -> None:
    """A measure is weighed, proven, mandated and looked at by a second person."""
    work = dossier.prepare("maatregel", "5a")
    dossier.weigh(work)
    dossier.act(
        f"{work}/keuzes",
        {"producten-brummen": ["W101"], "vanaf": dossier.days(1), "reden": REASON},
    )
    _sent_with_all_it_needs(dossier, work, "Wij leggen een cliëntenstop op.")
    alice = dossier.cast("alice")
    alice.expect_words("Wat dit doet met de acceptatieplicht")


def test_the_immediate_path_asks_a_ground_evidence_and_a_second_person(cast: Cast) -> None:
    for subject in ("clientenstop", "per_direct"):
        give_mandate(cast.live.portal, "brummen", "alice", "frank", subject)
    dossier = Dossier(cast, "brummen", "alice").opened(categorieen=["administratief"])
    alice, bob = cast("alice"), cast("bob")
    ground = alice.page.locator("a[href*='/mogelijk/per_direct/']").first.get_attribute("href")
    work = dossier.prepare("per_direct", str(ground).rpartition("/")[2])
    alice.open(f"{work}/controleren")
    alice.expect_words("Dit kan nog niet", "bewijs", "tweede persoon")
    dossier.act(
        f"{work}/keuzes",
        {
            "gevolgen": ["clientenstop"], "signalen": ["kwaliteit"],
            "voorwaarden": ["veiligheid"], "producten-brummen": ["W101"],
            "motivering": "Twee cliënten kregen de verkeerde medicijnen.",
            "overdracht": "De aanbieder van de buurgemeente neemt hen over.",
        },
    )  # fmt: skip
    _sent_with_all_it_needs(dossier, work, "Wij leggen per direct een cliëntenstop op.")
    alice.expect_words("Gedaan op", "De acceptatieplicht vervalt")
    bob.open("/aanbieder/lindehaege/dossiers/brummen/" + dossier.path.rpartition("/")[2])
    bob.expect_no_words("medicijnen")


def _sent_with_all_it_needs(dossier: Dossier, work: str, letter: str) -> None:
    """Letter, evidence, mandate and second pair of eyes; then it is carried out."""
    dossier.act(f"{work}/brief", {"brief_tekst": letter})
    dossier.act(f"{work}/bewijs", {"omschrijving": "Steekproef van mei"})
    alice = dossier.cast("alice")
    alice.open(f"{work}/mandaat")
    offered = alice.page.locator("input[name='mandaat']").all()
    for value in [str(each.get_attribute("value")) for each in offered]:
        dossier.act(f"{work}/mandaat", {"mandaat": value})
    dossier.ask_along(work)
    dossier.act(f"{work}/meetekenen", {}, by="lea", button="meekijken")
    dossier.carry_out(work)


def test_a_ladder_gets_a_rung_and_a_second_person_publishes_it(cast: Cast) -> None:
    frank, fien = cast("frank"), cast("fien")
    frank.open("/g/brummen/beheer")
    frank.click("Escalatieladder Wmo (Bijlage 4)")
    frank.click("Nieuwe versie beginnen", heading="")
    send(frank, frank.path, {}, action="/beginnen")
    home = frank.path.partition("?")[0]
    send(
        frank,
        f"{home}/toevoegen/treden",
        {
            "code": "2b", "naam": "Gesprek met de directie", "soorten": ["gesprek"],
            "wie": ["contractmanager", "leidinggevende"], "plaats": "2",
            "uitleg": "U spreekt met wie beslissen mag.",
        },
    )  # fmt: skip
    frank.expect_heading("Trede 2b Gesprek met de directie")
    send(
        frank,
        f"{home}/wijzigen/treden/3/waar-het-staat",
        {"grondslag__er": "ja", "grondslag__document": "Bijlage 4",
         "grondslag__artikel": "stap 2"},
    )  # fmt: skip
    send(frank, f"{home}/wijzigen/treden/4/termijn", {"termijn__lengte": "6"})
    frank.open(f"{home}/verschil")
    frank.expect_words("Trede 2b (Gesprek met de directie)", "Lengte: was 2, wordt 6")
    frank.open(f"{home}/proefdossier")
    frank.expect_words("Stap 2b Gesprek met de directie", "6 weken")
    on = cast.live.portal.clock().date() + timedelta(days=1)
    send(frank, f"{home}/voorleggen", {"ingang": on, "toelichting": "Vier weken bleek te kort."})
    frank.open(f"{home}/publiceren")
    frank.expect_words("Een ander publiceert deze versie")
    fien.open(f"{home}/publiceren")
    fien.expect_words("Lengte: was 2, wordt 6")
    send(fien, f"{home}/publiceren", {})
    fien.expect_words("Dossiers die dan al lopen, houden hun eigen versie")


def test_a_term_of_the_municipality_is_set_and_its_history_says_who_and_what(cast: Cast) -> None:
    cast.live.portal.database.admin.execute(
        "DELETE FROM setting_version WHERE section = 'termijnen'"
    )
    base = "/g/brummen/beheer/instellingen/termijnen"
    frank = cast("frank")
    send(
        frank,
        f"{base}/onderdeel/termijn/nieuw",
        {
            "soort": "clientenstop", "handeling": "besluiten", "lengte": "10",
            "eenheid": "kalenderdagen", "herinneringen": "7, 2 0", "pauzeert": "ja",
            "waarom": "Zo werken wij.",
        },
    )  # fmt: skip
    frank.expect_words("Opgeslagen. Dit geldt meteen.")
    send(frank, f"{base}/onderdeel/termijn/1", {"lengte": "14"})
    frank.open("/g/brummen/beheer/geschiedenis")
    frank.expect_words("Zo werken wij.", "Lengte: was 10, is nu 14", "Frank")
