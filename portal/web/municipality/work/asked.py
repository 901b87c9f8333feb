"""What the address of the work list asks for: filter, order and page. A saved filter is an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.domain.submissions.lifecycle import State
from portal.domain.submissions.registry import all_kinds
from portal.domain.submissions.search import read_search
from portal.queries.worklist import (
    DONE,
    EVERY,
    OPEN,
    Bucket,
    Key,
    Order,
    Whose,
    WorkFilter,
)

STANDINGS = (DONE, EVERY, *State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The choices of the address, as far as they mean something; "" is nobody's choice."""

    whose: str = ""
    kind: str = ""
    standing: str = ""
    provider: str = ""
    bucket: str = ""
    typed: str = ""
    order: str = ""
    after: str = ""
    before: str = ""

    def shown(self, desks: tuple[str, ...]) -> WorkFilter:
        """The filter. Without a choice: what is open at the own desks, and when searching all.

        Who has no desk sees the whole municipality.
        """
        search = read_search(self.typed)
        looks_everywhere = search is not None and not self.bucket
        own = Whose.TEAMS if desks and not looks_everywhere else Whose.ALL
        return WorkFilter(
            whose=Whose(self.whose) if self.whose else own,
            desks=desks,
            kind=self.kind,
            standing=self.standing or (EVERY if looks_everywhere else OPEN),
            provider=self.provider,
            bucket=Bucket(self.bucket) if self.bucket else None,
            search=search,
        )

    def sorted_by(self, shown: WorkFilter) -> Order:
        """By date; what is closed has none and comes by receipt."""
        if self.order:
            return Order(self.order)
        return Order.DUE if shown.only_open else Order.RECEIVED

    def key_after(self, order: Order) -> Key | None:
        return read_key(self.after, order)

    def key_before(self, order: Order) -> Key | None:
        return read_key(self.before, order)

    def query(self, **changes: str) -> dict[str, str]:
        """The same choices for another address; a change starts at the first page."""
        changed = replace(self, after="", before="").with_changes(changes)
        return {
            name: value
            for name, value in (
                (NAMES[attribute], getattr(changed, attribute)) for attribute in NAMES
            )
            if value
        }

    def with_changes(self, changes: Mapping[str, Any]) -> "Asked":
        return replace(self, **changes)


NAMES = {
    "whose": "wie",
    "kind": "soort",
    "standing": "stand",
    "provider": "aanbieder",
    "bucket": "wanneer",
    "typed": "zoek",
    "order": "sorteer",
    "after": "na",
    "before": "voor",
}
CHOICES: dict[str, tuple[str, ...]] = {
    "whose": tuple(Whose),
    "standing": STANDINGS,
    "bucket": tuple(Bucket),
    "order": tuple(Order),
}


def read_asked(arguments: MultiDict[str, str]) -> Asked:
    """The choices in a query string; what cannot be chosen is passed over."""
    given = {attribute: arguments.get(name, "").strip() for attribute, name in NAMES.items()}
    for attribute, choices in CHOICES.items():
        if given[attribute] not in choices:
            given[attribute] = ""
    if given["kind"] not in all_kinds():
        given["kind"] = ""
    given["typed"] = given["typed"].replace("\0", "")[:200]
    return Asked(**given)


def write_key(key: Key) -> str:
    """A place in the list, for an address."""
    return f"{key.value}_{key.id}"


def read_key(written: str, order: Order) -> Key | None:
    """The place that `write_key` wrote for this order; None for anything else."""
    value, _, id_ = written.rpartition("_")
    try:
        key = Key(value, UUID(id_))
        if order is Order.RECEIVED:
            moment = datetime.fromisoformat(value)
            return key if moment.tzinfo else None
        if value:
            date.fromisoformat(value)
    except ValueError:
        return None
    return key
