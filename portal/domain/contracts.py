"""Contracts of providers with municipalities: what has to hold before one is written down.

A contract is one provider's, with one municipality, for one domain (Wmo or Jeugd), from a day
until a day (both included), for products of the region's book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.errors import Finding

MAX_NUMBER = 40
DOMAIN_NAMES: Mapping[str, str] = {"wmo": "Wmo", "jeugd": "Jeugd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """One contract as it is written down; `provider` and `municipality` are slugs."""

    municipality: str
    provider: str
    domain: str
    number: str
    standard: str
    starts_on: date
    ends_on: date
    products: frozenset[str]

    def overlaps(self, other: "ContractTerms") -> bool:
        """Whether both run on some day."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What contracts refer to: code to (domain, name) of products and of contract versions."""

    products: Mapping[str, tuple[str, str]]
    standards: Mapping[str, tuple[str, str]]


def judge_contract(
    terms: ContractTerms, book: Book, others: Iterable[ContractTerms]
) -> list[Finding]:
    """All that stands in the way of a new contract; paths are the names of the questions.

    `others` are the contracts that the municipality has already.
    """
    findings = []
    if terms.ends_on < terms.starts_on:
        findings.append(
            Finding("tot_en_met", f"Kies een laatste dag op of na {format_date(terms.starts_on)}.")
        )
    standard = book.standards.get(terms.standard)
    if standard is None:
        findings.append(Finding("versie", f"De versie “{terms.standard}” bestaat niet."))
    elif standard[0] != terms.domain:
        findings.append(
            Finding("versie", f"“{standard[1]}” is niet voor {DOMAIN_NAMES[terms.domain]}.")
        )
    findings += _judge_products(terms, book)
    for other in others:
        findings += _judge_beside(terms, other, book)
    return findings


def _judge_products(terms: ContractTerms, book: Book) -> list[Finding]:
    if not terms.products:
        return [Finding("producten", "Kies minstens één product.")]
    findings = []
    for code in sorted(terms.products):
        product = book.products.get(code)
        if product is None:
            sentence = f"Het product “{code}” staat niet in het productenboek."
            findings.append(Finding("producten", sentence))
        elif product[0] != terms.domain:
            sentence = (
                f"Het product {code} ({product[1]}) is niet voor {DOMAIN_NAMES[terms.domain]}."
            )
            findings.append(Finding("producten", sentence))
    return findings


def _judge_beside(terms: ContractTerms, other: ContractTerms, book: Book) -> list[Finding]:
    if other.number == terms.number:
        sentence = f"Nummer {terms.number} bestaat al bij deze gemeente. Kies een ander nummer."
        return [Finding("nummer", sentence)]
    if other.provider != terms.provider or not terms.overlaps(other):
        return []
    return [
        Finding(
            "producten",
            f"Het product {code} staat in deze periode al in overeenkomst {other.number} "
            f"({format_date(other.starts_on)} tot en met {format_date(other.ends_on)}).",
        )
        for code in sorted(terms.products & other.products)
        if code in book.products
    ]


def judge_end(terms: ContractTerms, last_on: date, today: date) -> Finding | None:
    """Why a contract cannot end on a day: what has passed stays, and an end is never later."""
    first = max(today, terms.starts_on)
    if first <= last_on < terms.ends_on:
        return None
    if terms.ends_on <= first:
        return Finding("laatste_dag", "Deze overeenkomst is al voorbij of eindigt vandaag.")
    return Finding(
        "laatste_dag",
        f"Kies een dag van {format_date(first)} tot {format_date(terms.ends_on)}, de dag waarop "
        "de overeenkomst nu eindigt.",
    )


class Shelf:
    """Contracts, found by what a new one can clash with: the number, and the provider."""

    def __init__(self, contracts: Iterable[ContractTerms] = ()) -> None:
        self._numbers: dict[tuple[str, str], ContractTerms] = {}
        self._providers: dict[tuple[str, str], list[ContractTerms]] = {}
        for terms in contracts:
            self.add(terms)

    def add(self, terms: ContractTerms) -> None:
        self._numbers[terms.municipality, terms.number] = terms
        self._providers.setdefault((terms.municipality, terms.provider), []).append(terms)

    def beside(self, terms: ContractTerms) -> list[ContractTerms]:
        """The contracts of the same municipality that a new one has to be held against."""
        own = self._providers.get((terms.municipality, terms.provider), [])
        same = self._numbers.get((terms.municipality, terms.number))
        return own if same is None or same in own else [same, *own]
