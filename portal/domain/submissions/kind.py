"""What a kind of submission is: its questions, its rules, its decisions, as data.

A kind is one file in `kinds/`. Web, worker and tests iterate over the registry; nothing
outside knows a kind by name, except where a kind has a page part of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.errors import Finding
from portal.domain.submissions.extra_questions import (
    EXTRA,
    OwnQuestions,
    check_extra,
    questions_for,
)
from portal.domain.submissions.fields import (
    Answers,
    Field,
    FilesField,
    MunicipalityField,
    RowsField,
    check_answers,
)

MUNICIPALITIES = "gemeenten"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningContract:
    """A contract that runs today. `products` maps code to name."""

    tenant: str
    tenant_name: str
    domain: str
    number: str
    products: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A municipality that gets a delivery, and the version of its own questions then."""

    tenant_id: UUID
    slug: str
    questions_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a rule may need besides the answers. `today` is the local date of receipt.

    `now` is the moment of it; without one the rules look at the day.
    `extra` are the questions that municipalities add to the kind at hand, `addressees` by slug
    whom the provider can address. Of a completion, `first_received_on` is when the submission
    itself came in.
    """

    today: date
    contracts: tuple[RunningContract, ...]
    extra: tuple[OwnQuestions, ...] = ()
    addressees: Mapping[str, Addressee] = field(default_factory=dict)
    first_received_on: date | None = None
    now: datetime | None = None

    @property
    def received_on(self) -> date:
        """The day that the rules about being in time count from."""
        return self.first_received_on or self.today

    @property
    def municipalities(self) -> dict[str, str]:
        """Slug to name of the municipalities with a running contract, by name."""
        found = {contract.tenant: contract.tenant_name for contract in self.contracts}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def products_of(self, tenant: str) -> dict[str, str]:
        """Code to name of all products with a running contract in that municipality."""
        return {
            code: name
            for contract in self.contracts
            if contract.tenant == tenant
            for code, name in contract.products.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form: one subject."""

    slug: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision that a municipality can take on this kind; `tone` colours its badge."""

    slug: str
    label: str
    tone: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatoryTask:
    """Something each municipality must do before it can close a delivery of this kind."""

    kind: str
    title: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What lists, searching and routing know of a submission."""

    subject: str
    starts_on: date | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Answers by who may read them: all municipalities, one municipality, the provider alone."""

    shared: dict[str, Any]
    per_municipality: dict[str, dict[str, Any]]
    own: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDecision:
    """What a rule about a decision may need besides the answers: the day, and what stands already.

    `standing` maps a product to the day from which an earlier decision lets its stop run.
    """

    today: date
    standing: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of submission.

    `check` judges whatever was answered, complete or not: a page of the form is judged before
    the next ones are filled in. `advise` adds to the help of a question what depends on today.
    `join` makes the form's answers again of what all municipalities and one of them received.
    `next_for_provider` says what happens after submitting, `answer_by` by when and why then.
    `check_details` judges a decision: its outcome and details, against the answers that this
    municipality got.
    """

    slug: str
    name: str
    plural: str
    prefix: str
    summary: str
    article: str
    payload_version: int
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    default_desk: str
    municipalities: Callable[[Answers], tuple[str, ...]]
    split: Callable[[Answers], Parts]
    describe: Callable[[Answers], Description]
    check: Callable[[Answers, Facts], list[Finding]]
    marks: Callable[[Answers, date], dict[str, Any]]
    check_details: Callable[[str, Mapping[str, Any], Answers, OnDecision], list[Finding]]
    advise: Callable[[Facts], Mapping[str, str]] = lambda facts: {}
    join: Callable[[Answers, Answers, str], dict[str, Any]] = lambda shared, own, slug: {
        **shared,
        **own,
        MUNICIPALITIES: [slug],
    }
    tasks: tuple[MandatoryTask, ...] = ()
    stops_clients: bool = False
    next_for_provider: str = ""
    answer_by: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The questions of all steps, in order."""
        return tuple(field for step in self.steps for field in step.fields)

    @property
    def to_complete(self) -> "Kind":
        """The same form for one municipality alone: rows about the others are not there."""
        return replace(
            self,
            steps=tuple(
                replace(step, fields=tuple(_may_be_none(field) for field in step.fields))
                for step in self.steps
            ),
        )

    def step(self, slug: str) -> Step | None:
        """The step with this slug."""
        return next((step for step in self.steps if step.slug == slug), None)

    def outcome(self, slug: str) -> Outcome | None:
        """The outcome with this slug."""
        return next((outcome for outcome in self.outcomes if outcome.slug == slug), None)

    def asked_extra(self, answers: Answers, facts: Facts) -> tuple[OwnQuestions, ...]:
        """The extra questions of the municipalities that were chosen."""
        return questions_for(facts.extra, self.municipalities(answers))

    def judge(self, answers: Answers, facts: Facts) -> list[Finding]:
        """All findings: about each question, about the addressees, then the kind's own rules."""
        return [
            *check_answers(self.fields, answers),
            *check_addressees(self.municipalities(answers), facts),
            *check_extra(self.asked_extra(answers, facts), answers.get(EXTRA) or {}),
            *self.check(answers, facts),
        ]

    def divide(self, answers: Answers) -> Parts:
        """The answers by who may read them; those to extra questions go to who asked."""
        extra = answers.get(EXTRA) or {}
        parts = self.split({name: value for name, value in answers.items() if name != EXTRA})
        return Parts(
            shared=parts.shared,
            per_municipality={
                slug: own | ({EXTRA: dict(extra[slug])} if extra.get(slug) else {})
                for slug, own in parts.per_municipality.items()
            },
            own=parts.own,
        )


def _may_be_none(field: Field) -> Field:
    """Rows that name a municipality do not have to be there once it is about one of them."""
    if isinstance(field, RowsField) and any(isinstance(f, MunicipalityField) for f in field.fields):
        return replace(field, required=False, min_rows=0)
    return field


def check_addressees(chosen: tuple[str, ...], facts: Facts) -> list[Finding]:
    """A provider submits only where it has a running contract."""
    return [
        Finding(
            MUNICIPALITIES,
            f"U hebt nu geen lopende overeenkomst met gemeente {slug}. Haal deze weg.",
        )
        for slug in chosen
        if slug not in facts.municipalities
    ]


def no_marks(answers: Answers, received_on: date) -> dict[str, Any]:
    """For a kind whose rules note nothing at receipt."""
    return {}


def no_details(
    outcome: str, details: Mapping[str, Any], answers: Answers, when: OnDecision
) -> list[Finding]:
    """For a kind whose decision has no parts of its own."""
    return []


def attachments_step(hint: str) -> Step:
    """The last page of every kind."""
    return Step(
        slug="bijlagen",
        title="Bijlagen",
        fields=(
            FilesField(
                name="bijlagen",
                label="Bestanden",
                required=False,
                hint=hint,
            ),
        ),
    )
