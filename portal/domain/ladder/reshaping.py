"""Rungs joined, split and taken out of a draft, in plain data; the draft may be unfinished."""

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from portal.domain.ladder.meanings import has_letter, needs_term
from portal.domain.ladder.vocabulary import StepKind

Row = dict[str, Any]
Plain = Mapping[str, Any]

RUNGS, MEASURES, PREREQUISITES = "treden", "maatregelen", "vereist"
# Lists of which both rungs bring what they have; one of a kind is enough.
JOINED = (
    "soorten", "wie", "facultatief", "medetekenaars", "vormen", "briefdelen", "gespreksniveau",
    "controles", "informeren", "lezingen",
)  # fmt: skip
OF_LETTERS = ("vormen", "briefdelen")


def merged(document: Plain, index: int) -> Row:
    """The ladder with a rung and the one after it as one; references follow (file 000, step 2)."""
    plain = copy.deepcopy(dict(document))
    rungs: list[Row] = plain[RUNGS]
    first, second = rungs[index], rungs.pop(index + 1)
    for key in JOINED:
        both = [*first.get(key, []), *second.get(key, [])]
        if both:
            first[key] = _once(both)
    first["naam"] = _named_together(first.get("naam", ""), second.get("naam", ""))
    said = [text for text in (first.get("uitleg"), second.get("uitleg")) if text]
    if said:
        first["uitleg"] = "\n\n".join(said)
    for key in ("grondslag", "termijn", "overslaan"):
        if key not in first and key in second:
            first[key] = second[key]
    for key in ("ook_gemandateerde", "beslissingsbevoegd"):
        if first.get(key) or second.get(key):
            first[key] = True
    gone, stays = second.get("code"), first.get("code")
    needed = [*first.get(PREREQUISITES, []), *second.get(PREREQUISITES, [])]
    first[PREREQUISITES] = [row for row in needed if row.get("trede") not in (gone, stays)]
    _each_prerequisite(plain, lambda row: {**row, "trede": stays} if row["trede"] == gone else row)
    return plain


def split(document: Plain, index: int, *, moved: Collection[str], code: str, name: str) -> Row:
    """The ladder with the moved kinds of a rung in a new rung after it; references mean both.

    What only a letter or a term needs goes to the rung that has one.
    """
    plain = copy.deepcopy(dict(document))
    rungs: list[Row] = plain[RUNGS]
    first = rungs[index]
    second = {**copy.deepcopy(first), "code": code, "naam": name}
    first["soorten"] = [kind for kind in first.get("soorten", []) if kind not in moved]
    second["soorten"] = [kind for kind in second.get("soorten", []) if kind in moved]
    for rung in (first, second):
        _keep_what_suits(rung)
    rungs.insert(index + 1, second)
    old = first.get("code")
    _each_prerequisite(
        plain,
        lambda row: row,
        also=lambda row: {**row, "trede": code} if row["trede"] == old else None,
        skip=(index, index + 1),
    )
    return plain


def referring(document: Plain, code: str) -> list[str]:
    """The names of rungs and measures that refer to a rung, for whoever takes it away."""
    rows = [*_rows(document, RUNGS), *_rows(document, MEASURES)]
    return [
        f"{row.get('code', '')} {row.get('naam', '')}".strip()
        for row in rows
        if any(needed.get("trede") == code for needed in row.get(PREREQUISITES, []))
    ]


def _keep_what_suits(rung: Row) -> None:
    kinds = tuple(StepKind(kind) for kind in rung["soorten"] if kind in set(StepKind))
    optional = [kind for kind in rung.pop("facultatief", []) if kind in rung["soorten"]]
    # On a rung of its own a kind is why the rung is there.
    if optional and len(optional) < len(rung["soorten"]):
        rung["facultatief"] = optional
    if not has_letter(kinds):
        for key in OF_LETTERS:
            rung.pop(key, None)
    if not has_letter(kinds) and not needs_term(kinds):
        rung.pop("termijn", None)


def _each_prerequisite(
    plain: Row,
    change: Callable[[Row], Row],
    *,
    also: Callable[[Row], Row | None] | None = None,
    skip: Iterable[int] = (),
) -> None:
    """Change every prerequisite, and put another one after it where `also` gives one."""
    skipped = set(skip)
    for name in (RUNGS, MEASURES):
        for number, row in enumerate(_rows(plain, name)):
            if PREREQUISITES not in row or (name == RUNGS and number in skipped):
                continue
            found: list[Row] = []
            for needed in row[PREREQUISITES]:
                found.append(change(needed))
                extra = also(needed) if also else None
                if extra is not None:
                    found.append(extra)
            row[PREREQUISITES] = _once(found)


def _rows(plain: Plain, name: str) -> list[Row]:
    return [row for row in plain.get(name, []) if isinstance(row, dict)]


def _once(items: Iterable[Any]) -> list[Any]:
    """Each item once; records are the same when their first field is."""
    seen: list[Any] = []
    kept = []
    for item in items:
        mark = next(iter(item.values()), None) if isinstance(item, dict) else item
        if mark not in seen:
            seen.append(mark)
            kept.append(item)
    return kept


def _named_together(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return f"{first} en {second[:1].lower()}{second[1:]}"[:200]
