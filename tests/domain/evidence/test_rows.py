"""One row, one digest: whatever the types of its columns, and nothing else gives the same."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from portal.domain.evidence.rows import facet_digest, make_proof, proof_digest

ID = UUID("01890000-0000-7000-8000-000000000001")
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NOON, NOON.astimezone(timezone(timedelta(hours=1)))),
        ((1, 2), [1, 2]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (1.50, 1.5),
        (Decimal("1.50"), Decimal("1.5")),
    ],
)
def test_the_same_value_has_the_same_digest(one: Any, other: Any) -> None:
    assert facet_digest({"x": one}) == facet_digest({"x": other})


VALUES = [
    None,
    "",
    0,
    False,
    "None",
    "2026-03-06",
    date(2026, 3, 6),
    NOON,
    NOON + timedelta(microseconds=1),
    NOON.isoformat(),
    ID,
    str(ID),
    b"ab",
    "6162",
    1,
    "1",
    1.5,
    "1.5",
    [],
    {},
    ["a", "b"],
    ["ab"],
    {"a": "b"},
]


def test_different_values_have_different_digests() -> None:
    """True and 1 apart from each other too: JSON spells them differently."""
    digests = [facet_digest({"x": value}) for value in [*VALUES, True]]
    assert len(set(digests)) == len(digests)


def test_the_column_counts() -> None:
    assert facet_digest({"a": 1, "b": None}) != facet_digest({"a": None, "b": 1})
    assert facet_digest({"a": 1}) != facet_digest({"a": 1, "b": None})


def test_what_has_no_spelling_is_refused() -> None:
    with pytest.raises(TypeError):
        facet_digest({"x": object()})


def test_the_same_rows_with_another_salt_have_another_proof() -> None:
    rows = {"note.rij:1": "ab" * 32}
    assert proof_digest(make_proof(rows, salt=b"1")) != proof_digest(make_proof(rows, salt=b"2"))
