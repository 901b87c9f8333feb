"""Rows that PostgreSQL gathered as JSON, as the frozen rows that queries give.

A page about one thing with many parts asks for all of them in one statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB

T = TypeVar("T")
NONE = literal_column("'[]'::jsonb", JSONB)

# What JSON has no type for.
READERS: dict[type, Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def gathered(rows: Select[Any], name: str) -> ColumnElement[Any]:
    """All rows of a select, in its order, as one JSON value; [] for none."""
    of = rows.subquery(f"{name}_rows")
    found = func.coalesce(func.jsonb_agg(func.to_jsonb(of.table_valued())), NONE)
    return select(found).scalar_subquery().label(name)


def read_rows(row_type: type[T], found: Sequence[dict[str, Any]]) -> tuple[T, ...]:
    """The gathered rows as frozen ones; their columns are named as the fields."""
    readers = _readers(cast(Any, row_type))
    return tuple(
        row_type(
            **{
                name: read(row[name]) if read and row[name] is not None else row[name]
                for name, read in readers
            }
        )
        for row in found
    )


@cache
def _readers(row_type: Any) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(row_type)
    found = []
    for field in fields(row_type):
        types = get_args(hints[field.name]) or (hints[field.name],)
        found.append((field.name, next((READERS[t] for t in types if t in READERS), None)))
    return tuple(found)
