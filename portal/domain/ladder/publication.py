"""Which version holds on a day. A dossier takes the one of its first day and keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A version that was published: its number and the date from which it holds."""

    number: str
    valid_from: date


def version_on(published: Iterable[InForce], day: date) -> InForce | None:
    """The latest version that holds on that day; None before the first one."""
    begun = [version for version in published if version.valid_from <= day]
    return max(begun, key=lambda version: version.valid_from, default=None)
