"""The two walls between organisations, and how to take either of them away.

The application's wall is the scope that every query compares with. It is one idea in many
queries, so it is taken away where all of them pass: just before a statement of a scoped session
runs, each condition `tenant_id = <own>` or `provider_id = <own>` in it is replaced by "true", as
if every query had forgotten it. The database's wall is row-level security; a second database
without it takes that one away. Neither is a switch in the product.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from psycopg import sql
from sqlalchemy import event, text, true
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnElement, TextClause

from portal.adapters.database import ScopedSession
from portal.domain.scopes import InsightScope, ProviderScope, RegionScope, TenantScope
from tests.support.database import TestDatabase

SCOPE_COLUMNS = frozenset({"tenant_id", "provider_id", "recorded_for"})
_IN_TEXT = re.compile(
    r"\b(WHERE|AND|ON|OR)(\s+)(?:\w+\.)?(?:tenant_id|provider_id|recorded_for)\s*=\s*:(\w+)",
    re.IGNORECASE,
)


class Variant(StrEnum):
    """Which walls stand."""

    BOTH = "beide"
    DATABASE = "database alleen"
    APPLICATION = "toepassing alleen"


class Forgotten:
    """How many conditions were taken away; none would mean that nothing was tried."""

    def __init__(self) -> None:
        self.conditions = 0


@contextmanager
def forgetting_the_scope() -> Iterator[Forgotten]:
    """Let every query of a desk forget for whom it works."""
    forgotten = Forgotten()

    def forget(state: ORMExecuteState) -> None:
        scope = state.session.info.get("scope")
        own = {
            getattr(scope, name)
            for name in ("tenant_id", "provider_id")
            if isinstance(scope, TenantScope | ProviderScope | RegionScope)
            and getattr(scope, name, None) is not None
        } | (set(scope.tenant_ids) if isinstance(scope, InsightScope) else set())
        if own:
            state.statement = without_conditions(state.statement, own, forgotten)

    event.listen(ScopedSession, "do_orm_execute", forget, propagate=True)
    try:
        yield forgotten
    finally:
        event.remove(ScopedSession, "do_orm_execute", forget)


def without_conditions(statement: Any, own: set[Any], forgotten: Forgotten) -> Any:
    """The statement without the conditions that compare with one's own municipality or provider."""
    if isinstance(statement, TextClause):
        changed, count = _IN_TEXT.subn(r"\1\2CAST(:\3 AS uuid) IS NOT NULL", statement.text)
        forgotten.conditions += count
        return text(changed) if count else statement

    def replace(element: Any, **_: Any) -> ColumnElement[bool] | None:
        if isinstance(element, BinaryExpression) and _is_scope(element, own):
            forgotten.conditions += 1
            return true()
        return None

    return visitors.replacement_traverse(statement, {}, replace)


def _is_scope(condition: BinaryExpression[Any], own: set[Any]) -> bool:
    left, right = condition.left, condition.right
    if getattr(left, "name", None) not in SCOPE_COLUMNS or not isinstance(right, BindParameter):
        return False
    if condition.operator is operators.in_op:
        return set(right.value) <= own
    return (
        condition.operator in (operators.eq, operators.is_not_distinct_from) and right.value in own
    )


def take_row_security_down(database: TestDatabase) -> None:
    """Leave this database with privileges alone."""
    for (table,) in database.rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relrowsecurity"
    ):
        name = sql.Identifier(table)
        database.admin.execute(
            sql.SQL(
                "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {0} DISABLE ROW LEVEL"
                " SECURITY"
            ).format(name)
        )
