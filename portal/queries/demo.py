"""Reads the people of the demo; they alone have a slug."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.people import ROLE_NAMES, Person, Role, Side
from portal.domain.scopes import AuthScope
from portal.models.people import Account, Membership
from portal.models.provider import Provider
from portal.models.region import Region, Tenant
from portal.queries.people import person_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody to sign in as; without a place it is somebody whose roles have ended."""

    slug: str
    name: str
    side: Side | None
    places: tuple[str, ...]
    roles: tuple[str, ...]


def demo_people(session: ScopedSession, scope: AuthScope, today: date) -> list[DemoPerson]:
    """Everybody who may sign in, with the roles of today, in the order of the pack."""
    place = func.coalesce(Tenant.name, Provider.name, Region.name)
    rows = session.execute(
        select(Account.slug, Account.name, Membership.side, Membership.role, place)
        .outerjoin(
            Membership,
            (Membership.account_id == Account.id)
            & Membership.blocked_at.is_(None)
            & (Membership.from_on <= today)
            & (Membership.until_on.is_(None) | (Membership.until_on >= today)),
        )
        .outerjoin(Tenant, Tenant.id == Membership.tenant_id)
        .outerjoin(Provider, Provider.id == Membership.provider_id)
        .outerjoin(Region, Region.id == Membership.region_id)
        .where(Account.slug.is_not(None), Account.blocked_at.is_(None))
        .order_by(Account.created_at, Account.id, Membership.id)
    ).all()
    found: dict[str, DemoPerson] = {}
    for given, name, side, role, place_name in rows:
        slug = given or ""
        known = found.get(slug)
        places = dict.fromkeys([*(known.places if known else ()), *filter(None, [place_name])])
        named = [ROLE_NAMES[Role(role)]] if role else []
        roles = dict.fromkeys([*(known.roles if known else ()), *named])
        found[slug] = DemoPerson(
            slug=slug,
            name=name,
            side=known.side if known else Side(side) if side else None,
            places=tuple(places),
            roles=tuple(roles),
        )
    return list(found.values())


def demo_person(session: ScopedSession, scope: AuthScope, slug: str, today: date) -> Person | None:
    """One of them."""
    account_id = session.scalar(select(Account.id).where(Account.slug == slug)) if slug else None
    return person_of(session, scope, account_id, today) if account_id else None
