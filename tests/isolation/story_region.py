"""The part of the story that plays at the region: its people, and administrators of others."""

from uuid import UUID

from portal.domain.calendar import local_date
from portal.domain.people import Organisation, Role, Side
from portal.domain.scopes import AuthScope
from portal.services import colleagues
from tests.isolation.canaries import About
from tests.isolation.story import Storyteller

# Where nobody can sign in who could let others in: the region invites the first.
ORPHANS = (
    (Side.PROVIDER, "provider", Role.PROVIDER_ADMIN),
    (Side.MUNICIPALITY, "tenant", Role.FUNCTIONAL_ADMIN),
)
ORPHAN = {"provider": "waterlicht", "tenant": "hattem"}


def tell_of_the_region(teller: Storyteller) -> None:
    """People of the region in every state, and organisations without an administrator."""
    region = teller.database.one("SELECT id FROM region")
    own = Organisation(side=Side.REGION, region_id=region)
    invited(teller, own, Role.REGION_MANAGER, "uitgenodigd")
    blocked(teller, invited(teller, own, Role.REGION_MANAGER, "geblokkeerd"))
    ended(teller, invited(teller, own, Role.REGION_MANAGER, "voorbij"))
    # Somebody who can sign in, and whom no municipality lets in yet.
    newcomer = invited(teller, own, Role.REGION_MANAGER, "nieuw")
    teller.database.admin.execute(
        "UPDATE account SET name = 'Aagje Proef', email = 'aagje@voorbeeld.example',"
        " password_hash = (SELECT password_hash FROM account"
        " WHERE slug = 'rita') WHERE id = %s",
        (newcomer,),
    )
    for side, table, role in ORPHANS:
        place = teller.database.one(f"SELECT id FROM {table} WHERE slug = %s", ORPHAN[table])
        teller.database.admin.execute(
            f"UPDATE membership SET blocked_at = %s WHERE {table}_id = %s AND role = %s",
            (teller.now, place, role.value),
        )
        there = Organisation(
            side=side,
            tenant_id=place if side is Side.MUNICIPALITY else None,
            provider_id=place if side is Side.PROVIDER else None,
        )
        invited(teller, there, role, "uitgenodigd")
        ended(teller, invited(teller, there, role, "voorbij"))
        teller.later()


def tell_of_the_platform(teller: Storyteller) -> None:
    """Something that was given up."""
    teller.work()
    teller.database.admin.execute(
        "UPDATE outbox SET state = 'dood', done_at = NULL, attempts = 6, last_error = 'MailFailed'"
        " WHERE id = (SELECT min(id) FROM outbox WHERE effect LIKE 'mail_%')"
    )


def invited(teller: Storyteller, place: Organisation, role: Role, what: str) -> UUID:
    """Invited by Rens, and not yet come."""
    rens = colleagues.Manager(
        account_id=teller.database.account("rens"),
        name=teller.actor("rens").name,
        roles=frozenset({Role.REGION_ADMIN}),
    )
    word = teller.story.aviary.mint(About.REGISTER, f"{what} adres", [])
    with teller.database.scoped(AuthScope()) as session:
        return colleagues.invite(
            session, place, rens, name=f"{what.capitalize()} Proef",
            email=f"{word}@voorbeeld.example", role=role,
            period=colleagues.Period(from_on=local_date(teller.now)), now=teller.now,
        )  # fmt: skip


def blocked(teller: Storyteller, account: UUID) -> None:
    teller.database.admin.execute(
        "UPDATE membership SET blocked_at = %s WHERE account_id = %s", (teller.now, account)
    )


def ended(teller: Storyteller, account: UUID) -> None:
    """Had the role until some days ago."""
    teller.database.admin.execute(
        "UPDATE membership SET from_on = '2025-01-01', until_on = '2025-12-31' WHERE account_id = %s",
        (account,),
    )
