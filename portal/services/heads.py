"""Signs the heads of the chains, and writes them in a journal outside the database.

Whoever can change the database can cut a chain's tail or compute all of it anew; not
without the key that signs, and not unnoticed by the journal.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.signing import verify
from portal.domain.evidence import SignedHead, head_message, head_problem
from portal.domain.scopes import WorkerScope
from portal.services.tools import Tools

JOURNAL = "ketenkoppen.jsonl"
LAST_LINES = 200
TAIL_BYTES = 64 * 1024


def journal_path(storage_root: Path) -> Path:
    """Where the signed heads stand, beside the stored files."""
    return storage_root.parent / JOURNAL


def sign_new_heads(engine: Engine, tools: Tools) -> int:
    """Sign every head that has moved since it was last signed; how many."""
    with unit_of_work(engine, WorkerScope()) as session:
        session.execute(_ALONE)
        heads = session.execute(_UNSIGNED).all()
        if not heads:
            return 0
        now = tools.utc_now()
        lines = []
        for tenant_id, seq, entry_hash in heads:
            signature = tools.signer.sign(
                head_message(tenant=str(tenant_id), seq=seq, entry_hash=entry_hash)
            )
            session.execute(
                _KEEP,
                {
                    "tenant_id": tenant_id,
                    "seq": seq,
                    "entry_hash": entry_hash,
                    "key_id": tools.signer.key_id,
                    "signature": signature,
                    "now": now,
                },
            )
            lines.append(
                _line(str(tenant_id), seq, entry_hash, tools.signer.key_id, signature, now)
            )
        # Journal first: a head that is in the database but not in the journal would be an
        # alarm; the other way round is a head signed twice.
        _append(journal_path(tools.storage.root), lines)
    return len(heads)


def wait_for_signing(session: ScopedSession) -> None:
    """Let a signing that wrote the journal commit first; the statements after this see it."""
    session.execute(_AFTER_SIGNING)


def restore_signed_heads(engine: Engine, tools: Tools) -> int:
    """Put back what a crash between journal and commit kept out of the database; how many.

    For the start of the clock; looks at the last lines only. One that was not signed by this
    portal stays out.
    """
    restored = 0
    with unit_of_work(engine, WorkerScope()) as session:
        for line in read_journal(journal_path(tools.storage.root))[-LAST_LINES:]:
            head = from_journal(line)
            keys = (tools.signer.public_key,)
            if head is None or head_problem(head, public_keys=keys, verify=verify):
                continue
            kept = session.execute(
                _KEEP,
                {
                    "tenant_id": UUID(head.tenant),
                    "seq": head.seq,
                    "entry_hash": head.entry_hash,
                    "key_id": head.key_id,
                    "signature": head.signature,
                    "now": datetime.fromisoformat(line["at"]),
                },
            )
            restored += kept.rowcount  # type: ignore[attr-defined]
    return restored


def from_journal(line: Mapping[str, Any]) -> SignedHead | None:
    """A line of the journal as a signed head; None when it cannot be read as one."""
    try:
        return SignedHead(
            tenant=str(UUID(line["tenant"])),
            seq=int(line["seq"]),
            entry_hash=str(line["hash"]),
            key_id=str(line["key"]),
            signature=base64.b64decode(line["signature"], validate=True),
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        return None


def read_journal(path: Path) -> list[dict[str, Any]]:
    """The journal's lines; an unreadable one is given as {"line": number}."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(json.loads(line))
        except ValueError:
            found.append({"line": number})
    return found


def _line(
    tenant: str, seq: int, entry_hash: str, key_id: str, signature: bytes, signed_at: datetime
) -> str:
    return json.dumps(
        {
            "tenant": tenant,
            "seq": seq,
            "hash": entry_hash,
            "key": key_id,
            "signature": base64.b64encode(signature).decode(),
            "at": signed_at.isoformat(),
        }
    )


def _append(path: Path, lines: list[str]) -> None:
    """Raises OSError when not all of it could be written, as on a full disk.

    What then stands after the last whole line was never committed, and goes at the next time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        tail_at = file.seek(max(0, size - TAIL_BYTES))
        file.truncate(tail_at + file.read().rfind(b"\n") + 1)
        file.write("".join(line + "\n" for line in lines).encode())
        file.flush()
        os.fsync(descriptor)


# Held from before the journal is written until the commit, by one clock at a time.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('ketenkoppen'))")
_AFTER_SIGNING = text("SELECT pg_advisory_xact_lock_shared(hashtext('ketenkoppen'))")
_UNSIGNED = text(
    "SELECT h.tenant_id, h.seq, h.entry_hash FROM ledger_head h WHERE h.seq > 0 AND NOT EXISTS"
    " (SELECT 1 FROM head_signature s WHERE s.tenant_id = h.tenant_id AND s.seq = h.seq)"
    " ORDER BY h.tenant_id"
)
_KEEP = text(
    "INSERT INTO head_signature (tenant_id, seq, entry_hash, key_id, signature, signed_at)"
    " VALUES (:tenant_id, :seq, :entry_hash, :key_id, :signature, :now) ON CONFLICT DO NOTHING"
)
