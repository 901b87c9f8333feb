"""Extra questions of single municipalities: one page of the form, each answer for one of them.

In the answers they stand together under `vragen`, per municipality. On the page every
question has a name that no other municipality's question can have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.domain.errors import Finding
from portal.domain.submissions.fields import Answers, Field, check_answers, keep_asked

EXTRA = "vragen"
# Two dashes never follow each other in the short name of a municipality or a question.
BETWEEN = "--"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestions:
    """What one municipality asks on top of the form of one kind."""

    tenant: str
    tenant_name: str
    fields: tuple[Field, ...]

    @property
    def on_page(self) -> tuple[Field, ...]:
        """The same questions under their names on the page."""
        return tuple(
            replace(
                field,
                name=self.page_name(field.name),
                shown_if=field.shown_if
                and replace(field.shown_if, field=self.page_name(field.shown_if.field)),
            )
            for field in self.fields
        )

    def page_name(self, name: str) -> str:
        """Of a question on the page."""
        return f"{self.tenant}{BETWEEN}{name}"


def questions_for(
    questions: Iterable[OwnQuestions], chosen: Sequence[str]
) -> tuple[OwnQuestions, ...]:
    """Those of the municipalities that were chosen, as far as they ask something."""
    return tuple(own for own in questions if own.tenant in chosen and own.fields)


def gather(questions: Iterable[OwnQuestions], on_page: Answers) -> dict[str, dict[str, Any]]:
    """The answers per municipality, out of those of the page; without what was not asked."""
    found = {}
    for own in questions:
        given = {field.name: on_page.get(own.page_name(field.name)) for field in own.fields}
        found[own.tenant] = keep_asked(own.fields, given)
    return {tenant: answers for tenant, answers in found.items() if answers}


def spread(questions: Iterable[OwnQuestions], gathered: Mapping[str, Answers]) -> dict[str, Any]:
    """The answers as the page has them."""
    return {
        own.page_name(name): answer
        for own in questions
        for name, answer in (gathered.get(own.tenant) or {}).items()
    }


def check_extra(
    questions: Iterable[OwnQuestions], gathered: Mapping[str, Answers]
) -> list[Finding]:
    """All findings, at the names of the page."""
    asked = tuple(questions)
    fields = tuple(field for own in asked for field in own.on_page)
    return check_answers(fields, spread(asked, gathered))
