"""Whatever is typed on a page of the desk: never a fault, and a refusal gives all of it back."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.domain.configuration.sections import SECTIONS
from portal.domain.configuration.theme_section import THEME
from tests.support.app import Page, Portal, Visitor
from tests.support.ladder_editor import Editor, begin

BASE = "/g/brummen/beheer"
ODD = {
    "markup": "<script>alert('x')</script> {{ 7*7 }} {kenmerk} {onbekend} %s",
    "signs": "é😀 ‮omgekeerd\u2028regel “aanhaling” \\ / ; -- '",
    "long": "lang " * 3_000,
    "spaces": "   ",
    "numbers": "-99999999999999999999,5",
    "null": "a\x00b\x1fc",
}


def pages_of_sections(portal: Portal) -> Iterator[str]:
    for section in SECTIONS:
        if section is THEME:
            continue
        base = f"{BASE}/instellingen/{section.slug}"
        yield base
        document = portal.database.rows(
            "SELECT s.document FROM setting_version s JOIN tenant t ON t.id = s.tenant_id"
            " WHERE t.slug = 'brummen' AND s.section = %s ORDER BY s.version DESC LIMIT 1",
            section.slug,
        )
        for key, value in (document[0][0] if document else {}).items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield f"{base}/onderdeel/{key}/1"
                yield f"{base}/onderdeel/{key}/nieuw"


def pages_of_a_draft(editor: Editor) -> Iterator[str]:
    for part in ("", "/onderdeel/treden/3", "/onderdeel/maatregelen/3"):
        page = editor.page(part)
        yield from dict.fromkeys(
            href.partition("#")[0]
            for href in page.tree.xpath("//main//a/@href")
            if "/wijzigen/" in href
        )
    yield from (
        f"{editor.home}/{act}"
        for act in ("toevoegen/treden", "toevoegen/maatregelen", "voorleggen", "vervallen")
    )
    yield f"{BASE}/ladders/beginnen"
    yield f"{BASE}/mandaten/nieuw"


def typed_oddly(page: Page, action: str, odd: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The form with every line and text made odd; and what was typed."""
    form = page.form(action)
    places = page.tree.xpath(
        f"//main//form[starts-with(@action, '{action}')]"
        "//*[(self::input and @type='text') or self::textarea]/@name"
    )
    typed = {name: odd for name in places if not name.startswith("plaats-")}
    return {**form, **typed}, typed


def kept(page: Page, action: str, name: str) -> str:
    return str(page.form(action).get(name, ""))


def send_oddly(visitor: Visitor, address: str, odd: str) -> None:
    page = visitor.get(address)
    assert page.status == 200, (address, page.status)
    if not page.tree.xpath(f"//main//form[@action='{address}']"):
        return
    form, typed = typed_oddly(page, address, odd)
    sent = visitor.post(address, form)
    assert sent.status in (303, 422), (address, sent.status, sent.words[:300])
    if sent.status == 422:
        assert sent.errors, address
        assert "<script>alert" not in sent.text.replace("&lt;script&gt;", "")
        lost = [name for name in typed if not kept(sent, address, name).strip() and odd.strip()]
        assert lost == [], (address, lost)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_answers_about_a_section_are_refused_or_kept(portal: Portal, odd: str) -> None:
    frank = portal.visitor("frank")
    for address in pages_of_sections(portal):
        send_oddly(frank, address, odd)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_answers_about_a_ladder_are_refused_or_kept(portal: Portal, odd: str) -> None:
    editor = begin(portal.visitor("frank"), BASE, "versie:bijlage-4:1")
    for address in list(pages_of_a_draft(editor)):
        send_oddly(editor.visitor, address, odd)
    for below in ("", "/verschil", "/proefdossier", "/geschiedenis", "/bestand"):
        assert editor.visitor.get(f"{editor.home}{below}").status == 200, below


def test_two_admins_on_the_theme_both_see_both(portal: Portal) -> None:
    frank, fien = portal.visitor("frank"), portal.visitor("fien")
    address = f"{BASE}/instellingen/thema"
    mine, hers = frank.get(address).form("/thema"), fien.get(address).form("/thema")
    assert fien.post(address, {**hers, "basis-heading-color": "#0a3d62"}).status == 303
    sent = frank.post(address, {**mine, "basis-form-control-border-radius": "4px"})
    assert sent.status == 409
    assert "Fien Zegel heeft dit veranderd terwijl u bezig was" in sent.words
    assert "#0a3d62" in sent.words


def test_a_draft_that_changed_after_the_form_of_proposing_opened_is_not_proposed(
    portal: Portal,
) -> None:
    editor = begin(portal.visitor("frank"), BASE, "versie:bijlage-4:1")
    form = editor.page("/voorleggen").form("/voorleggen")
    Editor(portal.visitor("fien"), editor.home).change("treden/3/termijn", termijn__lengte="9")
    sent = editor.visitor.post(
        f"{editor.home}/voorleggen",
        {
            **form, "ingang-dag": "1", "ingang-maand": "1", "ingang-jaar": "2040",
            "toelichting": "Een reden die blijft staan.",
        },
    )  # fmt: skip
    assert sent.status == 409
    assert "Kijk het concept eerst weer na" in sent.errors[0]
    assert sent.form("/voorleggen")["toelichting"] == "Een reden die blijft staan."
