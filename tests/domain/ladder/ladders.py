"""Ladders and other records that nobody has written, generated from their own description."""

import os
import tomllib
from copy import deepcopy
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from portal.domain.ladder import codecs
from portal.domain.ladder.contract import ContractRules
from portal.domain.ladder.contract_review import review_contract
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.schema import RecordCodec, questions
from portal.domain.ladder.version import LadderVersion

TEMPLATES = Path(__file__).parents[3] / "tenants" / "sjablonen"
LADDERS = ("bijlage-4", "bijlage-9", "bijlage-e")


@cache
def _loaded(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain(name: str) -> dict[str, Any]:
    """The start template as plain data, free to change."""
    return deepcopy(_loaded(TEMPLATES / "ladders" / f"{name}.toml"))


@cache
def template(name: str) -> LadderVersion:
    """The start template as a ladder."""
    ladder, findings = read_ladder(plain(name))
    assert findings == []
    return ladder


FULL = 50 if os.environ.get("PORTAL_TEST_FULL") == "1" else 1


def examples(count: int) -> settings:
    """So many examples, fifty times as many in the long variant."""
    return settings(
        max_examples=count * FULL,
        deadline=None,
        derandomize=FULL == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


LETTERS = "aàbcë dE1.2-–é“’\n\t\"'=[]#€%"


def texts(max_length: int) -> st.SearchStrategy[str]:
    """Text that counts as filled in."""
    return st.text(LETTERS, min_size=1, max_size=min(max_length, 12)).filter(lambda s: s.strip())


def values(codec: codecs.Codec) -> st.SearchStrategy[Any]:
    """Anything that the codec may read."""
    match codec:
        case codecs.TextCodec():
            return texts(codec.max_length)
        case codecs.WholeCodec():
            return st.integers(codec.minimum, codec.maximum)
        case codecs.FlagCodec():
            return st.booleans()
        case codecs.DayCodec():
            return st.dates(date(1990, 1, 1), date(2090, 1, 1))
        case codecs.WordCodec():
            return st.sampled_from(list(codec.words))
        case codecs.MaybeCodec():
            return st.none() | values(codec.of)
        case codecs.ItemsCodec():
            return st.lists(values(codec.of), max_size=2).map(tuple)
        case RecordCodec():
            return records(codec.record)
    raise AssertionError(codec)


def records(record: type[Any]) -> st.SearchStrategy[Any]:
    """Any record that can be written: what is required is there, the rest may be."""
    has_default = {field.name: field.default is not MISSING for field in fields(record)}
    asked = {}
    for question in questions(record):
        value = values(question.codec)
        if not has_default[question.name]:
            value = value.filter(lambda v: v not in ("", ()))
        asked[question.name] = value
    return st.builds(record, **asked)


@cache
def contract(name: str = "wmo-2026") -> ContractRules:
    """The rules of a contract version."""
    rules, findings = review_contract(_loaded(TEMPLATES / "overeenkomsten" / f"{name}.toml"))
    assert findings == []
    return rules
