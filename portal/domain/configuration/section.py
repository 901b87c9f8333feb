"""A section: one named part of a municipality's configuration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from portal.domain.configuration.groups import Record
from portal.domain.configuration.shape import what_it_is
from portal.domain.errors import Finding, Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a section may refer to: names that exist elsewhere.

    `desk_members` holds the e-mail addresses of the people per desk; None where people are
    not known (yet), and then a named person is not checked.
    """

    desks: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    ladders: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    desk_members: Mapping[str, frozenset[str]] | None = None

    def works_at(self, email: str, desk: str) -> bool:
        """Whether a person sits at a desk; true as well where people are not known."""
        return self.desk_members is None or email in self.desk_members.get(desk, frozenset())


def nothing_more(value: Any) -> list[Finding]:
    """A section whose parts need not agree with each other."""
    return []


def nothing_elsewhere(value: Any, known: Known) -> list[Finding]:
    """A section that refers to nothing outside itself."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Generic[T]):
    """What the admin pages, the files and the database's versions all go by.

    `judge` looks at the parts, also where some rows could not be read; `judge_whole` looks at
    how they refer to each other, and only when all could be read, so that one mistake is told
    once. `judge_against` looks at references to what stands elsewhere; who parses, asks it.
    `default` is the value of a municipality that has set nothing; None: it has to be given.
    """

    slug: str
    title: str
    purpose: str
    shape: Record[T]
    default: T | None = None
    judge: Callable[[T], list[Finding]] = field(default=nothing_more)
    judge_whole: Callable[[T], list[Finding]] = field(default=nothing_more)
    judge_against: Callable[[T, Known], list[Finding]] = field(default=nothing_elsewhere)

    def parse(self, raw: object) -> tuple[T | None, list[Finding]]:
        """The value and all findings at once; the value is None as soon as one is an error."""
        if not isinstance(raw, Mapping):
            return None, [Finding("", f"“{self.title}” is leeg: hier staat {what_it_is(raw)}.")]
        value, findings = self.shape.read(raw, label=self.title, path="")
        if value is not None:
            whole = [] if findings else self.judge_whole(value)
            findings = findings + self.judge(value) + whole
        broken = any(finding.severity is Severity.ERROR for finding in findings)
        return (None if broken else value), findings

    def dump(self, value: T) -> dict[str, Any]:
        """Plain data that parses to the same value."""
        return self.shape.write(value)
