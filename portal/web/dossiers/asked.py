"""What the address of the list asks for: filter and page. A saved filter is an address."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.queries.dossiers import DossierFilter, Key, Standing

NAMES = {
    "standing": "stand",
    "mine": "van",
    "provider": "aanbieder",
    "current": "trede",
    "track": "spoor",
    "category": "categorie",
    "typed": "zoek",
    "after": "na",
    "before": "voor",
}
MINE = "mij"
TRACKS = {"proactief": "Proactief", "reactief": "Reactief"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The choices of the address; "" is no choice."""

    standing: str = ""
    mine: str = ""
    provider: str = ""
    current: str = ""
    track: str = ""
    category: str = ""
    typed: str = ""
    after: str = ""
    before: str = ""

    def shown(self) -> DossierFilter:
        """The filter; who searches without choosing looks among the closed ones too."""
        usual = Standing.EVERY if self.typed else Standing.OPEN
        return DossierFilter(
            standing=Standing(self.standing) if self.standing else usual,
            mine=self.mine == MINE,
            provider=self.provider,
            current=self.current,
            track=self.track,
            category=self.category,
            typed=self.typed,
        )

    def query(self, **changes: str) -> dict[str, str]:
        """The same choices for another address; a change starts at the first page."""
        changed = replace(replace(self, after="", before=""), **changes)
        given = {name: getattr(changed, attribute) for attribute, name in NAMES.items()}
        return {name: value for name, value in given.items() if value}


def read_asked(arguments: MultiDict[str, str]) -> Asked:
    """The choices in a query string; what cannot be chosen is passed over."""
    given = {
        attribute: arguments.get(name, "").replace("\0", "").strip()[:200]
        for attribute, name in NAMES.items()
    }
    if given["standing"] not in list(Standing):
        given["standing"] = ""
    if given["track"] not in TRACKS:
        given["track"] = ""
    return Asked(**given)


def write_key(key: Key) -> str:
    """A place in the list, for an address."""
    return f"{key.due_on}_{key.id}"


def read_key(written: str) -> Key | None:
    """The place that `write_key` wrote; None for anything else."""
    due_on, _, id_ = written.partition("_")
    try:
        if due_on:
            date.fromisoformat(due_on)
        return Key(due_on, UUID(id_))
    except ValueError:
        return None
