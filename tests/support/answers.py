"""What a municipality does with its only delivery, for tests that look from the provider's side."""

from datetime import date
from uuid import UUID

from tests.support import handling
from tests.support.app import Portal

WHO = {"brummen": "alice", "apeldoorn": "dora", "epe": "eva"}
QUESTION = "Wat doet u als de medewerker ziek is?"
REASON = "Wij hebben dit besproken."


def only_delivery(portal: Portal, municipality: str) -> UUID:
    """The one delivery that the municipality has."""
    found: UUID = portal.database.one(
        "SELECT d.id FROM delivery d JOIN tenant t ON t.id = d.tenant_id WHERE t.slug = %s",
        municipality,
    )
    return found


def ask_for_more(portal: Portal, municipality: str, *, by: date) -> None:
    """A contractmanager asks QUESTION."""
    delivery = only_delivery(portal, municipality)
    handling.ask(portal.database, delivery, WHO[municipality], by, municipality)


def decide(portal: Portal, municipality: str, outcome: str) -> None:
    """A contractmanager decides, because of REASON."""
    delivery = only_delivery(portal, municipality)
    handling.decide(portal.database, delivery, WHO[municipality], outcome, municipality)


def consent(portal: Portal, municipality: str, **days: str | None) -> None:
    """A contractmanager answers a stop per product: the day from which, or None for no."""
    handling.decide_stop(
        portal.database,
        only_delivery(portal, municipality),
        WHO[municipality],
        handling.consent(**days),
        municipality,
    )
