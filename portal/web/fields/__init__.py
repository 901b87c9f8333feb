"""From questions as data to a form, from what was typed to answers, from findings to the page.

    Form = build_form(step.fields, municipalities=facts.municipalities, products=…)
    form = Form(formdata)                     # or Form(data=answers), or Form() for an empty one
    given = answers(form)
    lines = attach(form, check_answers(step.fields, given))
    if lines: 422, with page.errors = lines

Everything typed stays in the form, whatever is wrong with it. Nothing here judges an answer:
what cannot be read becomes a sentence at the question, the rest is the domain's to judge.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from portal.domain.errors import Finding, Severity
from portal.domain.submissions import fields as asked
from portal.web.chrome import SummaryLine, Upload
from portal.web.fields import choices, inputs, moments, rows
from portal.web.fields import municipalities as per
from portal.web.fields.choices import OptionSource
from portal.web.fields.pairs import (
    change_rows,
    from_pairs,
    raw_pairs,
    replace_pairs,
    wants_row_change,
)
from portal.web.fields.question import FormData, Question

__all__ = [
    "Question",
    "QuestionForm",
    "answers",
    "attach",
    "build_form",
    "change_rows",
    "from_pairs",
    "raw_pairs",
    "replace_pairs",
    "wants_row_change",
]

# Generic in its stubs only.
Unbound: TypeAlias = "UnboundField[Any]"

NO_NAMES: Mapping[str, str] = {}
NO_PRODUCTS: Mapping[str, Mapping[str, str]] = {}
NO_UPLOADS: Mapping[str, Sequence[Upload]] = {}


class QuestionForm(BaseForm):
    """A form of questions; `form["naam"]` is one of them, iteration gives all in order.

    Questions are looked up by key, never as attributes, so that a question may have any name.
    """

    questions: ClassVar[tuple[tuple[str, Unbound], ...]] = ()
    conditions: ClassVar[Mapping[str, asked.ShownIf]] = {}

    def __init__(
        self,
        formdata: FormData | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        prefix: str = "",
    ) -> None:
        super().__init__(self.questions, prefix=prefix)
        self.process(formdata, data=dict(data or {}))
        for name, shown_if in self.conditions.items():
            if shown_if.field in self:
                self[name].condition = condition(self[shown_if.field].name, shown_if.values)

    def __iter__(self) -> Iterator[Question]:
        return (self[name] for name in self._fields)

    def __getitem__(self, name: str) -> Question:
        question = self._fields[name]
        assert isinstance(question, Question)
        return question


def condition(name: str, values: Sequence[Any]) -> str:
    """For data-shown-if: `name=value|value`."""
    words = (
        choices.yes_or_no(value) if isinstance(value, bool) else str(value) for value in values
    )
    return f"{name}={'|'.join(words)}"


def build_form(
    fields: Sequence[asked.Field],
    *,
    municipalities: Mapping[str, str] = NO_NAMES,
    products: Mapping[str, Mapping[str, str]] = NO_PRODUCTS,
    uploads: Mapping[str, Sequence[Upload]] = NO_UPLOADS,
    accept: str = "",
) -> type[QuestionForm]:
    """The form of these questions.

    `municipalities` maps slug to name, `products` slug to code to name, `uploads` a question's
    name to the files that are already here; `accept` is the HTML attribute of a file field.
    """
    offer = _Offer(municipalities, products, uploads, accept)
    return _form_class(fields, offer)


class _Offer:
    """What can be chosen, in the shape the questions want."""

    def __init__(
        self,
        municipalities: Mapping[str, str],
        products: Mapping[str, Mapping[str, str]],
        uploads: Mapping[str, Sequence[Upload]],
        accept: str,
    ) -> None:
        self.names = municipalities
        self.municipalities = tuple(
            OptionSource(slug, name) for slug, name in municipalities.items()
        )
        self.products = {
            slug: tuple(OptionSource(code, f"{name} ({code})") for code, name in own.items())
            for slug, own in products.items()
        }
        self.uploads = uploads
        self.accept = accept


def _form_class(fields: Sequence[asked.Field], offer: _Offer) -> type[QuestionForm]:
    questions = tuple((field.name, _question(_told_when(field, fields), offer)) for field in fields)
    conditions = {field.name: field.shown_if for field in fields if field.shown_if}
    return type("Form", (QuestionForm,), {"questions": questions, "conditions": conditions})


def _told_when(field: asked.Field, fields: Sequence[asked.Field]) -> asked.Field:
    """Without script every question is there: its help says when it counts."""
    if field.shown_if is None:
        return field
    at = fields.index(field)
    if at and fields[at - 1].shown_if == field.shown_if:
        return replace(field, hint=f"Ook alleen dan. {field.hint}".strip())
    other = next((each for each in fields if each.name == field.shown_if.field), None)
    labels = {choice.value: choice.label for choice in getattr(other, "choices", ())}
    labels |= {True: "Ja", False: "Nee"}
    words = " of ".join(f"“{labels.get(value, value)}”" for value in field.shown_if.values)
    return replace(field, hint=f"Alleen als u hierboven {words} kiest. {field.hint}".strip())


def _question(field: asked.Field, offer: _Offer) -> Unbound:
    """The unbound WTForms field of a question."""
    make = MAKERS.get(type(field))
    if make is None:
        raise TypeError(
            f"No form field for questions of type {type(field).__name__} ({field.name})."
        )
    question_class, own = make(field, offer)
    return UnboundField(
        question_class,
        field.label,
        hint=field.hint,
        article=field.article,
        optional=not field.required,
        **own,
    )


Made = tuple[type[Question], dict[str, Any]]


def _sources(offered: Sequence[asked.Choice]) -> tuple[OptionSource, ...]:
    return tuple(OptionSource(choice.value, choice.label, choice.hint) for choice in offered)


def _rows(field: asked.RowsField, offer: _Offer) -> Made:
    form_class = _form_class(field.fields, offer)

    def row_form(
        prefix: str, formdata: FormData | None, data: Mapping[str, Any] | None
    ) -> QuestionForm:
        return form_class(formdata, data=data, prefix=prefix)

    return rows.Rows, {
        "row_name": field.row_name,
        "min_rows": field.min_rows,
        "max_rows": field.max_rows,
        "row_form": row_form,
    }


MAKERS: dict[type[asked.Field], Callable[[Any, _Offer], Made]] = {
    asked.TextField: lambda field, _: (
        inputs.Text,
        {"autocomplete": field.autocomplete, "inputmode": field.inputmode},
    ),
    asked.PatternField: lambda field, _: (
        inputs.Pattern,
        {
            "autocomplete": field.autocomplete,
            "inputmode": field.inputmode,
            "ignore": field.ignore,
            "upper": field.upper,
        },
    ),
    asked.EmailField: lambda field, _: (
        inputs.Text,
        {"autocomplete": field.autocomplete, "inputmode": field.inputmode},
    ),
    asked.PasswordField: lambda field, _: (
        inputs.Password,
        {"autocomplete": field.autocomplete},
    ),
    asked.ColourField: lambda _, __: (inputs.Colour, {}),
    asked.LongTextField: lambda field, _: (inputs.LongText, {"lines": field.lines}),
    asked.ChoiceField: lambda field, _: (choices.OneOf, {"sources": _sources(field.choices)}),
    asked.ChoicesField: lambda field, _: (choices.SomeOf, {"sources": _sources(field.choices)}),
    asked.YesNoField: lambda field, _: (choices.YesNo, {}),
    asked.DateField: lambda field, _: (moments.Date, {}),
    asked.MomentField: lambda field, _: (moments.Moment, {}),
    asked.AmountField: lambda field, _: (inputs.Amount, {"inputmode": "decimal"}),
    asked.PercentageField: lambda field, _: (inputs.Percentage, {"inputmode": "decimal"}),
    asked.NumberField: lambda field, _: (inputs.Number, {"inputmode": "numeric"}),
    asked.MunicipalitiesField: lambda field, offer: (
        choices.SomeOf,
        {
            "sources": offer.municipalities,
            "first": tuple(offer.names) if field.all_first else (),
        },
    ),
    asked.MunicipalityField: lambda field, offer: (
        choices.OneOf,
        {"sources": offer.municipalities},
    ),
    asked.LeftOutField: lambda field, offer: (
        per.LeftOut,
        {"names": offer.names, "of": field.of},
    ),
    asked.ProductsField: lambda field, offer: (
        per.Products,
        {"names": offer.names, "products": offer.products},
    ),
    asked.FilesField: lambda field, offer: (
        inputs.Files,
        {
            "max_files": field.max_files,
            "existing": offer.uploads.get(field.name, ()),
            "accept": offer.accept,
        },
    ),
    asked.RowsField: _rows,
}


def answers(form: QuestionForm) -> dict[str, Any]:
    """The plain answers, without those left open and those that cannot be read."""
    given = {question.short_name: question.answer for question in form}
    return {name: answer for name, answer in given.items() if answer is not None}


def attach(form: QuestionForm, findings: Sequence[Finding]) -> list[SummaryLine]:
    """Put what cannot be read and what the domain found at the questions; the error summary.

    One sentence per question: what cannot be read comes before what the domain says of it.
    A warning is shown at its question and not in the summary.
    """
    for question in questions_of(form):
        if isinstance(question, rows.Rows):
            question.drop_blank()
    for question in questions_of(form):
        if question.problem is not None:
            question.add_error((), question.problem.sentence)
    loose = [finding for finding in findings if not _attach_one(form, finding)]
    form.form_errors = [finding.sentence for finding in loose if finding.severity is Severity.ERROR]
    lines = [SummaryLine("", sentence) for sentence in form.form_errors]
    return lines + [line for question in form for line in question.summary]


def _attach_one(form: QuestionForm, finding: Finding) -> bool:
    """Whether the finding found its question."""
    name, *rest = finding.path.split(".")
    if name not in form:
        return False
    if finding.severity is Severity.WARNING:
        form[name].warnings.append(finding.sentence)
    else:
        form[name].add_error(rest, finding.sentence)
    return True


def questions_of(form: QuestionForm) -> Iterator[Question]:
    """The questions of a form and of its rows."""
    for question in form:
        yield question
        if isinstance(question, rows.Rows):
            for row in question.rows:
                yield from row.fields
