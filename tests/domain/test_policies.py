"""What each role may, and what it may hand out: the table of roles, in full."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.people import ROLES_OF, Role, Side
from portal.domain.policies import (
    Permission,
    check_first_admin,
    check_may,
    check_may_block,
    check_may_grant,
    grantable,
    manageable,
    may,
    may_block,
)

PROVIDER = {Permission.SUBMIT, Permission.FOLLOW}
WATCHER = {
    Permission.ENTER,
    Permission.SEE_WORK,
    Permission.SEE_CONTRACTS,
    Permission.SEE_DOSSIERS,
    Permission.TAKE_STEPS,
    Permission.SIGN_ALONG,
}
MAY: dict[Role, set[Permission]] = {
    Role.SUBMITTER: PROVIDER,
    Role.PROVIDER_ADMIN: PROVIDER | {Permission.MANAGE_COLLEAGUES},
    Role.CONTRACT_MANAGER: WATCHER
    | {
        Permission.HANDLE,
        Permission.RECORD_ELSEWHERE,
        Permission.WORK_ON_DOSSIERS,
        Permission.LOOK_ALONG,
    },
    Role.CONTRACT_KEEPER: WATCHER | {Permission.RECORD_ELSEWHERE},
    Role.LAWYER: WATCHER | {Permission.LOOK_ALONG},
    Role.SUPERVISOR: WATCHER | {Permission.LOOK_ALONG},
    Role.EXECUTIVE: WATCHER | {Permission.LOOK_ALONG},
    Role.FUNCTIONAL_ADMIN: {
        Permission.ENTER,
        Permission.CONFIGURE,
        Permission.MANAGE_PEOPLE,
        Permission.SEE_CONTRACTS,
    },
    Role.REGION_MANAGER: {Permission.REGION_OVERVIEW, Permission.REGION_INSIGHT},
    Role.REGION_ADMIN: {Permission.REGION_OVERVIEW, Permission.REGION_MANAGE},
    Role.OPERATOR: {Permission.OPERATE},
}
NOTHING: dict[Side, tuple[Role, ...]] = {}
HANDS_OUT: dict[Role, dict[Side, tuple[Role, ...]]] = dict.fromkeys(Role, NOTHING) | {
    Role.PROVIDER_ADMIN: {Side.PROVIDER: (Role.SUBMITTER, Role.PROVIDER_ADMIN)},
    Role.FUNCTIONAL_ADMIN: {Side.MUNICIPALITY: ROLES_OF[Side.MUNICIPALITY]},
    Role.REGION_ADMIN: {
        Side.PROVIDER: (Role.PROVIDER_ADMIN,),
        Side.MUNICIPALITY: (Role.FUNCTIONAL_ADMIN,),
        Side.REGION: (Role.REGION_MANAGER,),
    },
    Role.OPERATOR: {Side.REGION: (Role.REGION_ADMIN,)},
}


def allowed(check: Callable[..., None], *arguments: Any, **more: Any) -> bool:
    """Whether the check lets it pass."""
    try:
        check(*arguments, **more)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says_and_nothing_else(role: Role) -> None:
    assert {permission for permission in Permission if may({role}, permission)} == MAY[role]


def test_without_a_role_nothing_is_allowed() -> None:
    assert [permission for permission in Permission if may(frozenset(), permission)] == []


def test_permissions_of_several_roles_add_up() -> None:
    roles = {Role.LAWYER, Role.FUNCTIONAL_ADMIN}
    check_may(roles, Permission.SEE_WORK)
    check_may(roles, Permission.CONFIGURE)
    with pytest.raises(NotAllowed):
        check_may(roles, Permission.HANDLE)


def test_a_refusal_says_who_can() -> None:
    with pytest.raises(NotAllowed, match="Vraag het aan een functioneel beheerder") as refused:
        check_may({Role.CONTRACT_MANAGER}, Permission.CONFIGURE)
    assert refused.value.code == "role_missing"


@pytest.mark.parametrize("role", Role)
def test_a_role_hands_out_what_the_table_says_and_nothing_else(role: Role) -> None:
    for side in Side:
        expected = set(HANDS_OUT[role].get(side, ()))
        given = {
            other for other in Role if allowed(check_may_grant, {role}, other, side, to_self=False)
        }
        assert given == set(grantable({role}, side)) == expected


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_the_own_rights(role: Role) -> None:
    for side in Side:
        for given in Role:
            assert not allowed(check_may_grant, {role}, given, side, to_self=True)
        assert not allowed(check_may_block, {role}, side, ROLES_OF[side], to_self=True)
        assert not may_block({role}, side, ROLES_OF[side], to_self=True)


@pytest.mark.parametrize("role", Role)
def test_a_role_blocks_exactly_the_roles_that_it_hands_out(role: Role) -> None:
    for side in Side:
        blocks = {
            other
            for other in Role
            if allowed(check_may_block, {role}, side, [other], to_self=False)
        }
        assert blocks == set(HANDS_OUT[role].get(side, ()))
        assert blocks == {r for r in Role if may_block({role}, side, [r], to_self=False)}


def test_the_region_takes_from_somebody_only_the_role_that_it_may_give() -> None:
    theirs = [Role.FUNCTIONAL_ADMIN, Role.CONTRACT_MANAGER]
    assert manageable({Role.REGION_ADMIN}, Side.MUNICIPALITY, theirs) == (Role.FUNCTIONAL_ADMIN,)
    assert manageable({Role.REGION_ADMIN}, Side.MUNICIPALITY, [Role.LAWYER]) == ()
    assert manageable({Role.REGION_ADMIN}, Side.REGION, [Role.REGION_ADMIN]) == ()


@pytest.mark.parametrize("side", [Side.PROVIDER, Side.MUNICIPALITY])
def test_the_region_invites_the_first_administrator_and_no_second_one(side: Side) -> None:
    check_first_admin({Role.REGION_ADMIN}, side, able=[])
    with pytest.raises(RuleBroken, match="Vera Winter") as refused:
        check_first_admin({Role.REGION_ADMIN}, side, able=["Vera Winter"])
    assert refused.value.code == "has_admin"


def test_an_organisation_invites_as_many_as_it_likes() -> None:
    check_first_admin({Role.PROVIDER_ADMIN}, Side.PROVIDER, able=["Vera Winter"])
    check_first_admin({Role.FUNCTIONAL_ADMIN}, Side.MUNICIPALITY, able=["Vera Winter"])
    check_first_admin({Role.REGION_ADMIN}, Side.REGION, able=["Rita Overzicht"])
