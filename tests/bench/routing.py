"""Rows routed per second: the drain with real rules, against one RQ job per row."""

import statistics
import time
from dataclasses import dataclass

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from portal.adapters.database import enter_again, unit_of_work
from portal.adapters.queue import connect, make_queue
from portal.domain.scopes import WorkerScope
from portal.services.effects.routing import route
from portal.services.outbox import _DONE, BATCH, _do, grouped, lease
from portal.services.runtime import make_runtime
from portal.services.tools import Tools
from tests.bench.ground import Ground

ROWS, JOB_ROWS, ROUNDS = 2_000, 200, 3

_here: list[Ground] = []
_tools: list[Tools] = []

MAKE = """
WITH p AS (SELECT p.id, c.tenant_id, (SELECT a.id FROM account a WHERE a.slug = 'bob') AS who
           FROM provider p JOIN contract c ON c.provider_id = p.id AND c.domain = 'wmo'
           WHERE p.slug = 'lindehaege' ORDER BY c.tenant_id),
s AS (INSERT INTO submission (provider_id, key, reference, kind, payload_version, payload, own_answers,
        body_sha256, submitted_by, submitted_by_name)
      SELECT (SELECT id FROM p LIMIT 1), gen_random_uuid(), 'M-' || %(round)s || '-' || n, 'clientenstop', 1,
        '{"oorsprong": "wens", "ingangsdatum": "2030-06-01", "einde": "nader_bericht"}', '{}', '',
        (SELECT who FROM p LIMIT 1), 'Bob' FROM generate_series(1, %(rows)s) n
      RETURNING id, reference, provider_id),
d AS (INSERT INTO delivery (tenant_id, submission_id, provider_id, reference, kind, provider_name,
        subject, answers, marks, starts_on)
      SELECT (array(SELECT tenant_id FROM p))[1 + (row_number() OVER ())::int %% (SELECT count(*)::int FROM p)],
        s.id, s.provider_id, s.reference, 'clientenstop', 'Zorggroep Lindehaege', 'Cliëntenstop',
        '{"producten": ["W101"]}', '{}', '2030-06-01' FROM s
      RETURNING id, tenant_id, provider_id)
INSERT INTO outbox (effect, effect_key, tenant_id, provider_id, data)
SELECT 'bezorgen', 'bezorgen:' || d.id, d.tenant_id, d.provider_id,
  jsonb_build_object('delivery', d.id) FROM d
"""


@dataclass(frozen=True)
class RoutingResult:
    """Rows per second, medians over the rounds."""

    drained: float
    by_job: float

    @property
    def ratio(self) -> float:
        return self.drained / self.by_job


def measure_routing(ground: Ground) -> RoutingResult:
    """In turns: a drain of many rows, a job for each of some rows."""
    _here[:], _tools[:] = [ground], [make_runtime(ground.settings).tools]
    drained, by_job = [], []
    for turn in range(ROUNDS):
        drained.append(_drain_once(ground, turn))
        by_job.append(_jobs_once(ground, turn))
    return RoutingResult(statistics.median(drained), statistics.median(by_job))


def _drain_once(ground: Ground, turn: int) -> float:
    ground.admin.execute(MAKE, {"round": f"{turn}a", "rows": ROWS})
    runtime = make_runtime(ground.settings)
    done = 0
    started = time.perf_counter()
    # The loop of `drain`, stopped once the last row is routed: the mails it asks for come after.
    while done < ROWS:
        leased = lease(runtime.engine, BATCH)
        assert leased is not None
        for group in grouped(leased[1]):
            if group[0].effect == "bezorgen":
                done += _do(
                    runtime.engine, route, group[0].scope, group, leased[0], runtime.tools,
                    lambda name: None,
                ).done  # fmt: skip
    rate = ROWS / (time.perf_counter() - started)
    runtime.engine.dispose()
    _clear(ground)
    return rate


def _jobs_once(ground: Ground, turn: int) -> float:
    ground.admin.execute(MAKE, {"round": f"{turn}b", "rows": JOB_ROWS})
    connection = connect(ground.settings.redis_url)
    queue = make_queue(connection)
    for _ in range(JOB_ROWS):
        queue.enqueue("tests.bench.routing.route_one")
    worker = SimpleWorker([queue], connection=connection, serializer=JSONSerializer)
    started = time.perf_counter()
    worker.work(burst=True, logging_level="ERROR")
    rate = JOB_ROWS / (time.perf_counter() - started)
    _clear(ground)
    return rate


def route_one() -> None:
    """What a design with one job per row would do: take one, route it, mark it, commit."""
    ground, tools = _here[0], _tools[0]
    leased = lease(ground.engine, 1)
    if leased is None:
        return
    token, rows = leased
    for group in grouped(rows):
        with unit_of_work(ground.engine, WorkerScope()) as session:
            enter_again(session, group[0].scope)
            route(session, group, tools)
            session.flush()
            enter_again(session, WorkerScope())
            session.execute(_DONE, {"ids": [row.id for row in group], "token": token})


def _clear(ground: Ground) -> None:
    ground.admin.execute("UPDATE outbox SET state = 'klaar', done_at = now() WHERE state = 'wacht'")
