"""What a chain commits to when something happens to a delivery or in a dossier."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


def committed_payload(
    *,
    provider_id: UUID,
    delivery_id: UUID | None,
    dossier_id: UUID | None,
    type_: str,
    audience: str,
    actor_id: UUID | None,
    actor_name: str,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    """Every part of an event that somebody could change behind the portal's back."""
    return {
        "provider": str(provider_id),
        "delivery": str(delivery_id) if delivery_id else None,
        "dossier": str(dossier_id) if dossier_id else None,
        "type": type_,
        "audience": audience,
        "actor": str(actor_id) if actor_id else None,
        "actor_name": actor_name,
        "data": dict(data),
    }
