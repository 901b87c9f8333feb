"""What one version of a contract adds to any ladder: measures, the immediate path, the exit.

Only the region's own contract says these things, and another version of it may say others
(001-14): a ground that is not in the contract of the dossier cannot be used.
"""

from dataclasses import dataclass
from typing import Annotated

from portal.domain.errors import Finding
from portal.domain.ladder.clauses import LONG, Entry, Ground, Reading, Term
from portal.domain.ladder.schema import Asked, read
from portal.domain.ladder.version import USUAL_RULES, Measure, MeasureRules
from portal.domain.ladder.words import Word


class ImmediateEffect(Word):
    """What may happen at once, outside the ladder."""

    CLIENTENSTOP = "clientenstop", "cliëntenstop per direct"
    OVERDRACHT = (
        "overdracht",
        "opdracht voor een cliënt per direct beëindigen en aan een ander geven",
    )
    ONTBINDING = "ontbinding", "ontbinding per direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What the municipality knows; with some signals other conditions must hold as well."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam", max_length=400)]
    conditions: Annotated[
        tuple[str, ...], Asked(key="voorwaarden", label="Voorwaarden erbij", item="voorwaarde")
    ] = ()
    fraud: Annotated[bool, Asked(key="fraude", label="Gaat het om fraude?")] = False
    crime: Annotated[
        bool, Asked(key="strafbaar", label="Gaat het om een ander strafbaar feit?")
    ] = False

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateGround:
    """A ground for acting at once.

    `at_least` is how long the facts must have lasted (3.19.3 b: twelve months in a row).
    `also_about` names others whose conduct counts as well (001-14 f-h).
    """

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam", max_length=400)]
    effects: Annotated[tuple[ImmediateEffect, ...], Asked(key="gevolgen", label="Wat er dan kan")]
    ground: Annotated[Ground, Asked(key="grondslag", label="Grondslag")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    signals: Annotated[
        tuple[Signal, ...], Asked(key="signalen", label="Signalen", item="signaal")
    ] = ()
    conditions: Annotated[
        tuple[Entry, ...], Asked(key="voorwaarden", label="Voorwaarden", item="voorwaarde")
    ] = ()
    at_least: Annotated[Term | None, Asked(key="duurt_al", label="Hoe lang het al duurt")] = None
    also_about: Annotated[
        tuple[Entry, ...], Asked(key="ook_over", label="Ook over", item="betrokkene")
    ] = ()
    fraud: Annotated[
        bool, Asked(key="fraude", label="Gaat het om fraude of een strafbaar feit?")
    ] = False
    without_notice: Annotated[
        bool,
        Asked(
            key="zonder_ingebrekestelling", label="De overeenkomst zegt: zonder ingebrekestelling"
        ),
    ] = False
    excludes: Annotated[
        bool,
        Asked(
            key="sluit_uit",
            label="Ontbinding hierop sluit een tijd uit van een nieuwe overeenkomst",
        ),
    ] = True
    readings: Annotated[
        tuple[Reading, ...], Asked(key="lezingen", label="Lezingen", item="lezing")
    ] = ()

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTerm:
    """A term of the contract itself that a dossier uses."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    term: Annotated[Term, Asked(key="termijn", label="Termijn")]

    def in_words(self) -> str:
        return f"{self.name}: {self.term.in_words()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that has to be done when a dossier is of that kind; it blocks closing it."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    ground: Annotated[Ground, Asked(key="grondslag", label="Grondslag")]
    for_fraud: Annotated[
        bool, Asked(key="bij_fraude", label="Bij fraude of een ander strafbaar feit")
    ] = False
    for_finding: Annotated[
        bool, Asked(key="bij_bevinding", label="Bij een bevinding van een toezichthouder")
    ] = False

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcoming:
    """What the contract itself calls a toerekenbare tekortkoming; a ground to name (004-98)."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam", max_length=400)]
    ground: Annotated[Ground, Asked(key="grondslag", label="Grondslag")]
    needs_document: Annotated[str, Asked(key="eerst_stuk", label="Stuk dat er eerst moet zijn")] = (
        ""
    )

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitItem:
    """One line of the checklist when the contract ends (004-101, 001-24)."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    article: Annotated[str, Asked(key="artikel", label="Artikel")] = ""
    rule: Annotated[str, Asked(key="regel", label="Regelnummer", max_length=20)] = ""

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingNote:
    """A place in the contract that looks like a mistake; shown, never repaired in silence."""

    article: Annotated[str, Asked(key="artikel", label="Artikel")]
    note: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)]
    rule: Annotated[str, Asked(key="regel", label="Regelnummer", max_length=20)] = ""

    def in_words(self) -> str:
        return self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractMeasure(Measure):
    """A measure that an article of the contract names; it has no number as a ladder has."""

    @property
    def title(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRules:
    """One version of a contract as far as enforcement needs it. A dossier is pinned to it."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=60)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    number: Annotated[str, Asked(key="versie", label="Versie", max_length=20)]
    document: Annotated[str, Asked(key="document", label="Document")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    shortcomings: Annotated[
        tuple[Shortcoming, ...],
        Asked(key="tekortkomingen", label="Wat een tekortkoming is", item="tekortkoming"),
    ] = ()
    immediate: Annotated[
        tuple[ImmediateGround, ...],
        Asked(key="per_direct", label="Gronden om per direct op te treden", item="grond"),
    ] = ()
    fraud_forms: Annotated[
        tuple[Entry, ...], Asked(key="fraudevormen", label="Vormen van fraude", item="vorm")
    ] = ()
    measures: Annotated[
        tuple[ContractMeasure, ...], Asked(key="maatregelen", label="Maatregelen", item="maatregel")
    ] = ()
    measure_rules: Annotated[
        MeasureRules, Asked(key="voor_elke_maatregel", label="Voor elke maatregel")
    ] = USUAL_RULES
    terms: Annotated[
        tuple[NamedTerm, ...], Asked(key="termijnen", label="Termijnen", item="termijn")
    ] = ()
    tasks: Annotated[tuple[Task, ...], Asked(key="taken", label="Taken", item="taak")] = ()
    exit_items: Annotated[
        tuple[ExitItem, ...], Asked(key="afsluiting", label="Bij het einde", item="punt")
    ] = ()
    exclusion: Annotated[
        Term | None, Asked(key="uitsluiting", label="Hoe lang geen nieuwe overeenkomst")
    ] = None
    notes: Annotated[
        tuple[DraftingNote, ...],
        Asked(key="schrijffouten", label="Wat een schrijffout lijkt", item="punt"),
    ] = ()

    def measure(self, code: str) -> ContractMeasure | None:
        """The measure with this code."""
        return next((measure for measure in self.measures if measure.code == code), None)

    def ground(self, code: str) -> ImmediateGround | None:
        """The immediate ground with this code."""
        return next((ground for ground in self.immediate if ground.code == code), None)

    def term(self, code: str) -> Term | None:
        """The term with this code."""
        return next((named.term for named in self.terms if named.code == code), None)


def read_contract(raw: object) -> tuple[ContractRules, list[Finding]]:
    """The contract rules in `raw` as far as they can be read, and every problem. Never raises."""
    return read(ContractRules, raw)
