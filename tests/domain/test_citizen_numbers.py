"""Which numbers in free text are taken for a citizen service number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.citizen_numbers import (
    find_citizen_numbers,
    mask_citizen_numbers,
    passes_elfproef,
)

# Invented numbers from the series that is kept for testing; they pass the elfproef.
FOUND = [
    "999990019",
    "Het gaat om 999990019.",
    "9999.90.019",
    "999 990 019",
    "999-990-019",
    "999\u00a0990\u00a0019",
    "99 99 90 019",
    "BSN999990019",
    "bsn: 12345672",
    "burgerservicenummer 1234 5672",
    "Sinds 2026 999 990 019 in zorg",
    "tel. 06-12345678, nummer 999990019",
    "(999990019)",
]
PASSED_OVER = [
    "999990018",
    "000000000",
    "12345672",
    "KvK 12345672",
    "AGB-code 12345672",
    "1999990019",
    "9999900190",
    "NL999990019B01",
    "NL91ABNA0999990019",
    "RSIN 999990019",
    "€ 999.990.019,00",
    "06-12345678",
    "+31 6 12345678",
    "6 12345678",
    "01-12-2026",
    "D-2026-0147",
    "A999990019",
    "99999001 9 clienten",
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_a_citizen_number_is_found(text: str) -> None:
    (sighting,) = find_citizen_numbers(text)
    digits = "".join(c for c in text[sighting.start : sighting.end] if c.isdigit())
    assert digits in {"999990019", "12345672"}


@pytest.mark.parametrize("text", PASSED_OVER)
def test_another_number_is_passed_over(text: str) -> None:
    assert find_citizen_numbers(text) == ()


def test_every_number_of_a_text_is_found_in_order() -> None:
    text = "Van 999990019 naar 999990021 en 999990032."
    assert [text[s.start : s.end] for s in find_citizen_numbers(text)] == ["999990019", "999990032"]


def test_masking_hides_the_digits_and_nothing_else() -> None:
    assert mask_citizen_numbers("Cliënt 9999.90.019, KvK 12345672") == (
        "Cliënt ****.**.***, KvK 12345672"
    )


@settings(max_examples=25)
@given(st.text(alphabet="0123456789 .-abn€", max_size=60))
def test_a_masked_text_holds_no_citizen_number(text: str) -> None:
    assert find_citizen_numbers(mask_citizen_numbers(text)) == ()


@settings(max_examples=25)
@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_at_most_one_check_digit_passes_the_elfproef(body: int) -> None:
    assert sum(passes_elfproef(f"{body}{digit}") for digit in range(10)) <= 1
