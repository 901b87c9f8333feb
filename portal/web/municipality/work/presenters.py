"""What the work list prints."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import url_for

from portal.domain.calendar import format_date, local_date
from portal.domain.deadlines import days_left
from portal.domain.errors import RuleBroken
from portal.domain.submissions.lifecycle import (
    NAMES_FOR_MUNICIPALITY,
    TONES,
    State,
    check_take_along,
    has_in_hand,
)
from portal.domain.submissions.registry import all_kinds
from portal.queries.worklist import (
    COUNT_AT_MOST,
    DONE,
    EVERY,
    Bucket,
    Counts,
    Order,
    Whose,
    WorkFilter,
    WorkPage,
    WorkRow,
    bucket_of,
)
from portal.web.chrome import Link, Pager, Status, Tile, Tone
from portal.web.municipality.work.asked import Asked, write_key

BUCKET_NAMES = {
    Bucket.LATE: "Te laat",
    Bucket.TODAY: "Vandaag",
    Bucket.SOON: "Komende zeven dagen",
    Bucket.LATER: "Later",
    Bucket.UNDATED: "Zonder datum",
}
BUCKET_TONES = {Bucket.LATE: Tone.ERROR, Bucket.TODAY: Tone.WARNING}
WHOSE_NAMES = {
    Whose.TEAMS: "Mijn teams",
    Whose.MINE: "Alleen van mij",
    Whose.ALL: "De hele gemeente",
}
ORDER_NAMES = {Order.DUE: "Eerst wat haast heeft", Order.RECEIVED: "Eerst het nieuwste"}
STANDING_NAMES = {
    **{state.value: NAMES_FOR_MUNICIPALITY[state] for state in State},
    DONE: "Dicht",
    EVERY: "Open en dicht",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One delivery in the list; `take` is where its button posts, "" for none."""

    reference: str
    version: int
    title: str
    href: str
    facts: tuple[str, ...]
    status: Status
    marks: tuple[Status, ...]
    due: Status | None
    assignee: str
    late: bool
    is_new: bool
    take: str
    can_choose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under one heading; without a heading when the list is not by date."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A choice of the filter."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """The page, decided."""

    tiles: tuple[Tile, ...]
    orders: tuple[Link, ...]
    searched: str
    groups: tuple[Group, ...]
    pager: Pager
    selects: tuple[Select, ...]
    typed: str
    hidden: tuple[tuple[str, str], ...]
    narrowed: str
    everything: str
    too_many: bool
    can_take: bool
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at the list, and what this person may."""

    gemeente: str
    account_id: UUID
    may_handle: bool
    today: date
    desk_names: dict[str, str]


def work_list(
    asked: Asked,
    shown: WorkFilter,
    found: WorkPage,
    counted: Counts,
    *,
    reader: Reader,
    too_many: bool,
) -> WorkList:
    """Everything that the page prints."""
    order = asked.sorted_by(shown)
    lines = [_with_bucket(row, reader, order) for row in found.rows]
    return WorkList(
        tiles=tuple(
            _tile(bucket, counted, asked, reader)
            for bucket in Bucket
            if counted.of[bucket] or asked.bucket == bucket
        ),
        orders=_orders(asked, order, reader),
        searched=_searched(asked, shown),
        groups=tuple(
            Group(heading=heading, lines=tuple(line for _, line in group))
            for heading, group in groupby(lines, key=lambda pair: pair[0])
        ),
        pager=_pager(asked, found, order, reader),
        selects=_selects(asked, shown),
        typed=asked.typed,
        hidden=_hidden(asked),
        narrowed=_narrowed(shown, found),
        everything=url_for("municipality.start", gemeente=reader.gemeente),
        too_many=too_many,
        can_take=any(line.can_choose for _, line in lines),
        empty=_empty(asked),
    )


def line_of(row: WorkRow, reader: Reader) -> Line:
    """One delivery as a line."""
    kind = all_kinds()[row.kind]
    is_mine = row.assignee_id == reader.account_id
    may_take = reader.may_handle and may_take_along(row, reader)
    href = url_for("municipality.delivery_page", gemeente=reader.gemeente, kenmerk=row.reference)
    return Line(
        reference=row.reference,
        version=row.version,
        title=row.subject or kind.name,
        href=href,
        facts=(
            row.provider_name,
            kind.name,
            row.reference,
            f"ontvangen {format_date(local_date(row.received_at))}",
        ),
        status=_standing(row),
        marks=marks_of(row),
        due=due_status(row.due_on, reader.today, row.state),
        assignee=_whose(row, reader, is_mine=is_mine),
        late=row.due_on is not None and row.due_on < reader.today,
        is_new=row.first_seen_at is None,
        take=url_for("municipality.take", gemeente=reader.gemeente, kenmerk=row.reference)
        if may_take
        else "",
        can_choose=may_take,
    )


def why_not_taken(row: WorkRow, reader: Reader) -> str:
    """Why a delivery cannot be taken with others; "" when it can."""
    try:
        check_take_along(
            state=row.state,
            assignee=row.assignee_name or "",
            is_mine=row.assignee_id == reader.account_id,
        )
    except RuleBroken as refused:
        return refused.sentence
    return ""


def may_take_along(row: WorkRow, reader: Reader) -> bool:
    return not why_not_taken(row, reader)


def due_status(due_on: date | None, today: date, state: State) -> Status | None:
    """How much time is left, in words and a colour."""
    if due_on is None:
        return None
    words = days_left(due_on, today).capitalize()
    if state is State.ASKED:
        words = f"Aanvulling: {days_left(due_on, today)}"
    days = (due_on - today).days
    tone = Tone.ERROR if days < 0 else Tone.WARNING if days <= 1 else Tone.NEUTRAL
    return Status(words, tone)


def marks_of(row: WorkRow) -> tuple[Status, ...]:
    """What the rules noted at receipt, and what needs attention before anything else."""
    found = []
    late = row.marks.get("te_laat")
    if late:
        days = "1 dag" if late["dagen"] == 1 else f"{late['dagen']} dagen"
        found.append(Status(f"Te laat gemeld, {days}", Tone.WARNING))
    if row.disputed_at is not None:
        found.append(Status("Vastlegging betwist", Tone.WARNING))
    return tuple(found)


def _standing(row: WorkRow) -> Status:
    if row.outcome and row.state is State.DONE:
        outcome = all_kinds()[row.kind].outcome(row.outcome)
        if outcome is not None:
            return Status(outcome.label, Tone(outcome.tone))
    return Status(NAMES_FOR_MUNICIPALITY[row.state], Tone(TONES[row.state]))


def _whose(row: WorkRow, reader: Reader, *, is_mine: bool) -> str:
    desk = reader.desk_names.get(row.desk or "", row.desk or "")
    if is_mine:
        return "Van u" if has_in_hand(state=row.state, is_mine=True) else "Voor u"
    return row.assignee_name or (f"{desk}, nog niemand" if desk else "Wordt bezorgd")


def _with_bucket(row: WorkRow, reader: Reader, order: Order) -> tuple[str, Line]:
    heading = ""
    if order is Order.DUE and row.state not in (State.DONE, State.WITHDRAWN):
        heading = BUCKET_NAMES[bucket_of(row.due_on, reader.today)]
    return heading, line_of(row, reader)


def address(reader: Reader, query: dict[str, Any]) -> str:
    """The work list with these choices."""
    return url_for("municipality.start", gemeente=reader.gemeente, **query)


def _tile(bucket: Bucket, counted: Counts, asked: Asked, reader: Reader) -> Tile:
    count = counted.of[bucket]
    chosen = asked.bucket == bucket
    changes = asked.query(bucket="" if chosen else bucket.value, order="")
    return Tile(
        title=BUCKET_NAMES[bucket],
        href=address(reader, changes),
        figure=f"{COUNT_AT_MOST}+" if count >= COUNT_AT_MOST else str(count),
        text="Nu gekozen; kies nog eens voor alles" if chosen else "",
        tone=BUCKET_TONES.get(bucket, Tone.NEUTRAL) if count else Tone.NEUTRAL,
    )


def _pager(asked: Asked, found: WorkPage, order: Order, reader: Reader) -> Pager:
    def to(**changes: str) -> str:
        return address(reader, asked.query(**changes))

    if not found.rows:
        return Pager(previous_href=to() if asked.after or asked.before else "")
    return Pager(
        previous_href=to(before=write_key(found.rows[0].key(order))) if found.has_before else "",
        next_href=to(after=write_key(found.rows[-1].key(order))) if found.has_after else "",
    )


def _selects(asked: Asked, shown: WorkFilter) -> tuple[Select, ...]:
    kinds = tuple((kind.slug, kind.name) for kind in all_kinds().values())
    default = WHOSE_NAMES[Whose.TEAMS if shown.desks else Whose.ALL]
    return (
        Select(
            name="wie",
            label="Van wie",
            value=asked.whose,
            options=(
                ("", default),
                *((whose.value, name) for whose, name in WHOSE_NAMES.items() if name != default),
            ),
        ),
        Select(name="soort", label="Soort", value=asked.kind, options=(("", "Alle"), *kinds)),
        Select(
            name="stand",
            label="Stand",
            value=asked.standing,
            options=(("", "Open"), *STANDING_NAMES.items()),
        ),
    )


def _orders(asked: Asked, order: Order, reader: Reader) -> tuple[Link, ...]:
    return tuple(
        Link(
            name,
            address(reader, asked.query(order=choice.value)),
            current=choice is order,
        )
        for choice, name in ORDER_NAMES.items()
    )


def _searched(asked: Asked, shown: WorkFilter) -> str:
    """A search without a choice looks further than the list does."""
    if shown.search is None or asked.bucket:
        return ""
    places = [
        "" if asked.whose or not shown.desks else "bij alle teams",
        "" if asked.standing else "ook in wat dicht is",
    ]
    words = " en ".join(place for place in places if place)
    return f"Gezocht {words}." if words else ""


def _hidden(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the filter's form carries along without showing it."""
    carried = (("aanbieder", asked.provider), ("sorteer", asked.order))
    return tuple((name, value) for name, value in carried if value)


def _narrowed(shown: WorkFilter, found: WorkPage) -> str:
    """The provider that the list is limited to."""
    if not shown.provider:
        return ""
    return found.rows[0].provider_name if found.rows else shown.provider


def _empty(asked: Asked) -> str:
    if asked.query():
        return "Niets gevonden. Kies een ruimer filter, of zoek op een deel van de naam."
    return "Er wacht nu niets op u of uw teams. Wat binnenkomt, verschijnt hier vanzelf."
