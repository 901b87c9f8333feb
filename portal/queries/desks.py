"""Reads who works at which desk of a municipality."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from portal.adapters.database import ScopedSession
from portal.domain.policies import GRANTED, Permission
from portal.domain.scopes import TenantScope
from portal.models.configuration import DeskMember
from portal.models.people import Account, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Somebody who can handle what comes to a desk."""

    desk: str
    account_id: UUID
    name: str
    absent: bool


def own_desks(session: ScopedSession, scope: TenantScope) -> tuple[str, ...]:
    """The desks at which the signed-in person works."""
    return tuple(
        session.scalars(
            select(DeskMember.desk)
            .where(
                DeskMember.tenant_id == scope.tenant_id,
                DeskMember.account_id == scope.account_id,
            )
            .order_by(DeskMember.desk)
        )
    )


def handlers(session: ScopedSession, scope: TenantScope, today: date) -> list[Handler]:
    """Per desk everybody who works there and may handle deliveries today, by name."""
    rows = session.execute(
        select(DeskMember.desk, Account.id, Account.name, DeskMember.absent)
        .join(Account, Account.id == DeskMember.account_id)
        .join(
            Membership,
            (Membership.account_id == Account.id) & (Membership.tenant_id == DeskMember.tenant_id),
        )
        .where(
            DeskMember.tenant_id == scope.tenant_id,
            Account.blocked_at.is_(None),
            Membership.blocked_at.is_(None),
            Membership.role.in_([role.value for role in GRANTED[Permission.HANDLE]]),
            Membership.from_on <= today,
            or_(Membership.until_on.is_(None), Membership.until_on >= today),
        )
        .distinct()
        .order_by(DeskMember.desk, Account.name)
    )
    return [
        Handler(desk=row.desk, account_id=row.id, name=row.name, absent=row.absent) for row in rows
    ]
