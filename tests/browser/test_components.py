"""The component page in three themes, and our own script, in a real browser."""

import secrets
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, render_template, render_template_string, request
from jinja2 import StrictUndefined
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from portal.domain.submissions.fields import check_answers
from portal.domain.theme import parse_theme, stylesheet
from portal.web import chrome
from portal.web.fields import answers, attach, build_form, change_rows, wants_row_change
from portal.web.showcase import FIELDS, MUNICIPALITIES, PRODUCTS, showcase
from tests.browser.chromium import axe_violations, sideways_px, small_targets

ROOT = Path(__file__).parents[2]
THEME_FILE = ROOT / "tenants/midden-ijssel-oost-veluwe/zutphen/thema.toml"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
FORM_PAGE = """
{% extends "layouts/base.html" %}{% import "components/forms.html" as forms %}
{% block main %}
  {% call forms.form("/", page.csrf, files=true, autosave="/concept") %}
    {{ forms.fields(form) }}{{ forms.buttons("Verder") }}
  {% endcall %}
  <a class="utrecht-link" href="/kapot" hx-get="/kapot" hx-target="#inhoud" hx-swap="innerHTML">Kapot</a>
{% endblock %}
"""


@dataclass
class Site:
    """The templates served on a port of their own, and what was asked of it."""

    url: str = ""
    autosave_status: int = 204
    posts: list[str] = field(default_factory=list)
    autosave_headers: list[str] = field(default_factory=list)


def make_app(site: Site) -> Flask:
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static/dist"),
        static_url_path="/dist",
    )
    app.jinja_env.undefined = StrictUndefined
    manifest = chrome.read_manifest(ROOT / "static/dist")
    theme, _ = parse_theme(tomllib.loads(THEME_FILE.read_text(encoding="utf-8")))

    def page(theme_name: str = "voorbeeld", **own: Any) -> chrome.Page:
        assets = chrome.assets_from(manifest, "/dist/")
        if theme_name == "ma":
            own["assets"] = chrome.Assets(
                styles=("/dist/" + manifest["portaal.css"], "/dist/" + manifest["thema-ma.css"]),
                scripts=assets.scripts,
                icon=assets.icon,
                theme_class="ma-theme",
            )
        elif theme_name == "zutphen":
            own["assets"] = chrome.assets_from(manifest, "/dist/", tenant_styles="/zutphen.css")
        return chrome.Page(
            **{
                "title": "Componenten",
                "assets": assets,
                "csrf": "penning",
                "session": chrome.SessionEnd(ends_in_s=1800, extend_href="/blijven"),
                "desk": chrome.Desk(name="Gemeente Zutphen", role="Contractmanagement", href="/"),
                "desks": (chrome.Link("Gemeente Epe", "/epe"),),
                "navigation": (chrome.Link("Mijn werk", "/", current=True, note="3"),),
                "person": chrome.Person(
                    name="Alice", role="Contractmanager", account_href="/", sign_out_href="/"
                ),
                "crumbs": (chrome.Link("Mijn werk", "/"),),
            }
            | own
        )

    @app.get("/zutphen.css")
    def tenant_styles() -> Response:
        return Response(stylesheet(theme), mimetype="text/css")

    @app.get("/componenten/<theme_name>")
    def components(theme_name: str) -> str:
        shown = showcase()
        return render_template(
            "componenten.html", page=page(theme_name, errors=tuple(shown["lines"])), **shown
        )

    @app.route("/", methods=["GET", "POST"])
    def form_page() -> tuple[str, int]:
        form_class = build_form(FIELDS, municipalities=MUNICIPALITIES, products=PRODUCTS)
        if request.method == "GET":
            return render_template_string(FORM_PAGE, page=page(), form=form_class()), 200
        site.posts.append("rij" if wants_row_change(request.form) else "verder")
        if wants_row_change(request.form):
            changed = change_rows(request.form, FIELDS, new_id=secrets.token_hex(4))
            return render_template_string(FORM_PAGE, page=page(), form=form_class(changed)), 200
        form = form_class(request.form)
        lines = attach(form, check_answers(FIELDS, answers(form)))
        return render_template_string(FORM_PAGE, page=page(errors=tuple(lines)), form=form), 422

    @app.post("/concept")
    def autosave() -> tuple[str, int]:
        site.autosave_headers.append(request.headers.get("X-Autosave", ""))
        return "", site.autosave_status

    @app.post("/blijven")
    def stay() -> tuple[str, int, dict[str, str]]:
        site.posts.append("blijven")
        return "", 204, {"X-Session-Ends-In": "1800"}

    @app.get("/kapot")
    def broken() -> tuple[str, int]:
        return "kapot", 500

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    return app


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    site = Site()
    running = make_server("127.0.0.1", 0, make_app(site), threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{running.server_port}"
    yield site
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def site(server: Site) -> Site:
    server.autosave_status = 204
    server.posts.clear()
    server.autosave_headers.clear()
    return server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(5_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["met script", "zonder script"])
def either_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    context.set_default_timeout(5_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("theme", ["voorbeeld", "ma", "zutphen"])
def test_every_component_is_accessible_in_every_theme_at_every_width(
    page: Page, site: Site, theme: str, width: int
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site.url}/componenten/{theme}", wait_until="networkidle")

    assert said == []
    assert sideways_px(page) == 0
    assert small_targets(page) == []
    assert axe_violations(page) == []


def test_the_theme_of_a_tenant_really_colours_the_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/componenten/zutphen")
    theme = tomllib.loads(THEME_FILE.read_text(encoding="utf-8"))
    wanted = theme["utrecht-page-header-background-color"].lstrip("#")
    channels = ", ".join(str(int(wanted[start : start + 2], 16)) for start in (0, 2, 4))

    assert (
        page.locator("header").evaluate("it => getComputedStyle(it).backgroundColor")
        == f"rgb({channels})"
    )


def test_the_current_rung_is_seen_in_forced_colours_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{site.url}/componenten/voorbeeld")
    edges = page.locator(".pt-step").evaluate_all(
        "all => all.map(it => getComputedStyle(it).borderTopColor)"
    )
    current = page.locator(".pt-step--current").evaluate(
        "it => getComputedStyle(it).borderTopColor"
    )
    context.close()

    assert edges.count(current) == 1


def test_the_focus_goes_to_the_error_summary_and_from_there_to_the_question(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    page.click("text=Verder >> visible=true")
    page.wait_for_selector(".pt-summary:focus")
    page.click(".pt-summary a >> nth=0")

    assert page.evaluate("document.activeElement.id") == "onderwerp"


def test_a_row_comes_and_goes_and_what_was_typed_stays(either_page: Page, site: Site) -> None:
    page = either_page
    page.goto(site.url)
    page.fill("#onderwerp", "Op tijd rapporteren")
    page.fill("#acties-r1-wat", "Sjabloon invoeren")
    page.click("text=Nog een actie toevoegen")
    page.wait_for_selector("text=Actie 2")
    page.click("text=Actie 2 weghalen")
    page.wait_for_selector("text=Actie 2", state="detached")

    assert page.locator(".pt-row").count() == 1
    assert page.input_value("#onderwerp") == "Op tijd rapporteren"
    assert page.input_value("#acties-r1-wat") == "Sjabloon invoeren"
    assert site.posts == ["rij", "rij"]


def test_a_new_row_has_the_focus_and_a_row_that_goes_leaves_it_with_its_group(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    page.click("text=Nog een actie toevoegen")
    page.wait_for_selector(".pt-row >> nth=1")
    page.wait_for_selector(".pt-row >> nth=1 >> input:focus")
    page.click("text=Actie 2 weghalen")

    page.wait_for_selector("#acties:focus")


def test_a_question_that_depends_on_another_comes_with_the_answer(page: Page, site: Site) -> None:
    page.goto(site.url)
    assert page.is_hidden("#overlegd_op")
    page.check("#overlegd_0")
    assert page.is_visible("#overlegd_op")
    page.check("#gemeenten_1")
    assert page.is_hidden("#niet_voor-brummen")
    assert page.is_visible("#niet_voor-epe")


def test_without_script_every_question_is_there(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    shown = [page.is_visible("#overlegd_op"), page.is_visible("#niet_voor-brummen")]
    context.close()

    assert shown == [True, True]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "Concept opgeslagen om"),
        (401, "niet opgeslagen: u bent afgemeld"),
        (409, "niet opgeslagen: een ander heeft het intussen veranderd"),
        (500, "niet opgeslagen: kies"),
    ],
)
def test_a_draft_is_saved_in_the_background_and_says_honestly_whether_that_worked(
    page: Page, site: Site, status: int, words: str
) -> None:
    site.autosave_status = status
    page.clock.install()
    page.goto(site.url)
    page.fill("#onderwerp", "Op tijd rapporteren")
    page.clock.fast_forward(5_000)

    expect(page.locator("[data-autosave-status]")).to_contain_text(words)
    assert site.autosave_headers == ["1"]


def test_a_draft_that_finds_no_connection_says_so_and_is_tried_again(
    page: Page, site: Site
) -> None:
    page.clock.install()
    page.goto(site.url)
    page.route("**/concept", lambda route: route.abort())
    page.fill("#onderwerp", "Op tijd rapporteren")
    page.clock.fast_forward(5_000)
    page.wait_for_selector("text=er is geen verbinding")
    page.unroute("**/concept")
    page.clock.fast_forward(31_000)

    page.wait_for_selector("text=Concept opgeslagen om")


def test_two_minutes_before_the_session_ends_one_click_keeps_it(page: Page, site: Site) -> None:
    page.clock.install()
    page.goto(site.url)
    page.clock.fast_forward((1800 - 121) * 1000)
    assert page.is_hidden("#sessie-einde")
    page.clock.fast_forward(2_000)
    page.click("text=Aangemeld blijven")
    page.wait_for_selector("#sessie-einde", state="hidden")
    assert site.posts == ["blijven"]
    page.clock.fast_forward((1800 - 119) * 1000)

    assert page.is_visible("#sessie-einde"), "the new session is warned about in its turn"


def test_when_the_session_has_ended_the_warning_says_so(page: Page, site: Site) -> None:
    page.clock.install()
    page.goto(site.url)
    page.clock.fast_forward(1801 * 1000)

    page.wait_for_selector("text=U bent afgemeld.")


def test_a_second_click_sends_nothing_and_the_button_stays_usable(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.dblclick("text=Verder >> visible=true")
    page.wait_for_selector(".pt-summary")
    assert site.posts == ["verder"]
    assert page.is_enabled("text=Verder >> visible=true")
    with page.expect_navigation():
        page.click("text=Verder >> visible=true")

    assert site.posts == ["verder", "verder"]


def test_a_failed_request_leaves_the_page_as_it_was_and_says_so(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.fill("#onderwerp", "Op tijd rapporteren")
    page.click("text=Kapot")
    page.wait_for_selector("#mislukt", state="visible")

    assert page.input_value("#onderwerp") == "Op tijd rapporteren"


def test_chosen_files_are_listed_before_they_are_sent(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.set_input_files(
        "#bijlagen",
        [{"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_250_000}],
    )

    assert (
        page.inner_text("[data-chosen]") == "plan.pdf, 1,3 MB, wordt meegestuurd als u verder gaat"
    )


def test_a_menu_closes_with_escape_and_by_a_click_elsewhere(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.click("summary >> text=Alice")
    page.keyboard.press("Escape")
    assert page.locator(".pt-menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.click("summary >> text=Alice")
    page.click("h1")

    assert page.locator(".pt-menu[open]").count() == 0
