"""More of a dossier by its pages: a plan assessed and followed, the decision aid, a newer ladder."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.adapters.start_templates import ladder_templates
from portal.services.ladders import DraftName, propose, publish, start_draft
from portal.services.recording import Actor
from tests.support.app import Portal
from tests.support.dossier_pages import Walk
from tests.support.dossiers import open_in_browser
from tests.support.forms import LINDEHAEGE, confirm, date_parts, go_through
from tests.support.submitting import submit

NOW = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
PLAN = {
    "aanleiding": {"toelichting": "De planning liep achter."},
    "acties": {
        "acties": "r1",
        "acties-r1-wat": "Wekelijks nalopen wat openstaat",
        "acties-r1-resultaat": "Alles binnen tien dagen klaar",
        "acties-r1-eigenaar": "Teammanager",
        "acties-r1-bewijs": "Lijst per maand",
    },
    "vragen": {},
    "bijlagen": {},
}


def begun(portal: Portal, **changes: str) -> Walk:
    return Walk(portal, "alice", open_in_browser(portal, portal.visitor("alice"), **changes))


def with_a_plan(portal: Portal) -> Walk:
    """Brummen asked for a plan, and Bob handed one in."""
    walk = begun(portal)
    work = walk.prepare("stap", "2")
    walk.fill(work, "keuzes", termijn=walk.days(14), reden="Het gesprek was er al.")
    walk.fill(work, "brief", brief_tekst="Wij vragen u om een verbeterplan.")
    walk.carry_out(work)
    due = walk.days(20)
    plan = PLAN | {
        "acties": PLAN["acties"] | date_parts("acties-r1-datum", due.day, due.month, due.year)
    }
    bob = portal.visitor("bob")
    begin = bob.get(f"{LINDEHAEGE}/dossiers/brummen/{walk.number}/verbeterplan").location
    receipt = confirm(bob, go_through(bob, begin, plan))
    assert receipt.status == 303, receipt.errors
    portal.work()
    return walk


@pytest.mark.rule("004-64")
def test_a_plan_is_accepted_and_its_missed_action_proposes_the_next_rung(portal: Portal) -> None:
    walk = with_a_plan(portal)
    page = walk.page()
    assert "Beoordeel het verbeterplan" in page.words
    path = page.links()["Plan beoordelen"]
    plan = walk.as_("alice").get(path)
    assert "Wekelijks nalopen wat openstaat" in plan.words
    page = walk.act(path, {"uitkomst": "aanvaard", "motivering": "Dit volstaat."})
    assert "Acties uit het verbeterplan" in page.words
    assert "Wekelijks nalopen wat openstaat" in page.words
    portal.at(portal.clock() + timedelta(days=21))
    page = walk.page()
    assert "Niet op tijd klaar" in page.words
    assert "Stap 3 Ingebrekestelling kan volgen" in page.words
    page = walk.act("/acties/1", {"toelichting": "De lijst van mei is er."})
    assert "Klaar op" in page.words


def test_a_plan_goes_back_to_be_completed_with_a_date(portal: Portal) -> None:
    walk = with_a_plan(portal)
    path = walk.page().links()["Plan beoordelen"]
    page = walk.act(
        path,
        {
            "uitkomst": "aanvullen",
            "motivering": "Noem per actie wie het doet.",
            "antwoord_voor": walk.days(7),
        },
    )
    assert "Aanvulling van het verbeterplan gevraagd" in page.words
    waiting = walk.as_("alice").get(path)
    assert "Wacht op het antwoord van de aanbieder" in waiting.words


@pytest.mark.rule("001-22")
def test_the_decision_aid_shows_both_sides_and_keeps_what_a_person_concludes(
    portal: Portal,
) -> None:
    walk = begun(portal)
    path = f"{walk.path}/ingebrekestelling-nodig/ontbinden"
    alice = walk.as_("alice")
    page = alice.get(path)
    names = dict.fromkeys(page.tree.xpath("//main//input[@type='radio']/@name"))
    chosen = {name: page.tree.xpath(f"//main//input[@name='{name}']/@value")[0] for name in names}
    conclusion = chosen.pop("conclusie")
    form = page.form("/ontbinden") | dict(list(chosen.items())[:1])
    weighed = alice.post(path, form | {"actie": "wegen"})
    assert (weighed.status, weighed.errors) == (200, [])
    assert "Pleit voor een ingebrekestelling" in weighed.words
    refused = alice.post(path, form | {"actie": "vastleggen"})
    assert refused.status == 422
    assert "Kies uw conclusie." in refused.errors
    kept = alice.post(
        path,
        form
        | chosen
        | {
            "actie": "vastleggen",
            "conclusie": conclusion,
            "redenering": "Nakoming kan nog, dus eerst een termijn.",
        },
    )
    assert kept.status == 303, kept.errors
    page = alice.follow(kept)
    assert "Nakoming kan nog, dus eerst een termijn." in page.words
    assert "Begin met stap 1" in page.words


def test_a_dossier_is_opened_from_what_a_provider_handed_in(portal: Portal) -> None:
    filed = submit(portal.database, "continuiteitsmelding", "brummen")
    portal.work()
    alice = portal.visitor("alice")
    case = alice.get(f"/g/brummen/zaken/{filed.reference}")
    choose = alice.get(case.links()["Dossier openen"])
    target = next(href for href in choose.links().values() if "/nieuw/" in href)
    form = alice.get(target)
    assert form.form("")["zaak"] == filed.reference
    opened = alice.submit(
        target,
        {
            "titel": "Liquiditeit",
            "spoor": "reactief",
            "wat": "De bank zegde het krediet op.",
            "categorieen": ["zorgcontinuiteit"],
        },
    )
    assert opened.status == 303, opened.errors
    assert filed.reference in alice.follow(opened).words


@pytest.mark.rule("000-01")
def test_a_dossier_moves_to_a_newer_ladder_with_a_reason_and_sees_what_changes(
    portal: Portal,
) -> None:
    portal.at(NOW)
    walk = begun(portal)
    walk.invite("1", "Wij nodigen u uit.")
    publish_newer(portal)
    page = walk.page()
    assert "versie 2024" in page.words
    assert "Naar de nieuwe versie van de ladder" in page.links()
    page = walk.page("/verplaatsen")
    assert "Kennismaking" in page.words
    assert "Dit raakt wat in dit dossier al is gedaan" in page.words
    assert "Hoe heet 1 in de nieuwe versie?" in page.words
    path = f"{walk.path}/verplaatsen"
    refused = walk.as_("alice").submit(path, {"reden": "Nieuwe afspraken."}, action="/verplaatsen")
    assert refused.status == 422
    page = walk.act("/verplaatsen", {"reden": "Nieuwe afspraken.", "code_0": "A"})
    assert "Verplaatst naar een andere versie van de ladder" in page.words
    assert "Kennismaking" in page.words
    again = walk.as_("alice").get(path)
    assert "volgt al de versie die nu geldt" in again.words


def publish_newer(portal: Portal) -> None:
    """Frank and Fien put a version of Brummen's ladder in force whose first rung has another code."""
    ladder = ladder_templates()["bijlage-4"]
    ladder |= {"versie": "2026", "geldig_vanaf": "2026-03-06", "wijziging": "Stap 1 heet anders."}
    ladder["treden"][0] |= {"code": "A", "naam": "Kennismaking"}
    for part in (*ladder["treden"], *ladder["maatregelen"]):
        for asked in part.get("vereist", ()):
            if asked["trede"] == "1":
                asked["trede"] = "A"
    scope = portal.database.tenant("brummen", "frank")
    frank = Actor("Frank", portal.database.account("frank"))
    fien = Actor("Fien", portal.database.account("fien"))
    on = NOW.date()
    with portal.database.scoped(scope) as session:
        name = start_draft(session, scope, ladder, based_on="Versie 1", actor=frank, now=NOW)
        propose(
            session, scope, name, in_force_from=on, note="Stap 1 heet anders.", actor=frank,
            today=on, now=NOW,
        )  # fmt: skip
        later = DraftName(ladder=name.ladder, number=name.number, version=name.version + 1)
        publish(session, scope, later, actor=fien, today=on, now=NOW)


@pytest.mark.rule("004-96")
@pytest.mark.rule("002-03")
@pytest.mark.rule("003-03")
def test_a_finding_of_a_supervisor_is_weighed_before_its_dossier_closes(portal: Portal) -> None:
    walk = begun(portal, bron="bevinding")
    page = walk.page()
    assert "Een bevinding van een toezichthouder" in page.words
    tasks = [href for href in page.links().values() if href and "/taken/" in href]
    assert len(tasks) == 1
    assert "Doe eerst dit" in walk.as_("alice").get(f"{walk.path}/sluiten").words
    walk.act(tasks[0], {"toelichting": "Gewogen op 3 mei: wij houden het contract aan."})
    closed = walk.act("/sluiten", {"resultaat": "Gewogen."})
    assert "Dit dossier is gesloten" in closed.words
    assert "Heropen het eerst" not in closed.words
    assert "Niet gezet" in closed.words
