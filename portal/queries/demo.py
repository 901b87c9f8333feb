"""Reads the people of the demo; they alone have a slug."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.people import ROLE_NAMES, Person, Side
from portal.domain.scopes import AuthScope
from portal.models.people import Account
from portal.queries.people import person_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody to sign in as."""

    slug: str
    name: str
    side: Side
    places: str
    roles: str


def demo_people(session: ScopedSession, scope: AuthScope, today: date) -> list[DemoPerson]:
    """Everybody with a desk today, in the order in which the pack names them."""
    found = []
    accounts = session.scalars(
        select(Account).where(Account.slug.is_not(None)).order_by(Account.created_at, Account.id)
    )
    for account in accounts.all():
        person = person_of(session, scope, account.id, today)
        if person is None or not person.desks:
            continue
        roles = dict.fromkeys(ROLE_NAMES[m.role] for m in person.memberships)
        found.append(
            DemoPerson(
                slug=account.slug or "",
                name=person.name,
                side=person.desks[0].side,
                places=", ".join(desk.place_name for desk in person.desks),
                roles=", ".join(roles),
            )
        )
    return found


def demo_person(session: ScopedSession, scope: AuthScope, slug: str, today: date) -> Person | None:
    """One of them."""
    account_id = session.scalar(select(Account.id).where(Account.slug == slug)) if slug else None
    return person_of(session, scope, account_id, today) if account_id else None
