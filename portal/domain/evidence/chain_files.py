"""A chain as a file: whoever keeps one can check it later, without the database.

The first line says what it is, then a line per signed head, then a line per entry in order:

    {"format": "portal-keten-v1", "tenant": uuid, "slug": …, "name": …, "made_at": instant}
    {"head": {"seq": 12, "entry_hash": …, "key_id": …, "signature": base64}}
    {"entry": {every field, instants as text}}

No content and no name of a person stands in it: commitments only.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from portal.domain.evidence.canonical import instant_text
from portal.domain.evidence.chain import ChainReport, Entry, entry_fields, verify_chain
from portal.domain.evidence.heads import SignedHead, head_problem
from portal.domain.evidence.signatures import Verify

CHAIN_FORMAT = "portal-keten-v1"
Read = TypeVar("Read")


class NoChain(Exception):
    """The file is not a chain of ours; the message says where it stops being one."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a file says it is, and what was found: sentences about heads, a report of the chain."""

    slug: str
    name: str
    report: ChainReport
    heads: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return self.report.is_sound and not self.heads


def chain_lines(
    *,
    tenant: str,
    slug: str,
    name: str,
    made_at: datetime,
    entries: Iterable[Entry],
    heads: Iterable[SignedHead],
) -> Iterator[str]:
    """The lines of the file, without their ends."""
    yield _line(
        {
            "format": CHAIN_FORMAT,
            "tenant": tenant,
            "slug": slug,
            "name": name,
            "made_at": instant_text(made_at),
        }
    )
    for head in heads:
        yield _line(
            {
                "head": {
                    "seq": head.seq,
                    "entry_hash": head.entry_hash,
                    "key_id": head.key_id,
                    "signature": base64.b64encode(head.signature).decode(),
                }
            }
        )
    for entry in entries:
        yield _line({"entry": entry_fields(entry)})


def check_chain_file(
    lines: Iterable[str], *, public_keys: tuple[bytes, ...], verify: Verify
) -> CheckedFile:
    """Verify a chain out of its file, line by line; raises NoChain for what cannot be read."""
    parsed = _parsed(lines)
    _, first = next(parsed, (0, {}))
    tenant = first.get("tenant")
    if first.get("format") != CHAIN_FORMAT or not isinstance(tenant, str):
        raise NoChain(f"Dit is geen keten van de soort {CHAIN_FORMAT}.")
    good: list[SignedHead] = []
    problems: list[str] = []
    body: Iterator[tuple[int, Mapping[str, Any]]] = iter(())
    for number, line in parsed:
        if "head" not in line:
            body = chain([(number, line)], parsed)
            break
        head = _read(_head, number, {**_inside(number, line, "head"), "tenant": tenant})
        problem = head_problem(head, public_keys=public_keys, verify=verify)
        if problem is None:
            good.append(head)
        else:
            problems.append(problem)
    if not good:
        problems.append("Geen enkele ondertekening is te vertrouwen: dit bestand bewijst niets.")
    entries = (_read(_entry, number, _inside(number, line, "entry")) for number, line in body)
    return CheckedFile(
        slug=str(first.get("slug", "")),
        name=str(first.get("name", "")),
        report=verify_chain(tenant, entries, heads=good),
        heads=tuple(problems),
    )


def _parsed(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
        except ValueError as error:
            raise NoChain(f"Regel {number} van het bestand is geen JSON.") from error
        if not isinstance(value, dict):
            raise _unreadable(number)
        yield number, value


def _inside(number: int, line: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inside = line.get(name)
    if not isinstance(inside, dict):
        raise _unreadable(number)
    return inside


def _read(
    make: Callable[[Mapping[str, Any]], Read], number: int, fields: Mapping[str, Any]
) -> Read:
    try:
        return make(fields)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise _unreadable(number) from error


def _unreadable(number: int) -> NoChain:
    return NoChain(f"Regel {number} van het bestand is niet te lezen.")


def _entry(fields: Mapping[str, Any]) -> Entry:
    return Entry(
        tenant=str(fields["tenant"]),
        seq=int(fields["seq"]),
        type=str(fields["type"]),
        object=str(fields["object"]),
        commitment=str(fields["commitment"]),
        received_at=datetime.fromisoformat(fields["received_at"])
        if fields["received_at"]
        else None,
        recorded_at=datetime.fromisoformat(fields["recorded_at"]),
        actor=str(fields["actor"]),
        prev_hash=str(fields["prev_hash"]),
        entry_hash=str(fields["entry_hash"]),
        version=str(fields["version"]),
    )


def _head(fields: Mapping[str, Any]) -> SignedHead:
    return SignedHead(
        tenant=str(fields["tenant"]),
        seq=int(fields["seq"]),
        entry_hash=str(fields["entry_hash"]),
        key_id=str(fields["key_id"]),
        signature=base64.b64decode(fields["signature"], validate=True),
    )


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
