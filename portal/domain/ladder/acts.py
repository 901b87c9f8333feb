"""What a person may want to do in a dossier, as data. `by` is who, `on` the local day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.dossier import Ending, Milestone, Outcome, Report
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.vocabulary import MeasureKind, NoticeForm, Role, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it is about to leave: the required parts by code, and the date of the term."""

    parts: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    ends_on: date | None = None
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep:
    """Take a rung. Without `kinds` all that it holds; without `form` the only one there is."""

    rung: str
    on: date
    by: str
    role: Role
    kinds: tuple[StepKind, ...] = ()
    form: NoticeForm | None = None
    letter: Letter | None = None
    term_ends_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeStep:
    """Record what came of a step."""

    number: int
    outcome: Outcome
    on: date
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTalk:
    """Record what came of the talk of a step; the rung was taken when the invitation went out."""

    number: int
    report: Report
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePlan:
    """The provider handed in its plan."""

    number: int
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPlan:
    """Accept the plan; its actions become milestones with their own clocks."""

    number: int
    milestones: tuple[Milestone, ...]
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetMilestone:
    """Record that an action of the plan was done."""

    code: str
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The proportionality sheet: why the breach stands, each factor, and what justifies it."""

    proof: str = ""
    motivation: str = ""
    justification: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposeMeasure:
    """Impose a measure. `serious` says why the case is serious enough to pass over others."""

    code: str
    on: date
    by: str
    role: Role
    weighing: Weighing = Weighing()
    letter: Letter | None = None
    kinds: tuple[MeasureKind, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    products: tuple[str, ...] = ()
    cents: int | None = None
    percentage: Decimal | None = None
    event_on: date | None = None
    interest_from: date | None = None
    costs_cents: int | None = None
    article: str = ""
    ending: Ending | None = None
    serious: str = ""
    urgent_signals: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotice:
    """Record the aanmaning that makes an amount due (004-66)."""

    number: int
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMeasure:
    """Lift or end a measure; `in_vain` when the provider still falls short."""

    number: int
    on: date
    by: str
    reason: str = ""
    in_vain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActAtOnce:
    """Go outside the ladder on a ground of this contract (004-78, 004-99)."""

    ground: str
    effects: tuple[ImmediateEffect, ...]
    on: date
    by: str
    role: Role
    signals: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    since_on: date | None = None
    about: str = ""
    fraud_forms: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    motivation: str = ""
    transfer: str = ""
    letter: Letter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDossier:
    """Close with a result."""

    on: date
    by: str
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenDossier:
    """Open a closed dossier again, with a reason."""

    on: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToVersion:
    """Go over to another version of the ladder; `codes` says what an old code is called now."""

    ladder: LadderVersion
    on: date
    by: str
    reason: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


Act = (
    TakeStep
    | JudgeStep
    | ReportTalk
    | ReceivePlan
    | AcceptPlan
    | MeetMilestone
    | ImposeMeasure
    | RecordNotice
    | EndMeasure
    | ActAtOnce
    | CloseDossier
    | ReopenDossier
    | MoveToVersion
)
