"""A ladder as a TOML file: out for whoever wants it, in as far as it is one."""

import tomllib
from collections.abc import Mapping
from typing import Any

from portal.adapters.toml_text import toml_text
from portal.domain.errors import RuleBroken

MAX_BYTES = 300_000


def ladder_toml(document: Mapping[str, Any]) -> str:
    """The text of a file; `read_toml` gives the same data back."""
    return toml_text(document)


def read_toml(content: bytes) -> dict[str, Any]:
    """The data in a file; raises RuleBroken with what to do."""
    if len(content) > MAX_BYTES:
        raise RuleBroken(
            "Dit bestand is te groot voor een ladder. Kies het TOML-bestand dat u uit het portaal "
            "haalde of naar een sjabloon maakte.",
            code="too_big",
            path="bestand",
        )
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleBroken(
            "Bewaar het bestand als UTF-8 en kies het opnieuw.", code="no_text", path="bestand"
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleBroken(
            f"Dit is geen goed TOML-bestand: {error}. Verbeter het bestand en kies het opnieuw.",
            code="no_toml",
            path="bestand",
        ) from error
