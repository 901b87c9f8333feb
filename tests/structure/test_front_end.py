"""The front end as it is built: small, of our own making or by name from npm, and nothing inline."""

import gzip
import json
import re
from pathlib import Path

import pytest

from portal.domain.theme import TOKENS, Kind
from portal.domain.theme.contrast import FIXED
from portal.web.chrome import assets_from, read_manifest

DIST = Path("static/dist")
TEMPLATES = sorted(Path("templates").rglob("*.html"))
PACKAGES = json.loads(Path("package.json").read_text(encoding="utf-8"))
LOCK = json.loads(Path("package-lock.json").read_text(encoding="utf-8"))
BASE_THEME = Path("node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css")
# Their licences keep them for the organisation that made them.
NOT_OURS_TO_USE = ("utrecht/design-tokens", "rotterdam", "nijmegen", "amsterdam", "rijkshuisstijl")


def built(name: str) -> bytes:
    return (DIST / read_manifest(DIST)[name]).read_bytes()


def compressed_kb(*names: str) -> float:
    return sum(len(gzip.compress(built(name), 9)) for name in names) / 1000


def test_the_stylesheets_of_a_page_are_at_most_25_kb_compressed():
    assert compressed_kb("portaal.css", "thema.css") <= 25


def test_the_scripts_together_are_at_most_20_kb_compressed():
    assert compressed_kb("htmx.js", "portaal.js") <= 20


@pytest.mark.parametrize(("pattern", "most"), [("css/*.css", 250), ("js/*.js", 200)])
def test_our_own_css_and_js_stay_small(pattern, most):
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines()) for path in Path("static").glob(pattern)
    )

    assert lines <= most


def test_htmx_is_the_pinned_release_of_the_2_line():
    assert PACKAGES["dependencies"]["htmx.org"] == "2.0.11"
    assert LOCK["packages"]["node_modules/htmx.org"]["version"] == "2.0.11"
    assert b"2.0.11" in built("htmx.js")


def test_every_npm_package_is_pinned_and_the_lock_file_names_no_registry():
    versions = PACKAGES["dependencies"] | PACKAGES["devDependencies"]

    assert [name for name, version in versions.items() if not version[0].isdigit()] == []
    assert [path for path, package in LOCK["packages"].items() if "resolved" in package] == []


def test_no_theme_that_is_another_organisations_own_comes_along():
    names = " ".join(LOCK["packages"]).lower()

    assert [name for name in NOT_OURS_TO_USE if name in names] == []


def test_file_names_change_with_their_content_and_nothing_old_is_left():
    manifest = read_manifest(DIST)
    files = {path.name for path in DIST.iterdir() if not path.name.startswith(".")}

    assert files == {*manifest.values(), "manifest.json"}
    assert all(re.fullmatch(r"[a-z-]+\.[0-9a-f]{12}\.\w+", file) for file in manifest.values())


def test_a_page_finds_every_asset_it_names():
    assets = assets_from(read_manifest(DIST), "/static/dist/")

    for url in (*assets.styles, *assets.scripts, assets.icon):
        assert (DIST / url.removeprefix("/static/dist/")).is_file()


def test_the_stylesheet_asks_for_nothing_from_elsewhere():
    assert re.findall(rb"url\((?!['\"]?data:)[^)]*\)|@import", built("portaal.css")) == []


@pytest.mark.parametrize("theme", ["thema.css", "thema-ma.css"])
def test_no_token_is_carried_along_that_nothing_uses(theme):
    css = built("portaal.css").decode() + built(theme).decode()
    defined = set(re.findall(r"(--[\w-]+):", built(theme).decode()))

    assert len(defined) > 300
    assert defined - set(re.findall(r"var\(\s*(--[\w-]+)", css)) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_have_nothing_inline_that_the_csp_would_block(path):
    html = path.read_text(encoding="utf-8")

    assert (
        re.findall(
            r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|hx-on|hx-vals=.js:|javascript:", html
        )
        == []
    )


def test_what_a_theme_leaves_out_is_what_the_base_theme_shows():
    shown = dict(re.findall(r"--([\w-]+):\s*([^;]+);", BASE_THEME.read_text(encoding="utf-8")))

    def resolved(name: str) -> str:
        value = shown[name]
        while found := re.fullmatch(r"var\(--([\w-]+)\)", value):
            value = shown[found[1]]
        return value

    known = {token.name: token.default for token in TOKENS if token.kind is not Kind.FONT}
    assert {name: resolved(name) for name in known | FIXED} == known | FIXED


def test_every_token_of_a_tenant_has_an_effect_in_the_stylesheet():
    css = built("portaal.css") + built("thema.css")
    used = set(re.findall(r"var\(\s*--([\w-]+)", css.decode()))

    assert {name for token in TOKENS for name in (token.name, *token.also)} - used == set()
