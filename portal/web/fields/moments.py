"""Questions for a day, or a day and a time, in boxes of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from portal.web.fields import typed
from portal.web.fields.question import FormData, Question, first_text
from portal.web.fields.typed import Unclear


@dataclass(frozen=True, slots=True)
class Part:
    """One of several boxes that make one answer; `width` is "day", "month", "year" or "time"."""

    id: str
    name: str
    label: str
    typed: str
    width: str
    inputmode: str
    bad: bool
    autofocus: bool


class Date(Question):
    """Day, month and year in three boxes."""

    kind = "date"
    PARTS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("dag", "Dag", "day"),
        ("maand", "Maand", "month"),
        ("jaar", "Jaar", "year"),
    )

    def __init__(self, label: str, **question: Any) -> None:
        self.typed = {part: "" for part, _, _ in self.PARTS}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.typed = {
            part: typed.one_line(first_text(formdata, f"{self.name}-{part}"))
            for part, _, _ in self.PARTS
        }

    def fill(self, answer: Any) -> None:
        try:
            on = date.fromisoformat(answer)
        except (TypeError, ValueError):
            on = None
        self._write(on)

    def _write(self, on: date | None) -> None:
        numbers = (on.day, on.month, on.year) if on else ("", "", "")
        self.typed |= dict(zip(("dag", "maand", "jaar"), map(str, numbers), strict=True))

    def convert(self) -> Any:
        on = self._read_date()
        return on.isoformat() if on else None

    def _read_date(self) -> date | None:
        return typed.read_date(
            self.label_text, self.typed["dag"], self.typed["maand"], self.typed["jaar"]
        )

    @property
    def parts(self) -> list[Part]:
        bad = self._bad_parts()
        return [
            Part(
                id=f"{self.id}-{part}",
                name=f"{self.name}-{part}",
                label=label,
                typed=self.typed[part],
                width=width,
                inputmode="text" if part == "maand" else "numeric",
                bad=part in bad,
                autofocus=self.autofocus and part == "dag",
            )
            for part, label, width in self.PARTS
        ]

    def _bad_parts(self) -> Sequence[str]:
        if not self.errors:
            return ()
        if self.problem and self.problem.parts:
            return self.problem.parts
        return tuple(part for part, _, _ in self.PARTS)

    @property
    def first_id(self) -> str:
        bad = self._bad_parts()
        return f"{self.id}-{bad[0] if bad else 'dag'}"

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())


class Moment(Date):
    """A date and a time of the clock in the Netherlands."""

    kind = "moment"
    PARTS = (*Date.PARTS, ("tijd", "Tijd", "time"))

    def fill(self, answer: Any) -> None:
        try:
            at = datetime.fromisoformat(answer).astimezone(typed.AMSTERDAM)
        except (TypeError, ValueError, OverflowError):
            self._write(None)
            self.typed["tijd"] = ""
            return
        self._write(at.date())
        self.typed["tijd"] = f"{at:%H.%M}"

    def convert(self) -> Any:
        on, at = self._read_date(), typed.read_time(self.label_text, self.typed["tijd"])
        if on is None and at is None:
            return None
        if on is None:
            raise Unclear(f"Vul bij “{self.label_text}” ook de datum in.", "dag", "maand", "jaar")
        if at is None:
            raise Unclear(
                f"Vul bij “{self.label_text}” ook de tijd in, bijvoorbeeld 14.05.", "tijd"
            )
        return typed.local_moment(self.label_text, on, at).isoformat()
