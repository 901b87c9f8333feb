"""Plain data as TOML that people like to read in a review; tomllib reads it back the same."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

WIDTH = 96
ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def toml_text(data: Mapping[str, Any]) -> str:
    """The whole file: single values first, then tables and rows of tables."""
    return "\n".join(table_lines(data, ())).strip("\n") + "\n"


def table_lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """One table with everything below it; an empty line goes before each header."""
    for name, value in table.items():
        if not isinstance(value, Mapping) and not is_rows(value):
            yield f"{key(name)} = {literal(value)}"
    for name, value in table.items():
        where = (*path, name)
        header = ".".join(key(part) for part in where)
        if isinstance(value, Mapping):
            yield from ("", f"[{header}]")
            yield from table_lines(value, where)
        elif is_rows(value):
            for row in value:
                yield from ("", f"[[{header}]]")
                yield from table_lines(row, where)


def is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def key(name: str) -> str:
    return name if name and BARE.issuperset(name) else quoted(name)


def literal(value: Any) -> str:
    """A single value or an array of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return array(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key(name)} = {literal(part)}" for name, part in value.items())
        return f"{{{inside}}}"
    return repr(value)


def array(items: list[Any]) -> str:
    """On one line where that fits, else an item per line."""
    parts = [quoted(item) if isinstance(item, str) else literal(item) for item in items]
    line = f"[{', '.join(parts)}]"
    if len(line) <= WIDTH:
        return line
    return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


def text(value: str) -> str:
    """One line where that fits; a long text or one of several lines as a block."""
    if "\n" not in value and len(value) <= WIDTH:
        return quoted(value)
    lines = (wrapped(escaped(line)) for line in value.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def quoted(value: str) -> str:
    return f'"{escaped(value)}"'


def escaped(value: str) -> str:
    """Without marks that mean something in TOML or cannot be seen."""
    return "".join(
        ESCAPES.get(mark) or (mark if mark.isprintable() else f"\\U{ord(mark):08x}")
        for mark in value
    )


def wrapped(line: str) -> str:
    """A long line over several, each but the last ending in a backslash that joins them again.

    A joint takes all white space after it away, so it comes only after a single space.
    """
    if len(line) <= WIDTH:
        return line
    pieces: list[str] = []
    rest = line
    while len(rest) > WIDTH:
        space = joint(rest)
        if space is None:
            break
        pieces.append(rest[: space + 1])
        rest = rest[space + 1 :]
    return "\\\n".join([*pieces, rest])


def joint(line: str) -> int | None:
    """The last single space that keeps the line within the width, or else the first after it."""
    spaces = [
        place
        for place in range(1, len(line) - 1)
        if line[place] == " " and line[place + 1] != " " and line[place - 1] != "\\"
    ]
    fitting = [place for place in spaces if place < WIDTH - 1]
    return fitting[-1] if fitting else next(iter(spaces), None)
