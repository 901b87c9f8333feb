"""Values that nobody has written: valid ones made from a shape, and hostile plain data."""

import os
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from portal.domain.configuration.free import Free
from portal.domain.configuration.groups import Key, Record, Rows, nothing_more
from portal.domain.configuration.load_days import (
    LoadDay,
    LoadDayShape,
    LoadMoment,
    LoadMomentShape,
)
from portal.domain.configuration.references import Ref
from portal.domain.configuration.scalars import Day, Each, LongText, OneOf, Text, Whole, YesNo
from portal.domain.configuration.shape import Shape
from portal.domain.configuration.theme_section import ThemeShape
from portal.domain.theme import Theme

FULL = 50 if os.environ.get("PORTAL_TEST_FULL") == "1" else 1
MOST_ROWS = 3

# One of these suits every pattern; generating from the patterns themselves takes seconds.
WORDS = [
    *("a", "team-wmo_2", "bijlage-4", "voor", "utrecht-button", "b9"),
    *("a@b.nl", "contracten.wmo+post@brummen.voorbeeld.example"),
    *("0123456789", "+31 570 123456", "000-123 45 67"),
    *("https://a.nl", "https://www.brummen.voorbeeld.example/zorg/~a"),
    *("6971 SS", "1000 AA", "W101", "J4.02"),
    *("00100217", "12345678", "87654321", "99000100"),
    *("0" * 32, "9a" * 16, "f" * 64, "0c" * 32),
]

THEMES = [
    Theme(),
    Theme((("basis-heading-color", "#17452c"), ("utrecht-button-border-radius", "2px"))),
]


def fits(shape: Text, text: str) -> bool:
    """Whether a word suits the pattern and the length."""
    assert shape.pattern is not None
    return len(text) <= shape.max_length and shape.pattern.fullmatch(text) is not None


def examples(count: int) -> settings:
    """So many examples, fifty times as many in the long variant."""
    return settings(
        max_examples=count * FULL, deadline=None, suppress_health_check=list(HealthCheck)
    )


def of_shape(shape: Shape[Any]) -> st.SearchStrategy[Any]:
    """Values that the shape reads without a remark."""
    match shape:
        case Text(pattern=None):
            allowed = "aZ09 é€“”{}'\"\\\n" if isinstance(shape, LongText) else "aZ09 é€“”{}'\"\\"
            longest = min(shape.max_length, 30)
            return st.text(allowed, min_size=1, max_size=longest).filter(str.strip)
        case Text():
            return st.sampled_from([text for text in WORDS if fits(shape, text)])
        case Whole():
            return st.integers(shape.minimum, shape.maximum)
        case YesNo():
            return st.booleans()
        case Day():
            return st.dates()
        case OneOf():
            return st.sampled_from([shape.into(choice.value) for choice in shape.choices])
        case Each():
            most = min(MOST_ROWS, shape.max_items)
            return st.lists(of_shape(shape.of), max_size=most, unique=True).map(tuple)
        case Rows():
            by_name = {key.name: key.attribute for key in shape.of.keys}
            groups = [shape.identity, *((name,) for name in shape.distinct)]
            return st.lists(
                of_record(shape.of),
                min_size=shape.min_rows,
                max_size=MOST_ROWS,
                unique_by=tuple(
                    lambda row, group=group: tuple(getattr(row, by_name[name]) for name in group)
                    for group in groups
                ),
            ).map(tuple)
        case ThemeShape():
            return st.sampled_from(THEMES)
        case Record():
            return of_record(shape)
        case LoadDayShape():
            return st.builds(LoadDay, st.dates()) | st.builds(
                LoadDay, st.none(), st.integers(-9999, 9999)
            )
        case LoadMomentShape():
            clock = st.times(time(6), time(23, 59)).map(
                lambda at: at.replace(second=0, microsecond=0)
            )
            return st.builds(
                LoadMoment, days_before=st.integers(1, 9999), clock_time=clock
            ) | st.builds(LoadMoment, minutes_before=st.integers(0, 999))
        case Free():
            texts = st.text("ab ", max_size=5)
            inner = texts | st.integers(-9, 9) | st.booleans() | st.lists(texts, max_size=2)
            return st.dictionaries(texts, inner, min_size=1, max_size=3)
        case Ref():
            return of_shape(shape.text)
    raise AssertionError(f"no strategy for {shape}")


def of_record(record: Record[Any]) -> st.SearchStrategy[Any]:
    """Dataclasses of a record, with and without its optional entries."""
    return st.builds(record.type_, **{key.attribute: of_key(key) for key in record.keys})


def of_key(key: Key) -> st.SearchStrategy[Any]:
    values = of_shape(key.shape)
    if not key.required:
        return st.just(key.default) | values
    return values.filter(bool) if isinstance(key.shape, Each) else values


def unjudged(shape: Shape[Any]) -> Any:
    """The same shape without its rules about how values agree."""
    match shape:
        case ThemeShape():
            return shape
        case Record():
            keys = tuple(replace(key, shape=unjudged(key.shape)) for key in shape.keys)
            return replace(shape, keys=keys, judge=nothing_more)
        case Rows():
            return replace(shape, of=unjudged(shape.of))
    return shape


MARKS = st.text(max_size=20) | st.sampled_from(["\x00", "\ud800", "{", "}", "{gemeente}", "٣"])
SINGLE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.builds(pow, st.just(10), st.just(5000))
    | st.floats()
    | MARKS
    | st.binary(max_size=5)
    | st.dates()
    | st.just(datetime(2026, 1, 1, 12, 0))
    | st.just(date.max)
)


def hostile(names: list[str]) -> st.SearchStrategy[Any]:
    """Plain and not so plain data that knows the right keys and little else."""
    keys = st.sampled_from(names) | MARKS | st.integers() | st.none()
    return st.recursive(
        SINGLE,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
        max_leaves=25,
    )


def names_in(shape: Shape[Any]) -> list[str]:
    """Every key that occurs anywhere in a shape."""
    match shape:
        case Record():
            found = [key.name for key in shape.keys]
            return found + [name for key in shape.keys for name in names_in(key.shape)]
        case Rows() | Each():
            return names_in(shape.of)
    return []
