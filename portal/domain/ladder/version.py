"""A ladder as data: one version of it, with all that differs between the sources (rules.md F)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from portal.domain.ladder.clauses import (
    LONG,
    USUAL_WORDS,
    AfterMeasures,
    Entry,
    Ground,
    Inform,
    LetterPart,
    Money,
    Prerequisite,
    Reading,
    Term,
    Terminology,
    Urgent,
    VersionLine,
)
from portal.domain.ladder.schema import Asked
from portal.domain.ladder.vocabulary import (
    Duration,
    MeasureKind,
    NoticeForm,
    Role,
    StepKind,
    Strictness,
    Together,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder; it may hold several step kinds (000-04)."""

    code: Annotated[str, Asked(key="code", label="Nummer of letter", max_length=20)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    kinds: Annotated[
        tuple[StepKind, ...],
        Asked(
            key="soorten",
            label="Wat er gebeurt",
            hint="Een trede kan meer dan één soort stap bevatten.",
        ),
    ]
    actors: Annotated[tuple[Role, ...], Asked(key="wie", label="Wie voert de stap uit")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    optional_kinds: Annotated[
        tuple[StepKind, ...],
        Asked(key="facultatief", label="Wat ervan achterwege kan blijven"),
    ] = ()
    mandated: Annotated[
        bool, Asked(key="ook_gemandateerde", label="Ook door wie daarvoor mandaat heeft")
    ] = False
    co_signers: Annotated[tuple[Role, ...], Asked(key="medetekenaars", label="Wie tekent mee")] = ()
    ground: Annotated[Ground | None, Asked(key="grondslag", label="Grondslag")] = None
    forms: Annotated[
        tuple[NoticeForm, ...], Asked(key="vormen", label="Soort brief waaruit te kiezen is")
    ] = ()
    term: Annotated[Term | None, Asked(key="termijn", label="Termijn")] = None
    parts: Annotated[
        tuple[LetterPart, ...],
        Asked(key="briefdelen", label="Verplichte onderdelen van de brief", item="briefdeel"),
    ] = ()
    prerequisites: Annotated[
        tuple[Prerequisite, ...],
        Asked(key="vereist", label="Wat eraan voorafgaat", item="vereiste"),
    ] = ()
    skip: Annotated[
        Strictness | None,
        Asked(
            key="overslaan",
            label="Mag deze trede worden overgeslagen?",
            hint="Zonder keuze geldt wat voor de hele ladder is afgesproken.",
        ),
    ] = None
    talk_levels: Annotated[
        tuple[str, ...],
        Asked(key="gespreksniveau", label="Niveau van het gesprek bij escalatie", item="niveau"),
    ] = ()
    talk_with_power: Annotated[
        bool, Asked(key="beslissingsbevoegd", label="Gesprekspartners mogen beslissen")
    ] = False
    controls: Annotated[
        tuple[Entry, ...],
        Asked(key="controles", label="Extra controle die dan kan", item="controle"),
    ] = ()
    informs: Annotated[
        tuple[Inform, ...], Asked(key="informeren", label="Wie wordt ingelicht", item="melding")
    ] = ()
    readings: Annotated[
        tuple[Reading, ...], Asked(key="lezingen", label="Lezingen", item="lezing")
    ] = ()

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"

    def in_words(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure; measures are siblings and combine unless `excludes` says otherwise.

    A second person and a mandate are always asked: no ladder can do without.
    """

    code: Annotated[str, Asked(key="code", label="Nummer of letter", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    kinds: Annotated[tuple[MeasureKind, ...], Asked(key="soorten", label="Wat er gebeurt")]
    actors: Annotated[tuple[Role, ...], Asked(key="wie", label="Wie legt de maatregel op")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    together: Annotated[Together, Asked(key="samenstelling", label="Samenstelling")] = Together.ALLE
    duration: Annotated[Duration, Asked(key="duur", label="Duur")] = Duration.BEIDE
    subjects: Annotated[
        tuple[str, ...],
        Asked(key="onderwerpen", label="In elk geval voor", item="onderwerp", max_length=400),
    ] = ()
    mandated: Annotated[
        bool, Asked(key="ook_gemandateerde", label="Ook door wie daarvoor mandaat heeft")
    ] = False
    co_signers: Annotated[tuple[Role, ...], Asked(key="medetekenaars", label="Wie tekent mee")] = ()
    ground: Annotated[Ground | None, Asked(key="grondslag", label="Grondslag")] = None
    term: Annotated[Term | None, Asked(key="termijn", label="Termijn")] = None
    parts: Annotated[
        tuple[LetterPart, ...],
        Asked(key="briefdelen", label="Verplichte onderdelen van de brief", item="briefdeel"),
    ] = ()
    prerequisites: Annotated[
        tuple[Prerequisite, ...],
        Asked(key="vereist", label="Wat eraan voorafgaat", item="vereiste"),
    ] = ()
    after: Annotated[AfterMeasures | None, Asked(key="na", label="Na welke maatregelen")] = None
    money: Annotated[Money | None, Asked(key="geld", label="Geld")] = None
    excludes: Annotated[
        tuple[str, ...],
        Asked(key="niet_samen_met", label="Niet samen met", item="maatregel", max_length=40),
    ] = ()
    urgent: Annotated[Urgent | None, Asked(key="per_direct", label="Wat per direct kan")] = None
    proof: Annotated[
        str,
        Asked(
            key="bewijsmaat",
            label="Eigen bewijsmaat",
            hint="Leeg: zoals voor elke maatregel van deze ladder.",
        ),
    ] = ""
    informs: Annotated[
        tuple[Inform, ...], Asked(key="informeren", label="Wie wordt ingelicht", item="melding")
    ] = ()
    readings: Annotated[
        tuple[Reading, ...], Asked(key="lezingen", label="Lezingen", item="lezing")
    ] = ()

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"

    def in_words(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRules:
    """What holds for every measure of the ladder (002-13, 002-14, 003-12, 003-13, 000-11)."""

    proof: Annotated[
        str,
        Asked(
            key="bewijsmaat",
            label="Bewijsmaat",
            hint="Hoe zeker de overtreding moet zijn, bijvoorbeeld: onomstotelijk vastgesteld.",
        ),
    ] = ""
    evidence: Annotated[bool, Asked(key="bewijs", label="Bewijs in het dossier")] = True
    motivation: Annotated[bool, Asked(key="motivering", label="Motivering")] = True
    justification: Annotated[
        bool, Asked(key="rechtvaardiging", label="Rechtvaardiging van de aanbieder beoordelen")
    ] = True
    factors: Annotated[
        tuple[Entry, ...], Asked(key="factoren", label="Factoren om af te wegen", item="factor")
    ] = ()
    ground: Annotated[Ground | None, Asked(key="grondslag", label="Grondslag")] = None
    factors_ground: Annotated[
        Ground | None, Asked(key="grondslag_factoren", label="Grondslag van de factoren")
    ] = None

    def in_words(self) -> str:
        return self.proof


USUAL_RULES = MeasureRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderVersion:
    """One version of one ladder. A dossier is pinned to it and never sees another by itself."""

    code: Annotated[str, Asked(key="code", label="Code van de ladder", max_length=60)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    number: Annotated[str, Asked(key="versie", label="Versie", max_length=20)]
    document: Annotated[
        str, Asked(key="document", label="Document", hint="Waar deze ladder in staat.")
    ]
    domain: Annotated[str, Asked(key="domein", label="Domein", hint="Bijvoorbeeld Wmo of Jeugd.")]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""
    valid_from: Annotated[date | None, Asked(key="geldig_vanaf", label="Geldig vanaf")] = None
    change: Annotated[str, Asked(key="wijziging", label="Wat er veranderde", max_length=LONG)] = ""
    order: Annotated[
        Strictness,
        Asked(key="afwijken_van_volgorde", label="Afwijken van de volgorde"),
    ] = Strictness.MET_REDEN
    start_higher: Annotated[
        Strictness, Asked(key="hoger_beginnen", label="Beginnen op een hogere trede")
    ] = Strictness.MET_REDEN
    order_ground: Annotated[
        Ground | None, Asked(key="grondslag_volgorde", label="Grondslag van de volgorde")
    ] = None
    names_municipalities: Annotated[
        bool,
        Asked(key="gemeenten_noemen", label="Elke brief noemt de gemeente of gemeenten"),
    ] = False
    words: Annotated[Terminology, Asked(key="woorden", label="Woorden")] = USUAL_WORDS
    tracks: Annotated[tuple[Entry, ...], Asked(key="sporen", label="Sporen", item="spoor")] = ()
    categories: Annotated[
        tuple[Entry, ...], Asked(key="categorieen", label="Categorieën", item="categorie")
    ] = ()
    occasions: Annotated[
        tuple[Entry, ...], Asked(key="aanleidingen", label="Aanleidingen", item="aanleiding")
    ] = ()
    breaches: Annotated[
        tuple[Entry, ...],
        Asked(key="tekortkomingen", label="Waarvoor de ladder dient", item="tekortkoming"),
    ] = ()
    measure_rules: Annotated[
        MeasureRules, Asked(key="voor_elke_maatregel", label="Voor elke maatregel")
    ] = USUAL_RULES
    rungs: Annotated[tuple[Rung, ...], Asked(key="treden", label="Treden", item="trede")] = ()
    measures: Annotated[
        tuple[Measure, ...], Asked(key="maatregelen", label="Maatregelen", item="maatregel")
    ] = ()
    history: Annotated[
        tuple[VersionLine, ...], Asked(key="versies", label="Versietabel", item="versie")
    ] = ()
    readings: Annotated[
        tuple[Reading, ...], Asked(key="lezingen", label="Lezingen", item="lezing")
    ] = ()

    def rung(self, code: str) -> Rung | None:
        """The rung with this code."""
        return next((rung for rung in self.rungs if rung.code == code), None)

    def measure(self, code: str) -> Measure | None:
        """The measure with this code."""
        return next((measure for measure in self.measures if measure.code == code), None)

    def position(self, code: str) -> int:
        """Where the rung stands, from 0; -1 when it is not there."""
        return next((n for n, rung in enumerate(self.rungs) if rung.code == code), -1)

    def all_readings(self) -> Iterator[tuple[str, Reading]]:
        """Every lezing with what it is about: "", "trede 4", "maatregel 5c"."""
        yield from (("", reading) for reading in self.readings)
        for rung in self.rungs:
            yield from ((f"{self.words.rung} {rung.code}", reading) for reading in rung.readings)
        for measure in self.measures:
            yield from ((f"maatregel {measure.code}", reading) for reading in measure.readings)
