"""Examines a running installation: what is well, what is not, and what to do about it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from portal.adapters.database import unit_of_work
from portal.adapters.mail import MailFailed
from portal.adapters.queue import QueueReport, QueueUnreachable, examine_queue
from portal.domain.scopes import AuditScope
from portal.services.installation import (
    check_installation,
    legal_time_problem,
    login_problems,
    wall_problems,
)
from portal.services.runtime import Runtime

MAX_OFFSET_S = 2.0
MAX_HEARTBEAT_S = 15.0
LATE_ROW_S = 60.0
MIN_FREE_BYTES = 1024**3
SAFE_POLICY = "noeviction"


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


Examination = Callable[[Runtime], Iterator[Part]]


def examine(runtime: Runtime) -> Iterator[Part]:
    """Every part in turn. A part that cannot be examined is wrong; the next ones still follow."""
    try:
        with runtime.engine.connect() as connection:
            server = connection.scalar(text("SHOW server_version"))
    except SQLAlchemyError as error:
        yield Part("Database", Verdict.WRONG, f"De database antwoordt niet: {_cause(error)}.")
    else:
        yield Part("Database", Verdict.WELL, f"PostgreSQL {server} antwoordt.")
        for name, examination in _IN_DATABASE.items():
            yield from _guarded(name, examination, runtime)
    for name, examination in _BESIDE_IT.items():
        yield from _guarded(name, examination, runtime)


def _guarded(name: str, examination: Examination, runtime: Runtime) -> Iterator[Part]:
    try:
        yield from examination(runtime)
    except (SQLAlchemyError, OSError) as error:
        yield Part(name, Verdict.WRONG, f"Dit was niet te onderzoeken: {_cause(error)}.")


def _login(runtime: Runtime) -> Iterator[Part]:
    yield from _from_problems(
        "Login",
        login_problems(runtime.engine),
        "De login is geen eigenaar en kan rijbeveiliging niet omzeilen.",
    )


def _shape(runtime: Runtime) -> Iterator[Part]:
    login = login_problems(runtime.engine)
    problems = [
        problem
        for problem in check_installation(runtime.engine, runtime.settings)
        if problem not in login
    ]
    yield from _from_problems("Vorm", problems, "De tabellen hebben de nieuwste vorm.")


def _walls(runtime: Runtime) -> Iterator[Part]:
    yield from _from_problems(
        "Rijbeveiliging",
        wall_problems(runtime.engine),
        "Elke tabel van een gemeente of aanbieder heeft gedwongen rijbeveiliging.",
    )


def _legal_time(runtime: Runtime) -> Iterator[Part]:
    problem = legal_time_problem(runtime.engine)
    yield from _from_problems(
        "Tijd van ontvangst",
        [problem] if problem else [],
        "legal_now() is de klok van de database.",
    )


def _offset(runtime: Runtime) -> Iterator[Part]:
    """This machine's clock beside the database's, which the legal time comes from."""
    with runtime.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        before = runtime.tools.utc_now()
        theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        after = runtime.tools.utc_now()
    offset_s = (theirs - before - (after - before) / 2) / timedelta(seconds=1)
    yield Part(
        "Gelijke klokken",
        Verdict.WELL if abs(offset_s) <= MAX_OFFSET_S else Verdict.WRONG,
        f"De database loopt {abs(offset_s):.3f} s {'voor' if offset_s >= 0 else 'achter'} "
        "op deze machine."
        + ("" if abs(offset_s) <= MAX_OFFSET_S else " Zet op beide machines NTP aan."),
    )


def _outbox(runtime: Runtime) -> Iterator[Part]:
    with unit_of_work(runtime.engine, AuditScope()) as session:
        row = session.execute(_OUTBOX).one()
    late = row.oldest_s is not None and row.oldest_s > LATE_ROW_S
    yield Part(
        "Uitgaand werk",
        Verdict.WRONG if late else Verdict.WELL,
        "Er wacht niets."
        if row.oldest_s is None
        else f"{row.waiting} wachten, de oudste {row.oldest_s:.0f} s."
        + (" Kijk of de uitvoerder en de klok draaien." if late else ""),
    )
    yield Part(
        "Mislukt werk",
        Verdict.WRONG if row.dead else Verdict.WELL,
        f"{row.dead} regels zijn opgegeven. Open de operatorpagina en probeer ze opnieuw."
        if row.dead
        else "Geen enkele regel is opgegeven.",
    )


def _heartbeat(runtime: Runtime) -> Iterator[Part]:
    with unit_of_work(runtime.engine, AuditScope()) as session:
        age_s = session.scalar(_CLOCK_AGE)
    alive = age_s is not None and age_s <= MAX_HEARTBEAT_S
    yield Part(
        "Klokproces",
        Verdict.WELL if alive else Verdict.WRONG,
        ("Nog nooit gezien." if age_s is None else f"Gezien {age_s:.0f} s geleden.")
        + ("" if alive else " Start het met `portal clock`."),
    )


def _signed_heads(runtime: Runtime) -> Iterator[Part]:
    with unit_of_work(runtime.engine, AuditScope()) as session:
        unsigned = session.scalar(_UNSIGNED) or 0
        other = session.scalar(_OTHER_KEYS, {"key": runtime.tools.signer.key_id}) or 0
    problems = []
    if unsigned:
        problems.append(
            f"{unsigned} ketens zijn langer dan een minuut niet ondertekend. "
            "Dat doet het klokproces."
        )
    if other:
        problems.append(
            f"{other} koppen zijn ondertekend met een andere sleutel dan {runtime.tools.signer.key_id}. "
            "Geef `portal verify` ook de oude openbare sleutel mee."
        )
    if problems:
        yield from (Part("Ketenkoppen", Verdict.LOOK, problem) for problem in problems)
    else:
        yield Part("Ketenkoppen", Verdict.WELL, f"Ondertekend met {runtime.tools.signer.key_id}.")


def _redis(runtime: Runtime) -> Iterator[Part]:
    try:
        report = examine_queue(runtime.settings.redis_url)
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
        f"{len(report.workers)} uitvoerder(s) aangemeld bij de wachtrij."
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


def _storage(runtime: Runtime) -> Iterator[Part]:
    """A file can be written, synced and removed where the attachments live."""
    root: Path = runtime.tools.storage.root
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root) as probe:
        probe.write(b"x")
        probe.flush()
        os.fsync(probe.fileno())
    free = shutil.disk_usage(root).free
    yield Part(
        "Opslag",
        Verdict.WELL if free >= MIN_FREE_BYTES else Verdict.WRONG,
        f"Te beschrijven, {free / 1024**3:.1f} GiB vrij."
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


def _cause(error: Exception) -> str:
    """The first line of what the driver said; the statement behind it says nothing to a person."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return (said.strip() or type(error).__name__).splitlines()[0].rstrip(".")


_IN_DATABASE: dict[str, Examination] = {
    "Login": _login,
    "Vorm": _shape,
    "Rijbeveiliging": _walls,
    "Tijd van ontvangst": _legal_time,
    "Gelijke klokken": _offset,
    "Uitgaand werk": _outbox,
    "Klokproces": _heartbeat,
    "Ketenkoppen": _signed_heads,
}
_BESIDE_IT: dict[str, Examination] = {"Redis": _redis, "Opslag": _storage, "Mail": _mail}

_OUTBOX = text(
    "SELECT count(*) FILTER (WHERE due) AS waiting, count(*) FILTER (WHERE state = 'dood') AS dead,"
    " CAST(extract(epoch FROM now() - min(available_at) FILTER (WHERE due)) AS float) AS oldest_s"
    " FROM (SELECT state, available_at, state = 'wacht' AND available_at <= now() AS due"
    "       FROM outbox WHERE state <> 'klaar') o"
)
_CLOCK_AGE = text(
    "SELECT CAST(extract(epoch FROM now() - seen_at) AS float) FROM heartbeat WHERE name = 'clock'"
)
_UNSIGNED = text(
    "SELECT count(*) FROM ledger_head h"
    " JOIN ledger_entry e ON e.tenant_id = h.tenant_id AND e.seq = h.seq"
    " WHERE e.recorded_at < now() - interval '1 minute' AND NOT EXISTS"
    " (SELECT 1 FROM head_signature s WHERE s.tenant_id = h.tenant_id AND s.seq = h.seq)"
)
_OTHER_KEYS = text("SELECT count(*) FROM head_signature WHERE key_id <> :key")
