"""A receipt as a file that proves itself: offline, without the database, with the public key.

    {"format": "portal-ontvangstbewijs-v1",
     "reference": "CS-2026-0147", "kind": "clientenstop", "provider": "Zorg Voorbeeld",
     "received_at": "2026-03-06T13:05:00.000000Z",
     "municipalities": [{"slug": …, "name": …, "entry": {every field of the chain's entry},
                         "opened": {"salt": hex, "payload": {…}}}],
     "signatures": [{"key_id": …, "signature": base64}]}

"opened" is there where the receipt also proves what was sent. The signature covers all but the
signatures themselves, unknown keys included.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.evidence.canonical import (
    canonical_bytes,
    commitment,
    instant_text,
    length_prefixed,
)
from portal.domain.evidence.chain import VERSION, Entry, Opened, entry_fields, hash_of_fields
from portal.domain.evidence.signatures import Verify, signature_problem

RECEIPT_FORMAT = "portal-ontvangstbewijs-v1"
RECEIPT_DOMAIN = "portal-receipt-v1"
_TEXTS = ("reference", "kind", "provider", "received_at")
_ENTRY_TEXTS = (
    "version", "tenant", "type", "object", "commitment", "received_at", "recorded_at", "actor",
    "prev_hash", "entry_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedBy:
    """One municipality of a receipt: its entry in the chain, and what that commits to."""

    slug: str
    name: str
    entry: Entry
    opened: Opened | None = None


def make_receipt(
    reference: str,
    *,
    kind: str,
    provider: str,
    received_at: datetime,
    municipalities: Sequence[ReceivedBy],
    sign: Callable[[bytes], bytes],
    key_id: str,
) -> dict[str, Any]:
    """The signed receipt as plain JSON values."""
    receipt: dict[str, Any] = {
        "format": RECEIPT_FORMAT,
        "reference": reference,
        "kind": kind,
        "provider": provider,
        "received_at": instant_text(received_at),
        "municipalities": [_municipality(received) for received in municipalities],
    }
    signature = base64.b64encode(sign(receipt_message(receipt))).decode()
    return receipt | {"signatures": [{"key_id": key_id, "signature": signature}]}


def receipt_message(receipt: Mapping[str, Any]) -> bytes:
    """What is signed; the first part keeps a receipt from passing for anything else."""
    body = {name: value for name, value in receipt.items() if name != "signatures"}
    return length_prefixed(RECEIPT_DOMAIN, canonical_bytes(body))


def verify_receipt(receipt: Any, *, public_keys: tuple[bytes, ...], verify: Verify) -> list[str]:
    """Everything that is wrong with a receipt, in sentences; an empty list proves it.

    Takes whatever was parsed from a file: nothing in it is trusted, nothing makes it raise.
    """
    if not isinstance(receipt, dict) or receipt.get("format") != RECEIPT_FORMAT:
        return [f"Dit is geen ontvangstbewijs van de soort {RECEIPT_FORMAT}."]
    missing = [name for name in _TEXTS if not isinstance(receipt.get(name), str)]
    if missing:
        return [f"In het ontvangstbewijs ontbreekt: {', '.join(missing)}."]
    municipalities = receipt.get("municipalities")
    if not isinstance(municipalities, list) or not municipalities:
        return ["Het ontvangstbewijs noemt geen enkele gemeente."]
    problems = []
    seen: set[str] = set()
    for number, municipality in enumerate(municipalities, start=1):
        problems += _municipality_problems(municipality, number, receipt["received_at"], seen)
    return problems + _signature_problems(receipt, public_keys, verify)


def _municipality(received: ReceivedBy) -> dict[str, Any]:
    made: dict[str, Any] = {
        "slug": received.slug,
        "name": received.name,
        "entry": entry_fields(received.entry),
    }
    if received.opened is not None:
        made["opened"] = {
            "salt": received.opened.salt.hex(),
            "payload": received.opened.payload,
        }
    return made


def _municipality_problems(
    municipality: Any, number: int, received_at: str, seen: set[str]
) -> list[str]:
    if not isinstance(municipality, dict) or not isinstance(municipality.get("entry"), dict):
        return [f"Gemeente {number} van het ontvangstbewijs heeft geen regel uit de keten."]
    name = str(municipality.get("name") or municipality.get("slug") or f"nummer {number}")
    entry = municipality["entry"]
    missing = [key for key in _ENTRY_TEXTS if not isinstance(entry.get(key), str)]
    if type(entry.get("seq")) is not int:
        missing.append("seq")
    if missing:
        return [f"Bij gemeente {name} ontbreekt: {', '.join(missing)}."]
    if entry["version"] != VERSION:
        return [f"Bij gemeente {name} staat een onbekende versie: {entry['version']}."]
    problems = []
    if entry["tenant"] in seen:
        problems.append(f"Gemeente {name} staat er twee keer in.")
    seen.add(entry["tenant"])
    if _hash_or_none(entry) != entry["entry_hash"]:
        problems.append(f"Bij gemeente {name} past de hash niet bij regel {entry['seq']}.")
    if entry["received_at"] != received_at:
        problems.append(
            f"Bij gemeente {name} is een ander tijdstip van ontvangst vastgelegd dan het "
            "ontvangstbewijs noemt."
        )
    if "opened" in municipality and not _opens(municipality["opened"], entry["commitment"]):
        problems.append(f"Bij gemeente {name} past de inhoud niet bij wat is vastgelegd.")
    return problems


def _hash_or_none(entry: Mapping[str, Any]) -> str | None:
    try:
        return hash_of_fields(entry)
    except UnicodeEncodeError:  # half a character, which JSON can spell and UTF-8 cannot
        return None


def _opens(opened: Any, committed: str) -> bool:
    try:
        salt, payload = bytes.fromhex(opened["salt"]), opened["payload"]
        return commitment(salt, canonical_bytes(payload)) == committed
    except (TypeError, ValueError, KeyError):
        return False


def _signature_problems(
    receipt: Mapping[str, Any], public_keys: tuple[bytes, ...], verify: Verify
) -> list[str]:
    signatures = receipt.get("signatures")
    if not isinstance(signatures, list) or not signatures:
        return ["Het ontvangstbewijs is niet ondertekend."]
    try:
        message = receipt_message(receipt)
    except (TypeError, ValueError):
        return ["In het ontvangstbewijs staan waarden die er niet in horen."]
    problems = []
    for signature in signatures:
        try:
            signed_by = str(signature["key_id"])
            raw = base64.b64decode(signature["signature"], validate=True)
        except (TypeError, KeyError, ValueError, binascii.Error):
            problems.append("Een handtekening onder het ontvangstbewijs is niet te lezen.")
            continue
        problem = signature_problem(
            "Het ontvangstbewijs",
            signed_by=signed_by,
            message=message,
            signature=raw,
            public_keys=public_keys,
            verify=verify,
        )
        problems += [problem] if problem else []
    return problems
