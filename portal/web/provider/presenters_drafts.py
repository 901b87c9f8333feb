"""What the list of drafts prints."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.domain.calendar import format_moment, local_date
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_drafts import DraftLine
from portal.web.provider.places import Place, at

OLD = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """A line: what it is, how old, where it goes on, and where it is thrown away."""

    title: str
    kind: str
    facts: tuple[str, ...]
    is_old: bool
    resume_href: str
    delete_href: str


def draft_shown(line: DraftLine, now: datetime) -> DraftShown:
    """One draft."""
    kind = all_kinds()[line.kind]
    return DraftShown(
        title=line.title or f"{kind.name} zonder onderwerp",
        kind=_what(line, kind),
        facts=(
            f"begonnen {age_words(line.created_at, now)}",
            f"bewaard op {format_moment(line.updated_at)} door {line.updated_by or 'een collega'}",
            *(
                (f"{line.files} bestanden" if line.files > 1 else "1 bestand",)
                if line.files
                else ()
            ),
        ),
        is_old=now - line.updated_at > OLD,
        resume_href=_resume(line, kind),
        delete_href=at("delete", key=line.key),
    )


def age_words(since: datetime, now: datetime) -> str:
    """ "vandaag", "gisteren", "12 dagen geleden"."""
    days = (local_date(now) - local_date(since)).days
    if days <= 0:
        return "vandaag"
    return "gisteren" if days == 1 else f"{days} dagen geleden"


def _what(line: DraftLine, kind: Kind) -> str:
    if line.completes is not None:
        reference, municipality = line.completes
        return f"Aanvulling op {reference} voor gemeente {municipality.name}"
    if line.for_dossier is not None:
        number, municipality = line.for_dossier
        return f"{kind.name} bij dossier {number} van gemeente {municipality.name}"
    return kind.name


def _resume(line: DraftLine, kind: Kind) -> str:
    """The first page that was never saved, or the check page."""
    if line.completes is not None:
        reference, municipality = line.completes
        place = Place(
            kind=line.kind, key=line.key, reference=reference, municipality=municipality.slug
        )
        return place.step("controleren")
    place = Place(kind=line.kind, key=line.key)
    if line.for_dossier is not None:
        number, municipality = line.for_dossier
        place = replace(place, dossier=number, municipality=municipality.slug)
        return place.step("controleren")
    return place.step(
        next((step.slug for step in kind.steps if step.slug not in line.steps), "controleren")
    )
