"""Who may do what: `check_may_x` refuses with a sentence, `may` says it as a bool."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.people import ROLE_NAMES, ROLES_OF, Role, Side


class Permission(StrEnum):
    """What a view asks of the person at its desk."""

    # provider
    SUBMIT = "indienen"
    FOLLOW = "volgen"
    MANAGE_COLLEAGUES = "collega's beheren"
    # municipality
    ENTER = "binnenkomen"
    SEE_WORK = "werk zien"
    HANDLE = "behandelen"
    RECORD_ELSEWHERE = "meldingen vastleggen"
    SEE_CONTRACTS = "overeenkomsten zien"
    SEE_DOSSIERS = "dossiers zien"
    WORK_ON_DOSSIERS = "dossiers behandelen"
    TAKE_STEPS = "stappen zetten"
    SIGN_ALONG = "meetekenen"
    LOOK_ALONG = "meekijken"
    CONFIGURE = "inrichten"
    MANAGE_PEOPLE = "mensen beheren"
    # region
    REGION_OVERVIEW = "regio zien"
    REGION_INSIGHT = "in gemeenten meekijken"
    REGION_MANAGE = "regio beheren"
    # platform
    OPERATE = "platform beheren"


_HANDLERS = (Role.CONTRACT_MANAGER,)
_WATCHERS = (
    Role.CONTRACT_MANAGER,
    Role.CONTRACT_KEEPER,
    Role.LAWYER,
    Role.SUPERVISOR,
    Role.EXECUTIVE,
)

GRANTED: dict[Permission, frozenset[Role]] = {
    Permission.SUBMIT: frozenset({Role.SUBMITTER, Role.PROVIDER_ADMIN}),
    Permission.FOLLOW: frozenset({Role.SUBMITTER, Role.PROVIDER_ADMIN}),
    Permission.MANAGE_COLLEAGUES: frozenset({Role.PROVIDER_ADMIN}),
    Permission.ENTER: frozenset(ROLES_OF[Side.MUNICIPALITY]),
    Permission.SEE_WORK: frozenset(_WATCHERS),
    Permission.HANDLE: frozenset(_HANDLERS),
    Permission.RECORD_ELSEWHERE: frozenset({Role.CONTRACT_MANAGER, Role.CONTRACT_KEEPER}),
    Permission.SEE_CONTRACTS: frozenset({*_WATCHERS, Role.FUNCTIONAL_ADMIN}),
    Permission.SEE_DOSSIERS: frozenset(_WATCHERS),
    Permission.WORK_ON_DOSSIERS: frozenset({Role.CONTRACT_MANAGER}),
    # Whom the ladder names takes a step or signs along; the ladder itself refuses the others.
    Permission.TAKE_STEPS: frozenset(_WATCHERS),
    Permission.SIGN_ALONG: frozenset(_WATCHERS),
    Permission.LOOK_ALONG: frozenset(
        {Role.CONTRACT_MANAGER, Role.LAWYER, Role.SUPERVISOR, Role.EXECUTIVE}
    ),
    Permission.CONFIGURE: frozenset({Role.FUNCTIONAL_ADMIN}),
    Permission.MANAGE_PEOPLE: frozenset({Role.FUNCTIONAL_ADMIN}),
    Permission.REGION_OVERVIEW: frozenset({Role.REGION_MANAGER, Role.REGION_ADMIN}),
    Permission.REGION_INSIGHT: frozenset({Role.REGION_MANAGER}),
    Permission.REGION_MANAGE: frozenset({Role.REGION_ADMIN}),
    Permission.OPERATE: frozenset({Role.OPERATOR}),
}

# Which roles somebody may hand out, and on which side.
MAY_GRANT: dict[Role, dict[Side, tuple[Role, ...]]] = {
    Role.PROVIDER_ADMIN: {Side.PROVIDER: ROLES_OF[Side.PROVIDER]},
    Role.FUNCTIONAL_ADMIN: {Side.MUNICIPALITY: ROLES_OF[Side.MUNICIPALITY]},
    Role.REGION_ADMIN: {
        Side.PROVIDER: (Role.PROVIDER_ADMIN,),
        Side.MUNICIPALITY: (Role.FUNCTIONAL_ADMIN,),
        Side.REGION: (Role.REGION_MANAGER,),
    },
    Role.OPERATOR: {Side.REGION: (Role.REGION_ADMIN,)},
}

# Who lets only the first administrator in: from then on the organisation manages its own people.
FIRST_ONLY: dict[Role, frozenset[Side]] = {
    Role.REGION_ADMIN: frozenset({Side.PROVIDER, Side.MUNICIPALITY}),
}


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of these roles carries the permission."""
    return not GRANTED[permission].isdisjoint(roles)


def check_may(roles: Iterable[Role], permission: Permission) -> None:
    """Raise NotAllowed with a sentence that says who can."""
    if not may(roles, permission):
        who = " of ".join(ROLE_NAMES[role].lower() for role in Role if role in GRANTED[permission])
        raise NotAllowed(
            f"Uw rol past hier niet bij. Vraag het aan een {who}.", code="role_missing"
        )


def grantable(roles: Iterable[Role], side: Side) -> tuple[Role, ...]:
    """The roles that somebody with these roles may hand out on a side."""
    found = [role for own in roles for role in MAY_GRANT.get(own, {}).get(side, ())]
    return tuple(role for role in Role if role in found)


def check_may_grant(roles: Iterable[Role], role: Role, side: Side, *, to_self: bool) -> None:
    """Nobody raises the own rights, and nobody hands out what is not his to give."""
    if to_self:
        raise NotAllowed(
            "U kunt uw eigen rollen niet wijzigen. Vraag het aan een andere beheerder.",
            code="own_rights",
        )
    if role not in grantable(roles, side):
        raise NotAllowed(
            f"U kunt de rol {ROLE_NAMES[role].lower()} hier niet geven.", code="role_not_grantable"
        )


def may_invite_first(roles: Iterable[Role], side: Side, *, able: Sequence[str]) -> bool:
    """Whether `check_first_admin` lets it pass."""
    givers = [role for role in roles if grantable([role], side)]
    return not able or not all(side in FIRST_ONLY.get(role, ()) for role in givers)


def check_first_admin(roles: Iterable[Role], side: Side, *, able: Sequence[str]) -> None:
    """The region invites an organisation's first administrator only.

    `able` names the administrators there who can sign in today.
    """
    if not may_invite_first(roles, side, able=able):
        raise RuleBroken(
            f"Deze organisatie heeft al een beheerder die kan aanmelden: {', '.join(able)}. "
            "Vraag die om de uitnodiging.",
            code="has_admin",
            path="email",
        )


def manageable(roles: Iterable[Role], side: Side, theirs: Iterable[Role]) -> tuple[Role, ...]:
    """Of somebody's roles on a side those that a manager with these roles may take away."""
    held = set(theirs)
    return tuple(role for role in grantable(roles, side) if role in held)


def may_block(roles: Iterable[Role], side: Side, theirs: Iterable[Role], *, to_self: bool) -> bool:
    """Whether `check_may_block` lets it pass."""
    return not to_self and bool(manageable(roles, side, theirs))


def check_may_block(
    roles: Iterable[Role], side: Side, theirs: Iterable[Role], *, to_self: bool
) -> None:
    """Who hands a role out may block it; blocking oneself would leave nobody to undo it."""
    if to_self:
        raise NotAllowed(
            "U kunt uzelf niet blokkeren. Vraag het aan een andere beheerder.", code="own_rights"
        )
    if not manageable(roles, side, theirs):
        raise NotAllowed(
            "U beheert de rollen van deze persoon hier niet.", code="role_not_grantable"
        )
