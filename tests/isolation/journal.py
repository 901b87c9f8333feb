"""Remembers every row that is written in a test database, and puts tables back as they were.

A checksum would tell that something changed; this tells what, where and whose, for a fraction
of the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from psycopg import sql

from tests.support.database import TestDatabase

_WATCH = """
CREATE SCHEMA proef;
CREATE UNLOGGED TABLE proef.written (
  n bigint GENERATED ALWAYS AS IDENTITY, tab text, op text, columns text[], tenant text,
  provider text);
CREATE FUNCTION proef.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  later jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO proef.written (tab, op, columns, tenant, provider) VALUES (
    TG_TABLE_NAME, TG_OP,
    ARRAY(SELECT k FROM jsonb_object_keys(coalesce(later, before)) k
          WHERE TG_OP = 'UPDATE' AND before -> k IS DISTINCT FROM later -> k),
    coalesce(later, before) ->> 'tenant_id',
    coalesce(later, before) ->> CASE TG_TABLE_NAME WHEN 'provider' THEN 'id' ELSE 'provider_id' END);
  RETURN NULL;
END
$$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A row that was written: where, how, which columns changed, and whose it is."""

    table: str
    how: str
    columns: frozenset[str]
    tenant: str | None
    provider: str | None

    def __str__(self) -> str:
        what = f" ({', '.join(sorted(self.columns))})" if self.columns else ""
        return f"{self.how} {self.table}{what}"


class Journal:
    """The rows written in one database since it was last read."""

    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        self.tables = [
            name
            for (name,) in database.rows(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND relkind = 'r' AND relname <> 'alembic_version' ORDER BY relname"
            )
        ]

    def start(self) -> None:
        """Watch every table, and keep a copy of what stands in it."""
        admin = self.database.admin
        admin.execute(_WATCH.encode())
        admin.execute("CREATE SCHEMA verhaal")
        for table in self.tables:
            name = sql.Identifier(table)
            admin.execute(
                sql.SQL(
                    "CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON {}"
                    " FOR EACH ROW EXECUTE FUNCTION proef.note()"
                ).format(name)
            )
            admin.execute(sql.SQL("CREATE TABLE verhaal.{0} AS TABLE public.{0}").format(name))

    def take(self) -> list[Write]:
        """What was written since the last time."""
        rows = self.database.admin.execute(
            "DELETE FROM proef.written RETURNING tab, op, columns, tenant, provider"
        ).fetchall()
        return [
            Write(table=tab, how=op, columns=frozenset(columns), tenant=tenant, provider=provider)
            for tab, op, columns, tenant, provider in rows
        ]

    def undo(self, writes: Iterable[Write]) -> None:
        """Put the tables that were written back as they were when the journal started."""
        admin = self.database.admin
        with admin.transaction():
            # No triggers, no keys checked: what comes back was consistent.
            admin.execute("SET LOCAL session_replication_role = replica")
            for table in sorted({write.table for write in writes}):
                columns = [
                    sql.Identifier(name)
                    for (name,) in self.database.rows(
                        "SELECT column_name FROM information_schema.columns WHERE"
                        " table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
                        table,
                    )
                ]
                admin.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
                admin.execute(
                    sql.SQL(
                        "INSERT INTO public.{0} ({1}) OVERRIDING SYSTEM VALUE"
                        " SELECT {1} FROM verhaal.{0}"
                    ).format(sql.Identifier(table), sql.SQL(", ").join(columns))
                )
