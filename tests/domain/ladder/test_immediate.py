"""The path outside the ladder: only on a ground of this contract, with evidence and four eyes."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.ladder.acts import CloseDossier
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.contract_review import review_contract
from portal.domain.ladder.dossier import FactKind
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.ladder.walking import Choice, check_act, possible_acts, take

from .dossiers import FAR, OPENED, at_once, codes, dossier, facts, need, on, refused
from .ladders import contract

STOP, TRANSFER = ImmediateEffect.CLIENTENSTOP, ImmediateEffect.OVERDRACHT
MIJOV, STANDARD = contract(), contract("contractstandaard")


@pytest.mark.rule("004-99")
@pytest.mark.rule("004-78")
def test_the_grounds_of_the_contract_of_this_region() -> None:
    assert [(g.code, g.ground.article, g.ground.rule) for g in MIJOV.immediate] == [
        ("3.5.5", "artikel 3.5.5", "004-78"),
        *((f"3.19.3-{x}", f"artikel 3.19.3 {x}", "004-99") for x in "abcde"),
        ("3.19.4", "artikel 3.19.4", "004-100"),
    ]
    assert [g.code for g in MIJOV.immediate if g.without_notice] == [f"3.19.3-{x}" for x in "abcde"]
    assert [g.effects for g in MIJOV.immediate] == [
        (STOP, TRANSFER),
        *[(ImmediateEffect.ONTBINDING,)] * 6,
    ]
    lasting = {g.code: g.at_least for g in MIJOV.immediate if g.at_least}
    assert {code: (term.length, term.unit) for code, term in lasting.items()} == {
        "3.19.3-b": (12, "kalendermaanden")
    }


@pytest.mark.rule("001-14")
def test_the_standard_has_grounds_a_to_i_and_bibob_covers_others_as_well() -> None:
    assert [g.code for g in STANDARD.immediate] == [f"15-{x}" for x in "abcdefghi"]
    wide = {g.code for g in STANDARD.immediate if g.also_about}
    assert wide == {"15-f", "15-g", "15-h"}


@pytest.mark.rule("001-14")
def test_a_ground_of_another_contract_cannot_be_used() -> None:
    state = facts(dossier(contract=MIJOV), "15-i")
    caught = refused(state, at_once("15-i", OPENED))
    assert (codes(caught), caught.rule) == (["unknown_ground"], "001-14")
    take(facts(dossier(contract=STANDARD), "15-i"), at_once("15-i", OPENED), FAR)
    assert codes(refused(dossier(), at_once("15-i", OPENED))) == ["unknown_ground"]


def urgent_stop(**values: object) -> object:
    filled = {
        "effects": (STOP, TRANSFER),
        "signals": ("kwaliteit",),
        "conditions": ("veiligheid",),
        "products": ("B1",),
    }
    return at_once("3.5.5", OPENED, **{**filled, **values})


@pytest.mark.rule("004-78")
def test_stop_and_transfer_at_once_without_any_rung() -> None:
    state = facts(dossier(contract=MIJOV), "3.5.5")
    taken = take(state, urgent_stop(), OPENED).immediate[0]  # type: ignore[arg-type]
    assert (taken.effects, taken.products) == ((STOP, TRANSFER), ("B1",))


@pytest.mark.rule("004-78")
@pytest.mark.parametrize(
    ("left_out", "code"),
    [
        ({"signals": ()}, "signals"),
        ({"signals": ("gerucht",)}, "signals"),
        ({"conditions": ()}, "condition:veiligheid"),
        ({"motivation": " "}, "motivation"),
        ({"effects": ()}, "effects"),
        ({"effects": (STOP, ImmediateEffect.ONTBINDING)}, "effects"),
        ({"transfer": ""}, "transfer"),
        ({"products": ()}, "products"),
        ({"letter": None}, "letter"),
        ({"by": "lea"}, "second_person"),
    ],
)
def test_nothing_of_the_urgent_stop_may_be_missing(left_out: dict[str, object], code: str) -> None:
    state = facts(dossier(contract=MIJOV), "3.5.5")
    caught = refused(state, urgent_stop(**left_out))
    assert code in codes(caught)
    assert caught.rule == "004-78"


@pytest.mark.rule("004-99")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FactKind.BEWIJS, "evidence"),
        (FactKind.MEEGEKEKEN, "second_person"),
        (FactKind.MANDAAT, "mandate"),
    ],
)
def test_dissolving_at_once_asks_evidence_four_eyes_and_a_mandate(
    kind: FactKind, code: str
) -> None:
    state = facts(dossier(contract=MIJOV), "3.19.3-c", leave_out=kind)
    assert codes(refused(state, at_once("3.19.3-c", OPENED))) == [code]


@pytest.mark.rule("004-99")
@pytest.mark.parametrize(
    ("since", "ok"),
    [
        (date(2025, 3, 1), True),
        (date(2025, 3, 2), True),
        (date(2025, 3, 3), False),
        (None, False),
    ],
)
def test_twelve_months_in_a_row_must_be_full(since: date | None, ok: bool) -> None:
    state = facts(dossier(contract=MIJOV), "3.19.3-b")
    act = at_once("3.19.3-b", OPENED, signals=("geen_declaraties",), since_on=since)
    if ok:
        check_act(state, act, OPENED)
    else:
        assert codes(refused(state, act)) == ["at_least"]


@pytest.mark.rule("004-100")
def test_overmacht_must_be_expected_to_last() -> None:
    state = facts(dossier(contract=MIJOV), "3.19.4")
    act = at_once("3.19.4", OPENED, signals=("overmacht",))
    assert codes(refused(state, act)) == ["condition:langer_dan_30_kalenderdagen"]
    check_act(state, replace(act, conditions=("langer_dan_30_kalenderdagen",)), OPENED)


@pytest.mark.rule("004-114")
@pytest.mark.parametrize("form", ["i", "ii", "iii"])
def test_fraud_names_one_of_the_three_forms(form: str) -> None:
    state = facts(dossier(contract=MIJOV), "3.19.3-e")
    act = at_once("3.19.3-e", OPENED, signals=("fraude",))
    caught = refused(state, act)
    assert (codes(caught), caught.rule) == (["fraud_forms"], "004-114")
    check_act(state, replace(act, fraud_forms=(form,)), OPENED)
    assert codes(refused(state, replace(act, fraud_forms=("iv",)))) == ["fraud_forms"]
    other_crime = replace(act, signals=("strafbaar_feit",))
    check_act(state, other_crime, OPENED)


@pytest.mark.rule("001-14")
def test_bibob_may_be_about_a_subcontractor_other_grounds_may_not() -> None:
    for ground, about, ok in (
        ("15-f", "onderaannemer", True),
        ("15-f", "buurman", False),
        ("15-a", "onderaannemer", False),
    ):
        state = facts(dossier(contract=STANDARD), ground)
        act = at_once(ground, OPENED, about=about)
        if ok:
            check_act(state, act, OPENED)
        else:
            assert codes(refused(state, act)) == ["about"]


@pytest.mark.rule("004-95")
def test_a_fraud_dossier_is_not_closed_before_report_and_notice() -> None:
    state = facts(dossier(contract=MIJOV), "3.5.5")
    state = take(state, urgent_stop(signals=("fraude",), fraud_forms=("ii",)), OPENED)  # type: ignore[arg-type]
    assert [task.code for task in fraud_tasks(state)] == ["aangifte", "ikz"]
    close = CloseDossier(on=on(9), by="alice", result="Gestopt")
    caught = refused(state, close)
    assert (codes(caught), caught.rule) == (["task:aangifte", "task:ikz"], "004-95")
    assert codes(refused(replace(state, tasks_done=("aangifte",)), close)) == ["task:ikz"]
    done = take(replace(state, tasks_done=("aangifte", "ikz")), close, FAR)
    assert done.closed_on == on(9)


@pytest.mark.rule("004-95")
def test_another_crime_than_fraud_is_reported_too() -> None:
    act = at_once("3.19.3-e", OPENED, signals=("strafbaar_feit",))
    state = take(facts(dossier(contract=MIJOV), "3.19.3-e"), act, OPENED)
    assert [task.code for task in fraud_tasks(state)] == ["aangifte", "ikz"]


@pytest.mark.rule("004-95")
def test_poor_quality_is_no_crime_to_report() -> None:
    state = take(facts(dossier(contract=MIJOV), "3.5.5"), urgent_stop(), OPENED)  # type: ignore[arg-type]
    assert fraud_tasks(state) == ()


@pytest.mark.rule("004-96")
def test_a_finding_of_a_supervisor_is_weighed_before_closing() -> None:
    state = dossier(contract=MIJOV, finding=True)
    caught = refused(state, CloseDossier(on=on(9), by="alice", result="Klaar"))
    assert (codes(caught), caught.rule) == (["task:weeg_bevinding"], "004-96")


@pytest.mark.rule("004-94")
@pytest.mark.rule("004-92")
def test_money_of_fraud_and_wrong_payments_comes_back_under_its_own_article() -> None:
    grounds = {m.code: (m.ground.article, m.ground.rule) for m in MIJOV.measures if m.ground}
    assert grounds["3.16.2"] == ("artikel 3.16.2", "004-94")
    assert grounds["3.12"] == ("artikel 3.12", "004-92")
    recovery = MIJOV.measure("3.12")
    assert recovery is not None
    assert recovery.money is not None
    assert (recovery.money.interest, recovery.money.costs, recovery.money.set_off) == (
        True,
        True,
        True,
    )


@pytest.mark.rule("004-98")
def test_a_false_statement_in_procurement_is_a_shortcoming_that_can_be_named() -> None:
    named = {each.code: (each.ground.article, each.ground.rule) for each in MIJOV.shortcomings}
    assert named["verklaring"] == ("artikel 3.19.2", "004-98")
    assert named["plan_te_laat"] == ("artikel 1.30.3", "004-63")
    (method,) = [each for each in MIJOV.shortcomings if each.needs_document]
    assert method.ground.article == "artikel 3.1.4"


@pytest.mark.rule("001-13")
def test_the_four_remedies_of_the_standard_with_a_discount_of_five_per_cent() -> None:
    assert [m.kinds[0].value for m in STANDARD.measures] == [
        "aanpassing", "terugvordering", "korting", "beeindiging",
    ]  # fmt: skip
    discount = STANDARD.measure("15-korting")
    assert discount is not None
    assert discount.money is not None
    assert discount.money.cap_basis_points == 500


@pytest.mark.rule("004-62")
def test_the_term_for_a_plan_after_late_declarations_is_two_weeks() -> None:
    term = MIJOV.term("plan_declaraties")
    assert term is not None
    assert (term.length, term.unit, term.rule, term.fixed) == (2, "weken", "004-62", True)


@pytest.mark.rule("004-65")
def test_the_reference_to_3_19_4_is_shown_as_a_likely_mistake() -> None:
    (note,) = [note for note in MIJOV.notes if note.rule == "004-65"]
    assert note.article == "1.30.5"
    assert "overmacht" in note.note


def test_the_grounds_stand_among_what_is_possible_with_what_they_need() -> None:
    options = possible_acts(dossier(contract=MIJOV), OPENED)
    option = options.of(Choice.PER_DIRECT, "3.19.3-d")
    assert option.is_possible
    assert need(option, "second_person").source.rule == "004-99"


def test_a_condition_that_no_signal_asks_and_a_signal_of_nothing_are_found() -> None:
    raw = {
        "code": "c", "naam": "n", "versie": "1", "document": "d",
        "per_direct": [
            {
                "code": "a", "naam": "A", "gevolgen": ["ontbinding"],
                "grondslag": {"document": "d", "artikel": "1"},
                "signalen": [{"code": "s", "naam": "S", "voorwaarden": ["weg"]}],
                "voorwaarden": [{"code": "v", "naam": "V"}],
            },
            {"code": "A", "naam": "B", "gevolgen": [], "grondslag": {"document": "d", "artikel": "1"}},
        ],
        "maatregelen": [
            {"code": "m", "naam": "M", "soorten": ["clientenstop"], "wie": ["jurist"],
             "vereist": [{"trede": "1", "bij_overslaan": "niet"}]},
        ],
    }  # fmt: skip
    paths = {finding.path for finding in review_contract(raw)[1]}
    assert paths >= {
        "per_direct.0.signalen.0.voorwaarden",
        "per_direct.0.voorwaarden.0",
        "per_direct.1.code",
        "per_direct.1.gevolgen",
        "maatregelen.0.grondslag",
        "maatregelen.0.vereist",
    }
