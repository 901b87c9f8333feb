"""Whose people a desk manages, and how it calls them."""

from dataclasses import dataclass
from uuid import UUID

from portal.domain.people import Organisation, Role
from portal.queries.colleagues import Colleague
from portal.services.colleagues import Manager
from portal.web.access import desk
from portal.web.chrome import DataItem, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The organisation whose people are shown, and the roles of it that are shown."""

    organisation: Organisation
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a desk calls its people."""

    title: str  # "Collega's"
    lead: str
    invite: str  # "Collega uitnodigen"
    empty: str


def no_facts(person: Colleague) -> tuple[DataItem, ...]:
    """A desk that has nothing to add to a person."""
    return ()


def no_link() -> Link | None:
    """A desk whose list leads nowhere else."""
    return None


def no_notes() -> dict[UUID, str]:
    """A desk that has nothing to add to the list."""
    return {}


def elsewhere(place: Place) -> str:
    """The organisation, where it is not that of the desk itself."""
    return "" if place.organisation == desk().membership.organisation else place.name


def manager() -> Manager:
    """The signed-in person, as who changes something at this desk."""
    here = desk()
    return Manager(account_id=here.person.account_id, name=here.person.name, roles=here.roles)
