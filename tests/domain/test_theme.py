"""A tenant's theme holds nothing but checked values, and nothing that is hard to read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.theme import (
    FONTS,
    PAIRS,
    TOKENS,
    Theme,
    check_theme,
    content_hash,
    contrast,
    contrast_findings,
    measure_contrast,
    parse_theme,
    stylesheet,
)
from portal.domain.theme.contrast import FIXED
from portal.domain.theme.tokens import TOKENS_BY_NAME

PAGE = "basis-color-default-bg-document"
TEXT = "basis-color-default-color-document"
QUIET = "basis-color-default-color-subtle"
CORNER = "basis-border-radius-sm"
FONT = "basis-text-font-family-default"


def test_the_base_theme_itself_is_easy_to_read():
    assert contrast_findings(Theme()) == []


def test_about_thirty_tokens_may_be_set_and_no_name_twice():
    names = [name for token in TOKENS for name in (token.name, *token.also)]

    assert 25 <= len(TOKENS) <= 35
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("front", "back", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_that_of_the_guideline_whichever_comes_first(front, back, ratio):
    assert contrast(front, back) == pytest.approx(ratio, abs=0.005)
    assert contrast(back, front) == contrast(front, back)


def test_text_just_under_the_limit_is_refused_with_the_pair_and_its_ratio():
    _, findings = check_theme({QUIET: "#777777", PAGE: "#ffffff"})

    assert findings[0].sentence == (
        "Kies meer verschil voor rustige tekst op de pagina: de verhouding is 4,47, 4,5 is het minste."
    )


def test_text_just_over_the_limit_is_allowed():
    theme, _ = check_theme({QUIET: "#767676", PAGE: "#ffffff"})

    pair = next(m for m in measure_contrast(theme) if (m.pair.front, m.pair.back) == (QUIET, PAGE))
    assert (pair.ratio, pair.is_enough) == (4.54, True)


def test_an_edge_needs_three_and_not_four_and_a_half():
    edge = "basis-color-default-border-default"

    assert [f.path for f in check_theme({edge: "#8a8a8a"})[1]] == []
    assert {f.path for f in check_theme({edge: "#a5a5a5"})[1]} == {edge}


def test_a_dark_page_on_which_error_messages_vanish_is_refused_at_the_page():
    _, findings = check_theme({PAGE: "#101010"})

    assert any("foutmelding op de pagina" in f.sentence and f.path == PAGE for f in findings)


def test_every_pair_is_about_colours_that_exist():
    assert {
        name for pair in PAIRS for name in (pair.front, pair.back)
    } <= TOKENS_BY_NAME.keys() | FIXED.keys()


@pytest.mark.parametrize(
    ("token", "value"),
    [
        (PAGE, "red"),
        (PAGE, "#fff"),
        (PAGE, "#ffffff80"),
        (PAGE, "#ffffff;} body{display:none"),
        (PAGE, "url(x)"),
        (PAGE, 16777215),
        (PAGE, None),
        (PAGE, ["#ffffff"]),
        (CORNER, "33px"),
        (CORNER, "2.5rem"),
        (CORNER, "-1px"),
        (CORNER, "4"),
        (CORNER, "4em"),
        (CORNER, "calc(4px)"),
        (CORNER, "４px"),
        (FONT, "Comic Sans"),
        (FONT, ""),
        (FONT, FONTS["systeem"]),
    ],
)
def test_a_value_of_another_kind_is_refused_and_left_out(token, value):
    theme, findings = parse_theme({token: value})

    assert [finding.path for finding in findings] == [token]
    assert theme == Theme()


@pytest.mark.parametrize(
    "name", ["basis-color-negative-color-default", "--basis-heading-color", "", "color"]
)
def test_a_token_that_is_not_on_the_list_is_refused(name):
    theme, findings = parse_theme({name: "#123456"})

    assert [finding.path for finding in findings] == [name]
    assert theme == Theme()


def test_values_are_kept_in_one_form_so_that_the_same_theme_has_one_url():
    one, _ = parse_theme({CORNER: " 0.250rem", PAGE: "#FFFEFA"})
    other, _ = parse_theme({PAGE: "#fffefa", CORNER: "0.25rem"})

    assert one == other
    assert content_hash(one) == content_hash(other)
    assert content_hash(one) != content_hash(Theme())


def test_the_stylesheet_sets_the_token_and_those_that_follow_it_where_the_theme_class_is():
    theme, _ = parse_theme({"basis-color-action-2-color-hover": "#123456", FONT: "klassiek"})

    assert stylesheet(theme) == (
        ".voorbeeld-theme{--basis-color-action-2-color-hover:#123456;"
        "--basis-color-action-2-color-active:#123456;"
        f"--basis-text-font-family-default:{FONTS['klassiek']}}}\n"
    )


SAFE = re.compile(r"\.voorbeeld-theme\{(--[a-z0-9-]+:[#a-zA-Z0-9 ,'.-]+;?)*\}\n")


@given(
    st.dictionaries(
        st.sampled_from([t.name for t in TOKENS]) | st.text(max_size=20),
        st.text(max_size=20) | st.integers() | st.from_regex(r"#[0-9a-fA-F]{6}\n?", fullmatch=True),
    )
)
def test_nothing_but_checked_values_ever_reaches_the_stylesheet(raw):
    theme, _ = parse_theme(raw)

    assert SAFE.fullmatch(stylesheet(theme))
