"""A ladder from plain data and back: the same data stands in TOML, the database and the page."""

from typing import Any

from portal.domain.errors import Finding
from portal.domain.ladder.schema import dump, read
from portal.domain.ladder.version import LadderVersion


def read_ladder(raw: object) -> tuple[LadderVersion, list[Finding]]:
    """The ladder in `raw` as far as it can be read, and every problem with its path.

    Never raises. With a finding the ladder is good for a preview, not for a dossier; whether it
    is sound is asked with `portal.domain.ladder.review`.
    """
    return read(LadderVersion, raw)


def dump_ladder(ladder: LadderVersion) -> dict[str, Any]:
    """Plain values for TOML or JSON; `read_ladder` gives back exactly the same ladder."""
    return dump(ladder)
