"""All tables; importing this package makes them known to the metadata."""

from portal.models import (
    configuration,
    evidence,
    handling,
    outbox,
    people,
    provider,
    region,
    submission,
)

__all__ = [
    "configuration",
    "evidence",
    "handling",
    "outbox",
    "people",
    "provider",
    "region",
    "submission",
]
