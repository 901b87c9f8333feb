"""Which columns the chains answer for: a change behind the portal's back is found.

A row's columns stand in facets. An act that writes a facet commits to what it then holds
(`portal.services.recording`); `portal verify` compares each row with the last commitment.
Columns are named one by one: a new column leaves what was committed before as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, inspect, or_

from portal.domain.evidence.rows import facet_digest, facet_key
from portal.models.base import Base
from portal.models.dossier import DossierReply, Letter
from portal.models.evidence import Document
from portal.models.handling import (
    ClientStop,
    CompletionRequest,
    Deadline,
    Decision,
    LiftRequest,
    Note,
    Task,
)
from portal.models.submission import Attachment, Delivery, DeliveryContent, Submission

OF_DELIVERY = ("tenant_id", "provider_id", "delivery_id")
OF_EITHER = (*OF_DELIVERY, "dossier_id")
OF_DOSSIER = ("tenant_id", "provider_id", "dossier_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How one table is answered for.

    `facets`: name -> columns. `empty_at_first`: facets that nobody commits to as long as all
    of their columns are empty. `left_out`: columns that no chain answers for, and why.
    `once_any_of`: the row counts from the moment that one of these columns is filled.
    """

    model: type[Base]
    facets: Mapping[str, tuple[str, ...]]
    empty_at_first: frozenset[str] = frozenset()
    left_out: Mapping[str, str] = field(default_factory=dict)
    once_any_of: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)

    def counts(self, row: Any) -> bool:
        """Whether the chains answer for this row already."""
        return not self.once_any_of or any(
            getattr(row, name) is not None for name in self.once_any_of
        )

    def counting(self) -> ColumnElement[bool] | None:
        """The same as a condition; None when all rows count."""
        if not self.once_any_of:
            return None
        columns = inspect(self.model).columns
        return or_(*(columns[name].is_not(None) for name in self.once_any_of))


@dataclass(frozen=True, slots=True)
class Facet:
    """What one facet of one row holds now."""

    key: str
    digest: str


WHOLE = "rij"

PROTECTED: tuple[Protection, ...] = (
    Protection(
        model=Submission,
        facets={
            WHOLE: (
                "provider_id", "key", "reference", "kind", "payload_version", "payload",
                "own_answers", "body_sha256", "received_at", "submitted_by",
                "submitted_by_name", "channel", "arrived_at", "recorded_for",
            ),
        },
    ),
    Protection(
        model=Delivery,
        facets={
            "inhoud": (
                "tenant_id", "submission_id", "provider_id", "reference", "kind",
                "provider_name", "subject", "answers", "marks", "starts_on", "received_at",
                "questions_version",
            ),
            "stand": (
                "state", "outcome", "is_closed", "closed_at", "content_number", "disputed_at",
                "version",
            ),
            "balie": (
                "desk", "assignee_id", "assignee_name", "routing", "routed_at", "delivered_at",
            ),
            "gezien": ("first_seen_at", "first_seen_by"),
            "dossier": ("for_dossier_id",),
        },
        empty_at_first=frozenset({"balie", "gezien", "dossier"}),
        left_out={
            "search": "de database leidt haar af",
            "sort_on": "de database leidt haar af van due_on",
            "due_on": "kopie van de vroegste termijn, waarmee hij wordt vergeleken",
        },
    ),
    Protection(
        model=DeliveryContent,
        facets={
            WHOLE: (
                *OF_DELIVERY, "key", "number", "payload", "answers", "body_sha256",
                "explanation", "questions_version", "received_at", "submitted_by",
                "submitted_by_name",
            ),
        },
    ),
    Protection(
        model=Attachment,
        facets={
            WHOLE: (
                "provider_id", "tenant_id", "submission_id", "delivery_id", "dossier_id",
                "reply_id", "content_number", "internal", "file_name", "media_type",
                "size_bytes", "sha256", "storage_key", "uploaded_by", "uploaded_at",
            ),
        },
        left_out={"draft_key": "leeg zodra het bestand is ingediend"},
        once_any_of=("submission_id", "delivery_id", "dossier_id", "reply_id"),
    ),
    Protection(
        model=Decision,
        facets={
            WHOLE: (
                *OF_DELIVERY, "number", "outcome", "details", "reason", "decided_by",
                "decided_by_name", "decided_at",
            ),
        },
    ),
    Protection(
        model=CompletionRequest,
        facets={
            "vraag": (
                *OF_DELIVERY, "question", "answer_by", "pauses_clock", "asked_by",
                "asked_by_name", "asked_at",
            ),
            "antwoord": ("answered_at", "answer_number", "withdrawn_at"),
        },
    ),
    Protection(
        model=ClientStop,
        facets={
            WHOLE: (
                *OF_DELIVERY, "product_code", "origin", "from_on", "until_on", "lifted_on",
                "consented_at",
            ),
        },
    ),
    Protection(
        model=LiftRequest,
        facets={
            WHOLE: (
                *OF_DELIVERY, "reason", "wished_on", "asked_by", "asked_by_name", "asked_at",
                "answered_at", "answered_by_name", "lifted_on", "refusal",
            ),
        },
    ),
    Protection(
        model=Note,
        facets={
            WHOLE: (
                "tenant_id", "delivery_id", "dossier_id", "body", "author_id", "author_name",
                "written_at",
            ),
        },
    ),
    Protection(
        model=Task,
        facets={
            WHOLE: (
                *OF_EITHER, "kind", "title", "mandatory", "due_on", "created_at", "record",
                "closed_by", "closed_by_name", "closed_at",
            ),
        },
    ),
    Protection(
        model=Deadline,
        facets={
            WHOLE: (
                *OF_EITHER, "name", "label", "internal", "due_on", "pauses", "clock", "state",
                "started_at", "ended_at",
            ),
        },
        left_out={
            "remind_at": "wanneer er weer wordt herinnerd; geen stuk van de zaak",
            "reminders": "wanneer er weer wordt herinnerd; geen stuk van de zaak",
        },
    ),
    Protection(
        model=Letter,
        facets={
            WHOLE: (
                *OF_DOSSIER, "number", "kind", "title", "content", "storage_key", "sha256",
                "size_bytes", "reply_by", "sent_by", "sent_by_name", "sent_at",
            ),
            "geopend": ("opened_at", "opened_by_name"),
        },
        empty_at_first=frozenset({"geopend"}),
    ),
    Protection(
        model=DossierReply,
        facets={
            WHOLE: (
                *OF_DOSSIER, "key", "letter_id", "milestone", "kind", "body", "received_at",
                "submitted_by", "submitted_by_name",
            ),
            "gelezen": ("seen_at",),
        },
        empty_at_first=frozenset({"gelezen"}),
    ),
    Protection(
        model=Document,
        facets={
            WHOLE: (
                "provider_id", "kind", "object_id", "storage_key", "sha256", "size_bytes",
                "rendered_at",
            ),
        },
    ),
)  # fmt: skip


_BY_MODEL = {known.model: known for known in PROTECTED}


def protection_of(model: type[Any]) -> Protection | None:
    """How a table is answered for; None when no chain does."""
    return _BY_MODEL.get(model)


def columns_of(model: type[Base], *names: str, prefix: str = "") -> str:
    """The columns of these facets and the row's id, as a statement's RETURNING lists them."""
    known = _known(model)
    columns = ["id", *(column for name in names for column in known.facets[name])]
    return ", ".join(prefix + column for column in columns)


def facet_of(
    model: type[Base], name: str, row_id: UUID, values: Mapping[str, Any] | RowMapping
) -> Facet:
    """A facet out of values; raises KeyError when one of its columns is missing."""
    known = _known(model)
    return Facet(
        facet_key(known.table, name, row_id),
        facet_digest({column: values[column] for column in known.facets[name]}),
    )


def facets_of(row: Base, names: Iterable[str] | None = None) -> list[Facet]:
    """The facets of a loaded row; all of them when none is named."""
    known = _known(type(row))
    return [
        Facet(
            facet_key(known.table, name, row.id),  # type: ignore[attr-defined]
            facet_digest({column: getattr(row, column) for column in known.facets[name]}),
        )
        for name in (known.facets if names is None else names)
    ]


def _known(model: type[Base]) -> Protection:
    known = protection_of(model)
    if known is None:
        raise LookupError(f"{model.__tablename__} is geen beschermde tabel")
    return known
