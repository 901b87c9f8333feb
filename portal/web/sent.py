"""What a form says about itself: for which version it was made, in which window, under which key."""

import secrets
from collections.abc import Mapping
from uuid import UUID

VERSION, WINDOW, KEY = "versie", "venster", "sleutel"
NEVER = 0
LONGEST_WINDOW = 32


def sent_version(given: Mapping[str, str]) -> int:
    """The version that the form was made for; one that never was, where it does not say."""
    return version_of(given.get(VERSION, ""))


def version_of(sent: str) -> int:
    """A version as it was sent."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else NEVER


def sent_window(given: Mapping[str, str]) -> str:
    """The window that the form stands in; a new one, where it does not say."""
    sent = given.get(WINDOW, "")
    known = sent.isascii() and sent.isalnum() and len(sent) <= LONGEST_WINDOW
    return sent if known else secrets.token_hex(8)


def sent_key(given: Mapping[str, str] | None) -> UUID | None:
    """The key under which the form counts once; None for a form without one."""
    try:
        return UUID(given.get(KEY, "")) if given is not None else None
    except ValueError:
        return None
