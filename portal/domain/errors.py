"""What the domain says when something may not be."""

from dataclasses import dataclass
from enum import StrEnum


class RuleBroken(Exception):
    """A rule refuses the act; the sentence tells the user what to do.

    `code` is stable and machine readable, `rule` is a number of the rule table
    ("004-79") where one stands behind the refusal, `path` names the answer it is about.
    """

    def __init__(
        self, sentence: str, *, code: str, rule: str | None = None, path: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.rule = rule
        self.path = path


class NotAllowed(RuleBroken):
    """The person may not do this; answered with 403."""


class NotThere(Exception):
    """Missing, or not this scope's: the two are told apart nowhere; answered with 404."""


class Stale(Exception):
    """Somebody else changed the thing first; answered with 409 and both versions."""

    def __init__(self, sentence: str, *, current: object = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.current = current


class Severity(StrEnum):
    """An error stops the act, a warning is shown and lets it pass."""

    ERROR = "fout"
    WARNING = "waarschuwing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about an answer.

    `path` is dotted: "start_on", "acties.2.datum", "producten.brummen"; "" is the whole.
    """

    path: str
    sentence: str
    rule: str | None = None
    severity: Severity = Severity.ERROR


def errors_in(findings: list[Finding]) -> list[Finding]:
    """The findings that stop the act."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
