"""Extra questions: one page for all municipalities, one place per municipality in the answers."""

from datetime import date

from portal.domain.submissions.extra_questions import (
    EXTRA,
    OwnQuestions,
    check_extra,
    gather,
    questions_for,
    spread,
)
from portal.domain.submissions.fields import ShownIf, TextField, YesNoField
from portal.domain.submissions.kind import Facts, RunningContract
from portal.domain.submissions.registry import all_kinds

FIELDS = (
    YesNoField(name="noodplek", label="Noodplek?"),
    TextField(name="hoe", label="Hoe?", shown_if=ShownIf("noodplek", (True,))),
)
BRUMMEN = OwnQuestions(tenant="brummen", tenant_name="Brummen", fields=FIELDS)
EPE = OwnQuestions(tenant="epe", tenant_name="Epe", fields=FIELDS)
SILENT = OwnQuestions(tenant="voorst", tenant_name="Voorst", fields=())


def test_only_the_chosen_that_ask_something_are_asked() -> None:
    assert questions_for((BRUMMEN, EPE, SILENT), ("epe", "voorst")) == (EPE,)


def test_the_same_name_at_two_municipalities_stays_apart() -> None:
    on_page = {"brummen--noodplek": True, "brummen--hoe": "Wij bellen", "epe--noodplek": False}
    gathered = gather((BRUMMEN, EPE), on_page)
    assert gathered == {
        "brummen": {"noodplek": True, "hoe": "Wij bellen"},
        "epe": {"noodplek": False},
    }
    assert spread((BRUMMEN, EPE), gathered) == on_page


def test_a_condition_looks_at_the_own_municipalitys_answer() -> None:
    given = {"brummen": {"noodplek": True}, "epe": {"noodplek": False}}
    findings = check_extra((BRUMMEN, EPE), given)
    assert [finding.path for finding in findings] == ["brummen--hoe"]


def test_what_does_not_apply_any_more_is_not_gathered() -> None:
    assert gather((EPE,), {"epe--noodplek": False, "epe--hoe": "Oud"}) == {
        "epe": {"noodplek": False}
    }


def test_each_municipality_receives_its_own_answers_only() -> None:
    kind = all_kinds()["verbeterplan"]
    answers = {
        "onderwerp": "Rapporteren",
        "gemeenten": ["brummen", "epe"],
        EXTRA: {"brummen": {"hoe": "Alleen hier"}},
    }
    parts = kind.divide(answers)
    assert parts.per_municipality == {"brummen": {EXTRA: {"hoe": "Alleen hier"}}, "epe": {}}
    assert EXTRA not in parts.shared
    assert EXTRA not in parts.own


def test_the_kind_judges_the_extra_questions_of_whom_it_goes_to() -> None:
    kind = all_kinds()["verbeterplan"]
    contracts = tuple(
        RunningContract(tenant=slug, tenant_name=slug, domain="wmo", number="1", products={})
        for slug in ("brummen", "epe")
    )
    facts = Facts(today=date(2026, 3, 6), contracts=contracts, extra=(BRUMMEN, EPE))
    paths = {finding.path for finding in kind.judge({"gemeenten": ["epe"]}, facts)}
    assert "epe--noodplek" in paths
    assert not any(path.startswith("brummen") for path in paths)
