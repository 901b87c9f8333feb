"""Contracts out of a spreadsheet: reads a CSV, and says line by line what has to change.

Nothing is written while a single line is wrong. A line that describes a contract exactly as it
stands is passed over, so that the same file can be brought in twice.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.contracts import (
    DOMAIN_NAMES,
    MAX_NUMBER,
    Book,
    ContractTerms,
    Shelf,
    judge_contract,
)
from portal.domain.errors import Finding

MAX_LINES = 5_000
COLUMNS: Mapping[str, str] = {
    "gemeente": "de naam van de gemeente",
    "kvk": "het KvK-nummer van de aanbieder",
    "domein": "Wmo of Jeugd",
    "nummer": "het nummer van de overeenkomst",
    "versie": "de versie van de overeenkomst, zoals wmo-2026",
    "van": "de eerste dag, als 1-1-2026",
    "tot_en_met": "de laatste dag, als 31-12-2030",
    "producten": "de productcodes, met spaties ertussen",
}
EXAMPLE = (
    ("gemeente", "kvk", "domein", "nummer", "versie", "van", "tot en met", "producten"),
    ("Brummen", "00000000", "Wmo", "BRM-W-900", "wmo-2026", "1-1-2026", "31-12-2030", "W101 W102"),
)
_DUTCH_DATE = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file with its number as a spreadsheet shows it; the head is number 1."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the lines refer to. Municipalities slug to name, providers KvK to (slug, name)."""

    municipalities: Mapping[str, str]
    providers: Mapping[str, tuple[str, str]]
    book: Book


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What bringing a file in would do; with findings it does nothing."""

    new: tuple[ContractTerms, ...]
    unchanged: int
    findings: tuple[Finding, ...]


def read_lines(text: str) -> tuple[list[Line], list[Finding]]:
    """The lines of a file with `;`, `,` or tabs between the columns, in any order of columns."""
    text = text.lstrip("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(";\t,", key=head.count)
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        return [], [_at(None, "Sla het bestand opnieuw op als CSV; zo is het niet te lezen.")]
    if not table or not any(cell.strip() for cell in table[0]):
        return [], [_at(None, "Het bestand is leeg. Zet in de eerste regel de kolomnamen.")]
    names = [_column(cell) for cell in table[0]]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        told = ", ".join(f"“{column.replace('_', ' ')}” ({COLUMNS[column]})" for column in missing)
        return [], [_at(1, f"Zet deze kolommen erbij: {told}.")]
    lines, findings = [], []
    for number, cells in enumerate(table[1:], start=2):
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if len([value for value in values[len(names) :] if value]):
            findings.append(_at(number, "Deze regel heeft meer kolommen dan de eerste regel."))
        lines.append(Line(number, dict(zip(names, values, strict=False))))
    if len(lines) > MAX_LINES:
        return [], [_at(None, f"Verdeel het bestand: {MAX_LINES} regels is het meeste.")]
    if not lines:
        return [], [_at(None, "Er staan geen overeenkomsten in het bestand.")]
    return lines, findings


def municipalities_in(lines: Sequence[Line], register: Register) -> list[str]:
    """The slugs of the municipalities that the lines name, as far as they exist."""
    found = {_municipality(line.values.get("gemeente", ""), register) for line in lines}
    return sorted(slug for slug in found if slug)


def plan_import(
    lines: Sequence[Line], register: Register, contracts: Sequence[ContractTerms]
) -> ImportPlan:
    """What the lines would change, beside the contracts of the municipalities they name."""
    new: list[ContractTerms] = []
    findings: list[Finding] = []
    unchanged = 0
    known, shelf = frozenset(contracts), Shelf(contracts)
    for line in lines:
        terms, about = _read(line, register)
        findings += about
        if terms is None:
            continue
        if terms in known:
            unchanged += 1
            continue
        judged = judge_contract(terms, register.book, shelf.beside(terms))
        findings += [
            Finding(f"regel.{line.number}.{found.path}", _said(line, found.path, found.sentence))
            for found in judged
        ]
        if not judged:
            new.append(terms)
            shelf.add(terms)
    return ImportPlan(new=tuple(new), unchanged=unchanged, findings=tuple(findings))


def _read(line: Line, register: Register) -> tuple[ContractTerms | None, list[Finding]]:
    """One line as a contract, or everything that cannot be read in it."""
    given = {column: line.values.get(column, "") for column in COLUMNS}
    findings = [
        Finding(
            f"regel.{line.number}.{column}",
            _said(line, column, f"hier ontbreekt {COLUMNS[column]}."),
        )
        for column, value in given.items()
        if not value
    ]
    problems: dict[str, str] = {}
    municipality = _municipality(given["gemeente"], register)
    if municipality is None:
        problems["gemeente"] = f"“{given['gemeente']}” is geen gemeente van deze regio."
    kvk = re.sub(r"[ .-]", "", given["kvk"]).zfill(8)
    provider = register.providers.get(kvk)
    if provider is None:
        problems["kvk"] = (
            f"er is geen aanbieder met KvK-nummer “{given['kvk']}”. Voeg die eerst toe."
        )
    domain = given["domein"].lower()
    if domain not in DOMAIN_NAMES:
        problems["domein"] = f"kies Wmo of Jeugd; er staat “{given['domein']}”."
    if len(given["nummer"]) > MAX_NUMBER:
        problems["nummer"] = f"houd het nummer onder {MAX_NUMBER} tekens."
    days = {}
    for column in ("van", "tot_en_met"):
        day = read_day(given[column])
        if day is None:
            problems[column] = f"vul een datum in als 1-1-2026; er staat “{given[column]}”."
        else:
            days[column] = day
    findings += [
        Finding(f"regel.{line.number}.{column}", _said(line, column, sentence))
        for column, sentence in problems.items()
        if given[column]
    ]
    if findings or municipality is None or provider is None:
        return None, findings
    return ContractTerms(
        municipality=municipality,
        provider=provider[0],
        domain=domain,
        number=given["nummer"],
        standard=given["versie"].lower(),
        starts_on=days["van"],
        ends_on=days["tot_en_met"],
        products=frozenset(
            code for code in re.split(r"[\s,;|+]+", given["producten"].upper()) if code
        ),
    ), []


def read_day(text: str) -> date | None:
    """1-1-2026 and 2026-01-01 are the same day; anything else is none."""
    if found := _DUTCH_DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _municipality(given: str, register: Register) -> str | None:
    wanted = _plain(given.lower().removeprefix("gemeente "))
    for slug, name in register.municipalities.items():
        if wanted in (slug, _plain(name)):
            return slug
    return None


def _column(cell: str) -> str:
    """The name of a column, however it is written: "KvK-nummer" is "kvk"."""
    name = re.sub(r"[^a-z]+", "_", _plain(cell)).strip("_")
    aliases = {"kvk_nummer": "kvk", "t_m": "tot_en_met", "product": "producten", "begin": "van"}
    return aliases.get(name, name)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _said(line: Line, column: str, sentence: str) -> str:
    name = column.replace("_", " ")
    return f"Regel {line.number}, kolom “{name}”: {sentence[:1].lower()}{sentence[1:]}"


def _at(number: int | None, sentence: str) -> Finding:
    if number is None:
        return Finding("", sentence)
    return Finding(f"regel.{number}", f"Regel {number}: {sentence[:1].lower()}{sentence[1:]}")
