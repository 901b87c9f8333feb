"""A form of several pages that somebody is filling in: what was typed, and what it says so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.adapters.uploads import ACCEPT, ALLOWED, TYPES
from portal.domain.errors import Finding, NotThere
from portal.domain.submissions.extra_questions import EXTRA, OwnQuestions, gather
from portal.domain.submissions.fields import (
    Answers,
    Field,
    FilesField,
    MunicipalitiesField,
    ProductsField,
    check_answers,
    keep_asked,
)
from portal.domain.submissions.kind import Facts, Kind, Step
from portal.domain.submissions.privacy import warn_about_citizen_numbers
from portal.queries.provider_drafts import DraftFile, StoredDraft
from portal.services.submitting import FileFacts, body_digest
from portal.web.answers import Names
from portal.web.chrome import Upload
from portal.web.fields import Question, QuestionForm, answers, build_form, from_pairs
from portal.web.fields.rows import Rows
from portal.web.fields.typed import Unclear
from portal.web.state import state
from portal.web.templates import size_words

CHECK = "controleren"
EXTRA_STEP = Step(
    slug=EXTRA,
    title="Vragen van gemeenten",
    intro="Deze gemeenten vragen nog iets extra. Elke gemeente ziet alleen de antwoorden op de eigen vragen.",
    fields=(),
)


@dataclass(frozen=True)
class Filling:
    """The form of one key. Nothing here writes; `draft` is None until the first save.

    `base` are the kind's pages, or those of a completion. `before` holds the answers that a
    page starts with as long as it was never saved.
    """

    kind: Kind
    key: UUID
    base: tuple[Step, ...]
    facts: Facts
    draft: StoredDraft | None
    files: tuple[DraftFile, ...]
    before: Answers
    completes_id: UUID | None = None
    dossier_id: UUID | None = None

    # -- pages

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All pages, with that of the extra questions when a chosen municipality asks any."""
        if not self.questions:
            return self.base
        fields = tuple(field for own in self.questions for field in own.on_page)
        extra = replace(EXTRA_STEP, fields=fields)
        at = next((n for n, step in enumerate(self.base) if _is_files(step)), len(self.base))
        return (*self.base[:at], extra, *self.base[at:])

    def step(self, slug: str) -> Step:
        """One page; raises NotThere."""
        found = next((step for step in self.steps if step.slug == slug), None)
        if found is None:
            raise NotThere
        return found

    def after(self, step: Step) -> str:
        """The slug of the next page; after the last comes the check page."""
        slugs = [each.slug for each in self.steps]
        return [*slugs, CHECK][slugs.index(step.slug) + 1]

    def step_of(self, path: str) -> Step | None:
        """The page that a finding is about."""
        name = path.partition(".")[0]
        named = (step for step in self.steps if any(f.name == name for f in step.fields))
        return next(named, None) or next((s for s in self.steps if _addresses(s)), None)

    # -- what was typed

    def form(self, step: Step) -> QuestionForm:
        """The page as it was saved, or with what it starts with; read once."""
        if step.slug not in self._forms:
            pairs, made = self.typed(step), self.form_class(step)
            self._forms[step.slug] = made(data=self.before) if pairs is None else made(pairs)
        return self._forms[step.slug]

    @cached_property
    def _forms(self) -> dict[str, QuestionForm]:
        return {}

    def typed(self, step: Step) -> MultiDict[str, str] | None:
        """What was saved of one page."""
        pairs = self.draft.typed(step.slug) if self.draft else None
        return None if pairs is None else from_pairs(pairs)

    def version(self, step: Step) -> int:
        """How often a page was saved."""
        return self.draft.version(step.slug) if self.draft else 0

    def form_class(self, step: Step) -> type[QuestionForm]:
        """The form of one page, with what depends on today in its help."""
        fields = [_advised(field, self._advice) for field in step.fields]
        return build_form(
            fields,
            municipalities=self.facts.municipalities,
            products={slug: self.facts.products_of(slug) for slug in self.facts.municipalities},
            uploads={f.name: self.uploads for f in fields if isinstance(f, FilesField)},
            accept=ACCEPT,
        )

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """The files that are already here."""
        return tuple(
            Upload(
                name=file.name,
                kind=kind_of_file(file.name),
                size=size_words(file.size_bytes),
                remove_value=str(file.id),
            )
            for file in self.files
        )

    @cached_property
    def _advice(self) -> Mapping[str, str]:
        return self.kind.advise(self.facts)

    def was_answered(self, step: Step) -> bool:
        """Whether the page was saved, or starts with answers of an earlier version."""
        return self.typed(step) is not None or any(f.name in self.before for f in step.fields)

    # -- what it says

    def answers_of(self, step: Step) -> dict[str, Any]:
        """The answers of one saved page; a page that was never saved answers only what it starts with."""
        if self.typed(step) is None and not self.before:
            return {}
        return keep_asked(step.fields, answers(self.form(step)))

    @cached_property
    def kind_answers(self) -> dict[str, Any]:
        """The answers to the questions of the kind itself."""
        found: dict[str, Any] = {
            name: answer
            for name, answer in self.before.items()
            if name in {field.name for field in self.kind.fields}
        }
        for step in self.base:
            if self.typed(step) is not None:
                for field in step.fields:
                    found.pop(field.name, None)
            found |= self.answers_of(step)
        return found

    @cached_property
    def questions(self) -> tuple[OwnQuestions, ...]:
        """The extra questions of the municipalities that were chosen."""
        return self.kind.asked_extra(self.kind_answers, self.facts)

    @cached_property
    def on_page(self) -> dict[str, Any]:
        """All answers, those to extra questions under their names on the page."""
        if not self.questions:
            return self.kind_answers
        return self.kind_answers | self.answers_of(self.step(EXTRA))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Everything that was answered and applies, as it is submitted."""
        own = {field.name for field in self.kind.fields}
        found = {name: answer for name, answer in self.on_page.items() if name in own}
        extra = gather(self.questions, self.on_page)
        return found | ({EXTRA: extra} if extra else {})

    @cached_property
    def findings(self) -> list[Finding]:
        """What still has to change, and what is only worth a remark; one sentence per place."""
        found = [
            *self._unread(),
            *check_answers(self._besides, self.on_page),
            *self.kind.judge(self.answers, self.facts),
            *warn_about_citizen_numbers(self.on_page),
        ]
        by_place = {(finding.path, finding.severity): finding for finding in reversed(found)}
        return sorted(by_place.values(), key=found.index)

    def findings_of(self, step: Step) -> list[Finding]:
        """Those of one page."""
        return [finding for finding in self.findings if self.step_of(finding.path) == step]

    def _unread(self) -> list[Finding]:
        """What was typed but cannot be read: without this it would be left out in silence."""
        return [
            Finding(question.short_name, problem.sentence)
            for step in self.steps
            if self.typed(step) is not None
            for question in self.form(step)
            for problem in problems_of(question)[:1]
        ]

    def with_typed(self, step: Step, pairs: Sequence[Sequence[str]]) -> "Filling":
        """The same form after this page was filled in so."""
        now = self.draft or StoredDraft(
            kind=self.kind.slug,
            form={},
            completes_id=self.completes_id,
            dossier_id=self.dossier_id,
        )
        saved = {"typed": [list(pair) for pair in pairs], "version": 0, "window": ""}
        return replace(self, draft=replace(now, form={**now.form, step.slug: saved}))

    @property
    def title(self) -> str:
        """What the list of drafts calls it."""
        return self.kind.describe(self.kind_answers).subject

    # -- for the evidence

    @cached_property
    def file_facts(self) -> list[FileFacts]:
        """The attachments as they are submitted."""
        return [
            FileFacts(id=f.id, name=f.name, sha256=f.sha256, size_bytes=f.size_bytes)
            for f in self.files
        ]

    @property
    def digest(self) -> str:
        """Of everything that the check page shows; it comes back with the confirmation."""
        return body_digest(self.kind, self.answers | self.besides, self.file_facts)

    @property
    def besides(self) -> dict[str, Any]:
        """Answers to questions that are not the kind's, such as what a completion is about."""
        return {f.name: self.on_page[f.name] for f in self._besides if f.name in self.on_page}

    @property
    def _besides(self) -> tuple[Field, ...]:
        own = {field.name for field in self.kind.fields}
        return tuple(f for step in self.base for f in step.fields if f.name not in own)

    @property
    def names(self) -> Names:
        """For telling answers."""
        return names_of(self.facts)


def names_of(facts: Facts) -> Names:
    """The municipalities and products of contracts."""
    products = {code: name for c in facts.contracts for code, name in c.products.items()}
    return Names(municipalities=facts.municipalities, products=products)


def kind_of_file(name: str) -> str:
    """ "PDF", by the extension that was judged when the file came in."""
    found = TYPES.get(name.rpartition(".")[2].lower())
    return found.name if found else ""


def problems_of(question: Question) -> list[Unclear]:
    """What cannot be read of a question and of the rows inside it."""
    inner = [f for row in question.rows for f in row.fields] if isinstance(question, Rows) else []
    return [each.problem for each in (question, *inner) if each.problem is not None]


def _advised(field: Field, advice: Mapping[str, str]) -> Field:
    """With what depends on today, and what may be sent along."""
    more = advice.get(field.name, "")
    if isinstance(field, FilesField):
        most = state().settings.max_upload_bytes // (1024 * 1024)
        more = (
            f"Hoogstens {field.max_files} bestanden, per keer samen {most} MB. "
            f"Dit kunt u sturen: {ALLOWED}."
        )
    return replace(field, hint=f"{field.hint} {more}".strip()) if more else field


def _is_files(step: Step) -> bool:
    return any(isinstance(field, FilesField) for field in step.fields)


def _addresses(step: Step) -> bool:
    return any(isinstance(field, MunicipalitiesField | ProductsField) for field in step.fields)
