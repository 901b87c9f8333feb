"""What the chain commits to when something is handed in: the submission, its parts, its files."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import RuleBroken
from portal.domain.scopes import ProviderScope
from portal.models.submission import Attachment, Delivery, Submission
from portal.services.protected import WHOLE, Facet, facet_of, facets_of

# The state that the tables themselves give a new delivery.
FRESH: Mapping[str, Any] = {
    "state": "ontvangen",
    "outcome": None,
    "is_closed": False,
    "closed_at": None,
    "content_number": 1,
    "disputed_at": None,
    "version": 1,
}


def new_submission(
    submission_id: UUID,
    *,
    provider_id: UUID,
    key: UUID,
    reference: str,
    kind: str,
    payload_version: int,
    payload: Mapping[str, Any],
    own_answers: Mapping[str, Any],
    body_sha256: str,
    received_at: datetime,
    submitted_by: UUID | None,
    submitted_by_name: str,
) -> Facet:
    """A submission that came in through the portal."""
    return facet_of(
        Submission,
        WHOLE,
        submission_id,
        {
            "provider_id": provider_id,
            "key": key,
            "reference": reference,
            "kind": kind,
            "payload_version": payload_version,
            "payload": payload,
            "own_answers": own_answers,
            "body_sha256": body_sha256,
            "received_at": received_at,
            "submitted_by": submitted_by,
            "submitted_by_name": submitted_by_name,
            "channel": "portaal",
            "arrived_at": None,
            "recorded_for": None,
        },
    )


def new_delivery(
    delivery_id: UUID,
    *,
    tenant_id: UUID,
    submission_id: UUID,
    provider_id: UUID,
    reference: str,
    kind: str,
    provider_name: str,
    subject: str,
    answers: Mapping[str, Any],
    marks: Mapping[str, Any],
    starts_on: date | None,
    received_at: datetime,
    questions_version: int | None,
    for_dossier_id: UUID | None = None,
) -> list[Facet]:
    """The part of it for one municipality, before anybody has touched it."""
    content = {
        "tenant_id": tenant_id,
        "submission_id": submission_id,
        "provider_id": provider_id,
        "reference": reference,
        "kind": kind,
        "provider_name": provider_name,
        "subject": subject,
        "answers": answers,
        "marks": marks,
        "starts_on": starts_on,
        "received_at": received_at,
        "questions_version": questions_version,
    }
    asked = {"for_dossier_id": for_dossier_id}
    return [
        facet_of(Delivery, "inhoud", delivery_id, content),
        facet_of(Delivery, "stand", delivery_id, FRESH),
        *([facet_of(Delivery, "dossier", delivery_id, asked)] if for_dossier_id else []),
    ]


def new_files(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    submission_id: UUID,
    confirmed: Collection[UUID],
    delivery_id: UUID | None = None,
    content_number: int = 1,
) -> list[Facet]:
    """The files as they are handed in; refused when another tab changed them meanwhile.

    `confirmed` are the files that the check page showed, and that the receipt will name.
    """
    rows = session.scalars(
        select(Attachment).where(
            Attachment.provider_id == scope.provider_id,
            Attachment.submission_id == submission_id,
            Attachment.delivery_id.is_not_distinct_from(delivery_id),
            Attachment.content_number == content_number,
        )
    ).all()
    if sorted(row.id for row in rows) != sorted(confirmed):
        raise RuleBroken(
            "De bijlagen zijn gewijzigd terwijl u indiende. Controleer ze en dien opnieuw in.",
            code="files_changed",
        )
    return [facet for row in rows for facet in facets_of(row)]
