"""The first accounts of an installation: somebody has to let the others in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession, unit_of_work
from portal.domain.calendar import local_date
from portal.domain.errors import RuleBroken
from portal.domain.people import Organisation, Role, Side, check_name
from portal.domain.scopes import AuthScope, RegionId
from portal.models.people import Account, Membership
from portal.models.region import Region
from portal.queries.people import can_sign_in, counts_on, held_at
from portal.services.links import Purpose, make_link
from portal.services.noting import note_change
from portal.services.recording import Actor

COMMAND = Actor("Het commando portal account")


def make_first_admin(engine: Engine, *, email: str, name: str, now: datetime) -> str:
    """A regiobeheerder with a single-use link; gives the link's token.

    May be run again until that person has chosen a password. Raises RuleBroken when there is one
    who can sign in, or no region yet.
    """
    with unit_of_work(engine, AuthScope()) as session:
        region_id = session.scalar(select(Region.id).limit(1))
        if region_id is None:
            raise RuleBroken(
                "Er is nog geen regio. Draai eerst `portal tenants load`.", code="no_region"
            )
        region = Organisation(side=Side.REGION, region_id=RegionId(region_id))
        taken = session.scalar(
            select(Account.id)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.role == Role.REGION_ADMIN.value,
                Account.blocked_at.is_(None),
                can_sign_in(),
                *held_at(region),
                *counts_on(local_date(now)),
            )
            .limit(1)
        )
        if taken is not None:
            raise RuleBroken(
                "Er is al een regiobeheerder die kan aanmelden. Vraag die om een uitnodiging.",
                code="has_admin",
            )
        account_id = _with_role(session, region, Role.REGION_ADMIN, email, name, now)
        return make_link(session, account_id=account_id, purpose=Purpose.FIRST_ADMIN, now=now)


def make_operator(engine: Engine, *, email: str, name: str, now: datetime) -> str:
    """Somebody who keeps the portal running, with a single-use link; gives the link's token."""
    with unit_of_work(engine, AuthScope()) as session:
        platform = Organisation(side=Side.PLATFORM)
        account_id = _with_role(session, platform, Role.OPERATOR, email, name, now)
        return make_link(session, account_id=account_id, purpose=Purpose.FIRST_ADMIN, now=now)


def _with_role(
    session: ScopedSession,
    organisation: Organisation,
    role: Role,
    email: str,
    name: str,
    now: datetime,
) -> UUID:
    """The account of this address, with this role from today; both are made where missing."""
    email, name = email.strip().lower(), check_name(name)
    session.execute(
        insert(Account)
        .values(email=email, name=name, created_at=now)
        .on_conflict_do_nothing(index_elements=["email"])
    )
    account_id = session.scalars(
        select(Account.id).where(Account.email == email).with_for_update()
    ).one()
    today = local_date(now)
    held = session.scalar(
        select(Membership.id).where(
            Membership.account_id == account_id,
            Membership.role == role.value,
            *held_at(organisation),
            *counts_on(today),
        )
    )
    if held is None:
        session.add(
            Membership(
                account_id=account_id,
                side=organisation.side.value,
                role=role.value,
                region_id=organisation.region_id,
                from_on=today,
                created_at=now,
            )
        )
        note_change(
            session, COMMAND, f"persoon:{account_id}", "rol gegeven",
            after={"rol": role.value, "vanaf": today.isoformat(), "tot_en_met": None},
            region_id=organisation.region_id,
        )  # fmt: skip
        session.flush()
    return account_id
