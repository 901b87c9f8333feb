"""What holds for every page of the functional admin's desk: statements, one h1, nobody else's."""

import re
from collections.abc import Iterator

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import in_days_on
from tests.support.ladder_editor import Editor, begin
from tests.support.statements import counted

BASE = "/g/brummen/beheer"
DRAFT = f"{BASE}/ladders/bijlage-4/2"
MOST = 15
# A file to keep, not a page.
FILES = re.compile(r"/bestand$|\.docx$|\.css$")


@pytest.fixture
def draft(portal: Portal) -> Editor:
    """A draft with something wrong and something changed in it."""
    editor = begin(portal.visitor("frank"), BASE, "versie:bijlage-4:1")
    editor.change("treden/3/termijn", termijn__lengte="5")
    return editor


def pages_from(portal: Portal, visitor: Visitor, start: str) -> Iterator[tuple[str, Page, int]]:
    """Every page of the desk that links lead to, with how many statements it took."""
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop(0)
        with counted(portal) as statements:
            page = visitor.get(path)
        yield path, page, len(statements)
        for href in page.tree.xpath("//main//a/@href"):
            plain = href.partition("#")[0]
            if plain.startswith(BASE) and "?" not in plain and plain not in seen:
                seen.add(plain)
                if not FILES.search(plain):
                    waiting.append(plain)


def test_every_page_that_links_lead_to_has_one_heading_and_few_statements(
    portal: Portal, draft: Editor
) -> None:
    found = set()
    for path, page, statements in pages_from(portal, draft.visitor, BASE):
        found.add(path)
        assert page.status == 200, path
        assert len(page.tree.xpath("//h1")) == 1, path
        assert page.h1, path
        assert page.title.startswith(page.h1), path
        assert statements <= MOST, (path, statements)
    assert len(found) > 150, len(found)
    assert {f"{DRAFT}/verschil", f"{DRAFT}/proefdossier", f"{DRAFT}/voorleggen"} <= found


@pytest.mark.parametrize(
    "below",
    ["", "/verschil", "/proefdossier", "/geschiedenis", "/onderdeel/treden/3", "/voorleggen"],
)
def test_pages_of_a_ladder_do_not_ask_more_as_it_grows(
    portal: Portal, draft: Editor, below: str
) -> None:
    def statements() -> int:
        with counted(portal) as seen:
            draft.page(below)
        return len(seen)

    before = statements()
    for number in range(4):
        draft.add("treden", code=f"9{number}", naam=f"Trede 9{number}", soorten=["gesprek"],
                  wie=["contractmanager"])  # fmt: skip
        draft.change("treden/3/termijn", termijn__lengte=str(6 + number))
    assert statements() == before


@pytest.mark.parametrize("address", ["", "/geschiedenis", "/instellingen/routering", "/klaar"])
def test_pages_of_the_desk_do_not_ask_more_as_the_register_grows(
    portal: Portal, address: str
) -> None:
    frank = portal.visitor("frank")

    def statements() -> int:
        with counted(portal) as seen:
            assert frank.get(f"{BASE}{address}").status == 200
        return len(seen)

    before = statements()
    for number in range(4):
        sent = frank.submit(
            f"{BASE}/instellingen/routering/onderdeel/regel/nieuw",
            {"naam": f"Regel {number}", "soort": ["verbeterplan"], "naar": "toezicht"},
            action="/nieuw",
        )
        assert sent.status == 303, sent.errors
        begin(
            frank, BASE, "sjabloon:bijlage-e", nieuw="ja", code=f"ladder-{number}",
            naam=f"Ladder {number}",
        )  # fmt: skip
    assert statements() == before


def test_pages_of_a_proposal_and_of_what_begins_later_keep_to_it_too(
    portal: Portal, draft: Editor
) -> None:
    draft.propose(in_days_on(portal, 1), "Vijf weken past beter.")
    fien = Editor(portal.visitor("fien"), draft.home)
    for editor, below in (
        (fien, ""), (fien, "/publiceren"), (fien, "/teruggeven"), (draft, "/publiceren"),
    ):  # fmt: skip
        with counted(portal) as seen:
            page = editor.page(below)
        assert len(page.tree.xpath("//h1")) == 1
        assert len(seen) <= MOST, (below, len(seen))
    fien.publish()
    with counted(portal) as seen:
        draft.page("/intrekken")
    assert len(seen) <= MOST
