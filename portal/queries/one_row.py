"""One row of a table as the frozen row that a query gives."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.models.base import Base

T = TypeVar("T")


def one_row(
    session: ScopedSession, row_type: type[T], model: type[Base], *where: ColumnElement[bool]
) -> T:
    """The row for which this holds; its fields are named as the columns. Raises NotThere."""
    names: tuple[str, ...] = row_type.__slots__  # type: ignore[attr-defined]
    columns: list[Any] = [getattr(model, name) for name in names]
    found = session.execute(select(*columns).where(*where)).one_or_none()
    if found is None:
        raise NotThere
    return row_type(**found._mapping)
