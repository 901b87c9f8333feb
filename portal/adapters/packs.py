"""Packs on disk: the TOML files of a region, its municipalities and the demo."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from portal.adapters.toml_text import is_rows, toml_text
from portal.domain.configuration.layout import PackFinding
from portal.domain.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export did: files made or changed, and files of the folder that it does not know."""

    changed: tuple[str, ...]
    left_over: tuple[str, ...]


def read_files(root: Path) -> tuple[dict[str, dict[str, Any]], list[PackFinding]]:
    """Plain data per TOML file below `root`, and a finding for each that is no TOML."""
    files: dict[str, dict[str, Any]] = {}
    findings: list[PackFinding] = []
    for path in toml_paths(root):
        name = path.relative_to(root).as_posix()
        try:
            files[name] = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            findings.append(unreadable(name, f"Dit is geen goede TOML: {error}."))
        except UnicodeDecodeError:
            findings.append(unreadable(name, "Bewaar dit bestand als UTF-8."))
        except RecursionError:
            findings.append(unreadable(name, "De gegevens zitten te diep in elkaar."))
    return files, findings


def toml_paths(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.toml") if path.is_file())


def unreadable(name: str, sentence: str) -> PackFinding:
    return PackFinding(file=name, finding=Finding("", sentence))


def write_files(root: Path, files: Mapping[str, Mapping[str, Any]]) -> Written:
    """Write plain data as TOML below `root`; nothing is ever deleted.

    A file that already says the same keeps its bytes; one that differs keeps its comments
    where it can.
    """
    changed = []
    for name, data in sorted(files.items()):
        path = root / name
        before = path.read_text("utf-8") if path.exists() else None
        after = toml_text(data) if before is None else updated(before, data)
        if after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, "utf-8")
            changed.append(name)
    present = [path.relative_to(root).as_posix() for path in toml_paths(root)]
    folders = {name.split("/")[0] for name in files}
    left_over = [name for name in present if name not in files and name.split("/")[0] in folders]
    return Written(changed=tuple(changed), left_over=tuple(left_over))


def updated(before: str, data: Mapping[str, Any]) -> str:
    """The text of a file brought up to date; as it was when it says the same already."""
    try:
        if tomllib.loads(before) == data:
            return before
        document = tomlkit.parse(before)
        merge(document, data)
        after = tomlkit.dumps(document)
        if tomllib.loads(after) == data:
            return after
    except (tomllib.TOMLDecodeError, TOMLKitError, RecursionError):
        pass
    # What was there cannot be kept beside the new values: write all of it anew.
    return toml_text(data)


def merge(table: tomlkit.TOMLDocument | Table, data: Mapping[str, Any]) -> None:
    """Bring a table up to date in place; what already says the same stays as it is written."""
    before = table.unwrap()
    for name in before.keys() - data.keys():
        del table[name]
    for name, value in data.items():
        if name in before and before[name] == value:
            continue
        present = table.get(name)
        if isinstance(present, Table) and isinstance(value, Mapping):
            merge(present, value)
        elif isinstance(present, AoT) and is_rows(value) and len(present) == len(value):
            for row, new in zip(present, value, strict=True):
                merge(row, new)
        else:
            table[name] = as_item(value)


def as_item(value: Any) -> Any:
    """A value as tomlkit holds it, written the way this house writes TOML."""
    return tomlkit.parse(toml_text({"x": value}))["x"]
