"""What an act asks and why it is refused: always a sentence and where the demand comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.errors import RuleBroken
from portal.domain.ladder.clauses import Ground


@dataclass(frozen=True, slots=True)
class Source:
    """The place that a person is told, and our own rule number where there is one."""

    place: str
    rule: str | None = None

    @property
    def reference(self) -> str:
        """What to cite: the rule number, else the place."""
        return self.rule or self.place

    def under(self, rule: str, place: str = "") -> "Source":
        """A rule of its own, at the same place or another."""
        return Source(place or self.place, rule)


def written_in(ground: Ground) -> Source:
    """The document and the article that a ladder names."""
    return Source(ground.in_words(), ground.rule or None)


def source_of(document: str, item: str, ground: Ground | None) -> Source:
    """The source of what a rung or measure asks by itself; its place in the ladder without one."""
    return written_in(ground) if ground else Source(f"{document}, {item}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an act is not possible. `path` names the answer it is about, "" the act itself."""

    code: str
    sentence: str
    source: Source
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something an act asks before it can be done.

    `sentence` says what to do while it is not met. What is not `required` is a reminder.
    """

    code: str
    label: str
    sentence: str
    source: Source
    met: bool
    required: bool = True
    path: str = ""

    def as_refusal(self) -> Refusal:
        return Refusal(code=self.code, sentence=self.sentence, source=self.source, path=self.path)


class Refused(RuleBroken):
    """An act that the ladder or the contract does not allow; all reasons at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(
            first.sentence, code=first.code, rule=first.source.reference, path=first.path or None
        )
        self.refusals = tuple(refusals)


def unmet(needs: Sequence[Need]) -> list[Refusal]:
    """The needs that stop the act."""
    return [need.as_refusal() for need in needs if need.required and not need.met]
