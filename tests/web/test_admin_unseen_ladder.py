"""A ladder that nobody here has seen, made by pages alone, walked by a dossier."""

from datetime import date
from typing import Any

import pytest

from tests.support.app import Portal
from tests.support.dossiers import date_parts, fill_page, in_days_on, open_in_browser
from tests.support.ladder_editor import Editor, begin

BASE = "/g/brummen/beheer"
WHY = "De gemeente heeft een eigen regeling vastgesteld."


def ground(place: str) -> dict[str, str]:
    return {
        "grondslag__er": "ja",
        "grondslag__document": "Regeling naleving 2026",
        "grondslag__artikel": place,
    }


def built(portal: Portal) -> Editor:
    """A ladder numbered A, 1.1, 1.2 and D, with measures of its own, page by page."""
    frank = portal.visitor("frank")
    draft = begin(frank, BASE, "leeg", nieuw="ja", code="regeling-naleving", naam="Naleving")
    draft.change(
        "ladder/over-deze-ladder", document="Regeling naleving 2026", domein="Wmo",
        uitleg="Voor als afspraken niet worden nagekomen.",
    )  # fmt: skip
    draft.change("ladder/woorden-en-namen", woorden__trede="trap", woorden__ladder="regeling")
    draft.fill_rows(
        "ladder/sporen", "sporen",
        [
            {"code": "proactief", "naam": "Gepland"},
            {"code": "reactief", "naam": "Na een signaal"},
        ],
    )  # fmt: skip
    draft.fill_rows(
        "ladder/categorieen", "categorieen",
        [{"code": "kwaliteit", "naam": "Kwaliteit"}, {"code": "papier", "naam": "Administratie"}],
    )  # fmt: skip
    draft.fill_rows(
        "ladder/voor-elke-maatregel", "voor_elke_maatregel__factoren",
        [{"code": "ernst", "naam": "Hoe ernstig het is"}],
        voor_elke_maatregel__bewijsmaat="aannemelijk",
    )  # fmt: skip
    rungs = [
        ("A", "Cijfers bekijken", "analyse", "contractbeheerder"),
        ("1.1", "Op de koffie", "gesprek", "contractmanager"),
        ("1.2", "Laatste kans", "ingebrekestelling", "contractmanager"),
        ("D", "Te laat", "verzuim", "contractmanager"),
    ]
    for number, (code, name, kind, who) in enumerate(rungs, start=1):
        draft.add("treden", code=code, naam=name, soorten=[kind], wie=[who])
        draft.change(f"treden/{number}/waar-het-staat", **ground(f"artikel {number}"))
    draft.change("treden/3/wie-het-doet", medetekenaars=["jurist", "leidinggevende"])
    draft.change(
        "treden/3/termijn", termijn__er="ja", termijn__lengte="15", termijn__eenheid="werkdagen",
        termijn__vast="ja", termijn__begint_bij="verzending", termijn__artikel="artikel 3 lid 2",
    )  # fmt: skip
    draft.fill_rows(
        "treden/3/brief", "briefdelen",
        [
            {"code": "feiten", "naam": "De feiten", "tekst": "Wat is er gezien?", "soort": "tekst"},
            {"code": "klaar", "naam": "Klaar op", "tekst": "De laatste dag.", "soort": "termijn"},
        ],
        vormen=["ingebrekestelling"],
    )  # fmt: skip
    draft.fill_rows(
        "treden/4/volgorde", "vereist",
        [{"trede": "1.2", "bij_overslaan": "niet", "vorm": "ingebrekestelling"}],
    )  # fmt: skip
    draft.add(
        "maatregelen", code="M-1", naam="Minder betalen", soorten=["korting"],
        wie=["leidinggevende"], medetekenaars=["jurist"],
    )  # fmt: skip
    draft.change("maatregelen/1/waar-het-staat", **ground("artikel 9"))
    draft.change(
        "maatregelen/1/geld", geld__er="ja", geld__soort="percentage",
        geld__maximum_basispunten="3,5", geld__waarover="het tarief", geld__artikel="artikel 9",
    )  # fmt: skip
    draft.fill_rows(
        "maatregelen/1/volgorde", "vereist", [{"trede": "D", "bij_overslaan": "met_reden"}]
    )
    return draft


def put_in_force(portal: Portal, draft: Editor, on: date) -> None:
    told = draft.page().words
    assert "moet nog anders" not in told
    # Two remarks that stop nothing: what to look at once more.
    assert "is meteen opeisbaar; artikel 1.32 vraagt eerst een aanmaning" in told
    assert "Nergens staat wanneer de wethouder of bestuurder wordt ingelicht" in told
    sent = draft.propose(on, WHY)
    assert sent.status == 303, sent.errors
    assert Editor(portal.visitor("fien"), draft.home).publish().status == 303


@pytest.mark.rule("000-01")
def test_a_ladder_nobody_has_seen_is_made_by_pages_and_walked(portal: Portal) -> None:
    draft = built(portal)
    walk = draft.page("/proefdossier").words
    assert "Trap 1.2 Laatste kans" in walk
    assert "15 werkdagen" in walk
    assert "Handtekening van de leidinggevende" in walk
    put_in_force(portal, draft, in_days_on(portal, 0))

    frank, alice = portal.visitor("frank"), portal.visitor("alice")
    profile = f"{BASE}/instellingen/profiel"
    used = frank.submit(profile, {"ladders__wmo": "regeling-naleving"}, action="/profiel")
    assert used.status == 303, used.errors

    dossier = open_in_browser(portal, alice, spoor="reactief", categorieen=["papier"])
    page = alice.get(dossier)
    assert "Begin met trap A (Cijfers bekijken)" in page.words
    begun = alice.post(f"{dossier}/mogelijk/stap/1.2/voorbereiden")
    assert begun.status == 303, begun.words
    work: Any = begun.location
    hub = alice.get(work).words
    assert "De jurist moet eerst meetekenen" in hub
    assert "De leidinggevende moet eerst meetekenen" in hub
    fill_page(alice, f"{work}/brief", brief_feiten="Drie rapportages kwamen niet.")
    fill_page(
        alice, f"{work}/keuzes", reden="Het is ernstig.",
        **date_parts("termijn", in_days_on(portal, 40)),
    )  # fmt: skip
    assert "Drie rapportages kwamen niet." in alice.get(f"{work}/voorbeeld").words
