"""Fills in the forms of several pages the way a person does, page by page."""

from collections.abc import Mapping
from typing import Any

from tests.support.app import Page, Visitor

HOME = {"bob": "/aanbieder/lindehaege", "charlie": "/aanbieder/thuisbasis-oost"}
LINDEHAEGE = HOME["bob"]

Typed = Mapping[str, Mapping[str, Any]]


def date_parts(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date as the three boxes send it."""
    return {f"{name}-dag": str(day), f"{name}-maand": str(month), f"{name}-jaar": str(year)}


def plan(*municipalities: str, **changes: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A verbeterplan, per page; `changes` per page."""
    return changed(
        {
            "aanleiding": {
                "onderwerp": "Tijdig rapporteren",
                "aanleiding": "eigen",
                "toelichting": "De rapportages komen te laat.",
            },
            "gemeenten": {"gemeenten": list(municipalities)},
            "acties": {
                "acties": "r1",
                "acties-r1-wat": "Wekelijks nalopen wat openstaat",
                "acties-r1-resultaat": "Alles binnen tien dagen klaar",
                "acties-r1-eigenaar": "Teammanager",
                "acties-r1-bewijs": "Lijst per maand",
                **date_parts("acties-r1-datum", 1, 6, 2030),
            },
            "bijlagen": {},
        },
        changes,
    )


def stop(
    products: Mapping[str, list[str]], **changes: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """A cliëntenstop, per page; municipalities that ask more have a page for that too."""
    return changed(
        {
            "producten": {f"producten-{slug}": codes for slug, codes in products.items()},
            "periode": {
                "oorsprong": "wens",
                **date_parts("ingangsdatum", 1, 6, 2030),
                "einde": "nader_bericht",
                "reden": "Te weinig personeel.",
            },
            "overleg": {"overlegd": "nee", "geen_overleg": "Het speelt sinds gisteren."},
            "vragen": {},
            "bijlagen": {},
        },
        changes,
    )


def notice(*municipalities: str, **changes: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A continuïteitsmelding, per page."""
    return changed(
        {
            "gronden": {
                "gronden": ["b_liquiditeit"],
                "omstandigheden": "De bank heeft het krediet opgezegd.",
                **date_parts("bekend_sinds", 5, 1, 2026),
            },
            "telefonisch": {"gebeld": "nee"},
            "gevolgen": {"gevolgen": "Nog geen."},
            "gemeenten": {"gemeenten": list(municipalities)},
            "vragen": {},
            "bijlagen": {},
        },
        changes,
    )


def changed(pages: dict[str, dict[str, Any]], changes: Typed) -> dict[str, dict[str, Any]]:
    return {slug: {**typed, **changes.get(slug, {})} for slug, typed in pages.items()}


def begin(visitor: Visitor, kind: str, home: str = LINDEHAEGE) -> str:
    """Open a fresh form; gives the address of its first page."""
    page = visitor.get(f"{home}/indienen/{kind}")
    assert page.status == 303, (page.status, page.words[:300])
    return page.location


def fill_in(visitor: Visitor, kind: str, pages: Typed, home: str = LINDEHAEGE) -> Page:
    """Fill in every page that the form shows; gives the check page."""
    return go_through(visitor, begin(visitor, kind, home), pages)


def go_through(visitor: Visitor, path: str, pages: Typed) -> Page:
    """From this page on, press "Volgende" until the check page is there."""
    while not path.endswith("/controleren"):
        step = path.partition("?")[0].rpartition("/")[2]
        answer = visitor.submit(path, pages[step])
        assert answer.status == 303, (step, answer.status, answer.errors)
        path = answer.location
    return visitor.get(path)


def confirm(visitor: Visitor, check: Page) -> Page:
    """Press "Indienen"; gives the answer."""
    address = check.response.request.path
    return visitor.post(address, check.form("/controleren"))


def send(visitor: Visitor, kind: str, pages: Typed, home: str = LINDEHAEGE) -> Page:
    """Fill in and submit; gives the page of the receipt."""
    return visitor.follow(confirm(visitor, fill_in(visitor, kind, pages, home)))


def reference_on(page: Page) -> str:
    """The reference of a receipt's page."""
    return " ".join(page.tree.xpath("//p[@class='pt-kicker']/text()")).strip()
