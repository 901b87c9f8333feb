"""Sound ladders that nobody wrote: other numbering, more rungs, more signatures, other terms."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from portal.domain.calendar import Calendar
from portal.domain.ladder.vocabulary import MeasureKind, Role, StepKind, Strictness, Unit

CALENDAR = Calendar(first_year=2020, last_year=2099)
OPENED = date(2026, 3, 2)
ROLES = [role.value for role in Role if role is not Role.BESTUURDER]
NUMBERINGS = (
    [str(n) for n in range(1, 9)],
    list("ABCDEFGH"),
    ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"],
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"],
)
MEASURE_NAMES = ("Malus", "Aanmeldpauze", "Rode kaart", "Einde", "Pauze", "Terugbetaling")
PAID: dict[MeasureKind, list[dict[str, Any]]] = {
    MeasureKind.DWANGSOM: [{"soort": "per_gebeurtenis"}],
    MeasureKind.BOETE: [
        {"soort": "per_gebeurtenis"},
        {"soort": "percentage"},
        {"soort": "volgens_artikel", "artikel": "12"},
    ],
    MeasureKind.KORTING: [{"soort": "percentage"}],
    MeasureKind.TERUGVORDERING: [{"soort": "vastgesteld"}],
}
LASTING = {
    MeasureKind.BEEINDIGING,
    MeasureKind.OVERDRACHT,
    MeasureKind.BOETE,
    MeasureKind.TERUGVORDERING,
}
GROUND = {"document": "Verzonnen", "artikel": "1"}


def some(values: list[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


def strictness() -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in Strictness])


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "lengte": draw(st.integers(1, 12)),
        "eenheid": draw(st.sampled_from([unit.value for unit in Unit if unit is not Unit.JAREN])),
        "vast": draw(st.booleans()),
    }


@st.composite
def rungs(
    draw: st.DrawFn, codes: list[str], place: int, earlier: list[dict[str, Any]]
) -> dict[str, Any]:
    kinds = draw(some([kind.value for kind in StepKind], 2))
    rung: dict[str, Any] = {
        "code": codes[place],
        "naam": f"Trede {place}",
        "soorten": kinds,
        "wie": draw(some(ROLES, 2)),
        "ook_gemandateerde": draw(st.booleans()),
        "grondslag": GROUND,
    }
    if kinds != ["analyse"]:
        rung["medetekenaars"] = draw(st.lists(st.sampled_from(ROLES), max_size=2))
        names = draw(st.lists(st.sampled_from("pqrs"), max_size=4, unique=True))
        rung["briefdelen"] = [{"code": n, "naam": n, "tekst": n} for n in names]
    if "ingebrekestelling" in kinds:
        rung["vormen"] = draw(some(["waarschuwing", "ingebrekestelling"], 2))
    if "ingebrekestelling" in kinds or draw(st.booleans()):
        rung["termijn"] = draw(terms())
    if draw(st.booleans()):
        rung["overslaan"] = draw(strictness())
    asked = (
        draw(st.lists(st.sampled_from(earlier), max_size=2, unique_by=lambda r: r["code"]))
        if earlier
        else []
    )
    rung["vereist"] = [draw(prerequisites(other)) for other in asked]
    return rung


@st.composite
def prerequisites(draw: st.DrawFn, rung: dict[str, Any]) -> dict[str, Any]:
    asked = {"trede": rung["code"], "bij_overslaan": draw(strictness())}
    if rung.get("vormen") and draw(st.booleans()):
        asked["vorm"] = draw(st.sampled_from(rung["vormen"]))
    return asked


@st.composite
def measures(draw: st.DrawFn, number: int, below: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(MeasureKind)))
    lasting = kind in LASTING
    measure: dict[str, Any] = {
        "code": f"M{number}",
        "naam": draw(st.sampled_from(MEASURE_NAMES)),
        "soorten": [kind.value],
        "wie": draw(some(ROLES, 2)),
        "medetekenaars": draw(st.lists(st.sampled_from(ROLES), max_size=2)),
        "duur": "blijvend"
        if lasting
        else draw(st.sampled_from(["tijdelijk", "blijvend", "beide"])),
        "grondslag": GROUND,
        "vereist": [
            draw(prerequisites(rung)) for rung in draw(st.lists(st.sampled_from(below), max_size=1))
        ],
    }
    if kind in PAID:
        money = dict(draw(st.sampled_from(PAID[kind])))
        if money["soort"] == "percentage":
            money |= {"maximum_basispunten": draw(st.integers(1, 10_000)), "waarover": "tarief"}
        if money["soort"] == "per_gebeurtenis":
            amount = draw(st.integers(1, 1_000_00))
            cap = amount * draw(st.integers(1, 4)) + draw(st.integers(0, 50))
            per = draw(st.sampled_from(["kalenderjaar", "looptijd"]))
            money |= {"bedrag_cent": amount, "maximum_cent": cap, "maximum_per": per}
        measure["geld"] = money
    if number and draw(st.booleans()):
        measure["niet_samen_met"] = [f"M{draw(st.integers(0, number - 1))}"]
    if number and draw(st.booleans()):
        measure["na"] = {
            "codes": [f"M{draw(st.integers(0, number - 1))}"],
            "of_bij_ernst": draw(st.booleans()),
        }
    return measure


@st.composite
def plain_ladders(draw: st.DrawFn) -> dict[str, Any]:
    """Plain data of a ladder without errors, as somebody might draw it up."""
    codes = draw(st.sampled_from(NUMBERINGS))
    found: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, 6))):
        found.append(draw(rungs(codes, place, list(found))))
    return {
        "code": "verzonnen",
        "naam": "Verzonnen ladder",
        "versie": "1",
        "document": "Verzonnen",
        "domein": "Wmo",
        "afwijken_van_volgorde": draw(strictness()),
        "hoger_beginnen": draw(strictness()),
        "gemeenten_noemen": draw(st.booleans()),
        "treden": found,
        "maatregelen": [draw(measures(n, found)) for n in range(draw(st.integers(0, 3)))],
        "voor_elke_maatregel": {
            "bewijsmaat": "aannemelijk",
            "factoren": [
                {"code": c, "naam": c}
                for c in draw(st.lists(st.sampled_from("xyz"), max_size=3, unique=True))
            ],
        },
    }
