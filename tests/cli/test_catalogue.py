"""`portal rules` and `portal routes` tell what the code says, and nothing else."""

import json
from pathlib import Path

from click.testing import CliRunner

from portal.adapters.rule_table import marked_tests, read_rules
from portal.cli import main

MARKED = """
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.rule("004-01")]


@pytest.mark.rule("004-02")
def test_one(): ...


@pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.rule("004-03"))])
def test_two(x): ...


@pytest.mark.rule("004-04")
class TestThree:
    def test_four(self): ...

    @pytest.mark.rule("004-05", "004-06")
    def test_five(self): ...


@pytest.mark.rule("004-07")
def no_test(): ...
"""


def test_a_rule_finds_the_tests_that_are_marked_with_it(tmp_path: Path) -> None:
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    (tmp_path / "tests" / "deep" / "test_it.py").write_text(MARKED)
    here = "tests/deep/test_it.py::"
    assert marked_tests(tmp_path / "tests") == {
        "004-01": (
            f"{here}test_one",
            f"{here}test_two",
            f"{here}TestThree::test_four",
            f"{here}TestThree::test_five",
        ),
        "004-02": (f"{here}test_one",),
        "004-03": (f"{here}test_two",),
        "004-04": (f"{here}TestThree::test_four", f"{here}TestThree::test_five"),
        "004-05": (f"{here}TestThree::test_five",),
        "004-06": (f"{here}TestThree::test_five",),
    }


def test_every_rule_is_listed_with_its_class_title_and_tests() -> None:
    done = CliRunner().invoke(main, ["rules", "--json"])
    listed = json.loads(done.output)
    assert [row["rule"] for row in listed] == [rule.number for rule in read_rules()]
    assert all(row.keys() == {"rule", "class", "title", "tests"} for row in listed)
    [stop] = [row for row in listed if row["rule"] == "004-79"]
    assert stop["class"] == "M"
    assert any(test.startswith("tests/db/test_submitting.py::") for test in stop["tests"])


def test_the_plain_table_names_the_m_rules_without_a_test() -> None:
    done = CliRunner().invoke(main, ["rules"])
    without = {
        row["rule"]
        for row in json.loads(CliRunner().invoke(main, ["rules", "--json"]).output)
        if row["class"] == "M" and not row["tests"]
    }
    named = {line.split()[0] for line in done.output.splitlines() if line.startswith("  0")}
    assert named == without


def test_every_address_is_listed_with_its_desk_and_permission() -> None:
    done = CliRunner().invoke(main, ["routes", "--json", "--zonder-demo"])
    lines = {line["path"]: line for line in json.loads(done.output)}
    assert lines["/g/<gemeente>/"]["desk"] == "gemeente"
    assert lines["/g/<gemeente>/"]["permission"]
    assert lines["/afmelden"] == {
        "path": "/afmelden",
        "methods": ["POST"],
        "desk": "",
        "permission": "iedereen",
    }
    assert not any(path.startswith("/demo") for path in lines)
    with_demo = CliRunner().invoke(main, ["routes", "--json", "--demo"])
    assert any(line["path"].startswith("/demo") for line in json.loads(with_demo.output))
