"""Whether every table has a wall for every role that comes near it, high enough for that role."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from tests.isolation.catalogue import (
    ALL_ROLES,
    GRANTED,
    LEDGER,
    LOGIN,
    ROLES,
    SEARCH,
    function_problems,
    grant_problems,
    owner_problems,
    role_problems,
    rows,
)

# Tables without a wall, with who may come near: public knowledge, or one role alone.
UNWALLED: dict[str, frozenset[str]] = {
    "alembic_version": frozenset({LOGIN}),
    "installation": frozenset({*ROLES, LOGIN}),
    "region": frozenset(ROLES),
    "tenant": frozenset(ROLES),
    "product": frozenset({"portal_staff", "portal_provider", "portal_region"}),
    "contract_standard": frozenset({"portal_staff", "portal_provider", "portal_region"}),
    "interest_rate": frozenset({"portal_staff", "portal_region"}),
    "heartbeat": frozenset({"portal_worker", "portal_audit"}),
    "verification_run": frozenset({"portal_worker", "portal_audit"}),
    "web_session": frozenset({"portal_auth"}),
    "login_link": frozenset({"portal_auth"}),
    "throttle": frozenset({"portal_auth"}),
    "kept_form": frozenset({"portal_auth"}),
}

# Who may see every row of a table. Everybody else looks over a wall that compares with the
# setting of the own scope.
SEES_ALL: dict[str, frozenset[str]] = {
    # Before anybody is known: who is who, where they belong, and what was done with their roles.
    "portal_auth": frozenset({"account", "membership", "provider", "region_grant", "admin_change"}),
    # Leases effects, signs heads, looks for reminders; its grants keep content away from it.
    "portal_worker": frozenset({"outbox", "deadline", "ledger_head", "head_signature"}),
    # The region keeps the register of providers.
    "portal_region": frozenset({"provider"}),
    LEDGER: frozenset({"contract", "ledger_entry", "ledger_head"}),
    # Finds ids by words, of the municipality of the setting only.
    SEARCH: frozenset({"delivery"}),
}
WRITES_ALL: dict[str, frozenset[str]] = {
    "portal_auth": frozenset({"account", "membership", "admin_change"}),
    "portal_worker": frozenset({"outbox", "head_signature"}),
    "portal_region": frozenset({"provider"}),
    LEDGER: frozenset({"ledger_entry", "ledger_head"}),
}
SETTINGS: dict[str, tuple[str, ...]] = {
    "portal_staff": ("app.tenant",),
    "portal_provider": ("app.provider",),
    "portal_region": ("app.tenant", "app.account"),
}
# What the region keeps for everybody, or its own: it needs nobody's leave to read this.
REGION_KEEPS = frozenset(
    {"provider", "contract", "contract_product", "setting_version", "desk_member",
     "ladder_version", "exclusion", "region_grant", "admin_change"}
)  # fmt: skip
# What a municipality publishes itself, told by the section; effects that are nobody's.
PUBLISHED = {("setting_version", "portal_provider"), ("setting_version", "portal_auth")}
OWNERLESS = {("outbox", "portal_auth")}

# Columns that a role may not read, in tables that it may; "*" for the whole table.
SECRET: dict[str, dict[str, tuple[str, ...]]] = {
    "portal_provider": {
        "delivery": (
            "desk", "assignee_id", "assignee_name", "routing", "first_seen_by", "due_on",
            "sort_on", "search",
        ),
        "account": ("password_hash", "slug"),
        "setting_version": ("author_id", "author_name", "note"),
        "dossier": ("state", "what_happened", "confidentiality", "owner_id", "owner_name", "due_on",
            "sort_on"),
        **dict.fromkeys(
            ("note", "task", "desk_member", "region_grant", "outbox", "web_session", "login_link",
             "kept_form", "throttle", "head_signature", "ledger_head", "dossier_access",
             "dossier_work", "mandate", "exclusion", "ladder_version", "dossier_counter"),
            ("*",),
        ),
    },
    "portal_staff": {
        "submission": ("own_answers",),
        "account": ("password_hash", "slug"),
        **dict.fromkeys(("draft", "document", "outbox", "web_session", "login_link"), ("*",)),
    },
    "portal_region": {
        "submission": ("own_answers",),
        **dict.fromkeys(
            ("account", "note", "draft", "document", "outbox", "dossier_work",
             "dossier_access", "web_session", "login_link"),
            ("*",),
        ),
    },
    # The worker and the sign-in see no content.
    "portal_worker": {
        "deadline": ("label", "clock", "due_on", "name"),
        **dict.fromkeys(
            ("submission", "delivery", "delivery_content", "attachment", "decision", "event",
             "note", "account", "draft", "document", "provider", "dossier", "letter"),
            ("*",),
        ),
    },
    "portal_auth": {
        "setting_version": ("author_id", "author_name", "note"),
        **dict.fromkeys(
            ("submission", "delivery", "delivery_content", "attachment", "decision", "event",
             "note", "draft", "document", "dossier", "letter", "task", "deadline"),
            ("*",),
        ),
    },
    "portal_audit": dict.fromkeys(
        ("account", "draft", "web_session", "login_link", "kept_form", "throttle"), ("*",)
    ),
}  # fmt: skip

# What only grows: no role changes or removes it.
GROWS_ONLY = ("ledger_entry", "event", "admin_change", "verification_run")


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it stands; `command` is "*" for all of them."""

    name: str
    restrictive: bool
    command: str
    roles: frozenset[str]
    seen: str
    written: str

    def covers(self, command: str) -> bool:
        return self.command in ("*", command)


def problems(connection: psycopg.Connection) -> list[str]:
    """Every hole in the walls of this database, as a sentence that names table and role."""
    return [
        *role_problems(connection),
        *owner_problems(connection),
        *grant_problems(connection),
        *function_problems(connection),
        *table_problems(connection),
        *secret_problems(connection),
        *time_problems(connection),
        *key_problems(connection),
    ]


def table_problems(connection: psycopg.Connection) -> Iterator[str]:
    """Forced row security, with a wall for every role and command that is granted."""
    granted = _granted(connection)
    for name, is_owned, secured in rows(
        connection,
        """
        SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
            AND a.attname IN ('tenant_id', 'provider_id') AND NOT a.attisdropped),
          c.relrowsecurity AND c.relforcerowsecurity
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        ORDER BY c.relname
        """,
    ):
        roles = {role: commands for (table, role), commands in granted.items() if table == name}
        if name in UNWALLED:
            if is_owned:
                yield f"tabel {name} heeft een eigenaar per rij en geen muur"
            for role in sorted(roles.keys() - UNWALLED[name]):
                yield f"rol {role} komt bij {name}, waar geen muur staat"
            continue
        if not secured:
            yield f"tabel {name} heeft geen gedwongen rijbeveiliging"
        yield from _policy_problems(name, _policies(connection, name), roles)


def _granted(connection: psycopg.Connection) -> dict[tuple[str, str], set[str]]:
    """Table and role to commands, granted on the table or on a column of it."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, role, privilege in rows(
        connection,
        f"SELECT DISTINCT name, pg_get_userbyid(grantee), privilege_type FROM ({GRANTED}) g"
        " WHERE grantee <> relowner AND grantee <> 0",
    ):
        found.setdefault((name, role), set()).add(privilege)
    return found


def _policies(connection: psycopg.Connection, table: str) -> list[Policy]:
    return [
        Policy(name, not permissive, command, frozenset(roles), seen, written or seen)
        for name, permissive, command, roles, seen, written in rows(
            connection,
            """
            SELECT polname, polpermissive,
              CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                WHEN 'd' THEN 'DELETE' ELSE '*' END,
              ARRAY(SELECT CASE o WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(o)::text END
                    FROM unnest(polroles) o),
              coalesce(pg_get_expr(polqual, polrelid), ''),
              coalesce(pg_get_expr(polwithcheck, polrelid), '')
            FROM pg_policy WHERE polrelid = %(table)s::regclass
            """,
            table=f"public.{table}",
        )
    ]


def _policy_problems(
    table: str, policies: list[Policy], granted: dict[str, set[str]]
) -> Iterator[str]:
    for policy in policies:
        for stranger in sorted(policy.roles - set(ALL_ROLES)):
            yield f"regel {policy.name} op {table} geldt voor {stranger}"
    for role, commands in sorted(granted.items()):
        if role not in ALL_ROLES:
            yield f"{role} komt bij {table}"
            continue
        for command in sorted(commands & {"SELECT", "INSERT", "UPDATE", "DELETE"}):
            walls = [p for p in policies if p.restrictive and role in p.roles and p.covers(command)]
            if not walls:
                yield f"tabel {table} heeft geen muur voor {role} bij {command}"
            elif not any(_holds(table, role, command, wall) for wall in walls):
                yield f"de muur om {table} houdt {role} niet tegen bij {command}"


def _holds(table: str, role: str, command: str, wall: Policy) -> bool:
    """Whether a wall compares with the scope of the role: rows seen, and rows written."""
    sees = command == "INSERT" or _compares(table, role, wall.seen, SEES_ALL)
    writes = command in ("SELECT", "DELETE") or _compares(table, role, wall.written, WRITES_ALL)
    return sees and writes


def _compares(table: str, role: str, wall: str, exempt: dict[str, frozenset[str]]) -> bool:
    reads = exempt is SEES_ALL
    if wall == "false" or table in exempt.get(role, frozenset()):
        return True
    if role == "portal_audit":
        return reads
    if (table, role) in PUBLISHED:
        return reads and "section" in wall
    if (table, role) in OWNERLESS:
        return "tenant_id IS NULL" in wall and "provider_id IS NULL" in wall
    if role == "portal_region" and table not in REGION_KEEPS:
        # Of the rest it sees what a municipality let this person see, or what hangs on that.
        return any(f"FROM {name} " in wall for name in ("region_grant", "delivery", "dossier"))
    return any(f"current_setting('{name}'" in wall for name in SETTINGS.get(role, ()))


def secret_problems(connection: psycopg.Connection) -> Iterator[str]:
    """What a role must not read, even in its own rows."""
    there = {
        (table, column)
        for table, column in rows(
            connection,
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'",
        )
    }
    tables = {table for table, _ in there}
    for role, secrets in SECRET.items():
        for table in sorted(secrets.keys() & tables):
            columns = {c for t, c in there if t == table}
            named = columns if secrets[table] == ("*",) else set(secrets[table])
            for gone in sorted(named - columns):
                yield f"{table}.{gone} bestaat niet meer: pas SECRET aan"
            for (column,) in rows(
                connection,
                "SELECT c FROM unnest(%(columns)s::text[]) c"
                " WHERE has_column_privilege(%(role)s, %(table)s, c, 'SELECT') ORDER BY c",
                columns=sorted(named & columns),
                role=role,
                table=f"public.{table}",
            ):
                yield f"rol {role} mag {table}.{column} lezen"
        for table in sorted(secrets.keys() - tables):
            yield f"tabel {table} bestaat niet meer: pas SECRET aan"


def time_problems(connection: psycopg.Connection) -> Iterator[str]:
    """What the database fills in nobody supplies; what only grows nobody changes."""
    legal = rows(
        connection,
        """
        SELECT c.relname, a.attname FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE c.relnamespace = 'public'::regnamespace
          AND pg_get_expr(d.adbin, d.adrelid) LIKE %(like)s
        """,
        like="%legal_now()%",
    )
    if ("submission", "received_at") not in legal:
        yield "submission.received_at wordt niet door de database gevuld"
    for table, column in legal:
        for role, privilege in rows(
            connection,
            "SELECT r, p FROM unnest(%(roles)s::text[]) r, unnest('{INSERT,UPDATE}'::text[]) p"
            " WHERE has_column_privilege(r, %(table)s, %(column)s, p)",
            roles=[*ALL_ROLES, LOGIN],
            table=f"public.{table}",
            column=column,
        ):
            yield f"rol {role} mag {privilege} op het wettelijke tijdstip {table}.{column}"
    for table in GROWS_ONLY:
        for role, privilege in rows(
            connection,
            "SELECT r, p FROM unnest(%(roles)s::text[]) r, unnest('{UPDATE,DELETE}'::text[]) p"
            " WHERE has_table_privilege(r, %(table)s, p)"
            " OR (p = 'UPDATE' AND has_any_column_privilege(r, %(table)s, p))",
            roles=[*ALL_ROLES, LOGIN],
            table=f"public.{table}",
        ):
            yield f"rol {role} mag {privilege} op {table}, dat alleen groeit"


def key_problems(connection: psycopg.Connection) -> Iterator[str]:
    """A row of one municipality or provider cannot hang on a row of another."""
    keys: dict[tuple[str, str, str], set[str]] = {}
    shared_by: dict[tuple[str, str, str], set[str]] = {}
    for table, target, columns, target_columns, shared in rows(
        connection,
        """
        WITH scope AS (
          SELECT attrelid, attname::text FROM pg_attribute
          WHERE attname IN ('tenant_id', 'provider_id') AND NOT attisdropped)
        SELECT t.relname, f.relname,
          ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY i),
          ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY i),
          ARRAY(SELECT attname FROM scope WHERE attrelid = t.oid
                INTERSECT SELECT attname FROM scope WHERE attrelid = f.oid)
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
        JOIN pg_class f ON f.oid = k.confrelid
        WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace
        """,
    ):
        pairs = dict(zip(columns, target_columns, strict=True))
        [own] = [c for c in columns if c not in ("tenant_id", "provider_id")][:1] or ["tenant_id"]
        key = (table, own, target)
        keys.setdefault(key, set()).update(name for name in shared if pairs.get(name) == name)
        shared_by[key] = set(shared)
    for (table, own, target), held in sorted(keys.items()):
        if shared_by[table, own, target] - held:
            left_out = " en ".join(sorted(shared_by[table, own, target] - held))
            yield f"{table}.{own} hangt aan {target} zonder {left_out}"
