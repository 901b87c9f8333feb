"""A term that runs: it may stand still, be extended with a reason, and end by an event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from portal.domain.calendar import (
    NO_CALENDAR,
    Calendar,
    format_long_date,
    format_moment,
    local_date,
)
from portal.domain.deadlines.changes import Change, ChangeKind, Status
from portal.domain.deadlines.counting import ONE_DAY, nth_working_day, working_days_between
from portal.domain.deadlines.due import DueDate, due_date, is_on_time
from portal.domain.deadlines.explanation import day_off_steps
from portal.domain.deadlines.law import first_ordinary_day, why_outside
from portal.domain.deadlines.term import StartDay, Term, Unit, length_in_words
from portal.domain.errors import RuleBroken

WARN_BEFORE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A running term: how its first end came about, and every change since.

    `warn_before` says when it counts as nearly over: days, or hours for a term in hours.
    """

    outcome: DueDate
    changes: tuple[Change, ...] = ()
    warn_before: int = WARN_BEFORE

    @property
    def term(self) -> Term:
        """What the contract or the municipality says."""
        return self.outcome.term

    @property
    def due_on(self) -> date:
        """The last day, included; while the clock stands still as it was at the pause."""
        return self.changes[-1].due_on if self.changes else self.outcome.due_on

    @property
    def due_at(self) -> datetime | None:
        """The last instant, included, of a term in hours."""
        return self.changes[-1].due_at if self.changes else self.outcome.due_at

    @property
    def has_ended(self) -> bool:
        """Met or lapsed; nothing changes any more."""
        return bool(self.changes) and self.changes[-1].kind in (ChangeKind.MET, ChangeKind.LAPSED)

    @property
    def is_paused(self) -> bool:
        """Nothing runs until it is resumed."""
        return not self.has_ended and self._open_pause is not None

    @property
    def sentences(self) -> tuple[str, ...]:
        """How the present end came about: the first computation, then every change."""
        return (*self.outcome.sentences, *(change.sentence for change in self.changes))

    def status(self, now: datetime) -> Status:
        """Where the clock stands at that instant."""
        if self.has_ended:
            ending = self.changes[-1]
            if ending.kind is ChangeKind.LAPSED:
                return Status.LAPSED
            return Status.MET if self._in_time_at(ending.at) else Status.EXPIRED
        if self.is_paused:
            return Status.PAUSED
        if not self._in_time_at(now):
            return Status.EXPIRED
        return Status.NEARLY if self._is_nearly_over(now) else Status.RUNNING

    def pause(self, at: datetime, *, reason: str) -> "Clock":
        """Stand still from that instant until it is resumed."""
        self._must_be_adjustable()
        if self.is_paused:
            raise RuleBroken("Deze termijn staat al stil.", code="clock_paused")
        if not self._in_time_at(at):
            raise RuleBroken(
                f"Deze termijn liep tot en met {self.end_in_words()} en is voorbij. "
                "U kunt hem nog wel verlengen.",
                code="clock_expired",
            )
        return self._changed(
            ChangeKind.PAUSED,
            at,
            reason,
            f"Stilgezet op {format_moment(at)}. Reden: {_stated(reason)}",
        )

    def reopen(self) -> "Clock":
        """The same clock as before it ended: what ended it was taken back."""
        return replace(self, changes=self.changes[:-1]) if self.has_ended else self

    def resume(self, at: datetime, *, reason: str, calendar: Calendar = NO_CALENDAR) -> "Clock":
        """Run on; the end moves by as long as the clock stood still.

        Days: local days between pause and resumption, so within one day nothing moves. Working
        days: as many as were left. Hours: to the second.
        """
        pause = self._open_pause
        if self.has_ended or pause is None:
            raise RuleBroken("Deze termijn staat niet stil.", code="clock_not_paused")
        due_on, due_at, how = self._end_after_pause(pause.at, at, calendar)
        told = f"Verdergegaan op {format_moment(at)}. Reden: {_stated(reason)}"
        return self._changed(
            ChangeKind.RESUMED, at, reason, " ".join((told, *how)), end=(due_on, due_at)
        )

    def extend(
        self,
        at: datetime,
        *,
        reason: str,
        length: int,
        unit: Unit,
        calendar: Calendar = NO_CALENDAR,
    ) -> "Clock":
        """Give more time, counted from the present end; never without a reason."""
        self._must_be_adjustable()
        if (unit is Unit.HOURS) != (self.term.unit is Unit.HOURS):
            raise RuleBroken(
                "Verleng een termijn in uren met uren, en een termijn in dagen met dagen, weken "
                "of maanden.",
                code="unit_differs",
            )
        more = replace(self.term, length=length, unit=unit, start_day=StartDay.NOT_COUNTED)
        longer = due_date(more, self.due_at or self.due_on, calendar=calendar)
        return self._changed(
            ChangeKind.EXTENDED,
            at,
            reason,
            f"Verlengd op {format_moment(at)} met {length_in_words(length, unit)}. "
            f"Reden: {_stated(reason)}",
            end=(longer.due_on, longer.due_at),
        )

    def meet(self, at: datetime, *, event: str) -> "Clock":
        """End because what had to happen did; the status tells whether that was on time.

        `event` fits after "door": "de ontvangst van het verbeterplan".
        """
        self._must_not_have_ended()
        return self._changed(
            ChangeKind.MET, at, event, f"Geëindigd op {format_moment(at)} door {_stated(event)}"
        )

    def lapse(self, at: datetime, *, reason: str) -> "Clock":
        """End because nothing is due any more: withdrawn, or overtaken by something else."""
        self._must_not_have_ended()
        return self._changed(
            ChangeKind.LAPSED,
            at,
            reason,
            f"Vervallen op {format_moment(at)}. Reden: {_stated(reason)}",
        )

    def end_in_words(self) -> str:
        """ "vrijdag 20 maart 2026", or the moment for a term in hours."""
        return format_long_date(self.due_on) if self.due_at is None else format_moment(self.due_at)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values to store; `from_json` gives an equal clock back."""
        return {
            "outcome": self.outcome.to_json(),
            "changes": [change.to_json() for change in self.changes],
            "warn_before": self.warn_before,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Clock":
        """The clock that `to_json` described."""
        return cls(
            outcome=DueDate.from_json(stored["outcome"]),
            changes=tuple(Change.from_json(change) for change in stored["changes"]),
            warn_before=stored["warn_before"],
        )

    @property
    def _open_pause(self) -> Change | None:
        """The pause that was not followed by a resumption."""
        for change in reversed(self.changes):
            if change.kind is ChangeKind.RESUMED:
                return None
            if change.kind is ChangeKind.PAUSED:
                return change
        return None

    def _in_time_at(self, instant: datetime) -> bool:
        # A clock that stands still was on time when it stopped, and stays so.
        return self._open_pause is not None or is_on_time(
            instant, due_on=self.due_on, due_at=self.due_at
        )

    def _is_nearly_over(self, now: datetime) -> bool:
        if self.due_at is not None:
            return now >= self.due_at - timedelta(hours=self.warn_before)
        return local_date(now) >= self.due_on - timedelta(days=self.warn_before)

    def _must_not_have_ended(self) -> None:
        if self.has_ended:
            raise RuleBroken("Deze termijn is al geëindigd.", code="clock_ended")

    def _must_be_adjustable(self) -> None:
        self._must_not_have_ended()
        if self.term.is_backward:
            raise RuleBroken(
                "Deze termijn telt terug vanaf een vaste dag. Hij kan niet stilstaan en niet "
                "langer worden.",
                code="clock_counts_back",
            )

    def _end_after_pause(
        self, paused_at: datetime, resumed_at: datetime, calendar: Calendar
    ) -> tuple[date, datetime | None, tuple[str, ...]]:
        """The end, and in sentences what was counted where that is more than the days it stood still."""
        if self.due_at is not None:
            due_at = self.due_at + (resumed_at - paused_at)
            return local_date(due_at), due_at, ()
        paused_on, resumed_on = local_date(paused_at), local_date(resumed_at)
        if self.term.unit is Unit.WORKING_DAYS:
            usable = calendar if self.term.skips_closures else calendar.without_closures()
            left = working_days_between(paused_on, self.due_on, usable)
            if left:
                due_on, passed = nth_working_day(resumed_on, left, usable)
                were = "was" if left == 1 else "waren"
                rest = f"Er {were} nog {length_in_words(left, Unit.WORKING_DAYS)} over."
            else:  # Paused on the last day itself; what is left of it needs a working day.
                due_on, passed = nth_working_day(resumed_on - ONE_DAY, 1, usable)
                rest = "Het was de laatste werkdag."
            return due_on, None, (rest, *(step.sentence for step in day_off_steps(passed)))
        due_on = self.due_on + (resumed_on - paused_on)
        if self.term.termijnenwet and why_outside(self.term) is None:
            due_on, _ = first_ordinary_day(due_on, calendar)
        return due_on, None, ()

    def _changed(
        self,
        kind: ChangeKind,
        at: datetime,
        reason: str,
        sentence: str,
        *,
        end: tuple[date, datetime | None] | None = None,
    ) -> "Clock":
        if not reason.strip():
            raise RuleBroken("Vul een reden in.", code="reason_missing")
        if self.changes and at < self.changes[-1].at:
            raise ValueError("Een wijziging van een termijn ligt niet vóór de vorige.")
        due_on, due_at = end or (self.due_on, self.due_at)
        change = Change(
            kind=kind,
            at=at,
            reason=reason.strip(),
            due_on=due_on,
            due_at=due_at,
            sentence=sentence,
        )
        changed = replace(self, changes=(*self.changes, change))
        if end is None:
            return changed
        told = replace(
            change,
            sentence=f"{sentence} De termijn loopt nu tot en met {changed.end_in_words()}.",
        )
        return replace(self, changes=(*self.changes, told))


def start_clock(
    term: Term,
    start: date | datetime,
    *,
    calendar: Calendar = NO_CALENDAR,
    warn_before: int = WARN_BEFORE,
) -> Clock:
    """A clock that starts with the event on that day or at that instant."""
    return Clock(outcome=due_date(term, start, calendar=calendar), warn_before=warn_before)


def _stated(reason: str) -> str:
    """The reason as the end of a sentence."""
    return reason.strip().rstrip(".") + "."
