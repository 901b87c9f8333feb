"""The table of rules is complete and well formed."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from portal.domain.rules import RuleClass, load_rules

FILE = Path(__file__).parents[2] / "portal" / "rules.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))


def test_every_rule_of_the_five_documents_is_there() -> None:
    counted = Counter(rule.source for rule in load_rules(TABLE))
    assert counted == {"004": 119, "002": 14, "003": 13, "000": 11, "001": 24}


def test_numbers_are_unique_and_run_on_per_document() -> None:
    """No gaps either: with the counts above, each document runs from 01 to its last rule."""
    numbers = [rule.number for rule in load_rules(TABLE)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{3}-\d{2,3}", number) for number in numbers)
    for source in {number[:3] for number in numbers}:
        own = [int(number[4:]) for number in numbers if number.startswith(source)]
        assert own == list(range(1, len(own) + 1))


def test_titles_differ_within_a_document() -> None:
    titles = Counter((rule.source, rule.title) for rule in load_rules(TABLE))
    assert [title for title, times in titles.items() if times > 1] == []


def test_a_rule_says_what_it_is_and_where_it_stands() -> None:
    (rule,) = [rule for rule in load_rules(TABLE) if rule.number == "004-79"]
    assert (rule.place, rule.rule_class) == ("art. 3.6", RuleClass.DRIVES)
    assert "14 kalenderdagen" in rule.title
    assert rule.source_name.startswith("Overeenkomst Wmo 2026-2030")


def row(**changes: Any) -> dict[str, Any]:
    return {"title": "Een regel", "place": "art. 1", "class": "M"} | changes


@pytest.mark.parametrize(
    ("number", "given", "words"),
    [
        ("4-79", row(), "vorm"),
        ("004-7", row(), "vorm"),
        ("004-7900", row(), "vorm"),
        ("009-01", row(), "staat niet bij de bronnen"),
        ("004-01", row(title=""), "titel"),
        ("004-01", row(title="x" * 91), "titel"),
        ("004-01", row(**{"class": "X"}), "klasse"),
        ("004-01", row(extra=1), "precies"),
        ("004-01", {"title": "x"}, "precies"),
    ],
)
def test_a_mistake_in_the_table_is_named_with_its_number(
    number: str, given: dict[str, Any], words: str
) -> None:
    table = {"sources": {"004": "Overeenkomst"}, "rules": {"004-02": row(), number: given}}
    with pytest.raises(ValueError, match=f"{number}: .*{words}"):
        load_rules(table)
