"""Terms that explain themselves: what a contract says, the day it leads to, the running clock.

`Term` is what a contract or a municipality states, `due_date` computes the day with every
step in words, `Clock` is one that runs and may stand still, be extended and end.
"""

from portal.domain.deadlines.changes import Change, ChangeKind, Status
from portal.domain.deadlines.clock import Clock, start_clock
from portal.domain.deadlines.due import DueDate, chosen_day, due_date, earliest_effective
from portal.domain.deadlines.explanation import Step, StepKind
from portal.domain.deadlines.law import LawUse
from portal.domain.deadlines.reminders import (
    Reminder,
    ReminderKind,
    countdown,
    days_left,
    reminders,
)
from portal.domain.deadlines.term import Direction, StartDay, Term, Unit

__all__ = [
    "Change",
    "ChangeKind",
    "Clock",
    "Direction",
    "DueDate",
    "LawUse",
    "Reminder",
    "ReminderKind",
    "StartDay",
    "Status",
    "Step",
    "StepKind",
    "Term",
    "Unit",
    "chosen_day",
    "countdown",
    "days_left",
    "due_date",
    "earliest_effective",
    "reminders",
    "start_clock",
]
