"""What changed between two versions, in the words of a functional admin."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from portal.domain.ladder.difference import ChangeKind, difference
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.version import LadderVersion

from .ladders import LADDERS, examples, plain, records, template


def after(change: Callable[[dict[str, Any]], object], name: str = "bijlage-4") -> list[str]:
    raw = plain(name)
    change(raw)
    ladder, findings = read_ladder(raw)
    assert findings == []
    return [found.sentence for found in difference(template(name), ladder)]


def test_no_change_no_difference() -> None:
    assert after(lambda raw: None) == []


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            lambda r: r["treden"][2]["termijn"].update(lengte=10, eenheid="werkdagen"),
            [
                "Trede 3 (Ingebrekestelling) › Termijn › Lengte: was 2, wordt 10.",
                "Trede 3 (Ingebrekestelling) › Termijn › Eenheid: was weken, wordt werkdagen.",
            ],
        ),
        (
            lambda r: r["treden"][2].update(medetekenaars=["jurist", "leidinggevende"]),
            ["Trede 3 (Ingebrekestelling) › Wie tekent mee: was jurist, wordt jurist en leidinggevende."],
        ),
        (
            lambda r: r["treden"][2]["briefdelen"].append({"code": "gevolgen", "naam": "Gevolgen", "tekst": "Schrijf op."}),
            ["Trede 3 (Ingebrekestelling) › briefdeel gevolgen (Gevolgen): toegevoegd."],
        ),
        (
            lambda r: r["maatregelen"][2]["geld"].update(bedrag_cent=3_000_00),
            ["Maatregel 5c (Dwangsom) › Geld › Bedrag per gebeurtenis: was € 2.500,00, wordt € 3.000,00."],
        ),
        (
            lambda r: r["maatregelen"].pop(2),
            ["Maatregel 5c (Dwangsom): vervallen."],
        ),
        (
            lambda r: r["treden"].insert(2, {"code": "2b", "naam": "Waarschuwing", "soorten": ["gesprek"], "wie": ["leidinggevende"]}),
            ["Trede 2b (Waarschuwing): toegevoegd."],
        ),
        (
            lambda r: r["treden"].insert(0, r["treden"].pop(1)),
            ["Trede 2 (Verbeterplan): van plaats 2 naar plaats 1."],
        ),
        (
            lambda r: r["treden"][1].update(code="B"),
            ["Trede B (Verbeterplan) › Nummer of letter: was “2”, wordt “B”."],
        ),
        (
            lambda r: r.update(hoger_beginnen="niet"),
            ["Beginnen op een hogere trede: was alleen met een reden, wordt nooit."],
        ),
        (
            lambda r: r["voor_elke_maatregel"].update(bewijsmaat="aantoonbaar"),
            ["Voor elke maatregel › Bewijsmaat: was “onomstotelijk”, wordt “aantoonbaar”."],
        ),
        (
            lambda r: r["treden"][3]["vereist"][2].update(bij_overslaan="niet"),
            ["Trede 4 (Verzuim) › vereiste 3 › Als zij is overgeslagen: was alleen met een reden, wordt nooit."],
        ),
        (
            lambda r: r["treden"][2].pop("informeren"),
            ["Trede 3 (Ingebrekestelling) › melding wethouder of bestuurder: vervallen."],
        ),
        (
            lambda r: r.update(geldig_vanaf="2026-12-01"),
            ["Geldig vanaf: toegevoegd (1 december 2026)."],
        ),
        (
            lambda r: r["treden"][1].pop("termijn"),
            ["Trede 2 (Verbeterplan) › Termijn: vervallen (2 weken na de ontvangst door de aanbieder (voorstel))."],
        ),
        (
            lambda r: r["woorden"].update(trede="tree"),
            ["Woorden › Een trede: was “stap”, wordt “tree”."],
        ),
        (
            lambda r: r["maatregelen"][0].update(duur="tijdelijk"),
            ["Maatregel 5a (Cliëntenstop) › Duur: was tijdelijk of blijvend, wordt tijdelijk."],
        ),
    ],
)  # fmt: skip
def test_a_change_reads_as_a_sentence(
    change: Callable[[dict[str, Any]], object], sentences: list[str]
) -> None:
    assert after(change) == sentences


def test_every_change_points_into_the_newer_version() -> None:
    raw = plain("bijlage-4")
    raw["treden"].insert(
        0, {"code": "0", "naam": "Analyse", "soorten": ["analyse"], "wie": ["contractmanager"]}
    )
    raw["treden"][4]["uitleg"] = "Anders."
    found = difference(template("bijlage-4"), read_ladder(raw)[0])
    assert [(c.kind, c.path) for c in found] == [
        (ChangeKind.ADDED, "treden.0"),
        (ChangeKind.CHANGED, "treden.4.uitleg"),
    ]


def test_the_templates_differ_where_the_sources_do() -> None:
    found = [c.sentence for c in difference(template("bijlage-4"), template("bijlage-e"))]
    assert "Elke brief noemt de gemeente of gemeenten: was nee, wordt ja." in found
    assert any("briefdeel gevolgen" in sentence for sentence in found)
    assert any(sentence.startswith("Maatregel 5d") for sentence in found)


@given(records(LadderVersion), records(LadderVersion))
@examples(3)
def test_two_ladders_differ_exactly_when_something_is_said(
    old: LadderVersion, new: LadderVersion
) -> None:
    found = difference(old, new)
    assert bool(found) == (old != new)
    assert all(change.subject and change.sentence.endswith(".") for change in found)
    assert difference(new, new) == ()


@pytest.mark.parametrize("name", LADDERS)
def test_a_template_does_not_differ_from_itself(name: str) -> None:
    assert difference(template(name), template(name)) == ()
