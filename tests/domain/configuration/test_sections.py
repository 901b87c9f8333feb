"""Every section: nothing gets lost, nothing raises, problems come all at once."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.layout import DEMO_SECTIONS
from portal.domain.configuration.references import Known
from portal.domain.configuration.region import REGION
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG, SECTIONS
from portal.domain.configuration.shape import Shape
from portal.domain.configuration.theme_section import ThemeShape

from .generated import examples, hostile, names_in, of_shape, unjudged

NOTHING = Known(names=dict.fromkeys(("team", "product", "zorgregio"), frozenset()), desk_members={})

ALL = (*SECTIONS, REGION, *DEMO_SECTIONS)
BY_NAME = {section.slug: section for section in ALL}
UNJUDGED = {section.slug: unjudged(section.shape) for section in ALL}
GENERATED = {name: (shape, of_shape(shape)) for name, shape in UNJUDGED.items()}
HOSTILE = {
    section.slug: hostile(names_in(section.shape))
    | st.dictionaries(st.sampled_from(names_in(section.shape)), hostile(names_in(section.shape)))
    for section in ALL
}
every_section = pytest.mark.parametrize("section", ALL, ids=lambda section: section.slug)


@examples(2)
@given(st.data())
def test_written_section_reads_back_as_the_same_value(data: st.DataObject) -> None:
    for section, (shape, values) in GENERATED.items():
        value = data.draw(values)
        written = json.loads(json.dumps(shape.write(value)))
        assert shape.read(written, label="", path="") == (value, []), section
        assert shape.write(value) == written
        BY_NAME[section].review(written, NOTHING)


@examples(4)
@given(st.data())
def test_hostile_data_never_raises_and_never_passes_in_silence(data: st.DataObject) -> None:
    for name, anything in HOSTILE.items():
        section, raw = BY_NAME[name], data.draw(anything)
        value, findings = section.parse(raw)
        assert value is not None or findings
        for finding in findings:
            assert finding.sentence.strip()
            assert "\n" not in finding.sentence
        if value is not None:
            assert section.parse(section.dump(value))[0] == value
        section.review(raw, NOTHING)


@every_section
def test_default_of_a_section_is_without_findings(section: Section[Any]) -> None:
    if section.default is not None:
        assert section.parse(section.dump(section.default)) == (section.default, [])


def records_in(shape: Shape[Any]) -> list[Record[Any]]:
    match shape:
        case ThemeShape():
            return []
        case Record():
            return [shape, *(found for key in shape.keys for found in records_in(key.shape))]
        case Rows():
            return records_in(shape.of)
    return []


@every_section
def test_each_attribute_of_a_value_has_exactly_one_key(section: Section[Any]) -> None:
    for record in records_in(section.shape):
        assert is_dataclass(record.type_)
        attributes = sorted(field.name for field in fields(record.type_))
        assert sorted(key.attribute for key in record.keys) == attributes
        assert len({key.name for key in record.keys}) == len(record.keys)


@every_section
def test_each_key_has_a_label_for_the_admin(section: Section[Any]) -> None:
    keys: list[Key] = [key for record in records_in(section.shape) for key in record.keys]
    assert all(key.label.strip() for key in keys)
    assert section.title.strip()
    assert section.purpose.endswith(".")


def test_sections_are_found_by_their_own_slug() -> None:
    assert [BY_SLUG[section.slug] for section in SECTIONS] == list(SECTIONS)
    assert set(BY_SLUG) == {
        "profiel",
        "teams",
        "routering",
        "termijnen",
        "vragen",
        "teksten",
        "brieven",
        "openingsdagen",
        "thema",
        "vier_ogen",
        "acceptatieplicht",
    }


def test_section_that_is_not_a_group_is_said_to_be_empty() -> None:
    _, findings = BY_SLUG["teams"].parse("teams")
    assert findings[0].sentence == "“Teams” is leeg: hier staat tekst."
