"""A version of a ladder as the pages of this desk need it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.domain.ladder.publication import VersionState
from portal.domain.ladder.review import Review, review_data
from portal.domain.ladder.version import LadderVersion
from portal.queries.ladders import (
    PUBLISHED,
    VersionLine,
    published_dates,
    stored_version,
    versions,
)
from portal.services.ladders import DraftName
from portal.web.access import desk_session, tenant_scope
from portal.web.admin.desk import at, trail
from portal.web.admin.from_ladders import ladder_plan
from portal.web.admin.ladder_presenters import ladder_of
from portal.web.admin.records import RecordPlan
from portal.web.chrome import Link


@dataclass(kw_only=True)
class Opened:
    """One version, the others of its ladder, and what follows from its data."""

    line: VersionLine
    document: dict[str, Any]
    lines: list[VersionLine]

    @property
    def is_draft(self) -> bool:
        return self.line.state == VersionState.DRAFT.value

    @property
    def title(self) -> str:
        return f"{self.line.name}, versie {self.line.label}"

    @property
    def name(self) -> DraftName:
        """The version as it stands now."""
        return self.seen(self.line.version)

    def seen(self, version: int) -> DraftName:
        """The version as somebody had it before the eyes."""
        return DraftName(ladder=self.line.code, number=self.line.number, version=version)

    @cached_property
    def plan(self) -> RecordPlan:
        return ladder_plan(self.document)

    @cached_property
    def ladder(self) -> LadderVersion:
        return ladder_of(self.document)

    def review(self, document: dict[str, Any] | None = None) -> Review:
        """All findings, as they would count when it were proposed now."""
        others = [line for line in self.lines if line.id != self.line.id]
        judged = document or self.document
        if self.is_draft:
            # The day and the reason are asked when it is proposed.
            judged = {**judged, "wijziging": judged.get("wijziging") or "volgt bij het voorleggen"}
        return review_data(judged, published=published_dates(others))

    @property
    def compared_with(self) -> VersionLine | None:
        """The latest published version before this one."""
        earlier = (
            line
            for line in self.lines
            if line.state == PUBLISHED and line.number < self.line.number
        )
        return next(earlier, None)

    def at(self, endpoint: str, **arguments: Any) -> str:
        """The address of a page of this version."""
        return at(endpoint, ladder=self.line.code, nummer=self.line.number, **arguments)

    def trail(self, *below: Link) -> tuple[Link, ...]:
        """The way back to this version."""
        return trail(
            Link(self.line.name, at("ladder", ladder=self.line.code)),
            Link(f"Versie {self.line.label}", self.at("ladder_version")),
            *below,
        )


def opened(code: str, number: int) -> Opened:
    """A version of this municipality's ladder; else NotThere."""
    session, scope = desk_session(), tenant_scope()
    stored = stored_version(session, scope, code, number)
    return Opened(line=stored.line, document=stored.document, lines=versions(session, scope, code))
