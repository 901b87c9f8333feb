"""What the page of one's own account prints."""

from dataclasses import dataclass
from uuid import UUID

from portal.domain.calendar import format_date, format_moment
from portal.domain.people import ROLE_NAMES, Membership, Person, Side
from portal.queries.sessions import SignIn
from portal.web.chrome import Column, DataItem, Status, Tone
from portal.web.pages import SIDE_WORDS

ROLE_COLUMNS = tuple(Column(label=label) for label in ("Waar", "Rol", "Vanaf", "Tot en met"))
SIGN_IN_COLUMNS = tuple(
    Column(label=label) for label in ("Aangemeld sinds", "Laatst gebruikt", "Waar")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRole:
    """A line of one's own roles."""

    place: str
    role: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSignIn:
    """A line of one's own sign-ins."""

    since: str
    seen: str
    status: Status


def own_facts(person: Person) -> tuple[DataItem, ...]:
    """Name and address."""
    return (
        DataItem(key="Naam", value=person.name),
        DataItem(key="E-mailadres", value=person.email),
    )


def role_line(membership: Membership) -> OwnRole:
    """A role that counts today."""
    place = membership.place_name
    if membership.side is not Side.PLATFORM:
        place = f"{SIDE_WORDS[membership.side]}: {place}"
    return OwnRole(
        place=place,
        role=ROLE_NAMES[membership.role],
        since=format_date(membership.from_on),
        until=format_date(membership.until_on) if membership.until_on else "geen einddatum",
    )


def sign_in_line(one: SignIn, current: UUID) -> OwnSignIn:
    """A sign-in; nothing is kept of the device, so time is all there is to know it by."""
    return OwnSignIn(
        since=format_moment(one.since),
        seen=format_moment(one.seen_at),
        status=Status("Dit apparaat", Tone.OK) if one.id == current else Status("Elders"),
    )
