"""The choices of a register's filter, in its address."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

MAX_TYPED = 100


@dataclass(frozen=True, slots=True)
class Select:
    """A choice of the filter."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the address chooses, as far as it can be chosen; `na` is where the page starts."""

    stand: str = ""
    domein: str = ""
    zoek: str = ""
    na: str = ""

    @classmethod
    def read(
        cls,
        arguments: MultiDict[str, str],
        *,
        stand: Collection[str],
        default: str,
        domein: Collection[str] = ("",),
    ) -> "Choices":
        """From a query string; what is not among the choices is the default, or nothing."""
        chosen, area = arguments.get("stand", default), arguments.get("domein", "")
        return cls(
            stand=chosen if chosen in stand and chosen else default,
            domein=area if area in domein else "",
            zoek=arguments.get("zoek", "").replace("\0", "").strip()[:MAX_TYPED],
            na=arguments.get("na", "").replace("\0", ""),
        )

    def href(self, address: str, *, na: str = "") -> str:
        """The same choices, from that place on."""
        chosen = replace(self, na=na)
        names = ("stand", "domein", "zoek", "na")
        given = {name: getattr(chosen, name) for name in names if getattr(chosen, name)}
        return f"{address}?{urlencode(given)}" if given else address
