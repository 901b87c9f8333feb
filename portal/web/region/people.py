"""People that the region manages: its own, and the first administrator of each organisation."""

from flask import request

from portal.domain.people import ROLES_OF, Organisation, Role, Side
from portal.domain.policies import Permission
from portal.queries.region import municipality_at, provider_at
from portal.web.access import desk, desk_session
from portal.web.people import PeoplePages, Place, Words
from portal.web.region.blueprint import blueprint, region_scope


def own_place() -> Place:
    """The region itself."""
    here = desk().membership
    return Place(organisation=here.organisation, name=here.place_name, roles=ROLES_OF[Side.REGION])


def provider_place() -> Place:
    """The provider that the path names; of its people only the administrators are shown."""
    slug = str((request.view_args or {})["aanbieder"])
    found = provider_at(desk_session(), region_scope(), slug)
    return Place(
        organisation=Organisation(side=Side.PROVIDER, provider_id=found.id),
        name=found.name,
        roles=(Role.PROVIDER_ADMIN,),
    )


def municipality_place() -> Place:
    """The municipality that the path names; likewise."""
    slug = str((request.view_args or {})["gemeente"])
    found = municipality_at(desk_session(), region_scope(), slug)
    return Place(
        organisation=found.organisation,
        name=f"Gemeente {found.name}",
        roles=(Role.FUNCTIONAL_ADMIN,),
    )


ADMINISTRATORS = Words(
    title="Beheerders",
    lead="U nodigt de eerste beheerder uit. Daarna nodigt de organisatie zelf haar mensen uit.",
    invite="Eerste beheerder uitnodigen",
    empty="Er is nog geen beheerder. Nodig er een uit.",
)

people = PeoplePages(
    blueprint,
    Permission.REGION_MANAGE,
    at="/mensen",
    name="people",
    words=Words(
        title="Mensen",
        lead="Wie er voor de regio in het portaal werkt. Gemeenten bepalen zelf wie van de regio "
        "bij hen mag meekijken.",
        invite="Regionaal contractmanager uitnodigen",
        empty="Er werkt nog niemand voor de regio.",
    ),
    place=own_place,
)
provider_admins = PeoplePages(
    blueprint,
    Permission.REGION_MANAGE,
    at="/aanbieders/<aanbieder>/beheerders",
    name="provider_admins",
    words=ADMINISTRATORS,
    place=provider_place,
)
municipality_admins = PeoplePages(
    blueprint,
    Permission.REGION_MANAGE,
    at="/gemeenten/<gemeente>/beheerders",
    name="municipality_admins",
    words=ADMINISTRATORS,
    place=municipality_place,
)
