"""What the provider sent, in words: one version of it, with its files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.domain.calendar import local_date
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.submissions import fields as asked
from portal.domain.submissions.extra_questions import EXTRA
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.queries.configuration import section_at
from portal.queries.deliveries import Content, DeliveryFacts, File
from portal.queries.products import product_names
from portal.web.access import desk_session, tenant_scope
from portal.web.answers import Names, told
from portal.web.chrome import DataItem, Upload
from portal.web.municipality.delivery.places import Places
from portal.web.templates import size_words

# Asked of the provider about all its municipalities; the answers went nowhere.
NOT_HERE = (
    asked.FilesField,
    asked.LeftOutField,
    asked.MunicipalitiesField,
    asked.MunicipalityField,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentGroup:
    """The answers of one page of the form."""

    title: str
    items: tuple[DataItem, ...]


class ContentWords:
    """Turns the versions of one delivery into words; asks for names once."""

    def __init__(self, facts: DeliveryFacts) -> None:
        self.facts = facts
        codes = {
            code for content in facts.contents for code in content.answers.get(PRODUCTS) or ()
        } | {stop.product_code for stop in facts.stops}
        self.names = Names(products=product_names(desk_session(), tenant_scope(), codes))
        self.extra_fields = self._extra_fields()

    def _extra_fields(self) -> tuple[asked.Field, ...]:
        """The municipality's own questions as they were when the submission came in."""
        version = self.facts.questions_version
        if version is None or not any(EXTRA in c.answers for c in self.facts.contents):
            return ()
        questions = section_at(desk_session(), tenant_scope(), QUESTIONS, version)
        return questions.fields(self.facts.kind_slug, today=local_date(self.facts.received_at))

    def groups(self, content: Content) -> tuple[ContentGroup, ...]:
        """One version; from the second on it says which answers differ from the one before."""
        found = self._groups(content)
        if content.number == 1:
            return found
        earlier = self._groups(self.facts.contents[content.number - 2])
        known = {item for group in earlier for item in group.items}
        return tuple(
            replace(
                group,
                items=tuple(
                    item if item in known else replace(item, key=f"{item.key} (gewijzigd)")
                    for item in group.items
                ),
            )
            for group in found
        )

    def _groups(self, content: Content) -> tuple[ContentGroup, ...]:
        answers = content.all_answers
        pages = [(step.title, step.fields, answers) for step in self.facts.kind.steps]
        extra: dict[str, Any] = answers.get(EXTRA) or {}
        pages.append(("Vragen van uw gemeente", self.extra_fields, extra))
        groups = (
            ContentGroup(title=title, items=_told(fields, given, self.names))
            for title, fields, given in pages
        )
        return tuple(group for group in groups if group.items)


def _told(
    fields: Sequence[asked.Field], answers: asked.Answers, names: Names
) -> tuple[DataItem, ...]:
    """The answers that came here; of rows per municipality there may be none for this one."""
    elsewhere = {
        field.label
        for field in fields
        if isinstance(field, asked.RowsField)
        and any(isinstance(inner, asked.MunicipalityField) for inner in field.fields)
        and not answers.get(field.name)
    }
    return tuple(
        replace(item, value="Geen met uw gemeente") if item.key in elsewhere else item
        for item in told(here(fields), answers, names)
    )


def here(fields: Sequence[asked.Field]) -> tuple[asked.Field, ...]:
    """The questions whose answers a municipality gets."""
    return tuple(
        replace(field, fields=here(field.fields)) if isinstance(field, asked.RowsField) else field
        for field in fields
        if not isinstance(field, NOT_HERE)
    )


def uploads(files: Sequence[File], places: Places) -> tuple[Upload, ...]:
    """Files to download."""
    return tuple(
        Upload(
            name=file.file_name,
            size=size_words(file.size_bytes),
            kind=f"versie {file.content_number}" if file.content_number > 1 else "",
            href=places.file(file.id),
        )
        for file in files
    )
