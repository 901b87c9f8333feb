"""Reads a plan that came in for a dossier, as it stands now."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.submission import Delivery, DeliveryContent, Submission


def plan_content(session: ScopedSession, scope: TenantScope, delivery_id: UUID) -> dict[str, Any]:
    """The answers of the last version: the completed one where the provider completed it."""
    latest = (
        select(DeliveryContent.payload)
        .where(DeliveryContent.delivery_id == Delivery.id)
        .order_by(DeliveryContent.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        select(latest.label("latest"), Submission.payload)
        .select_from(Delivery)
        .join(Submission, Submission.id == Delivery.submission_id)
        .where(Delivery.tenant_id == scope.tenant_id, Delivery.id == delivery_id)
    ).one_or_none()
    if found is None:
        raise NotThere
    payload: dict[str, Any] = found.latest or found.payload
    return payload
