"""People of the demo: what they may do where, from when until when, and at which desks they sit."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.configuration import references
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.load_days import LOAD_DAY, LoadDay, ends_too_early
from portal.domain.configuration.references import Ref
from portal.domain.configuration.scalars import EMAIL, SLUG, Each, LongText, OneOf, Text, YesNo
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.people import ROLE_NAMES, ROLES_OF, Role, Side
from portal.domain.submissions.fields import Choice

SIDE_OF_ROLE = {role: side for side, roles in ROLES_OF.items() for role in roles}
ROLE = OneOf(choices=tuple(Choice(role.value, ROLE_NAMES[role]) for role in Role), into=Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One role at one organisation; both days included. `desks` only at a municipality."""

    role: Role
    starts: LoadDay
    ends: LoadDay | None = None
    municipality: str = ""
    provider: str = ""
    region: str = ""
    desks: tuple[str, ...] = ()

    @property
    def side(self) -> Side:
        return SIDE_OF_ROLE[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A municipality lets a person of the region in, until a day."""

    municipality: str
    may_write: bool
    starts: LoadDay
    ends: LoadDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody invented. `about` says on the sign-in page what one can do as this person."""

    slug: str
    name: str
    email: str
    about: str
    memberships: tuple[Membership, ...]
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody of the demo."""

    people: tuple[Person, ...]

    def person(self, slug: str) -> Person | None:
        return next((person for person in self.people if person.slug == slug), None)

    def holders(self, role: Role, municipality: str) -> tuple[Person, ...]:
        """Everybody with this role at this municipality, at any time."""
        return tuple(
            person
            for person in self.people
            for membership in person.memberships
            if (membership.role, membership.municipality) == (role, municipality)
        )

    def desk_members(self, municipality: str) -> dict[str, frozenset[str]]:
        """E-mail addresses per desk of one municipality."""
        found: dict[str, set[str]] = {}
        for person in self.people:
            for membership in person.memberships:
                if membership.municipality == municipality:
                    for desk in membership.desks:
                        found.setdefault(desk, set()).add(person.email)
        return {desk: frozenset(emails) for desk, emails in found.items()}


def judge_membership(membership: Membership) -> list[Finding]:
    """The organisation that goes with the role is named, and no other."""
    findings = []
    name = ROLE_NAMES[membership.role].lower()
    named = {
        Side.PROVIDER: membership.provider,
        Side.MUNICIPALITY: membership.municipality,
        Side.REGION: membership.region,
    }
    for side, slug in named.items():
        if side == membership.side and not slug:
            findings.append(Finding(side, f"Noem bij de rol {name} de {side}."))
        if side != membership.side and slug:
            sentence = f"Haal “{side}” weg: de rol {name} hoort daar niet bij."
            findings.append(Finding(side, sentence))
    if membership.desks and membership.side is not Side.MUNICIPALITY:
        findings.append(Finding("team", "Alleen mensen van een gemeente zitten in een team."))
    if membership.ends and ends_too_early(membership.starts, membership.ends):
        findings.append(Finding("tot_en_met", "Deze rol eindigt voordat zij begint."))
    return findings


def judge_grant(grant: Grant) -> list[Finding]:
    """A grant does not end before it starts."""
    if ends_too_early(grant.starts, grant.ends):
        return [Finding("tot_en_met", "De toegang eindigt voordat zij begint.")]
    return []


def judge_person(person: Person) -> list[Finding]:
    """Only people of the region are let in."""
    if person.grants and not any(
        membership.side is Side.REGION for membership in person.memberships
    ):
        return [Finding("toegang", "Alleen iemand van de regio krijgt toegang van een gemeente.")]
    return []


def judge_desks(cast: Cast, desks: Mapping[str, frozenset[str]]) -> list[Finding]:
    """People sit at desks of their own municipality; `desks` holds those of each."""
    return [
        Finding(
            f"persoon.{number}.rol.{place}.team",
            f"Het team “{desk}” bestaat niet in {membership.municipality}.",
        )
        for number, person in enumerate(cast.people)
        for place, membership in enumerate(person.memberships)
        for desk in membership.desks
        if desk not in desks.get(membership.municipality, frozenset({desk}))
    ]


def optional_reference(name: str, attribute: str, label: str, target: str) -> Key:
    return Key(name=name, attribute=attribute, label=label, shape=Ref(target=target), default="")


MEMBERSHIPS = Rows(
    row_name="rol",
    identity=("rol", "gemeente", "aanbieder", "regio", "van"),
    min_rows=1,
    max_rows=20,
    of=Record(
        type_=Membership,
        judge=judge_membership,
        keys=(
            Key(name="rol", attribute="role", label="Rol", shape=ROLE),
            optional_reference("gemeente", "municipality", "Gemeente", references.MUNICIPALITY),
            optional_reference("aanbieder", "provider", "Aanbieder", references.PROVIDER),
            optional_reference("regio", "region", "Zorgregio", references.REGION),
            Key(name="team", attribute="desks", label="Teams", shape=Each(of=SLUG), default=()),
            Key(name="van", attribute="starts", label="Van", shape=LOAD_DAY),
            Key(
                name="tot_en_met",
                attribute="ends",
                label="Tot en met",
                shape=LOAD_DAY,
                default=None,
            ),
        ),
    ),
)

GRANTS = Rows(
    row_name="toegang",
    identity=("gemeente", "van"),
    of=Record(
        type_=Grant,
        judge=judge_grant,
        keys=(
            Key(
                name="gemeente",
                attribute="municipality",
                label="Gemeente",
                shape=Ref(target=references.MUNICIPALITY),
            ),
            Key(name="schrijven", attribute="may_write", label="Mag schrijven", shape=YesNo()),
            Key(name="van", attribute="starts", label="Van", shape=LOAD_DAY),
            Key(name="tot_en_met", attribute="ends", label="Tot en met", shape=LOAD_DAY),
        ),
    ),
)

CAST = Section(
    slug="mensen",
    title="Mensen",
    purpose="De verzonnen mensen van de demo.",
    shape=Record(
        type_=Cast,
        keys=(
            Key(
                name="persoon",
                attribute="people",
                label="Mensen",
                shape=Rows(
                    row_name="persoon",
                    identity=("slug",),
                    distinct=("email",),
                    min_rows=1,
                    max_rows=500,
                    of=Record(
                        type_=Person,
                        judge=judge_person,
                        keys=(
                            Key(name="slug", attribute="slug", label="Korte naam", shape=SLUG),
                            Key(name="naam", attribute="name", label="Naam", shape=Text()),
                            Key(name="email", attribute="email", label="E-mailadres", shape=EMAIL),
                            Key(
                                name="kan",
                                attribute="about",
                                label="Wat deze persoon kan",
                                shape=LongText(max_length=300),
                            ),
                            Key(
                                name="rol",
                                attribute="memberships",
                                label="Rollen",
                                shape=MEMBERSHIPS,
                            ),
                            Key(
                                name="toegang",
                                attribute="grants",
                                label="Toegang van gemeenten",
                                shape=GRANTS,
                                default=(),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
