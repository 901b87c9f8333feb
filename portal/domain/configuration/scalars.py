"""Shapes of single values: text, numbers, yes or no, days, choices and lists of these."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from portal.domain.calendar import format_date
from portal.domain.configuration.shape import Read, Shape, is_absent, quoted, refuse, what_it_is
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

T = TypeVar("T")

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control marks and halves of surrogate pairs: PostgreSQL or UTF-8 cannot hold them.
UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Shape[str]):
    """One line. `pattern` must match as a whole; `advice` says what to do when it does not."""

    max_length: int = 200
    pattern: re.Pattern[str] | None = None
    advice: str = ""

    def read(self, raw: object, *, label: str, path: str) -> Read[str]:
        if not isinstance(raw, str):
            return refuse(path, f"Vul bij “{label}” tekst in; hier staat {what_it_is(raw)}.")
        if is_absent(raw):
            return refuse(path, f"Vul “{label}” in.")
        if len(raw) > self.max_length:
            return refuse(path, f"Maak “{label}” korter: {self.max_length} tekens is het meeste.")
        if sentence := self.unreadable(raw, label):
            return refuse(path, sentence)
        if self.pattern is not None and not self.pattern.fullmatch(raw):
            return refuse(path, f"Pas “{label}” aan: {quoted(raw)} past niet. {self.advice}")
        return raw, []

    def unreadable(self, raw: str, label: str) -> str | None:
        """The sentence for marks that do not belong in one line, or None."""
        if UNKEEPABLE.search(raw) or "\n" in raw or "\t" in raw:
            return f"Zet “{label}” op één regel, zonder tabs of onzichtbare tekens."
        return None

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText(Text):
    """Several lines."""

    max_length: int = 5_000

    def unreadable(self, raw: str, label: str) -> str | None:
        if UNKEEPABLE.search(raw):
            return f"Haal de onzichtbare tekens uit “{label}”."
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Shape[int]):
    """A whole number, both ends included."""

    minimum: int = 0
    maximum: int = 1_000_000

    def read(self, raw: object, *, label: str, path: str) -> Read[int]:
        if (
            isinstance(raw, int)
            and not isinstance(raw, bool)
            and self.minimum <= raw <= self.maximum
        ):
            return raw, []
        return refuse(
            path,
            f"Vul bij “{label}” een heel getal van {self.minimum} tot en met {self.maximum} in; "
            f"hier staat {quoted(raw)}.",
        )

    def write(self, value: int) -> int:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Shape[bool]):
    """Ja of nee."""

    def read(self, raw: object, *, label: str, path: str) -> Read[bool]:
        if isinstance(raw, bool):
            return raw, []
        return refuse(path, f"Kies ja of nee bij “{label}” (true of false in een bestand).")

    def write(self, value: bool) -> bool:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Shape[date]):
    """A local date, `"2026-12-24"`; a TOML date is read too and written as text."""

    def read(self, raw: object, *, label: str, path: str) -> Read[date]:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw, []
        if isinstance(raw, str) and (day := iso_day(raw)):
            return day, []
        return refuse(
            path,
            f"Vul bij “{label}” een datum in als jaar-maand-dag, bijvoorbeeld 2026-12-24; "
            f"hier staat {quoted(raw)}.",
        )

    def write(self, value: date) -> str:
        return value.isoformat()

    def tell(self, raw: Any) -> str:
        day = self.read(raw, label="", path="")[0]
        return format_date(day) if day else quoted(raw)


def iso_day(text: str) -> date | None:
    """The date of `"2026-12-24"`, or None; other ISO forms are not ours."""
    if not ISO_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Shape[T], Generic[T]):
    """One value of a list; `into` makes the domain's own type of the text."""

    choices: tuple[Choice, ...]
    into: Callable[[str], T]

    def read(self, raw: object, *, label: str, path: str) -> Read[T]:
        if isinstance(raw, str) and any(raw == choice.value for choice in self.choices):
            return self.into(raw), []
        known = ", ".join(choice.value for choice in self.choices)
        return refuse(path, f"Kies bij “{label}” een van: {known}. Hier staat {quoted(raw)}.")

    def write(self, value: T) -> str:
        return str(value)

    def tell(self, raw: Any) -> str:
        labels = {choice.value: choice.label for choice in self.choices}
        return f"“{labels[raw]}”" if isinstance(raw, str) and raw in labels else quoted(raw)


def one_of(*choices: Choice) -> OneOf[str]:
    """One of some texts, kept as text."""
    return OneOf(choices=choices, into=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Each(Shape[tuple[T, ...]], Generic[T]):
    """A list of single values, each at most once, in its own order."""

    of: Shape[T]
    max_items: int = 200

    def read(self, raw: object, *, label: str, path: str) -> Read[tuple[T, ...]]:
        if not isinstance(raw, list | tuple):
            return refuse(path, f"Maak van “{label}” een lijst; hier staat {what_it_is(raw)}.")
        if len(raw) > self.max_items:
            return refuse(path, f"Kort “{label}” in: {self.max_items} is het meeste.")
        values: list[T] = []
        findings: list[Finding] = []
        for number, item in enumerate(raw):
            value, about = self.of.read(item, label=label, path=f"{path}.{number}")
            findings += about
            if value is not None and value in values:
                twice = f"Haal {quoted(item)} één keer weg bij “{label}”: het staat er dubbel."
                findings.append(Finding(f"{path}.{number}", twice))
            elif value is not None:
                values.append(value)
        return (None if findings else tuple(values)), findings

    def write(self, value: tuple[T, ...]) -> list[Any]:
        return [self.of.write(item) for item in value]

    def tell(self, raw: Any) -> str:
        return (
            ", ".join(self.of.tell(item) for item in raw) if isinstance(raw, list) else quoted(raw)
        )


SLUG = Text(
    max_length=60,
    pattern=re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*"),
    advice="Gebruik kleine letters, cijfers en streepjes, en begin met een letter.",
)
EMAIL = Text(
    max_length=200,
    pattern=re.compile(r"[A-Za-z0-9._+-]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"),
    advice="Een adres ziet eruit als naam@organisatie.nl.",
)
PHONE = Text(
    max_length=20,
    pattern=re.compile(r"(0|\+31)([ -]?[0-9]){9}"),
    advice="Een telefoonnummer heeft tien cijfers, met een streepje of spaties ertussen.",
)
WEBSITE = Text(
    max_length=200,
    pattern=re.compile(r"https://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(/[A-Za-z0-9._~/-]*)?"),
    advice="Een adres van een website begint met https://.",
)
POSTCODE = Text(
    max_length=7,
    pattern=re.compile(r"[1-9][0-9]{3} [A-Z]{2}"),
    advice="Een postcode is vier cijfers, een spatie en twee hoofdletters.",
)
