"""A section: one named part of a municipality's configuration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from portal.domain.configuration.groups import has_errors, nothing_more
from portal.domain.configuration.references import Known, unknown_references
from portal.domain.configuration.shape import Shape, what_it_is
from portal.domain.errors import Finding

T = TypeVar("T")


def nothing_elsewhere(value: Any, known: Known) -> list[Finding]:
    """A section for which it is enough that the names in it exist."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Generic[T]):
    """What the admin pages, the files and the database's versions all go by.

    `judge` looks at how the parts agree, once all of them could be read. `judge_against` looks
    at what stands elsewhere, beyond the names that `unknown_references` checks. `default` is
    the value of a municipality that has set nothing; None: it has to be given.
    """

    slug: str
    title: str
    purpose: str
    shape: Shape[T]
    default: T | None = None
    judge: Callable[[T], list[Finding]] = field(default=nothing_more)
    judge_against: Callable[[T, Known], list[Finding]] = field(default=nothing_elsewhere)

    def parse(self, raw: object) -> tuple[T | None, list[Finding]]:
        """The value and all findings at once; the value is None as soon as one is an error."""
        if not isinstance(raw, Mapping):
            return None, [Finding("", f"“{self.title}” is leeg: hier staat {what_it_is(raw)}.")]
        value, findings = self.shape.read(raw, label=self.title, path="")
        if value is not None:
            findings = findings + self.judge(value)
        return (None if has_errors(findings) else value), findings

    def review(self, raw: object, known: Known) -> tuple[T | None, list[Finding]]:
        """The same as `parse`, and whatever it names exists."""
        value, findings = self.parse(raw)
        findings = findings + unknown_references(self.shape, raw, known)
        if value is not None:
            findings += self.judge_against(value, known)
        return (None if has_errors(findings) else value), findings

    def dump(self, value: T) -> dict[str, Any]:
        """Plain data that parses to the same value."""
        written: dict[str, Any] = self.shape.write(value)
        return written
