"""One value, one row of bytes: what is hashed or signed can be made again anywhere.

Lengths stand before parts that are put together, so that ("ab", "c") and ("a", "bc") differ.
The same bytes come out of PostgreSQL's `length_prefixed(text[])`.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """The value as JSON in its one shape: sorted keys, no spaces, UTF-8.

    Takes text, whole numbers, true, false, null, lists and mappings with text keys. Refuses
    the rest with TypeError; a float among it, because it reads differently elsewhere.
    """
    _refuse_ambiguous(value)
    return spelled(value)


def spelled(value: Any) -> bytes:
    """The same for a value that is known to hold nothing ambiguous."""
    return _encode(value).encode()


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
_PLAIN = frozenset({str, int, bool, type(None)})


def length_prefixed(*parts: str | bytes) -> bytes:
    """Each part with its length in bytes before it, in four bytes, the largest first."""
    joined: list[bytes] = []
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        joined += (len(raw).to_bytes(4, "big"), raw)
    return b"".join(joined)


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lowercase hexadecimal digits."""
    return sha256(data).hexdigest()


def commitment(salt: bytes, canonical: bytes) -> str:
    """Binds to the payload without giving it away; nothing is known once the salt is destroyed."""
    return sha256_hex(length_prefixed(salt, canonical))


def instant_text(instant: datetime | None) -> str:
    """ "2026-03-06T13:05:00.000000Z"; an absent instant is the empty text."""
    if instant is None:
        return ""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} heeft geen tijdzone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def _refuse_ambiguous(value: Any) -> None:
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"sleutel {key!r} is geen tekst")
        inside: Iterable[Any] = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    elif value is None or isinstance(value, str | int):  # bool is an int
        return
    else:
        raise TypeError(f"{type(value).__name__} heeft geen vaste schrijfwijze")
    for inner in inside:
        if type(inner) not in _PLAIN:
            _refuse_ambiguous(inner)
