"""Reads PostgreSQL's own catalogue and says where a wall is missing, too low or left open.

Nothing here knows which policy the migrations meant to make: the questions are asked of what
stands in the database, so that a change by hand is found as well.
"""

from collections.abc import Iterator
from typing import Any

import psycopg

Rows = list[tuple[Any, ...]]

ROLES = (
    "portal_staff",
    "portal_provider",
    "portal_region",
    "portal_auth",
    "portal_worker",
    "portal_audit",
)
LEDGER, SEARCH = "portal_ledger", "portal_search"
ALL_ROLES = (*ROLES, LEDGER, SEARCH)
LOGIN = "portal_app"
# The functions that act with other rights than their caller's, and with whose.
DEFINERS = {"append_events": LEDGER, "search_deliveries": SEARCH}


def rows(connection: psycopg.Connection, query: str, **named: Any) -> Rows:
    """All rows of a question to the catalogue."""
    return connection.execute(query, named or None).fetchall()


def role_problems(connection: psycopg.Connection) -> Iterator[str]:
    """Roles that can do nothing but what is granted, and a login that can only become them."""
    words = ("superuser", "bypassrls", "createrole", "createdb", "replication", "inherit", "login")
    for name, *powers in rows(
        connection,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " rolinherit, rolcanlogin AND rolname <> %(login)s FROM pg_roles"
        " WHERE rolname = ANY(%(names)s)",
        login=LOGIN,
        names=[*ALL_ROLES, LOGIN],
    ):
        for word, has in zip(words, powers, strict=True):
            if has:
                yield f"rol {name} heeft {word}"
    found = set()
    for role, member, admin, inherits, becomes in rows(
        connection,
        "SELECT r.rolname, m.rolname, a.admin_option, a.inherit_option, a.set_option"
        " FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid"
        " JOIN pg_roles m ON m.oid = a.member",
    ):
        if member in ALL_ROLES:
            yield f"rol {member} is lid van {role}"
        if member != LOGIN:
            continue
        found.add(role)
        if role not in ROLES:
            yield f"de login is lid van {role}"
        if admin or inherits or not becomes:
            yield f"de login is lid van {role} met ADMIN of INHERIT, of zonder SET"
    for role in sorted(set(ROLES) - found):
        yield f"de login kan {role} niet worden"


def owner_problems(connection: psycopg.Connection) -> Iterator[str]:
    """Whoever owns a thing can take its walls down; whoever makes tables makes them without."""
    mine = [*ALL_ROLES, LOGIN]
    for kind, name, owner in rows(
        connection,
        """
        SELECT * FROM (
          SELECT 'relatie' AS kind, relname, pg_get_userbyid(relowner) AS owner FROM pg_class
          UNION ALL SELECT 'functie', proname, pg_get_userbyid(proowner) FROM pg_proc
          UNION ALL SELECT 'schema', nspname, pg_get_userbyid(nspowner) FROM pg_namespace
          UNION ALL SELECT 'database', datname, pg_get_userbyid(datdba) FROM pg_database
        ) o WHERE owner = ANY(%(mine)s)
        """,
        mine=mine,
    ):
        if DEFINERS.get(name) != owner:
            yield f"{kind} {name} is van {owner}"
    for (name,) in rows(
        connection,
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%(mine)s)"
        " AND has_schema_privilege(oid, 'public', 'CREATE')",
        mine=mine,
    ):
        yield f"rol {name} mag tabellen maken in public"


# Everything granted in the schema: thing, column, to whom (0 is PUBLIC), what, may pass it on.
GRANTED = """
    SELECT c.relname AS name, '' AS part, a.grantee, a.privilege_type, a.is_grantable, c.relowner
      FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT c.relname, t.attname, a.grantee, a.privilege_type, a.is_grantable, c.relowner
      FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
      WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT n.nspname, '', a.grantee, a.privilege_type, a.is_grantable, n.nspowner
      FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'public'
"""


def grant_problems(connection: psycopg.Connection) -> Iterator[str]:
    """Nothing is granted to everybody, now or by default, and nobody may pass a grant on."""
    for name, part, grantee, privilege, passes_on, owner in rows(connection, GRANTED):
        where = f"{name}.{part}" if part else name
        if grantee == 0:
            yield f"PUBLIC heeft {privilege} op {where}"
        elif grantee != owner and passes_on:
            yield f"{_name_of(connection, grantee)} mag {privilege} op {where} doorgeven"
        elif grantee != owner and privilege in ("TRUNCATE", "TRIGGER", "REFERENCES", "MAINTAIN"):
            yield f"{_name_of(connection, grantee)} heeft {privilege} op {where}"
    if rows(connection, "SELECT 1 FROM pg_default_acl"):
        yield "er staan standaardrechten ingesteld (ALTER DEFAULT PRIVILEGES)"


def _name_of(connection: psycopg.Connection, oid: int) -> str:
    [(name,)] = rows(connection, "SELECT pg_get_userbyid(%(oid)s)", oid=oid)
    return str(name)


def function_problems(connection: psycopg.Connection) -> Iterator[str]:
    """Two functions act with other rights than their caller's; nothing else goes round a wall."""
    for name, definer, config, public in rows(
        connection,
        """
        SELECT proname, prosecdef, coalesce(array_to_string(proconfig, ','), ''),
          proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(proacl) a WHERE a.grantee = 0)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """,
    ):
        if not definer:
            continue
        if name not in DEFINERS:
            yield f"functie {name} draait met de rechten van haar eigenaar"
        if "search_path=" not in config:
            yield f"functie {name} heeft geen vast search_path"
        if public:
            yield f"PUBLIC mag {name} aanroepen"
    for name, kind in rows(
        connection,
        "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('v', 'm', 'f', 'p')",
    ):
        yield f"om {name} (soort {kind}) staat geen muur: alleen gewone tabellen hebben die hier"
    for table, name in rows(
        connection,
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal",
    ):
        yield f"tabel {table} heeft een trigger {name} die niemand verwacht"
