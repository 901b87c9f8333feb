"""Notes which protected rows a session writes, so that no act can leave its proof out.

What is flushed waits here until an event is recorded for the same delivery or dossier; what
is written with a statement is given along with that event (`NewEvent.rows`). A transaction that
would commit without it is refused.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Result, event, inspect
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, UOWTransaction

from portal.adapters.database import ScopedSession
from portal.models.base import Base
from portal.services.protected import Facet, Protection, facets_of, protection_of

_WAITING, _STATEMENTS = "touched rows", "tables written by statements"


class Unproven(Exception):
    """Protected rows were written and no event commits to them: record one before the commit."""


def take_touched(
    session: ScopedSession, owners: Collection[UUID | None], given: Collection[Facet]
) -> dict[UUID | None, list[Facet]]:
    """What was written for these deliveries and dossiers, as it is now; it waits no longer.

    Under None stands what belongs to all of them, such as the submission itself. `given` are
    facets that the caller proves by itself.
    """
    session.flush()
    known = {facet.key for facet in given}
    statements: set[str] = session.info.get(_STATEMENTS, set())
    statements -= {key.partition(".")[0] for key in known}
    waiting: dict[Base, set[str]] = session.info.get(_WAITING, {})
    found: dict[UUID | None, list[Facet]] = defaultdict(list)
    for row in [row for row in waiting if owner_of(row) in {*owners, None}]:
        facets = facets_of(row, sorted(waiting.pop(row)))
        found[owner_of(row)] += [facet for facet in facets if facet.key not in known]
    return found


def has_touched(session: ScopedSession, owner: UUID) -> bool:
    """Whether something was written for a delivery or dossier that no event commits to yet."""
    session.flush()
    return any(owner_of(row) == owner for row in session.info.get(_WAITING, {}))


def owner_of(row: Base) -> UUID | None:
    """The dossier or delivery that a row hangs on; None when it is shared by several."""
    if row.__tablename__ in ("delivery", "dossier"):
        return row.id  # type: ignore[attr-defined, no-any-return]
    return getattr(row, "dossier_id", None) or getattr(row, "delivery_id", None)


@event.listens_for(ScopedSession, "after_flush")
def _note(session: ScopedSession, _: UOWTransaction) -> None:
    waiting: dict[Base, set[str]] = session.info.setdefault(_WAITING, {})
    for row in session.new:
        known = protection_of(type(row))
        if known is not None and known.counts(row):
            waiting.setdefault(row, set()).update(_filled(known, row))
    for row in session.dirty:
        known = protection_of(type(row))
        if known is not None and known.counts(row) and (changed := _changed(known, row)):
            waiting.setdefault(row, set()).update(changed)


@event.listens_for(ScopedSession, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> Result[Any] | None:
    """An `insert()` or `update()` of a protected table does not say which rows it writes."""
    mapper = state.bind_mapper
    if not (state.is_insert or state.is_update) or not mapper or not protection_of(mapper.class_):
        return None
    result = state.invoke_statement()
    cursor = getattr(result, "raw", result)
    if getattr(cursor, "rowcount", -1) != 0:
        state.session.info.setdefault(_STATEMENTS, set()).add(mapper.class_.__tablename__)
    return result


@event.listens_for(ScopedSession, "before_commit")
def _refuse_unproven(session: ScopedSession) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    tables = {row.__tablename__ for row in session.info.get(_WAITING, ())}
    tables |= session.info.get(_STATEMENTS, set())
    if tables:
        raise Unproven(
            f"geen regel in de keten voor wat in {', '.join(sorted(tables))} is geschreven"
        )


@event.listens_for(ScopedSession, "after_soft_rollback")
def _forget(session: ScopedSession, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(_WAITING, None)
        session.info.pop(_STATEMENTS, None)


def _filled(known: Protection, row: Base) -> set[str]:
    """The facets of a new row, without those that are still empty as they should be."""
    return {
        name
        for name, columns in known.facets.items()
        if name not in known.empty_at_first
        or any(getattr(row, column) is not None for column in columns)
    }


def _changed(known: Protection, row: Base) -> set[str]:
    """The facets of which a column got another value; history is still there after a flush."""
    attributes = inspect(row).attrs
    return {
        name
        for name, columns in known.facets.items()
        if any(attributes[column].history.has_changes() for column in columns)
    }
