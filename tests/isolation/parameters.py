"""What the parameters in the paths stand for, and which values the story has for them.

A parameter that is not in here makes the matrix fail: nobody knows then what is somebody
else's, so nobody can tell whether it stays his.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.configuration.sections import SECTIONS
from portal.domain.submissions.registry import all_kinds
from tests.isolation.story import Story, Thing

# The parameters by which a path names a desk, and the first part of such paths.
DESKS = {"gemeente": "g", "aanbieder": "aanbieder"}

# What anybody may open who has its address.
PUBLIC = frozenset({"link", "municipality", "theme", "product"})

NO_UUID = "0195f0c0-0000-7000-8000-00000000dead"


@dataclass(frozen=True, slots=True)
class Of:
    """A parameter that names a thing of the story by one of its ids.

    `missing` looks like one and is none. `chosen_by_sender`: an unknown value is not missing
    but new, such as the key of a form that somebody starts.
    """

    kind: str
    name: str
    missing: str
    chosen_by_sender: bool = False
    # Only what a page links to is one's own here: not every task of a municipality is on every page.
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A place inside what stands before it in the path; its values are those that pages link to."""

    missing: str


@dataclass(frozen=True, slots=True)
class Known:
    """A parameter whose values are public, such as the kinds of submission."""

    values: tuple[str, ...]
    missing: str = "bestaat-niet"


REFERENCE = Of("submission", "reference", "VP-2026-ZZZZ-ZZZZ")
DELIVERY = Of("delivery", "reference", "VP-2026-ZZZZ-ZZZZ")

# (a part of the path, parameter) -> what it stands for; the last part that says so decides,
# "*" is whatever path.
PARAMETERS: dict[tuple[str, str], Of | Known | Seen] = {
    ("aanbieder", "kenmerk"): REFERENCE,
    ("g", "kenmerk"): DELIVERY,
    ("aanbieder", "key"): Of("draft", "key", NO_UUID, chosen_by_sender=True),
    ("aanvullen", "key"): Of("completion", "key", NO_UUID, chosen_by_sender=True),
    ("aanvullen", "stap"): Known(
        (
            "toelichting",
            *dict.fromkeys(step.slug for kind in all_kinds().values() for step in kind.steps),
        )
    ),
    ("aanbieder", "bij"): Of("delivery", "municipality", "bestaat-niet"),
    ("aanbieder", "file_id"): Of("attachment", "id", NO_UUID),
    ("*", "soort"): Known(tuple(all_kinds())),
    ("aanbieder", "stap"): Known(
        tuple(dict.fromkeys(step.slug for kind in all_kinds().values() for step in kind.steps))
    ),
    ("*", "persoon"): Of("account", "id", NO_UUID),
    ("g", "taak"): Of("task", "id", NO_UUID),
    # Versions of a delivery are counted from 1.
    ("g", "nummer"): Known(("1", "2"), missing="99"),
    ("*", "rol"): Of("membership", "id", NO_UUID),
    ("*", "token"): Of("link", "token", "A" * 43),
    ("thema", "gemeente_slug"): Of("municipality", "slug", "bestaat-niet"),
    ("thema", "digest"): Of("theme", "digest", "0" * 12),
    ("*", "bestand"): Of("attachment", "id", NO_UUID),
    ("*", "sectie"): Known(tuple(section.slug for section in SECTIONS)),
    # Recording what came elsewhere, and the register.
    ("vastleggen", "slug"): Of("provider", "slug", "bestaat-niet", linked=True),
    ("aanbieders", "slug"): Of("provider", "slug", "bestaat-niet"),
    ("regio", "toegang"): Of("grant", "id", NO_UUID),
    # Dossiers.
    ("dossiers", "nummer"): Of("dossier", "number", "D-2026-9999"),
    ("dossiers", "werk"): Of("work", "id", NO_UUID, linked=True),
    ("dossiers", "antwoord"): Of("reply", "id", NO_UUID, linked=True),
    ("dossiers", "overeenkomst"): Of("contract", "id", NO_UUID, linked=True),
    ("dossiers", "bestand"): Of("dossier_file", "id", NO_UUID, linked=True),
    ("dossiers", "account"): Of("account", "id", NO_UUID, linked=True),
    ("plan", "kenmerk"): Of("delivery", "reference", "VP-2026-ZZZZ-ZZZZ", linked=True),
    ("dossiers", "bij"): Of("municipality", "slug", "bestaat-niet", linked=True),
    ("dossiers", "soort"): Seen("bestaat-niet"),
    ("dossiers", "stap"): Seen("99"),
    ("dossiers", "taak"): Seen("bestaat-niet"),
    ("dossiers", "actie"): Seen("bestaat-niet"),
    ("dossiers", "brief"): Seen("99"),
    ("dossiers", "maatregel"): Seen("99"),
    ("dossiers", "middel"): Seen("bestaat-niet"),
    ("dossiers", "code"): Seen("bestaat-niet"),
    ("dossiers", "blad"): Seen("bestaat-niet"),
    # What a functional admin sets.
    ("beheer", "section"): Seen("bestaat-niet"),
    ("beheer", "nummer"): Seen("99"),
    ("beheer", "plek"): Seen("bestaat-niet"),
    ("beheer", "lijst"): Seen("bestaat-niet"),
    ("beheer", "ladder"): Of("ladder", "slug", "bestaat-niet", linked=True),
    ("beheer", "mandaat"): Of("mandate", "id", NO_UUID),
    # What the operator keeps running.
    ("platform", "regel"): Seen("999999"),
    # What the region keeps.
    ("regio", "aanbieder"): Of("provider", "slug", "bestaat-niet", linked=True),
    ("regio", "gemeente"): Of("municipality", "slug", "bestaat-niet", linked=True),
    ("regio", "overeenkomst"): Of("contract", "id", NO_UUID, linked=True),
    ("regio", "persoon"): Of("account", "id", NO_UUID, linked=True),
    ("regio", "rol"): Of("membership", "id", NO_UUID, linked=True),
    ("regio", "code"): Of("product", "code", "BESTAAT-NIET"),
}


def parameter(path: str, name: str) -> Of | Known | Seen | None:
    """What a parameter of a path stands for."""
    for part in (*reversed(path.strip("/").split("/")), "*"):
        if (part, name) in PARAMETERS:
            return PARAMETERS[part, name]
    return None


@dataclass(frozen=True, slots=True)
class Values:
    """What one parameter can be for somebody at a desk."""

    own: tuple[Thing, ...]
    foreign: tuple[Thing, ...]
    gone: tuple[Thing, ...]


def values_for(story: Story, of: Of, desk: str) -> Values:
    """The things of a kind, as they stand to a desk; one of each state, in a fixed order."""
    things = [thing for thing in story.of(of.kind) if of.name in thing.ids]
    # What several municipalities got has one reference: it is nobody else's for any of them.
    mine = {thing.ids[of.name] for thing in things if desk in thing.desks}
    return Values(
        own=one_per_state(t for t in things if desk in t.desks and not t.gone),
        foreign=one_per_state(t for t in things if t.ids[of.name] not in mine and not t.gone),
        gone=one_per_state(t for t in things if t.gone),
    )


def one_per_state(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """The first of each state."""
    found: dict[str, Thing] = {}
    for thing in things:
        found.setdefault(thing.state, thing)
    return tuple(found.values())
