"""The three start templates, held against the figures of the sources."""

from itertools import product
from typing import Any

import pytest

from portal.domain.ladder.clauses import Term
from portal.domain.ladder.counting import as_deadline
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.ladder.review import review_data
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.vocabulary import (
    CapScope,
    HowMany,
    MeasureKind,
    MoneyKind,
    NoticeForm,
    Period,
    Role,
    StartDay,
    StepKind,
    Strictness,
    Together,
    Unit,
)
from portal.domain.people import ROLES_OF, Side

from .ladders import LADDERS, plain, template

B4, B9, BE = (template(name) for name in ("bijlage-4", "bijlage-9", "bijlage-e"))

OWO = "Overeenkomst Maatwerkvoorzieningen maatschappelijke ondersteuning OWO-gemeenten"


def rung(ladder: LadderVersion, code: str) -> Rung:
    found = ladder.rung(code)
    assert found is not None
    return found


def measure(ladder: LadderVersion, code: str) -> Measure:
    found = ladder.measure(code)
    assert found is not None
    return found


def article(of: Rung | Measure) -> str:
    assert of.ground is not None
    return f"{of.ground.document}: {of.ground.article}"


def rules(ladder: LadderVersion) -> list[str]:
    steps: list[Rung | Measure] = [*ladder.rungs, *ladder.measures]
    return [step.ground.rule for step in steps if step.ground]


@pytest.mark.parametrize("name", LADDERS)
def test_a_template_is_sound_and_without_a_warning(name: str) -> None:
    assert review_data(plain(name)).findings == ()


@pytest.mark.parametrize("name", LADDERS)
def test_a_template_written_and_read_is_the_same(name: str) -> None:
    ladder = template(name)
    assert read_ladder(dump_ladder(ladder)) == (ladder, [])


@pytest.mark.parametrize("name", LADDERS)
def test_every_choice_of_a_proposed_term_is_marked_as_a_reading(name: str) -> None:
    for step in template(name).rungs:
        marked = {reading.field for reading in step.readings}
        assert step.term is None or (not step.term.fixed and "termijn" in marked)


@pytest.mark.rule("000-03")
@pytest.mark.rule("002-05")
@pytest.mark.rule("003-04")
def test_the_first_rung_is_analysis_in_bijlage_9_and_a_talk_in_the_others() -> None:
    first = [(ladder.rungs[0].name, ladder.rungs[0].kinds) for ladder in (B9, B4, BE)]
    assert first == [
        ("Analyse van gegevens", (StepKind.ANALYSE,)),
        ("Gesprek", (StepKind.GESPREK,)),
        ("Gesprek", (StepKind.GESPREK,)),
    ]


@pytest.mark.rule("000-04")
@pytest.mark.rule("002-06")
@pytest.mark.rule("003-05")
def test_talk_and_plan_are_one_rung_in_bijlage_9_and_two_in_the_others() -> None:
    assert [r.kinds for r in B9.rungs] == [
        (StepKind.ANALYSE,),
        (StepKind.GESPREK, StepKind.VERBETERPLAN),
        (StepKind.INGEBREKESTELLING,),
        (StepKind.VERZUIM,),
    ]
    for ladder in (B4, BE):
        assert [r.kinds for r in ladder.rungs] == [
            (StepKind.GESPREK,),
            (StepKind.VERBETERPLAN,),
            (StepKind.INGEBREKESTELLING,),
            (StepKind.VERZUIM,),
        ]
    assert rung(B9, "2").optional_kinds == (StepKind.VERBETERPLAN,)
    assert {c.code for c in rung(B9, "2").controls} == {"vaker", "materieel", "detail"}
    assert {c.code for c in rung(B4, "2").controls} == {"vaker", "materieel"}
    assert {c.code for c in rung(BE, "2").controls} == {"toezichthouder"}
    for ladder, with_power in ((B9, False), (B4, True), (BE, True)):
        assert rung(ladder, "2").talk_levels == ("management", "directie")
        assert rung(ladder, "2").talk_with_power is with_power


@pytest.mark.rule("002-07")
@pytest.mark.rule("003-06")
@pytest.mark.rule("000-05")
def test_the_notice_has_three_four_or_no_required_parts() -> None:
    three = ["onregelmatigheden", "verbeteringen", "termijn"]
    assert [part.code for part in rung(B4, "3").parts] == three
    assert [part.code for part in rung(BE, "3").parts] == [*three, "gevolgen"]
    assert rung(B9, "3").parts == ()


@pytest.mark.rule("000-05")
@pytest.mark.rule("002-07")
def test_a_warning_instead_of_a_notice_exists_in_bijlage_9_only() -> None:
    assert rung(B9, "3").forms == (NoticeForm.WAARSCHUWING, NoticeForm.INGEBREKESTELLING)
    assert rung(B4, "3").forms == rung(BE, "3").forms == (NoticeForm.INGEBREKESTELLING,)


@pytest.mark.rule("002-07")
@pytest.mark.rule("002-08")
def test_a_jurist_signs_along_in_bijlage_4_at_notice_and_default_only() -> None:
    assert {r.code: r.co_signers for r in B4.rungs} == {
        "1": (),
        "2": (),
        "3": (Role.JURIST,),
        "4": (Role.JURIST,),
    }
    assert all(m.co_signers == () for m in B4.measures)
    assert all(step.co_signers == () for ladder in (B9, BE) for step in ladder.rungs)


@pytest.mark.rule("002-05")
def test_in_bijlage_4_whoever_has_a_mandate_may_act_at_every_rung_and_measure() -> None:
    assert all(step.mandated for step in B4.rungs)
    assert all(step.mandated for step in B4.measures)


@pytest.mark.rule("000-06")
@pytest.mark.rule("002-08")
@pytest.mark.rule("003-07")
def test_what_goes_before_default() -> None:
    def before(ladder: LadderVersion) -> list[tuple[str, Strictness, NoticeForm | None]]:
        return [(p.rung, p.when_skipped, p.form) for p in rung(ladder, "4").prerequisites]

    notice = NoticeForm.INGEBREKESTELLING
    assert before(B9) == [("3", Strictness.NIET, notice)]
    assert (
        before(B4)
        == before(BE)
        == [
            ("1", Strictness.MET_REDEN, None),
            ("2", Strictness.MET_REDEN, None),
            ("3", Strictness.MET_REDEN, notice),
        ]
    )


@pytest.mark.rule("000-02")
@pytest.mark.rule("002-04")
@pytest.mark.rule("003-03")
def test_how_strict_the_order_is() -> None:
    assert (B9.order, B9.start_higher) == (Strictness.VRIJ, Strictness.VRIJ)
    for ladder in (B4, BE):
        assert (ladder.order, ladder.start_higher) == (Strictness.MET_REDEN, Strictness.MET_REDEN)
    grounds = [ladder.order_ground.rule for ladder in (B9, B4, BE) if ladder.order_ground]
    assert grounds == ["000-02", "002-04", "003-03"]


@pytest.mark.parametrize(
    ("ladder", "measures"),
    [
        pytest.param(
            B9,
            {
                "5a": ("Bijlage 9: stap 5a", [MeasureKind.CLIENTENSTOP, MeasureKind.OVERDRACHT]),
                "5b": ("Bijlage 9: stap 5b", [MeasureKind.TERUGVORDERING]),
                "5c": ("Resultaatovereenkomst: artikelen 20.2 en 20.3", [MeasureKind.BOETE]),
                "5d": (
                    "Bijlage 9: stap 5d (Ontwikkelovereenkomst en/of Resultaatovereenkomst)",
                    [MeasureKind.BEEINDIGING],
                ),
            },
            marks=[pytest.mark.rule(f"000-{n:02d}") for n in (7, 8, 9, 10)],
        ),
        pytest.param(
            B4,
            {
                "5a": ("Uitvoeringsovereenkomst: artikel 18", [MeasureKind.CLIENTENSTOP]),
                "5b": ("Bijlage 4: stap 5b", [MeasureKind.TERUGVORDERING]),
                "5c": ("Uitvoeringsovereenkomst: artikel 32", [MeasureKind.DWANGSOM]),
                "5d": (
                    "Bijlage 4: stap 5d (Basisovereenkomst en daarmee de Uitvoeringsovereenkomst)",
                    [MeasureKind.BEEINDIGING],
                ),
            },
            marks=[pytest.mark.rule(f"002-{n:02d}") for n in (9, 10, 11, 12)],
        ),
        pytest.param(
            BE,
            {
                "5a": (
                    f"{OWO}: Deel 3, artikel 3.5.5",
                    [MeasureKind.CLIENTENSTOP],
                ),
                "5b": ("Bijlage E: stap 5b", [MeasureKind.TERUGVORDERING]),
                "5c": (
                    "Bijlage E: stap 5c en voetnoot 3",
                    [MeasureKind.BEEINDIGING, MeasureKind.OVERDRACHT],
                ),
            },
            marks=[pytest.mark.rule(f"003-{n:02d}") for n in (8, 9, 10)],
        ),
    ],
)
def test_measures_with_their_ground(ladder: LadderVersion, measures: dict[str, Any]) -> None:
    assert {m.code: (article(m), list(m.kinds)) for m in ladder.measures} == measures


@pytest.mark.rule("002-11")
def test_the_dwangsom_of_bijlage_4_is_2500_per_event_and_25000_per_calendar_year() -> None:
    money = measure(B4, "5c").money
    assert money is not None
    assert money.kind is MoneyKind.PER_GEBEURTENIS
    assert (money.amount_cents, money.cap_cents) == (250_000, 2_500_000)
    assert (money.cap_per, money.counted_per) == (Period.KALENDERJAAR, CapScope.OVEREENKOMST)
    marked = {reading.field for reading in measure(B4, "5c").readings}
    assert {"geld.telt_per", "geld.maximum_per"} <= marked


@pytest.mark.rule("000-09")
def test_the_boete_of_bijlage_9_has_no_amount() -> None:
    money = measure(B9, "5c").money
    assert money is not None
    assert money.kind is MoneyKind.VOLGENS_ARTIKEL
    assert (money.amount_cents, money.cap_cents) == (None, None)
    assert "20.2" in money.article
    assert "20.3" in money.article


@pytest.mark.rule("003-09")
def test_bijlage_e_has_no_sanction_in_money() -> None:
    fines = {MeasureKind.BOETE, MeasureKind.DWANGSOM, MeasureKind.KORTING}
    assert not any(fines & set(m.kinds) for m in BE.measures)


@pytest.mark.rule("000-08")
@pytest.mark.rule("002-10")
@pytest.mark.rule("003-09")
def test_recovery_comes_with_interest_and_costs_for_two_subjects() -> None:
    for ladder in (B9, B4, BE):
        recovery = measure(ladder, "5b")
        assert recovery.money is not None
        assert recovery.money.interest
        assert recovery.money.costs
        assert recovery.money.set_off
        assert recovery.subjects == (
            "Onrechtmatig declareren",
            "Ondersteuning die niet of niet genoeg is geleverd",
        )


@pytest.mark.rule("000-07")
def test_the_stop_of_bijlage_9_may_go_with_or_without_transfer_for_five_subjects() -> None:
    stop = measure(B9, "5a")
    assert stop.together is Together.EEN_OF_MEER
    assert stop.subjects == (
        "Prestaties die achterblijven",
        "Bedrijfsvoering die niet op orde is",
        "Calamiteiten en gebleken misbruik of oneigenlijk gebruik",
        "Wachtlijsten of lange wachttijden",
        "Weigeren van ondersteuning",
    )


@pytest.mark.rule("000-10")
@pytest.mark.rule("002-12")
@pytest.mark.rule("003-10")
def test_what_goes_before_ending_the_contract() -> None:
    found = []
    for ladder, code in ((B9, "5d"), (B4, "5d"), (BE, "5c")):
        after = measure(ladder, code).after
        assert after is not None
        found.append((after.codes, after.needs, after.or_serious))
    assert found == [
        (("5a", "5b", "5c"), HowMany.ALLE, True),
        (("5a", "5b", "5c"), HowMany.EEN, True),
        (("5a", "5b"), HowMany.EEN, True),
    ]


@pytest.mark.rule("003-10")
def test_bijlage_e_moves_clients_when_the_contract_ends_and_at_once_on_signals() -> None:
    ending = measure(BE, "5c")
    assert ending.together is Together.ALLE
    assert ending.urgent is not None
    assert ending.urgent.kinds == (MeasureKind.OVERDRACHT,)
    assert {s.code for s in ending.urgent.signals} == {
        "misstanden",
        "fraude",
        "veiligheid_en_kwaliteit",
    }


@pytest.mark.rule("002-13")
@pytest.mark.rule("003-12")
@pytest.mark.rule("000-11")
def test_six_six_and_nine_factors_with_clients_first_in_bijlage_e() -> None:
    first_five = ["aard_en_omvang", "historie", "houding", "belangen", "procedures"]
    codes = [[f.code for f in ladder.measure_rules.factors] for ladder in (B4, BE, B9)]
    assert codes == [
        [*first_five, "clientbelangen"],
        ["clientbelangen", *first_five],
        [
            "omvang", "bekendheid", "eerder", "opstelling", "belangen", "procedure",
            "clientbelangen", "verhouding", "redelijkheid",
        ],
    ]  # fmt: skip


@pytest.mark.rule("002-14")
@pytest.mark.rule("003-13")
def test_the_standard_of_proof_is_that_of_the_source() -> None:
    assert B4.measure_rules.proof == "onomstotelijk"
    assert BE.measure_rules.proof == "aantoonbaar"
    assert "voor_elke_maatregel.bewijsmaat" in {reading.field for reading in B9.readings}
    for ladder in (B4, BE, B9):
        asked = ladder.measure_rules
        assert asked.evidence
        assert asked.motivation
        assert asked.justification


@pytest.mark.rule("000-01")
def test_bijlage_9_has_its_own_words_and_a_version_table() -> None:
    assert (B9.words.client, B9.words.provider) == ("opdrachtgever", "opdrachtnemer")
    assert (B4.words.client, B4.words.provider) == ("gemeente", "aanbieder")
    assert BE.words.ladder == "stappenplan"
    lines = [(line.number, str(line.valid_from)) for line in B9.history]
    assert lines == [("1.0", "2021-01-01"), ("2.0", "None")]
    assert B9.number == "2.0"


@pytest.mark.rule("002-01")
@pytest.mark.rule("002-02")
@pytest.mark.rule("002-03")
def test_tracks_categories_and_occasions_of_bijlage_4() -> None:
    assert [track.code for track in B4.tracks] == ["proactief", "reactief"]
    assert [category.code for category in B4.categories] == [
        "veiligheid",
        "zorgcontinuiteit",
        "fraude",
        "uitsluiting",
        "resultaat",
        "clientwaarborgen",
        "financieel",
        "administratief",
        "acceptatieplicht",
    ]
    assert [o.code for o in B4.occasions] == ["contractmanagement", "uitvoering"]
    assert [b.code for b in B4.breaches] == ["basisovereenkomst", "uitvoeringsovereenkomst", "kpi"]


@pytest.mark.rule("003-01")
@pytest.mark.rule("003-03")
def test_what_starts_bijlage_e() -> None:
    assert {b.code for b in BE.breaches} == {
        "overeenkomst",
        "kpi",
        "medewerking",
        "bedrijfsresultaten",
    }
    assert {o.code for o in BE.occasions} == {
        "contractmanagement",
        "toezichthouder",
        "gebiedsteam",
        "handhaving",
        "uitvoering",
    }


@pytest.mark.rule("003-02")
def test_letters_of_bijlage_e_name_the_municipalities() -> None:
    assert BE.names_municipalities


def test_every_rung_and_measure_carries_its_rule() -> None:
    assert rules(B9) == [f"000-{n:02d}" for n in range(3, 11)]
    assert rules(B4) == [f"002-{n:02d}" for n in range(5, 13)]
    assert rules(BE) == [f"003-{n:02d}" for n in range(4, 11)]


@pytest.mark.rule("001-16")
def test_the_toezichthouder_stays_independent_and_takes_no_step() -> None:
    for ladder in (B4, B9, BE):
        steps: list[Rung | Measure] = [*ladder.rungs, *ladder.measures]
        for step in steps:
            assert Role.TOEZICHTHOUDER not in (*step.actors, *step.co_signers)


@pytest.mark.rule("001-19")
def test_whoever_acts_in_a_ladder_is_somebody_who_can_sign_in() -> None:
    known = {role.value for role in ROLES_OF[Side.MUNICIPALITY]}
    assert {role.value for role in Role} - known == {Role.BESTUURDER.value}


def test_a_term_of_a_ladder_can_be_counted_in_every_unit() -> None:
    for unit, start_day in product(Unit, StartDay):
        term = as_deadline(Term(length=3, unit=unit, start_day=start_day, rule="002-07"))
        assert (term.unit.value, term.start_day.value) == (unit.value, start_day.value)
        assert (term.length, term.rule, term.termijnenwet) == (3, "002-07", False)
