"""The table of rules that the product follows, by number: "004-79"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NUMBER = re.compile(r"\d{3}-\d{2,3}")
MAX_TITLE_LENGTH = 90


class RuleClass(StrEnum):
    """What the product does with a rule."""

    DRIVES = "M"
    RECORDED = "S"
    CITED = "R"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its number, what it says in short, and where it stands in which document."""

    number: str
    title: str
    source: str
    source_name: str
    place: str
    rule_class: RuleClass


def load_rules(parsed: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a parsed `rules.toml`, in its order; raises ValueError with all mistakes.

    A number that stands there twice is refused by TOML itself.
    """
    sources: Mapping[str, str] = parsed["sources"]
    mistakes: list[str] = []
    rules = []
    for number, row in parsed["rules"].items():
        mistakes += [f"{number}: {mistake}" for mistake in _mistakes(number, row, sources)]
        if not mistakes:
            rules.append(
                Rule(
                    number=number,
                    title=row["title"],
                    source=number[:3],
                    source_name=sources[number[:3]],
                    place=row["place"],
                    rule_class=RuleClass(row["class"]),
                )
            )
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return tuple(rules)


def _mistakes(number: str, row: Mapping[str, Any], sources: Mapping[str, str]) -> list[str]:
    found = []
    if not NUMBER.fullmatch(number):
        found.append("het nummer heeft niet de vorm 004-79")
    elif number[:3] not in sources:
        found.append(f"document {number[:3]} staat niet bij de bronnen")
    if row.keys() != {"title", "place", "class"}:
        found.append("een regel heeft precies title, place en class")
        return found
    if not 0 < len(row["title"]) <= MAX_TITLE_LENGTH:
        found.append(f"de titel heeft 1 tot en met {MAX_TITLE_LENGTH} tekens")
    if row["class"] not in list(RuleClass):
        found.append(f"de klasse is M, S of R, niet {row['class']}")
    return found
