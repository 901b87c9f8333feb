"""Slows guessing down, in PostgreSQL, so that it works the same when Redis is away.

Guesses drip out of a bucket over time; a guess that would overflow one is refused and costs
nothing, so nobody is kept out by his own impatience. Buckets: this account from this address,
this address, this account from anywhere, everything together. When one of the last three is
full, each account may still be tried once a minute from each address: a rightful user under
attack gets in at the first try, while a guesser gets one guess a minute per fresh address.
A browser that signed in to the account before has a bucket of its own, so that not even an
attack from the same office can keep its user out.
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from portal.adapters.database import ScopedSession
from portal.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Who knocks: the address that was typed, where from, and the device's own mark.

    `device` is set only for a browser that signed in to this very account before.
    """

    email: str
    address: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Bucket:
    """`full` guesses fill it; it drips `per_second`."""

    name: str
    full: float
    per_second: float


def _own(attempt: Attempt) -> list[Bucket]:
    """The buckets of this account at this place; over one of them is refused."""
    account = _digest(attempt.email)
    if attempt.device:
        return [Bucket(f"toestel:{account}:{_digest(attempt.device)}", 5, 1 / 12)]
    return [Bucket(f"paar:{account}:{network_of(attempt.address)}", 5, 1 / 12)]


def _slow_lane(attempt: Attempt) -> Bucket:
    return Bucket(f"traag:{_digest(attempt.email)}:{network_of(attempt.address)}", 1, 1 / 60)


def _shared(attempt: Attempt) -> list[Bucket]:
    """The buckets that others fill too; over one of them there is the slow lane."""
    if attempt.device:
        return []
    return [
        Bucket(f"adres:{network_of(attempt.address)}", 50, 1),
        Bucket(f"account:{_digest(attempt.email)}", 10, 1 / 30),
        Bucket("alles", 500, 5),
    ]


# Levels as they are now, each row locked until the commit, always in the same order.
_LEVELS = text(
    """
    INSERT INTO throttle (bucket, failures, updated_at)
    SELECT b.name, 0, CAST(:now AS timestamptz)
    FROM unnest(CAST(:names AS text[]), CAST(:rates AS float[])) WITH ORDINALITY
      AS b (name, rate, n)
    ORDER BY b.n
    ON CONFLICT (bucket) DO UPDATE SET
      failures = greatest(0, throttle.failures - (
        SELECT r.rate FROM unnest(CAST(:names AS text[]), CAST(:rates AS float[])) AS r (name, rate)
        WHERE r.name = throttle.bucket LIMIT 1
      ) * greatest(0, extract(epoch FROM CAST(:now AS timestamptz) - throttle.updated_at))),
      updated_at = greatest(throttle.updated_at, CAST(:now AS timestamptz))
    RETURNING bucket, failures
    """
)
_FILL = text(
    """
    UPDATE throttle SET failures = least(b.most, throttle.failures + 1)
    FROM unnest(CAST(:names AS text[]), CAST(:most AS float[])) AS b (name, most)
    WHERE throttle.bucket = b.name
    """
)


def charge_attempt(session: ScopedSession, attempt: Attempt, now: datetime) -> None:
    """Count a guess before its password is looked at; raises RuleBroken("too_many").

    The caller commits before it looks at the password, so that no guess waits for another, and
    rolls back when it is refused. Known and unknown accounts are treated alike.
    """
    own, slow, shared = _own(attempt), _slow_lane(attempt), _shared(attempt)
    every = [*own, *([slow] if shared else []), *shared]
    levels = _levels(session, every, now)
    crowded = any(_is_full(levels, bucket) for bucket in shared)
    if any(_is_full(levels, bucket) for bucket in own) or (crowded and _is_full(levels, slow)):
        raise too_many()
    _fill(session, every)


def charge(session: ScopedSession, buckets: Sequence[Bucket], now: datetime) -> bool:
    """Count one in each of some buckets, or, when one of them is full, in none; whether it did."""
    levels = _levels(session, buckets, now)
    if any(_is_full(levels, bucket) for bucket in buckets):
        return False
    _fill(session, buckets)
    return True


def forgive(session: ScopedSession, attempt: Attempt) -> None:
    """The attempt was good: it does not count, and the own buckets are empty again."""
    own = [bucket.name for bucket in (*_own(attempt), _slow_lane(attempt))]
    session.execute(text("DELETE FROM throttle WHERE bucket = ANY(:own)"), {"own": own})
    for bucket in _shared(attempt):
        session.execute(
            text("UPDATE throttle SET failures = greatest(0, failures - 1) WHERE bucket = :bucket"),
            {"bucket": bucket.name},
        )


def too_many() -> RuleBroken:
    """The same words for everybody."""
    return RuleBroken(
        "Er is te vaak geprobeerd om aan te melden. Wacht een minuut en probeer het opnieuw.",
        code="too_many",
    )


def network_of(address: str) -> str:
    """The address, or of IPv6 the /64 that one household or office has for itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "onbekend"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def password_buckets(account_id: object) -> list[Bucket]:
    """For a signed-in person who is asked for the own password."""
    return [Bucket(f"eigen:{account_id}", 5, 1 / 12)]


def mail_bucket(email: str) -> list[Bucket]:
    """New passwords by mail: three at once, then one in twenty minutes."""
    return [Bucket(f"vergeten:{_digest(email)}", 3, 1 / 1200)]


def mail_address_bucket(address: str) -> list[Bucket]:
    """The same, for all accounts from one address."""
    return [Bucket(f"vergeten-adres:{network_of(address)}", 20, 1 / 30)]


def _levels(session: ScopedSession, buckets: Sequence[Bucket], now: datetime) -> dict[str, float]:
    rows = session.execute(
        _LEVELS,
        {
            "names": [bucket.name for bucket in buckets],
            "rates": [float(bucket.per_second) for bucket in buckets],
            "now": now,
        },
    )
    return {row.bucket: row.failures for row in rows}


def _is_full(levels: dict[str, float], bucket: Bucket) -> bool:
    """Whether one more would not fit; a rounding of the drip is none of anybody's business."""
    return levels[bucket.name] + 1 > bucket.full + 1e-6


def _fill(session: ScopedSession, buckets: Sequence[Bucket]) -> None:
    session.execute(
        _FILL,
        {
            "names": [bucket.name for bucket in buckets],
            "most": [float(bucket.full) for bucket in buckets],
        },
    )


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:24]
