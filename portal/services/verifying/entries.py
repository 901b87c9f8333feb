"""One chain from its first entry to its last, with the events it commits to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from portal.adapters.database import ScopedSession
from portal.domain.evidence import (
    GENESIS,
    ChainReport,
    Entry,
    Opened,
    Position,
    Problem,
    SignedHead,
    verify_chain,
)
from portal.domain.evidence.events import committed_payload
from portal.domain.evidence.rows import ROWS_SHA256, proof_digest
from portal.services.verifying.findings import Flaw

BATCH = 2_000
# Heads are signed every few seconds; one that waits longer was kept from it.
SIGNED_WITHIN = timedelta(minutes=10)
PORTAL_ACTOR = "portaal"
# Statements stop after half a minute; a worker that stood still gives up its rows.
LONGEST_TRANSACTION = timedelta(minutes=10)


class ChainReader:
    """Walks one chain; remembers what verification itself does not: the row behind an entry."""

    def __init__(
        self, session: ScopedSession, tenant_id: UUID, *, progress: Callable[[int], None]
    ) -> None:
        self.session = session
        self.tenant_id = tenant_id
        self.progress = progress
        self.times: dict[int, datetime] = {}
        self._row: Row[Any] | None = None
        self._before: datetime | None = None

    def check(self, heads: Sequence[SignedHead]) -> ChainReport:
        """Verify links, signed positions and events, up to the first bad entry."""
        self._signed = max((head.seq for head in heads), default=0)
        return verify_chain(
            str(self.tenant_id), self._entries(), heads=heads, opened=lambda _: self._open()
        )

    def unsigned_since(self) -> tuple[int, datetime] | None:
        """The first entry that no signature covers, and when it was recorded."""
        seq = self._signed + 1
        return (seq, self.times[seq]) if seq in self.times else None

    def _entries(self) -> Iterator[Entry]:
        rows = self.session.execute(
            _ENTRIES, {"tenant": self.tenant_id}, execution_options={"yield_per": BATCH}
        )
        # Verification stops at the first bad entry; the server's cursor ends with it.
        with closing(rows):
            for number, row in enumerate(rows, start=1):
                if number % BATCH == 0:
                    self.progress(BATCH)
                if row.seq == self._signed + 1:
                    self.times[row.seq] = row.recorded_at
                self._before = self._row.recorded_at if self._row else None
                self._row = row
                yield _entry(row)

    def _open(self) -> Opened | Problem:
        """The event of the entry at hand, as far as it says the same as the entry."""
        row = self._row
        assert row is not None
        if row.event_missing:
            return Problem(
                row.seq, "event_missing", f"Wat bij regel {row.seq} gebeurde, is weggehaald."
            )
        owner = f"dossier:{row.dossier_id}" if row.dossier_id else f"delivery:{row.delivery_id}"
        if (row.event_type, owner, row.actor_id or PORTAL_ACTOR) != (
            row.type,
            row.object,
            row.actor,
        ):
            return Problem(
                row.seq,
                "other_event",
                f"De gebeurtenis bij regel {row.seq} is een andere: soort, zaak of persoon is "
                "veranderd.",
            )
        if not _recorded_when_due(row.happened_at, row.recorded_at, self._before):
            return Problem(
                row.seq,
                "event_time",
                f"Het tijdstip bij regel {row.seq} is veranderd: de keten zegt "
                f"{row.recorded_at.isoformat()}.",
            )
        if proof_digest(row.proof) != row.data.get(ROWS_SHA256):
            return Problem(
                row.seq,
                "proof",
                f"De controlegetallen bij regel {row.seq} zijn veranderd.",
            )
        return Opened(
            bytes(row.salt),
            committed_payload(
                provider_id=row.provider_id,
                delivery_id=row.delivery_id,
                dossier_id=row.dossier_id,
                type_=row.event_type,
                audience=row.audience,
                actor_id=row.actor_id,
                actor_name=row.actor_name,
                data=row.data,
            ),
        )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        tenant=row.tenant_id,
        seq=row.seq,
        type=row.type,
        object=row.object,
        commitment=row.commitment,
        received_at=row.received_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        prev_hash=row.prev_hash,
        entry_hash=row.entry_hash,
        version=row.version,
    )


def check_chain(
    session: ScopedSession,
    tenant_id: UUID,
    heads: Sequence[SignedHead],
    *,
    now: datetime,
    progress: Callable[[int], None],
) -> tuple[ChainReport, list[Flaw]]:
    """One chain: links, events, its stored head, and whether its end is signed."""
    reader = ChainReader(session, tenant_id, progress=progress)
    report = reader.check(heads)
    if report.problem is not None:
        return report, [_flaw(tenant_id, report.problem)]
    flaws = [*_events_without_entry(session, tenant_id), *_other_head(session, tenant_id, report)]
    unsigned = reader.unsigned_since()
    if unsigned is not None and unsigned[1] < now - SIGNED_WITHIN:
        flaws.append(
            Flaw(
                tenant_id=tenant_id,
                seq=unsigned[0],
                code="unsigned",
                what="ondertekening",
                why=f"Vanaf regel {unsigned[0]} is de keten niet ondertekend. Draait het "
                "klokproces? Start het en controleer opnieuw.",
            )
        )
    return report, flaws


def _events_without_entry(session: ScopedSession, tenant_id: UUID) -> Iterator[Flaw]:
    for row in session.execute(_WITHOUT_ENTRY, {"tenant": tenant_id}):
        yield Flaw(
            tenant_id=tenant_id,
            seq=row.ledger_seq,
            code="event_without_entry",
            what=f"gebeurtenis {row.type}",
            why="Deze gebeurtenis staat niet in de keten: zij is er later bij gezet.",
        )


def _other_head(session: ScopedSession, tenant_id: UUID, report: ChainReport) -> Iterator[Flaw]:
    head = session.execute(_HEAD, {"tenant": tenant_id}).one_or_none()
    stored = Position(head.seq, head.entry_hash) if head else Position(0, GENESIS)
    if stored != report.last:
        yield Flaw(
            tenant_id=tenant_id,
            seq=report.last.seq + 1 if stored.seq > report.last.seq else report.last.seq,
            code="head_differs",
            what="kop van de keten",
            why=f"De kop van de keten staat bij regel {stored.seq} met een andere hash dan de "
            f"laatste regel, {report.last.seq}.",
        )


def _recorded_when_due(happened: datetime, recorded: datetime, before: datetime | None) -> bool:
    """Whether the chain recorded an event when it happened, or right after the one before it.

    The second is of transactions beside each other: the one that began first came last.
    """
    expected = max(happened, before) if before else happened
    return recorded == expected and recorded - happened <= LONGEST_TRANSACTION


def _flaw(tenant_id: UUID, problem: Problem) -> Flaw:
    return Flaw(
        tenant_id=tenant_id,
        seq=problem.seq,
        code=problem.code,
        what=f"regel {problem.seq}",
        why=problem.sentence,
    )


_ENTRIES = text(
    """
    SELECT CAST(l.tenant_id AS text) AS tenant_id, l.seq, l.version, l.type, l.object, l.commitment, l.received_at,
           l.recorded_at, l.actor, l.prev_hash, l.entry_hash,
           e.id IS NULL AS event_missing, CAST(e.provider_id AS text) AS provider_id,
           CAST(e.delivery_id AS text) AS delivery_id, CAST(e.dossier_id AS text) AS dossier_id,
           e.audience, e.type AS event_type, CAST(e.actor_id AS text) AS actor_id, e.actor_name, e.data, e.proof, e.salt, e.happened_at
    FROM ledger_entry l
    LEFT JOIN event e ON e.tenant_id = l.tenant_id AND e.ledger_seq = l.seq
    WHERE l.tenant_id = :tenant ORDER BY l.seq
    """
)
_WITHOUT_ENTRY = text(
    "SELECT e.type, e.ledger_seq FROM event e WHERE e.tenant_id = :tenant AND NOT EXISTS"
    " (SELECT 1 FROM ledger_entry l WHERE l.tenant_id = e.tenant_id AND l.seq = e.ledger_seq)"
    " ORDER BY e.ledger_seq LIMIT 100"
)
_HEAD = text("SELECT seq, entry_hash FROM ledger_head WHERE tenant_id = :tenant")
