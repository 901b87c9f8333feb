"""Digests of stored rows: an event commits to what it left in the tables, never to its content.

A row is committed to in facets, groups of columns that change together, so that an act says
something about what it touched and about nothing else.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.domain.evidence.canonical import canonical_bytes, instant_text, sha256_hex, spelled

ROWS_SHA256 = "rijen_sha256"
SALT, DIGESTS = "zout", "rijen"
_AS_IS = frozenset({str, int, bool, type(None)})


def facet_key(table: str, facet: str, row_id: UUID | str) -> str:
    """How a proof names one facet of one row: "delivery.stand:0198…"."""
    return f"{table}.{facet}:{row_id}"


def facet_digest(values: Mapping[str, Any]) -> str:
    """SHA-256 over the columns of a facet, whatever their types, as PostgreSQL gives them back."""
    return sha256_hex(spelled({name: _plain(value) for name, value in values.items()}))


def make_proof(digests: Mapping[str, str], *, salt: bytes) -> dict[str, Any]:
    """What is stored beside an event; its salt keeps short values from being guessed."""
    return {SALT: salt.hex(), DIGESTS: dict(digests)}


def proof_digest(proof: Any) -> str:
    """What an event's data says of its proof, and so what the chain commits to."""
    return sha256_hex(canonical_bytes(proof))


def _plain(value: Any) -> Any:
    """A value with one spelling; kinds that could be mistaken for text say what they are."""
    if type(value) in _AS_IS:
        return value
    match value:
        case bool() | int() | str():
            return value
        case float():
            return {"getal": str(Decimal(repr(value)).normalize())}
        case Decimal():
            return {"getal": str(value.normalize())}
        case datetime():
            return {"moment": instant_text(value)}
        case date():
            return {"dag": value.isoformat()}
        case UUID():
            return {"id": str(value)}
        case bytes():
            return {"bytes": value.hex()}
        case Mapping():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} heeft geen vaste schrijfwijze")
