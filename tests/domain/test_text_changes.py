"""A change in a long text is shown where it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text_changes import LONGEST, where_they_differ

LONG = " ".join(f"woord{n}" for n in range(100))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a b", "a c", ("a b", "a c")),
        ("een", "een twee", ("een", "een twee")),
        (
            "een twee drie vier vijf zes zeven acht negen tien",
            "een twee drie vier vijf zes ZEVEN acht negen tien",
            (
                "… drie vier vijf zes zeven acht negen tien",
                "… drie vier vijf zes ZEVEN acht negen tien",
            ),
        ),
        (
            f"{LONG} oud {LONG}",
            f"{LONG} nieuw {LONG}",
            (
                "… woord96 woord97 woord98 woord99 oud woord0 woord1 woord2 woord3 …",
                "… woord96 woord97 woord98 woord99 nieuw woord0 woord1 woord2 woord3 …",
            ),
        ),
        (
            f"weg {LONG}",
            LONG,
            ("weg woord0 woord1 woord2 woord3 …", "woord0 woord1 woord2 woord3 …"),
        ),
    ],
)
def test_both_versions_show_the_words_around_the_change(
    before: str, after: str, told: tuple[str, str]
) -> None:
    assert where_they_differ(before, after) == told


@given(st.text("ab ", max_size=60), st.text("ab ", max_size=60))
def test_texts_of_other_words_never_look_the_same(before: str, after: str) -> None:
    if before.split() != after.split():
        old, new = where_they_differ(before, after)
        assert old != new
        assert len(old) <= LONGEST + 4
