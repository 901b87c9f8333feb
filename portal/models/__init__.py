"""All tables; importing this package makes them known to the metadata."""

from portal.models import (
    changes,
    configuration,
    dossier,
    evidence,
    handling,
    ladder,
    outbox,
    people,
    provider,
    region,
    submission,
)

__all__ = [
    "changes",
    "configuration",
    "dossier",
    "evidence",
    "handling",
    "ladder",
    "outbox",
    "people",
    "provider",
    "region",
    "submission",
]
