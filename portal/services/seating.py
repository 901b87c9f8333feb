"""Puts people in the teams of a municipality, and notes who is away."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.configuration import DeskMember
from portal.models.people import Membership
from portal.queries.configuration import section_in_force
from portal.queries.seats import seats_of
from portal.services.noting import note_change
from portal.services.recording import Actor


def seat(
    session: ScopedSession,
    scope: TenantScope,
    by: Actor,
    *,
    account_id: UUID,
    desks: Collection[str],
    absent: bool,
) -> None:
    """Somebody of this municipality works in exactly these teams from now on.

    Work that he has already stays his: an absence changes what is assigned from here on.
    """
    member = session.scalar(
        select(Membership.id)
        .where(Membership.account_id == account_id, Membership.tenant_id == scope.tenant_id)
        .limit(1)
    )
    if member is None:
        raise NotThere
    names = {desk.slug: desk.name for desk in section_in_force(session, scope, TEAMS).desks}
    if unknown := set(desks) - names.keys():
        raise RuleBroken(
            f"Kies teams uit de lijst; {', '.join(sorted(unknown))} is er geen.",
            code="no_desk",
            path="teams",
        )
    before = seats_of(session, scope).get(account_id)
    session.execute(
        delete(DeskMember).where(
            DeskMember.tenant_id == scope.tenant_id,
            DeskMember.account_id == account_id,
            DeskMember.desk.not_in(list(desks)),
        )
    )
    if desks:
        session.execute(
            insert(DeskMember)
            .values(
                [
                    {"tenant_id": scope.tenant_id, "desk": desk, "account_id": account_id}
                    for desk in desks
                ]
            )
            .on_conflict_do_nothing()
        )
    session.execute(
        update(DeskMember)
        .where(DeskMember.tenant_id == scope.tenant_id, DeskMember.account_id == account_id)
        .values(absent=absent)
    )
    note_change(
        session,
        by,
        f"persoon:{account_id}",
        "teams",
        before={
            "teams": sorted(names.get(desk, desk) for desk in before.desks),
            "afwezig": before.absent,
        }
        if before
        else {"teams": [], "afwezig": False},
        after={"teams": [name for slug, name in names.items() if slug in desks], "afwezig": absent},
        tenant_id=scope.tenant_id,
    )
