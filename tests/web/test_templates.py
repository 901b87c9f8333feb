"""The layout and the macros: strict, and every name on a page points at something."""

from html.parser import HTMLParser

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.web.chrome import (
    Assets,
    Desk,
    Link,
    Message,
    Page,
    Person,
    SessionEnd,
    SummaryLine,
    Tone,
)
from portal.web.showcase import showcase

ASSETS = Assets(styles=("/s.css",), scripts=("/h.js",), icon="/i.svg")
FULL = Page(
    title="Cliëntenstop",
    assets=ASSETS,
    csrf="penning",
    kicker="CS-2026-0147",
    lead="Wat u hebt gevraagd.",
    desk=Desk(name="Gemeente Brummen", role="Contractmanagement", href="/g/brummen"),
    desks=(Link("Regio", "/regio", note="Lezen"),),
    navigation=(Link("Mijn werk", "/w", current=True, note="3"), Link("Dossiers", "/d")),
    person=Person(name="Alice", role="Contractmanager", account_href="/a", sign_out_href="/uit"),
    crumbs=(Link("Mijn werk", "/w"),),
    messages=(Message("Opgeslagen."), Message("Let op.", Tone.WARNING)),
    session=SessionEnd(ends_in_s=900, extend_href="/blijven"),
    footer=(Link("Privacy", "/privacy"),),
    notice="Demonstratie.",
)
VOID = {"meta", "link", "input", "br", "img", "path", "circle", "rect", "hr"}


class Parsed(HTMLParser):
    """Tags with their attributes, and whether every tag that opens also closes in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        for tag in self.open:
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def text(self, tag: str) -> str:
        return " ".join("".join(self.texts.get(tag, [])).split())

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def render(template: str, **context: object) -> Parsed:
    environment = Environment(
        loader=FileSystemLoader("templates"), autoescape=True, undefined=StrictUndefined
    )
    return Parsed(environment.get_template(template).render(**context))


@pytest.fixture(scope="module")
def components() -> Parsed:
    shown = showcase()
    page = Page(title="Componenten", assets=ASSETS, csrf="penning", errors=tuple(shown["lines"]))
    return render("componenten.html", page=page, **shown)


def test_the_component_page_is_well_formed(components):
    assert (components.wrong, components.open) == ([], [])


def test_no_id_stands_on_the_page_twice(components):
    assert [id_ for id_ in components.ids if components.ids.count(id_) > 1] == []


def test_whatever_names_an_id_names_one_that_is_there(components):
    named = {
        (name, id_)
        for _, attrs in components.tags
        for name in ("for", "aria-describedby", "aria-labelledby")
        for id_ in attrs.get(name, "").split()
    }
    named |= {
        ("href", attrs["href"][1:])
        for attrs in components.all("a")
        if len(attrs["href"]) > 1 and attrs["href"].startswith("#")
    }

    assert {(name, id_) for name, id_ in named if id_ not in components.ids} == set()


def test_every_control_has_a_label_and_every_button_a_type(components):
    labelled = {attrs["for"] for attrs in components.all("label")}
    controls = [
        attrs
        for tag in ("input", "select", "textarea")
        for attrs in components.all(tag)
        if attrs.get("type") != "hidden"
    ]

    assert [attrs for attrs in controls if attrs.get("id") not in labelled] == []
    assert [attrs for attrs in components.all("button") if attrs.get("type") != "submit"] == []


def test_every_form_that_posts_carries_the_token(components):
    posts = [form for form in components.all("form") if form["method"] == "post"]
    tokens = [field for field in components.all("input") if field.get("name") == "csrf_token"]

    assert len(tokens) == len(posts) > 0


def test_an_error_stands_in_the_summary_in_the_same_words_as_at_its_question():
    shown = showcase()
    sentences = {sentence for question in shown["wrong_form"] for sentence in question.errors}

    assert sentences <= {line.sentence for line in shown["lines"]}


def test_the_title_repeats_the_h1_and_names_the_desk():
    html = render("layouts/base.html", page=FULL)

    assert html.text("h1") == "Cliëntenstop"
    assert html.text("title") == "Cliëntenstop – Gemeente Brummen – Zorgportaal"
    assert len(html.all("h1")) == 1


def test_a_page_with_errors_says_so_in_its_title_and_gives_the_summary_the_focus():
    page = Page(
        title="Acties",
        assets=ASSETS,
        errors=(SummaryLine("a", "Vul in."), SummaryLine("", "Kijk na.")),
    )
    html = render("layouts/base.html", page=page)

    assert html.text("title").startswith("Fout: Acties")
    summary = next(attrs for attrs in html.all("div") if "data-focus" in attrs)
    assert summary["tabindex"] == "-1"
    assert "#a" in [attrs["href"] for attrs in html.all("a")]


def test_the_summary_is_the_first_thing_in_main():
    page = Page(
        title="Acties",
        assets=ASSETS,
        errors=(SummaryLine("a", "Vul in."),),
        messages=(Message("Ook."),),
    )
    tags = render("layouts/base.html", page=page).tags
    after_main = tags[[tag for tag, _ in tags].index("main") + 1]

    assert "pt-summary" in after_main[1]["class"]


def test_the_first_link_of_a_page_skips_to_its_content():
    html = render("layouts/base.html", page=FULL)

    assert html.all("a")[0]["href"] == "#inhoud"
    assert "inhoud" in html.ids


def test_signing_out_and_staying_signed_in_are_posts_with_the_token():
    html = render("layouts/base.html", page=FULL)

    assert {(f["method"], f["action"]) for f in html.all("form")} == {
        ("post", "/uit"),
        ("post", "/blijven"),
    }
    assert html.all("body")[0]["data-session-ends-in"] == "900"


def test_htmx_is_told_to_run_nothing_and_to_show_refused_forms():
    config = next(
        m["content"]
        for m in render("layouts/base.html", page=FULL).all("meta")
        if m.get("name") == "htmx-config"
    )

    for words in (
        '"allowEval":false',
        '"allowScriptTags":false',
        '"includeIndicatorStyles":false',
        '"selfRequestsOnly":true',
        '"historyCacheSize":0',
        '"historyRestoreAsHxRequest":false',
        '{"code":"422","swap":true}',
        '{"code":"409","swap":true}',
    ):
        assert words in config


def test_an_error_page_needs_nothing_but_its_words():
    page = Page(title="Deze pagina is er niet", assets=ASSETS, failed=True)
    html = render(
        "fouten/fout.html", page=page, sentence="Kijk het adres na.", status=404, arrived=None
    )

    assert html.text("title") == "Fout: Deze pagina is er niet – Zorgportaal"
    assert html.text("main").endswith("Deze pagina is er niet Kijk het adres na. Code 404")
    assert (html.wrong, html.open) == ([], [])
