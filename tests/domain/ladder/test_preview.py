"""The sample walk over a draft: what each rung will ask, with dates that explain themselves."""

from datetime import date

import pytest
from hypothesis import given

from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.preview import preview
from portal.domain.ladder.version import LadderVersion

from .ladders import LADDERS, examples, plain, records, template

START = date(2026, 3, 2)


@pytest.mark.parametrize("name", LADDERS)
def test_every_rung_of_a_template_can_be_walked_in_order(name: str) -> None:
    walk = preview(template(name), START)
    assert [step.refusals for step in walk.steps] == [()] * len(template(name).rungs)
    assert [measure.refusals for measure in walk.measures] == [()] * len(template(name).measures)


def test_the_preview_shows_parts_signatures_dates_and_what_comes_next() -> None:
    notice = preview(template("bijlage-4"), START).steps[2]
    assert notice.parts[0].name == "Wat er niet goed ging"
    assert "Handtekening van de jurist" in [need.label for need in notice.needs]
    assert notice.term is not None
    assert (notice.term.due_on - notice.on).days == 14
    assert any("2 weken" in sentence for sentence in notice.term.sentences)
    assert "4" in notice.next_steps


def test_a_draft_with_a_mistake_shows_where_the_walk_ends() -> None:
    raw = plain("bijlage-9")
    raw["treden"][2]["vormen"] = ["waarschuwing"]
    walk = preview(read_ladder(raw)[0], START)
    assert [bool(step.refusals) for step in walk.steps] == [False, False, False, True]
    assert "waarschuwing" in walk.steps[3].refusals[0].sentence


@pytest.mark.parametrize("unit", ["uren", "kalenderdagen", "weken", "kalendermaanden", "jaren"])
def test_a_term_in_any_unit_shows_its_last_day(unit: str) -> None:
    raw = plain("bijlage-4")
    raw["treden"][2]["termijn"] = {"lengte": 1, "eenheid": unit, "vast": True}
    step = preview(read_ladder(raw)[0], START).steps[2]
    assert step.refusals == ()
    assert step.term is not None
    assert step.term.due_on > step.on


def test_a_term_that_nobody_can_count_is_said_and_the_walk_goes_on() -> None:
    raw = plain("bijlage-4")
    raw["treden"][1]["termijn"] = {"lengte": 10, "eenheid": "werkdagen"}
    walk = preview(read_ladder(raw)[0], START)
    assert "niet te berekenen" in walk.steps[1].refusals[0].sentence
    assert walk.steps[2].refusals == ()


@given(records(LadderVersion))
@examples(4)
def test_any_draft_can_be_previewed(ladder: LadderVersion) -> None:
    walk = preview(ladder, START)
    assert [step.rung for step in walk.steps] == list(ladder.rungs)
    for step in walk.steps:
        assert all(refusal.sentence and refusal.source.reference for refusal in step.refusals)


def test_what_cannot_be_read_can_still_be_looked_at() -> None:
    raw = plain("bijlage-4")
    del raw["treden"][2]["termijn"]["eenheid"]
    raw["treden"][0]["wie"] = []
    raw["treden"][1]["soorten"] = ["dansen"]
    assert len(preview(read_ladder(raw)[0], START).steps) == 4
