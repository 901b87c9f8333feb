"""Mijn werk of a municipality with a million open deliveries, against one with a thousand."""

import re
import statistics
import time
from dataclasses import dataclass
from html import unescape

from tests.bench.ground import Ground
from tests.bench.web import Browser, server, token_on

SMALL, LARGE = 1_000, 1_000_000
SAMPLES, WARM_UP = 60, 10
DEEP = 5
# Who looks, and at which municipality.
READERS = {"klein": ("dora", "apeldoorn"), "groot": ("alice", "brummen")}
NEXT = re.compile(r'href="([^"]*[?&;]na=[^"]*)"')

FILL = """
WITH t AS (SELECT id FROM tenant WHERE slug = %(slug)s),
p AS (SELECT id, name FROM provider ORDER BY slug LIMIT 1),
s AS (INSERT INTO submission (provider_id, key, reference, kind, payload_version, payload, own_answers,
        body_sha256, submitted_by, submitted_by_name)
      SELECT p.id, gen_random_uuid(), 'W-' || %(slug)s || '-' || n, 'verbeterplan', 1, '{}', '{}', '',
        (SELECT id FROM account WHERE slug = 'bob'), 'Bob' FROM p, generate_series(1, %(rows)s) n
      RETURNING id, reference, provider_id)
INSERT INTO delivery (tenant_id, submission_id, provider_id, reference, kind, provider_name, subject,
    answers, marks, state, desk, routed_at, delivered_at, due_on)
SELECT t.id, s.id, s.provider_id, s.reference, 'verbeterplan', p.name,
    'Verbeterplan over rapporteren', '{}', '{}', 'bij_team', 'contractmanagement', now(), now(),
    current_date + 8 + (row_number() OVER () %% 200)::int
FROM s, t, p
"""


@dataclass(frozen=True)
class WorkListResult:
    """Medians in milliseconds of whole pages, the first and a deep one."""

    small_ms: float
    large_ms: float
    small_deep_ms: float
    large_deep_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms

    @property
    def deep_ratio(self) -> float:
        return self.large_deep_ms / self.small_deep_ms


def measure_work_list(ground: Ground, port: int, large: int = LARGE) -> WorkListResult:
    """The same page of both, in turns: fifty lines, counts and all that stands around them."""
    # The rows stand for what came in over years: neither chained nor routed one by one.
    ground.admin.execute("SET session_replication_role = replica")
    for slug, rows in (("apeldoorn", SMALL), ("brummen", large)):
        ground.admin.execute(FILL, {"slug": slug, "rows": rows})
    ground.admin.execute("SET session_replication_role = origin")
    ground.admin.execute("VACUUM ANALYZE")
    times: dict[str, list[float]] = {}
    with server("portal.app:from_env", port, ground.environment):
        browsers, deep = {}, {}
        for size, (who, slug) in READERS.items():
            browser = browsers[size] = Browser(port)
            token = token_on(browser.get("/demo"))
            browser.post("/demo/aanmelden", {"persoon": who, "csrf_token": token})
            deep[size] = _deep(browser, f"/g/{slug}/")
        for turn in range(WARM_UP + SAMPLES):
            for size, (_, slug) in READERS.items():
                for name, path in ((size, f"/g/{slug}/"), (f"{size} diep", deep[size])):
                    spent = _timed(browsers[size], path)
                    if turn >= WARM_UP:
                        times.setdefault(name, []).append(spent)
    medians = {name: 1000 * statistics.median(found) for name, found in times.items()}
    return WorkListResult(
        medians["klein"], medians["groot"], medians["klein diep"], medians["groot diep"]
    )


def _deep(browser: Browser, path: str) -> str:
    """The address some pages further."""
    for _ in range(DEEP):
        found = NEXT.search(browser.get(path))
        assert found, f"{path} heeft geen volgende bladzijde"
        path = unescape(found.group(1))
    return path


def _timed(browser: Browser, path: str) -> float:
    started = time.perf_counter()
    page = browser.get(path)
    spent = time.perf_counter() - started
    assert "Verbeterplan over rapporteren" in page, page[:500]
    return spent
