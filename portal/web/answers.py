"""Answers as people read them: the same on a check page, a submission, a delivery."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.calendar import format_date, format_moment
from portal.domain.submissions import fields as asked
from portal.domain.submissions.fields import Answers, Field
from portal.web.chrome import DataItem, Link
from portal.web.fields.typed import write_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes in answers are called: municipalities by slug, products by code."""

    municipalities: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)

    def municipality(self, slug: str) -> str:
        return self.municipalities.get(slug, slug)

    def product(self, code: str) -> str:
        name = self.products.get(code)
        return f"{name} ({code})" if name else code


Words = str | tuple[str, ...]
Teller = Callable[[Any, Any, Names], Words]


def told(
    fields: Sequence[Field], answers: Answers, names: Names, *, change: Link | None = None
) -> tuple[DataItem, ...]:
    """A line per question that was asked, a line per row of a repeatable group.

    `change` is the link behind each line. Attachments are shown apart.
    """
    items: list[DataItem] = []
    for question in fields:
        if isinstance(question, asked.FilesField) or not asked.asked(question, answers):
            continue
        answer = answers.get(question.name)
        if isinstance(question, asked.RowsField) and answer:
            items += _rows(question, answer, names, change)
        else:
            items.append(_line(question, answer, names, change))
    return tuple(items)


def _line(question: Field, answer: Any, names: Names, change: Link | None) -> DataItem:
    if asked.is_blank(answer):
        return DataItem(key=question.label, change=change)
    tell: Teller = TELL.get(type(question), _text)
    words = tell(question, answer, names)
    if isinstance(words, str):
        return DataItem(key=question.label, value=words, change=change)
    return DataItem(key=question.label, lines=words, change=change)


def _rows(
    question: asked.RowsField, rows: Sequence[Answers], names: Names, change: Link | None
) -> list[DataItem]:
    return [
        DataItem(
            key=f"{question.row_name.capitalize()} {number}",
            parts=told(question.fields, row, names),
            change=change,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _text(question: Field, answer: Any, names: Names) -> Words:
    return str(answer)


def _choice(question: asked.ChoiceField, answer: Any, names: Names) -> Words:
    return _labels(question.choices).get(answer, str(answer))


def _choices(question: asked.ChoicesField, answer: Any, names: Names) -> Words:
    labels = _labels(question.choices)
    return tuple(labels.get(value, str(value)) for value in answer)


def _labels(choices: Sequence[asked.Choice]) -> dict[str, str]:
    return {choice.value: choice.label for choice in choices}


def _left_out(question: Field, answer: Any, names: Names) -> Words:
    return tuple(f"{names.municipality(slug)}: {reason}" for slug, reason in answer.items())


def _products(question: Field, answer: Any, names: Names) -> Words:
    """Of a whole submission per municipality, of one delivery its own list."""
    if isinstance(answer, list):
        return tuple(names.product(code) for code in answer)
    return tuple(
        f"{names.municipality(slug)}: {', '.join(names.product(code) for code in codes)}"
        for slug, codes in answer.items()
    )


TELL: dict[type[Field], Teller] = {
    asked.ChoiceField: _choice,
    asked.ChoicesField: _choices,
    asked.YesNoField: lambda question, answer, names: "Ja" if answer else "Nee",
    asked.DateField: lambda question, answer, names: format_date(date.fromisoformat(answer)),
    asked.MomentField: lambda question, answer, names: format_moment(
        datetime.fromisoformat(answer)
    ),
    asked.AmountField: lambda question, answer, names: f"€ {write_cents(answer)}",
    asked.MunicipalitiesField: lambda question, answer, names: tuple(
        names.municipality(slug) for slug in answer
    ),
    asked.MunicipalityField: lambda question, answer, names: names.municipality(answer),
    asked.LeftOutField: _left_out,
    asked.ProductsField: _products,
}
