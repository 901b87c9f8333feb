"""From what people type to plain values, and back; wrong input raises `Unclear` with advice."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH_NUMBERS: Mapping[str, int] = MappingProxyType(
    {name: number for number, name in enumerate(MONTHS, start=1)}
    | {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
    | {"mrt": 3, "sept": 9}
)
YEARS = range(1900, 2200)
WHOLE_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]+)\.?[-/. ](\d{4}|\d{2})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})\s*(?:[.:u ]\s*(\d{2}))?\s*(?:u|uur)?", re.ASCII)
CLOCK_IN_FOUR = re.compile(r"(\d{2})(\d{2})", re.ASCII)
# Thousands in threes or not at all, then at most two decimals.
AMOUNT = re.compile(r"(\d{1,12}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d{1,2}))?", re.ASCII)
AMOUNT_WITH_POINT = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})\.(\d{1,2})", re.ASCII)
PERCENTAGE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)
NUMBER = re.compile(r"-?(?:\d{1,12}|\d{1,3}(?:\.\d{3}){1,3})", re.ASCII)


class Unclear(ValueError):
    """What was typed cannot be read; `parts` are the boxes it is about."""

    def __init__(self, sentence: str, *parts: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parts = parts


def clean(text: str) -> str:
    """Without characters that no keyboard gives and no database takes; newlines as one sign."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )


def one_line(text: str) -> str:
    """Cleaned, on one line, without space around it."""
    return " ".join(clean(text).split())


def read_date(label: str, day: str, month: str, year: str) -> date | None:
    """The date in three boxes; a whole date in the first box is understood too."""
    day, month, year = (one_line(part).lower() for part in (day, month, year))
    if not (day or month or year):
        return None
    if day and not month and not year:
        day, month, year = _whole_date(day) or (day, month, year)
    _all_there(label, day=day, month=month, year=year)
    numbers = _number("dag", day, label), _month(month, label), _year(year, label)
    try:
        return date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        raise Unclear(
            f"Vul bij “{label}” een dag in die op de kalender staat: "
            f"{numbers[0]} {MONTHS[numbers[1] - 1]} {numbers[2]} bestaat niet.",
            "dag",
        ) from None


def _whole_date(text: str) -> tuple[str, str, str] | None:
    if parts := WHOLE_DATE.fullmatch(text):
        return parts[1], parts[2], parts[3]
    if parts := ISO_DATE.fullmatch(text):
        return parts[3], parts[2], parts[1]
    return None


def _all_there(label: str, *, day: str, month: str, year: str) -> None:
    names = {"dag": ("de dag", day), "maand": ("de maand", month), "jaar": ("het jaar", year)}
    missing = [part for part, (_, text) in names.items() if not text]
    if missing:
        words = " en ".join(names[part][0] for part in missing)
        raise Unclear(f"Vul bij “{label}” ook {words} in.", *missing)


def _number(part: str, text: str, label: str) -> int:
    text = text.removesuffix("e").rstrip(".")
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31:
        return int(text)
    raise Unclear(f"Vul bij “{label}” de dag in als getal van 1 tot en met 31.", part)


def _month(text: str, label: str) -> int:
    word = text.rstrip(".")
    if word in MONTH_NUMBERS:
        return MONTH_NUMBERS[word]
    if word.isascii() and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 12:
        return int(word)
    raise Unclear(
        f"Vul bij “{label}” de maand in als getal van 1 tot en met 12 of met de naam.", "maand"
    )


def _year(text: str, label: str) -> int:
    digits = text.removeprefix("'").removeprefix("’")
    if digits.isascii() and digits.isdigit() and len(digits) in (2, 4):
        year = int(digits) + (2000 if len(digits) == 2 else 0)
        if year in YEARS:
            return year
    raise Unclear(f"Vul bij “{label}” het jaar in met vier cijfers, bijvoorbeeld 2027.", "jaar")


def read_time(label: str, text: str) -> time | None:
    """14.05, 14:05, 1405, 14u05 and 14 uur are all five past two, or two o'clock."""
    text = one_line(text).lower()
    if not text:
        return None
    parts = CLOCK_IN_FOUR.fullmatch(text) or CLOCK.fullmatch(text)
    if parts and int(parts[1]) < 24 and int(parts[2] or 0) < 60:
        return time(int(parts[1]), int(parts[2] or 0))
    raise Unclear(f"Vul bij “{label}” de tijd in als 14.05.", "tijd")


def local_moment(label: str, on: date, at: time) -> datetime:
    """The instant of a local date and time; an hour that the clock skips is refused.

    Of an hour that comes twice (the end of summer time) it is the first.
    """
    moment = datetime.combine(on, at, AMSTERDAM)
    there_and_back = datetime.fromtimestamp(moment.timestamp(), AMSTERDAM)
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise Unclear(
            f"Vul bij “{label}” een andere tijd in: om {at:%H.%M} uur sprong de klok die nacht "
            "een uur vooruit.",
            "tijd",
        )
    return moment


def read_cents(label: str, text: str) -> int | None:
    """1.250,00 and 1250 and € 1.250 are all 125000 cents."""
    text = one_line(text).removeprefix("€").replace(" ", "").removesuffix(",-")
    if not text:
        return None
    parts = AMOUNT.fullmatch(text) or AMOUNT_WITH_POINT.fullmatch(text)
    if parts is None:
        raise Unclear(f"Vul bij “{label}” een bedrag in euro's in, bijvoorbeeld 1.250,00.")
    euros = int(parts[1].replace(".", "").replace(",", ""))
    return euros * 100 + int((parts[2] or "0").ljust(2, "0"))


def read_hundredths(label: str, text: str) -> int | None:
    """5 and 5,0 and 5,00 % are all 500 hundredths of a per cent."""
    text = one_line(text).removesuffix("%").replace(" ", "")
    if not text:
        return None
    parts = PERCENTAGE.fullmatch(text)
    if parts is None:
        raise Unclear(f"Vul bij “{label}” een percentage in, bijvoorbeeld 5,00.")
    return int(parts[1]) * 100 + int((parts[2] or "0").ljust(2, "0"))


def write_cents(cents: int) -> str:
    """125000 is 1.250,00."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def read_number(label: str, text: str) -> int | None:
    """A whole number, with or without dots between thousands."""
    text = one_line(text).replace(" ", "").replace("−", "-")
    if not text:
        return None
    if NUMBER.fullmatch(text):
        return int(text.replace(".", ""))
    raise Unclear(f"Vul bij “{label}” een heel getal in, met alleen cijfers.")
