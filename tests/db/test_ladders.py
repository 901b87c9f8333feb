"""Ladders of a municipality: loaded from the start templates, and found again by date."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.adapters.packs import read_files
from portal.adapters.start_templates import contract_rules, ladder_templates
from portal.domain.configuration.pack import read_pack
from portal.domain.errors import NotThere
from portal.domain.ladder.parse import read_ladder
from portal.queries.ladders import (
    in_force,
    in_force_for_contract,
    ladder_of_contract,
    published_by_id,
    rules_of_contract,
)
from portal.services.demo_database import TENANTS, load_demo_pack
from tests.support.database import TestDatabase

LOADED_ON = date(2026, 3, 2)


def test_every_municipality_has_the_ladders_of_its_profile(database: TestDatabase) -> None:
    rows = database.rows(
        "SELECT t.slug, array_agg(l.ladder ORDER BY l.ladder), count(*) FROM tenant t"
        " JOIN ladder_version l ON l.tenant_id = t.id AND l.state = 'gepubliceerd'"
        " GROUP BY t.slug"
    )
    found = {slug: codes for slug, codes, _ in rows}
    assert len(found) == 8
    # Brummen has a contract that names a ladder of its own.
    assert found["brummen"] == ["bijlage-4", "bijlage-9", "bijlage-e"]
    assert "bijlage-4" not in found["apeldoorn"]
    assert {"bijlage-e", "bijlage-9"} <= set(found["epe"])


def test_loading_again_changes_nothing(database: TestDatabase) -> None:
    before = database.rows("SELECT id, document FROM ladder_version ORDER BY id")
    load_demo_pack(database.engine, datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert database.rows("SELECT id, document FROM ladder_version ORDER BY id") == before


def test_a_database_from_before_the_ladders_gets_them_at_the_next_start(
    database: TestDatabase,
) -> None:
    database.admin.execute("DELETE FROM ladder_version")
    changed = load_demo_pack(database.engine, datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert "brummen: ladder bijlage-4" in changed
    with database.scoped(database.tenant("brummen", "alice")) as session:
        assert in_force(session, database.tenant("brummen"), "bijlage-4", LOADED_ON) is not None


def test_what_is_in_force_is_the_template_as_it_was_written(database: TestDatabase) -> None:
    scope = database.tenant("brummen", "alice")
    with database.scoped(scope) as session:
        found = in_force(session, scope, "bijlage-4", LOADED_ON)
        assert found is not None
        assert found.ladder == read_ladder(ladder_templates()["bijlage-4"])[0]
        assert (found.code, found.number) == ("bijlage-4", 1)
        again = published_by_id(session, scope, found.id)
        assert again == found


def test_before_the_first_version_nothing_is_in_force(database: TestDatabase) -> None:
    scope = database.tenant("brummen", "alice")
    with database.scoped(scope) as session:
        first = in_force(session, scope, "bijlage-4", LOADED_ON)
        assert first is not None
        day_before = first.in_force_from - timedelta(days=1)
        assert in_force(session, scope, "bijlage-4", day_before) is None
        assert in_force(session, scope, "onbekend", LOADED_ON) is None


def test_the_ladders_of_another_municipality_do_not_exist(database: TestDatabase) -> None:
    epe, brummen = database.tenant("epe"), database.tenant("brummen", "alice")
    with database.scoped(epe) as session:
        theirs = in_force(session, epe, "bijlage-e", LOADED_ON)
        assert theirs is not None
    with database.scoped(brummen) as session:
        # The scope that asks is honest; the wall alone holds back the row.
        assert in_force(session, epe, "bijlage-e", LOADED_ON) is None
        with pytest.raises(NotThere):
            published_by_id(session, brummen, theirs.id)


def test_a_contract_goes_by_its_own_ladder_or_that_of_its_domain(database: TestDatabase) -> None:
    named = database.rows(
        "SELECT c.id, t.slug, c.ladder FROM contract c JOIN tenant t ON t.id = c.tenant_id"
        " WHERE c.ladder IS NOT NULL"
    )
    assert named, "geen overeenkomst in de demo noemt een eigen ladder"
    for contract_id, slug, ladder in named:
        scope = database.tenant(slug)
        with database.scoped(scope) as session:
            assert ladder_of_contract(session, scope, contract_id) == ladder
            found = in_force_for_contract(session, scope, contract_id, LOADED_ON)
            assert found is not None
            assert found.code == ladder
    scope = database.tenant("brummen", "alice")
    jeugd = database.one(
        "SELECT id FROM contract WHERE tenant_id = %s AND domain = 'jeugd' AND ladder IS NULL"
        " LIMIT 1",
        scope.tenant_id,
    )
    with database.scoped(scope) as session:
        assert ladder_of_contract(session, scope, jeugd) == "bijlage-9"
        with pytest.raises(NotThere):
            ladder_of_contract(session, scope, uuid4())


def test_every_contract_standard_has_rules_and_its_own_where_written(
    database: TestDatabase,
) -> None:
    pack, _ = read_pack(read_files(TENANTS)[0])
    assert pack is not None
    found = {one.code: contract_rules(one.code).code for one in pack.region.standards}
    assert found == {
        "wmo-2026": "wmo-2026",
        "wmo-2022": "contractstandaard",
        "jeugd-2024": "contractstandaard",
    }
    scope = database.tenant("brummen", "alice")
    contract = database.one(
        "SELECT id FROM contract WHERE tenant_id = %s AND standard = 'wmo-2026' LIMIT 1",
        scope.tenant_id,
    )
    with database.scoped(scope) as session:
        assert rules_of_contract(session, scope, contract).ground("3.5.5") is not None
