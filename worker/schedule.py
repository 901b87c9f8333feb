"""What the clock does, and how often."""

from collections.abc import Callable
from dataclasses import dataclass

from worker.jobs import housekeeping


@dataclass(frozen=True, slots=True)
class Task:
    """A recurring piece of work; `every_s` between the end of one run and the start of the next."""

    name: str
    every_s: float
    run: Callable[[], None]


SCHEDULE: tuple[Task, ...] = (
    Task("uitgaand", 2.0, housekeeping.push_outbox),
    Task("ketenkoppen", 5.0, housekeeping.sign_heads),
    Task("herinneringen", 60.0, housekeeping.remind),
    Task("opruimen", 3600.0, housekeeping.tidy),
)
