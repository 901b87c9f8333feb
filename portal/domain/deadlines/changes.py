"""What can happen to a running clock, and where it can stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.domain.deadlines.due import instant_from_json, instant_to_json


class Status(StrEnum):
    """Where a clock stands. One that was met too late is and stays `verlopen`."""

    RUNNING = "loopt"
    PAUSED = "gepauzeerd"
    NEARLY = "bijna"
    EXPIRED = "verlopen"
    MET = "gehaald"
    LAPSED = "vervallen"


class ChangeKind(StrEnum):
    """What can happen to a clock after its start."""

    PAUSED = "gepauzeerd"
    RESUMED = "hervat"
    EXTENDED = "verlengd"
    MET = "gehaald"
    LAPSED = "vervallen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to a clock: when, why, and the end as it was from then on."""

    kind: ChangeKind
    at: datetime
    reason: str
    due_on: date
    due_at: datetime | None
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal change back."""
        return {
            "kind": self.kind.value,
            "at": instant_to_json(self.at),
            "reason": self.reason,
            "due_on": self.due_on.isoformat(),
            "due_at": instant_to_json(self.due_at),
            "sentence": self.sentence,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Change":
        """The change that `to_json` described."""
        return cls(
            kind=ChangeKind(stored["kind"]),
            at=datetime.fromisoformat(stored["at"]),
            reason=stored["reason"],
            due_on=date.fromisoformat(stored["due_on"]),
            due_at=instant_from_json(stored["due_at"]),
            sentence=stored["sentence"],
        )
