"""Running portals for the fault tests: processes, a browser at the wire, and the judge."""

import http.client
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html

from portal.services.heads import journal_path
from portal.services.verifying import verify_database
from tests.support.app import Page, Portal, Visitor, make_settings
from tests.support.forms import fill_in
from tests.support.processes import Process, environment_of, until

SESSION_COOKIE = "portaal"
TO = ("brummen", "epe")
# Clocks that do not count from the moment of receipt, whenever the worker got to them.
LATER_CLOCKS = (
    "SELECT count(*) FROM deadline k JOIN delivery d ON d.id = k.delivery_id"
    " WHERE (k.clock->'outcome'->>'start_on')::date"
    "   <> (d.received_at AT TIME ZONE 'Europe/Amsterdam')::date"
    " OR (k.clock->'outcome'->>'start_at')::timestamptz <> d.received_at"
)


@dataclass
class Running:
    """The processes of one installation, and where they keep what they say."""

    portal: Portal
    environment: dict[str, str]
    folder: Path
    processes: list[Process] = field(default_factory=list)

    @property
    def mark(self) -> Path:
        """There once a barrier was reached: without it a fault did not happen."""
        return self.folder / "bereikt"

    @property
    def mails(self) -> int:
        return len(list((self.folder / "postvak").glob("*.eml")))

    def start(self, *arguments: str, **more: str) -> Process:
        """One process more."""
        log = self.folder / f"{len(self.processes)}-{arguments[0]}.log"
        extra = {"PORTAL_BARRIER_MARK": str(self.mark), **more}
        process = Process(list(arguments), {**self.environment, **extra}, log)
        self.processes.append(process)
        return process

    def worker(self, **more: str) -> Process:
        return self.start("worker", **more)

    def clock(self, **more: str) -> Process:
        return self.start("worker.clock", **more)

    def web(self, **more: str) -> "Web":
        """A web server of one process; answers when this returns."""
        port = free_port()
        process = self.start(
            "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "1", "--no-ws", "--factory",
            "--log-level", "error", "tests.faults.web:from_env", **more,
        )  # fmt: skip
        return Web(process, port)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()


@dataclass
class Web:
    """A web server and how to talk to it."""

    process: Process
    port: int

    def wait(self) -> "Web":
        until(self.answers, f"web op poort {self.port}")
        return self

    def answers(self) -> bool:
        if not self.process.is_running:
            raise AssertionError(self.process.log.read_text())
        with suppress(OSError, http.client.HTTPException):
            return self.send("GET", "/gezondheid", "").status == 200
        return False

    def send(
        self, method: str, path: str, cookie: str, fields: Mapping[str, Any] | None = None
    ) -> "Answer":
        """One request over a connection of its own, as a browser without script would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": f"{SESSION_COOKIE}={cookie}"}
        body = None
        if fields is not None:
            body = urlencode(dict(fields), doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            started = time.monotonic()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(
                response.status,
                response.headers.get("Location", ""),
                text,
                time.monotonic() - started,
            )
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    location: str
    text: str
    seconds: float

    @property
    def words(self) -> str:
        return " ".join(html.fromstring(self.text).text_content().split())


@dataclass
class Sender:
    """Bob, with a form that is filled in and checked: one click away from submitting."""

    cookie: str
    path: str
    fields: Mapping[str, Any]

    def submit(self, web: Web) -> Answer:
        """Press the button; the same click again, however often."""
        return web.send("POST", self.path, self.cookie, self.fields)

    def look(self, web: Web, path: str = "") -> Answer:
        return web.send("GET", path or self.path, self.cookie)


def ready(portal: Portal, kind: str, pages: Mapping[str, Mapping[str, Any]]) -> Sender:
    """Everything up to the last click happens in this process."""
    visitor: Visitor = portal.visitor("bob")
    check: Page = fill_in(visitor, kind, pages)
    cookie = visitor.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    return Sender(cookie.value, check.response.request.path, check.form("/controleren"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(portal: Portal, folder: Path, **changes: Any) -> Iterator[Running]:
    """An installation without processes yet; whatever is started is ended."""
    folder.mkdir(exist_ok=True)
    settings = make_settings(
        portal.database,
        portal.settings.storage,
        secret_key=portal.settings.secret_key,
        mail_url=f"file://{folder / 'postvak'}",
        **changes,
    )
    journal_path(portal.storage.root).unlink(missing_ok=True)
    here = Running(portal, environment_of(settings), folder)
    with ExitStack() as stack:
        stack.callback(here.stop)
        yield here


def all_done(portal: Portal) -> bool:
    """Whether no effect waits any more, and every delivery has its desk."""
    waiting = portal.database.one("SELECT count(*) FROM outbox WHERE state <> 'klaar'")
    return waiting == 0 and portal.database.one("SELECT count(*) FROM delivery") > 0


def judge(
    here: Running, *, submissions: int = 1, to: tuple[str, ...] = TO, within_s: float = 25
) -> None:
    """Everything arrived, and everything happened once."""
    portal = here.portal
    database = portal.database
    try:
        until(lambda: all_done(portal), "alles bezorgd en gemaakt", within_s=within_s)
    except AssertionError as late:
        raise AssertionError(
            f"{late}; wacht: "
            f"{database.rows('SELECT effect, state, attempts, last_error FROM outbox')}"
            + "".join(f"\n{p.log.name}: {p.log.read_text()[-1500:]}" for p in here.processes)
        ) from late
    deliveries = submissions * len(to)
    counted = dict(database.rows("SELECT type, count(*) FROM event GROUP BY type"))
    assert counted == {"ontvangen": deliveries, "bezorgen": deliveries, "bevestigd": deliveries}
    assert database.one("SELECT count(*) FROM submission") == submissions
    assert database.rows(
        "SELECT t.slug, d.state, count(*) FROM delivery d JOIN tenant t ON t.id = d.tenant_id"
        " GROUP BY 1, 2 ORDER BY 1"
    ) == [(slug, "bij_team", submissions) for slug in sorted(to)]
    assert database.one("SELECT count(*) FROM document") == 2 * submissions
    assert (
        database.one(
            "SELECT count(*) FROM (SELECT delivery_id, name FROM deadline GROUP BY 1, 2"
            " HAVING count(*) > 1) d"
        )
        == 0
    )
    assert database.one(LATER_CLOCKS) == 0, "een termijn begon niet bij de ontvangst"
    # A mail has one name however often it is sent: none is missing, none is there for nothing.
    mails = database.one("SELECT count(*) FROM outbox WHERE starts_with(effect, 'mail_')")
    assert here.mails >= mails > 0
    assert database.one("SELECT count(*) FROM outbox WHERE state = 'dood'") == 0
    verified = verify_database(
        database.engine,
        journal=journal_path(portal.storage.root),
        storage=portal.storage,
        public_keys=(portal.tools.signer.public_key,),
        now=portal.tools.utc_now(),
    )
    assert verified.flaws == []


def is_receipt(answer: Answer) -> bool:
    return answer.status == 200 and "Wij hebben uw indiening ontvangen" in answer.words


def assert_dies(sender: Sender, web: Web) -> None:
    """The connection breaks off: the browser learns nothing."""
    with pytest.raises((OSError, http.client.HTTPException)):
        sender.submit(web)
