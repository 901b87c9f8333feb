"""An address reads the same however the provider came in: loaded, or added at the region's desk."""

from tests.support.app import Portal
from tests.web.test_region import PROVIDER, link_to

WORDS = "lopen langs de rivier"


def test_the_region_sees_whole_addresses_and_the_contact_of_a_loaded_provider(
    portal: Portal,
) -> None:
    words = portal.visitor("rens").get("/regio/aanbieders/lindehaege").words
    for told in ("Lindenlaan 12", "8161 SA Epe", "Postbus 100", "Bob Lindeman", "000-555 31 19"):
        assert told in words


def test_a_provider_that_the_region_added_reads_its_own_profile(portal: Portal) -> None:
    rens = portal.visitor("rens")
    added = rens.submit("/regio/aanbieder-toevoegen", PROVIDER)
    slug = portal.database.one("SELECT slug FROM provider WHERE kvk = '90001234'")
    assert "Proefweg 1" in rens.follow(added).words
    rens.submit(
        f"/regio/aanbieders/{slug}/beheerders/uitnodigen",
        {"naam": "Petra Proef", "email": PROVIDER["contact_email"], "rol": "organisatiebeheerder"},
    )
    portal.work()
    petra = portal.visitor()
    petra.submit(
        link_to(portal, PROVIDER["contact_email"]), {"wachtwoord": WORDS, "herhaling": WORDS}
    )
    page = petra.get(f"/aanbieder/{slug}/gegevens")
    assert page.status == 200
    for told in ("Proefweg 1", "7311 AB Apeldoorn", "Petra Proef"):
        assert told in page.words
