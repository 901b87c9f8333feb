"""Who knocks on the doors, and what each of them may read."""

from dataclasses import dataclass

from portal.domain.people import Role, Side
from portal.domain.policies import GRANTED, Permission
from tests.isolation.canaries import About, Canary

# What a person with each role may come across at the own desk.
_EVERYTHING_HERE = frozenset(About)
_SET_UP = frozenset({About.CONFIGURATION, About.PEOPLE, About.REGISTER, About.CONTRACT})
_REGION_READS = frozenset({About.CASE, About.REGISTER, About.CONTRACT})
_REGION_KEEPS = frozenset({About.REGISTER, About.CONTRACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """Somebody of the demo, or nobody. `desk` is the first part of the path: "g/brummen"."""

    slug: str | None
    side: Side | None = None
    place: str = ""
    roles: frozenset[Role] = frozenset()
    # The municipalities that let a person of the region in.
    granted: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.slug or "niemand"

    @property
    def desk(self) -> str:
        match self.side:
            case Side.MUNICIPALITY:
                return f"g/{self.place}"
            case Side.PROVIDER:
                return f"aanbieder/{self.place}"
            case None:
                return ""
            case _:
                return str(self.side)

    def may(self, access: str) -> bool:
        """Whether a view with this marker lets them in, at their own desk."""
        if access == "iedereen":
            return True
        if access == "aangemeld":
            return self.slug is not None
        return not GRANTED[Permission(access)].isdisjoint(self.roles)

    def may_read(self, canary: Canary) -> bool:
        """Whether a word may ever reach this person."""
        if canary.about is About.SECRET:
            return f"@{self.slug}" in canary.readers
        match self.side:
            case Side.MUNICIPALITY:
                here = _EVERYTHING_HERE if self.may(Permission.SEE_WORK.value) else _SET_UP
                return self.desk in canary.readers and canary.about in here
            case Side.PROVIDER:
                return self.desk in canary.readers
            case Side.REGION if Role.REGION_ADMIN in self.roles:
                return canary.about in _REGION_KEEPS
            case Side.REGION:
                let_in = any(f"g/{slug}" in canary.readers for slug in self.granted)
                return let_in and canary.about in _REGION_READS
            case _:
                return False


def _of(slug: str, side: Side, place: str, *roles: Role) -> Outsider:
    return Outsider(slug=slug, side=side, place=place, roles=frozenset(roles))


NOBODY = Outsider(slug=None)
CAST = (
    _of("alice", Side.MUNICIPALITY, "brummen", Role.CONTRACT_MANAGER),
    _of("bob", Side.PROVIDER, "lindehaege", Role.SUBMITTER, Role.PROVIDER_ADMIN),
    _of("charlie", Side.PROVIDER, "thuisbasis-oost", Role.SUBMITTER, Role.PROVIDER_ADMIN),
    _of("dora", Side.MUNICIPALITY, "apeldoorn", Role.CONTRACT_MANAGER),
    _of("eva", Side.MUNICIPALITY, "epe", Role.CONTRACT_MANAGER),
    _of("frank", Side.MUNICIPALITY, "brummen", Role.FUNCTIONAL_ADMIN),
    _of("jan", Side.MUNICIPALITY, "brummen", Role.LAWYER),
    _of("tess", Side.MUNICIPALITY, "brummen", Role.SUPERVISOR),
    _of("lea", Side.MUNICIPALITY, "brummen", Role.EXECUTIVE),
    Outsider(
        slug="rita",
        side=Side.REGION,
        place="mijov",
        roles=frozenset({Role.REGION_MANAGER}),
        granted=frozenset({"brummen", "apeldoorn", "epe"}),
    ),
    _of("rens", Side.REGION, "mijov", Role.REGION_ADMIN),
    _of("oscar", Side.PLATFORM, "platform", Role.OPERATOR),
    NOBODY,
)
