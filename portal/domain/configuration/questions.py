"""Extra questions that a municipality adds to a kind of submission, and how forms ask them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.errors import Finding
from portal.domain.submissions import fields

TEXT, LONG_TEXT = "tekst", "lange_tekst"
CHOICE, CHOICES, YES_NO = "keuze", "keuzes", "ja_nee"
DAY, MOMENT, AMOUNT, NUMBER, ROWS = "datum", "moment", "bedrag", "getal", "rijen"

# The settings of each type; anything else beside a question is a mistake worth telling.
SETTINGS: dict[str, frozenset[str]] = {
    TEXT: frozenset({"max_lengte"}),
    LONG_TEXT: frozenset({"max_lengte"}),
    CHOICE: frozenset({"optie"}),
    CHOICES: frozenset({"optie"}),
    NUMBER: frozenset({"minimum", "maximum"}),
    ROWS: frozenset({"rijnaam", "deelvraag"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedIf:
    """The question is asked only after one of these answers to an earlier one."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuestion:
    """A question inside a row, and what every question has."""

    name: str
    type: str
    label: str
    hint: str = ""
    is_required: bool = True
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(RowQuestion):
    """One extra question of a kind; `from_on` is the first day on which it is asked."""

    kind: str
    from_on: date | None = None
    asked_if: AskedIf | None = None
    row_name: str = ""
    row_questions: tuple[RowQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """All extra questions, in the order in which they are asked."""

    questions: tuple[Question, ...] = ()

    def of_kind(self, kind: str, *, today: date) -> tuple[Question, ...]:
        """The questions of a kind that have begun."""
        return tuple(
            question
            for question in self.questions
            if question.kind == kind and (question.from_on is None or question.from_on <= today)
        )

    def fields(self, kind: str, *, today: date) -> tuple[fields.Field, ...]:
        """The same questions as the forms know them."""
        asked = self.of_kind(kind, today=today)
        return tuple(as_field(question, shown_if=shown_if(question, asked)) for question in asked)


def shown_if(question: Question, asked: Sequence[Question]) -> fields.ShownIf | None:
    """The condition in the values that answers have: yes and no are booleans there."""
    if question.asked_if is None:
        return None
    earlier = named(question.asked_if.question, asked)
    if earlier is None:
        return None
    values: tuple[Any, ...] = question.asked_if.values
    if earlier.type == YES_NO:
        values = tuple(value == "ja" for value in values)
    return fields.ShownIf(earlier.name, values)


def as_field(question: RowQuestion, *, shown_if: fields.ShownIf | None = None) -> fields.Field:
    """One question as the forms know it."""
    shared: dict[str, Any] = {
        "name": question.name,
        "label": question.label,
        "hint": question.hint,
        "required": question.is_required,
        "shown_if": shown_if,
    }
    choices = tuple(fields.Choice(option.value, option.label) for option in question.options)
    match question.type:
        case "tekst":
            return fields.TextField(**shared, **given(max_length=question.max_length))
        case "lange_tekst":
            return fields.LongTextField(**shared, **given(max_length=question.max_length))
        case "keuze":
            return fields.ChoiceField(**shared, choices=choices)
        case "keuzes":
            return fields.ChoicesField(**shared, choices=choices)
        case "ja_nee":
            return fields.YesNoField(**shared)
        case "datum":
            return fields.DateField(**shared)
        case "moment":
            return fields.MomentField(**shared)
        case "bedrag":
            return fields.AmountField(**shared)
        case "getal":
            limits = given(minimum=question.minimum, maximum=question.maximum)
            return fields.NumberField(**shared, **limits)
        case _:
            return as_rows(question, shared)


def as_rows(question: RowQuestion, shared: dict[str, Any]) -> fields.RowsField:
    """A repeatable group; an optional one may be left without rows."""
    row_questions = question.row_questions if isinstance(question, Question) else ()
    return fields.RowsField(
        **shared,
        row_name=question.row_name if isinstance(question, Question) else "rij",
        min_rows=1 if question.is_required else 0,
        fields=tuple(as_field(row_question) for row_question in row_questions),
    )


def given(**settings: int | None) -> dict[str, Any]:
    """The settings that were made; for the others the field's own default stands."""
    return {name: value for name, value in settings.items() if value is not None}


def named(name: str, questions: Sequence[Question]) -> Question | None:
    return next((question for question in questions if question.name == name), None)


def judge_question(question: RowQuestion) -> list[Finding]:
    """The question has the settings of its type, and those make sense."""
    return [
        *judge_settings(question),
        *judge_choices(question),
        *judge_limits(question),
        *judge_rows(question),
    ]


def judge_settings(question: RowQuestion) -> list[Finding]:
    """A finding per setting that this type of question does not have."""
    made = {
        "optie": bool(question.options),
        "max_lengte": question.max_length is not None,
        "minimum": question.minimum is not None,
        "maximum": question.maximum is not None,
        "rijnaam": isinstance(question, Question) and bool(question.row_name),
        "deelvraag": isinstance(question, Question) and bool(question.row_questions),
    }
    return [
        Finding(
            name,
            f"Haal “{name}” weg: dat hoort niet bij een vraag van het type “{question.type}”.",
        )
        for name, is_made in made.items()
        if is_made and name not in SETTINGS.get(question.type, frozenset())
    ]


def judge_choices(question: RowQuestion) -> list[Finding]:
    """A list has at least two answers to choose from."""
    if question.type in {CHOICE, CHOICES} and len(question.options) < 2:
        return [Finding("optie", "Geef minstens twee antwoorden om uit te kiezen.")]
    return []


def judge_limits(question: RowQuestion) -> list[Finding]:
    """The lowest number is not above the highest."""
    lowest = question.minimum if question.minimum is not None else 0
    if question.maximum is not None and question.maximum < lowest:
        return [Finding("maximum", f"Kies een hoogste getal van {lowest} of meer.")]
    return []


def judge_rows(question: RowQuestion) -> list[Finding]:
    """Rows have a name and questions of their own."""
    if not isinstance(question, Question) or question.type != ROWS:
        return []
    findings = []
    if not question.row_name:
        findings.append(Finding("rijnaam", "Geef één rij een naam, bijvoorbeeld “locatie”."))
    if not question.row_questions:
        findings.append(Finding("deelvraag", "Voeg minstens één vraag per rij toe."))
    return findings


def judge_conditions(value: Questions) -> list[Finding]:
    """A condition looks back at a question of the same kind, and at answers that it has."""
    findings = []
    for number, question in enumerate(value.questions):
        if question.asked_if is None:
            continue
        path = f"vraag.{number}.alleen_als"
        earlier = named(
            question.asked_if.question,
            [other for other in value.questions[:number] if other.kind == question.kind],
        )
        if earlier is None:
            sentence = f"Er is geen eerdere vraag “{question.asked_if.question}” bij deze soort."
            findings.append(Finding(f"{path}.vraag", sentence))
            continue
        possible = possible_answers(earlier)
        findings += [
            Finding(
                f"{path}.antwoorden",
                f"“{answer}” is geen antwoord op “{earlier.label}”. "
                f"Mogelijk zijn: {', '.join(possible) or 'geen; kies een vraag met een lijst'}.",
            )
            for answer in question.asked_if.values
            if answer not in possible
        ]
    return findings


def possible_answers(question: Question) -> tuple[str, ...]:
    """The answers that a condition can look at."""
    if question.type == YES_NO:
        return ("ja", "nee")
    return tuple(option.value for option in question.options)
