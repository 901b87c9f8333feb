"""Writes what happened: a line in the time line and a link in the municipality's chain."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from portal.adapters.database import ScopedSession
from portal.domain.evidence import canonical_bytes, commitment
from portal.domain.evidence.events import committed_payload
from portal.domain.evidence.rows import ROWS_SHA256, make_proof, proof_digest
from portal.services.protected import Facet
from portal.services.touched import take_touched

SHARED, INTERNAL = "gedeeld", "intern"
PORTAL_NAME = "Het portaal"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it; without an account it is the portal itself."""

    name: str
    account_id: UUID | None = None

    @property
    def ledger_name(self) -> str:
        """What the chain keeps: never a name."""
        return str(self.account_id) if self.account_id else "portaal"


PORTAL = Actor(PORTAL_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened to a delivery or in a dossier: exactly one of the two is given.

    `received` marks the arrival of something from a provider. `rows` are the protected rows
    that were written with statements of one's own; those of the session are found by
    themselves.
    """

    tenant_id: UUID
    provider_id: UUID
    type: str
    audience: str
    actor: Actor
    delivery_id: UUID | None = None
    dossier_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)
    received: bool = False
    rows: Sequence[Facet] = ()

    @property
    def owner(self) -> UUID | None:
        """What it happened to."""
        return self.dossier_id or self.delivery_id

    @property
    def object(self) -> str:
        """What the chain calls it."""
        return f"dossier:{self.dossier_id}" if self.dossier_id else f"delivery:{self.delivery_id}"


@dataclass(frozen=True, slots=True)
class Link:
    """Where in a municipality's chain an event stands."""

    tenant_id: UUID
    seq: int
    entry_hash: str


_APPEND = text(
    """
    WITH a AS MATERIALIZED (
      SELECT * FROM ROWS FROM (append_events(CAST(:entries AS jsonb))) WITH ORDINALITY
        AS a (tenant_id, seq, entry_hash, n)
    ), e AS (
      INSERT INTO event (tenant_id, provider_id, delivery_id, dossier_id, audience, type, actor_id,
                         actor_name, data, proof, salt, ledger_seq)
      SELECT a.tenant_id, r.provider_id, r.delivery_id, r.dossier_id, r.audience, r.type, r.actor_id,
             r.actor_name, r.data, r.proof, decode(r.salt, 'hex'), a.seq
      FROM a
      JOIN ROWS FROM (jsonb_to_recordset(CAST(:rows AS jsonb)) AS (
             provider_id uuid, delivery_id uuid, dossier_id uuid, audience text, type text, actor_id uuid,
             actor_name text, data jsonb, proof jsonb, salt text)) WITH ORDINALITY
           AS r (provider_id, delivery_id, dossier_id, audience, type, actor_id, actor_name, data, proof, salt,
                 n)
        USING (n)
    )
    SELECT tenant_id, seq, entry_hash FROM a ORDER BY n
    """
)


def record(session: ScopedSession, events: Sequence[NewEvent]) -> list[Link]:
    """Append events to the chains, in tenant order; last and short in a transaction.

    Whoever appends holds the head of that chain until the commit. Tenant order keeps two
    submissions from waiting for each other in a circle. Each event commits to the protected
    rows that were written for its delivery or dossier since the last one.
    """
    ordered = sorted(events, key=lambda event: str(event.tenant_id))
    given = [facet for event in ordered for facet in event.rows]
    touched = take_touched(session, {event.owner for event in ordered}, given)
    entries, rows = [], []
    for event in ordered:
        salt = secrets.token_bytes(16)
        own = touched.pop(event.owner, []) if event.owner else []
        facets = [*event.rows, *own, *touched.get(None, [])]
        proof = make_proof(
            {facet.key: facet.digest for facet in facets}, salt=secrets.token_bytes(16)
        )
        data = {**event.data, ROWS_SHA256: proof_digest(proof)}
        payload = committed_payload(
            provider_id=event.provider_id,
            delivery_id=event.delivery_id,
            dossier_id=event.dossier_id,
            type_=event.type,
            audience=event.audience,
            actor_id=event.actor.account_id,
            actor_name=event.actor.name,
            data=data,
        )
        entries.append(
            {
                "tenant": str(event.tenant_id),
                "type": event.type,
                "object": event.object,
                "commitment": commitment(salt, canonical_bytes(payload)),
                "received": event.received,
                "actor": event.actor.ledger_name,
            }
        )
        rows.append(
            {
                "provider_id": str(event.provider_id),
                "delivery_id": str(event.delivery_id) if event.delivery_id else None,
                "dossier_id": str(event.dossier_id) if event.dossier_id else None,
                "audience": event.audience,
                "type": event.type,
                "actor_id": str(event.actor.account_id) if event.actor.account_id else None,
                "actor_name": event.actor.name,
                "data": data,
                "proof": proof,
                "salt": salt.hex(),
            }
        )
    if not entries:
        return []
    found = session.execute(_APPEND, {"entries": json.dumps(entries), "rows": json.dumps(rows)})
    return [Link(tenant_id, seq, entry_hash) for tenant_id, seq, entry_hash in found]
