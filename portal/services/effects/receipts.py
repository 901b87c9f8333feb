"""Makes the receipt: a signed file and a PDF that carries it, once."""

import io
import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_exact_moment, format_moment
from portal.domain.evidence import ReceivedBy, make_receipt
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.registry import all_kinds
from portal.models.evidence import Document
from portal.queries.receipts import ReceiptFacts, receipt_facts, stored_document
from portal.services.effects_wanted import Effect, want
from portal.services.outbox import Row
from portal.services.protected import facets_of
from portal.services.recording import PORTAL, SHARED, NewEvent, record
from portal.services.tools import Tools

PDF, FILE = "ontvangstbewijs", "ontvangstbewijs-bestand"
MAX_BYTES = 10 * 1024 * 1024
CHANNELS = {
    "portaal": "via het portaal",
    "brief": "per brief",
    "e-mail": "per e-mail",
    "telefoon": "per telefoon",
}


def make_receipt_documents(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """Render and store both documents, and ask for the mail.

    Doing a row twice keeps what is there: a stored receipt is never made again. All events
    come last, together: whoever appends to a chain holds it until the commit.
    """
    events: list[NewEvent] = []
    for row in rows:
        scope = cast(ProviderScope, row.scope)
        facts = receipt_facts(session, scope, UUID(row.data["submission"]))
        if stored_document(session, scope, kind=PDF, object_id=facts.submission_id) is None:
            events += _confirmed(scope, facts, _store(session, scope, facts, tools))
        if facts.channel == "portaal":
            want(
                session,
                [
                    Effect(
                        effect="mail_ontvangst",
                        key=f"mail:ontvangst:{facts.submission_id}",
                        provider_id=scope.provider_id,
                        data={"submission": str(facts.submission_id)},
                    )
                ],
            )
    record(session, events)


def signed_receipt(facts: ReceiptFacts, tools: Tools) -> dict[str, Any]:
    """The receipt as a file that proves itself without the database."""
    return make_receipt(
        facts.reference,
        kind=facts.kind,
        provider=facts.provider_name,
        received_at=facts.received_at,
        municipalities=[
            ReceivedBy(slug=line.slug, name=line.name, entry=line.entry, opened=line.opened)
            for line in facts.lines
        ],
        sign=tools.signer.sign,
        key_id=tools.signer.key_id,
    )


def _confirmed(
    scope: ProviderScope, facts: ReceiptFacts, documents: Sequence[Document]
) -> list[NewEvent]:
    """What every municipality's chain says of the documents that were made."""
    return [
        NewEvent(
            tenant_id=line.tenant_id,
            provider_id=scope.provider_id,
            delivery_id=line.delivery_id,
            type="bevestigd",
            audience=SHARED,
            actor=PORTAL,
            data={"documenten": {document.kind: document.sha256 for document in documents}},
            rows=[facet for document in documents for facet in facets_of(document)],
        )
        for line in facts.lines
    ]


def _store(
    session: ScopedSession, scope: ProviderScope, facts: ReceiptFacts, tools: Tools
) -> list[Document]:
    receipt = signed_receipt(facts, tools)
    as_file = json.dumps(receipt, ensure_ascii=False, indent=2)
    pdf = tools.typesetter.render(
        "ontvangstbewijs",
        print_data(facts, receipt),
        rendered_at=session.legal_now,
        attached=as_file,
    )
    documents = []
    for kind, content in ((FILE, as_file.encode()), (PDF, pdf)):
        stored = tools.storage.put(io.BytesIO(content), max_bytes=MAX_BYTES)
        documents.append(
            Document(
                provider_id=scope.provider_id,
                kind=kind,
                object_id=facts.submission_id,
                storage_key=stored.key,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                rendered_at=session.legal_now,
            )
        )
    session.add_all(documents)
    session.flush()
    return documents


def print_data(facts: ReceiptFacts, receipt: dict[str, Any]) -> dict[str, Any]:
    """What the PDF prints; every word is ready."""
    kind = all_kinds()[facts.kind]
    return {
        "kenmerk": facts.reference,
        "soort": kind.name,
        "aanbieder": facts.provider_name,
        "ontvangen": format_exact_moment(facts.received_at),
        "via": CHANNELS[facts.channel],
        "binnen": format_moment(facts.arrived_at) if facts.arrived_at else "",
        "door": facts.submitted_by_name,
        "vervolg": kind.next_for_provider,
        "gemeenten": [
            {
                "naam": line.name,
                "nummer": line.entry.seq,
                "hash": line.entry.entry_hash,
                "te_laat": (line.marks.get("te_laat") or {}).get("uitleg", ""),
                "dagen": (line.marks.get("te_laat") or {}).get("dagen", 0),
            }
            for line in facts.lines
        ],
        "bestanden": [
            {"naam": name, "bytes": size, "sha256": digest} for name, size, digest in facts.files
        ],
        "handtekening": receipt["signatures"][0]["signature"],
        "sleutel": receipt["signatures"][0]["key_id"],
    }
