"""The rows themselves beside what the chains last said of them.

Two sorted streams are merged: what events committed to, by table and row, and the rows as they
stand. A row that no chain knows was put there later; one that a chain knows and that is gone
was taken away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, inspect, select, text

from portal.adapters.database import ScopedSession
from portal.adapters.storage import Storage
from portal.domain.evidence.rows import facet_digest, facet_key
from portal.services.protected import PROTECTED, Protection
from portal.services.verifying.files import file_problem
from portal.services.verifying.findings import Flaw

BATCH = 1_000

# What a person calls a row of a table, and its facets.
NAMES: Mapping[str, str] = {
    "attachment": "bijlage",
    "client_stop": "cliëntenstop",
    "completion_request": "vraag om aanvulling",
    "deadline": "termijn",
    "decision": "besluit",
    "delivery": "zaak",
    "delivery_content": "aanvulling",
    "document": "document",
    "dossier_reply": "antwoord in een dossier",
    "letter": "brief",
    "lift_request": "verzoek om opheffing",
    "note": "notitie",
    "submission": "indiening",
    "task": "taak",
}
FACETS: Mapping[str, str] = {
    "antwoord": "het antwoord",
    "balie": "team of behandelaar",
    "dossier": "het dossier erbij",
    "gelezen": "wanneer het is gelezen",
    "geopend": "wie haar het eerst opende",
    "gezien": "wie haar het eerst zag",
    "inhoud": "de inhoud",
    "rij": "de inhoud",
    "stand": "de stand",
    "vraag": "de vraag",
}
WITH_FILE = frozenset({"attachment", "document", "letter"})


@dataclass(frozen=True, slots=True)
class Said:
    """What one chain last committed to about one facet."""

    tenant_id: UUID
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row that was looked at; `had_file` when a file on disk belongs to it."""

    flaws: tuple[Flaw, ...]
    had_file: bool


def check_rows(session: ScopedSession, storage: Storage | None) -> Iterator[CheckedRow]:
    """Every row of every protected table; without a storage the files are left alone."""
    said = groupby(_said(session), key=lambda row: (str(row.tbl), str(row.rid)))
    known = next(said, None)
    for protection in sorted(PROTECTED, key=lambda protection: protection.table):
        for row in _rows(session, protection):
            here = (protection.table, str(row.id))
            while known is not None and known[0] < here:
                yield _gone(known[0], list(known[1]))
                known = next(said, None)
            by_key: dict[str, list[Said]] = {}
            if known is not None and known[0] == here:
                by_key = _by_key(known[1])
                known = next(said, None)
            yield _check(protection, row, by_key, storage)
    while known is not None:
        yield _gone(known[0], list(known[1]))
        known = next(said, None)


def _check(
    protection: Protection, row: Row[Any], by_key: Mapping[str, list[Said]], storage: Storage | None
) -> CheckedRow:
    flaws: list[Flaw] = []
    for name, columns in protection.facets.items():
        values = {column: getattr(row, column) for column in columns}
        key = facet_key(protection.table, name, row.id)
        if key in by_key:
            digest = facet_digest(values)
            flaws += [
                _changed(protection, name, row, said)
                for said in by_key[key]
                if said.digest != digest
            ]
        elif name not in protection.empty_at_first or any(
            value is not None for value in values.values()
        ):
            flaws.append(_unknown(protection, name, row))
    had_file = storage is not None and protection.table in WITH_FILE
    if storage is not None and had_file and not flaws:
        problem = file_problem(
            storage, key=row.storage_key, sha256=row.sha256, size_bytes=row.size_bytes
        )
        flaws += [
            Flaw(
                tenant_id=said.tenant_id,
                seq=said.seq,
                code="file",
                what=_name(protection.table, row),
                why=problem,
            )
            for said in next(iter(by_key.values()))
            if problem is not None
        ]
    return CheckedRow(tuple(flaws), had_file)


def _changed(protection: Protection, facet: str, row: Row[Any], said: Said) -> Flaw:
    return Flaw(
        tenant_id=said.tenant_id,
        seq=said.seq,
        code="row_changed",
        what=_name(protection.table, row),
        why=f"Hier is {FACETS[facet]} anders dan bij regel {said.seq} is vastgelegd.",
    )


def _unknown(protection: Protection, facet: str, row: Row[Any]) -> Flaw:
    return Flaw(
        tenant_id=getattr(row, "tenant_id", None),
        seq=None,
        code="row_unknown",
        what=_name(protection.table, row),
        why=f"Van {FACETS[facet]} staat niets in de keten: dit is er buiten het portaal om bij "
        "gezet.",
    )


def _gone(where: tuple[str, str], rows: list[Row[Any]]) -> CheckedRow:
    table, row_id = where
    last: dict[UUID, int] = {}
    for row in rows:
        last[row.tenant_id] = max(row.seq, last.get(row.tenant_id, 0))
    return CheckedRow(
        tuple(
            Flaw(
                tenant_id=tenant_id,
                seq=seq,
                code="row_gone",
                what=f"{NAMES.get(table, table)} {row_id}",
                why=f"Bij regel {seq} is dit vastgelegd, en het is er niet meer.",
            )
            for tenant_id, seq in last.items()
        ),
        had_file=False,
    )


def _name(table: str, row: Row[Any]) -> str:
    """The thing as a person would look for it."""
    known = row._mapping.get("reference") or row._mapping.get("file_name") or row.id
    return f"{NAMES[table]} {known}"


def _by_key(rows: Iterator[Row[Any]]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(Said(row.tenant_id, row.seq, row.digest))
    return found


def _said(session: ScopedSession) -> Iterator[Row[Any]]:
    yield from session.execute(_SAID, execution_options={"yield_per": BATCH})


def _rows(session: ScopedSession, protection: Protection) -> Iterator[Row[Any]]:
    """Rows without the ORM around them, by id: as bytes and as text the order is the same."""
    columns = inspect(protection.model).columns
    names = sorted({column for facet in protection.facets.values() for column in facet})
    wanted: list[ColumnElement[Any]] = [columns["id"], *(columns[name] for name in names)]
    query = select(*wanted).order_by(columns["id"])
    counting = protection.counting()
    if counting is not None:
        query = query.where(counting)
    yield from session.execute(query, execution_options={"yield_per": BATCH})


# The last word of each chain about each facet. The server sorts on disk when it must.
_SAID = text(
    """
    SELECT DISTINCT ON (tbl, rid, key, tenant_id) tbl, rid, key, tenant_id, seq, digest
    FROM (
      SELECT split_part(p.key, '.', 1) COLLATE "C" AS tbl,
             split_part(p.key, ':', 2) COLLATE "C" AS rid,
             p.key COLLATE "C" AS key, p.value AS digest, e.tenant_id, e.ledger_seq AS seq
      FROM event e CROSS JOIN LATERAL jsonb_each_text(e.proof -> 'rijen') AS p (key, value)
    ) s
    ORDER BY tbl, rid, key, tenant_id, seq DESC
    """
)
