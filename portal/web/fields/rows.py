"""Repeatable groups of questions."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import wtforms

from portal.web.chrome import SummaryLine
from portal.web.fields.question import FormData, Question, first_text, texts
from portal.web.fields.typed import clean

ROW_ID = re.compile(r"[a-z0-9]{1,32}", re.ASCII)
FRESH_ROW = "rij-nieuw"


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
        given = map(clean, texts(formdata, self.name))
        ids = dict.fromkeys(id_ for id_ in given if ROW_ID.fullmatch(id_))
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
