"""Signing in at the demo's door."""

from tests.support.app import Portal


def test_somebody_of_the_demo_signs_in_with_one_click(portal: Portal) -> None:
    browser = portal.visitor()
    page = browser.post("/demo/aanmelden", {"persoon": "alice"})
    assert page.status == 303
    assert page.location == "/g/brummen/"
    assert browser.get(page.location).status == 200
