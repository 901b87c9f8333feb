"""The matrix notices: every hole that is made for it turns it red, and nothing else does."""

import re

import pytest

from tests.isolation.answers import House
from tests.isolation.cast import CAST
from tests.isolation.conftest import Open
from tests.isolation.matrix import Matrix
from tests.isolation.planted import plant
from tests.isolation.variants import Variant

# Enough to fall into every hole: insiders, outsiders of both sides, nobody.
FEW = tuple(who for who in CAST if who.slug in ("alice", "bob", "charlie", "frank", None))

# As they should be: silent whichever wall is taken away.
GOOD = {"goed", "notitie", "bestand"}
# Holes that no other wall covers, with a word of the complaint.
OPEN = {
    "zonder-requires": "hoort",
    "deel": "is te onderscheiden",
    "verraadt": "is te onderscheiden",
    "schrijft": "een GET schreef",
    "rauw": "<u> in de pagina",
    "sjabloon": "als sjabloon uitgevoerd",
    "open-bestand": "getoond in plaats van bewaard",
    "zonder-token": "hoort 400",
    "geeft": "persoon van een ander",
}
# No wall plays a part in these: the short run tries them with both, and not each time again.
NO_WALL = ("rauw", "sjabloon", "zonder-token")
BEHIND_A_WALL = {page: words for page, words in OPEN.items() if page not in NO_WALL}
# Holes in the application that row-level security covers, and only that.
COVERED_BY_DATABASE = {
    "zonder-filter": "is te onderscheiden",
    "lijst": "er staat wat niet voor",
    "elk-bestand": "er staat wat niet voor",
    "alles": "er staat wat niet voor",
}
# Pages that show a hole which somebody made in the database.
COVERED_BY_APPLICATION = {
    "lijst": "DROP POLICY portal_staff_wall ON delivery",
    "alles": "ALTER POLICY portal_provider_wall ON event USING (true) WITH CHECK (true)",
    "elk-bestand": "ALTER TABLE attachment DISABLE ROW LEVEL SECURITY",
}


def tried(house: House, variant: Variant, page: str = "") -> dict[str, list[str]]:
    """What the matrix finds in the planted pages: per page, by the word in its path."""
    matrix = Matrix(house, variant, cast=FEW)
    endpoints = {route.endpoint for route in matrix.routes if f"/proef/{page}" in route.rule}
    found: dict[str, list[str]] = {}
    for finding in matrix.run(only=endpoints):
        word = re.search(r"/proef/([a-z-]+)", str(finding))
        assert word, finding
        found.setdefault(word[1], []).append(str(finding))
    return found


@pytest.mark.parametrize(
    ("variant", "holes"),
    [
        (Variant.BOTH, OPEN),
        (Variant.DATABASE, BEHIND_A_WALL),
        (Variant.APPLICATION, {**BEHIND_A_WALL, **COVERED_BY_DATABASE}),
    ],
)
def test_every_planted_hole_is_noticed_and_nothing_else(
    variant: Variant, holes: dict[str, str], open_house: Open
) -> None:
    found = tried(open_house(variant, plant), variant)
    for page, words in holes.items():
        assert any(words in finding for finding in found.get(page, [])), (page, found.get(page))
    assert {page: found[page] for page in found.keys() - holes.keys() - {*NO_WALL}} == {}
    assert not found.keys() & GOOD


def test_a_hole_in_the_database_shows_once_the_application_forgets(open_house: Open) -> None:
    house = open_house(Variant.DATABASE, plant)
    for page, statement in COVERED_BY_APPLICATION.items():
        house.portal.database.admin.execute(statement.encode())
        found = tried(house, Variant.DATABASE, page).get(page, [])
        assert any("er staat wat niet voor" in finding for finding in found), (page, found)
