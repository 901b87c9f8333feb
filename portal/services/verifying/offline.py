"""Checks that need no database: a receipt, or a chain that somebody kept as a file."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.pdf import embedded_files
from portal.adapters.signing import verify
from portal.domain.evidence import SignedHead, verify_receipt
from portal.domain.evidence.chain_files import CheckedFile, chain_lines, check_chain_file
from portal.domain.scopes import AuditScope
from portal.models.evidence import HeadSignature, LedgerEntry
from portal.models.region import Tenant
from portal.queries.receipts import chain_entry

BATCH = 1_000
PDF_MAGIC = b"%PDF-"


class NotReadable(Exception):
    """The file is not what it should be; the message says what is missing."""


def read_receipt(content: bytes) -> Any:
    """The receipt out of its file, or out of the PDF that carries it; raises NotReadable."""
    candidates = embedded_files(content) if content.startswith(PDF_MAGIC) else [content]
    for candidate in candidates:
        try:
            return json.loads(candidate)
        except ValueError:
            continue
    raise NotReadable("In dit bestand staat geen ontvangstbewijs dat te lezen is.")


def receipt_problems(receipt: Any, public_keys: tuple[bytes, ...]) -> list[str]:
    """Everything that is wrong with a receipt; an empty list proves it."""
    return verify_receipt(receipt, public_keys=public_keys, verify=verify)


def check_kept_chain(path: Path, public_keys: tuple[bytes, ...]) -> CheckedFile:
    """Verify a chain that was exported earlier; raises NoChain."""
    with path.open(encoding="utf-8") as lines:
        return check_chain_file(lines, public_keys=public_keys, verify=verify)


def export_chains(engine: Engine, folder: Path, *, now: datetime) -> list[Path]:
    """Write every municipality's chain with its signed heads; one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with unit_of_work(snapshot, AuditScope()) as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        for tenant in session.scalars(select(Tenant).order_by(Tenant.slug)).all():
            path = folder / f"{tenant.slug}.keten.jsonl"
            with path.open("w", encoding="utf-8") as file:
                for line in _lines(session, tenant, now):
                    file.write(line + "\n")
            written.append(path)
    return written


def _lines(session: ScopedSession, tenant: Tenant, now: datetime) -> Iterator[str]:
    entries = session.scalars(
        select(LedgerEntry).where(LedgerEntry.tenant_id == tenant.id).order_by(LedgerEntry.seq),
        execution_options={"yield_per": BATCH},
    )
    heads = session.scalars(
        select(HeadSignature)
        .where(HeadSignature.tenant_id == tenant.id)
        .order_by(HeadSignature.seq),
        execution_options={"yield_per": BATCH},
    )
    yield from chain_lines(
        tenant=str(tenant.id),
        slug=tenant.slug,
        name=tenant.name,
        made_at=now,
        entries=(chain_entry(row) for row in entries),
        heads=(
            SignedHead(
                tenant=str(tenant.id),
                seq=row.seq,
                entry_hash=row.entry_hash,
                key_id=row.key_id,
                signature=row.signature,
            )
            for row in heads
        ),
    )
