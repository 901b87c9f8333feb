"""Tells a dossier of the plan that it asked for: it came in, or was taken back.

Apart from the routing itself, so that a dossier in trouble never holds a delivery up. Doing it
twice changes nothing.
"""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantId, TenantScope
from portal.services.dossiers.plans import receive_plan, take_plan_back
from portal.services.effects_wanted import Effect
from portal.services.outbox import Row
from portal.services.tools import Tools


def plan_came(tenant_id: TenantId, dossier_id: UUID, delivery_id: UUID) -> Effect:
    """The dossier has to know that its plan came in."""
    return _effect("plan_ontvangen", tenant_id, dossier_id, delivery_id)


def plan_went(tenant_id: TenantId, dossier_id: UUID, delivery_id: UUID) -> Effect:
    """The dossier has to know that its plan was taken back."""
    return _effect("plan_ingetrokken", tenant_id, dossier_id, delivery_id)


def _effect(name: str, tenant_id: TenantId, dossier_id: UUID, delivery_id: UUID) -> Effect:
    return Effect(
        effect=name,
        key=f"{name}:{delivery_id}",
        tenant_id=tenant_id,
        data={"dossier": str(dossier_id), "delivery": str(delivery_id)},
    )


def note_plan(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """The plan came in: its term ends."""
    for row in rows:
        receive_plan(
            session,
            cast(TenantScope, row.scope),
            UUID(row.data["dossier"]),
            delivery_id=UUID(row.data["delivery"]),
        )


def note_withdrawal(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """The plan was taken back: its term runs again."""
    for row in rows:
        take_plan_back(
            session,
            cast(TenantScope, row.scope),
            UUID(row.data["dossier"]),
            delivery_id=UUID(row.data["delivery"]),
        )
