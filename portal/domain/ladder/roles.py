"""Which of the portal's people may stand for which role that a ladder names."""

from collections.abc import Iterable, Sequence

from portal.domain import people
from portal.domain.ladder.vocabulary import Role

# Leidinggevende and bestuurder are one role in the portal (design/product.md, The people).
STANDS_FOR: dict[people.Role, tuple[Role, ...]] = {
    people.Role.CONTRACT_MANAGER: (Role.CONTRACTMANAGER,),
    people.Role.CONTRACT_KEEPER: (Role.CONTRACTBEHEERDER,),
    people.Role.LAWYER: (Role.JURIST,),
    people.Role.SUPERVISOR: (Role.TOEZICHTHOUDER,),
    people.Role.EXECUTIVE: (Role.LEIDINGGEVENDE, Role.BESTUURDER),
}


def ladder_roles(held: Iterable[people.Role]) -> tuple[Role, ...]:
    """The roles of a ladder in which somebody with these roles may act, in the ladder's order."""
    stands_for = {role for own in held for role in STANDS_FOR.get(own, ())}
    return tuple(role for role in Role if role in stands_for)


def portal_roles(role: Role) -> tuple[people.Role, ...]:
    """The portal's roles that may stand for one of a ladder."""
    return tuple(own for own, stands_for in STANDS_FOR.items() if role in stands_for)


def best_role(held: Iterable[people.Role], asked: Sequence[Role]) -> Role | None:
    """In which role somebody acts: the first that is asked, else any; None without one."""
    own = ladder_roles(held)
    return next((role for role in asked if role in own), own[0] if own else None)
