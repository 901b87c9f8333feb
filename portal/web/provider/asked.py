"""What the address of the overview asks for: filter and page. A saved filter is an address."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_overview import Group, Key, Shown

MAX_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The choices of the address, as far as they mean something."""

    shown: Shown
    group: Group | None
    after: Key | None = None
    before: Key | None = None

    def query(self, **changes: str) -> dict[str, str]:
        """The same choices for another address, from its first page on."""
        own = {
            "zoek": self.shown.words,
            "soort": self.shown.kind,
            "gemeente": self.shown.municipality,
            "stand": self.group.value if self.group else "",
        }
        return {name: value for name, value in (own | changes).items() if value}

    @property
    def is_filtered(self) -> bool:
        """Something was asked for."""
        return bool(self.query())


def read_asked(arguments: MultiDict[str, str]) -> Asked:
    """The choices in a query string; what cannot be chosen is passed over."""
    kind, stand = arguments.get("soort", ""), arguments.get("stand", "")
    group = Group(stand) if stand in list(Group) else None
    return Asked(
        shown=Shown(
            words=arguments.get("zoek", "").replace("\0", "").strip()[:MAX_WORDS],
            kind=kind if kind in all_kinds() else "",
            municipality=arguments.get("gemeente", "").replace("\0", "")[:64],
        ),
        group=group,
        after=read_key(arguments.get("na", ""), group) if group else None,
        before=read_key(arguments.get("voor", ""), group) if group else None,
    )


def write_key(key: Key) -> str:
    """A place in the list, for an address."""
    return f"{key.value}_{key.id}"


def read_key(written: str, group: Group) -> Key | None:
    """The place that `write_key` wrote for this group; None for anything else."""
    value, _, id_ = written.rpartition("_")
    try:
        key = Key(value, UUID(id_))
        if group is Group.OURS:
            date.fromisoformat(value)
            return key
        return key if datetime.fromisoformat(value).tzinfo else None
    except ValueError:
        return None
