"""Every date can show in words how it came about."""

from datetime import date

from portal.domain.calendar import local_date
from portal.domain.deadlines import StepKind, Unit, due_date

from .cases import BREACH, CALENDAR, NOTICE_OF_STOP, days, utc


def test_a_notice_period_explains_itself() -> None:
    assert due_date(NOTICE_OF_STOP, date(2026, 3, 20)).sentences == (
        "De termijn staat in art. 3.6: 14 kalenderdagen vóór de ingangsdatum.",
        "Er is teruggeteld vanaf 20 maart 2026. Die dag telt niet mee.",
        "14 kalenderdagen vóór 20 maart 2026 is 6 maart 2026.",
        (
            "De Algemene termijnenwet is niet gebruikt: een laatste dag in een weekend of op een "
            "feestdag blijft staan."
        ),
        "Uiterlijk vrijdag 6 maart 2026 is op tijd.",
    )


def test_working_days_name_the_holidays_that_were_passed_over() -> None:
    term = days(5, Unit.WORKING_DAYS, article="art. 1.21.6")
    outcome = due_date(term, date(2026, 4, 2), calendar=CALENDAR)
    assert outcome.sentences == (
        "De termijn staat in art. 1.21.6: 5 werkdagen na de ontvangst.",
        "De dag van de ontvangst, 2 april 2026, telt niet mee. Het tellen begint op 3 april 2026.",
        "5 werkdagen na 2 april 2026 is 13 april 2026.",
        "Zaterdagen en zondagen tellen niet mee.",
        "3 april 2026 telt niet mee: Goede vrijdag.",
        "6 april 2026 telt niet mee: Tweede paasdag.",
        "De termijn loopt tot en met maandag 13 april 2026.",
    )
    assert [day.name for day in outcome.days_off if day.on.weekday() < 5] == [
        "Goede vrijdag",
        "Tweede paasdag",
    ]


def test_a_moved_last_day_says_why() -> None:
    outcome = due_date(days(14, termijnenwet=True), date(2026, 3, 20), calendar=CALENDAR)
    (sentence,) = [step.sentence for step in outcome.steps if step.kind is StepKind.LAW]
    assert sentence == (
        "De laatste dag valt op 3 april 2026. Door de Algemene termijnenwet (art. 1) tellen deze "
        "dagen niet als laatste dag: 3 april 2026 (Goede vrijdag), 4 april 2026 (zaterdag), "
        "5 april 2026 (zondag), 6 april 2026 (Tweede paasdag). Het wordt dinsdag 7 april 2026."
    )
    assert outcome.sentences[-1] == "De termijn loopt tot en met dinsdag 7 april 2026."


def test_a_term_too_long_for_the_law_says_so() -> None:
    outcome = due_date(days(91, termijnenwet=True), date(2026, 1, 2), calendar=CALENDAR)
    assert (
        "De Algemene termijnenwet geldt niet voor een termijn van 91 kalenderdagen (art. 4). "
        "De laatste dag blijft staan." in outcome.sentences
    )


def test_an_own_term_of_the_municipality_is_shown_as_such() -> None:
    outcome = due_date(days(10, internal=True, article="art. 3.6"), date(2026, 3, 2))
    assert outcome.sentences[0] == (
        "Dit is een eigen termijn van de gemeente. Die staat niet in de overeenkomst."
    )


def test_hours_over_a_clock_change_explain_the_other_time() -> None:
    outcome = due_date(BREACH, utc(2026, 10, 24, 12))
    assert outcome.summary == (
        "24 uur na 24 oktober 2026 om 14.00 uur is 25 oktober 2026 om 13.00 uur."
    )
    assert any("een uur terug" in sentence for sentence in outcome.sentences)
    spring = due_date(BREACH, utc(2026, 3, 28, 13))
    assert any("een uur vooruit" in sentence for sentence in spring.sentences)
    assert not any("de klok" in s for s in due_date(BREACH, utc(2026, 5, 6, 7)).sentences)


def test_every_step_about_a_day_carries_that_day() -> None:
    outcome = due_date(days(5, Unit.WORKING_DAYS), utc(2026, 4, 2, 12), calendar=CALENDAR)
    steps = {step.kind: step.on for step in outcome.steps}
    assert steps[StepKind.START] == local_date(utc(2026, 4, 2, 12))
    assert steps[StepKind.COUNT] == steps[StepKind.RESULT] == outcome.due_on
