"""Measures: what they ask, what they cost, how they combine, and how they end."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.domain.ladder.acts import EndMeasure, RecordNotice, Weighing
from portal.domain.ladder.amounts import is_due, room
from portal.domain.ladder.dossier import Charge, DossierState, Ending, FactKind, Parties
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.vocabulary import MeasureKind, Role
from portal.domain.ladder.walking import Choice, check_act, possible_acts, take

from .dossiers import (
    FAR,
    OPENED,
    at_once,
    codes,
    dossier,
    facts,
    in_default,
    measure,
    need,
    on,
    refused,
    weighing,
)
from .ladders import contract, plain

MAY = date(2026, 5, 4)


def imposed(state: DossierState, code: str, when: date = MAY, **values: object) -> DossierState:
    return take(facts(state, code), measure(state, code, when, **values), FAR)


@pytest.mark.rule("002-09")
@pytest.mark.rule("003-08")
@pytest.mark.rule("000-07")
@pytest.mark.parametrize("name", ["bijlage-4", "bijlage-9", "bijlage-e"])
def test_a_stop_is_imposed_when_everything_is_there(name: str) -> None:
    state = imposed(in_default(name), "5a")
    assert state.measures[0].products == ("B1",)
    assert MeasureKind.CLIENTENSTOP in state.measures[0].kinds


@pytest.mark.rule("002-14")
@pytest.mark.rule("003-13")
@pytest.mark.parametrize(("name", "rule"), [("bijlage-4", "002-14"), ("bijlage-e", "003-13")])
@pytest.mark.parametrize(
    ("left_out", "path"),
    [
        ("proof", "afweging.bewijsmaat"),
        ("motivation", "afweging.motivering"),
        ("justification", "afweging.rechtvaardiging"),
    ],
)
def test_proof_motivation_and_justification_are_each_demanded(
    name: str, rule: str, left_out: str, path: str
) -> None:
    state = facts(in_default(name), "5a")
    act = measure(state, "5a", MAY, weighing=weighing(state, "5a", **{left_out: " "}))
    caught = refused(state, act)
    assert [(r.code, r.path, r.source.rule) for r in caught.refusals] == [(left_out, path, rule)]


@pytest.mark.rule("002-14")
@pytest.mark.rule("003-13")
def test_the_standard_of_proof_is_named_in_the_words_of_the_ladder() -> None:
    for name, word in (("bijlage-4", "onomstotelijk"), ("bijlage-e", "aantoonbaar")):
        option = possible_acts(in_default(name), MAY).of(Choice.MAATREGEL, "5a")
        assert word in need(option, "proof").label


@pytest.mark.rule("002-14")
@pytest.mark.parametrize(
    ("kind", "code", "rule"),
    [
        (FactKind.BEWIJS, "evidence", "002-14"),
        (FactKind.MEEGEKEKEN, "second_person", "002-09"),
        (FactKind.MANDAAT, "mandate", "001-19"),
    ],
)
def test_evidence_a_second_person_and_a_mandate_are_each_demanded(
    kind: FactKind, code: str, rule: str
) -> None:
    state = facts(in_default(), "5a", leave_out=kind)
    caught = refused(state, measure(state, "5a", MAY))
    assert [(r.code, r.source.rule) for r in caught.refusals] == [(code, rule)]


def test_the_second_person_is_not_the_one_who_acts() -> None:
    state = facts(in_default(), "5a", mandated="lea")
    assert codes(refused(state, measure(state, "5a", MAY, by="lea"))) == ["second_person"]


@pytest.mark.rule("004-119")
def test_a_mandate_is_of_the_one_who_acts() -> None:
    state = facts(in_default(), "5a")
    assert codes(refused(state, measure(state, "5a", MAY, by="bea"))) == ["mandate"]
    keeper = measure(state, "5a", MAY, by="bea", role=Role.CONTRACTBEHEERDER)
    assert codes(refused(state, keeper)) == ["actor", "mandate"]


@pytest.mark.rule("001-19")
def test_a_mandate_that_has_ended_is_no_mandate() -> None:
    state = facts(in_default(), "5a")
    ended = tuple(replace(f, until=on(1)) if f.kind is FactKind.MANDAAT else f for f in state.facts)
    assert codes(refused(replace(state, facts=ended), measure(state, "5a", MAY))) == ["mandate"]


def test_each_demand_names_the_place_that_makes_it() -> None:
    """Not the place of the measure for all of them, and no code or number of our own."""
    ladder = possible_acts(in_default(), MAY).of(Choice.MAATREGEL, "5c")
    places = {need.code: need.source.place for need in ladder.needs}
    assert places["second_person"] == "Uitvoeringsovereenkomst, artikel 32"
    assert places["motivation"] == "Bijlage 4, onderdeel Maatregelen"
    assert places["factor:historie"] == "Bijlage 4, onderdeel Escaleren"
    assert places["mandate"] == "Handreiking contractmanagement, bijlage b"
    assert places["inform:bestuurder"] == "Handreiking contractmanagement, onderdeel 4"
    agreed = possible_acts(dossier(contract=contract()), MAY).of(
        Choice.MAATREGEL, "3.19.1-aanpassing"
    )
    assert {need.code: need.source.place for need in agreed.needs}["letter"] == (
        "Overeenkomst Wmo 2026-2030, artikel 3.19.1"
    )


@pytest.mark.rule("002-13")
@pytest.mark.rule("003-12")
@pytest.mark.rule("000-11")
@pytest.mark.parametrize(
    ("name", "number", "rule"),
    [("bijlage-4", 6, "002-13"), ("bijlage-e", 6, "003-12"), ("bijlage-9", 9, "000-11")],
)
def test_every_factor_is_weighed_by_itself(name: str, number: int, rule: str) -> None:
    state = facts(in_default(name), "5a")
    caught = refused(
        state,
        measure(state, "5a", MAY, weighing=Weighing(proof="p", motivation="m", justification="j")),
    )
    assert len(caught.refusals) == number
    assert {refusal.source.rule for refusal in caught.refusals} == {rule}
    factors = dict(weighing(state, "5a").factors)
    factors["clientbelangen"] = ""
    one_open = measure(state, "5a", MAY, weighing=weighing(state, "5a", factors=factors))
    assert codes(refused(state, one_open)) == ["factor:clientbelangen"]


@pytest.mark.rule("002-14")
def test_a_measure_without_default_asks_the_reason() -> None:
    state = facts(dossier(), "5a")
    caught = refused(state, measure(state, "5a", MAY))
    assert codes(caught) == ["reason:skipped:4"]
    take(state, measure(state, "5a", MAY, reason="Acuut"), FAR)


def test_a_measure_is_told_in_writing_and_names_its_products() -> None:
    state = facts(in_default(), "5a")
    assert codes(refused(state, measure(state, "5a", MAY, letter=None, products=()))) == [
        "products",
        "letter",
    ]


@pytest.mark.rule("002-13")
def test_measures_run_beside_each_other() -> None:
    state = imposed(imposed(in_default(), "5a"), "5b", cents=100_00, products=())
    assert [taken.runs(MAY) for taken in state.measures] == [True, True]


def test_a_ladder_may_say_that_two_measures_do_not_go_together() -> None:
    raw = plain("bijlage-4")
    raw["maatregelen"][1]["niet_samen_met"] = ["5a"]
    state = replace(in_default(), ladder=read_ladder(raw)[0])
    stopped = imposed(state, "5a", until_on=date(2026, 6, 1))
    with_facts = facts(stopped, "5b")
    act = measure(with_facts, "5b", MAY, cents=1)
    assert codes(refused(with_facts, act)) == ["excludes:5a"]
    check_act(with_facts, replace(act, on=date(2026, 6, 2)), FAR)
    lifted = take(with_facts, EndMeasure(number=5, on=on(6, 5), by="alice", reason="r"), FAR)
    check_act(lifted, replace(act, on=on(6, 5)), FAR)
    assert codes(refused(lifted, replace(act, on=on(5, 5)))) == ["excludes:5a"]
    assert codes(
        refused(facts(imposed(state, "5b", cents=1), "5a"), measure(state, "5a", MAY))
    ) == ["excludes:5b"]


@pytest.mark.rule("002-11")
def test_the_eleventh_event_of_a_year_is_refused_with_the_sum() -> None:
    state = in_default()
    for day in range(4, 14):
        state = imposed(state, "5c", event_on=on(day, 5), products=(), when=on(day, 5))
    assert sum(taken.cents or 0 for taken in state.measures) == 25_000_00
    state = facts(state, "5c", on(14, 5))
    eleventh = measure(state, "5c", on(14, 5), event_on=on(14, 5))
    caught = refused(state, eleventh)
    assert codes(caught) == ["cap"]
    assert caught.rule == "002-11"
    assert "€ 25.000,00" in caught.sentence
    assert "€ 27.500,00" in caught.sentence


@pytest.mark.rule("002-11")
@pytest.mark.parametrize(("event", "ok"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_the_year_of_the_cap_is_that_of_the_event(event: date, ok: bool) -> None:
    spent = Charge(
        kind=MeasureKind.DWANGSOM, event_on=date(2026, 2, 1), cents=25_000_00, parties=Parties()
    )
    state = facts(replace(in_default(), charges=(spent,)), "5c")
    act = measure(state, "5c", date(2027, 1, 5), event_on=event)
    if ok:
        check_act(state, act, FAR)
    else:
        assert codes(refused(state, act)) == ["cap"]


@pytest.mark.rule("002-11")
@pytest.mark.parametrize(
    ("scope", "counted"), [("overeenkomst", 1), ("gemeente", 2), ("aanbieder", 3)]
)
def test_over_what_the_cap_counts_is_data_of_the_ladder(scope: str, counted: int) -> None:
    raw = plain("bijlage-4")
    raw["maatregelen"][2]["geld"]["telt_per"] = scope
    mine = Parties(contract="c1", provider="p1", municipality="m1")
    charges = [
        Charge(kind=MeasureKind.DWANGSOM, event_on=on(1), cents=100, parties=parties)
        for parties in (
            mine,
            replace(mine, contract="c2"),
            replace(mine, contract="c3", municipality="m2"),
            replace(mine, contract="c4", provider="p2"),
        )
    ]
    charges.append(replace(charges[0], kind=MeasureKind.BOETE))
    state = dossier(read_ladder(raw)[0], parties=mine, charges=tuple(charges))
    fine = state.measure("5c")
    assert fine is not None
    left = room(state, fine, OPENED)
    assert left is not None
    assert left.used_cents == counted * 100


@pytest.mark.rule("002-11")
def test_the_room_under_the_cap_stands_beside_the_measure() -> None:
    state = imposed(in_default(), "5c", event_on=MAY, products=())
    option = possible_acts(state, MAY).of(Choice.MAATREGEL, "5c")
    assert option.note == (
        "In 2026: € 2.500,00 opgelegd van hoogstens € 25.000,00, nog € 22.500,00 ruimte."
    )


@pytest.mark.rule("002-11")
def test_what_is_recovered_does_not_fill_the_cap_of_the_dwangsom() -> None:
    state = imposed(in_default(), "5b", cents=30_000_00, products=())
    state = facts(state, "5c")
    check_act(state, measure(state, "5c", MAY, event_on=MAY), FAR)


@pytest.mark.rule("002-11")
def test_another_amount_than_that_of_the_ladder_or_a_future_event_is_refused() -> None:
    state = facts(in_default(), "5c")
    assert codes(refused(state, measure(state, "5c", MAY, event_on=MAY, cents=2_499_99))) == [
        "amount"
    ]
    assert codes(refused(state, measure(state, "5c", MAY, event_on=on(5, 5)))) == ["event"]
    assert codes(refused(state, measure(state, "5c", MAY))) == ["event"]


@pytest.mark.rule("000-09")
def test_a_boete_takes_its_amount_from_the_article_that_is_named() -> None:
    state = facts(in_default("bijlage-9"), "5c")
    assert codes(refused(state, measure(state, "5c", MAY))) == ["amount", "article"]
    taken = take(state, measure(state, "5c", MAY, cents=1_000_00, article="20.2 lid 1"), FAR)
    assert taken.measures[0].cents == 1_000_00


@pytest.mark.rule("002-10")
@pytest.mark.rule("000-08")
@pytest.mark.rule("003-09")
@pytest.mark.rule("004-92")
@pytest.mark.parametrize(
    ("name", "code"),
    [("bijlage-4", "5b"), ("bijlage-9", "5b"), ("bijlage-e", "5b"), ("bijlage-4", "3.12")],
)
def test_a_recovery_asks_the_amount_that_was_established(name: str, code: str) -> None:
    state = facts(in_default(name, contract=contract()), code)
    assert codes(refused(state, measure(state, code, MAY, cents=0))) == ["amount"]
    assert take(state, measure(state, code, MAY, cents=1), FAR).measures[0].cents == 1


@pytest.mark.rule("003-09")
@pytest.mark.parametrize("code", ["5d", "5c-boete"])
def test_no_sanction_that_the_ladder_does_not_hold(code: str) -> None:
    state = facts(in_default("bijlage-e"), code)
    act = replace(measure(state, "5b", MAY), code=code)
    assert codes(refused(state, act)) == ["not_in_ladder"]


def discount(state: DossierState, percentage: str) -> object:
    return measure(
        state, "3.19.1-korting", MAY, percentage=Decimal(percentage), until_on=date(2026, 8, 1)
    )


@pytest.mark.rule("004-97")
@pytest.mark.parametrize(
    ("percentage", "ok"),
    [
        ("0", False),
        ("0.001", False),
        ("0.01", True),
        ("4.996", False),
        ("5.00", True),
        ("5.004", False),
        ("5.01", False),
    ],
)
def test_a_discount_is_at_most_five_per_cent(percentage: str, ok: bool) -> None:
    state = facts(dossier(contract=contract()), "3.19.1-korting")
    if ok:
        check_act(state, discount(state, percentage), FAR)  # type: ignore[arg-type]
    else:
        caught = refused(state, discount(state, percentage))
        assert (codes(caught), caught.rule) == (["percentage"], "004-97")


@pytest.mark.rule("004-97")
@pytest.mark.parametrize(
    ("values", "ok"),
    [
        ({"percentage": Decimal("2.00")}, True),
        ({"percentage": Decimal("2.01")}, False),
        ({"percentage": Decimal(5), "from_on": date(2026, 8, 2)}, True),
        ({"percentage": Decimal(5), "from_on": date(2026, 8, 1)}, False),
    ],
)
def test_discounts_beside_each_other_are_at_most_five_per_cent_together(
    values: dict[str, object], ok: bool
) -> None:
    state = facts(dossier(contract=contract()), "3.19.1-korting")
    state = facts(take(state, discount(state, "3"), FAR), "3.19.1-korting")  # type: ignore[arg-type]
    act = measure(state, "3.19.1-korting", MAY, until_on=date(2026, 9, 1), **values)
    if ok:
        check_act(state, act, FAR)
    else:
        caught = refused(state, act)
        assert (codes(caught), caught.rule) == (["together"], "004-97")
        assert "2,00 %" in caught.sentence


@pytest.mark.rule("004-97")
def test_a_discount_that_was_ended_makes_room_for_another() -> None:
    state = facts(dossier(contract=contract()), "3.19.1-korting")
    state = take(state, discount(state, "5"), FAR)  # type: ignore[arg-type]
    state = take(state, EndMeasure(number=1, on=on(6, 5), by="alice", reason="r"), FAR)
    state = facts(state, "3.19.1-korting")
    act = measure(
        state, "3.19.1-korting", on(6, 5), percentage=Decimal(5), until_on=date(2026, 8, 1)
    )
    check_act(state, act, FAR)


@pytest.mark.rule("004-66")
def test_a_discount_is_not_due_until_the_aanmaning_is_recorded() -> None:
    state = facts(dossier(contract=contract()), "3.19.1-korting")
    state = take(state, discount(state, "5"), FAR)  # type: ignore[arg-type]
    rules = state.measure("3.19.1-korting")
    assert rules is not None
    assert not is_due(rules, state.measures[0], FAR)
    assert possible_acts(state, MAY).of(Choice.AANMANING, "1").is_possible
    early = refused(state, RecordNotice(number=1, on=on(3, 5), by="alice"))
    assert (codes(early), early.rule) == (["notice_early"], "004-66")
    state = take(state, RecordNotice(number=1, on=on(6, 5), by="alice"), FAR)
    assert [is_due(rules, state.measures[0], on(day, 5)) for day in (5, 6)] == [False, True]
    assert codes(refused(state, RecordNotice(number=1, on=on(7, 5), by="alice"))) == [
        "notice_given"
    ]


@pytest.mark.rule("004-66")
def test_a_measure_that_is_due_at_once_asks_no_aanmaning() -> None:
    state = imposed(in_default(), "5b", cents=5, products=())
    assert codes(refused(state, RecordNotice(number=5, on=MAY, by="alice"))) == ["no_notice_asked"]


@pytest.mark.rule("004-97")
def test_a_temporary_measure_has_a_last_day() -> None:
    state = facts(dossier(contract=contract()), "3.19.1-aanpassing")
    act = measure(state, "3.19.1-aanpassing", MAY)
    assert codes(refused(state, act)) == ["until"]
    assert codes(refused(state, replace(act, until_on=on(3, 5)))) == ["until"]
    check_act(state, replace(act, until_on=MAY), FAR)


@pytest.mark.rule("004-97")
def test_the_contract_offers_its_four_measures_beside_the_ladder() -> None:
    options = possible_acts(dossier(contract=contract()), MAY)
    assert {o.code for o in options.possible if o.code.startswith("3.19.1")} == {
        "3.19.1-aanpassing",
        "3.19.1-terugvordering",
        "3.19.1-korting",
        "3.19.1-opzegging",
    }


@pytest.mark.rule("004-118")
def test_ending_under_3_19_1_states_the_date_and_its_reason() -> None:
    state = facts(dossier(contract=contract()), "3.19.1-opzegging")
    act = measure(state, "3.19.1-opzegging", MAY, ending=Ending.OPZEGGING)
    caught = refused(state, act)
    assert codes(caught) == ["part:einddatum", "part:reden_datum"]
    assert caught.rule == "004-118"


def tried(state: DossierState, *tried_codes: str) -> DossierState:
    """Measures that were used and ended without result."""
    for code in tried_codes:
        values = {"cents": 5} if code == "5b" else {}
        if code == "5c":
            values = (
                {"cents": 5, "article": "20.2"}
                if state.ladder.code == "bijlage-9"
                else {"event_on": MAY}
            )  # type: ignore[dict-item]
        state = imposed(state, code, **values)
        ended = EndMeasure(
            number=state.measures[-1].number, on=MAY, by="alice", reason="r", in_vain=True
        )
        state = take(state, ended, FAR)
    return state


@pytest.mark.rule("002-12")
@pytest.mark.rule("000-10")
@pytest.mark.rule("003-10")
@pytest.mark.parametrize(
    ("name", "code", "used", "ok"),
    [
        ("bijlage-4", "5d", [], False),
        ("bijlage-4", "5d", ["5b"], True),
        ("bijlage-9", "5d", ["5a", "5b"], False),
        ("bijlage-9", "5d", ["5a", "5b", "5c"], True),
        ("bijlage-e", "5c", [], False),
        ("bijlage-e", "5c", ["5a"], True),
    ],
)
def test_ending_comes_after_other_measures_or_for_seriousness(
    name: str, code: str, used: list[str], ok: bool
) -> None:
    state = facts(tried(in_default(name), *used), code)
    act = measure(state, code, MAY, ending=Ending.ONTBINDING)
    if ok:
        check_act(state, act, FAR)
    else:
        caught = refused(state, act)
        assert codes(caught) == ["serious"]
        assert (
            caught.rule
            == {"bijlage-4": "002-12", "bijlage-9": "000-10", "bijlage-e": "003-10"}[name]
        )
        check_act(state, replace(act, serious="Zeer ernstig"), FAR)


def test_a_measure_that_worked_does_not_count_as_tried_in_vain() -> None:
    state = imposed(in_default(), "5a")
    state = take(state, EndMeasure(number=5, on=MAY, by="alice", reason="Hersteld"), FAR)
    assert codes(
        refused(facts(state, "5d"), measure(state, "5d", MAY, ending=Ending.OPZEGGING))
    ) == ["serious"]


@pytest.mark.rule("003-10")
def test_clients_move_at_once_on_signals_without_any_earlier_rung() -> None:
    state = facts(dossier("bijlage-e"), "5c")
    act = measure(
        state, "5c", OPENED, kinds=(MeasureKind.OVERDRACHT,), urgent_signals=("fraude",),
        weighing=Weighing(motivation="Vandaag nodig"),
    )  # fmt: skip
    assert take(state, act, FAR).measures[0].urgent
    assert "signals" in codes(refused(state, replace(act, urgent_signals=("drukte",))))
    whole = replace(act, kinds=(), ending=Ending.ONTBINDING)
    assert {"serious", "proof", "factor:historie"} <= set(codes(refused(state, whole)))
    bare = replace(state, facts=())
    assert {"second_person", "mandate", "evidence"} <= set(codes(refused(bare, act)))


@pytest.mark.rule("003-10")
def test_ending_in_bijlage_e_brings_the_transfer_along() -> None:
    state = facts(in_default("bijlage-e"), "5c")
    act = measure(state, "5c", MAY, ending=Ending.ONTBINDING, serious="s")
    half = replace(act, kinds=(MeasureKind.BEEINDIGING,))
    assert codes(refused(state, half)) == ["kinds"]
    check_act(state, act, FAR)


@pytest.mark.rule("000-07")
@pytest.mark.parametrize(
    "kinds", [("clientenstop",), ("overdracht",), ("clientenstop", "overdracht")]
)
def test_stop_and_transfer_go_alone_or_together_in_bijlage_9(kinds: tuple[str, ...]) -> None:
    state = imposed(in_default("bijlage-9"), "5a", kinds=tuple(map(MeasureKind, kinds)))
    assert state.measures[0].kinds == kinds


def test_a_measure_runs_from_its_first_to_its_last_day_and_stops_when_lifted() -> None:
    state = imposed(in_default(), "5a", from_on=on(10, 5), until_on=on(20, 5))
    days = [on(day, 5) for day in (9, 10, 20, 21)]
    assert [state.measures[0].runs(day) for day in days] == [False, True, True, False]
    lifted = take(state, EndMeasure(number=5, on=on(12, 5), by="alice", reason="Hersteld"), FAR)
    assert [lifted.measures[0].runs(on(day, 5)) for day in (12, 13)] == [True, False]
    again = EndMeasure(number=5, on=on(13, 5), by="alice", reason="r")
    assert codes(refused(lifted, again)) == ["ended"]
    assert codes(refused(state, replace(again, reason=""))) == ["end_reason"]


def test_a_measure_does_not_begin_before_it_is_imposed() -> None:
    state = facts(in_default(), "5a")
    assert codes(refused(state, measure(state, "5a", MAY, from_on=on(3, 5)))) == ["from"]


def test_a_lasting_measure_has_no_last_day() -> None:
    state = facts(in_default(), "5b")
    assert codes(refused(state, measure(state, "5b", MAY, cents=1, until_on=on(1, 9)))) == ["until"]


def test_only_whom_the_ladder_names_imposes() -> None:
    state = facts(in_default("bijlage-e"), "5a")
    act = measure(state, "5a", MAY, role=Role.JURIST)
    assert codes(refused(state, act)) == ["actor"]


def test_at_once_is_not_a_way_around_the_ladder_for_a_measure() -> None:
    assert codes(refused(dossier(), at_once("5a", OPENED))) == ["unknown_ground"]
