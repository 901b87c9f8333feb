"""Where one dossier stands: what was done under which ladder version, and what was established."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.calendar import NO_CALENDAR, Calendar
from portal.domain.ladder.contract import ContractRules, ImmediateEffect
from portal.domain.ladder.demands import Source, source_of
from portal.domain.ladder.version import LadderVersion, Measure, MeasureRules, Rung
from portal.domain.ladder.vocabulary import MeasureKind, NoticeForm, Role, StepKind
from portal.domain.ladder.words import Word


class Outcome(Word):
    """What came of a step."""

    OPEN = "open", "nog niet beoordeeld"
    GEVOLGD = "gevolgd", "genoeg gevolgd"
    NIET_GEVOLGD = "niet_gevolgd", "niet of niet genoeg gevolgd"


class FactKind(Word):
    """What somebody established before the act that needs it."""

    BEWIJS = "bewijs", "bewijs"
    ONDERTEKEND = "ondertekend", "medeondertekening"
    MEEGEKEKEN = "meegekeken", "tweede paar ogen"
    MANDAAT = "mandaat", "mandaat"
    INGELICHT = "ingelicht", "ingelicht"


class Ending(Word):
    """How a contract ends. Not extending is no opzegging (003-11)."""

    OPZEGGING = "opzegging", "opzegging"
    ONTBINDING = "ontbinding", "ontbinding"
    NIET_VERLENGEN = "niet_verlengen", "niet verlengen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One established fact about a rung, a measure or a ground (`about` is its code).

    `by` is who established it: the signer, the second person, whoever added the evidence or
    told the wethouder. `text` is what it refers to; a mandate may end on `until`, and is for one
    `subject`, a kind of step or measure ("" in records that name none). A signature holds for
    the `words` of the municipality's letters at that time.
    """

    kind: FactKind
    about: str
    by: str
    on: date
    role: Role | None = None
    text: str = ""
    until: date | None = None
    subject: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a talk (001-21). The provider reads who were there and what was agreed."""

    held_on: date
    level: str = ""
    municipality: str
    provider: str
    discussed: str
    agreements: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStep:
    """A rung that was taken. `term_ends_on` is the last day, included."""

    number: int
    rung: str
    kinds: tuple[StepKind, ...]
    on: date
    by: str
    form: NoticeForm | None = None
    term_ends_on: date | None = None
    reason: str = ""
    facts: tuple[Fact, ...] = ()
    outcome: Outcome = Outcome.OPEN
    outcome_on: date | None = None
    plan_received_on: date | None = None
    plan_accepted_on: date | None = None
    report: Report | None = None

    def term_runs(self, today: date) -> bool:
        """Whether the provider still has time."""
        return self.term_ends_on is not None and today <= self.term_ends_on

    def term_passed(self, today: date) -> bool:
        """Whether there was a term and it is over."""
        return self.term_ends_on is not None and today > self.term_ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMeasure:
    """A measure that was imposed. `until_on` is its last day, `ended_on` when it was lifted."""

    number: int
    code: str
    kinds: tuple[MeasureKind, ...]
    on: date
    from_on: date
    by: str
    until_on: date | None = None
    products: tuple[str, ...] = ()
    cents: int | None = None
    percentage: Decimal | None = None
    event_on: date | None = None
    interest_from: date | None = None
    costs_cents: int | None = None
    ending: Ending | None = None
    urgent: bool = False
    reason: str = ""
    facts: tuple[Fact, ...] = ()
    notice_on: date | None = None
    ended_on: date | None = None
    in_vain: bool = False

    def runs(self, today: date) -> bool:
        """Whether the measure has effect on that day."""
        last = min((day for day in (self.until_on, self.ended_on) if day), default=None)
        return self.from_on <= today and (last is None or today <= last)

    def is_open(self, today: date) -> bool:
        """Whether the measure still stands: not lifted, and its last day is not over.

        On the day of lifting it has effect for the last time, but makes room for another.
        """
        is_lifted = self.ended_on is not None and self.ended_on <= today
        return not is_lifted and (self.until_on is None or today <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenImmediate:
    """An act outside the ladder; `fraud` also when it rests on another crime.

    `ended_on` is the last day of the cliëntenstop that it imposed.
    """

    number: int
    ground: str
    effects: tuple[ImmediateEffect, ...]
    signals: tuple[str, ...]
    on: date
    by: str
    products: tuple[str, ...] = ()
    fraud: bool = False
    facts: tuple[Fact, ...] = ()
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One action of an accepted plan. `due_on` is the last day, included."""

    code: str
    name: str
    due_on: date
    met_on: date | None = None

    def is_missed(self, today: date) -> bool:
        """Late, whether or not it was met afterwards."""
        return (self.met_on or today) > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Whose dossier it is, by opaque ids; a cap may be counted over any of these."""

    contract: str = ""
    provider: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An amount imposed in another dossier; it counts where the cap is wider than this one."""

    kind: MeasureKind
    event_on: date
    cents: int
    parties: Parties


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A dossier that went over to another version, with who, when and why."""

    from_number: str
    to_number: str
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierState:
    """A dossier pinned to one ladder version and one contract version.

    `calendar` and `termijnenwet` are those of the municipality; terms are counted with them.
    `words` tells its fixed words in letters of today from others.
    """

    ladder: LadderVersion
    opened_on: date
    contract: ContractRules | None = None
    parties: Parties = Parties()
    fraud: bool = False
    finding: bool = False
    steps: tuple[TakenStep, ...] = ()
    measures: tuple[TakenMeasure, ...] = ()
    immediate: tuple[TakenImmediate, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    facts: tuple[Fact, ...] = ()
    charges: tuple[Charge, ...] = ()
    tasks_done: tuple[str, ...] = ()
    exit_done: tuple[str, ...] = ()
    closed_on: date | None = None
    result: str = ""
    moves: tuple[Move, ...] = ()
    calendar: Calendar = NO_CALENDAR
    termijnenwet: bool = False
    words: str = ""

    def holds(self, fact: Fact) -> bool:
        """Whether what was signed or looked at is what would be sent today."""
        return fact.words in ("", self.words)

    def facts_about(self, code: str, kind: FactKind, on: date) -> tuple[Fact, ...]:
        """What was established, at the latest on that day, for the act that is being prepared."""
        return tuple(
            fact
            for fact in self.facts
            if fact.about == code and fact.kind is kind and fact.on <= on and self.holds(fact)
        )

    def measure(self, code: str) -> Measure | None:
        """The measure with this code, of the ladder or else of the contract."""
        found = self.ladder.measure(code)
        return found or (self.contract.measure(code) if self.contract else None)

    def all_measures(self) -> tuple[Measure, ...]:
        """The measures of the ladder and of the contract."""
        return (*self.ladder.measures, *(self.contract.measures if self.contract else ()))

    def rules_for(self, measure: Measure) -> MeasureRules:
        """What holds for the measure; a contract without factors borrows those of the ladder."""
        return self.ladder.measure_rules if self._of_ladder(measure) else self._contract_rules()

    def factors_for(self, measure: Measure) -> MeasureRules:
        """Whose factors are weighed."""
        rules = self.rules_for(measure)
        return rules if rules.factors else self.ladder.measure_rules

    def source(self, step: Rung | Measure) -> Source:
        """Where a rung or measure comes from."""
        if isinstance(step, Rung):
            return source_of(self.ladder.name, f"{self.ladder.words.rung} {step.code}", step.ground)
        owner = self.ladder.name if self._of_ladder(step) else self._contract_name()
        return source_of(owner, f"maatregel {step.code}", step.ground)

    def _of_ladder(self, measure: Measure) -> bool:
        return self.ladder.measure(measure.code) == measure

    def _contract_rules(self) -> MeasureRules:
        return self.contract.measure_rules if self.contract else self.ladder.measure_rules

    def _contract_name(self) -> str:
        return self.contract.name if self.contract else self.ladder.name

    def named(self, rung: Rung) -> str:
        """ "stap 3 (Ingebrekestelling)"."""
        return f"{self.ladder.words.rung} {rung.code} ({rung.name})"
