"""Blocks people, lets them back in, and ends their roles."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import Organisation, Role
from portal.domain.policies import check_may_grant
from portal.models.people import Membership
from portal.queries.people import held_at
from portal.services.colleagues.managing import Manager, managed_roles, member, note
from portal.services.sessions import renew_sessions

A_DAY = timedelta(days=1)


def block(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Take the roles here away until further notice; works on the person's next request.

    A manager blocks the roles that he may hand out, and no others.
    """
    member(session, organisation, account_id)
    roles = managed_roles(session, organisation, by, account_id, local_date(now))
    session.execute(
        update(Membership)
        .where(
            Membership.account_id == account_id,
            Membership.role.in_(roles),
            Membership.blocked_at.is_(None),
            *held_at(organisation),
        )
        .values(blocked_at=now)
    )
    note(session, organisation, by, account_id, "geblokkeerd", before={"rollen": roles})
    renew_sessions(session, account_id, now)


def readmit(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    account_id: UUID,
    now: datetime,
) -> None:
    """Undo a block."""
    member(session, organisation, account_id)
    roles = managed_roles(session, organisation, by, account_id, local_date(now))
    session.execute(
        update(Membership)
        .where(
            Membership.account_id == account_id,
            Membership.role.in_(roles),
            *held_at(organisation),
        )
        .values(blocked_at=None)
    )
    note(session, organisation, by, account_id, "weer toegelaten", after={"rollen": roles})
    renew_sessions(session, account_id, now)


def end_role(
    session: ScopedSession,
    organisation: Organisation,
    by: Manager,
    *,
    membership_id: UUID,
    last_on: date | None,
    now: datetime,
) -> UUID:
    """End one role after `last_on`, or at once without it; gives the person's account.

    A role that ends at once counted until yesterday, or never.
    """
    today = local_date(now)
    row = session.scalar(
        select(Membership)
        .where(Membership.id == membership_id, *held_at(organisation))
        .with_for_update()
    )
    if row is None:
        raise NotThere
    check_may_grant(
        by.roles, Role(row.role), organisation.side, to_self=row.account_id == by.account_id
    )
    if row.until_on is not None and row.until_on < max(today, row.from_on):
        raise RuleBroken("Deze rol is al voorbij.", code="not_now")
    if last_on is not None and last_on < max(today, row.from_on):
        raise RuleBroken(
            f"Kies een dag vanaf {format_date(max(today, row.from_on))}, of laat de rol meteen eindigen.",
            code="too_early",
            path="laatste_dag",
        )
    before = row.until_on
    row.until_on = last_on or max(today, row.from_on) - A_DAY
    note(
        session, organisation, by, row.account_id, "rol beëindigd",
        before={"rol": row.role, "tot_en_met": before.isoformat() if before else None},
        after={"rol": row.role, "tot_en_met": row.until_on.isoformat()},
    )  # fmt: skip
    session.flush()
    renew_sessions(session, row.account_id, now)
    return row.account_id
