"""One kind of value each: read from anything, written as a plain value, said in Dutch."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from portal.domain.calendar import format_date
from portal.domain.errors import Finding
from portal.domain.ladder.words import Word, capital, listed, quoted, yes_no


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the data the reader is: the path for code, the place for people."""

    path: str
    place: str
    findings: list[Finding]

    def down(self, key: str) -> "Spot":
        """One field deeper; the place stays that of the record."""
        return Spot(f"{self.path}.{key}" if self.path else key, self.place, self.findings)

    def named(self, label: str) -> "Spot":
        """The same spot, its place made more precise."""
        return Spot(self.path, f"{self.place}, {label}" if self.place else label, self.findings)

    def item(self, number: int, place: str) -> "Spot":
        """One of a list; the path counts from 0."""
        return Spot(f"{self.path}.{number}", place, self.findings)

    def note(self, sentence: str) -> None:
        """Record a problem here."""
        text = f"{self.place}: {sentence}" if self.place else sentence
        self.findings.append(Finding(self.path, capital(text)))


class Codec(ABC):
    """Reads, writes and says one kind of value."""

    @abstractmethod
    def fallback(self) -> Any:
        """What stands in for a required value that is missing or unreadable."""

    @abstractmethod
    def read(self, raw: object, spot: Spot) -> Any:
        """The value, or the fallback with a note."""

    def write(self, value: Any) -> Any:
        """The plain value."""
        return value

    def say(self, value: Any) -> str:
        """The value in words."""
        return str(value)

    def is_blank(self, raw: object) -> bool:
        """Whether nothing was given."""
        return raw is None

    def place(self, raw: object) -> str:
        """What tells this item of a list from its neighbours, "" for its number."""
        return ""


@dataclass(frozen=True, slots=True)
class TextCodec(Codec):
    """Text of one or more lines."""

    label: str
    max_length: int

    def fallback(self) -> str:
        return ""

    def is_blank(self, raw: object) -> bool:
        return raw is None or (isinstance(raw, str) and not raw.strip())

    def read(self, raw: object, spot: Spot) -> str:
        if not isinstance(raw, str):
            spot.note("vul hier tekst in, tussen aanhalingstekens.")
            return ""
        text = raw.replace("\r\n", "\n")
        if not text.strip():
            spot.note("vul hier tekst in; een lege regel kan weg.")
        if not _storable(text):
            spot.note("haal de onzichtbare tekens uit deze tekst.")
            text = "".join(sign for sign in text if _storable(sign))
        if len(text) > self.max_length:
            spot.note(f"maak de tekst {len(text) - self.max_length} tekens korter.")
        return text

    def say(self, value: Any) -> str:
        return quoted(value) if value else "niets"


def _storable(text: str) -> bool:
    return not any(
        (sign < " " and sign not in "\n\t") or sign == "\x7f" or "\ud800" <= sign <= "\udfff"
        for sign in text
    )


@dataclass(frozen=True, slots=True)
class WholeCodec(Codec):
    """A whole number, both ends included."""

    label: str
    minimum: int
    maximum: int

    def fallback(self) -> int:
        return self.minimum

    def read(self, raw: object, spot: Spot) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool):
            if self.minimum <= raw <= self.maximum:
                return raw
            spot.note(f"vul een heel getal van {self.minimum} tot en met {self.maximum} in.")
        else:
            spot.note("vul een heel getal in, zonder aanhalingstekens.")
        return self.minimum


@dataclass(frozen=True, slots=True)
class FlagCodec(Codec):
    """Ja of nee."""

    label: str

    def fallback(self) -> bool:
        return False

    def read(self, raw: object, spot: Spot) -> bool:
        if isinstance(raw, bool):
            return raw
        spot.note("kies ja (true) of nee (false).")
        return False

    def say(self, value: Any) -> str:
        return yes_no(value)


@dataclass(frozen=True, slots=True)
class DayCodec(Codec):
    """A local date; written as "2026-12-01", read from that or from a date."""

    label: str

    def fallback(self) -> date:
        return date(2000, 1, 1)

    def is_blank(self, raw: object) -> bool:
        return raw is None or raw == ""

    def read(self, raw: object, spot: Spot) -> date:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw
        try:
            return date.fromisoformat(raw if isinstance(raw, str) else "")
        except ValueError:
            spot.note("vul een datum in als jaar-maand-dag, bijvoorbeeld 2026-12-01.")
            return self.fallback()

    def write(self, value: Any) -> str:
        return str(value.isoformat())

    def say(self, value: Any) -> str:
        return format_date(value)


@dataclass(frozen=True, slots=True)
class WordCodec(Codec):
    """One of a fixed list of words."""

    label: str
    words: type[Word]

    def fallback(self) -> Word:
        return next(iter(self.words))

    def is_blank(self, raw: object) -> bool:
        return raw is None or raw == ""

    def read(self, raw: object, spot: Spot) -> Word:
        if isinstance(raw, str) and raw in {word.value for word in self.words}:
            return self.words(raw)
        known = listed((quoted(word.value) for word in self.words), last="of")
        spot.note(f"kies uit {known}.")
        return self.fallback()

    def write(self, value: Any) -> str:
        return str(value.value)

    def say(self, value: Any) -> str:
        return str(value.label)


@dataclass(frozen=True, slots=True)
class ItemsCodec(Codec):
    """A list; `noun` is what one is called."""

    of: Codec
    noun: str
    max_items: int

    def fallback(self) -> tuple[Any, ...]:
        return ()

    def is_blank(self, raw: object) -> bool:
        return raw is None or raw == [] or raw == ()

    def read(self, raw: object, spot: Spot) -> tuple[Any, ...]:
        if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
            spot.note("hier hoort een lijst te staan.")
            return ()
        if len(raw) > self.max_items:
            spot.note(f"{len(raw)} is te veel; {self.max_items} is het meeste.")
        values = []
        for number, one in enumerate(raw[: self.max_items]):
            found = len(spot.findings)
            value = self.of.read(one, spot.item(number, self._place(number, one, spot)))
            if len(spot.findings) == found or not isinstance(self.of, WordCodec):
                values.append(value)
        return tuple(values)

    def _place(self, number: int, raw: object, spot: Spot) -> str:
        own = f"{self.noun} {self.of.place(raw) or number + 1}" if self.noun else spot.place
        outer = spot.place.rpartition(", ")[0]
        return f"{outer}, {own}" if outer and self.noun else own

    def write(self, value: Any) -> list[Any]:
        return [self.of.write(one) for one in value]

    def say(self, value: Any) -> str:
        return listed(self.of.say(one) for one in value)


@dataclass(frozen=True, slots=True)
class MaybeCodec(Codec):
    """A value that may be left out."""

    of: Codec

    def fallback(self) -> None:
        return None

    def is_blank(self, raw: object) -> bool:
        return self.of.is_blank(raw)

    def read(self, raw: object, spot: Spot) -> Any:
        return self.of.read(raw, spot)

    def write(self, value: Any) -> Any:
        return None if value is None else self.of.write(value)

    def say(self, value: Any) -> str:
        return "niets" if value is None else self.of.say(value)


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that looks most like it, or ""."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")
