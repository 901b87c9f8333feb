"""The one shape of a value, and what binds to it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.evidence import (
    canonical_bytes,
    commitment,
    entry_hash,
    instant_text,
    length_prefixed,
    sha256_hex,
)

from .chains import BRUMMEN, link

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_canonical_bytes_have_sorted_keys_no_spaces_and_plain_utf8() -> None:
    assert canonical_bytes({"b": [1, True, None], "a": "cliëntenstop €"}) == (
        '{"a":"cliëntenstop €","b":[1,true,null]}'.encode()
    )


@settings(max_examples=25)
@given(JSON)
def test_canonical_bytes_survive_a_round_trip(value: object) -> None:
    once = canonical_bytes(value)
    assert json.loads(once) == value
    assert canonical_bytes(json.loads(once)) == once


@pytest.mark.parametrize(
    "value", [1.5, {"a": [0.1]}, {1: "a"}, {None: 1}, Decimal("1"), datetime(2026, 1, 1), {1, 2}]
)
def test_a_value_without_one_shape_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_bytes("\ud800")


def test_the_length_before_a_part_is_that_of_its_bytes() -> None:
    assert length_prefixed("é", b"ab") == b"\0\0\0\x02\xc3\xa9\0\0\0\x02ab"


def test_moving_a_letter_to_the_next_part_gives_other_bytes() -> None:
    assert length_prefixed("ab", "c") != length_prefixed("a", "bc")


def test_a_commitment_differs_with_the_salt_and_with_the_payload() -> None:
    made = {commitment(salt, body) for salt in (b"a", b"b") for body in (b"1", b"2")}
    assert len(made) == 4
    assert commitment(b"salt", b"{}") == sha256_hex(b"\0\0\0\x04salt\0\0\0\x02{}")


def test_an_instant_reads_in_utc_with_microseconds() -> None:
    amsterdam = timezone(timedelta(hours=2))
    assert instant_text(datetime(2026, 7, 1, 14, 5, 0, 7, tzinfo=amsterdam)) == (
        "2026-07-01T12:05:00.000007Z"
    )
    assert instant_text(None) == ""


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        instant_text(datetime(2026, 7, 1))


def test_the_entry_hash_is_the_one_of_the_written_formula() -> None:
    """The figure was computed apart, with struct and hashlib; the database gives the same."""
    at = datetime(2026, 3, 6, 13, 5, tzinfo=UTC)
    entry = link(
        None,
        tenant=BRUMMEN,
        object="delivery:018f2d3c-0000-7000-8000-0000000000d1",
        commitment="ab" * 32,
        received_at=at,
        recorded_at=at,
    )
    assert entry_hash(entry) == "ef5e4ce12cf7247f788c5e03a91d7d2da80490c17c018bc97c7213894a7053e9"
