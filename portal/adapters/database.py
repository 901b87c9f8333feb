"""Connections, and sessions that cannot do anything before they know for whom they work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session, SessionTransaction

from portal.domain.scopes import (
    AuditScope,
    AuthScope,
    InsightScope,
    ProviderScope,
    RegionScope,
    Scope,
    TenantScope,
    WorkerScope,
)

# One statement, so that entering a role costs one round trip; all of it ends with the
# transaction. It brings the legal time along, which is the transaction's own now().
_ENTER = text(
    "SELECT set_config('role', :role, true), set_config('app.tenant', :tenant, true),"
    " set_config('app.provider', :provider, true), set_config('app.account', :account, true),"
    " set_config('app.tenants', :tenants, true), legal_now()"
)


# What a unit of work runs on: a pool of connections, or one connection whose transaction
# somebody else commits (the loader of the demo).
Bind = Engine | Connection


class NoScope(Exception):
    """A session was used before it was told for whom it works."""


def sqlalchemy_url(url: str) -> str:
    """The same address for SQLAlchemy with psycopg 3."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for the application's login; no statement runs longer than half a minute."""
    return create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=5,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c statement_timeout=30000 -c lock_timeout=10000"},
    )


class ScopedSession(Session):
    """A unit of work for one scope; every root transaction enters that scope's role.

    `legal_now` is the database's time of the running transaction. Rows stay readable after
    the commit: reloading one then would happen without a scope.
    """

    def enter(self, scope: Scope) -> "ScopedSession":
        """Say for whom this session works, before its first statement."""
        self.info["scope"] = scope
        return self

    @property
    def scope(self) -> Scope:
        """For whom this session works; raises NoScope when nobody said so."""
        scope: Scope | None = self.info.get("scope")
        if scope is None:
            raise NoScope("Deze sessie weet niet voor wie ze werkt.")
        return scope

    @property
    def legal_now(self) -> datetime:
        """The legal time of the running transaction; starts one where none runs."""
        self.connection()
        moment: datetime = self.info["legal_now"]
        return moment


@event.listens_for(ScopedSession, "after_begin")
def _enter_scope(
    session: ScopedSession, transaction: SessionTransaction, connection: Connection
) -> None:
    if transaction.nested:
        return
    row = connection.execute(_ENTER, settings_of(session.scope)).one()
    session.info["legal_now"] = row[-1]


def settings_of(scope: Scope) -> dict[str, str]:
    """Role and settings that row-level security compares with; unset ones see nothing."""
    blank = {"tenant": "", "tenants": "", "provider": "", "account": ""}
    match scope:
        case TenantScope():
            given = {
                "role": "portal_staff",
                "tenant": str(scope.tenant_id),
                "account": str(scope.account_id or ""),
            }
        case ProviderScope():
            given = {
                "role": "portal_provider",
                "provider": str(scope.provider_id),
                "account": str(scope.account_id or ""),
            }
        case RegionScope():
            given = {
                "role": "portal_region",
                "tenant": str(scope.tenant_id or ""),
                "account": str(scope.account_id or ""),
            }
        case InsightScope():
            given = {
                "role": "portal_region",
                "tenants": f"{{{','.join(map(str, scope.tenant_ids))}}}",
                "account": str(scope.account_id),
            }
        case AuthScope():
            given = {"role": "portal_auth"}
        case WorkerScope():
            given = {"role": "portal_worker"}
        case AuditScope():
            given = {"role": "portal_audit"}
    return blank | given


def enter_again(session: ScopedSession, scope: Scope) -> None:
    """Go on in another scope inside the running transaction.

    For the worker, and for the region that writes in several municipalities, one at a time.
    """
    session.info["scope"] = scope
    session.execute(_ENTER, settings_of(scope))


@contextmanager
def unit_of_work(bind: Bind, scope: Scope) -> Iterator[ScopedSession]:
    """A session for one scope that commits at the end, or rolls all of it back."""
    with ScopedSession(bind, expire_on_commit=False).enter(scope) as session, session.begin():
        yield session
