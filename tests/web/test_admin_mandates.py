"""The mandate register: who may sign what, recorded and ended by pages, and to be read back."""

from datetime import timedelta

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import date_parts, in_days_on

BASE = "/g/brummen/beheer"
NEW = f"{BASE}/mandaten/nieuw"
DECISION = "Mandaatbesluit 2026, regel 14"


@pytest.fixture
def frank(portal: Portal) -> Visitor:
    return portal.visitor("frank")


def record(portal: Portal, visitor: Visitor, who: str = "lea", **changes: object) -> Page:
    return visitor.submit(
        NEW,
        {
            "wie": str(portal.database.account(who)),
            "waarvoor": ["clientenstop", "dwangsom"],
            "stuk": DECISION,
            **date_parts("van", in_days_on(portal, 0)),
            **changes,
        },
        action="/nieuw",
    )


@pytest.mark.rule("004-119")
def test_a_mandate_is_recorded_shown_and_ended(portal: Portal, frank: Visitor) -> None:
    done = record(portal, frank)
    assert done.status == 303, done.errors
    page = frank.follow(done)
    assert "Lea Hogenboom: cliëntenstop" in page.words
    assert "Lea Hogenboom: dwangsom" in page.words
    assert DECISION in page.words

    end = page.links()["Lea Hogenboom: dwangsom"]
    early = frank.submit(end, date_parts("tot", in_days_on(portal, -1)), action="/einde")
    assert early.status == 422
    assert early.errors[0].startswith("Kies een laatste dag op of na")
    assert (
        frank.submit(end, date_parts("tot", in_days_on(portal, 0)), action="/einde").status == 303
    )
    portal.at(portal.clock() + timedelta(days=1))
    later = portal.visitor("frank").get(f"{BASE}/mandaten")
    assert "Wat voorbij is" in later.words

    history = portal.visitor("frank").get(f"{BASE}/geschiedenis?onderdeel=mensen&zoek=mandaat")
    assert "Mandaat vastgelegd" in history.words
    assert "Einde van mandaat vastgelegd" in history.words
    assert "Frank Knoppers" in history.words
    assert DECISION in history.words


def test_a_form_with_a_mistake_keeps_what_was_typed(portal: Portal, frank: Visitor) -> None:
    sent = record(portal, frank, **date_parts("tot", in_days_on(portal, -3)))
    assert sent.status == 422
    form = sent.form("/nieuw")
    assert form["stuk"] == DECISION
    assert form["waarvoor"] == ["clientenstop", "dwangsom"]
    assert record(portal, frank, waarvoor=[]).status == 422


def test_nobody_from_outside_signs_for_the_municipality(portal: Portal, frank: Visitor) -> None:
    assert record(portal, frank, who="dora").status == 422
    assert portal.visitor("alice").get(NEW).status == 403
    assert portal.visitor("esther").get(NEW).status == 404
