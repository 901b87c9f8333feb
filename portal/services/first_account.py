"""The first account: somebody has to let the others in."""

from datetime import datetime

from sqlalchemy import Engine, select

from portal.adapters.database import unit_of_work
from portal.domain.calendar import local_date
from portal.domain.errors import RuleBroken
from portal.domain.people import Role, Side
from portal.domain.scopes import AuthScope
from portal.models.people import Account, Membership
from portal.models.region import Region
from portal.services.links import Purpose, make_link


def make_first_admin(engine: Engine, *, email: str, name: str, now: datetime) -> str:
    """A regiobeheerder with a single-use link; gives the link's token.

    Raises RuleBroken when there is one already who chose a password, or no region yet.
    """
    email = email.strip().lower()
    with unit_of_work(engine, AuthScope()) as session:
        region_id = session.scalar(select(Region.id).limit(1))
        if region_id is None:
            raise RuleBroken(
                "Er is nog geen regio. Draai eerst `portal tenants load`.", code="no_region"
            )
        taken = session.scalar(
            select(Account.email)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.role == Role.REGION_ADMIN.value,
                Membership.blocked_at.is_(None),
                Account.password_hash.is_not(None),
            )
            .limit(1)
        )
        if taken is not None:
            raise RuleBroken(
                "Er is al een regiobeheerder. Vraag die om een uitnodiging.", code="has_admin"
            )
        account = session.scalar(select(Account).where(Account.email == email))
        if account is None:
            account = Account(email=email, name=name.strip(), created_at=now)
            session.add(account)
            session.flush()
            session.add(
                Membership(
                    account_id=account.id,
                    side=Side.REGION.value,
                    role=Role.REGION_ADMIN.value,
                    region_id=region_id,
                    from_on=local_date(now),
                    created_at=now,
                )
            )
            session.flush()
        return make_link(session, account_id=account.id, purpose=Purpose.FIRST_ADMIN, now=now)
