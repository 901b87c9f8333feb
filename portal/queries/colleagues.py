"""Reads the people of one organisation, as those who manage them see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.people import Organisation, Role
from portal.domain.scopes import AuthScope
from portal.models.changes import AdminChange
from portal.models.people import Account, Membership
from portal.queries.people import can_sign_in, held_at


class Standing(StrEnum):
    """How somebody stands at an organisation today, in the order of a list."""

    ACTIVE = "kan aan het werk"
    INVITED = "uitgenodigd"
    LATER = "begint later"
    BLOCKED = "geblokkeerd"
    GONE = "geen rol meer"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role somebody has or had here; both dates included, `until_on` before `from_on`: never."""

    id: UUID
    role: Role
    from_on: date
    until_on: date | None
    blocked: bool

    def is_over(self, today: date) -> bool:
        return self.until_on is not None and self.until_on < max(today, self.from_on)

    def counts(self, today: date) -> bool:
        return not self.blocked and self.from_on <= today and not self.is_over(today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person with all roles at this organisation, the ended ones too."""

    account_id: UUID
    name: str
    email: str
    can_sign_in: bool
    roles: tuple[HeldRole, ...]
    today: date

    @property
    def standing(self) -> Standing:
        running = [held for held in self.roles if not held.is_over(self.today)]
        if not running:
            return Standing.GONE
        if all(held.blocked for held in running):
            return Standing.BLOCKED
        if not self.can_sign_in:
            return Standing.INVITED
        if any(held.counts(self.today) for held in running):
            return Standing.ACTIVE
        return Standing.LATER

    @property
    def running(self) -> tuple[HeldRole, ...]:
        """The roles that are not over, blocked and later ones too."""
        return tuple(held for held in self.roles if not held.is_over(self.today))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedChange:
    """A line of what administrators did with somebody."""

    at: datetime
    actor: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]

    def concerns(self, roles: Collection[Role]) -> bool:
        """Whether it is about one of these roles, or about the person as such."""
        if len(roles) > 1:
            return True
        role = self.after.get("rol") or self.before.get("rol")
        return self.what != "teams" and (role is None or role in {one.value for one in roles})


def colleagues(
    session: ScopedSession,
    scope: AuthScope,
    organisation: Organisation,
    today: date,
    *,
    roles: Collection[Role] = tuple(Role),
    search: str = "",
) -> tuple[Colleague, ...]:
    """Everybody here with one of these roles, those who can work first, then by name."""
    people = _people(session, organisation, today, roles)
    wanted = search.strip().lower()
    found = [p for p in people if wanted in p.name.lower() or wanted in p.email]
    order = list(Standing)
    return tuple(sorted(found, key=lambda p: (order.index(p.standing), p.name.lower())))


def colleague(
    session: ScopedSession,
    scope: AuthScope,
    organisation: Organisation,
    account_id: UUID,
    today: date,
    *,
    roles: Collection[Role] = tuple(Role),
) -> Colleague | None:
    """One of them."""
    return next(iter(_people(session, organisation, today, roles, account_id)), None)


def changes_of(
    session: ScopedSession,
    scope: AuthScope,
    organisation: Organisation,
    account_id: UUID,
    *,
    roles: Collection[Role] = tuple(Role),
) -> Sequence[NotedChange]:
    """What administrators of this organisation did with somebody, newest first.

    Of who sees some roles only, changes of other roles and of teams are kept.
    """
    rows = session.execute(
        select(
            AdminChange.at,
            AdminChange.actor_name,
            AdminChange.what,
            AdminChange.before,
            AdminChange.after,
        )
        .where(
            AdminChange.subject == f"persoon:{account_id}",
            AdminChange.tenant_id == organisation.tenant_id,
            AdminChange.provider_id == organisation.provider_id,
            AdminChange.region_id == organisation.region_id,
        )
        .order_by(AdminChange.id.desc())
        .limit(100)
    )
    found = [
        NotedChange(
            at=row.at,
            actor=row.actor_name,
            what=row.what,
            before=row.before or {},
            after=row.after or {},
        )
        for row in rows
    ]
    return [change for change in found if change.concerns(roles)]


def _people(
    session: ScopedSession,
    organisation: Organisation,
    today: date,
    roles: Collection[Role],
    account_id: UUID | None = None,
) -> list[Colleague]:
    rows = session.execute(
        select(
            Account.id, Account.name, Account.email,
            can_sign_in().label("can_sign_in"),
            Membership.id.label("membership_id"), Membership.role, Membership.from_on,
            Membership.until_on, Membership.blocked_at,
        )
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.role.in_([role.value for role in roles]),
            *held_at(organisation),
            *((Account.id == account_id,) if account_id else ()),
        )
        .order_by(Account.id, Membership.from_on, Membership.created_at)
    ).all()  # fmt: skip
    held: dict[UUID, list[HeldRole]] = {}
    for row in rows:
        held.setdefault(row.id, []).append(
            HeldRole(
                id=row.membership_id,
                role=Role(row.role),
                from_on=row.from_on,
                until_on=row.until_on,
                blocked=row.blocked_at is not None,
            )
        )
    people = {row.id: row for row in rows}
    return [
        Colleague(
            account_id=id_,
            name=row.name,
            email=row.email,
            can_sign_in=row.can_sign_in,
            roles=tuple(held[id_]),
            today=today,
        )
        for id_, row in people.items()
    ]
