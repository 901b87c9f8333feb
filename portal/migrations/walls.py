"""Row-level security and privileges out of tables of data, for the migrations.

A wall is a restrictive policy per role, behind which one permissive policy opens the door;
grants name columns, so that no role can supply a legal time.
"""

from alembic import op

# table -> role -> who may see a row (and, behind it, who may write one)
Walls = dict[str, dict[str, tuple[str, str]]]
# table -> role -> privileges; INSERT leaves legal times out, "SELECT -a,b" those columns
Grants = dict[str, dict[str, tuple[str, ...]]]

# In a sub-select the setting is read once per statement, not once per row. NULLIF: an unset
# setting compares with nothing and so shows nothing.
TENANT = "(SELECT NULLIF(current_setting('app.tenant', true), '')::uuid)"
PROVIDER = "(SELECT NULLIF(current_setting('app.provider', true), '')::uuid)"
ACCOUNT = "(SELECT NULLIF(current_setting('app.account', true), '')::uuid)"

OWN_TENANT = f"tenant_id = {TENANT}"
OWN_PROVIDER = f"provider_id = {PROVIDER}"
# A grant of this person that holds today, by the database's own clock.
_HOLDS = (
    f"g.account_id = {ACCOUNT}"
    " AND (now() AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN g.from_on AND g.until_on"
)
GRANTED = (
    f"{OWN_TENANT} AND EXISTS (SELECT 1 FROM region_grant g WHERE g.tenant_id = {TENANT}"
    f" AND {_HOLDS})"
)
# The same for the one municipality, or for each of those that the setting names: what it names
# only narrows what the grants allow. An array, so that an index on tenant_id still serves.
GRANTED_EACH = (
    f"tenant_id = ANY (ARRAY(SELECT g.tenant_id FROM region_grant g WHERE {_HOLDS}"
    f" AND (g.tenant_id = {TENANT}"
    " OR g.tenant_id = ANY (NULLIF(current_setting('app.tenants', true), '')::uuid[]))))"
)
ALL = "true"
INSERT = "INSERT"  # every column that is not a legal time


def build_walls(walls: Walls) -> None:
    """Force row security on the tables, with a wall and a door per role."""
    for table, roles in walls.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for role, (seen, written) in roles.items():
            op.execute(
                f"CREATE POLICY {role}_wall ON {table} AS RESTRICTIVE TO {role}"
                f" USING ({seen}) WITH CHECK ({written})"
            )
            op.execute(
                f"CREATE POLICY {role}_door ON {table} TO {role} USING (true) WITH CHECK (true)"
            )


def drop_walls(walls: Walls) -> None:
    """Undo `build_walls`."""
    for table, roles in walls.items():
        for role in roles:
            op.execute(f"DROP POLICY {role}_wall ON {table}")
            op.execute(f"DROP POLICY {role}_door ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def grant(grants: Grants) -> None:
    """Give each role its privileges."""
    for table, roles in grants.items():
        for role, privileges in roles.items():
            for privilege in privileges:
                op.execute(f"GRANT {_columns(table, privilege)} ON {table} TO {role}")


def revoke(grants: Grants) -> None:
    """Undo `grant`. The roles belong to the whole server and may serve another database; they stay."""
    for table, roles in grants.items():
        op.execute(f"REVOKE ALL ON {table} FROM {', '.join(roles)}")
        columns = ", ".join(_all_columns(table))
        for role in roles:
            op.execute(f"REVOKE ALL ({columns}) ON {table} FROM {role}")


def _columns(table: str, privilege: str) -> str:
    """Spell out INSERT as all columns but the legal times, and "SELECT -a,b" as all but those."""
    if privilege == INSERT:
        return f"INSERT ({', '.join(_all_columns(table, legal=False))})"
    if privilege.startswith("SELECT -"):
        hidden = set(privilege.removeprefix("SELECT -").split(","))
        return f"SELECT ({', '.join(c for c in _all_columns(table) if c not in hidden)})"
    return privilege


def _all_columns(table: str, *, legal: bool = True) -> list[str]:
    rows = op.get_bind().exec_driver_sql(
        "SELECT column_name, coalesce(column_default, '') LIKE '%%legal_now()%%'"
        " FROM information_schema.columns"
        f" WHERE table_schema = 'public' AND table_name = '{table}'"
        " AND is_generated = 'NEVER' AND is_identity = 'NO'"
        " ORDER BY ordinal_position"
    )
    return [name for name, is_legal in rows if legal or not is_legal]
