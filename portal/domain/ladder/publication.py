"""From draft to version in force: which version holds on a day, and who may do what to one.

A dossier takes the version of its first day and keeps it (000-01), so a published version never
changes; what changes is a new one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.calendar import format_date
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.ladder.words import Word

SHORTEST_REASON = 10


class VersionState(Word):
    """Where a version stands."""

    DRAFT = "concept", "concept"
    PROPOSED = "voorgelegd", "voorgelegd"
    PUBLISHED = "gepubliceerd", "gepubliceerd"
    WITHDRAWN = "ingetrokken", "ingetrokken"
    LAPSED = "vervallen", "vervallen"


class VersionAct(Word):
    """What can be done to a version."""

    STARTED = "begonnen", "concept begonnen"
    CHANGED = "gewijzigd", "concept gewijzigd"
    PROPOSED = "voorgelegd", "voorgelegd aan een tweede persoon"
    RETURNED = "teruggegeven", "teruggegeven als concept"
    PUBLISHED = "gepubliceerd", "gepubliceerd"
    WITHDRAWN = "ingetrokken", "ingetrokken voordat zij inging"
    LAPSED = "vervallen", "concept laten vervallen"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A version that was published: its number and the date from which it holds."""

    number: str
    valid_from: date


def version_on(published: Iterable[InForce], day: date) -> InForce | None:
    """The latest version that holds on that day; None before the first one."""
    begun = [version for version in published if version.valid_from <= day]
    return max(begun, key=lambda version: version.valid_from, default=None)


def check_state(state: str, wanted: VersionState) -> None:
    """Raise when the version is not where the act begins."""
    if state != wanted.value:
        raise RuleBroken(
            f"Dit kan niet meer: deze versie is {VersionState(state).label}.", code="other_state"
        )


def check_start(in_force_from: date, today: date) -> None:
    """A version begins today or later: dossiers of before keep what held then (000-01)."""
    if in_force_from < today:
        raise RuleBroken(
            f"Kies een dag op of na {format_date(today)}. Een versie gaat nooit met terugwerkende "
            "kracht in.",
            code="starts_in_the_past",
            rule="000-01",
            path="ingang",
        )


def check_reason(reason: str, path: str) -> None:
    """Whoever reads the history later must understand why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(
            "Schrijf in een zin op waarom. De reden blijft zichtbaar in de geschiedenis.",
            code="reason_missing",
            path=path,
        )


def check_second_person(
    proposed_by: UUID | None, publisher: UUID | None, *, needs_second_person: bool
) -> None:
    """Publishing takes four eyes, unless the municipality switched that off with a reason."""
    if needs_second_person and proposed_by == publisher:
        raise NotAllowed(
            "U hebt deze versie zelf voorgelegd. Een andere functioneel beheerder bekijkt haar en "
            "publiceert.",
            code="four_eyes",
        )


def check_may_withdraw(in_force_from: date, today: date) -> None:
    """Only before its first day: from then on dossiers may be pinned to it."""
    if in_force_from <= today:
        raise RuleBroken(
            f"Deze versie geldt sinds {format_date(in_force_from)} en kan niet meer worden "
            "ingetrokken. Maak een nieuwe versie.",
            code="already_in_force",
            rule="000-01",
        )


def next_label(label: str, taken: Iterable[str]) -> str:
    """A version's own number after `label` that is not in use: 2.0 becomes 3.0, 2024 2024-2."""
    used = {one.strip().casefold() for one in taken}
    head, dot, tail = label.partition(".")
    if head.isascii() and head.isdigit() and len(head) <= 3:
        number = int(head) + 1
        while f"{number}{dot}{'0' * len(tail)}".casefold() in used:
            number += 1
        return f"{number}{dot}{'0' * len(tail)}"
    stem, number = label[:15], 2
    while f"{stem}-{number}".casefold() in used:
        number += 1
    return f"{stem}-{number}"
