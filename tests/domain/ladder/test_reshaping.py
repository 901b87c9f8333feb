"""Rungs can be joined and split without leaving a reference to nothing."""

import copy
from typing import Any

import pytest

from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.ladder.reshaping import merged, referring, split
from portal.domain.ladder.review import review_data

from .ladders import plain


def document(name: str = "bijlage-4") -> dict[str, Any]:
    return dump_ladder(read_ladder(plain(name))[0])


@pytest.mark.rule("000-04")
@pytest.mark.parametrize("index", [0, 1, 2])
def test_two_rungs_become_one_that_does_what_both_did(index: int) -> None:
    before = document()
    after = merged(before, index)
    first, second = before["treden"][index], before["treden"][index + 1]
    one = after["treden"][index]
    assert len(after["treden"]) == len(before["treden"]) - 1
    assert one["code"] == first["code"]
    assert set(one["soorten"]) == {*first["soorten"], *second["soorten"]}
    assert set(one.get("medetekenaars", [])) == {
        *first.get("medetekenaars", []),
        *second.get("medetekenaars", []),
    }
    assert one["naam"].startswith(first["naam"])


@pytest.mark.parametrize("index", [0, 1])
def test_a_joined_ladder_is_still_sound(index: int) -> None:
    found = review_data(merged(document(), index))
    assert [finding.sentence for finding in found.errors] == []


def test_who_referred_to_the_second_rung_refers_to_the_joined_one() -> None:
    after = merged(document(), 0)
    verzuim = after["treden"][-1]
    assert [needed["trede"] for needed in verzuim["vereist"]] == ["1", "3"]


def test_a_merged_rung_is_split_again_and_references_mean_both() -> None:
    before = document("bijlage-9")
    index = next(n for n, rung in enumerate(before["treden"]) if len(rung["soorten"]) > 1)
    kinds = before["treden"][index]["soorten"]
    code = before["treden"][index]["code"]
    after = split(before, index, moved=kinds[1:], code="2b", name="Verbeterplan")
    one, other = after["treden"][index : index + 2]
    assert (one["soorten"], other["soorten"]) == (kinds[:1], kinds[1:])
    assert (other["code"], other["naam"]) == ("2b", "Verbeterplan")
    assert len(after["treden"]) == len(before["treden"]) + 1
    for old, new in zip(before["treden"][index + 1 :], after["treden"][index + 2 :], strict=True):
        was = [needed["trede"] for needed in old.get("vereist", [])]
        now = [needed["trede"] for needed in new.get("vereist", [])]
        assert ("2b" in now) == (code in was)
    assert [finding.sentence for finding in review_data(after).errors] == []


def test_the_letter_goes_with_the_kind_that_has_one() -> None:
    after = split(
        merged(document(), 1), 1, moved=["ingebrekestelling"], code="3", name="Ingebrekestelling"
    )
    plan, notice = after["treden"][1:3]
    assert notice["briefdelen"]
    assert "ingebrekestelling" not in plan["soorten"]


def test_reshaping_never_touches_what_it_was_given() -> None:
    before = document()
    kept = copy.deepcopy(before)
    merged(before, 0)
    split(before, 2, moved=["ingebrekestelling"], code="x", name="X")
    assert before == kept


def test_whoever_takes_a_rung_away_hears_who_refers_to_it() -> None:
    assert referring(document(), "1") == ["4 Verzuim"]
    assert referring(document(), "9") == []


def test_an_unfinished_rung_can_be_joined_too() -> None:
    before = document()
    before["treden"].insert(1, {"code": "x"})
    after = merged(before, 0)
    assert after["treden"][0]["naam"] == before["treden"][0]["naam"]
