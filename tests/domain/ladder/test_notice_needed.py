""" "Is an ingebrekestelling needed?": both sides, never an answer, and a reasoning that is kept."""

from dataclasses import fields
from itertools import product

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.notice_needed import (
    Assessment,
    Conclusion,
    assess,
    questions_for,
    record_reasoning,
    remedy_of,
)
from portal.domain.ladder.remedies import QUESTIONS, REMEDIES

from .dossiers import on
from .ladders import contract

FOR, AGAINST = "voor", "tegen"


def sides(remedy: str, **answers: str) -> set[str]:
    found = assess(remedy_of(remedy), answers)
    return {
        side for side, arguments in ((FOR, found.in_favour), (AGAINST, found.against)) if arguments
    }


@pytest.mark.rule("001-22")
@pytest.mark.parametrize(
    ("remedy", "still", "for_now", "never"),
    [
        ("nakoming", {AGAINST}, {AGAINST}, {AGAINST}),
        ("nakoming_schade", {FOR, AGAINST}, {FOR, AGAINST}, {AGAINST}),
        ("vervangende_schade", {FOR}, {FOR}, {AGAINST}),
        ("ontbinden", {FOR}, {AGAINST}, {AGAINST}),
        ("ontbinden_schade", {FOR}, {FOR}, {AGAINST}),
        ("opschorten", {AGAINST}, {AGAINST}, {AGAINST}),
        ("verrekenen", {AGAINST}, {AGAINST}, {AGAINST}),
        ("opzeggen", {AGAINST}, {AGAINST}, {AGAINST}),
    ],
)
def test_the_table_of_the_law_per_remedy(
    remedy: str, still: set[str], for_now: set[str], never: set[str]
) -> None:
    found = [sides(remedy, onmogelijk=answer) for answer in ("nee", "tijdelijk", "blijvend")]
    assert found == [still, for_now, never]


@pytest.mark.rule("001-22")
@pytest.mark.parametrize(
    ("remedy", "articles"),
    [
        ("nakoming", ["3:296"]),
        ("nakoming_schade", ["6:74"]),
        ("vervangende_schade", ["6:74", "6:87"]),
        ("ontbinden", ["6:265"]),
        ("ontbinden_schade", ["6:265", "6:74"]),
        ("opschorten", ["6:52", "6:262"]),
        ("verrekenen", ["6:127"]),
        ("opzeggen", ["7:408"]),
    ],
)
def test_each_remedy_names_its_articles(remedy: str, articles: list[str]) -> None:
    assert all(article in remedy_of(remedy).articles for article in articles)


@pytest.mark.rule("001-22")
@pytest.mark.parametrize(
    ("question", "answer", "stopped"),
    [
        ("schuldeisersverzuim", "ja", {"nakoming", "nakoming_schade", "vervangende_schade", "ontbinden", "ontbinden_schade", "opschorten"}),
        ("toerekenbaar", "nee", {"nakoming_schade", "vervangende_schade", "ontbinden_schade"}),
        ("gering", "ja", {"ontbinden", "ontbinden_schade"}),
        ("opeisbaar", "nee", {"nakoming", "opschorten", "verrekenen"}),
        ("samenhang", "nee", {"opschorten"}),
        ("uitgesloten", "ja", {"verrekenen", "opzeggen"}),
        ("onredelijk", "ja", {"opzeggen"}),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_remedy_is_said(
    question: str, answer: str, stopped: set[str]
) -> None:
    found = {remedy.code for remedy in REMEDIES if assess(remedy, {question: answer}).mind}
    assert found == stopped


@pytest.mark.rule("001-22")
def test_the_aid_has_no_place_for_an_answer_of_its_own() -> None:
    assert {field.name for field in fields(Assessment)} == {
        "remedy", "in_favour", "against", "mind", "open_questions",
    }  # fmt: skip


@pytest.mark.rule("004-99")
def test_a_ground_of_the_contract_speaks_against_a_notice_but_only_its_own() -> None:
    dissolve = remedy_of("ontbinden")
    answers = {"onmogelijk": "nee", "gering": "nee", "schuldeisersverzuim": "nee"}
    found = assess(dissolve, {**answers, "grond": "3.19.3-d"}, contract())
    assert [argument.rule for argument in found.against] == ["004-99"]
    assert "zonder ingebrekestelling en zonder rechter" in found.against[0].sentence
    assert found.in_favour
    other = assess(dissolve, {**answers, "grond": "15-f"}, contract())
    assert other.against == ()
    assert [question.code for question in other.open_questions] == ["grond"]
    assert assess(dissolve, {**answers, "grond": "geen"}, contract()).against == ()


@pytest.mark.rule("004-100")
def test_a_ground_that_is_silent_on_notice_is_only_a_point_to_mind() -> None:
    found = assess(remedy_of("ontbinden"), {"grond": "3.19.4"}, contract())
    assert found.against == ()
    assert "over een ingebrekestelling zegt zij niets" in found.mind[0].sentence


@pytest.mark.rule("004-99")
def test_a_ground_for_dissolving_says_nothing_about_damages() -> None:
    found = assess(remedy_of("ontbinden_schade"), {"grond": "3.19.3-a"}, contract())
    assert any("niet over de schade" in argument.sentence for argument in found.mind)
    assert "grond" not in {q.code for q in questions_for(remedy_of("opzeggen"), contract())}


ANSWERS = {"onmogelijk": "nee", "gering": "nee", "schuldeisersverzuim": "nee", "grond": "geen"}


def reason(text: str = "De aanbieder kan nog nakomen.", **answers: str) -> object:
    return record_reasoning(
        remedy_of("ontbinden"), {**ANSWERS, **answers}, contract=contract(),
        conclusion=Conclusion.NODIG, text=text, by="alice", on=on(3),
    )  # fmt: skip


@pytest.mark.rule("001-22")
def test_it_ends_in_a_reasoning_of_a_person_with_the_arguments_that_were_seen() -> None:
    kept = reason()
    assert kept.assessment == assess(remedy_of("ontbinden"), ANSWERS, contract())  # type: ignore[attr-defined]
    assert (kept.by, kept.conclusion) == ("alice", Conclusion.NODIG)  # type: ignore[attr-defined]


@pytest.mark.rule("001-22")
@pytest.mark.parametrize("text", ["", " " * 40, "Is nodig."])
def test_without_a_reasoning_nothing_is_recorded(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        reason(text)
    assert (caught.value.code, caught.value.rule) == ("reasoning", "001-22")


@pytest.mark.rule("001-22")
@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_no_question_is_answered_by_the_portal(question: str) -> None:
    with pytest.raises(RuleBroken, match="Beantwoord eerst") as caught:
        reason(**{question: "weet niet"})
    assert caught.value.path == question


@pytest.mark.rule("001-22")
def test_every_combination_of_answers_gives_arguments_with_an_article() -> None:
    for remedy in REMEDIES:
        asked = questions_for(remedy, None)
        assert {q.code for q in asked} <= {q.code for q in QUESTIONS}
        for values in product(*([value for value, _ in q.options] for q in asked)):
            found = assess(remedy, dict(zip((q.code for q in asked), values, strict=True)))
            assert found.in_favour or found.against
            assert not found.open_questions
            every = (*found.in_favour, *found.against, *found.mind)
            assert all(a.article and a.rule and a.sentence.endswith(".") for a in every)


def test_an_unknown_remedy_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Kies wat u wilt bereiken"):
        remedy_of("straffen")
