"""A worker's own database, and how it gets back to its first state between tests."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import redis
from psycopg import sql
from sqlalchemy import Engine

from portal.adapters.database import ScopedSession, make_engine, unit_of_work
from portal.domain.scopes import (
    AccountId,
    AuthScope,
    ProviderId,
    ProviderScope,
    Scope,
    TenantId,
    TenantScope,
)
from tests.support.servers import BASE_TABLES, REDIS_URL, clone, drop, url_of

_WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock' LIMIT 1"
LEGAL_NOW = "CREATE OR REPLACE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql STABLE AS {}"


def wait_for_a_lock(database: "TestDatabase", *, within_s: float = 5) -> None:
    """Until somebody in this database waits for somebody else."""
    ends = time.monotonic() + within_s
    while not database.one(_WAITING, database.name):
        assert time.monotonic() < ends, "niemand wacht op een ander"
        threading.Event().wait(0.01)


class TestDatabase:
    """One database, its application engine, and a superuser's connection for looking and cleaning."""

    __test__ = False

    def __init__(self, name: str, number: int, make: Callable[[str], str] = clone) -> None:
        self.name, self.number = make(name), number
        self.engine: Engine = make_engine(url_of(name))
        self.admin = psycopg.connect(url_of(name, "postgres"), autocommit=True)
        self.redis_url = os.environ[REDIS_URL].replace("db=0", f"db={number}")
        self.redis = redis.Redis.from_url(self.redis_url)
        self._volatile = [
            row[0]
            for row in self.admin.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            if row[0] not in (*BASE_TABLES, "alembic_version")
        ]

    @property
    def url(self) -> str:
        return url_of(self.name)

    def release(self) -> None:
        """Let go of all connections, so that others can be cloned from this one."""
        self.engine.dispose()
        self.admin.close()

    def close(self) -> None:
        self.engine.dispose()
        self.admin.close()
        self.redis.close()
        drop(self.name)

    def reset(self) -> None:
        """Back to what the template held. DELETE, since TRUNCATE costs far more on small tables."""
        statements = [sql.SQL("DELETE FROM {}").format(sql.Identifier(t)) for t in self._volatile]
        for table in BASE_TABLES:
            name = sql.Identifier(table)
            statements += [
                sql.SQL("DELETE FROM public.{}").format(name),
                sql.SQL("INSERT INTO public.{0} SELECT * FROM base.{0}").format(name),
            ]
        with self.admin.transaction():
            self.admin.execute("SET LOCAL session_replication_role = replica")
            self.admin.execute(sql.SQL("; ").join(statements))
        self.real_time()
        self.redis.flushdb()

    def legal_time(self, moment: datetime) -> None:
        """Make the database believe that it is this moment."""
        self.admin.execute(
            sql.SQL(LEGAL_NOW).format(sql.Literal(f"SELECT timestamptz '{moment.isoformat()}'"))
        )

    def real_time(self) -> None:
        """Back to the real clock."""
        self.admin.execute(sql.SQL(LEGAL_NOW).format(sql.Literal("SELECT now()")))

    @contextmanager
    def scoped(self, scope: Scope) -> Iterator[ScopedSession]:
        """A unit of work of the application."""
        with unit_of_work(self.engine, scope) as session:
            yield session

    def one(self, query: str, *arguments: Any) -> Any:
        """The single value of a query, as a superuser: what really stands in the tables."""
        row = self.admin.execute(query, arguments).fetchone()
        return row[0] if row else None

    def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """All rows of a query, as a superuser."""
        return self.admin.execute(query, arguments).fetchall()

    def tenant(self, slug: str, account: str | None = None) -> TenantScope:
        """The scope of a municipality, for a person of the cast."""
        tenant_id = self.one("SELECT id FROM tenant WHERE slug = %s", slug)
        return TenantScope(TenantId(tenant_id), self.account(account) if account else None)

    def provider(self, slug: str, account: str | None = None) -> ProviderScope:
        """The scope of a provider, for a person of the cast."""
        provider_id = self.one("SELECT id FROM provider WHERE slug = %s", slug)
        return ProviderScope(ProviderId(provider_id), self.account(account) if account else None)

    def account(self, slug: str) -> AccountId:
        """The id of somebody of the cast."""
        return AccountId(self.one("SELECT id FROM account WHERE slug = %s", slug))

    @property
    def auth(self) -> AuthScope:
        return AuthScope()
