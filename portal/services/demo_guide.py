"""What the sign-in page of the demo says about its people and its municipalities, from the pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from portal.adapters.packs import read_files
from portal.domain.configuration.profile import PROFILE
from portal.services.demo_database import TENANTS, demo_pack

# Those whom the explanation names stand first in the pack.
SHOWN_FIRST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LaddersShown:
    """Which ladder a municipality shows, per contract domain."""

    municipality: str
    wmo: str
    jeugd: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """`about` says per person what one can do; `first` are the people to begin with."""

    about: Mapping[str, str]
    first: tuple[str, ...]
    ladders: tuple[LaddersShown, ...]


@cache
def guide() -> Guide:
    """Read once per process; the pack does not change while it runs."""
    pack = demo_pack()
    files, _ = read_files(TENANTS / "sjablonen" / "ladders")
    names = {data["code"]: data["naam"] for data in files.values()}
    people = pack.demo.cast.people if pack.demo else ()
    return Guide(
        about={person.slug: person.about for person in people},
        first=tuple(person.slug for person in people[:SHOWN_FIRST]),
        ladders=tuple(
            LaddersShown(
                municipality=profile.name,
                wmo=names[profile.ladders.wmo],
                jeugd=names[profile.ladders.jeugd],
            )
            for profile in (one.sections[PROFILE.slug] for one in pack.municipalities)
        ),
    )
