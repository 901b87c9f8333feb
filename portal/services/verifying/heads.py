"""Signed heads: those in the database and those in the journal outside it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from portal.adapters.database import ScopedSession
from portal.adapters.signing import verify
from portal.domain.evidence import SignedHead, head_problem
from portal.services.heads import from_journal, read_journal, wait_for_signing
from portal.services.verifying.findings import Flaw

Signed = tuple[str, int, str]


@dataclass(slots=True)
class Heads:
    """Positions that a chain must hold, and what was wrong with the signatures.

    `only_in_journal` were not in the snapshot: gone, or not committed yet.
    """

    by_tenant: dict[str, list[SignedHead]] = field(default_factory=lambda: defaultdict(list))
    flaws: list[Flaw] = field(default_factory=list)
    only_in_journal: set[Signed] = field(default_factory=set)


def gather_heads(
    session: ScopedSession,
    lines_before: Sequence[Mapping[str, Any]],
    journal: Path,
    public_keys: tuple[bytes, ...],
) -> Heads:
    """Judge every signature once, and compare database and journal.

    `lines_before` is the journal as it was before the snapshot was taken: nothing in it can be
    newer than the chains. What the database holds must stand in the journal as it is now.
    """
    heads = Heads()
    judged: dict[tuple[str, int, str, str, bytes], str | None] = {}

    def good(head: SignedHead) -> str | None:
        key = (head.tenant, head.seq, head.entry_hash, head.key_id, head.signature)
        if key not in judged:
            judged[key] = head_problem(head, public_keys=public_keys, verify=verify)
        return judged[key]

    in_database: set[Signed] = set()
    for head in _stored(session):
        in_database.add((head.tenant, head.seq, head.entry_hash))
        problem = good(head)
        if problem is None:
            heads.by_tenant[head.tenant].append(head)
        else:
            heads.flaws.append(_flaw(head, "signature", "ondertekende kop", problem))
    in_journal: set[Signed] = set()
    for number, line in enumerate(lines_before, start=1):
        written = from_journal(line)
        if written is None:
            heads.flaws.append(_unreadable(number))
            continue
        problem = good(written)
        if problem is not None:
            heads.flaws.append(
                _flaw(written, "journal_signature", f"regel {number} van het journaal", problem)
            )
            continue
        in_journal.add((written.tenant, written.seq, written.entry_hash))
        heads.by_tenant[written.tenant].append(written)
    heads.flaws += _not_in_journal(in_database - in_journal, journal)
    heads.only_in_journal = in_journal - in_database
    return heads


def still_missing(session: ScopedSession, heads: Heads) -> Iterator[Flaw]:
    """Heads of the journal that the database does not hold, in a transaction of its own.

    The clock writes the journal first and then commits: what it is just signing is waited for.
    """
    if heads.only_in_journal:
        wait_for_signing(session)
    for tenant, seq, entry_hash in sorted(heads.only_in_journal):
        given = {"tenant": tenant, "seq": seq, "entry_hash": entry_hash}
        if session.scalar(_HELD, given):
            continue
        yield Flaw(
            tenant_id=_uuid(tenant),
            seq=seq,
            code="only_in_journal",
            what="ondertekende kop",
            why=f"De ondertekende kop bij regel {seq} staat in het journaal en niet meer in de "
            "database. Het klokproces zet bij zijn start terug wat bij een storing verloren ging.",
        )


def _not_in_journal(missing: set[Signed], journal: Path) -> Iterator[Flaw]:
    if missing:
        missing -= {
            (head.tenant, head.seq, head.entry_hash)
            for line in read_journal(journal)
            if (head := from_journal(line)) is not None
        }
    for tenant, seq, _ in sorted(missing):
        yield Flaw(
            tenant_id=_uuid(tenant),
            seq=seq,
            code="not_in_journal",
            what="journaal van ondertekende koppen",
            why=f"De ondertekende kop bij regel {seq} ontbreekt in het journaal.",
        )


def _stored(session: ScopedSession) -> Iterator[SignedHead]:
    for row in session.execute(_SIGNATURES, execution_options={"yield_per": 1_000}):
        yield SignedHead(
            tenant=str(row.tenant_id),
            seq=row.seq,
            entry_hash=row.entry_hash,
            key_id=row.key_id,
            signature=bytes(row.signature),
        )


def _unreadable(number: int) -> Flaw:
    return Flaw(
        tenant_id=None,
        seq=None,
        code="journal_line",
        what=f"regel {number} van het journaal",
        why=f"Regel {number} van het journaal van ondertekende koppen is niet te lezen.",
    )


def _flaw(head: SignedHead, code: str, what: str, why: str) -> Flaw:
    return Flaw(tenant_id=_uuid(head.tenant), seq=head.seq, code=code, what=what, why=why)


def _uuid(tenant: str) -> UUID:
    return UUID(tenant)


_SIGNATURES = text(
    "SELECT tenant_id, seq, entry_hash, key_id, signature FROM head_signature"
    " ORDER BY tenant_id, seq"
)
_HELD = text(
    "SELECT true FROM head_signature WHERE tenant_id = CAST(:tenant AS uuid) AND seq = :seq"
    " AND entry_hash = :entry_hash"
)
