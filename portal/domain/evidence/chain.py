"""A municipality's chain: every entry holds the hash of the one before it.

Verification reads entries in order and needs no database. A payload that was destroyed under
the retention rules leaves the chain verifiable; one that is there must suit its commitment.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.evidence.canonical import (
    canonical_bytes,
    commitment,
    instant_text,
    length_prefixed,
    sha256_hex,
)
from portal.domain.evidence.heads import SignedHead

VERSION = "v1"
GENESIS = "0" * 64
# What is hashed, in this order.
HASHED = (
    "version", "tenant", "seq", "type", "object", "commitment", "received_at", "recorded_at",
    "actor", "prev_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link as it is stored. `tenant` is the uuid as text; hashes are lowercase hex."""

    tenant: str
    seq: int
    type: str
    object: str
    commitment: str
    received_at: datetime | None
    recorded_at: datetime
    actor: str
    prev_hash: str
    entry_hash: str
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class Position:
    """Where a chain stands: the number of its last entry and that entry's hash."""

    seq: int
    entry_hash: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an entry commits to, as far as it was not destroyed."""

    salt: bytes
    payload: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing wrong with a chain: the number of the entry, a stable code, a sentence."""

    seq: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What was checked. `last` is the last good position; `problem` stands right after it."""

    tenant: str
    entries: int
    payloads_checked: int
    payloads_destroyed: int
    heads_checked: int
    last: Position
    problem: Problem | None

    @property
    def is_sound(self) -> bool:
        """Nothing was found."""
        return self.problem is None


def entry_fields(entry: Entry) -> dict[str, str | int]:
    """Every field as it is hashed: instants as text. What a file needs to check the entry."""
    return {
        "version": entry.version,
        "tenant": entry.tenant,
        "seq": entry.seq,
        "type": entry.type,
        "object": entry.object,
        "commitment": entry.commitment,
        "received_at": instant_text(entry.received_at),
        "recorded_at": instant_text(entry.recorded_at),
        "actor": entry.actor,
        "prev_hash": entry.prev_hash,
        "entry_hash": entry.entry_hash,
    }


def hash_of_fields(fields: Mapping[str, Any]) -> str:
    """The hash that belongs to these fields, by the formula of version v1."""
    return sha256_hex(length_prefixed(*(str(fields[name]) for name in HASHED)))


def entry_hash(entry: Entry) -> str:
    """The hash that belongs to the fields of this entry."""
    return hash_of_fields(entry_fields(entry))


def verify_chain(
    tenant: str,
    entries: Iterable[Entry],
    *,
    start: Position = Position(0, GENESIS),
    heads: Sequence[SignedHead] = (),
    opened: Callable[[Entry], Opened | Problem | None] | None = None,
) -> ChainReport:
    """Check a chain in the order of its numbers and stop at the first bad entry.

    `start` is a position that was verified before; `heads` are signed positions (whose
    signatures `head_problem` judges) that the chain must hold, so that a tail that was cut off
    or a chain that was computed anew is found; `opened` gives an entry's payload, None where
    it was destroyed, or what is wrong with it where it should be there.
    """
    expected: dict[int, set[str]] = {}
    for head in heads:
        if head.tenant == tenant and head.seq >= start.seq:
            expected.setdefault(head.seq, set()).add(head.entry_hash)
    last, before = start, None
    count = checked = destroyed = heads_checked = 0
    problem = _head_differs(last, expected) if last.seq in expected else None
    if problem is None:
        for entry in entries:
            problem = _broken_link(tenant, entry, last, before)
            if problem is None and opened is not None:
                content = opened(entry)
                match content:
                    case None:
                        destroyed += 1
                    case Problem():
                        problem = content
                    case Opened():
                        checked += 1
                        problem = _other_payload(entry, content)
            here = Position(entry.seq, entry.entry_hash)
            if problem is None and entry.seq in expected:
                heads_checked += 1
                problem = _head_differs(here, expected)
            if problem is not None:
                break
            last, before = here, entry.recorded_at
            count += 1
        else:
            problem = _cut_off(last, expected)
    return ChainReport(
        tenant=tenant,
        entries=count,
        payloads_checked=checked,
        payloads_destroyed=destroyed,
        heads_checked=heads_checked,
        last=last,
        problem=problem,
    )


def _broken_link(
    tenant: str, entry: Entry, last: Position, before: datetime | None
) -> Problem | None:
    """What is wrong with an entry that follows `last`, or None."""
    if entry.seq != last.seq + 1:
        if entry.seq <= last.seq:
            return Problem(
                entry.seq,
                "order",
                f"Regel {entry.seq} staat na regel {last.seq}, of staat er twee keer.",
            )
        missing = (
            f"Regel {last.seq + 1} ontbreekt"
            if entry.seq == last.seq + 2
            else f"De regels {last.seq + 1} tot en met {entry.seq - 1} ontbreken"
        )
        return Problem(entry.seq, "gap", f"{missing}: na regel {last.seq} komt regel {entry.seq}.")
    seq = entry.seq
    if entry.tenant != tenant:
        return Problem(seq, "other_tenant", f"Regel {seq} hoort bij een andere gemeente.")
    if entry.version != VERSION:
        return Problem(seq, "version", f"Regel {seq} heeft een onbekende versie: {entry.version}.")
    if entry.prev_hash != last.entry_hash:
        return Problem(
            seq, "prev_hash", f"Regel {seq} sluit niet aan: de hash van regel {last.seq} is anders."
        )
    if entry_hash(entry) != entry.entry_hash:
        return Problem(
            seq, "entry_hash", f"Regel {seq} is veranderd: de hash past niet bij wat er staat."
        )
    if before is not None and entry.recorded_at < before:
        return Problem(
            seq, "time_backwards", f"Regel {seq} is eerder vastgelegd dan regel {seq - 1}."
        )
    if entry.received_at is not None and entry.received_at > entry.recorded_at:
        return Problem(
            seq, "received_later", f"Regel {seq} is vastgelegd vóór het tijdstip van ontvangst."
        )
    return None


def _other_payload(entry: Entry, content: Opened) -> Problem | None:
    try:
        fits = commitment(content.salt, canonical_bytes(content.payload)) == entry.commitment
    except (TypeError, ValueError):
        fits = False
    if fits:
        return None
    return Problem(
        entry.seq,
        "commitment",
        f"De inhoud bij regel {entry.seq} is veranderd: hij past niet bij wat is vastgelegd.",
    )


def _head_differs(here: Position, expected: dict[int, set[str]]) -> Problem | None:
    if expected[here.seq] == {here.entry_hash}:
        return None
    return Problem(
        here.seq,
        "head",
        f"Regel {here.seq} is een andere dan de regel die eerder is ondertekend. "
        "De keten is opnieuw berekend.",
    )


def _cut_off(last: Position, expected: dict[int, set[str]]) -> Problem | None:
    highest = max(expected, default=0)
    if highest <= last.seq:
        return None
    return Problem(
        last.seq + 1,
        "cut_off",
        f"De keten eindigt bij regel {last.seq}, maar er is ondertekend tot en met regel "
        f"{highest}. Het einde is weggehaald.",
    )
