"""Acts of a municipality's people, for tests that are about something else."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from portal.domain.submissions.kinds.clientenstop import PRODUCTS, outcome_of
from portal.services import deciding, handling, questions
from portal.services.recording import Actor
from tests.support.database import TestDatabase


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def actor(database: TestDatabase, who: str) -> Actor:
    """Somebody of the cast, as the time line names them."""
    account = database.account(who)
    return Actor(database.one("SELECT name FROM account WHERE id = %s", account), account)


def delivery_id(database: TestDatabase, reference: str, municipality: str) -> UUID:
    """The part of a submission that one municipality handles."""
    found: UUID = database.one(
        "SELECT d.id FROM delivery d JOIN tenant t ON t.id = d.tenant_id"
        " WHERE d.reference = %s AND t.slug = %s",
        reference,
        municipality,
    )
    return found


def column(database: TestDatabase, delivery: UUID, name: str) -> Any:
    """One column of a delivery, as it stands in the table."""
    return database.one(f"SELECT {name} FROM delivery WHERE id = %s", delivery)


def version(database: TestDatabase, delivery: UUID) -> int:
    return int(column(database, delivery, "version"))


def take(database: TestDatabase, delivery: UUID, who: str, municipality: str = "brummen") -> None:
    """Take it in hand."""
    scope = database.tenant(municipality, who)
    with database.scoped(scope) as session:
        handling.take(
            session, scope, delivery, version=version(database, delivery),
            actor=actor(database, who),
        )  # fmt: skip


def ask(
    database: TestDatabase, delivery: UUID, who: str, answer_by: date,
    municipality: str = "brummen",
) -> None:  # fmt: skip
    """Ask the provider for more."""
    scope = database.tenant(municipality, who)
    with database.scoped(scope) as session:
        questions.ask_completion(
            session, scope, delivery, version=version(database, delivery),
            question="Wat doet u als de medewerker ziek is?", answer_by=answer_by,
            actor=actor(database, who),
        )  # fmt: skip


def consent(**days: str | None) -> dict[str, Any]:
    """The details of a decision on a stop: product to the day from which, None for no consent."""
    return {
        PRODUCTS: {
            code: {"toegestemd": True, "vanaf": day} if day else {"toegestemd": False}
            for code, day in days.items()
        }
    }


def decide_stop(
    database: TestDatabase, delivery: UUID, who: str, details: dict[str, Any],
    municipality: str = "brummen",
) -> None:  # fmt: skip
    """Decide on a stop, product by product."""
    scope = database.tenant(municipality, who)
    with database.scoped(scope) as session:
        deciding.decide(
            session, scope, delivery, version=version(database, delivery),
            outcome=outcome_of(details, list(details[PRODUCTS])), details=details,
            reason="Wij hebben dit besproken.", actor=actor(database, who),
        )  # fmt: skip


def decide(
    database: TestDatabase, delivery: UUID, who: str, outcome: str,
    municipality: str = "brummen",
) -> None:  # fmt: skip
    """Decide on anything else."""
    scope = database.tenant(municipality, who)
    with database.scoped(scope) as session:
        deciding.decide(
            session, scope, delivery, version=version(database, delivery), outcome=outcome,
            details={}, reason="Wij hebben dit besproken.", actor=actor(database, who),
        )  # fmt: skip


def reopen(database: TestDatabase, delivery: UUID, who: str, municipality: str = "brummen") -> None:
    """Take a closed delivery up again."""
    scope = database.tenant(municipality, who)
    with database.scoped(scope) as session:
        deciding.reopen(
            session, scope, delivery, version=version(database, delivery),
            reason="Er kwam nieuwe informatie.", actor=actor(database, who),
        )  # fmt: skip


def clock(database: TestDatabase, delivery: UUID, name: str) -> tuple[str, date, str]:
    """State, last day and the last sentence of one clock."""
    state, due_on, stored = database.rows(
        "SELECT state, due_on, clock FROM deadline WHERE delivery_id = %s AND name = %s",
        delivery,
        name,
    )[0]
    sentences = [change["sentence"] for change in stored["changes"]]
    return state, due_on, sentences[-1] if sentences else ""
