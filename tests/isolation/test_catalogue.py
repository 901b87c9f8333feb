"""The walls as they stand in the database's own catalogue, and that every hole in them is seen."""

import psycopg
import pytest

from portal.domain.scopes import AuditScope
from portal.services.installation import wall_problems
from tests.isolation.walls import problems
from tests.support.database import TestDatabase

# What somebody might do to the database by hand or by migration, and a word of the complaint.
HOLES = {
    "een muur weg": ("DROP POLICY portal_staff_wall ON delivery", "portal_staff"),
    "een muur die niemand tegenhoudt": (
        "ALTER POLICY portal_provider_wall ON event USING (true)",
        "event",
    ),
    "een muur waar schrijven door kan": (
        "ALTER POLICY portal_staff_wall ON decision WITH CHECK (true)",
        "decision",
    ),
    "een muur van een ander soort": (
        (
            "DROP POLICY portal_region_wall ON task;"
            "CREATE POLICY portal_region_wall ON task TO portal_region USING (tenant_id IS NOT NULL)"
        ),
        "task",
    ),
    "inzage zonder toegang": (
        (
            "ALTER POLICY portal_region_wall ON delivery USING"
            " (tenant_id = ANY (NULLIF(current_setting('app.tenants', true), '')::uuid[]))"
        ),
        "delivery houdt portal_region niet tegen",
    ),
    "inzage voor wie binnen is": (
        (
            "ALTER POLICY portal_region_wall ON client_stop USING"
            " (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid)"
        ),
        "client_stop houdt portal_region niet tegen",
    ),
    "een deur voor iedereen": ("CREATE POLICY open ON note USING (true)", "PUBLIC"),
    "geen rijbeveiliging": ("ALTER TABLE submission DISABLE ROW LEVEL SECURITY", "submission"),
    "niet gedwongen": ("ALTER TABLE submission NO FORCE ROW LEVEL SECURITY", "submission"),
    "een recht voor iedereen": ("GRANT SELECT ON note TO PUBLIC", "PUBLIC"),
    "een kolom voor iedereen": ("GRANT SELECT (name) ON account TO PUBLIC", "PUBLIC"),
    "een recht dat later voor alles geldt": (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO portal_provider",
        "standaardrechten",
    ),
    "een recht om door te geven": (
        "GRANT SELECT ON decision TO portal_region WITH GRANT OPTION",
        "doorgeven",
    ),
    "leegmaken": ("GRANT TRUNCATE ON note TO portal_staff", "TRUNCATE"),
    "een recht zonder muur": ("GRANT SELECT (body) ON note TO portal_provider", "note"),
    "een kolom die de aanbieder niet ziet": (
        "GRANT SELECT (assignee_name) ON delivery TO portal_provider",
        "delivery.assignee_name",
    ),
    "alle kolommen voor de aanbieder": (
        "GRANT SELECT ON delivery TO portal_provider",
        "delivery.desk",
    ),
    "een rol bij een tabel zonder muur": (
        "GRANT SELECT ON web_session TO portal_staff",
        "web_session",
    ),
    "een nieuwe tabel zonder muur": (
        "CREATE TABLE dossier_photo (tenant_id uuid, content text)",
        "dossier_photo",
    ),
    "een view om de muur heen": (
        "CREATE VIEW everything AS SELECT * FROM delivery",
        "everything",
    ),
    "een functie met de rechten van de eigenaar": (
        (
            "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
            " AS 'SELECT count(*) FROM note'"
        ),
        "peek",
    ),
    "het schrijven van de keten voor iedereen": (
        "GRANT EXECUTE ON FUNCTION append_events(jsonb) TO PUBLIC",
        "append_events",
    ),
    "een trigger": (
        (
            "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
            "CREATE TRIGGER meddle BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION meddle()"
        ),
        "meddle",
    ),
    "een tijdstip dat iemand kan opgeven": (
        "GRANT INSERT (received_at) ON submission TO portal_provider",
        "received_at",
    ),
    "een tijdstip dat iemand kan wijzigen": (
        "GRANT UPDATE ON delivery TO portal_staff",
        "delivery.received_at",
    ),
    "een tijdstip uit de toepassing": (
        "ALTER TABLE submission ALTER received_at DROP DEFAULT",
        "received_at",
    ),
    "een keten die te wijzigen is": (
        "GRANT UPDATE (entry_hash) ON ledger_entry TO portal_staff",
        "alleen groeit",
    ),
    "een tijdlijn die te wissen is": ("GRANT DELETE ON event TO portal_staff", "alleen groeit"),
    "een sleutel zonder gemeente": (
        (
            "CREATE UNIQUE INDEX u ON delivery (id); ALTER TABLE note ADD COLUMN other uuid"
            " REFERENCES delivery (id)"
        ),
        "note.other",
    ),
    "een rol die eigenaar is": ("ALTER TABLE note OWNER TO portal_staff", "note is van"),
}

# Roles belong to the whole server, so these are tried one after the other.
HOLES_IN_ROLES = {
    "ALTER ROLE portal_staff BYPASSRLS": "bypassrls",
    "ALTER ROLE portal_app SUPERUSER": "superuser",
    "ALTER ROLE portal_provider LOGIN": "login",
    "GRANT portal_staff TO portal_provider": "is lid van",
    "GRANT pg_read_all_data TO portal_app": "pg_read_all_data",
    "GRANT portal_staff TO portal_app WITH INHERIT TRUE": "INHERIT",
    "GRANT portal_ledger TO portal_app": "portal_ledger",
    "REVOKE portal_audit FROM portal_app GRANTED BY portal_owner": "portal_audit",
    "GRANT CREATE ON SCHEMA public TO portal_staff": "maken",
}


def test_every_table_has_its_walls_and_nobody_has_more_than_it_needs(
    database: TestDatabase,
) -> None:
    assert problems(database.admin) == []


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_in_the_walls_is_seen(hole: str, database: TestDatabase) -> None:
    statement, word = HOLES[hole]
    found = problems_after(database, statement)
    assert any(word in problem for problem in found), found


def test_a_hole_in_the_roles_is_seen(database: TestDatabase) -> None:
    for statement, word in HOLES_IN_ROLES.items():
        found = problems_after(database, statement)
        assert any(word in problem for problem in found), (statement, found)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
            "Tabel note heeft geen gedwongen rijbeveiliging.",
        ),
        ("DROP POLICY portal_staff_wall ON note", "Tabel note heeft geen muur voor portal_staff."),
        ("GRANT SELECT ON note TO PUBLIC", "Tabel note staat open voor iedereen (PUBLIC)."),
    ],
)
def test_the_doctor_names_the_hole(statement: str, sentence: str, scratch: TestDatabase) -> None:
    scratch.admin.execute(statement.encode())
    with scratch.scoped(AuditScope()) as audit:
        assert wall_problems(audit) == [sentence]


def problems_after(database: TestDatabase, statement: str) -> list[str]:
    """What is found while the statement holds; it is undone."""
    with database.admin.transaction():
        database.admin.execute(statement.encode())
        found = problems(database.admin)
        raise psycopg.Rollback
    return found
