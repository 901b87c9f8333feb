"""Reading untrusted values: each mistake has its sentence, and nothing raises."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import (
    EMAIL,
    PHONE,
    POSTCODE,
    SLUG,
    WEBSITE,
    Day,
    Each,
    LongText,
    Text,
    Whole,
    YesNo,
    one_of,
)
from portal.domain.configuration.shape import Shape, quoted
from portal.domain.submissions.fields import Choice


def read(shape: Shape[Any], raw: object) -> Any:
    return shape.read(raw, label="Naam", path="naam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    age: int = 0


PERSON = Record(
    type_=Person,
    keys=(
        Key(name="naam", attribute="name", label="Naam", shape=Text()),
        Key(
            name="leeftijd", attribute="age", label="Leeftijd", shape=Whole(maximum=120), default=0
        ),
    ),
)
PEOPLE = Rows(of=PERSON, row_name="persoon", identity=("naam",), min_rows=1, max_rows=3)
COLOUR = one_of(Choice("rood", "Rood"), Choice("blauw", "Blauw"))


@pytest.mark.parametrize(
    ("shape", "raw"),
    [
        (Text(), "Brummen"),
        (LongText(), "een\ntwee"),
        (SLUG, "team-wmo_2"),
        (EMAIL, "contracten@brummen.voorbeeld.example"),
        (PHONE, "0570-12 34 56"),
        (PHONE, "+31 570 123456"),
        (WEBSITE, "https://www.brummen.voorbeeld.example/zorg"),
        (POSTCODE, "6971 SS"),
        (Whole(minimum=1, maximum=3), 3),
        (YesNo(), False),
        (COLOUR, "blauw"),
    ],
)
def test_good_value_is_read_as_it_stands_and_written_back(shape: Shape[Any], raw: object) -> None:
    value, findings = read(shape, raw)
    assert (value, findings) == (raw, [])
    assert shape.write(value) == raw


@pytest.mark.parametrize(
    ("shape", "raw", "sentence"),
    [
        (Text(), 3, "Vul bij “Naam” tekst in; hier staat een getal."),
        (Text(), " ", "Vul “Naam” in."),
        (Text(max_length=3), "vier", "Maak “Naam” korter: 3 tekens is het meeste."),
        (Text(), "a\nb", "Zet “Naam” op één regel, zonder tabs of onzichtbare tekens."),
        (Text(), "a\x00b", "Zet “Naam” op één regel, zonder tabs of onzichtbare tekens."),
        (LongText(), "a\ud800", "Haal de onzichtbare tekens uit “Naam”."),
        (
            EMAIL,
            "jan",
            "Pas “Naam” aan: “jan” past niet. Een adres ziet eruit als naam@organisatie.nl.",
        ),
        (
            Whole(maximum=9),
            True,
            "Vul bij “Naam” een heel getal van 0 tot en met 9 in; hier staat ja.",
        ),
        (
            Whole(maximum=9),
            10,
            "Vul bij “Naam” een heel getal van 0 tot en met 9 in; hier staat 10.",
        ),
        (YesNo(), "ja", "Kies ja of nee bij “Naam” (true of false in een bestand)."),
        (COLOUR, "groen", "Kies bij “Naam” een van: rood, blauw. Hier staat “groen”."),
        (
            Day(),
            "2026-02-30",
            (
                "Vul bij “Naam” een datum in als jaar-maand-dag, bijvoorbeeld 2026-12-24; "
                "hier staat “2026-02-30”."
            ),
        ),
        (Each(of=SLUG), "a", "Maak van “Naam” een lijst; hier staat tekst."),
        (Each(of=SLUG, max_items=1), ["a", "b"], "Kort “Naam” in: 1 is het meeste."),
        (Each(of=SLUG), ["a", "a"], "Haal “a” één keer weg bij “Naam”: het staat er dubbel."),
        (PERSON, [], "Maak van “Naam” een groep gegevens; hier staat een lijst."),
        (PEOPLE, {}, "Maak van “Naam” een lijst; hier staat een groep gegevens."),
        (PEOPLE, [], "Voeg bij “Naam” minstens 1 persoon toe."),
        (PEOPLE, [{"naam": n} for n in "abcd"], "Kort “Naam” in: 3 is het meeste."),
        (
            PEOPLE,
            [{"naam": "a"}, {"naam": "a"}],
            "“a” staat er twee keer. Verander een van de twee.",
        ),
    ],
)
def test_each_mistake_has_a_sentence_that_says_what_to_do(
    shape: Shape[Any], raw: object, sentence: str
) -> None:
    _, findings = read(shape, raw)
    assert [finding.sentence for finding in findings] == [sentence]


@pytest.mark.parametrize("raw", ["20261224", "2026-W52-4", "٢٠٢٦-12-24", "2026-12-24T00:00:00", ""])
def test_other_ways_to_write_a_day_are_refused(raw: str) -> None:
    assert read(Day(), raw)[0] is None


def test_day_of_a_toml_file_is_read_and_a_moment_is_not() -> None:
    assert read(Day(), date(2026, 12, 24)) == (date(2026, 12, 24), [])
    assert read(Day(), datetime(2026, 12, 24, 12, 0))[0] is None


def test_unknown_key_is_told_with_the_known_ones() -> None:
    _, findings = read(PERSON, {"naam": "Ans", "leeftjd": 3})
    assert [(f.path, f.sentence) for f in findings] == [
        (
            "naam.leeftjd",
            "De sleutel “leeftjd” is hier niet bekend. Bekend zijn: leeftijd, naam.",
        )
    ]


def test_missing_required_key_is_missed_by_its_label() -> None:
    value, findings = read(PERSON, {"naam": ""})
    assert value is None
    assert [(f.path, f.sentence) for f in findings] == [("naam.naam", "Vul “Naam” in.")]


def test_optional_key_takes_its_default_and_is_left_out_when_written() -> None:
    value, findings = read(PERSON, {"naam": "Ans"})
    assert (value, findings) == (Person(name="Ans"), [])
    assert PERSON.write(value) == {"naam": "Ans"}


def test_mistakes_in_several_rows_are_told_together_with_their_place() -> None:
    _, findings = read(PEOPLE, [{"naam": 1}, {"naam": "Bo", "leeftijd": -1}, 7])
    assert [finding.path for finding in findings] == ["naam.0.naam", "naam.1.leeftijd", "naam.2"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a" * 60, f"“{'a' * 40}…”"),
        ("a\nb", "“a b”"),
        (None, "niets"),
        ({}, "een groep gegevens"),
        (b"a", "iets anders"),
        (1.5, "1.5"),
    ],
)
def test_whatever_was_found_fits_in_a_sentence(raw: object, words: str) -> None:
    assert quoted(raw) == words


def test_number_too_long_to_print_is_told_in_words() -> None:
    _, findings = read(Whole(maximum=9), 10**5000)
    assert findings[0].sentence.endswith("hier staat een heel groot getal.")
