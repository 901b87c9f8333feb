"""Chains and signatures to judge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from portal.domain.evidence import (
    GENESIS,
    Entry,
    Opened,
    SignedHead,
    canonical_bytes,
    commitment,
    entry_hash,
    head_message,
    key_id,
)

BRUMMEN = "018f2d3c-0000-7000-8000-00000000b001"
EPE = "018f2d3c-0000-7000-8000-00000000b002"
T0 = datetime(2026, 3, 6, 13, 5, tzinfo=UTC)
SALT = b"0123456789abcdef"
KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def payload(seq: int) -> dict[str, Any]:
    return {"delivery": f"D-{seq}", "type": "ontvangen", "data": {"nummer": seq}}


def link(previous: Entry | None, *, tenant: str = BRUMMEN, **changes: Any) -> Entry:
    """The entry that follows, sound unless a field is changed; its hash fits the fields."""
    seq = previous.seq + 1 if previous else 1
    fields: dict[str, Any] = {
        "tenant": tenant,
        "seq": seq,
        "type": "ontvangen",
        "object": f"delivery:{seq}",
        "commitment": commitment(SALT, canonical_bytes(payload(seq))),
        "received_at": T0 + timedelta(minutes=seq),
        "recorded_at": T0 + timedelta(minutes=seq),
        "actor": "portaal",
        "prev_hash": previous.entry_hash if previous else GENESIS,
        "entry_hash": "",
    }
    entry = Entry(**(fields | changes))
    return replace(entry, entry_hash=entry_hash(entry))


def chain(length: int) -> list[Entry]:
    """A sound chain."""
    entries: list[Entry] = []
    for _ in range(length):
        entries.append(link(entries[-1] if entries else None))
    return entries


def opened(entry: Entry) -> Opened | None:
    """What the sound entry commits to."""
    return Opened(SALT, payload(entry.seq))


def sign(message: bytes, key: bytes = KEY) -> bytes:
    """Stands in for a signature: who holds the key can make it, who has the message can check."""
    return sha256(key + message).digest()


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    return signature == sign(message, public_key)


def signed_head(entry: Entry, *, key: bytes = KEY) -> SignedHead:
    """The entry as a signed head."""
    message = head_message(tenant=entry.tenant, seq=entry.seq, entry_hash=entry.entry_hash)
    return SignedHead(
        tenant=entry.tenant,
        seq=entry.seq,
        entry_hash=entry.entry_hash,
        key_id=key_id(key),
        signature=sign(message, key),
    )
