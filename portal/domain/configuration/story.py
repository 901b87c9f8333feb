"""The story of the demo: what providers handed in, and what was done with it since.

Everything is counted back from the moment of loading, so that the work list lives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.calendar import local_date
from portal.domain.configuration.load_days import (
    LoadDay,
    LoadMoment,
    resolved,
)
from portal.domain.submissions.kinds.clientenstop import PRODUCTS

SEEN = "gezien"
# What each deed must say besides who, where and when.
DEEDS: dict[str, tuple[str, ...]] = {
    SEEN: (),
    "oppakken": (),
    "overdragen": ("team", "tekst"),
    "notitie": ("tekst",),
    "aanvulling_vragen": ("tekst", "dag"),
    "vraag_intrekken": (),
    "aanvullen": ("tekst",),
    "taak_afronden": ("dag", "met", "tekst"),
    "besluiten": ("uitkomst", "tekst"),
    "heropenen": ("tekst",),
    "intrekken": ("tekst",),
    "betwisten": ("tekst",),
    "opheffing_vragen": ("dag", "tekst"),
    "opheffing_beantwoorden": (),
}
CHANNELS = ("brief", "e-mail", "telefoon")
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """The answer to one product of a cliëntenstop: consent from a day, or none without one."""

    code: str
    from_day: LoadDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that goes along; the loader makes it, of the type that its name says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing somebody did with one municipality's part, with what that deed needs.

    `deed` is an act of the lifecycle, or `gezien`. `text` is the question, reason, note,
    explanation or report; `day` the date that goes with it.
    """

    municipality: str
    deed: str
    by: str
    moment: LoadMoment
    text: str = ""
    day: LoadDay | None = None
    outcome: str = ""
    products: tuple[ProductAnswer, ...] = ()
    desk: str = ""
    to: str = ""
    talked_with: str = ""
    agreed: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()

    def details(self, loaded_at: datetime) -> dict[str, Any]:
        """The decision per product, as the kind judges and keeps it."""
        if not self.products:
            return {}
        today = local_date(loaded_at)
        return {
            PRODUCTS: {
                product.code: {"toegestemd": True, "vanaf": product.from_day.on(today).isoformat()}
                if product.from_day
                else {"toegestemd": False}
                for product in self.products
            }
        }

    def record(self, loaded_at: datetime) -> dict[str, str]:
        """The record of a consultation."""
        day = self.day.on(local_date(loaded_at)).isoformat() if self.day else ""
        record = {"op": day, "met": self.talked_with, "verslag": self.text}
        return record | ({"afspraken": self.agreed} if self.agreed else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A notice that did not come through the portal, recorded by the municipality."""

    municipality: str
    channel: str
    arrived: LoadMoment
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One submission; `recurs` marks those that a later start of the demo brings in anew."""

    slug: str
    kind: str
    provider: str
    by: str
    moment: LoadMoment
    answers: Mapping[str, Any]
    recurs: bool = False
    elsewhere: Elsewhere | None = None
    papers: tuple[Paper, ...] = ()
    deeds: tuple[Deed, ...] = ()

    def answers_on(self, loaded_at: datetime) -> dict[str, Any]:
        """The answers with real days; rows carry ids, as a form gives them."""
        return dict(with_row_ids(resolved(self.answers, loaded_at=loaded_at)))

    def answers_after(self, deed: Deed, loaded_at: datetime) -> dict[str, Any]:
        """The answers as a completion changes them."""
        return dict(with_row_ids(resolved({**self.answers, **deed.answers}, loaded_at=loaded_at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All submissions."""

    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One moment of the story: a submission comes in, or (with a `deed`) something is done with it."""

    at: datetime
    entry: Entry
    deed: Deed | None = None


def scenes(story: Story, *, loaded_at: datetime) -> list[Scene]:
    """Everything that happened, the earliest first; what comes in goes before what is done with it."""
    found = []
    for entry in story.entries:
        found.append(Scene(at=entry.moment.at(loaded_at), entry=entry))
        found += [
            Scene(at=deed.moment.at(loaded_at), entry=entry, deed=deed) for deed in entry.deeds
        ]
    return sorted(found, key=lambda scene: scene.at)


def with_row_ids(answers: Any) -> Any:
    """Rows get the ids that a new form would give them, those of extra questions too."""
    if isinstance(answers, Mapping):
        return {name: with_row_ids(value) for name, value in answers.items()}
    if isinstance(answers, list):
        return [
            {"id": f"r{number}", **row} if isinstance(row, Mapping) else row
            for number, row in enumerate(answers, start=1)
        ]
    return answers
