"""Asks for effects that happen after the commit: rows in the outbox."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from portal.adapters.database import ScopedSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One effect. `key` is unique for ever: asking twice for the same effect is asking once.

    `data` holds ids and template names only, never content (004-46).
    """

    effect: str
    key: str
    tenant_id: UUID | None = None
    provider_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)


_INSERT = text(
    """
    INSERT INTO outbox (effect, effect_key, tenant_id, provider_id, data)
    SELECT effect, key, tenant_id, provider_id, data
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
      AS r (effect text, key text, tenant_id uuid, provider_id uuid, data jsonb)
    ON CONFLICT DO NOTHING
    """
)


def as_row(effect: Effect) -> dict[str, Any]:
    """An effect as the outbox takes it."""
    return {
        "effect": effect.effect,
        "key": effect.key,
        "tenant_id": str(effect.tenant_id) if effect.tenant_id else None,
        "provider_id": str(effect.provider_id) if effect.provider_id else None,
        "data": effect.data,
    }


def want(session: ScopedSession, effects: Sequence[Effect]) -> None:
    """Write effects to the outbox, in the caller's transaction."""
    if effects:
        session.execute(_INSERT, {"rows": json.dumps([as_row(effect) for effect in effects])})
