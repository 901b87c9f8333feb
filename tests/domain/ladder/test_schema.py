"""Reading and writing ladders: nothing gets lost, nothing raises, all problems come at once."""

import json
import tomllib
from datetime import date, datetime
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.ladder.clauses import Term
from portal.domain.ladder.codecs import MaybeCodec
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.ladder.schema import RecordCodec, questions
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.vocabulary import StepKind, Unit

from .ladders import examples, records

SMALL = {
    "code": "proef",
    "naam": "Proefladder",
    "versie": "1",
    "document": "Proefdocument",
    "domein": "Wmo",
    "treden": [{"code": "A", "naam": "Praten", "soorten": ["gesprek"], "wie": ["jurist"]}],
}


def small(**changes: Any) -> dict[str, Any]:
    return {**SMALL, **changes}


def paths(raw: object) -> list[str]:
    return [finding.path for finding in read_ladder(raw)[1]]


@given(records(LadderVersion))
@examples(5)
def test_a_ladder_written_and_read_is_the_same_ladder(ladder: LadderVersion) -> None:
    plain = dump_ladder(ladder)
    assert read_ladder(plain) == (ladder, [])
    assert dump_ladder(read_ladder(plain)[0]) == plain


@given(records(LadderVersion))
@examples(3)
def test_a_ladder_survives_toml_and_json(ladder: LadderVersion) -> None:
    plain = dump_ladder(ladder)
    assert read_ladder(tomllib.loads(tomlkit.dumps(plain))) == (ladder, [])
    assert read_ladder(json.loads(json.dumps(plain))) == (ladder, [])


SIGNS = "ab1.é \n\x00"
ANYTHING = st.recursive(
    st.sampled_from([None, True, 0, -1, 2.5, float("nan"), date(2026, 1, 1), b"x"])
    | st.integers()
    | st.text(SIGNS, max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "treden", "maatregelen", "termijn", "naam", "soorten", "geld"])
            | st.text(SIGNS, max_size=3)
            | st.integers(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
@examples(40)
def test_reading_never_raises_and_always_gives_something_that_can_be_written(raw: object) -> None:
    ladder, findings = read_ladder(raw)
    assert findings
    assert all(f.sentence and f.sentence[0] == f.sentence[0].upper() for f in findings)
    dump_ladder(ladder)


def walk(record: type[Any]) -> set[type[Any]]:
    found = {record}
    for question in questions(record):
        codec = question.codec
        while hasattr(codec, "of"):
            codec = codec.of
        if isinstance(codec, RecordCodec):
            found |= walk(codec.record)
    return found


@pytest.mark.parametrize("record", sorted(walk(LadderVersion), key=lambda r: r.__name__))
def test_what_is_left_out_when_written_is_what_is_filled_in_when_read(record: type[Any]) -> None:
    for question in questions(record):
        assert question.asked.label, question.name
        if question.required:
            continue
        if isinstance(question.codec, MaybeCodec):
            assert question.default is None, question.name
        blank = question.codec.write(question.default) in (None, "", [], {})
        assert blank == (question.default in (None, "", ())), question.name


def test_all_problems_come_at_once_each_with_its_path_and_place() -> None:
    ladder, findings = read_ladder(
        small(
            naam=3,
            verzie="2",
            treden=[
                {
                    "code": "1",
                    "naam": "Praten",
                    "soorten": ["gesprek", "dansen"],
                    "wie": ["jurist"],
                },
                {
                    "code": "2",
                    "naam": "Brief",
                    "soorten": ["ingebrekestelling"],
                    "wie": [],
                    "termijn": {"lengte": 14},
                    "briefdelen": [{"code": "a", "naam": "Iets"}],
                },
            ],
        )
    )
    assert {finding.path: finding.sentence for finding in findings} == {
        "verzie": "Het portaal kent het veld “verzie” niet. Bedoelt u “versie”?",
        "naam": "Naam: vul hier tekst in, tussen aanhalingstekens.",
        "treden.0.soorten.1": "Trede 1, Wat er gebeurt: kies uit “analyse”, “gesprek”, “verbeterplan”, "
        "“ingebrekestelling” of “verzuim”.",
        "treden.1.wie": "Trede 2: vul “Wie voert de stap uit” in.",
        "treden.1.termijn.eenheid": "Trede 2, Termijn: vul “Eenheid” in.",
        "treden.1.briefdelen.0.tekst": "Trede 2, briefdeel a: vul “Tekst” in.",
    }
    assert ladder.rungs[0].kinds == (StepKind.GESPREK,)
    assert ladder.rungs[1].name == "Brief"


def test_a_term_without_unit_is_a_problem() -> None:
    rung = {**SMALL["treden"][0], "termijn": {"lengte": 14}}  # type: ignore[index]
    assert paths(small(treden=[rung])) == ["treden.0.termijn.eenheid"]


def test_a_date_of_toml_and_a_date_of_json_are_the_same_date() -> None:
    for given_as in (date(2026, 3, 1), "2026-03-01"):
        ladder, findings = read_ladder(small(geldig_vanaf=given_as))
        assert (ladder.valid_from, findings) == (date(2026, 3, 1), [])
    assert dump_ladder(ladder)["geldig_vanaf"] == "2026-03-01"


@pytest.mark.parametrize(
    "wrong", ["31-12-2026", "2026-02-30", 20261201, True, datetime(2026, 1, 1)]
)
def test_what_is_no_date_is_named_with_an_example(wrong: object) -> None:
    (finding,) = read_ladder(small(geldig_vanaf=wrong))[1]
    assert finding.path == "geldig_vanaf"
    assert "2026-12-01" in finding.sentence


@pytest.mark.parametrize("wrong", ["14", 14.0, True, None, [14], 0, 1000, 10**30])
def test_only_a_whole_number_within_bounds_is_a_length(wrong: object) -> None:
    rung = {**SMALL["treden"][0], "termijn": {"lengte": wrong, "eenheid": "weken"}}  # type: ignore[index]
    assert paths(small(treden=[rung])) == ["treden.0.termijn.lengte"]


@pytest.mark.parametrize("wrong", ["a\x00b", "a\x1fb", "a\ud800b", "   ", "x" * 201])
def test_text_that_cannot_be_kept_or_says_nothing_is_refused(wrong: str) -> None:
    assert paths(small(naam=wrong)) == ["naam"]


def test_line_ends_of_a_form_become_line_ends_of_a_file() -> None:
    ladder, findings = read_ladder(small(uitleg="een\r\ntwee"))
    assert (ladder.explanation, findings) == ("een\ntwee", [])


def test_more_than_the_allowed_number_of_rungs_is_said() -> None:
    rungs = [{**SMALL["treden"][0], "code": str(n)} for n in range(41)]  # type: ignore[index]
    (finding,) = read_ladder(small(treden=rungs))[1]
    assert finding.sentence == "Treden: 41 is te veel; 40 is het meeste."


def test_what_is_written_does_not_lean_on_defaults_of_the_code() -> None:
    plain = dump_ladder(read_ladder(SMALL)[0])
    assert plain["afwijken_van_volgorde"] == "met_reden"
    assert plain["treden"][0]["beslissingsbevoegd"] is False


def test_a_term_reads_as_words() -> None:
    term = Term(length=2, unit=Unit.WEKEN, fixed=False)
    assert term.in_words() == "2 weken na de verzending van de brief (voorstel)"
