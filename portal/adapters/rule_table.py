"""The table of rules on disk, and the tests that say they show a rule."""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.domain.rules import Rule, load_rules

TABLE = Path(__file__).parents[1] / "rules.toml"
MARK = "rule"


def read_rules() -> tuple[Rule, ...]:
    """The rules that the product follows."""
    return load_rules(tomllib.loads(TABLE.read_text(encoding="utf-8")))


def marked_tests(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Rule number -> the tests marked with it, as pytest names them, in order.

    Read from the source and never run: `pytest.mark.rule("…")` on a test, on one of its
    parameters, on its class, or on its module as `pytestmark`. Without the folder: nothing.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder.parent).as_posix()
        module = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for test, numbers in _tests(module.body, name, _own_marks(module.body)):
            for number in sorted(numbers):
                found[number].append(test)
    return {number: tuple(tests) for number, tests in found.items()}


def _tests(
    body: list[ast.stmt], prefix: str, inherited: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test"):
                    yield f"{prefix}::{name}", inherited | _marks(node.decorator_list)
            case ast.ClassDef(name=name) if name.startswith("Test"):
                own = inherited | _marks(node.decorator_list) | _own_marks(node.body)
                yield from _tests(node.body, f"{prefix}::{name}", own)


def _own_marks(body: list[ast.stmt]) -> frozenset[str]:
    """What `pytestmark = …` says of everything in a module or class."""
    values = [
        node.value
        for node in body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
    ]
    return _marks(values)


def _marks(nodes: list[ast.expr]) -> frozenset[str]:
    calls = (call for node in nodes for call in ast.walk(node) if isinstance(call, ast.Call))
    return frozenset(
        argument.value
        for call in calls
        if ast.unparse(call.func).endswith(f"mark.{MARK}")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )
