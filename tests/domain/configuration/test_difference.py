"""What changed between two versions, in words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration.difference import ChangeKind, differences
from portal.domain.configuration.sections import BY_SLUG, SECTIONS

from .generated import examples, hostile, names_in, of_shape

DESKS = [
    {"slug": slug, "naam": slug.upper(), "waarvoor": "Alles", "email": f"{slug}@b.example"}
    for slug in ("a", "b", "c", "d")
]


def told(section: str, before: Any, after: Any) -> list[str]:
    return [change.sentence for change in differences(BY_SLUG[section].shape, before, after)]


def teams(*desks: dict[str, str], fallback: str = "a") -> dict[str, Any]:
    return {"vangnet": fallback, "team": list(desks)}


def test_changed_value_is_told_with_before_and_after() -> None:
    a, b, *_ = DESKS
    after = teams(a, b | {"naam": "Beta"}, fallback="b")
    assert told("teams", teams(a, b), after) == [
        "Vangnetteam: was “a”, is nu “b”.",
        "Teams › team “Beta” › Naam: was “B”, is nu “Beta”.",
    ]


def test_rows_are_known_by_their_name_and_not_by_their_place() -> None:
    a, b, c, d = DESKS
    changes = differences(BY_SLUG["teams"].shape, teams(a, b, c), teams(d, b, c))
    assert [(change.kind, change.path, change.subject) for change in changes] == [
        (ChangeKind.REMOVED, "team.0", "Teams › team “A”"),
        (ChangeKind.ADDED, "team.0", "Teams › team “D”"),
    ]


def test_moving_one_row_is_one_change() -> None:
    rules = [{"naam": name, "naar": "a"} for name in "wxyz"]
    before = {"vangnet": "a", "regel": rules}
    after = {"vangnet": "a", "regel": [*rules[1:], rules[0]]}
    assert told("routering", before, after) == ["Regels › regel “w”: van plaats 1 naar plaats 4."]


def test_choice_and_yes_or_no_are_told_in_the_words_of_the_page() -> None:
    term = {"soort": "clientenstop", "handeling": "oppakken", "lengte": 2, "eenheid": "weken"}
    after = term | {"pauzeert": True, "eenheid": "werkdagen", "herinneringen": [1, 0]}
    label = "Interne termijnen › termijn “Cliëntenstop, Oppakken: iemand neemt het in behandeling, vanaf de ontvangst”"
    assert told("termijnen", {"termijn": [term]}, {"termijn": [after]}) == [
        f"{label} › Eenheid: was “weken”, is nu “werkdagen”.",
        f"{label} › Herinneringen vooraf: toegevoegd (1, 0).",
        f"{label} › Pauzeert bij een gevraagde aanvulling: was nee, is nu ja.",
    ]


def test_a_day_and_a_question_are_told_as_people_know_them() -> None:
    closed = {"van": "2026-12-28", "tot_en_met": "2026-12-31", "reden": "Kerst"}
    assert told("openingsdagen", {}, {"sluiting": [closed]}) == [
        "Sluitingen › sluiting “28 december 2026”: toegevoegd."
    ]
    assert told(
        "openingsdagen", {"sluiting": [closed]}, {"sluiting": [closed | {"tot_en_met": "?"}]}
    ) == [
        "Sluitingen › sluiting “28 december 2026” › Laatste dag: was 31 december 2026, is nu “?”."
    ]
    question = {"soort": "clientenstop", "naam": "noodplek_hoe", "vraag": "Hoe regelt u die plek?"}
    assert told("vragen", {}, {"vraag": [question]}) == [
        "Vragen › vraag “Cliëntenstop, Hoe regelt u die plek?”: toegevoegd."
    ]


def test_value_that_was_left_out_counts_as_its_default() -> None:
    switch = {"handeling": "ladder_publiceren", "aan": True}
    assert (
        told("vier_ogen", {"schakelaar": [switch]}, {"schakelaar": [switch | {"reden": ""}]}) == []
    )


def test_colour_is_told_by_the_name_of_its_part() -> None:
    assert told("thema", {"basis-heading-color": "#000000"}, {}) == [
        "koppen: verwijderd (“#000000”)."
    ]


def test_two_rows_without_a_name_are_told_apart_by_their_place() -> None:
    before = {"sluiting": [{"reden": "A"}, {"reden": "B"}]}
    after = {"sluiting": [{"reden": "A"}, {"reden": "C"}]}
    assert told("openingsdagen", before, after) == [
        "Sluitingen › sluiting › Reden: was “B”, is nu “C”."
    ]


ANYTHING = {section.slug: hostile(names_in(section.shape)) for section in SECTIONS}
VALUES = {section.slug: of_shape(section.shape) for section in SECTIONS}


@examples(3)
@given(st.data())
def test_difference_of_anything_with_anything_never_raises(data: st.DataObject) -> None:
    for slug, anything in ANYTHING.items():
        before, after = data.draw(anything), data.draw(anything)
        for change in differences(BY_SLUG[slug].shape, before, after):
            assert change.sentence.endswith(".")
        assert differences(BY_SLUG[slug].shape, before, before) == []


@examples(2)
@given(st.data())
def test_two_values_differ_exactly_when_their_difference_says_so(data: st.DataObject) -> None:
    for slug, values in VALUES.items():
        section, one, other = BY_SLUG[slug], data.draw(values), data.draw(values)
        found = differences(section.shape, section.dump(one), section.dump(other))
        assert bool(found) == (one != other)
