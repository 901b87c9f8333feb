"""What the start page of a provider prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.domain.calendar import format_date, local_date
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_dossier_rows import DossierLine
from portal.queries.provider_overview import Group, OverviewPage, OverviewRow
from portal.web.chrome import Link, Pager, TaskRow, TermExplained
from portal.web.provider.asked import Asked, write_key
from portal.web.provider.dossiers.presenters import first_due_on, line_shown
from portal.web.provider.places import at
from portal.web.provider.presenters_municipality import status_of
from portal.web.terms import term_explained

TITLES = {
    Group.OURS: "Wacht op u",
    Group.THEIRS: "Wacht op de gemeente",
    Group.DONE: "Afgerond",
}
NOTHING = {
    Group.OURS: "Geen enkele gemeente wacht op iets van u.",
    Group.THEIRS: "Er ligt nu niets van u bij een gemeente.",
    Group.DONE: "Er is nog niets afgerond.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """A line, and for what waits for us how its date came about."""

    task: TaskRow
    term: TermExplained | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """One group of the overview."""

    id: str
    title: str
    rows: tuple[RowShown, ...]
    nothing: str
    all: Link | None
    pager: Pager


def group_shown(
    group: Group,
    page: OverviewPage,
    *,
    count: int,
    asked: Asked,
    now: datetime,
    dossiers: Sequence[DossierLine] = (),
) -> GroupShown:
    """The first few of a group, or a page of it when it was asked for.

    `dossiers` in which something waits stand among what was submitted, on the first page.
    """
    whole = asked.group is group
    more = not whole and page.has_after
    first = asked.after is None and not page.has_before
    return GroupShown(
        id=f"stand-{group.value}",
        title=f"{TITLES[group]} ({count + len(dossiers)})",
        rows=_by_date(page.rows, dossiers if first else (), group, now),
        nothing="Niets gevonden. Kies andere filters." if asked.is_filtered else NOTHING[group],
        all=Link(f"Alle {count} bekijken", at("start", **asked.query(stand=group.value)))
        if more
        else None,
        pager=_pager(group, page, asked) if whole else Pager(),
    )


def matching(dossiers: Iterable[DossierLine], asked: Asked) -> tuple[DossierLine, ...]:
    """Those that the filter leaves, by date; a filter on a kind leaves submissions only."""
    if asked.shown.kind:
        return ()
    words = asked.shown.words.lower().split()
    return tuple(
        line
        for line in sorted(dossiers, key=first_due_on)
        if asked.shown.municipality in ("", line.slug)
        and all(word in f"{line.number} {line.title}".lower() for word in words)
    )


def _by_date(
    rows: Sequence[OverviewRow], dossiers: Sequence[DossierLine], group: Group, now: datetime
) -> tuple[RowShown, ...]:
    """Both kinds in one list, the nearest date first; the other groups keep their own order."""
    if not dossiers:
        return tuple(_row(row, group, now) for row in rows)
    dated = [(row.answer_by or date.max, _row(row, group, now)) for row in rows]
    dated += [(first_due_on(line), _dossier_row(line, now)) for line in dossiers]
    return tuple(shown for _, shown in sorted(dated, key=lambda pair: pair[0]))


def _dossier_row(line: DossierLine, now: datetime) -> RowShown:
    """A dossier in which something waits, and how its first date came about."""
    duty, shown = line.duties[0], line_shown(line, local_date(now))
    clock = next((term.clock for term in line.running if term.due_on == duty.due_on), None)
    return RowShown(
        task=replace(shown, due="", reference="", facts=(*shown.facts, "Dossier", line.number)),
        term=term_explained("Uiterlijk", clock, now) if clock else None,
    )


def _pager(group: Group, page: OverviewPage, asked: Asked) -> Pager:
    if not page.rows:
        return Pager()
    first, last = page.rows[0].key(group), page.rows[-1].key(group)
    query = asked.query()
    return Pager(
        previous_href=at("start", **query, voor=write_key(first)) if page.has_before else "",
        next_href=at("start", **query, na=write_key(last)) if page.has_after else "",
    )


def _row(row: OverviewRow, group: Group, now: datetime) -> RowShown:
    kind, today = all_kinds()[row.kind], local_date(now)
    is_ours = group is Group.OURS
    return RowShown(
        task=TaskRow(
            title=row.subject or kind.name,
            href=f"{at('submission', kenmerk=row.reference)}#gemeente-{row.slug}",
            facts=(
                f"Gemeente {row.municipality}",
                kind.name,
                f"ontvangen {format_date(local_date(row.received_at))}",
                row.reference,
            ),
            status=status_of(kind, row.state, row.outcome),
            late=is_ours and row.answer_by is not None and row.answer_by < today,
        ),
        term=term_explained("Antwoord uiterlijk", row.clock, now)
        if is_ours and row.clock
        else None,
    )


def choices(names: Mapping[str, str], every: str) -> list[tuple[str, str]]:
    """The options of a filter."""
    return [("", every), *names.items()]
