"""The form on which a municipality records a notice on a provider's behalf.

The questions of the kind, without those about municipalities: there is only the own one. In
front of them how and when it came in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    Field,
    FilesField,
    LeftOutField,
    LongTextField,
    MomentField,
    MunicipalitiesField,
    MunicipalityField,
    RowsField,
)
from portal.domain.submissions.kind import Kind
from portal.services.receiving_elsewhere import CHANNELS

CHANNEL_NAMES = {
    "brief": "Met een brief",
    "e-mail": "Met een e-mail",
    "telefoon": "Met een telefoontje",
}
NOT_ASKED = (LeftOutField, MunicipalitiesField, MunicipalityField)

ARRIVAL: tuple[Field, ...] = (
    ChoiceField(
        name="kanaal",
        label="Hoe kwam het binnen?",
        missing="Kies hoe het binnenkwam.",
        choices=tuple(Choice(channel, CHANNEL_NAMES[channel]) for channel in CHANNELS),
    ),
    MomentField(
        name="binnen_op",
        label="Wanneer kwam het binnen?",
        hint="Vanaf dit moment lopen uw termijnen, en hiermee telt het portaal of iets op tijd is.",
        missing="Vul in wanneer het binnenkwam.",
    ),
    LongTextField(
        name="bewijs",
        label="Waaruit blijkt dat?",
        hint="Bijvoorbeeld het poststempel, de e-mail in uw archief, of wie de telefoon opnam. "
        "De aanbieder leest dit.",
        missing="Schrijf op waaruit blijkt wanneer en hoe het binnenkwam.",
        lines=3,
        max_length=1_000,
    ),
)
ARRIVAL_NAMES = frozenset(field.name for field in ARRIVAL)


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one subject."""

    title: str
    fields: tuple[Field, ...]


def parts_of(kind: Kind) -> tuple[Part, ...]:
    """How it came in, then every page of the provider's own form."""
    pages = (Part(step.title, asked_here(step.fields)) for step in kind.steps)
    return (Part("Binnenkomst", ARRIVAL), *(page for page in pages if page.fields))


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """All questions, in order."""
    return tuple(field for part in parts_of(kind) for field in part.fields)


def files_field(kind: Kind) -> FilesField:
    """The one question for attachments."""
    return next(field for field in kind.fields if isinstance(field, FilesField))


def asked_here(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The questions that a municipality answers for a provider."""
    return tuple(
        replace(field, fields=asked_here(field.fields)) if isinstance(field, RowsField) else field
        for field in fields
        if not isinstance(field, NOT_ASKED)
    )


def complete_answers(kind: Kind, given: Mapping[str, Any], municipality: str) -> dict[str, Any]:
    """The answers as the provider's own form has them, all about this municipality."""
    answers = {name: answer for name, answer in given.items() if name not in ARRIVAL_NAMES}
    for field in kind.fields:
        if isinstance(field, MunicipalitiesField):
            answers[field.name] = [municipality]
        elif isinstance(field, RowsField) and field.name in answers:
            about = {
                inner.name: municipality
                for inner in field.fields
                if isinstance(inner, MunicipalityField)
            }
            answers[field.name] = [{**row, **about} for row in answers[field.name]]
    return answers
