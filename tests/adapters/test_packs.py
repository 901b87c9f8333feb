"""Packs on disk: what is written reads back, what did not change keeps its bytes."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.adapters.packs import read_files, updated, write_files
from portal.adapters.toml_text import WIDTH, toml_text

TENANTS = Path(__file__).parents[2] / "tenants"

TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.text('ab \\"\n\t', max_size=300)
    | st.just('a"""b' + "woord " * 40)
)
SINGLE = st.booleans() | st.integers(-(2**60), 2**60) | TEXTS | st.dates()
NAMES = st.sampled_from(["naam", "team", "e-mail", "a b", "", 'x"y', "é"])
VALUES = st.recursive(
    SINGLE | st.lists(SINGLE, max_size=4),
    lambda inner: (
        st.dictionaries(NAMES, inner, max_size=4)
        | st.lists(st.dictionaries(NAMES, inner, max_size=3), max_size=3)
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=5)
SEVERAL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@SEVERAL
@given(DOCUMENTS)
def test_whatever_is_written_reads_back_the_same(data: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(data)) == data


@SEVERAL
@given(DOCUMENTS, DOCUMENTS)
def test_file_brought_up_to_date_says_exactly_the_new_values(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert tomllib.loads(updated(toml_text(before), after)) == after


def test_long_text_is_folded_and_stays_one_line_when_read() -> None:
    text = "Een zin die te lang is voor één regel. " * 6
    written = toml_text({"tekst": text})
    assert max(len(line) for line in written.splitlines()) <= WIDTH + 1
    assert tomllib.loads(written) == {"tekst": text}


def test_text_of_several_lines_reads_as_a_block() -> None:
    assert toml_text({"tekst": "Eerst dit.\n\nDan dat."}) == (
        'tekst = """\nEerst dit.\n\nDan dat."""\n'
    )


def test_file_that_says_the_same_keeps_its_bytes(tmp_path: Path) -> None:
    before = '# van ons\nnaam   =   "Brummen" # zo heet het\n'
    (tmp_path / "a.toml").write_text(before, "utf-8")
    assert write_files(tmp_path, {"a.toml": {"naam": "Brummen"}}).changed == ()
    assert (tmp_path / "a.toml").read_text("utf-8") == before


def test_changed_value_leaves_the_comments_around_it() -> None:
    before = '# van ons\nnaam = "A" # zo heet het\n\n[[team]]\nslug = "x"\n# twee\n[[team]]\nslug = "y"\n'
    after = updated(before, {"naam": "A", "team": [{"slug": "x"}, {"slug": "z"}]})
    assert after == before.replace('"y"', '"z"')


def test_file_that_was_no_toml_is_written_anew() -> None:
    assert updated("naam = = 3", {"naam": "A"}) == 'naam = "A"\n'


def test_groups_inside_lists_are_written_on_the_line() -> None:
    data = {"a": [{"b": 1}, 2], "c": [[{"d": "e"}]]}
    assert tomllib.loads(toml_text(data)) == data


def test_long_word_is_not_cut() -> None:
    text = "a" * 200 + " en verder"
    assert tomllib.loads(toml_text({"tekst": text})) == {"tekst": text}
    assert "a" * 200 in toml_text({"tekst": text})


def test_export_makes_new_files_and_tells_which_ones_it_does_not_know(tmp_path: Path) -> None:
    write_files(tmp_path, {"r/oud.toml": {"a": 1}, "elders/x.toml": {"a": 1}})
    done = write_files(tmp_path, {"r/nieuw.toml": {"a": 1}})
    assert (done.changed, done.left_over) == (("r/nieuw.toml",), ("r/oud.toml",))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"naam = ", "Dit is geen goede TOML: "),
        (b'naam = "\xff"', "Bewaar dit bestand als UTF-8."),
        (b"naam = " + b"[" * 5000, "De gegevens zitten te diep in elkaar."),
    ],
)
def test_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "fout.toml").write_bytes(content)
    (tmp_path / "goed.toml").write_text("a = 1", "utf-8")
    files, findings = read_files(tmp_path)
    assert files == {"goed.toml": {"a": 1}}
    assert [finding.file for finding in findings] == ["fout.toml"]
    assert findings[0].finding.sentence.startswith(sentence)
