"""Questions that hold others: per municipality, and repeatable rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import wtforms

from portal.web.chrome import SummaryLine
from portal.web.fields import typed
from portal.web.fields.inputs import (
    FormData,
    Option,
    OptionSource,
    Question,
    first_text,
    options,
    texts,
)

ROW_ID = re.compile(r"[a-z0-9]{1,32}", re.ASCII)
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
FRESH_ROW = "rij-nieuw"


@dataclass(slots=True)
class Group:
    """The part of one municipality; `typed` only where it is a line of text."""

    id: str
    name: str
    label: str
    options: list[Option] = field(default_factory=list)
    typed: str = ""
    condition: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def first_id(self) -> str:
        return next((option.id for option in self.options), self.id)


class PerMunicipality(Question):
    """One answer per municipality, under the name `<question>-<gemeente>`."""

    def __init__(self, label: str, *, names: Mapping[str, str], **question: Any) -> None:
        self.names = names
        self.group_errors: dict[str, list[str]] = {}
        super().__init__(label, **question)

    def slugs(self, formdata: FormData) -> list[str]:
        """The municipalities offered, then others that something was sent for."""
        start = f"{self.name}-"
        sent = (key.removeprefix(start) for key in formdata if str(key).startswith(start))
        strange = sorted({slug for slug in sent if SLUG.fullmatch(slug)} - self.names.keys())
        return [*self.names, *strange]

    def add_error(self, rest: Sequence[str], sentence: str) -> None:
        if rest and any(group.id == f"{self.id}-{rest[0]}" for group in self.groups):
            self.group_errors.setdefault(rest[0], [sentence])
        else:
            super().add_error(rest, sentence)

    @property
    def summary(self) -> list[SummaryLine]:
        return super().summary + [
            SummaryLine(group.first_id, sentence)
            for group in self.groups
            for sentence in group.errors
        ]

    @property
    def groups(self) -> list[Group]:
        raise NotImplementedError

    @property
    def first_id(self) -> str:
        return next((group.first_id for group in self.groups), str(self.id))


class Products(PerMunicipality):
    """Products to tick, municipality by municipality."""

    kind = "products"

    def __init__(
        self, label: str, *, products: Mapping[str, Sequence[OptionSource]], **question: Any
    ) -> None:
        self.products = products
        self.chosen: dict[str, list[str]] = {}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.group_errors = {}
        self.chosen = {
            slug: list(
                dict.fromkeys(
                    filter(None, map(typed.one_line, texts(formdata, f"{self.name}-{slug}")))
                )
            )
            for slug in self.slugs(formdata)
        }

    def fill(self, answer: Any) -> None:
        given = answer if isinstance(answer, dict) else {}
        self.chosen = {
            slug: [code for code in codes if isinstance(code, str) and code]
            for slug, codes in given.items()
            if isinstance(slug, str) and isinstance(codes, list)
        }

    def convert(self) -> Any:
        return {slug: codes for slug, codes in self.chosen.items() if codes} or None

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                id=f"{self.id}-{slug}",
                name=f"{self.name}-{slug}",
                label=self.names.get(slug, slug),
                options=options(
                    f"{self.id}-{slug}", self.products.get(slug, ()), self.chosen.get(slug, [])
                ),
                errors=self.group_errors.get(slug, []),
            )
            for slug in dict.fromkeys(
                [*self.names, *(slug for slug, codes in self.chosen.items() if codes)]
            )
        ]

    @property
    def is_blank(self) -> bool:
        return not any(self.chosen.values())


class LeftOut(PerMunicipality):
    """A reason for every municipality that another question does not name."""

    kind = "left_out"

    def __init__(self, label: str, *, of: str, **question: Any) -> None:
        self.of = of
        self.typed: dict[str, str] = {}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.group_errors = {}
        self.typed = {
            slug: typed.one_line(first_text(formdata, f"{self.name}-{slug}"))
            for slug in self.slugs(formdata)
        }

    def fill(self, answer: Any) -> None:
        given = answer if isinstance(answer, dict) else {}
        self.typed = {
            slug: reason
            for slug, reason in given.items()
            if isinstance(slug, str) and isinstance(reason, str)
        }

    def convert(self) -> Any:
        return {slug: reason for slug, reason in self.typed.items() if reason} or None

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                id=f"{self.id}-{slug}",
                name=f"{self.name}-{slug}",
                label=self.names.get(slug, slug),
                typed=self.typed.get(slug, ""),
                condition=f"{self.of}!={slug}",
                errors=self.group_errors.get(slug, []),
            )
            for slug in dict.fromkeys(
                [*self.names, *(slug for slug, reason in self.typed.items() if reason)]
            )
        ]

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())


class Row:
    """One repetition of the questions, under an id that stays when others come and go."""

    def __init__(self, row_id: str, form: wtforms.form.BaseForm) -> None:
        self.row_id = row_id
        self.form = form
        self.number = 0
        self.group_id = ""
        self.row_name = ""
        self.remove_value = ""

    @property
    def id(self) -> str:
        return f"{self.group_id}-{self.row_id}"

    @property
    def legend(self) -> str:
        return f"{self.row_name.capitalize()} {self.number}"

    @property
    def remove_label(self) -> str:
        return f"{self.legend} weghalen"

    @property
    def fields(self) -> list[Question]:
        return [question for question in self.form if isinstance(question, Question)]

    @property
    def is_blank(self) -> bool:
        return all(question.is_blank for question in self.fields)


RowForm = Callable[[str, FormData | None, Mapping[str, Any] | None], wtforms.form.BaseForm]


class Rows(Question):
    """Repeatable rows. The hidden inputs named after the question hold the ids, in order.

    No number of rows is refused or dropped here: the domain judges it, and all are kept.
    """

    kind = "rows"

    def __init__(
        self,
        label: str,
        *,
        row_name: str,
        min_rows: int,
        max_rows: int,
        row_form: RowForm,
        **question: Any,
    ) -> None:
        self.row_name = row_name
        self.min_rows = min_rows
        self.max_rows = max_rows
        self.row_form = row_form
        self.rows: list[Row] = []
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        ids = dict.fromkeys(id_ for id_ in texts(formdata, self.name) if ROW_ID.fullmatch(id_))
        self._set([Row(id_, self.row_form(self._prefix_of(id_), formdata, None)) for id_ in ids])
        self._focus_fresh(first_text(formdata, FRESH_ROW))

    def fill(self, answer: Any) -> None:
        given = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        taken: dict[str, Mapping[str, Any]] = {}
        for number, row in enumerate(given, start=1):
            stored = row.get("id")
            known = isinstance(stored, str) and ROW_ID.fullmatch(stored) and stored not in taken
            taken[str(stored) if known else f"n{number}"] = row
        self._set(
            [Row(id_, self.row_form(self._prefix_of(id_), None, row)) for id_, row in taken.items()]
        )

    def _prefix_of(self, row_id: str) -> str:
        return f"{self.name}-{row_id}"

    def _set(self, rows: list[Row]) -> None:
        """The rows, or as many empty ones as there must be."""
        least = 0 if self.optional else max(1, self.min_rows)
        if not rows:
            rows = [
                Row(f"r{number}", self.row_form(self._prefix_of(f"r{number}"), None, None))
                for number in range(1, least + 1)
            ]
        for number, row in enumerate(rows, start=1):
            row.number, row.group_id, row.row_name = number, str(self.id), self.row_name
            row.remove_value = f"{self.short_name}:{row.row_id}" if len(rows) > least else ""
        self.rows = rows

    def _focus_fresh(self, fresh: str) -> None:
        for row in self.rows:
            if fresh == self._prefix_of(row.row_id) and row.fields:
                row.fields[0].autofocus = True

    def drop_blank(self) -> None:
        """Leave out rows that nobody filled in, so that numbers on the page are those of the answer."""
        self._set([row for row in self.rows if not row.is_blank])

    def convert(self) -> Any:
        found = []
        for row in self.rows:
            if row.is_blank:
                continue
            given = {question.short_name: question.answer for question in row.fields}
            found.append(
                {"id": row.row_id}
                | {name: value for name, value in given.items() if value is not None}
            )
        return found or None

    def add_error(self, rest: Sequence[str], sentence: str) -> None:
        row = self._row_at(rest)
        if row is None:
            super().add_error(rest, sentence)
            return
        name, *inner = rest[1:] or [""]
        named = [question for question in row.fields if question.short_name == name]
        (named or row.fields)[0].add_error(inner, sentence)

    @property
    def summary(self) -> list[SummaryLine]:
        inner = (line for row in self.rows for question in row.fields for line in question.summary)
        return [*super().summary, *inner]

    def _row_at(self, rest: Sequence[str]) -> Row | None:
        """Findings count rows as the answer does: the filled ones."""
        filled = [row for row in self.rows if not row.is_blank]
        if (
            not rest
            or not rest[0].isdecimal()
            or not rest[0].isascii()
            or int(rest[0]) >= len(filled)
        ):
            return None
        return filled[int(rest[0])]

    @property
    def can_add(self) -> bool:
        return len(self.rows) < self.max_rows

    @property
    def add_value(self) -> str:
        return str(self.short_name)

    @property
    def add_label(self) -> str:
        return (
            f"Nog een {self.row_name} toevoegen" if self.rows else f"Een {self.row_name} toevoegen"
        )

    @property
    def is_blank(self) -> bool:
        return all(row.is_blank for row in self.rows)
