"""Words that stand in one place only, and that nobody else may ever come across.

Every free text of the story is such a word, dressed as an attack: a page that prints one
without escaping has an element in it that no template made.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# Letters only: a person's name takes no figures.
TOKEN = re.compile(r"zq[g-v]{10}zq", re.IGNORECASE)
UNUSED = "zqgggggggggzq"
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")


class About(StrEnum):
    """What a word is part of; that decides who of an organisation may read it."""

    CASE = "zaak"
    INTERNAL = "intern"
    OWN = "eigen"
    CONFIGURATION = "inrichting"
    PEOPLE = "mensen"
    REGISTER = "aanbieder"
    CONTRACT = "overeenkomst"
    # For the people who are named as "@alice" among its readers, and nobody else.
    SECRET = "geheim"


@dataclass(frozen=True, slots=True)
class Canary:
    """A word, and the desks that may read it: "g/brummen", "aanbieder/lindehaege"."""

    token: str
    about: About
    what: str
    readers: frozenset[str]

    def __str__(self) -> str:
        return f"{self.token} ({self.what}; voor {', '.join(sorted(self.readers)) or 'niemand'})"


@dataclass
class Aviary:
    """All canaries of a story."""

    known: dict[str, Canary] = field(default_factory=dict)

    def mint(self, about: About, what: str, readers: Iterable[str]) -> str:
        """A fresh word."""
        digest = hashlib.sha256(f"{len(self.known)}:{what}".encode()).hexdigest()[:10]
        token = f"zq{digest.translate(_LETTERS)}zq"
        self.known[token] = Canary(token, about, what, frozenset(readers))
        return token

    def line(self, about: About, what: str, readers: Iterable[str]) -> str:
        """The word on one line, with what a page must escape."""
        return f"{self.mint(about, what, readers)} \"><u onclick=zq>'&{{{{7*7}}}}"

    def text(self, about: About, what: str, readers: Iterable[str]) -> str:
        """The same with a second line."""
        return f"{self.line(about, what, readers)}\n</textarea><script>zq()</script>"

    def found_in(self, text: str) -> list[Canary]:
        """The canaries that stand in a text."""
        tokens = sorted({token.lower() for token in TOKEN.findall(text)})
        return [self.known[token] for token in tokens if token in self.known]
