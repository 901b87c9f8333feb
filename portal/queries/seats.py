"""Reads who works in which team of a municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.models.configuration import DeskMember


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The teams of one person, by slug; an absent person gets nothing assigned."""

    desks: frozenset[str] = frozenset()
    absent: bool = False


def seats_of(session: ScopedSession, scope: TenantScope) -> Mapping[UUID, Seats]:
    """Everybody of this municipality with a team. Absent in one team is absent in all."""
    rows = session.execute(
        select(DeskMember.account_id, DeskMember.desk, DeskMember.absent).where(
            DeskMember.tenant_id == scope.tenant_id
        )
    ).all()
    found: dict[UUID, Seats] = {}
    for row in rows:
        before = found.get(row.account_id, Seats())
        found[row.account_id] = Seats(
            desks=before.desks | {row.desk}, absent=before.absent or row.absent
        )
    return found
