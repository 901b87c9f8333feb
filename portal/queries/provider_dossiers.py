"""Reads the dossiers that municipalities share with a provider, as far as they share them.

Never what is being prepared, weighed or noted: the provider's role has no way to those.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import ProviderScope
from portal.models.dossier import Dossier, DossierReply, ImposedMeasure, Letter
from portal.models.evidence import Event, LedgerEntry
from portal.models.handling import CompletionRequest, Deadline, Decision
from portal.models.provider import Contract
from portal.models.region import Tenant
from portal.models.submission import Attachment, Delivery
from portal.queries.json_rows import gathered, read_rows
from portal.queries.one_row import one_row
from portal.queries.provider_dossier_rows import (
    AskRow,
    DossierLine,
    DossierSeen,
    EventRow,
    FileRow,
    LetterRow,
    MeasureRow,
    PlanRow,
    ReplyRow,
    TermRow,
)

SHARED = "gedeeld"
CLOSED_AT_MOST = 50


def open_dossiers(
    session: ScopedSession, scope: ProviderScope, *, municipality: str = "", words: str = ""
) -> tuple[DossierLine, ...]:
    """All that are open, the last shared first."""
    query = _lines(scope, municipality, words).where(~Dossier.is_closed)
    return _read(session, query.order_by(Dossier.shared_at.desc(), Dossier.id))


def closed_dossiers(
    session: ScopedSession, scope: ProviderScope, *, municipality: str = "", words: str = ""
) -> tuple[DossierLine, ...]:
    """The last ones that were closed."""
    query = _lines(scope, municipality, words).where(Dossier.is_closed)
    return _read(
        session, query.order_by(Dossier.closed_at.desc(), Dossier.id).limit(CLOSED_AT_MOST)
    )


def dossier_seen(
    session: ScopedSession, scope: ProviderScope, municipality: str, number: str
) -> DossierSeen:
    """One shared dossier; raises NotThere."""
    query = (
        _lines(scope, municipality, "")
        .where(Dossier.number == number)
        .join(Contract, Contract.id == Dossier.contract_id)
        .add_columns(
            Contract.number.label("contract_number"),
            Contract.domain.label("contract_domain"),
            *(gathered(rows, name) for name, rows in _more_parts(scope).items()),
        )
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotThere
    return DossierSeen(**_with_parts(found._mapping, {**PARTS, **MORE_PARTS}))


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLetter:
    """A letter as it was fixed: its words, and where its PDF is."""

    content: dict[str, Any]
    storage_key: str
    sha256: str
    size_bytes: int


def fixed_letter(session: ScopedSession, scope: ProviderScope, letter_id: UUID) -> FixedLetter:
    """One letter of the provider; raises NotThere."""
    return one_row(
        session,
        FixedLetter,
        Letter,
        Letter.provider_id == scope.provider_id,
        Letter.id == letter_id,
    )


def place_in_chain(
    session: ScopedSession, scope: ProviderScope, dossier_id: UUID, reply_id: UUID
) -> tuple[int, str] | None:
    """Number and hash of the link that a reply has in the municipality's chain."""
    row = session.execute(
        select(LedgerEntry.seq, LedgerEntry.entry_hash)
        .join(
            Event,
            (Event.tenant_id == LedgerEntry.tenant_id) & (Event.ledger_seq == LedgerEntry.seq),
        )
        .where(
            Event.provider_id == scope.provider_id,
            Event.dossier_id == dossier_id,
            Event.type == "antwoord_ontvangen",
            Event.data["antwoord"].astext == str(reply_id),
        )
    ).one_or_none()
    return None if row is None else (row.seq, row.entry_hash)


def _lines(scope: ProviderScope, municipality: str, words: str) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            Dossier.id, Dossier.tenant_id, Tenant.slug, Tenant.name.label("municipality"),
            Dossier.number, Dossier.title, Dossier.is_closed, Dossier.shared_at, Dossier.closed_at,
            *(gathered(rows, name) for name, rows in _parts(scope).items()),
        )
        .join(Tenant, Tenant.id == Dossier.tenant_id)
        .where(Dossier.provider_id == scope.provider_id, Dossier.shared_at.is_not(None))
    )  # fmt: skip
    if municipality:
        query = query.where(Tenant.slug == municipality)
    for word in words.split()[:8]:
        query = query.where(
            Dossier.number.icontains(word, autoescape=True)
            | Dossier.title.icontains(word, autoescape=True)
        )
    return query


PARTS: Mapping[str, type[Any]] = {
    "letters": LetterRow,
    "terms": TermRow,
    "replies": ReplyRow,
    "plans": PlanRow,
    "asks": AskRow,
}
MORE_PARTS: Mapping[str, type[Any]] = {
    "files": FileRow,
    "measures": MeasureRow,
    "events": EventRow,
}


def _parts(scope: ProviderScope) -> dict[str, Select[Any]]:
    """What tells whether a dossier waits for the provider."""
    return {
        "letters": _hanging(scope, Letter, LetterRow).order_by(Letter.number.desc()),
        "terms": _hanging(scope, Deadline, TermRow)
        .where(Deadline.internal.is_(False))
        .order_by(Deadline.due_on, Deadline.id),
        "replies": _hanging(scope, DossierReply, ReplyRow).order_by(
            DossierReply.received_at.desc(), DossierReply.id
        ),
        "plans": _plans(scope),
        "asks": _asks(scope),
    }


def _more_parts(scope: ProviderScope) -> dict[str, Select[Any]]:
    """What only the page of the dossier shows."""
    return {
        "files": _hanging(scope, Attachment, FileRow)
        .where(Attachment.reply_id.is_not(None), Attachment.internal.is_(False))
        .order_by(Attachment.uploaded_at, Attachment.id),
        "measures": _hanging(scope, ImposedMeasure, MeasureRow).order_by(
            ImposedMeasure.number.desc()
        ),
        "events": _hanging(scope, Event, EventRow)
        .where(Event.audience == SHARED)
        .order_by(Event.ledger_seq.desc()),
    }


def _hanging(scope: ProviderScope, model: Any, row: Any) -> Select[Any]:
    return (
        select(*(getattr(model, name) for name in row.__slots__))
        .where(model.provider_id == scope.provider_id, model.dossier_id == Dossier.id)
        .correlate(Dossier)
    )


def _asks(scope: ProviderScope) -> Select[Any]:
    columns: list[Any] = [
        Event.happened_at,
        (func.coalesce(Event.data["termijn"].astext, "") != "").label("has_term"),
    ]
    return (
        select(*columns)
        .where(
            Event.provider_id == scope.provider_id,
            Event.dossier_id == Dossier.id,
            Event.audience == SHARED,
            Event.type == "stap_gezet",
            Event.data["soorten"].contains(["verbeterplan"]),
        )
        .order_by(Event.ledger_seq)
        .correlate(Dossier)
    )


def _plans(scope: ProviderScope) -> Select[Any]:
    def last(column: Any, of: Any, by: Any) -> Any:
        return (
            select(column)
            .where(of.delivery_id == Delivery.id)
            .order_by(by.desc())
            .limit(1)
            .scalar_subquery()
        )

    question = (
        select(func.max(CompletionRequest.answer_by))
        .where(
            CompletionRequest.delivery_id == Delivery.id,
            CompletionRequest.answered_at.is_(None),
            CompletionRequest.withdrawn_at.is_(None),
        )
        .scalar_subquery()
    )
    return (
        select(
            Delivery.reference, Delivery.state, Delivery.outcome, Delivery.received_at,
            last(Decision.reason, Decision, Decision.number).label("reason"),
            last(Decision.decided_at, Decision, Decision.number).label("decided_at"),
            question.label("answer_by"),
        )
        .where(
            Delivery.provider_id == scope.provider_id, Delivery.for_dossier_id == Dossier.id
        )
        .order_by(Delivery.received_at.desc(), Delivery.id)
        .correlate(Dossier)
    )  # fmt: skip


def _read(session: ScopedSession, query: Select[Any]) -> tuple[DossierLine, ...]:
    return tuple(DossierLine(**_with_parts(row._mapping, PARTS)) for row in session.execute(query))


def _with_parts(row: Any, parts: Mapping[str, type[Any]]) -> dict[str, Any]:
    return {
        **row,
        **{name: read_rows(row_type, row[name]) for name, row_type in parts.items()},
    }
