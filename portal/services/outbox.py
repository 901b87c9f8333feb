"""Brings effects about: leases rows, does them, marks them done, once.

Effects on the database happen in the same transaction as the row's completion. A batch is
tried whole; when something in it fails, its rows are done one by one, each in its own
savepoint, so that one bad row never holds up ninety-nine good ones.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import text

from portal.adapters.database import Bind, ScopedSession, enter_again, unit_of_work
from portal.adapters.failures import told
from portal.domain.scopes import (
    ProviderId,
    ProviderScope,
    Scope,
    TenantId,
    TenantScope,
    WorkerScope,
)
from portal.services.tools import Tools

log = structlog.get_logger()

BATCH = 200
# A mail server may take half a minute for each; what comes in meanwhile does not wait for more.
MAILS_AT_ONCE = 3
LEASE_S = 60.0
# Renewed after a third of it, so that two slow neighbours do not let it go.
RENEW_AT = 1 / 3
BACK_OFF_S = (10, 30, 120, 600, 3600)
MAX_ERROR_LENGTH = 500
# Asked for by a municipality, brought about with the provider's eyes.
FOR_PROVIDER = frozenset({"mail_aanbieder", "mail_dossier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A leased row of the outbox."""

    id: int
    effect: str
    effect_key: str
    tenant_id: UUID | None
    provider_id: UUID | None
    data: Mapping[str, Any]
    attempts: int

    @property
    def scope(self) -> Scope:
        """Whose data the effect touches: a municipality's, a provider's, or nobody's."""
        if self.provider_id is not None and (self.tenant_id is None or self.effect in FOR_PROVIDER):
            return ProviderScope(ProviderId(self.provider_id))
        if self.tenant_id is not None:
            return TenantScope(TenantId(self.tenant_id))
        return WorkerScope()


Handler = Callable[[ScopedSession, Sequence[Row], Tools], None]


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did."""

    done: int = 0
    failed: int = 0

    def __add__(self, other: "Drained") -> "Drained":
        return Drained(self.done + other.done, self.failed + other.failed)


class NoHandler(Exception):
    """Somebody asked for an effect that this version of the worker does not know."""


class LostLease(Exception):
    """Somebody else holds the rows by now; all that was done here is dropped."""


def drain(
    engine: Bind,
    handlers: Mapping[str, Handler],
    tools: Tools,
    *,
    batch: int = BATCH,
    lease_s: float = LEASE_S,
    barrier: Callable[[str], None] = lambda name: None,
) -> Drained:
    """Do due rows until none is left. Harmless when run twice or by two processes at once.

    `barrier` is called at named points; tests stop or kill the process there.
    """
    total = Drained()
    while leased := lease(engine, batch, lease_s=lease_s):
        token, rows = leased
        barrier("leased")
        renewed_at = time.monotonic()
        groups = grouped(rows)
        for number, group in enumerate(groups):
            if time.monotonic() - renewed_at > lease_s * RENEW_AT:
                later = [row for waiting in groups[number:] for row in waiting]
                _renew(engine, token, later, lease_s=lease_s)
                renewed_at = time.monotonic()
            handler = handlers.get(group[0].effect)
            total += _do(engine, handler, group[0].scope, group, token, tools, barrier)
    return total


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that can be done together: one effect for one scope; mail goes one by one.

    What has left the house cannot be rolled back, so a mail never shares its transaction.
    """
    groups: dict[tuple[str, Scope, int], list[Row]] = defaultdict(list)
    for row in rows:
        is_mail = row.effect.startswith("mail_")
        groups[row.effect, row.scope, row.id if is_mail else 0].append(row)
    return list(groups.values())


def lease(
    engine: Bind, batch: int = BATCH, *, lease_s: float = LEASE_S
) -> tuple[UUID, list[Row]] | None:
    """Take due rows for a while, by the database's clock; None when nothing is due.

    Mails come when nothing else is due, a few at a time: a mail server that is away or slow must
    not keep a delivery from its desk.

    A row whose lease ran out without a word may be what killed its worker: it is taken alone,
    after all others, and buried when every try ended like that.
    """
    token = uuid4()
    given = {"token": token, "lease": lease_s}
    with unit_of_work(engine, WorkerScope()) as session:
        for row in session.execute(_BURY, {"limit": len(BACK_OFF_S)}):
            log.error("outbox.dead", row=row.id, effect=row.effect, error="uitvoerder gestopt")
        for statement, most in (
            (_LEASE, batch),
            (_LEASE_MAILS, MAILS_AT_ONCE),
            (_LEASE_ABANDONED, 1),
        ):
            found = session.execute(statement, {**given, "most": most}).all()
            if found:
                return token, [Row(**row._mapping) for row in found]
    return None


def _renew(engine: Bind, token: UUID, rows: Sequence[Row], *, lease_s: float) -> None:
    """Hold on to what still waits for its turn; a slow neighbour must not let it go."""
    with unit_of_work(engine, WorkerScope()) as session:
        session.execute(_RENEW, {"ids": [row.id for row in rows], "token": token, "lease": lease_s})


def _do(
    engine: Bind,
    handler: Handler | None,
    scope: Scope,
    rows: list[Row],
    token: UUID,
    tools: Tools,
    barrier: Callable[[str], None],
) -> Drained:
    try:
        _attempt(engine, handler, scope, rows, token, tools, barrier)
    except LostLease:
        log.warning("outbox.lease_lost", rows=len(rows))
        return Drained()
    except Exception as error:
        if len(rows) == 1:
            _fail(engine, rows[0], token, error)
            return Drained(failed=1)
        total = Drained()
        for row in rows:
            total += _do(engine, handler, scope, [row], token, tools, barrier)
        return total
    return Drained(done=len(rows))


def _attempt(
    engine: Bind,
    handler: Handler | None,
    scope: Scope,
    rows: list[Row],
    token: UUID,
    tools: Tools,
    barrier: Callable[[str], None],
) -> None:
    if handler is None:
        raise NoHandler
    ids = [row.id for row in rows]
    with unit_of_work(engine, WorkerScope()) as session:
        still_ours = session.execute(_HOLD, {"ids": ids, "token": token}).scalars().all()
        if len(still_ours) != len(ids):
            raise LostLease
        enter_again(session, scope)
        handler(session, rows, tools)
        session.flush()
        barrier("effect")
        enter_again(session, WorkerScope())
        session.execute(_DONE, {"ids": ids, "token": token})
    barrier("done")


def _fail(engine: Bind, row: Row, token: UUID, error: Exception) -> None:
    """Put a row back with a pause, or bury it after the last try. The text holds no content."""
    dead = row.attempts > len(BACK_OFF_S)
    pause = BACK_OFF_S[min(row.attempts, len(BACK_OFF_S)) - 1]
    with unit_of_work(engine, WorkerScope()) as session:
        session.execute(
            _FAILED,
            {
                "id": row.id,
                "token": token,
                "state": "dood" if dead else "wacht",
                "pause": pause,
                "error": told(error)[:MAX_ERROR_LENGTH],
            },
        )
    log.error(
        "outbox.dead" if dead else "outbox.failed",
        row=row.id,
        effect=row.effect,
        attempt=row.attempts,
        error=type(error).__name__,
        exc_info=error if dead else None,
    )


def revive(session: ScopedSession, row_id: int) -> bool:
    """Give a dead row a fresh start; whether there was one."""
    return bool(session.execute(_REVIVE, {"id": row_id}).rowcount)  # type: ignore[attr-defined]


def heartbeat_row(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """Nothing to bring about: that the row gets done shows that somebody does rows."""


def waiting_s(engine: Bind) -> float | None:
    """How long the oldest row that nobody holds has been due, in seconds; None: there is none."""
    with unit_of_work(engine, WorkerScope()) as session:
        waited: float | None = session.scalar(_WAITING)
    return waited


# Chosen first and once: inside WHERE the planner may run the choice again for every row, and each
# time it skips what it has, so that the limit means nothing.
_LEASE_SOME = """
    WITH due AS MATERIALIZED (
      SELECT id AS due_id FROM outbox
      WHERE state = 'wacht' AND available_at <= now() AND {which} FOR UPDATE SKIP LOCKED)
    UPDATE outbox SET lease_token = :token, leased_until = now() + make_interval(secs => :lease),
                      attempts = attempts + 1
    FROM due WHERE id = due_id
    RETURNING id, effect, effect_key, tenant_id, provider_id, data, attempts
    """
_FRESH = "leased_until IS NULL AND {mail} starts_with(effect, 'mail_') ORDER BY available_at, id"
_LEASE = text(_LEASE_SOME.format(which=_FRESH.format(mail="NOT") + " LIMIT :most"))
_LEASE_MAILS = text(_LEASE_SOME.format(which=_FRESH.format(mail="") + " LIMIT :most"))
_LEASE_ABANDONED = text(
    _LEASE_SOME.format(which="leased_until < now() ORDER BY attempts, available_at, id LIMIT :most")
)
_RENEW = text(
    "UPDATE outbox SET leased_until = now() + make_interval(secs => :lease)"
    " WHERE id = ANY(:ids) AND lease_token = :token AND state = 'wacht'"
)
_BURY = text(
    "UPDATE outbox SET state = 'dood', last_error = coalesce(last_error, 'uitvoerder gestopt'),"
    " leased_until = NULL, lease_token = NULL"
    " WHERE state = 'wacht' AND attempts > :limit AND leased_until < now() RETURNING id, effect"
)
_HOLD = text(
    "SELECT id FROM outbox WHERE id = ANY(:ids) AND lease_token = :token AND state = 'wacht'"
    " ORDER BY id FOR UPDATE"
)
_DONE = text(
    "UPDATE outbox SET state = 'klaar', done_at = now(), leased_until = NULL, lease_token = NULL,"
    " last_error = NULL WHERE id = ANY(:ids) AND lease_token = :token"
)
_FAILED = text(
    "UPDATE outbox SET state = :state, last_error = :error, leased_until = NULL,"
    " lease_token = NULL, available_at = now() + make_interval(secs => :pause)"
    " WHERE id = :id AND lease_token = :token"
)
_REVIVE = text(
    "UPDATE outbox SET state = 'wacht', attempts = 0, available_at = now(), leased_until = NULL,"
    " lease_token = NULL WHERE id = :id AND state = 'dood'"
)
_WAITING = text(
    "SELECT CAST(extract(epoch FROM now() - min(available_at)) AS float) FROM outbox"
    " WHERE state = 'wacht' AND available_at <= now()"
    " AND (leased_until IS NULL OR leased_until < now())"
)
