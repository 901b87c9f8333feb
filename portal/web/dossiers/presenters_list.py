"""What the list of dossiers prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.calendar import format_date, local_date
from portal.queries.dossiers import (
    COUNT_AT_MOST,
    DossierLine,
    DossierPage,
    Offer,
    Standing,
    WaitingWork,
)
from portal.web.chrome import Pager, Status, TaskRow, Tile, Tone
from portal.web.dossiers.asked import MINE, TRACKS, Asked, write_key
from portal.web.dossiers.places import Places, at

STANDINGS = {
    Standing.OPEN: "Open",
    Standing.LATE: "Te laat",
    Standing.CLOSED: "Gesloten",
    Standing.EVERY: "Open en gesloten",
}
WAITS_FOR = {"aanbieder": "Aanbieder aan zet", "gemeente": "Gemeente aan zet"}
CONFIDENTIAL = {"bibob": "Vertrouwelijk: Bibob", "fraude": "Vertrouwelijk: fraude"}
LOOK, SIGN = "Meekijken", "Meetekenen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A choice of the filter."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierList:
    """The page, decided."""

    tiles: tuple[Tile, ...]
    waiting: tuple[TaskRow, ...]
    tasks: tuple[TaskRow, ...]
    selects: tuple[Select, ...]
    typed: str
    pager: Pager
    empty: str


def dossier_list(
    asked: Asked,
    found: DossierPage,
    offered: Offer,
    waiting: tuple[WaitingWork, ...],
    *,
    me: UUID,
    today: date,
) -> DossierList:
    """Everything that the list prints."""
    names = dict(offered.categories)
    return DossierList(
        tiles=_tiles(asked, offered),
        waiting=tuple(waiting_row(work) for work in waiting),
        tasks=tuple(line_of(row, names, me=me, today=today) for row in found.rows),
        selects=_selects(asked, offered),
        typed=asked.typed,
        pager=_pager(asked, found),
        empty=_empty(asked),
    )


def line_of(row: DossierLine, names: Mapping[str, str], *, me: UUID, today: date) -> TaskRow:
    """One dossier as a line."""
    late = not row.is_closed and row.due_on is not None and row.due_on < today
    owner = "van u" if row.owner_id == me else f"van {row.owner_name}" if row.owner_name else ""
    facts = [
        row.provider_name,
        row.current,
        TRACKS.get(row.track, row.track).lower(),
        ", ".join(names.get(code, code) for code in row.categories),
        owner,
    ]
    if row.confidentiality in CONFIDENTIAL:
        facts.append(CONFIDENTIAL[row.confidentiality].lower())
    return TaskRow(
        title=row.title,
        href=Places(row.number).page,
        reference=row.number,
        facts=tuple(fact for fact in facts if fact),
        due=f"uiterlijk {format_date(row.due_on)}" if row.due_on else "",
        status=_status(row, late=late),
        late=late,
    )


def waiting_row(work: WaitingWork) -> TaskRow:
    """Something that waits for the visitor's signature or second look."""
    only_look = all(word.startswith("tweede:") for word in work.asked_of)
    return TaskRow(
        title=f"{LOOK if only_look else SIGN}: {work.title}",
        href=Places(work.number).work(work.id, "sign_page"),
        reference=work.number,
        facts=(work.provider_name, f"gevraagd door {work.asked_by_name}"),
        due=f"sinds {format_date(local_date(work.asked_at))}",
        status=Status("Wacht op u", Tone.WARNING),
    )


def _status(row: DossierLine, *, late: bool) -> Status:
    if row.is_closed:
        return Status("Gesloten", Tone.NEUTRAL)
    if late:
        return Status("Te laat", Tone.ERROR)
    words = WAITS_FOR.get(row.waits_for, "")
    return Status(words, Tone.INFO if row.waits_for == "gemeente" else Tone.NEUTRAL)


def _tiles(asked: Asked, offered: Offer) -> tuple[Tile, ...]:
    return (
        Tile(
            title="Open dossiers",
            figure=_figure(offered.open),
            href=at("overview"),
        ),
        Tile(
            title="Te laat",
            figure=_figure(offered.late),
            href=at("overview", **Asked(standing=Standing.LATE.value).query()),
            tone=Tone.ERROR if offered.late else Tone.NEUTRAL,
        ),
        Tile(
            title="Van u",
            figure=_figure(offered.mine),
            href=at("overview", **Asked(mine=MINE).query()),
        ),
    )


def _figure(count: int) -> str:
    return f"{COUNT_AT_MOST}+" if count >= COUNT_AT_MOST else str(count)


def _selects(asked: Asked, offered: Offer) -> tuple[Select, ...]:
    everything = (("", "Alle"),)
    return (
        Select(
            name="stand",
            label="Stand",
            value=asked.standing,
            options=tuple((standing.value, name) for standing, name in STANDINGS.items())
            if asked.standing
            else (("", "Open"), *((s.value, n) for s, n in STANDINGS.items() if s != "open")),
        ),
        Select(
            name="van",
            label="Van wie",
            value=asked.mine,
            options=(("", "Iedereen"), (MINE, "Alleen van mij")),
        ),
        Select(
            name="aanbieder",
            label="Aanbieder",
            value=asked.provider,
            options=(*everything, *offered.providers),
        ),
        Select(
            name="trede",
            label="Waar het staat",
            value=asked.current,
            options=(*everything, *((name, name) for name in offered.currents)),
        ),
        Select(
            name="spoor",
            label="Spoor",
            value=asked.track,
            options=(*everything, *TRACKS.items()),
        ),
        Select(
            name="categorie",
            label="Categorie",
            value=asked.category,
            options=(*everything, *offered.categories),
        ),
    )


def _pager(asked: Asked, found: DossierPage) -> Pager:
    if not found.rows:
        return Pager(
            previous_href=at("overview", **asked.query()) if asked.after or asked.before else ""
        )
    first, last = write_key(found.rows[0].key), write_key(found.rows[-1].key)
    return Pager(
        previous_href=at("overview", **asked.query(before=first)) if found.has_before else "",
        next_href=at("overview", **asked.query(after=last)) if found.has_after else "",
    )


def _empty(asked: Asked) -> str:
    if asked.query():
        return "Niets gevonden. Kies een ruimer filter, of zoek op een deel van de naam."
    return "Er zijn nog geen open dossiers."
