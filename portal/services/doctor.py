"""Examines a running installation: what is well, what is not, and what to do about it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from portal.adapters.database import ScopedSession
from portal.adapters.mail import MailFailed
from portal.adapters.queue import QueueReport, QueueUnreachable, examine_queue
from portal.domain.calendar import format_moment
from portal.domain.scopes import AuditScope
from portal.queries.operating import Figures, Verified, figures, last_verified
from portal.services.installation import (
    legal_time_problem,
    login_problems,
    shape_problems,
    wall_problems,
)
from portal.services.runtime import Runtime

MAX_OFFSET = timedelta(seconds=2)
MAX_HEARTBEAT = timedelta(seconds=15)
LATE_ROW = timedelta(minutes=1)
VERIFY_WITHIN = timedelta(days=8)
MIN_FREE_BYTES = 1024**3
SAFE_POLICY = "noeviction"
# How long Redis may take in all: a page waits less than a command.
GLANCE_S, PATIENCE_S = 0.2, 10.0


class Verdict(StrEnum):
    """How a part is doing; only what is wrong counts in the exit status."""

    WELL = "goed"
    LOOK = "let op"
    WRONG = "fout"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the installation, what was found, and a sentence about it."""

    name: str
    verdict: Verdict
    sentence: str


# No process runs without them.
SETTINGS = Part("Instellingen", Verdict.WELL, "Alle instellingen zijn er en kloppen van vorm.")


@dataclass(frozen=True, slots=True)
class Sight:
    """The database as an examination sees it: as the bare login, and as the audit."""

    runtime: Runtime
    connection: Connection
    audit: ScopedSession


def examine(runtime: Runtime) -> Iterator[Part]:
    """Every part in turn. A part that cannot be examined is wrong; the next ones still follow."""
    with ScopedSession(runtime.engine).enter(AuditScope()) as audit:
        yield from _database(runtime, audit)
    yield from _redis(runtime, budget_s=PATIENCE_S)
    yield from _storage(runtime.tools.storage.root)
    yield from _mail(runtime)


def glance(runtime: Runtime, audit: ScopedSession) -> Iterator[Part]:
    """What a page has the time for: all but storage and mail, and Redis within 200 ms.

    Where a part cannot be examined, the session starts a new transaction.
    """
    yield SETTINGS
    yield from _database(runtime, audit)
    yield from _redis(runtime, budget_s=GLANCE_S)


def _database(runtime: Runtime, audit: ScopedSession) -> Iterator[Part]:
    try:
        with runtime.engine.connect() as connection:
            yield from _server(runtime, connection)
            sight = Sight(runtime, connection, audit)
            for name, examination in _IN_DATABASE.items():
                try:
                    yield from examination(sight)
                except SQLAlchemyError as error:
                    yield _unexamined(name, error)
                    # What failed here must not fail the next one too.
                    connection.rollback()
                    audit.rollback()
    except SQLAlchemyError as error:
        yield Part("Database", Verdict.WRONG, f"De database antwoordt niet: {_cause(error)}.")


def _server(runtime: Runtime, connection: Connection) -> Iterator[Part]:
    """Whether it answers, and its clock, which the legal time comes from, beside this machine's."""
    before = runtime.tools.utc_now()
    row = connection.execute(_WHO_AND_WHEN).one()
    after = runtime.tools.utc_now()
    yield Part("Database", Verdict.WELL, f"PostgreSQL {row.version} antwoordt.")
    offset: timedelta = row.now - before - (after - before) / 2
    is_equal = abs(offset) <= MAX_OFFSET
    yield Part(
        "Gelijke klokken",
        Verdict.WELL if is_equal else Verdict.WRONG,
        f"De database loopt {_number(abs(offset) / timedelta(seconds=1), 3)} s "
        f"{'voor' if offset >= timedelta() else 'achter'} op deze machine."
        + ("" if is_equal else " Zet op beide machines NTP aan."),
    )


def _login(sight: Sight) -> Iterator[Part]:
    yield from _from_problems(
        "Login",
        login_problems(sight.connection),
        "De login is geen eigenaar en kan rijbeveiliging niet omzeilen.",
    )


def _shape(sight: Sight) -> Iterator[Part]:
    yield from _from_problems(
        "Vorm",
        shape_problems(sight.connection, sight.runtime.settings),
        "De tabellen hebben de nieuwste vorm.",
    )


def _walls(sight: Sight) -> Iterator[Part]:
    yield from _from_problems(
        "Rijbeveiliging",
        wall_problems(sight.audit),
        "Elke tabel van een gemeente of aanbieder heeft gedwongen rijbeveiliging.",
    )


def _legal_time(sight: Sight) -> Iterator[Part]:
    problem = legal_time_problem(sight.audit)
    yield from _from_problems(
        "Tijd van ontvangst",
        [problem] if problem else [],
        "legal_now() is de klok van de database.",
    )


def _machinery(sight: Sight) -> Iterator[Part]:
    found = figures(sight.audit, AuditScope(), key_id=sight.runtime.tools.signer.key_id)
    yield from _outbox(found)
    yield _heartbeat(found)
    yield from _signed_heads(found, sight.runtime.tools.signer.key_id)


def _outbox(found: Figures) -> Iterator[Part]:
    waits = found.read_at - found.oldest_at if found.oldest_at else timedelta()
    is_late = waits > LATE_ROW
    yield Part(
        "Uitgaand werk",
        Verdict.WRONG if is_late else Verdict.WELL,
        f"{_counted(found.waiting, 'regel wacht', 'regels wachten')}, de oudste {_lasts(waits)}."
        + (" Kijk of de uitvoerder en de klok draaien." if is_late else "")
        if found.waiting
        else "Er wacht niets.",
    )
    yield Part(
        "Mislukt werk",
        Verdict.WRONG if found.dead else Verdict.WELL,
        f"{_counted(found.dead, 'regel is', 'regels zijn')} opgegeven. "
        "De pagina van de operator zegt waarom, en probeert ze opnieuw."
        if found.dead
        else "Geen enkele regel is opgegeven.",
    )


def _heartbeat(found: Figures) -> Part:
    if found.clock_seen_at is None:
        seen, is_alive = "Nog nooit gezien.", False
    else:
        silent = found.read_at - found.clock_seen_at
        seen, is_alive = f"Gezien {_lasts(silent)} geleden.", silent <= MAX_HEARTBEAT
    return Part(
        "Klokproces",
        Verdict.WELL if is_alive else Verdict.WRONG,
        seen if is_alive else f"{seen} Start het met `portal clock`.",
    )


def _signed_heads(found: Figures, key_id: str) -> Iterator[Part]:
    if found.unsigned:
        yield Part(
            "Ketenkoppen",
            Verdict.LOOK,
            f"{_counted(found.unsigned, 'keten is', 'ketens zijn')} langer dan een minuut niet ondertekend. "
            "Dat doet het klokproces.",
        )
    if found.other_keys:
        yield Part(
            "Ketenkoppen",
            Verdict.LOOK,
            f"{_counted(found.other_keys, 'kop is', 'koppen zijn')} ondertekend met een andere sleutel dan {key_id}. "
            "Geef `portal verify` ook de oude openbare sleutel mee.",
        )
    if not found.unsigned and not found.other_keys:
        yield Part("Ketenkoppen", Verdict.WELL, f"Ondertekend met {key_id}.")


def _verified(sight: Sight) -> Iterator[Part]:
    """When everything was read again for the last time, and what came of it."""
    last = last_verified(sight.audit, AuditScope())
    if last is None:
        yield Part(
            "Bewijs",
            Verdict.LOOK,
            "Nog nooit nagelezen. Laat `portal verify` elke nacht draaien (cron).",
        )
        return
    is_old = last.age > VERIFY_WITHIN
    yield Part(
        "Bewijs",
        Verdict.WRONG if last.flaws else Verdict.LOOK if is_old else Verdict.WELL,
        _outcome(last)
        + (
            " Dat is lang geleden: laat `portal verify` elke nacht draaien (cron)."
            if is_old
            else ""
        ),
    )


def _outcome(last: Verified) -> str:
    when = f"Op {format_moment(last.ended_at)} klopte"
    if last.flaws:
        return f"{when} op {_counted(last.flaws, 'plek', 'plekken')} iets niet. `portal verify --alles` noemt ze."
    files = f"{last.files} bestanden" if last.with_files else "geen bestanden"
    return f"{when} alles: {last.entries} regels, {last.rows} rijen en {files}."


def _redis(runtime: Runtime, *, budget_s: float) -> Iterator[Part]:
    try:
        report = examine_queue(runtime.settings.redis_url, budget_s=budget_s)
    except QueueUnreachable as error:
        yield Part(
            "Redis",
            Verdict.WRONG,
            f"Redis antwoordt niet ({error}). Niets gaat verloren; alles gaat trager.",
        )
        return
    yield Part("Redis", Verdict.WELL, f"Versie {report.version} antwoordt.")
    yield _eviction(report)
    yield Part(
        "Uitvoerder",
        Verdict.WELL if report.workers else Verdict.WRONG,
        f"Aangemeld bij de wachtrij: {len(report.workers)}."
        if report.workers
        else "Er is geen uitvoerder aangemeld. Start er een met `portal worker`.",
    )


def _eviction(report: QueueReport) -> Part:
    if report.eviction_policy == SAFE_POLICY:
        return Part("Geheugen van Redis", Verdict.WELL, f"maxmemory-policy is {SAFE_POLICY}.")
    return Part(
        "Geheugen van Redis",
        Verdict.WRONG,
        f"maxmemory-policy is {report.eviction_policy}: Redis gooit taken weg als het vol raakt. "
        f"Zet haar op {SAFE_POLICY}.",
    )


def _storage(root: Path) -> Iterator[Part]:
    """A file can be written, synced and removed where the attachments live."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root) as probe:
            probe.write(b"x")
            probe.flush()
            os.fsync(probe.fileno())
        free = shutil.disk_usage(root).free
    except OSError as error:
        yield _unexamined("Opslag", error)
        return
    yield Part(
        "Opslag",
        Verdict.WELL if free >= MIN_FREE_BYTES else Verdict.WRONG,
        f"Te beschrijven, {_number(free / 1024**3, 1)} GiB vrij."
        + ("" if free >= MIN_FREE_BYTES else " Maak ruimte: bestanden worden straks geweigerd."),
    )


def _mail(runtime: Runtime) -> Iterator[Part]:
    try:
        runtime.tools.mail.check()
    except MailFailed as error:
        yield Part(
            "Mail",
            Verdict.WRONG,
            f"De mailserver neemt niets aan: {error}. Indienen werkt; mail volgt later.",
        )
    else:
        yield Part("Mail", Verdict.WELL, "De mailserver neemt mail aan.")


def _from_problems(name: str, problems: list[str], otherwise: str) -> Iterator[Part]:
    if not problems:
        yield Part(name, Verdict.WELL, otherwise)
    for problem in problems:
        yield Part(name, Verdict.WRONG, problem)


def _unexamined(name: str, error: Exception) -> Part:
    return Part(name, Verdict.WRONG, f"Dit was niet te onderzoeken: {_cause(error)}.")


def _lasts(time: timedelta) -> str:
    """ "42 s", "12 minuten", "5 uur", "3 dagen"."""
    for unit, name in ((timedelta(days=1), "dagen"), (timedelta(hours=1), "uur")):
        if time >= 2 * unit:
            return f"{time // unit} {name}"
    minutes = timedelta(minutes=1)
    return f"{time // minutes} minuten" if time >= 10 * minutes else f"{time.total_seconds():.0f} s"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _cause(error: Exception) -> str:
    """The first line of what the driver said; the statement behind it says nothing to a person."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return (said.strip() or type(error).__name__).splitlines()[0].rstrip(".")


_WHO_AND_WHEN = text(
    "SELECT current_setting('server_version') AS version, clock_timestamp() AS now"
)
_IN_DATABASE: dict[str, Callable[[Sight], Iterator[Part]]] = {
    "Login": _login,
    "Vorm": _shape,
    "Rijbeveiliging": _walls,
    "Tijd van ontvangst": _legal_time,
    "Uitgaand werk": _machinery,
    "Bewijs": _verified,
}
