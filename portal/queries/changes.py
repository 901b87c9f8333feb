"""What was changed in a municipality's configuration, ladders and people: who, when, what, why."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from portal.adapters.database import ScopedSession
from portal.domain.calendar import end_of_day, start_of_day
from portal.domain.scopes import TenantScope
from portal.models.changes import AdminChange
from portal.models.configuration import SettingVersion
from portal.models.ladder import LadderChange, LadderVersion

SETTINGS, LADDERS, PEOPLE = "instellingen", "ladders", "mensen"
PAGE = 30
NOTHING = (cast(null(), JSONB), cast(null(), JSONB))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the history is asked for; "" and None is everything. Both days included."""

    source: str = ""
    section: str = ""
    person: str = ""
    text: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change. `subject` is the section or the ladder, `number` its version.

    `what` is the act, `summary` what differs in sentences, a line each, `note` why. Of people
    `before` and `after` hold the values that differ.
    """

    source: str
    subject: str
    number: int
    name: str
    what: str
    summary: str
    note: str
    actor_name: str
    at: datetime
    id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """A page of the history, the latest first; `earlier` begins the next page."""

    lines: tuple[ChangeLine, ...]
    earlier: UUID | None


def changes(
    session: ScopedSession, scope: TenantScope, filters: Filters, *, before: UUID | None = None
) -> ChangePage:
    """The changes that fit, the latest first; ids of all three tables grow with time."""
    wanted = [
        one
        for name, one in (
            (SETTINGS, _settings(scope)),
            (LADDERS, _ladders(scope)),
            (PEOPLE, _people(scope)),
        )
        if filters.source in ("", name)
    ]
    both = union_all(*wanted).subquery()
    chosen = select(both).where(*_conditions(both.c, filters))
    if before is not None:
        chosen = chosen.where(both.c.id < before)
    rows = session.execute(chosen.order_by(both.c.id.desc()).limit(PAGE + 1)).all()
    lines = tuple(ChangeLine(**row._mapping) for row in rows[:PAGE])
    return ChangePage(lines=lines, earlier=lines[-1].id if len(rows) > PAGE else None)


def authors(session: ScopedSession, scope: TenantScope) -> list[str]:
    """Everybody who ever changed something, to choose from."""
    names = union_all(
        select(SettingVersion.author_name.label("name")).where(
            SettingVersion.tenant_id == scope.tenant_id
        ),
        select(LadderChange.actor_name).where(LadderChange.tenant_id == scope.tenant_id),
        select(AdminChange.actor_name).where(AdminChange.tenant_id == scope.tenant_id),
    ).subquery()
    return list(session.scalars(select(names.c.name).distinct().order_by(names.c.name)))


def _as_change(*values: Any) -> Select[*tuple[Any, ...]]:
    """A select whose columns are the fields of a change, in their order."""
    names = (each.name for each in fields(ChangeLine))
    return select(*(value.label(name) for value, name in zip(values, names, strict=True)))


def _settings(scope: TenantScope) -> Select[*tuple[Any, ...]]:
    table = SettingVersion
    return _as_change(
        literal(SETTINGS), table.section, table.version, literal(""), literal("gewijzigd"),
        table.summary, table.note, table.author_name, table.created_at, table.id, *NOTHING,
    ).where(table.tenant_id == scope.tenant_id)  # fmt: skip


def _ladders(scope: TenantScope) -> Select[*tuple[Any, ...]]:
    table = LadderChange
    return (
        _as_change(
            literal(LADDERS), table.ladder, table.number, LadderVersion.document["naam"].astext,
            table.act, table.summary, table.note, table.actor_name, table.at, table.id, *NOTHING,
        )
        .join(LadderVersion, LadderVersion.id == table.ladder_version_id)
        .where(table.tenant_id == scope.tenant_id)
    )  # fmt: skip


def _people(scope: TenantScope) -> Select[*tuple[Any, ...]]:
    table = AdminChange
    return _as_change(
        literal(PEOPLE), table.subject, literal(0), literal(""), table.what, literal(""),
        literal(""), table.actor_name, table.at, table.id, table.before, table.after,
    ).where(table.tenant_id == scope.tenant_id)  # fmt: skip


def _conditions(columns: Any, filters: Filters) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.section:
        found.append(columns.subject == filters.section)
    if filters.person:
        found.append(columns.actor_name == filters.person)
    if filters.text:
        like = f"%{_plain(filters.text)}%"
        found.append(
            or_(
                columns.summary.ilike(like, escape="\\"),
                columns.note.ilike(like, escape="\\"),
                columns.name.ilike(like, escape="\\"),
                columns.what.ilike(like, escape="\\"),
                cast(columns.before, String).ilike(like, escape="\\"),
                cast(columns.after, String).ilike(like, escape="\\"),
            )
        )
    if filters.from_on:
        found.append(columns.at >= start_of_day(filters.from_on))
    if filters.until_on:
        found.append(columns.at <= end_of_day(filters.until_on))
    return found


def _plain(text: str) -> str:
    """Text in which nothing stands for something else."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
