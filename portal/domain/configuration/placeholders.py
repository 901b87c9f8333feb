"""Placeholders in texts of a municipality: a fixed list of names, filled in one pass.

A text is never a program: nothing is looked up, nothing is computed, and what a value holds
is not read again.
"""

import re
from collections.abc import Collection, Mapping

from portal.domain.configuration.shape import one_line
from portal.domain.errors import Finding

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

MEANINGS = {
    "gemeente": "naam van de gemeente",
    "officiele_naam": "officiële naam van de gemeente",
    "kenmerk": "kenmerk van de indiening",
    "soort": "soort indiening, bijvoorbeeld “cliëntenstop”",
    "datum": "datum van ontvangst",
    "aanbieder": "naam van de aanbieder",
    "team": "naam van het team; in een mail aan de aanbieder “het team”",
    "telefoon": "telefoonnummer van de gemeente",
    "email": "e-mailadres van het contractteam",
    "openingstijden": "openingstijden van de gemeente",
    "link": "adres van de pagina in het portaal",
}

# Ordinary words; the others are names, numbers and addresses, which keep their spelling.
WORDS = frozenset({"team", "soort"})

IN_TEXTS = frozenset(MEANINGS) - {"link"}
# A mail says that something waits and where; never about whom or what (1.17.5, 004-46).
IN_MAILS = frozenset(MEANINGS) - {"aanbieder"}
IN_SUBJECTS = IN_MAILS - {"link"}


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names between braces, in order, as often as they occur."""
    return tuple(PLACEHOLDER.findall(text))


def judge_placeholders(text: str, *, allowed: Collection[str], path: str) -> list[Finding]:
    """A finding per name that is not on the list, and for a brace without a partner."""
    known = ", ".join(f"{{{name}}}" for name in sorted(allowed))
    findings = [
        Finding(
            path, f"De invulplek {{{one_line(name)}}} bestaat hier niet. U kunt kiezen: {known}."
        )
        for name in dict.fromkeys(placeholders_in(text))
        if name not in allowed
    ]
    if any(brace in PLACEHOLDER.sub("", text) for brace in "{}"):
        findings.append(
            Finding(
                path,
                "Er staat een losse accolade in de tekst. Schrijf een invulplek als {kenmerk}.",
            )
        )
    return findings


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its value, once.

    A placeholder without a value stays as it stands. A word at the start of a sentence gets
    its capital. The result is plain text: whoever prints it, escapes it.
    """

    def replaced(found: re.Match[str]) -> str:
        value = values.get(found[1], found[0])
        starts = not (before := text[: found.start()].rstrip()) or before[-1] in ".!?"
        return value[:1].upper() + value[1:] if starts and found[1] in WORDS else value

    return PLACEHOLDER.sub(replaced, text)
