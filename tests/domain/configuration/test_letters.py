"""Letters are worded for every kind, and nothing in them is ever a program."""

import pytest

from portal.domain.configuration.letter_defaults import PART_WORDS
from portal.domain.configuration.letters import (
    IN_LETTERS,
    LETTER_KINDS,
    LETTER_MEANINGS,
    LETTERS,
    Letters,
    product_words,
)
from portal.domain.configuration.placeholders import placeholders_in

KINDS = [choice.value for choice in LETTER_KINDS]
VALUES = {name: f"<{name}>" for name in LETTER_MEANINGS}


def own(**changes: object) -> dict[str, object]:
    return {"brief": [{"soort": "verzuim", "onderwerp": "O", "aanhef": "A", "slot": "S"} | changes]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_has_words_of_the_product_that_would_pass_the_check(kind: str) -> None:
    words = product_words(kind)
    value, findings = LETTERS.parse(LETTERS.dump(Letters(letters=(words,))))
    assert findings == []
    assert value == Letters(letters=(words,))


@pytest.mark.parametrize("kind", KINDS)
def test_no_placeholder_is_left_open_in_a_filled_letter(kind: str) -> None:
    filled = Letters().letter(kind).filled(VALUES)
    for text in (filled.title, filled.opening, filled.closing, filled.signature):
        assert text.strip()
        assert placeholders_in(text) == ()
    assert filled.introduction("verbeteringen") == PART_WORDS["verbeteringen"]
    assert filled.introduction("onbekend") == ""


def test_own_words_take_the_place_of_those_of_the_product() -> None:
    letters, findings = LETTERS.parse(
        own(onderdeel=[{"code": "termijn", "inleiding": "Tot wanneer, {aanbieder}?"}])
    )
    assert findings == []
    assert letters is not None
    assert letters.is_own("verzuim")
    assert not letters.is_own("maatregel")
    filled = letters.letter("verzuim").filled(VALUES)
    assert (filled.title, filled.opening) == ("O", "A")
    assert filled.introduction("termijn") == "Tot wanneer, <aanbieder>?"
    assert letters.letter("maatregel") == product_words("maatregel")


def test_what_a_value_holds_is_not_read_again() -> None:
    letters, _ = LETTERS.parse(own(aanhef="Beste {aanbieder}"))
    assert letters is not None
    filled = letters.letter("verzuim").filled({"aanbieder": "{email} {{7*7}}", "email": "geheim"})
    assert filled.opening == "Beste {email} {{7*7}}"


@pytest.mark.parametrize("key", ["onderwerp", "aanhef", "slot", "ondertekening"])
@pytest.mark.parametrize("text", ["{link}", "{termijn}", "{gemeente.__class__}", "{", "{{ x }}"])
def test_other_placeholders_are_refused_with_the_list(key: str, text: str) -> None:
    value, findings = LETTERS.parse(own(**{key: text}))
    assert value is None
    assert findings[0].path == f"brief.0.{key}"


def test_the_placeholders_that_are_offered_are_those_that_are_accepted() -> None:
    text = " ".join(f"{{{name}}}" for name in sorted(IN_LETTERS))
    assert LETTERS.parse(own(aanhef=text))[1] == []


def test_a_letter_is_worded_once() -> None:
    row = {"soort": "verzuim", "onderwerp": "O", "aanhef": "A", "slot": "S"}
    value, findings = LETTERS.parse({"brief": [row, row]})
    assert value is None
    assert "twee keer" in findings[0].sentence
