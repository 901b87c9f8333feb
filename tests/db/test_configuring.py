"""A municipality's configuration: every change a version, with who, when, before and after."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.sections import SECTIONS
from portal.domain.errors import NotThere, Stale
from portal.domain.scopes import TenantScope
from portal.queries.configuration import (
    known_names,
    section_in_force,
    section_states,
    stored_section,
)
from portal.services.configuring import Unfit, change_section, restore_section
from portal.services.recording import Actor
from tests.support.database import TestDatabase

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


class Desk:
    """Frank at work on the configuration of Brummen; each call is a transaction of its own."""

    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        self.scope: TenantScope = database.tenant("brummen", "frank")
        self.frank = Actor("Frank", database.account("frank"))

    def stored(self, slug: str, version: int | None = None) -> Any:
        with self.database.scoped(self.scope) as session:
            return stored_section(session, self.scope, slug, version)

    def change(self, slug: str, document: Any, *, seen: int | None = None, note: str = "") -> Any:
        with self.database.scoped(self.scope) as session:
            seen = stored_section(session, self.scope, slug).version if seen is None else seen
            return change_section(
                session, self.scope, slug, document, seen=seen, actor=self.frank, note=note,
                now=NOW,
            )  # fmt: skip

    def restore(self, slug: str, version: int) -> Any:
        with self.database.scoped(self.scope) as session:
            seen = stored_section(session, self.scope, slug).version
            return restore_section(
                session, self.scope, slug, version, seen=seen, actor=self.frank, now=NOW
            )


@pytest.fixture
def desk(database: TestDatabase) -> Desk:
    return Desk(database)


def test_a_change_is_in_force_at_once_and_told_in_words(desk: Desk) -> None:
    before = desk.stored("profiel")
    done = desk.change(
        "profiel", {**before.document, "telefoon": "000-555 99 99"}, note="Nieuw nummer."
    )
    assert done.version == before.version + 1
    after = desk.stored("profiel")
    assert (after.author_name, after.note, after.created_at) == ("Frank", "Nieuw nummer.", NOW)
    assert after.summary == "Telefoonnummer: was “000-555 20 20”, is nu “000-555 99 99”."
    with desk.database.scoped(desk.scope) as session:
        assert section_in_force(session, desk.scope, PROFILE).phone == "000-555 99 99"
    assert desk.stored("profiel", before.version) == before


def test_the_same_again_is_no_new_version(desk: Desk) -> None:
    before = desk.stored("teams")
    assert desk.change("teams", before.document).version == before.version


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_an_earlier_version_is_restored_whole(desk: Desk, section: Any) -> None:
    first = desk.stored(section.slug)
    second = {
        "profiel": {**first.document, "openingstijden": "Altijd."},
        "teams": {
            **first.document,
            "team": [
                *first.document.get("team", []),
                {"slug": "x", "naam": "X", "waarvoor": "X", "email": "x@b.example"},
            ],
        },
        "routering": {**first.document, "regel": []},
        "termijnen": {**first.document, "termijnenwet": {"wmo": True}},
        "vragen": {},
        "teksten": {},
        "brieven": {},
        "openingsdagen": {"sluiting": [{"van": "2027-01-02", "reden": "Inventaris"}]},
        "thema": {},
        "vier_ogen": {"schakelaar": [{"handeling": "ladder_publiceren", "aan": True}]},
        "acceptatieplicht": {"wens": {"gevolg": "blijft", "toelichting": "Lezing."}},
    }[section.slug]
    changed = desk.change(section.slug, second)
    assert changed.version == first.version + 1
    assert changed.summary
    if first.version == 0:
        # What held before anybody set it is had again by setting just that.
        back = desk.change(section.slug, first.document)
    else:
        back = desk.restore(section.slug, first.version)
    assert back.version == first.version + 2
    assert desk.stored(section.slug).document == first.document


def test_who_saves_second_gets_what_the_first_made_of_it(desk: Desk) -> None:
    before = desk.stored("profiel")
    desk.change("profiel", {**before.document, "telefoon": "000-555 99 99"})
    with pytest.raises(Stale) as stale:
        desk.change(
            "profiel", {**before.document, "telefoon": "000-555 11 11"}, seen=before.version
        )
    current: Any = stale.value.current
    assert current.document["telefoon"] == "000-555 99 99"
    assert desk.stored("profiel").document["telefoon"] == "000-555 99 99"


def test_a_section_that_cannot_hold_changes_nothing_and_tells_all_of_it(desk: Desk) -> None:
    before = desk.stored("profiel")
    with pytest.raises(Unfit) as unfit:
        desk.change("profiel", {**before.document, "telefoon": "1", "email": "geen"})
    assert {finding.path for finding in unfit.value.findings} == {"telefoon", "email"}
    assert desk.stored("profiel") == before


def test_what_a_rule_names_has_to_exist(desk: Desk) -> None:
    routing = desk.stored("routering").document
    rule = {"naam": "Nieuw", "product": ["W999"], "naar": "nergens"}
    with pytest.raises(Unfit) as unfit:
        desk.change("routering", {**routing, "regel": [rule]})
    assert {finding.path for finding in unfit.value.findings} == {
        "regel.0.product.0",
        "regel.0.naar",
    }
    person = {"naam": "Nieuw", "naar": "juridisch", "persoon": "tess@brummen.voorbeeld.example"}
    with pytest.raises(Unfit) as unfit:
        desk.change("routering", {**routing, "regel": [person]})
    assert unfit.value.findings[0].path == "regel.0.persoon"


def test_a_team_that_work_is_sent_to_cannot_go(desk: Desk) -> None:
    teams = desk.stored("teams").document
    left = [team for team in teams["team"] if team["slug"] != "toezicht"]
    with pytest.raises(Unfit) as unfit:
        desk.change("teams", {**teams, "team": left})
    assert "Maatregelen van een toezichthouder" in unfit.value.findings[0].sentence
    desk.change("routering", {"vangnet": "contractmanagement"})
    desk.change("teams", {**teams, "team": left})


def test_a_ladder_that_was_never_published_cannot_be_chosen(desk: Desk) -> None:
    profile = desk.stored("profiel").document
    with pytest.raises(Unfit) as unfit:
        desk.change("profiel", {**profile, "ladders": {"wmo": "nieuw", "jeugd": "bijlage-9"}})
    assert unfit.value.findings[0].path == "ladders.wmo"


def test_a_section_that_was_never_set_says_what_holds_then(desk: Desk) -> None:
    desk.database.admin.execute(
        "DELETE FROM setting_version WHERE tenant_id = %s AND section = 'teksten'",
        (desk.scope.tenant_id,),
    )
    found = desk.stored("teksten")
    assert (found.version, found.document) == (0, {})
    assert desk.change("teksten", {}).version == 1
    with pytest.raises(NotThere):
        desk.stored("teksten", 9)


def test_states_tell_who_set_what_last(desk: Desk) -> None:
    desk.change("routering", {"vangnet": "contractmanagement"})
    with desk.database.scoped(desk.scope) as session:
        states = section_states(session, desk.scope)
    assert states["routering"].author_name == "Frank"
    assert states["teams"].author_name == "Inrichting van het portaal"


def test_known_names_are_those_of_the_own_municipality(desk: Desk) -> None:
    with desk.database.scoped(desk.scope) as session:
        names = known_names(session, desk.scope)
    assert "contractmanagement" in names.desks
    assert names.ladders == {
        "bijlage-4": "Escalatieladder Wmo (Bijlage 4)",
        "bijlage-9": "Escalatieladder jeugdhulp (Bijlage 9)",
        "bijlage-e": "Stappenplan Wmo OWO (Bijlage E)",
    }
    assert all(email.endswith("brummen.voorbeeld.example") for email in names.people)
    assert names.members["juridisch"]


def test_another_municipality_neither_sees_nor_changes_it(desk: Desk) -> None:
    epe = desk.database.tenant("epe")
    mine = desk.stored("profiel").document
    with desk.database.scoped(epe) as session:
        assert stored_section(session, epe, "profiel").document["naam"] == "Epe"
        # The scope is another's; the wall holds the row back all the same.
        assert stored_section(session, desk.scope, "profiel").version == 0
    assert desk.stored("profiel").document == mine
    assert ROUTING.parse(desk.stored("routering").document)[0] is not None
