"""The day on which a term ends, and every step that led to it in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.domain.calendar import (
    NO_CALENDAR,
    Calendar,
    end_of_day,
    format_date,
    format_long_date,
    format_moment,
    local_date,
)
from portal.domain.deadlines.counting import ONE_DAY, DayOff, count
from portal.domain.deadlines.explanation import (
    Step,
    StepKind,
    clock_change_steps,
    count_step,
    day_off_steps,
    ground_steps,
    hours_start_step,
    result_step,
    start_step,
)
from portal.domain.deadlines.law import LawUse, apply_law
from portal.domain.deadlines.term import Term, Unit, length_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """The outcome of a term.

    `due_on` is the last local day, included: of the term, or when counting back the last day
    on which to act. For hours `due_at` is the last instant, included, and `due_on` its day.
    `days_off` are the days that were passed over; `law` says which way of counting was used.
    """

    term: Term
    start_on: date
    start_at: datetime | None
    due_on: date
    due_at: datetime | None
    law: LawUse
    days_off: tuple[DayOff, ...]
    steps: tuple[Step, ...]

    @property
    def was_moved(self) -> bool:
        """The Algemene termijnenwet gave another last day than counting alone."""
        return self.law is LawUse.MOVED

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole explanation, one sentence per step."""
        return tuple(step.sentence for step in self.steps)

    @property
    def summary(self) -> str:
        """Both dates in one sentence: "14 kalenderdagen vóór 20 maart 2026 is 6 maart 2026."."""
        return next(step.sentence for step in self.steps if step.kind is StepKind.COUNT)

    def is_met_by(self, moment: date | datetime) -> bool:
        """Whether something on that day, or at that instant, is still on time."""
        if isinstance(moment, datetime):
            return is_on_time(moment, due_on=self.due_on, due_at=self.due_at)
        return moment <= self.due_on

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values to keep with the deadline; `from_json` gives an equal outcome back."""
        return {
            "term": self.term.to_json(),
            "start_on": self.start_on.isoformat(),
            "start_at": instant_to_json(self.start_at),
            "due_on": self.due_on.isoformat(),
            "due_at": instant_to_json(self.due_at),
            "law": self.law.value,
            "days_off": [{"on": day.on.isoformat(), "name": day.name} for day in self.days_off],
            "steps": [
                {
                    "kind": step.kind.value,
                    "sentence": step.sentence,
                    "on": step.on.isoformat() if step.on else None,
                }
                for step in self.steps
            ],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DueDate":
        """The outcome that `to_json` described; nothing is computed again."""
        return cls(
            term=Term.from_json(stored["term"]),
            start_on=date.fromisoformat(stored["start_on"]),
            start_at=instant_from_json(stored["start_at"]),
            due_on=date.fromisoformat(stored["due_on"]),
            due_at=instant_from_json(stored["due_at"]),
            law=LawUse(stored["law"]),
            days_off=tuple(
                DayOff(date.fromisoformat(day["on"]), day["name"]) for day in stored["days_off"]
            ),
            steps=tuple(
                Step(
                    StepKind(step["kind"]),
                    step["sentence"],
                    date.fromisoformat(step["on"]) if step["on"] else None,
                )
                for step in stored["steps"]
            ),
        )


def due_date(term: Term, start: date | datetime, *, calendar: Calendar = NO_CALENDAR) -> DueDate:
    """Where the term ends when its event is on that local day or at that instant.

    Only working days and the Algemene termijnenwet ask the calendar for holidays. Hours need
    an instant.
    """
    if isinstance(start, datetime):
        if term.unit is Unit.HOURS:
            return _due_after_hours(term, start.astimezone(UTC))
        start_on, start_at = local_date(start), start.astimezone(UTC)
    else:
        start_on, start_at = start, None
    counted_on, passed_over = count(term, start_on, calendar)
    last = apply_law(term, start_on, counted_on, calendar)
    return DueDate(
        term=term,
        start_on=start_on,
        start_at=start_at,
        due_on=last.due_on,
        due_at=None,
        law=last.law,
        days_off=(*passed_over, *last.days_off),
        steps=(
            *ground_steps(term),
            start_step(term, start_on),
            count_step(term, format_date(start_on), format_date(counted_on), counted_on),
            *day_off_steps(passed_over),
            *last.steps,
            result_step(term, last.due_on, format_long_date(last.due_on)),
        ),
    )


def chosen_day(due_on: date, *, start_on: date, event: str, why: str, article: str = "") -> DueDate:
    """The outcome where a person chose the last day; `why` is a sentence that says who did.

    No rule led to it, so none is named: how far it lies from the start is all that is told.
    """
    days = (due_on - start_on).days
    distance = f"Dat is {length_in_words(days, Unit.CALENDAR_DAYS)} na {format_date(start_on)}."
    term = Term(
        length=max(1, days),
        unit=Unit.CALENDAR_DAYS,
        event=event,
        article=article,
    )
    return DueDate(
        term=term,
        start_on=start_on,
        start_at=None,
        due_on=due_on,
        due_at=None,
        law=LawUse.OFF,
        days_off=(),
        steps=(
            Step(StepKind.GROUND, why, due_on),
            *([Step(StepKind.COUNT, distance, due_on)] if days > 0 else []),
            result_step(term, due_on, format_long_date(due_on)),
        ),
    )


def earliest_effective(
    term: Term, received: date | datetime, *, calendar: Calendar = NO_CALENDAR
) -> DueDate:
    """The outcome for the first day that a notice received then can take effect on: `start_on`.

    The other side of counting back: received 6 March, 14 calendar days allow 20 March at the
    earliest. Rule 004-79, art. 3.6.
    """
    if not term.is_backward or term.unit is Unit.HOURS:
        raise ValueError("Alleen een termijn in dagen die terugtelt heeft een vroegste dag.")
    received_on = local_date(received) if isinstance(received, datetime) else received
    effective_on = received_on
    while count(term, effective_on, calendar)[0] < received_on:
        effective_on += ONE_DAY
    return due_date(term, effective_on, calendar=calendar)


def is_on_time(instant: datetime, *, due_on: date, due_at: datetime | None) -> bool:
    """At or before the last instant; for days before the end of the last local day."""
    return instant <= due_at if due_at is not None else instant < end_of_day(due_on)


def instant_to_json(instant: datetime | None) -> str | None:
    """The instant in UTC, ISO 8601."""
    return None if instant is None else instant.astimezone(UTC).isoformat()


def instant_from_json(stored: str | None) -> datetime | None:
    """The instant that `instant_to_json` wrote."""
    return None if stored is None else datetime.fromisoformat(stored).astimezone(UTC)


def _due_after_hours(term: Term, start_at: datetime) -> DueDate:
    due_at = start_at + (-1 if term.is_backward else 1) * timedelta(hours=term.length)
    start_on, due_on = local_date(start_at), local_date(due_at)
    last = apply_law(term, start_on, due_on, NO_CALENDAR)
    return DueDate(
        term=term,
        start_on=start_on,
        start_at=start_at,
        due_on=due_on,
        due_at=due_at,
        law=last.law,
        days_off=(),
        steps=(
            *ground_steps(term),
            hours_start_step(start_at),
            count_step(term, format_moment(start_at), format_moment(due_at), due_on),
            *clock_change_steps(start_at, due_at),
            *last.steps,
            result_step(term, due_on, format_moment(due_at)),
        ),
    )
