"""The colleagues of a provider."""

from portal.domain.people import ROLES_OF, Side
from portal.domain.policies import Permission
from portal.web.access import desk
from portal.web.pages import desk_name
from portal.web.people import PeoplePages, Place, Words
from portal.web.provider.blueprint import blueprint


def place() -> Place:
    """The provider of this desk."""
    here = desk().membership
    return Place(
        organisation=here.organisation, name=desk_name(here), roles=ROLES_OF[Side.PROVIDER]
    )


colleagues = PeoplePages(
    blueprint,
    Permission.MANAGE_COLLEAGUES,
    at="/collegas",
    name="colleagues",
    words=Words(
        title="Collega's",
        lead="Wie er voor uw organisatie in het portaal werkt. Iedereen ziet alle gemeenten.",
        invite="Collega uitnodigen",
        empty="U werkt hier nog alleen. Nodig een collega uit.",
    ),
    place=place,
)
