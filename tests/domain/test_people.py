"""What people are where, from when until when."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.people import (
    ROLE_NAMES,
    ROLES_OF,
    Membership,
    Person,
    Role,
    Side,
    check_name,
)
from portal.domain.scopes import AccountId

TODAY = date(2026, 3, 6)
DAY = timedelta(days=1)


def membership(
    role: Role = Role.CONTRACT_MANAGER,
    *,
    side: Side = Side.MUNICIPALITY,
    place: str = "brummen",
    from_on: date = TODAY,
    until_on: date | None = None,
    blocked: bool = False,
) -> Membership:
    return Membership(
        side=side,
        role=role,
        place=place,
        place_name=place.capitalize(),
        from_on=from_on,
        until_on=until_on,
        blocked=blocked,
    )


def person(*memberships: Membership) -> Person:
    return Person(
        account_id=AccountId(UUID(int=1)),
        name="Alice",
        email="alice@brummen.example",
        memberships=memberships,
    )


@pytest.mark.parametrize(
    ("held", "holds"),
    [
        (membership(from_on=TODAY), True),
        (membership(from_on=TODAY + DAY), False),
        (membership(from_on=TODAY - DAY, until_on=TODAY), True),
        (membership(from_on=TODAY - DAY, until_on=TODAY - DAY), False),
        (membership(from_on=TODAY, until_on=TODAY), True),
        (membership(blocked=True), False),
    ],
)
def test_a_role_counts_from_its_first_to_its_last_day_and_not_when_blocked(
    held: Membership, holds: bool
) -> None:
    assert held.holds_on(TODAY) is holds


def test_roles_are_those_of_one_organisation() -> None:
    alice = person(
        membership(Role.CONTRACT_MANAGER),
        membership(Role.LAWYER),
        membership(Role.EXECUTIVE, place="epe"),
        membership(Role.SUBMITTER, side=Side.PROVIDER, place="brummen"),
    )
    assert alice.roles_at(Side.MUNICIPALITY, "brummen") == {Role.CONTRACT_MANAGER, Role.LAWYER}
    assert alice.roles_at(Side.PROVIDER, "brummen") == {Role.SUBMITTER}
    assert alice.roles_at(Side.REGION, "brummen") == frozenset()


def test_where_a_person_does_not_belong_there_is_no_membership() -> None:
    alice = person(membership())
    assert alice.at(Side.MUNICIPALITY, "epe") is None
    assert alice.at(Side.PROVIDER, "brummen") is None
    assert alice.at(Side.MUNICIPALITY, "brummen") == membership()


def test_there_is_one_desk_per_organisation_in_order_of_side_and_name() -> None:
    alice = person(
        membership(place="epe"),
        membership(Role.REGION_ADMIN, side=Side.REGION, place="regio"),
        membership(Role.LAWYER, place="brummen"),
        membership(Role.CONTRACT_MANAGER, place="brummen"),
        membership(Role.SUBMITTER, side=Side.PROVIDER, place="zorg"),
    )
    assert [desk.place for desk in alice.desks] == ["zorg", "brummen", "epe", "regio"]


def test_every_role_has_a_name_and_belongs_to_one_side() -> None:
    assert set(ROLE_NAMES) == set(Role)
    sides = [role for roles in ROLES_OF.values() for role in roles]
    assert sorted(sides) == sorted(Role)


@pytest.mark.parametrize(
    "name", ["Fatma Yılmaz", "J.P. de Vries", "Anne-Marie O'Neill", "Łukasz Żak", "K. (Kees) Bos"]
)
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    assert check_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "http://evil.example", "Bel 06", "www.evil.nl", "a@b.nl", "<b>Jan", "J" * 121,
     "Jan\\n", "[link]", "Ga naar evil.nl"],
)  # fmt: skip
def test_a_name_holds_no_address_and_no_marks_of_a_link(name: str) -> None:
    with pytest.raises(RuleBroken):
        check_name(name)
