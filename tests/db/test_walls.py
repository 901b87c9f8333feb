"""Row-level security: what the database itself refuses, whatever the application asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from portal.adapters.database import NoScope, ScopedSession
from portal.domain.scopes import AuditScope, WorkerScope
from portal.services.installation import legal_time_problem, login_problems, wall_problems
from tests.support.database import TestDatabase


def test_every_table_of_a_tenant_or_provider_has_forced_restrictive_walls(
    database: TestDatabase,
) -> None:
    with database.scoped(AuditScope()) as audit:
        assert wall_problems(audit) == []


def test_the_application_login_owns_nothing_and_bypasses_nothing(database: TestDatabase) -> None:
    with database.engine.connect() as connection:
        assert login_problems(connection) == []


def test_the_legal_time_is_the_databases_own(database: TestDatabase) -> None:
    with database.scoped(AuditScope()) as audit:
        assert legal_time_problem(audit) is None


def test_a_session_that_knows_no_scope_does_nothing(database: TestDatabase) -> None:
    with ScopedSession(database.engine) as session, pytest.raises(NoScope):
        session.execute(text("SELECT 1"))


def test_staff_sees_the_contracts_of_its_own_municipality_only(database: TestDatabase) -> None:
    brummen = database.one("SELECT id FROM tenant WHERE slug = 'brummen'")
    with database.scoped(database.tenant("brummen")) as session:
        seen = set(session.scalars(text("SELECT tenant_id FROM contract")))
    assert seen == {brummen}


def test_the_login_itself_sees_nothing_before_it_enters_a_role(database: TestDatabase) -> None:
    with database.engine.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text("SELECT * FROM contract"))


def test_no_role_can_supply_a_time_of_receipt(database: TestDatabase) -> None:
    with (
        database.scoped(database.provider("lindehaege", "bob")) as session,
        pytest.raises(ProgrammingError),
    ):
        session.execute(text("INSERT INTO submission (received_at) VALUES (now())"))


def test_the_worker_cannot_write_in_a_chain(database: TestDatabase) -> None:
    with database.scoped(WorkerScope()) as session, pytest.raises(ProgrammingError):
        session.execute(text("SELECT * FROM append_events(CAST('[]' AS jsonb))"))
