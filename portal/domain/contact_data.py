"""A provider's own contact data: written the way people do, and confirmed every year (004-69)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.configuration.providers import CONTACT_DATA, ContactData
from portal.domain.errors import Finding

ARTICLE = "art. 3.1.5"
RULE = "004-69"
_SEPARATORS = re.compile(r"[\s.()/–-]+")
_POSTCODE = re.compile(r"([0-9]{4})([A-Z]{2})")


def read_contact_data(given: Mapping[str, Any]) -> tuple[ContactData | None, list[Finding]]:
    """The data behind what was typed, and what is wrong with it.

    `given` has the names of the section "aanbieders", one level deep: "bezoekadres_postcode".
    """
    value, findings = CONTACT_DATA.read(_nested(given), label="Gegevens", path="")
    found = [Finding(f.path.replace(".", "_"), f.sentence, RULE) for f in findings]
    return (None if found else value), found


def confirm_by(confirmed_on: date) -> date:
    """The day on which the data has to be confirmed again: a year later. Rule 004-69."""
    if (confirmed_on.month, confirmed_on.day) == (2, 29):
        return date(confirmed_on.year + 1, 2, 28)
    return confirmed_on.replace(year=confirmed_on.year + 1)


def is_confirmation_due(confirmed_on: date | None, today: date) -> bool:
    """Whether somebody has to look whether the data is still right. Rule 004-69."""
    return confirmed_on is None or confirm_by(confirmed_on) <= today


def _nested(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in given.items():
        group, _, inner = name.rpartition("_")
        place = found.setdefault(group, {}) if group else found
        place[inner] = _tidy(inner, str(text))
    return found


def _tidy(name: str, text: str) -> str:
    """As the patterns want it: people write spaces, dots, brackets and capitals as they like."""
    text = text.strip()
    match name:
        case "telefoon":
            return _SEPARATORS.sub(" ", text).strip()
        case "postcode":
            return _POSTCODE.sub(r"\1 \2", _SEPARATORS.sub("", text).upper())
        case "email":
            local, at, host = text.rpartition("@")
            return f"{local}{at}{host.lower()}"
    return text
