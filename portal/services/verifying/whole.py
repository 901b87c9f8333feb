"""Everything at once: chains, signatures, rows, files, and what they must agree on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, text

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.storage import Storage
from portal.domain.scopes import AuditScope
from portal.services.heads import read_journal
from portal.services.verifying.entries import check_chain
from portal.services.verifying.findings import ChainResult, Flaw, Verification
from portal.services.verifying.heads import gather_heads, still_missing
from portal.services.verifying.rows import check_rows

ROWS = "Rijen en bestanden"


class Progress(Protocol):
    """Told how far verification is."""

    def begin(self, part: str, total: int) -> None:
        """A part starts; `total` entries or rows are expected."""

    def advance(self, done: int) -> None:
        """So many more are done."""


class Silent:
    """For who does not look."""

    def begin(self, part: str, total: int) -> None:
        return

    def advance(self, done: int) -> None:
        return


def verify_database(
    engine: Engine,
    *,
    journal: Path,
    storage: Storage | None,
    public_keys: tuple[bytes, ...],
    now: datetime,
    progress: Progress | None = None,
) -> Verification:
    """Check all chains and all that they answer for, in one snapshot.

    Without a storage the files on disk are left alone. The chains may grow meanwhile.
    """
    tell = progress or Silent()
    lines = read_journal(journal)
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with unit_of_work(snapshot, AuditScope()) as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        result = Verification(chains=_chains(session))
        heads = gather_heads(session, lines, journal, public_keys)
        result.add(heads.flaws)
        for chain in result.chains:
            tell.begin(chain.name, chain.entries)
            own = heads.by_tenant.get(str(chain.tenant_id), [])
            report, flaws = check_chain(
                session, chain.tenant_id, own, now=now, progress=tell.advance
            )
            chain.entries, chain.heads = report.entries, report.heads_checked
            chain.add(flaws)
        tell.begin(ROWS, session.scalar(_ROW_COUNT) or 0)
        for row in check_rows(session, storage):
            result.rows += 1
            result.files += row.had_file
            if row.flaws:
                result.add(row.flaws)
            tell.advance(1)
        result.add(_disagreements(session))
    with unit_of_work(engine, AuditScope()) as session:
        result.add(still_missing(session, heads))
    return result


def _chains(session: ScopedSession) -> list[ChainResult]:
    return [
        ChainResult(row.id, row.slug or "?", row.name or str(row.id), entries=row.entries)
        for row in session.execute(_CHAINS)
    ]


def _disagreements(session: ScopedSession) -> Iterator[Flaw]:
    """What no chain says and yet must hold: copies, and effects that were asked for."""
    for row in session.execute(_DUE_DIFFERS):
        yield _between(
            row.tenant_id,
            "due_differs",
            row.reference,
            "De datum op de werklijst is niet die van de vroegste lopende termijn.",
        )
    for row in session.execute(_NOT_ASKED):
        yield _between(
            row.tenant_id,
            "effect_gone",
            row.reference,
            "De opdracht om dit te bezorgen is weggehaald.",
        )
    for row in session.execute(_NO_RECEIPT_ASKED):
        yield _between(
            None,
            "effect_gone",
            row.reference,
            "De opdracht om het ontvangstbewijs te maken is weggehaald.",
        )


def _between(tenant_id: UUID | None, code: str, reference: str, why: str) -> Flaw:
    return Flaw(tenant_id=tenant_id, seq=None, code=code, what=f"zaak {reference}", why=why)


_CHAINS = text(
    """
    SELECT c.id, t.slug, t.name, coalesce(h.seq, 0) AS entries
    FROM (SELECT id FROM tenant UNION SELECT tenant_id FROM ledger_head
          UNION SELECT tenant_id FROM ledger_entry UNION SELECT tenant_id FROM event) c
    LEFT JOIN tenant t ON t.id = c.id LEFT JOIN ledger_head h ON h.tenant_id = c.id
    ORDER BY t.name
    """
)
_ROW_COUNT = text(
    "SELECT (SELECT count(*) FROM submission) + (SELECT count(*) FROM delivery)"
    " + (SELECT count(*) FROM attachment) + (SELECT count(*) FROM document)"
    " + (SELECT count(*) FROM deadline) + (SELECT count(*) FROM task)"
)
_DUE_DIFFERS = text(
    """
    SELECT d.tenant_id, d.reference FROM delivery d
    LEFT JOIN (SELECT delivery_id, min(due_on) AS due_on FROM deadline
               WHERE state = 'loopt' GROUP BY delivery_id) c ON c.delivery_id = d.id
    WHERE d.due_on IS DISTINCT FROM c.due_on
    """
)
_NOT_ASKED = text(
    "SELECT d.tenant_id, d.reference FROM delivery d WHERE NOT EXISTS"
    " (SELECT 1 FROM outbox o WHERE o.effect_key = 'bezorgen:' || d.id)"
)
_NO_RECEIPT_ASKED = text(
    "SELECT s.reference FROM submission s WHERE s.channel = 'portaal' AND NOT EXISTS"
    " (SELECT 1 FROM outbox o WHERE o.effect_key = 'ontvangstbewijs:' || s.id)"
)
