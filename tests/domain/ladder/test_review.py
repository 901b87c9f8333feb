"""What a careful jurist would say about a ladder, all at once and in plain Dutch."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from portal.domain.errors import Severity
from portal.domain.ladder.publication import InForce, version_on
from portal.domain.ladder.reachability import reachable_measures, reachable_rungs
from portal.domain.ladder.review import review_data, review_ladder
from portal.domain.ladder.version import LadderVersion

from .ladders import examples, plain, records, template

Change = Callable[[dict[str, Any]], object]
IGS, VERZUIM = 2, 3
STOP, RECOVERY, FINE, END = 0, 1, 2, 3


def rung(place: int, **values: Any) -> Change:
    return lambda raw: raw["treden"][place].update(values)


def measure(place: int, **values: Any) -> Change:
    return lambda raw: raw["maatregelen"][place].update(values)


def money(place: int, **values: Any) -> Change:
    return lambda raw: raw["maatregelen"][place].setdefault("geld", {}).update(values)


def without(*path: str | int) -> Change:
    def change(raw: dict[str, Any]) -> None:
        inner: Any = raw
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]

    return change


def needs(code: str, **values: str) -> dict[str, str]:
    return {"trede": code, "bij_overslaan": "niet", **values}


ERRORS: list[tuple[str, Change, str, str]] = [
    ("no rung at all", lambda r: r.update(treden=[]), "treden", "heeft nog geen trede"),
    ("two rungs with one code", rung(1, code="1"), "treden.1.code", "dezelfde code"),
    ("codes that differ in case only", measure(1, code="5A"), "maatregelen.1.code", "dezelfde code"),
    ("a measure with the code of a rung", measure(0, code="4"), "maatregelen.0.code", "dezelfde code"),
    ("a rung without a kind", rung(0, soorten=[]), "treden.0.soorten", "vul “Wat er gebeurt” in"),
    ("a rung for nobody", rung(0, wie=[]), "treden.0.wie", "Wie voert de stap uit"),
    ("the wethouder who acts", rung(0, wie=["bestuurder"]), "treden.0.wie", "Kies de leidinggevende"),
    ("the wethouder who signs", measure(0, medetekenaars=["bestuurder"]), "maatregelen.0.medetekenaars", "Kies de leidinggevende"),
    ("a role twice", rung(0, wie=["jurist", "jurist"]), "treden.0.wie", "noemt een rol twee keer"),
    ("a measure that waits a lifetime", measure(0, termijn={"lengte": 121, "eenheid": "kalendermaanden"}), "maatregelen.0.termijn.lengte", "langer dan tien jaar"),
    ("a kind twice", rung(0, soorten=["gesprek", "gesprek"]), "treden.0.soorten", "twee keer"),
    ("optional what is not there", rung(0, facultatief=["verzuim"]), "treden.0.facultatief", "hoort niet bij"),
    ("all optional", rung(0, facultatief=["gesprek"]), "treden.0.facultatief", "niet alles"),
    ("a notice of no form", without("treden", IGS, "vormen"), "treden.2.vormen", "kies of de brief"),
    ("a form without a notice", rung(0, vormen=["waarschuwing"]), "treden.0.vormen", "Haal de soort brief weg"),
    ("a form twice", rung(IGS, vormen=["waarschuwing", "waarschuwing", "ingebrekestelling"]), "treden.2.vormen", "twee keer"),
    ("a notice without a term", without("treden", IGS, "termijn"), "treden.2.termijn", "redelijke termijn"),
    ("a term without a unit", without("treden", IGS, "termijn", "eenheid"), "treden.2.termijn.eenheid", "vul “Eenheid” in"),
    ("a term of a lifetime", lambda r: r["treden"][IGS]["termijn"].update(lengte=11, eenheid="jaren"), "treden.2.termijn.lengte", "langer dan tien jaar"),
    ("a part without a text", without("treden", IGS, "briefdelen", 0, "tekst"), "treden.2.briefdelen.0.tekst", "vul “Tekst” in"),
    ("a part twice", lambda r: r["treden"][IGS]["briefdelen"][1].update(code="onregelmatigheden"), "treden.2.briefdelen.1.code", "twee keer"),
    ("two dates in a letter", lambda r: r["treden"][IGS]["briefdelen"][1].update(soort="termijn"), "treden.2.briefdelen", "meer dan één keer"),
    ("a date without a term", lambda r: r["treden"][VERZUIM].update(briefdelen=[{"code": "t", "naam": "Datum", "tekst": "Kies.", "soort": "termijn"}]), "treden.3.termijn", "vraagt een datum"),
    ("parts where no letter goes", rung(0, soorten=["analyse"], briefdelen=[{"code": "t", "naam": "N", "tekst": "T"}]), "treden.0.briefdelen", "heeft geen brief"),
    ("a prerequisite that does not exist", rung(VERZUIM, vereist=[needs("9")]), "treden.3.vereist.0.trede", "die bestaat niet"),
    ("a prerequisite that comes later", rung(0, vereist=[needs("3")]), "treden.0.vereist.0.trede", "komt pas later"),
    ("a rung that needs itself", rung(1, vereist=[needs("2")]), "treden.1.vereist.0.trede", "zichzelf"),
    ("a prerequisite twice", rung(VERZUIM, vereist=[needs("3"), needs("3")]), "treden.3.vereist.1.trede", "twee keer"),
    ("a prerequisite of a form not offered", rung(VERZUIM, vereist=[needs("3", vorm="waarschuwing")]), "treden.3.vereist.0.vorm", "heeft die brief niet"),
    ("a measure after a rung that is not there", measure(0, vereist=[needs("8")]), "maatregelen.0.vereist.0.trede", "die bestaat niet"),
    ("a measure without ground", without("maatregelen", STOP, "grondslag"), "maatregelen.0.grondslag", "geen grondslag"),
    ("a ground without article", without("maatregelen", STOP, "grondslag", "artikel"), "maatregelen.0.grondslag.artikel", "Artikel"),
    ("a cap below the amount", money(FINE, maximum_cent=249_999), "maatregelen.2.geld.maximum_cent", "lager dan het bedrag"),
    ("a cap for no period", without("maatregelen", FINE, "geld", "maximum_per"), "maatregelen.2.geld.maximum_per", "per kalenderjaar"),
    ("a period without a cap", without("maatregelen", FINE, "geld", "maximum_cent"), "maatregelen.2.geld.maximum_cent", "vul het hoogste bedrag per kalenderjaar in"),
    ("no amount per event", without("maatregelen", FINE, "geld", "bedrag_cent"), "maatregelen.2.geld.bedrag_cent", "bedrag per gebeurtenis"),
    ("an amount of nothing", money(FINE, bedrag_cent=0), "maatregelen.2.geld.bedrag_cent", "heel getal van 1"),
    ("a percentage above a hundred", money(FINE, soort="percentage", maximum_basispunten=10_001), "maatregelen.2.geld.maximum_basispunten", "tot en met 10000"),
    ("a fine without money", without("maatregelen", FINE, "geld"), "maatregelen.2.geld", "hoe het bedrag tot stand komt"),
    ("money for a stop", money(STOP, soort="per_gebeurtenis", bedrag_cent=5), "maatregelen.0.geld", "kost geen geld"),
    ("a percentage for a dwangsom", money(FINE, soort="percentage", maximum_basispunten=500), "maatregelen.2.geld.soort", "kies hier"),
    ("a fixed amount for a recovery", money(RECOVERY, bedrag_cent=5), "maatregelen.1.geld.bedrag_cent", "per geval vastgesteld"),
    ("a discount without a percentage", lambda r: r["maatregelen"][STOP].update(soorten=["korting"], geld={"soort": "percentage"}), "maatregelen.0.geld.maximum_basispunten", "hoogste percentage"),
    ("a percentage cap on an amount", money(FINE, maximum_basispunten=500), "maatregelen.2.geld.maximum_basispunten", "geen percentage"),
    ("an article without the article", lambda r: r["maatregelen"][FINE].update(geld={"soort": "volgens_artikel"}), "maatregelen.2.geld.artikel", "waar het bedrag staat"),
    ("after a measure that is not there", lambda r: r["maatregelen"][END]["na"].update(codes=["5x"]), "maatregelen.3.na.codes.0", "die bestaat niet"),
    ("after itself", lambda r: r["maatregelen"][END]["na"].update(codes=["5d"]), "maatregelen.3.na.codes.0", "zichzelf"),
    ("not with a measure that is not there", measure(0, niet_samen_met=["x"]), "maatregelen.0.niet_samen_met.0", "die bestaat niet"),
    ("a temporary end of the contract", measure(END, duur="tijdelijk"), "maatregelen.3.duur", "niet tijdelijk"),
    ("at once what is no part of it", measure(STOP, per_direct={"soorten": ["overdracht"], "signalen": [{"code": "a", "naam": "A"}]}), "maatregelen.0.per_direct.soorten", "hoort niet bij"),
    ("at once without signals", measure(STOP, per_direct={"soorten": ["clientenstop"]}), "maatregelen.0.per_direct.signalen", "Signalen"),
    ("a factor twice", lambda r: r["voor_elke_maatregel"]["factoren"][1].update(code="aard_en_omvang"), "voor_elke_maatregel.factoren.1.code", "twee keer"),
    ("a category twice", lambda r: r["categorieen"][1].update(code="veiligheid"), "categorieen.1.code", "twee keer"),
    ("a reading of nothing", rung(0, lezingen=[{"veld": "termijn.lengde", "uitleg": "x"}]), "treden.0.lezingen.0.veld", "dat veld is er niet"),
    ("a field nobody knows", rung(0, termjin=3), "treden.0.termjin", "Bedoelt u “termijn”?"),
]  # fmt: skip

WARNINGS: list[tuple[str, Change, str, str, str | None]] = [
    ("a rung without ground", without("treden", 0, "grondslag"), "treden.0.grondslag", "geen grondslag", None),
    ("no measures", lambda r: r.update(maatregelen=[]), "maatregelen", "geen maatregelen", None),
    ("measures without default", lambda r: (r["treden"].pop(VERZUIM), [m.pop("vereist") for m in r["maatregelen"]]), "treden", "geen trede voor verzuim", "001-13"),
    ("default without notice", lambda r: (r["treden"].pop(IGS), r["treden"][2]["vereist"].pop()), "treden.2.vereist", "staat geen ingebrekestelling", "001-13"),
    ("default that asks nothing", without("treden", VERZUIM, "vereist"), "treden.3.vereist", "vraagt geen eerdere trede", None),
    ("a notice whose letter names no date", lambda r: r["treden"][IGS]["briefdelen"].pop(), "treden.2.briefdelen", "de datum waarop de termijn eindigt", "001-13"),
    ("a co-signer where no letter goes", rung(0, soorten=["analyse"], medetekenaars=["jurist"]), "treden.0.medetekenaars", "niets om mee te tekenen", None),
    ("a term where none runs", rung(VERZUIM, termijn={"lengte": 1, "eenheid": "weken"}), "treden.3.termijn", "loopt geen termijn", None),
    ("no standard of proof", without("voor_elke_maatregel", "bewijsmaat"), "maatregelen.0.bewijsmaat", "hoe zeker", "002-14"),
    ("no factors", without("voor_elke_maatregel", "factoren"), "voor_elke_maatregel.factoren", "geen factoren", "002-13"),
    ("no evidence", lambda r: r["voor_elke_maatregel"].update(bewijs=False), "voor_elke_maatregel.bewijs", "zonder bewijs", "002-14"),
    ("no highest amount", lambda r: [r["maatregelen"][FINE]["geld"].pop(k) for k in ("maximum_cent", "maximum_per")], "maatregelen.2.geld.maximum_cent", "geen hoogste bedrag", None),
    ("a discount above five per cent", lambda r: r["maatregelen"][STOP].update(soorten=["korting"], geld={"soort": "percentage", "maximum_basispunten": 501, "waarover": "tarief", "opeisbaar_na_aanmaning": True}), "maatregelen.0.geld.maximum_basispunten", "5,01 %", "004-97"),
    ("a discount due at once", lambda r: r["maatregelen"][STOP].update(soorten=["korting"], geld={"soort": "percentage", "maximum_basispunten": 500, "waarover": "tarief"}), "maatregelen.0.geld.opeisbaar_na_aanmaning", "eerst een aanmaning", "004-66"),
    ("a percentage of nothing", lambda r: r["maatregelen"][STOP].update(soorten=["korting"], geld={"soort": "percentage", "maximum_basispunten": 500, "opeisbaar_na_aanmaning": True}), "maatregelen.0.geld.waarover", "waarover het percentage gaat", None),
    ("nobody told", lambda r: [step.pop("informeren", None) for step in r["treden"] + r["maatregelen"]], "treden", "wethouder", "001-02"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "words"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS]
)
def test_an_error_is_found_where_it_is(change: Change, path: str, words: str) -> None:
    raw = plain("bijlage-4")
    change(raw)
    review = review_data(raw)
    assert any(f.path == path and words in f.sentence for f in review.errors), review.errors
    assert not review.is_sound


@pytest.mark.parametrize(
    ("change", "path", "words", "rule"),
    [case[1:] for case in WARNINGS],
    ids=[case[0] for case in WARNINGS],
)
def test_a_doubt_is_a_warning_and_lets_it_pass(
    change: Change, path: str, words: str, rule: str | None
) -> None:
    raw = plain("bijlage-4")
    change(raw)
    review = review_data(raw)
    found = [f for f in review.warnings if f.path == path and words in f.sentence]
    assert [f.rule for f in found] == [rule], review.findings
    assert review.is_sound, review.errors


@pytest.mark.rule("002-01")
def test_a_track_that_no_dossier_can_have_is_told() -> None:
    raw = plain("bijlage-4")
    raw["sporen"][0]["code"] = "gepland"
    (finding,) = review_data(raw).warnings
    assert (finding.path, finding.rule) == ("sporen.0.code", "002-01")
    assert "“Proactief” kan niemand kiezen" in finding.sentence


def test_all_findings_come_at_once() -> None:
    raw = plain("bijlage-4")
    changes = [rung(1, code="1"), rung(VERZUIM, vereist=[needs("9")]), money(FINE, maximum_cent=1)]
    for change in (
        *changes,
        without("maatregelen", 0, "grondslag"),
        without("treden", IGS, "termijn", "eenheid"),
    ):
        change(raw)
    assert {finding.path for finding in review_data(raw).errors} == {
        "treden.1.code",
        "treden.2.termijn.eenheid",
        "treden.3.vereist.0.trede",
        "maatregelen.0.grondslag",
        "maatregelen.2.geld.maximum_cent",
    }


def test_a_sentence_names_the_rung_and_starts_with_a_capital() -> None:
    raw = plain("bijlage-4")
    rung(VERZUIM, vereist=[needs("9")])(raw)
    (finding,) = review_data(raw).errors
    assert finding.sentence == "Trede 4 (Verzuim) vraagt eerst trede 9, maar die bestaat niet."


def test_one_mistake_gives_one_finding() -> None:
    raw = plain("bijlage-4")
    raw["maatregelen"][FINE]["geld"]["bedrag_cent"] = "2500"
    assert [f.path for f in review_data(raw).findings] == ["maatregelen.2.geld.bedrag_cent"]


def test_a_rung_behind_a_rung_that_cannot_be_reached_is_unreachable() -> None:
    raw = plain("bijlage-4")
    rung(IGS, vereist=[needs("9")])(raw)
    rung(VERZUIM, vereist=[needs("3")])(raw)
    errors = review_data(raw).errors
    assert [f.path for f in errors] == ["treden.2.vereist.0.trede", "treden.3"]
    assert "nooit bij trede 3 kan komen" in errors[1].sentence


def test_a_rung_that_may_not_be_skipped_cuts_off_what_is_above_it() -> None:
    raw = plain("bijlage-4")
    rung(1, vereist=[needs("9")], overslaan="niet")(raw)
    rung(VERZUIM, vereist=[])(raw)
    assert [f.path for f in review_data(raw).errors] == [
        "treden.1.vereist.0.trede",
        "treden.2",
        "treden.3",
    ]


def test_a_rung_behind_a_letter_that_is_never_sent_is_unreachable() -> None:
    raw = plain("bijlage-4")
    rung(VERZUIM, vereist=[needs("3", vorm="waarschuwing")])(raw)
    measure(STOP, vereist=[needs("4")])(raw)
    assert [f.path for f in review_data(raw).errors] == ["treden.3.vereist.0.vorm", "maatregelen.0"]


def test_a_measure_behind_an_unreachable_rung_is_unreachable() -> None:
    raw = plain("bijlage-4")
    rung(VERZUIM, vereist=[needs("9")])(raw)
    measure(STOP, vereist=[needs("4")])(raw)
    assert [f.path for f in review_data(raw).errors] == [
        "treden.3.vereist.0.trede",
        "maatregelen.0",
    ]


def test_everything_in_the_templates_can_be_reached() -> None:
    for name in ("bijlage-4", "bijlage-9", "bijlage-e"):
        ladder = template(name)
        assert reachable_rungs(ladder) == {step.code for step in ladder.rungs}
        assert reachable_measures(ladder) == {step.code for step in ladder.measures}


PUBLISHED = [
    InForce(number="2024", valid_from=date(2024, 1, 1)),
    InForce(number="2025", valid_from=date(2025, 7, 1)),
]


@pytest.mark.rule("000-01")
@pytest.mark.parametrize(
    ("starts", "ok"), [("2025-06-30", False), ("2025-07-01", False), ("2025-07-02", True)]
)
def test_a_version_begins_after_the_one_in_force(starts: str, ok: bool) -> None:
    raw = plain("bijlage-4") | {"versie": "2026", "wijziging": "Nieuw.", "geldig_vanaf": starts}
    paths = [f.path for f in review_data(raw, published=PUBLISHED).errors]
    assert paths == ([] if ok else ["geldig_vanaf"])


@pytest.mark.rule("000-01")
@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "2024"),
        (date(2025, 6, 30), "2024"),
        (date(2025, 7, 1), "2025"),
    ],
)
def test_a_day_has_the_version_that_began_last(day: date, number: str | None) -> None:
    found = version_on(PUBLISHED, day)
    assert (found.number if found else None) == number


@pytest.mark.rule("000-01")
def test_a_next_version_has_its_own_number_and_says_what_changed() -> None:
    raw = plain("bijlage-4") | {"geldig_vanaf": "2026-01-01"}
    errors = review_data(raw, published=PUBLISHED).errors
    assert {f.path for f in errors} == {"versie", "wijziging"}


def test_a_version_table_that_runs_back_is_a_warning() -> None:
    lines = [
        {"nummer": "1", "wijziging": "a", "geldig_vanaf": "2022-01-01"},
        {"nummer": "2", "wijziging": "b", "geldig_vanaf": "2021-01-01"},
    ]
    (finding,) = review_data(plain("bijlage-4") | {"versies": lines}).findings
    assert (finding.path, finding.severity) == ("versies", Severity.WARNING)


@given(records(LadderVersion))
@examples(5)
def test_any_ladder_can_be_judged_and_every_finding_is_a_sentence(ladder: LadderVersion) -> None:
    review = review_ladder(ladder)
    for finding in review.findings:
        assert finding.sentence[0] == finding.sentence[0].upper()
        assert finding.sentence.rstrip()[-1] in ".?"
