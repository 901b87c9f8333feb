"""The dossiers of the demo: opened, walked along the ladder, answered, closed.

Everything is counted back from the moment of loading, as in the rest of the story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.configuration.load_days import LoadDay, LoadMoment, resolved
from portal.domain.configuration.story import Paper, with_row_ids

# What can be done in a dossier, and what each of these must say besides who and when.
DEEDS: Mapping[str, tuple[str, ...]] = {
    "voorbereiden": ("code",),
    "bewijs": ("tekst",),
    "vragen": ("code",),
    "meetekenen": ("code",),
    "meekijken": ("code",),
    "mandaat_geven": ("code", "aan", "tekst"),
    "mandaat": ("code",),
    "inlichten": ("code", "rol", "tekst"),
    "zetten": ("code",),
    "verslag": ("antwoorden",),
    "notitie": ("tekst",),
    "brief_openen": ("nummer",),
    "antwoorden": ("soort", "tekst"),
    "plan_indienen": ("antwoorden",),
    "plan_beoordelen": ("uitkomst", "tekst"),
    "actie_klaar": ("code", "tekst"),
    "beoordelen": ("nummer", "uitkomst", "tekst"),
    "sluiten": ("tekst",),
}
OF_PROVIDER = frozenset({"brief_openen", "antwoorden", "plan_indienen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeed:
    """One thing somebody did in a dossier, with what that needs.

    `code` is a rung, a measure or an action of the plan; of a mandate what it is for. `number`
    is that of a letter or a step. `text` is the reason, the answer, the evidence or the result.
    """

    deed: str
    by: str
    moment: LoadMoment
    code: str = ""
    number: int = 0
    kind: str = ""
    role: str = ""
    to: str = ""
    outcome: str = ""
    text: str = ""
    day: LoadDay | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()

    def answers_on(self, loaded_at: datetime) -> dict[str, Any]:
        """The answers with real days."""
        return dict(with_row_ids(resolved(self.answers, loaded_at=loaded_at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One dossier, as somebody opened it, and what was done in it since."""

    slug: str
    municipality: str
    provider: str
    domain: str
    by: str
    moment: LoadMoment
    title: str
    track: str
    categories: tuple[str, ...]
    what_happened: str
    source: str
    confidentiality: str = "gewoon"
    deeds: tuple[CaseDeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """All dossiers."""

    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScene:
    """One moment: a dossier is opened, or (with a `deed`) something is done in it."""

    at: datetime
    case: Case
    deed: CaseDeed | None = None


def case_scenes(cases: Cases, *, loaded_at: datetime) -> list[CaseScene]:
    """Everything that happened in dossiers, each dossier in its own order."""
    return [
        scene
        for case in cases.cases
        for scene in (
            CaseScene(at=case.moment.at(loaded_at), case=case),
            *(CaseScene(at=deed.moment.at(loaded_at), case=case, deed=deed) for deed in case.deeds),
        )
    ]
