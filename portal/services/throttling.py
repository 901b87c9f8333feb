"""Slows guessing down, in PostgreSQL, so that it works the same when Redis is away.

Failures drip out of a bucket over time. Four buckets: this account from this address, this
address, this account from anywhere, everything together. When the last two are full only
somebody whose own bucket is empty may try: a rightful user under attack waits seconds at
most, while a guesser gets one try per fresh address.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from portal.adapters.database import ScopedSession
from portal.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Bucket:
    """`full` failures fill it; it drips `per_second`."""

    name: str
    full: float
    per_second: float


def _buckets(email: str, address: str) -> tuple[Bucket, Bucket, Bucket, Bucket]:
    account = hashlib.sha256(email.encode()).hexdigest()[:24]
    return (
        Bucket(f"paar:{account}:{address}", 5, 1 / 12),
        Bucket(f"adres:{address}", 50, 1),
        Bucket(f"account:{account}", 10, 1 / 30),
        Bucket("alles", 500, 5),
    )


_CHARGE = text(
    """
    INSERT INTO throttle (bucket, failures, updated_at) VALUES (:bucket, 1, :now)
    ON CONFLICT (bucket) DO UPDATE SET
      failures = greatest(0, throttle.failures
        - :per_second * greatest(0, extract(epoch FROM :now - throttle.updated_at))) + 1,
      updated_at = greatest(throttle.updated_at, :now)
    RETURNING failures
    """
)


def charge_attempt(session: ScopedSession, *, email: str, address: str, now: datetime) -> None:
    """Count an attempt before its password is looked at; raises RuleBroken("too_many").

    Counting first keeps a burst of parallel attempts from all slipping through. Unknown and
    known accounts are treated alike.
    """
    buckets = _buckets(email, address)
    pair, own_address, account, everything = (
        session.execute(
            _CHARGE, {"bucket": b.name, "per_second": b.per_second, "now": now}
        ).scalar_one()
        - 1
        for b in buckets
    )
    crowded = account >= buckets[2].full or everything >= buckets[3].full
    if pair >= buckets[0].full or own_address >= buckets[1].full or (crowded and pair >= 1):
        raise RuleBroken(
            "Er is te vaak geprobeerd om aan te melden. Wacht een minuut en probeer het opnieuw.",
            code="too_many",
        )


def forgive(session: ScopedSession, *, email: str, address: str) -> None:
    """The attempt was good: it does not count, and the own bucket is empty again."""
    pair, own_address, account, everything = _buckets(email, address)
    session.execute(text("DELETE FROM throttle WHERE bucket = :b"), {"b": pair.name})
    session.execute(
        text(
            "UPDATE throttle SET failures = greatest(0, failures - 1) WHERE bucket IN (:a, :b, :c)"
        ),
        {"a": own_address.name, "b": account.name, "c": everything.name},
    )
