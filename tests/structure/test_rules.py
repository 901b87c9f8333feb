"""Whatever cites a rule, in code, in data or on a test, cites one of the table."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.domain.rules import load_rules

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "portal" / "rules.toml").read_text(encoding="utf-8"))
KNOWN = frozenset(rule.number for rule in load_rules(TABLE))
PLACES = ("portal", "worker", "templates", "tenants")
SUFFIXES = (".py", ".html", ".toml", ".typ")

# Said to be a rule, whatever it looks like: rule="…", rule: "…", regel = "…", mark.rule("…").
SAID = re.compile(r"""\b(?:rule|regel)\b["']?\s*[=(:]\s*["']([^"']+)["']""")
# Written in passing, in a docstring or a comment: the number of one of the documents. Digits
# after a space make it a telephone number.
SEEN = re.compile(rf"(?<![\w-])(?:{'|'.join(TABLE['sources'])})-\d{{2,3}}(?![\w-]| \d)")
MARKED = re.compile(r"""pytest\.mark\.rule\(\s*["']([^"']*)["']\s*\)""")
# `rule` followed by something that is no rule number but a word of the page.
NUMBER_LIKE = re.compile(r"\d+-\d+")


def cited(text: str) -> set[str]:
    """Every rule number that the text cites."""
    said = {number for number in SAID.findall(text) if NUMBER_LIKE.fullmatch(number)}
    return said | set(SEEN.findall(text))


def files(*places: str) -> Iterator[Path]:
    for place in places:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in SUFFIXES and path != ROOT / "portal" / "rules.toml":
                yield path


def test_every_rule_cited_in_the_code_is_in_the_table() -> None:
    unknown = {
        (str(path.relative_to(ROOT)), number)
        for path in files(*PLACES)
        for number in cited(path.read_text(encoding="utf-8")) - KNOWN
    }
    assert unknown == set()


def test_every_rule_that_a_test_shows_is_in_the_table() -> None:
    shown = {
        (str(path.relative_to(ROOT)), number)
        for path in files("tests")
        for number in MARKED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(shown) > 5
    assert {(path, number) for path, number in shown if number not in KNOWN} == set()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('RuleBroken("x", code="y", rule="004-79")', {"004-79"}),
        ('rule = "005-01"', {"005-01"}),
        ("regel = '4-79'", {"4-79"}),
        ("Rules 004-76, 004-79: a stop starts", {"004-76", "004-79"}),
        ("art. 3.31 (004-112).", {"004-112"}),
        ('rule="routing"', set()),
        ("D-2026-0147, 2004-10-25 and 018f0000-0000-7000-8000-004-01", set()),
        ("bel 000-1234567 of 000-555 01 02", set()),
    ],
)
def test_a_citation_is_recognised(text: str, numbers: set[str]) -> None:
    assert cited(text) == numbers
