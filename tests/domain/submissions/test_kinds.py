"""Every kind judges whatever was answered so far, and gives back what it divided."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.domain.errors import Severity, errors_in
from portal.domain.submissions.kind import Facts, Kind, RunningContract
from portal.domain.submissions.kinds.clientenstop import days_late, earliest_start_on
from portal.domain.submissions.registry import all_kinds

TODAY = date(2026, 3, 6)
FACTS = Facts(
    today=TODAY,
    contracts=tuple(
        RunningContract(
            tenant=slug, tenant_name=slug.title(), domain="wmo", number="1",
            products={"W101": "Begeleiding"},
        )
        for slug in ("brummen", "epe")
    ),
)  # fmt: skip
COMPLETE: dict[str, dict[str, Any]] = {
    "verbeterplan": {
        "onderwerp": "Rapporteren",
        "aanleiding": "eigen",
        "toelichting": "Te laat.",
        "gemeenten": ["brummen"],
        "acties": [
            {
                "id": "a", "wat": "w", "resultaat": "r", "eigenaar": "e", "bewijs": "b",
                "datum": "2026-06-01",
            }
        ],
    },
    "clientenstop": {
        "producten": {"brummen": ["W101"]},
        "oorsprong": "wens",
        "ingangsdatum": "2026-03-20",
        "einde": "datum",
        "einddatum": "2026-04-20",
        "reden": "Vol.",
        "overlegd": True,
        "gesprekken": [{"id": "g", "gemeente": "brummen", "datum": "2026-03-01", "met": "Team"}],
    },
    "continuiteitsmelding": {
        "gronden": ["b_liquiditeit"],
        "omstandigheden": "Krediet opgezegd.",
        "bekend_sinds": "2026-03-05",
        "gebeld": True,
        "gebeld_op": "2026-03-05T10:00:00+01:00",
        "gebeld_aan": "Team",
        "gevolgen": "Geen.",
        "gemeenten": ["brummen"],
        "niet_naar": {"epe": "Geen cliënten"},
    },
}  # fmt: skip
KINDS = list(all_kinds().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_complete_form_has_no_findings(kind: Kind) -> None:
    assert kind.judge(COMPLETE[kind.slug], FACTS) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_half_filled_form_is_judged_without_stumbling(kind: Kind) -> None:
    complete = COMPLETE[kind.slug]
    assert kind.judge({}, FACTS)
    kind.describe({})
    for name in complete:
        kind.judge({k: v for k, v in complete.items() if k != name}, FACTS)
        kind.judge({name: complete[name]}, FACTS)
        kind.describe({name: complete[name]})
        value = complete[name]
        if isinstance(value, list) and isinstance(value[0], dict):
            for inner in value[0]:
                row = {k: v for k, v in value[0].items() if k != inner}
                kind.judge({**complete, name: [row]}, FACTS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_what_one_municipality_received_joins_to_the_same_parts_again(kind: Kind) -> None:
    parts = kind.divide(COMPLETE[kind.slug])
    joined = kind.join(parts.shared, parts.per_municipality["brummen"], "brummen")
    again = kind.divide(joined)
    assert again.shared == parts.shared
    assert again.per_municipality == {"brummen": parts.per_municipality["brummen"]}


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("received_on", "starts_on", "late"),
    [
        (date(2026, 3, 6), date(2026, 3, 19), 1),
        (date(2026, 3, 6), date(2026, 3, 20), 0),
        (date(2026, 3, 6), date(2026, 3, 21), 0),
        (date(2026, 3, 22), date(2026, 4, 4), 1),  # the clock goes forward in between
        (date(2026, 3, 22), date(2026, 4, 5), 0),
        (date(2028, 2, 16), date(2028, 3, 1), 0),  # leap day
        (date(2027, 2, 15), date(2027, 3, 1), 0),
        (date(2026, 12, 24), date(2027, 1, 7), 0),  # year's end
        (date(2026, 12, 24), date(2027, 1, 6), 1),
    ],
)
def test_fourteen_calendar_days_lie_between_receipt_and_start(
    received_on: date, starts_on: date, late: int
) -> None:
    assert days_late(received_on, starts_on) == late


@pytest.mark.rule("004-79")
def test_a_late_start_is_a_remark_and_never_an_error() -> None:
    late = {**COMPLETE["clientenstop"], "ingangsdatum": "2026-03-08"}
    findings = all_kinds()["clientenstop"].judge(late, FACTS)
    assert [(f.path, f.severity) for f in findings] == [("ingangsdatum", Severity.WARNING)]
    assert errors_in(findings) == []
    assert "20 maart 2026" in findings[0].sentence


@pytest.mark.rule("004-79")
def test_in_a_completion_lateness_counts_from_the_first_receipt() -> None:
    facts = Facts(
        today=date(2026, 3, 18), contracts=FACTS.contracts, first_received_on=date(2026, 3, 6)
    )
    assert all_kinds()["clientenstop"].judge(COMPLETE["clientenstop"], facts) == []
    assert earliest_start_on(facts.received_on) == date(2026, 3, 20)


@pytest.mark.rule("004-79")
def test_the_advice_names_the_first_day_and_how_it_was_computed() -> None:
    advice = all_kinds()["clientenstop"].advise(FACTS)["ingangsdatum"]
    assert "20 maart 2026" in advice
    assert "6 maart 2026" in advice
    assert "3.6" in advice


def sentences(kind: str, **changes: Any) -> dict[str, str]:
    """What is said about a complete form after these changes, by place."""
    findings = all_kinds()[kind].judge({**COMPLETE[kind], **changes}, FACTS)
    return {finding.path: finding.sentence for finding in errors_in(findings)}


@pytest.mark.rule("004-73")
def test_all_four_circumstances_and_another_one_can_be_reported_together() -> None:
    five = [
        "a_negatief_resultaat", "b_liquiditeit", "c_bestuurlijke_onrust", "d_maatregel", "anders",
    ]  # fmt: skip
    assert sentences("continuiteitsmelding", gronden=five) == {}
    assert "gronden" in sentences("continuiteitsmelding", gronden=[])
    assert "gronden" in sentences("continuiteitsmelding", gronden=["e_iets"])


@pytest.mark.rule("004-73")
def test_another_circumstance_does_not_go_without_an_explanation() -> None:
    said = sentences("continuiteitsmelding", gronden=["anders"], omstandigheden="")
    assert list(said) == ["omstandigheden"]


@pytest.mark.rule("004-72")
def test_what_was_told_by_telephone_has_a_moment_of_its_own_in_the_past() -> None:
    assert "gebeld_op" in sentences("continuiteitsmelding", gebeld_op=None)
    tomorrow = "2026-03-07T10:00:00+01:00"
    assert sentences("continuiteitsmelding", gebeld_op=tomorrow) == {
        "gebeld_op": "Kies een moment dat al geweest is."
    }
    assert sentences("continuiteitsmelding", gebeld=False, gebeld_op=None, gebeld_aan=None) == {}


@pytest.mark.rule("004-72")
@pytest.mark.parametrize(("minute", "is_refused"), [(0, False), (1, True)])
def test_a_notice_was_not_told_later_than_it_is_confirmed(minute: int, is_refused: bool) -> None:
    facts = replace(FACTS, now=datetime(2026, 3, 6, 9, 0, tzinfo=UTC))
    told = {"gebeld_op": f"2026-03-06T10:0{minute}:00+01:00"}
    kind, answers = all_kinds()["continuiteitsmelding"], COMPLETE["continuiteitsmelding"] | told
    found = errors_in(kind.judge(answers, facts))
    assert [finding.path for finding in found] == (["gebeld_op"] if is_refused else [])


@pytest.mark.rule("004-72")
def test_a_municipality_that_is_left_out_needs_a_reason() -> None:
    said = sentences("continuiteitsmelding", niet_naar={"epe": "  "})
    assert list(said) == ["niet_naar.epe"]
    assert "Epe" in said["niet_naar.epe"]


@pytest.mark.rule("004-02")
def test_a_stop_has_an_origin_a_period_and_the_products_it_is_about() -> None:
    for name in ("oorsprong", "producten", "ingangsdatum", "einde"):
        assert name in sentences("clientenstop", **{name: None}), name
    assert sentences("clientenstop", einde="nader_bericht", einddatum=None) == {}
    assert "einddatum" in sentences("clientenstop", einddatum="2026-03-19")


@pytest.mark.rule("004-02")
@pytest.mark.rule("004-76")
def test_a_waiting_time_that_is_too_long_is_an_origin_of_its_own() -> None:
    assert sentences("clientenstop", oorsprong="wachttijd") == {}
    described = all_kinds()["clientenstop"].describe({"oorsprong": "wachttijd"})
    assert described.grounds == ("wachttijd",)
    assert "wachttijd" in described.subject
