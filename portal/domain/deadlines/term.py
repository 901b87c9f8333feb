"""What a contract, a law or a municipality says about a term."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "uren"
    CALENDAR_DAYS = "kalenderdagen"
    WORKING_DAYS = "werkdagen"
    WEEKS = "weken"
    CALENDAR_MONTHS = "kalendermaanden"
    YEARS = "jaren"


# Hours and years have no plural after a number in Dutch.
_IN_WORDS = {
    Unit.HOURS: ("uur", "uur"),
    Unit.CALENDAR_DAYS: ("kalenderdag", "kalenderdagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.CALENDAR_MONTHS: ("kalendermaand", "kalendermaanden"),
    Unit.YEARS: ("jaar", "jaar"),
}


class StartDay(StrEnum):
    """Whether the day of the event is itself a day of the term.

    Without meaning for hours, which always run from the instant of the event.
    """

    NOT_COUNTED = "telt_niet_mee"
    COUNTED = "telt_mee"


class Direction(StrEnum):
    """From an event on, or back from a day on which something takes effect."""

    FORWARD = "vooruit"
    BACKWARD = "terug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A length from an event, or back from one, with its ground.

    `event` is a Dutch phrase that fits after "na" or "vóór": "de ontvangst van de melding".
    `termijnenwet` moves a last day in a weekend or on a holiday; whether that law applies to a
    contract is a legal question, so it is off unless a municipality switches it on.
    `skips_closures` leaves the municipality's own closing days out of working days: for its
    own terms, never for one that binds somebody else. `internal` marks a municipality's own
    term, which no contract knows.
    """

    length: int
    unit: Unit
    event: str
    article: str = ""
    rule: str | None = None
    start_day: StartDay = StartDay.NOT_COUNTED
    direction: Direction = Direction.FORWARD
    termijnenwet: bool = False
    skips_closures: bool = False
    internal: bool = False

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError("Een termijn is minstens 1 lang.")

    @property
    def is_backward(self) -> bool:
        """Counted back from the day on which something takes effect."""
        return self.direction is Direction.BACKWARD

    def in_words(self) -> str:
        """ "14 kalenderdagen vóór de ingangsdatum"."""
        relation = "vóór" if self.is_backward else "na"
        return f"{length_in_words(self.length, self.unit)} {relation} {self.event}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives the same term back."""
        return {
            "length": self.length,
            "unit": self.unit.value,
            "event": self.event,
            "article": self.article,
            "rule": self.rule,
            "start_day": self.start_day.value,
            "direction": self.direction.value,
            "termijnenwet": self.termijnenwet,
            "skips_closures": self.skips_closures,
            "internal": self.internal,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Term":
        """The term that `to_json` described."""
        return cls(
            **{
                **stored,
                "unit": Unit(stored["unit"]),
                "start_day": StartDay(stored["start_day"]),
                "direction": Direction(stored["direction"]),
            }
        )


def length_in_words(length: int, unit: Unit) -> str:
    """ "1 kalenderdag", "14 kalenderdagen", "24 uur"."""
    return f"{length} {_IN_WORDS[unit][length != 1]}"
