"""Acts of a provider's people, for tests about what the municipality does next."""

from datetime import date
from typing import Any
from uuid import uuid4

from portal.domain.calendar import local_date
from portal.queries.provider_facts import facts_of
from portal.services import following
from portal.services.recording import Actor
from tests.support.app import Portal
from tests.support.handling import delivery_id, version
from tests.support.submitting import PROVIDER_OF, answers_for

KIND_OF = {"VP": "verbeterplan", "CS": "clientenstop", "CM": "continuiteitsmelding"}


def complete_as(
    portal: Portal, who: str, reference: str, municipality: str, **changes: Any
) -> None:
    """Answer the question of a municipality, and let the worker catch up."""
    complete_only(portal, who, reference, municipality, **changes)
    portal.work()


def complete_only(
    portal: Portal, who: str, reference: str, municipality: str, **changes: Any
) -> None:
    """Answer, and leave the worker for later."""
    database = portal.database
    scope = database.provider(PROVIDER_OF[who], who)
    with database.scoped(scope) as session:
        following.complete(
            session,
            scope,
            delivery_id(database, reference, municipality),
            key=uuid4(),
            answers=answers_for(KIND_OF[reference[:2]], municipality, **changes),
            municipality=municipality,
            files=[],
            explanation="Zoals gevraagd.",
            facts=facts_of(session, scope, local_date(session.legal_now)),
            actor=Actor(who.capitalize(), scope.account_id),
        )


def withdraw_as(portal: Portal, who: str, reference: str, municipality: str) -> None:
    """Take a submission back at one municipality, and let the worker catch up."""
    withdraw_only(portal, who, reference, municipality)
    portal.work()


def withdraw_only(portal: Portal, who: str, reference: str, municipality: str) -> None:
    """Take it back, and leave the worker for later."""
    database = portal.database
    scope = database.provider(PROVIDER_OF[who], who)
    delivery = delivery_id(database, reference, municipality)
    with database.scoped(scope) as session:
        following.withdraw(
            session, scope, delivery, version=version(database, delivery),
            reason="Het is niet meer nodig.", actor=Actor(who.capitalize(), scope.account_id),
        )  # fmt: skip


def ask_lift_as(
    portal: Portal, who: str, reference: str, municipality: str, wished_on: date
) -> None:
    """Ask to lift a stop, and let the worker catch up."""
    database = portal.database
    scope = database.provider(PROVIDER_OF[who], who)
    delivery = delivery_id(database, reference, municipality)
    with database.scoped(scope) as session:
        following.ask_lift(
            session, scope, delivery, version=version(database, delivery),
            reason="Er is weer personeel.", wished_on=wished_on,
            actor=Actor(who.capitalize(), scope.account_id),
        )  # fmt: skip
    portal.work()
