"""People, what they are where, and from when until when."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import RuleBroken
from portal.domain.scopes import AccountId, ProviderId, RegionId, TenantId


class Side(StrEnum):
    """Where an organisation stands."""

    PROVIDER = "aanbieder"
    MUNICIPALITY = "gemeente"
    REGION = "regio"
    PLATFORM = "platform"


class Role(StrEnum):
    """What a person is at one organisation."""

    SUBMITTER = "indiener"
    PROVIDER_ADMIN = "organisatiebeheerder"
    CONTRACT_MANAGER = "contractmanager"
    CONTRACT_KEEPER = "contractbeheerder"
    LAWYER = "jurist"
    SUPERVISOR = "toezichthouder"
    EXECUTIVE = "leidinggevende"
    FUNCTIONAL_ADMIN = "functioneel_beheerder"
    REGION_MANAGER = "regionaal_contractmanager"
    REGION_ADMIN = "regiobeheerder"
    OPERATOR = "operator"


ROLE_NAMES: dict[Role, str] = {
    Role.SUBMITTER: "Indiener",
    Role.PROVIDER_ADMIN: "Organisatiebeheerder",
    Role.CONTRACT_MANAGER: "Contractmanager",
    Role.CONTRACT_KEEPER: "Contractbeheerder",
    Role.LAWYER: "Jurist",
    Role.SUPERVISOR: "Toezichthouder",
    Role.EXECUTIVE: "Leidinggevende",
    Role.FUNCTIONAL_ADMIN: "Functioneel beheerder",
    Role.REGION_MANAGER: "Regionaal contractmanager",
    Role.REGION_ADMIN: "Regiobeheerder",
    Role.OPERATOR: "Operator",
}

ROLES_OF: dict[Side, tuple[Role, ...]] = {
    Side.PROVIDER: (Role.SUBMITTER, Role.PROVIDER_ADMIN),
    Side.MUNICIPALITY: (
        Role.CONTRACT_MANAGER,
        Role.CONTRACT_KEEPER,
        Role.LAWYER,
        Role.SUPERVISOR,
        Role.EXECUTIVE,
        Role.FUNCTIONAL_ADMIN,
    ),
    Side.REGION: (Role.REGION_MANAGER, Role.REGION_ADMIN),
    Side.PLATFORM: (Role.OPERATOR,),
}


# Letters first; no marks that make a link of a name, since names stand in mails.
_NAME = re.compile(r"[^\W\d_][^\d_/:@<>\[\]{}\\\x00-\x1f]*")
_ADDRESS_IN_NAME = re.compile(r"\w{2,}\.\w{2,}")
MAX_NAME = 120


def check_name(name: str) -> str:
    """A person's name as it will be shown, with single spaces; raises RuleBroken."""
    name = " ".join(name.split())
    if not _NAME.fullmatch(name) or _ADDRESS_IN_NAME.search(name) or len(name) > MAX_NAME:
        raise RuleBroken(
            "Vul de naam in zoals iemand zich voorstelt, bijvoorbeeld Fatma de Vries: alleen "
            f"letters, spaties en leestekens, hoogstens {MAX_NAME} tekens.",
            code="name",
            path="naam",
        )
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Where people belong: exactly one of the ids is set, none for the platform."""

    side: Side
    tenant_id: TenantId | None = None
    provider_id: ProviderId | None = None
    region_id: RegionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A role at one organisation. Both dates are included; `place` is its slug, `place_name` its name."""

    side: Side
    role: Role
    place: str
    place_name: str
    from_on: date
    until_on: date | None = None
    blocked: bool = False
    tenant_id: TenantId | None = None
    provider_id: ProviderId | None = None
    region_id: RegionId | None = None

    @property
    def organisation(self) -> Organisation:
        """Where the role is held."""
        return Organisation(
            side=self.side,
            tenant_id=self.tenant_id,
            provider_id=self.provider_id,
            region_id=self.region_id,
        )

    def holds_on(self, today: date) -> bool:
        """Whether the role counts on this day."""
        return (
            not self.blocked
            and self.from_on <= today
            and (self.until_on is None or today <= self.until_on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionAccess:
    """A municipality let this person of the region in; until_on is included."""

    tenant_id: TenantId
    place: str
    place_name: str
    may_write: bool
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in, with what counts today."""

    account_id: AccountId
    name: str
    email: str
    memberships: tuple[Membership, ...] = ()
    region_access: tuple[RegionAccess, ...] = ()

    def roles_at(self, side: Side, place: str) -> frozenset[Role]:
        """All roles at one organisation; empty where the person does not belong."""
        return frozenset(
            membership.role
            for membership in self.memberships
            if membership.side is side and membership.place == place
        )

    def at(self, side: Side, place: str) -> Membership | None:
        """One of the memberships at an organisation, for its id and name."""
        return next(
            (m for m in self.memberships if m.side is side and m.place == place),
            None,
        )

    @property
    def desks(self) -> tuple[Membership, ...]:
        """One membership per organisation, in order of side and name."""
        found: dict[tuple[Side, str], Membership] = {}
        for membership in self.memberships:
            found.setdefault((membership.side, membership.place), membership)
        order = list(Side)
        return tuple(sorted(found.values(), key=lambda m: (order.index(m.side), m.place_name)))
