"""How a date came about, in steps: what each is about, and its sentence."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.calendar import WEEKEND, format_date, format_moment, local_date, to_local
from portal.domain.deadlines.counting import ONE_DAY, DayOff
from portal.domain.deadlines.term import StartDay, Term, Unit, length_in_words


class StepKind(StrEnum):
    """What a step of the explanation is about."""

    GROUND = "grondslag"
    START = "begin"
    COUNT = "telling"
    DAY_OFF = "vrije_dag"
    CLOCK_CHANGE = "klok"
    LAW = "termijnenwet"
    RESULT = "uitkomst"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation: what it is about, the sentence, and the day it concerns."""

    kind: StepKind
    sentence: str
    on: date | None = None


def ground_steps(term: Term) -> tuple[Step, ...]:
    """Where the term stands, or that it is the municipality's own."""
    if term.internal:
        sentence = "Dit is een eigen termijn van de gemeente. Die staat niet in de overeenkomst."
        return (Step(StepKind.GROUND, sentence),)
    if term.article:
        return (Step(StepKind.GROUND, f"De termijn staat in {term.article}: {term.in_words()}."),)
    return ()


def start_step(term: Term, start_on: date) -> Step:
    """From which day the counting went, and whether that day counts."""
    counted = term.start_day is StartDay.COUNTED
    start = format_date(start_on)
    if term.is_backward:
        sentence = f"Er is teruggeteld vanaf {start}. Die dag telt {'' if counted else 'niet '}mee."
    elif counted:
        sentence = f"Het tellen begint op {start}: de dag van {term.event} telt mee."
    else:
        sentence = (
            f"De dag van {term.event}, {start}, telt niet mee. "
            f"Het tellen begint op {format_date(start_on + ONE_DAY)}."
        )
    return Step(StepKind.START, sentence, start_on)


def hours_start_step(start_at: datetime) -> Step:
    """Hours count from the instant itself."""
    sentence = f"De uren tellen vanaf het moment zelf: {format_moment(start_at)}."
    return Step(StepKind.START, sentence, local_date(start_at))


def count_step(term: Term, start: str, end: str, end_on: date) -> Step:
    """Both ends in one sentence: "14 kalenderdagen vóór 20 maart 2026 is 6 maart 2026."."""
    relation = "vóór" if term.is_backward else "na"
    if term.start_day is StartDay.COUNTED and term.unit is not Unit.HOURS:
        relation = "tot en met" if term.is_backward else "vanaf en met"
    length = length_in_words(term.length, term.unit)
    return Step(StepKind.COUNT, f"{length} {relation} {start} is {end}.", end_on)


def day_off_steps(passed_over: tuple[DayOff, ...]) -> tuple[Step, ...]:
    """A sentence per holiday or closing day that was passed over; weekends share one."""
    weekend = any(day.name in WEEKEND for day in passed_over)
    others = sorted((day for day in passed_over if day.name not in WEEKEND), key=lambda day: day.on)
    return (
        *([Step(StepKind.DAY_OFF, "Zaterdagen en zondagen tellen niet mee.")] if weekend else ()),
        *(
            Step(StepKind.DAY_OFF, f"{format_date(day.on)} telt niet mee: {day.name}.", day.on)
            for day in others
        ),
    )


def clock_change_steps(start_at: datetime, due_at: datetime) -> tuple[Step, ...]:
    """Why the clock shows another time at the end than at the start."""
    before, after = sorted((to_local(start_at), to_local(due_at)))
    shift = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
    if not shift:
        return ()
    way = "vooruit" if shift > timedelta() else "terug"
    sentence = (
        f"In deze tijd gaat de klok een uur {way}. Geteld zijn de uren die echt voorbijgaan; "
        "daarom wijst de klok aan het einde een andere tijd aan."
    )
    return (Step(StepKind.CLOCK_CHANGE, sentence),)


def result_step(term: Term, due_on: date, words: str) -> Step:
    """The last day or moment."""
    if term.is_backward:
        return Step(StepKind.RESULT, f"Uiterlijk {words} is op tijd.", due_on)
    return Step(StepKind.RESULT, f"De termijn loopt tot en met {words}.", due_on)
