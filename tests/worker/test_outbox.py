"""Effects happen once, and none holds up another, whatever dies."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from portal.adapters.database import ScopedSession
from portal.adapters.logs import init_logs
from portal.adapters.mail import Mail, MailFailed, NullMail, SmtpMail, compose
from portal.domain.errors import RuleBroken
from portal.domain.scopes import AuthScope, WorkerScope
from portal.services.effects import HANDLERS
from portal.services.effects_wanted import Effect, want
from portal.services.links import Purpose, want_account_mail
from portal.services.outbox import BACK_OFF_S, MAILS_AT_ONCE, Drained, Row, drain, lease, revive
from portal.services.tools import Tools
from tests.support.app import Portal
from tests.support.database import TestDatabase
from tests.support.submitting import submit

MARK = text("INSERT INTO heartbeat (name, seen_at) VALUES (:name, now())")
SECRET = "bob@lindehaege.voorbeeld.example"
STATES = "SELECT effect_key, state FROM outbox ORDER BY effect_key"


class Killed(BaseException):
    """What a process does not live to catch."""


def mark(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """An effect that shows: a row per key, and an error when it happens twice."""
    for row in rows:
        session.execute(MARK, {"name": row.effect_key})


def marks(database: TestDatabase) -> list[str]:
    return [row[0] for row in database.rows("SELECT name FROM heartbeat ORDER BY name")]


def ask(database: TestDatabase, *keys: str, effect: str = "merk") -> None:
    with database.scoped(WorkerScope()) as session:
        want(session, [Effect(effect=effect, key=key) for key in keys])


def let_leases_end(database: TestDatabase) -> None:
    database.admin.execute(
        "UPDATE outbox SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL"
    )


def make_due(database: TestDatabase) -> None:
    database.admin.execute("UPDATE outbox SET available_at = now()")


def run(portal: Portal, handler: Any = mark, **more: Any) -> Drained:
    return drain(portal.database.engine, {"merk": handler}, portal.tools, **more)


def failing_at(*keys: str) -> Callable[..., None]:
    """Marks, and then fails for these keys: what was written must not stay."""

    def handler(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        mark(session, rows, tools)
        bad = [row.effect_key for row in rows if row.effect_key in keys]
        if bad:
            raise ValueError(f"{bad[0]} lukt niet")

    return handler


def test_one_failing_row_among_a_hundred_leaves_ninety_nine_done(portal: Portal) -> None:
    keys = [f"k{number:03}" for number in range(100)]
    ask(portal.database, *keys)
    assert run(portal, failing_at("k042")) == Drained(done=99, failed=1)
    assert marks(portal.database) == [key for key in keys if key != "k042"]
    [(key, state)] = portal.database.rows(
        "SELECT effect_key, state FROM outbox WHERE state <> 'klaar'"
    )
    assert (key, state) == ("k042", "wacht")


def test_a_failed_row_waits_with_the_reason_and_leaves_nothing_behind(portal: Portal) -> None:
    ask(portal.database, "a")
    run(portal, failing_at("a"))
    assert marks(portal.database) == []
    error, attempts, held = portal.database.rows(
        "SELECT last_error, attempts, leased_until IS NOT NULL FROM outbox"
    )[0]
    assert error.startswith("ValueError")
    assert (attempts, held) == (1, False)
    assert run(portal) == Drained()


def test_pauses_grow_until_the_row_is_dead_and_an_operator_can_revive_it(portal: Portal) -> None:
    database = portal.database
    ask(database, "a")
    for pause in BACK_OFF_S:
        assert run(portal, failing_at("a")) == Drained(failed=1)
        state, waits = database.rows("SELECT state, available_at - now() FROM outbox")[0]
        assert state == "wacht"
        assert abs(waits - timedelta(seconds=pause)) < timedelta(seconds=2)
        make_due(database)
    run(portal, failing_at("a"))
    assert database.rows(STATES) == [("a", "dood")]
    make_due(database)
    assert run(portal) == Drained()
    with database.scoped(WorkerScope()) as session:
        assert revive(session, database.one("SELECT id FROM outbox"))
    assert run(portal) == Drained(done=1)
    with database.scoped(WorkerScope()) as session:
        assert not revive(session, database.one("SELECT id FROM outbox"))


def test_an_effect_is_asked_for_once_for_ever(portal: Portal) -> None:
    ask(portal.database, "a", "b")
    ask(portal.database, "a")
    run(portal)
    ask(portal.database, "a")
    assert portal.database.rows(STATES) == [("a", "klaar"), ("b", "klaar")]
    assert run(portal) == Drained()


def test_what_one_holds_another_does_not_get(portal: Portal) -> None:
    ask(portal.database, *"abcd")
    first, second = lease(portal.database.engine, 3), lease(portal.database.engine, 3)
    assert first
    assert second
    assert first[0] != second[0]
    held = [{row.effect_key for row in rows} for _, rows in (first, second)]
    assert held[0] | held[1] == set("abcd")
    assert held[0] & held[1] == set()
    assert lease(portal.database.engine, 3) is None


def test_whatever_the_planner_chooses_nobody_gets_more_than_he_asked(portal: Portal) -> None:
    """A nested loop without a table to look up in runs what stands inside it once per row."""
    engine = portal.database.engine
    ask(portal.database, *"abcdef")

    def plain(connection: DBAPIConnection, _: object) -> None:
        for kind in ("hashjoin", "mergejoin", "hashagg", "material", "sort"):
            connection.cursor().execute(f"SET enable_{kind} = off")
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", plain)
    try:
        sizes = [len(rows) for _, rows in iter(lambda: lease(engine, 2), None)]
    finally:
        event.remove(engine, "connect", plain)
        engine.dispose()
    assert sizes == [2, 2, 2]


def test_who_lost_the_lease_drops_what_he_wrote(portal: Portal) -> None:
    """The first stands still after leasing; the second does the rows; the first wakes up."""
    ask(portal.database, "a", "b")
    done_by_second: list[Drained] = []

    def stand_still(name: str) -> None:
        if name == "leased" and not done_by_second:
            let_leases_end(portal.database)
            done_by_second.append(run(portal))

    assert run(portal, barrier=stand_still) == Drained()
    assert done_by_second == [Drained(done=2)]
    assert marks(portal.database) == ["a", "b"]
    assert portal.database.rows(STATES) == [("a", "klaar"), ("b", "klaar")]


def test_an_effect_and_its_completion_stand_or_fall_together(portal: Portal) -> None:
    def die(name: str) -> None:
        if name == "effect":
            raise Killed

    ask(portal.database, "a")
    with pytest.raises(Killed):
        run(portal, barrier=die)
    assert marks(portal.database) == []
    let_leases_end(portal.database)
    assert run(portal) == Drained(done=1)


def test_what_kills_every_worker_is_buried_and_takes_nobody_along(portal: Portal) -> None:
    database = portal.database
    ask(database, *"abcde")
    killed = 0

    def poisoned(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        if any(row.effect_key == "c" for row in rows):
            raise Killed
        mark(session, rows, tools)

    while database.one("SELECT count(*) FROM outbox WHERE state = 'wacht'"):
        let_leases_end(database)
        try:
            run(portal, poisoned)
        except Killed:
            killed += 1
        assert killed < 10
        if killed > 2:
            assert marks(database) == ["a", "b", "d", "e"]
    assert killed == len(BACK_OFF_S) + 1
    assert database.rows(STATES)[2] == ("c", "dood")
    assert database.one("SELECT last_error FROM outbox WHERE effect_key = 'c'")


def test_a_slow_neighbour_does_not_let_the_lease_go(portal: Portal) -> None:
    database = portal.database
    ask(database, "a")
    ask(database, "b", effect="traag")

    def slow(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        database.admin.execute("UPDATE outbox SET leased_until = now() WHERE effect = 'merk'")
        time.sleep(0.15)

    def watch(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        assert database.one("SELECT leased_until > now() FROM outbox WHERE effect = 'merk'")

    database.admin.execute(
        "UPDATE outbox SET available_at = now() - interval '1 hour' WHERE effect = 'traag'"
    )
    handlers = {"traag": slow, "merk": watch}
    assert drain(database.engine, handlers, portal.tools, lease_s=0.4) == Drained(done=2)


def test_an_effect_that_nobody_knows_waits_and_holds_up_nothing(portal: Portal) -> None:
    ask(portal.database, "a", effect="onbekend")
    ask(portal.database, "b")
    assert run(portal) == Drained(done=1, failed=1)
    assert "NoHandler" in portal.database.one(
        "SELECT last_error FROM outbox WHERE effect_key = 'a'"
    )


def twice(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    session.execute(MARK, {"name": SECRET})
    session.execute(MARK, {"name": SECRET})


def no_moment(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    session.execute(text("SELECT CAST(:word AS timestamptz)"), {"word": SECRET})


def no_number(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    try:
        date.fromisoformat(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def refused(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    raise RuleBroken(SECRET, code="not_now", rule="004-79")


def full(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), SECRET)


@pytest.fixture
def own_log() -> Iterator[None]:
    """Lets a test set up the log again, towards its own capture."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("own_log")
@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (twice, "duplicate key"),
        (no_moment, "SQLSTATE 22007"),
        (no_number, "KeyError"),
        (refused, "not_now 004-79"),
        (full, "No space left on device"),
    ],
)
def test_neither_the_reason_of_a_failure_nor_the_log_holds_content(
    portal: Portal, handler: Any, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(portal.database, "a")
    portal.database.admin.execute("UPDATE outbox SET attempts = %s", (len(BACK_OFF_S),))
    init_logs()
    run(portal, handler)
    reason, state = portal.database.rows("SELECT last_error, state FROM outbox")[0]
    assert state == "dood"
    assert told in reason
    assert "portal/services/outbox.py:" in reason
    log = capsys.readouterr().err
    assert told in log
    assert handler.__name__ in log
    assert SECRET not in reason + log


def test_a_job_three_times_does_everything_once(portal: Portal) -> None:
    submit(portal.database, "clientenstop", "brummen", "epe")
    for _ in range(3):
        portal.work()
    counted = portal.database.rows("SELECT type, count(*) FROM event GROUP BY type ORDER BY type")
    assert counted == [("bevestigd", 2), ("bezorgen", 2), ("ontvangen", 2)]
    assert portal.database.one("SELECT count(*) FROM document") == 2
    assert len({mail.key for mail in portal.mail.sent}) == len(portal.mail.sent) == 3


def test_a_job_that_is_done_again_after_it_was_done_changes_nothing(portal: Portal) -> None:
    """As when a backup of the outbox is put back: effects know themselves what was done."""
    submit(portal.database, "clientenstop", "brummen")
    portal.work()
    before = {
        table: portal.database.rows(f"SELECT t::text FROM {table} t ORDER BY 1")
        for table in ("delivery", "deadline", "task", "event", "document")
    }
    portal.database.admin.execute(
        "UPDATE outbox SET state = 'wacht', done_at = NULL WHERE effect NOT LIKE 'mail%'"
    )
    assert portal.work().failed == 0
    for table, rows in before.items():
        assert portal.database.rows(f"SELECT t::text FROM {table} t ORDER BY 1") == rows


def test_a_mail_server_that_is_away_keeps_no_delivery_from_its_desk(portal: Portal) -> None:
    """Mails come last, and after the first that fails the others do not wait for it too."""
    submit(portal.database, "verbeterplan", "brummen", "epe")
    portal.work()
    portal.database.admin.execute(
        "UPDATE outbox SET state = 'wacht', done_at = NULL WHERE effect LIKE 'mail%'"
    )
    submit(portal.database, "clientenstop", "brummen", "epe")
    order: list[str] = []
    mail = SmtpMail("smtp://127.0.0.1:1", "portaal@voorbeeld.example")
    tools = Tools(
        **{name: getattr(portal.tools, name) for name in Tools.__slots__} | {"mail": mail}
    )

    def noting(effect: str) -> Callable[..., None]:
        def handler(session: ScopedSession, rows: Sequence[Row], given: Tools) -> None:
            order.append("mail" if effect.startswith("mail_") else "rest")
            HANDLERS[effect](session, rows, given)

        return handler

    done = drain(portal.database.engine, {name: noting(name) for name in HANDLERS}, tools)
    assert done.failed > 3
    assert portal.database.rows("SELECT DISTINCT state FROM delivery") == [("bij_team",)]
    first_batch = order[: order.index("mail")]
    assert first_batch.count("rest") >= 3
    assert portal.database.rows(
        "SELECT DISTINCT starts_with(effect, 'mail') FROM outbox WHERE state = 'wacht'"
    ) == [(True,)]


def test_a_thousand_rows_take_seconds_at_most(portal: Portal) -> None:
    ask(portal.database, *(f"k{number}" for number in range(1000)))
    started = time.monotonic()
    assert run(portal) == Drained(done=1000)
    assert time.monotonic() - started < 5


class Refusing(NullMail):
    """A mail server that does not know one address."""

    def send(self, mail: Mail) -> None:
        if mail.to.startswith("alice@"):
            raise MailFailed("de mailserver weigert de geadresseerde (550)")
        super().send(mail)


def test_a_refused_address_keeps_nobody_elses_mail_back_and_repeats_none(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen")
    portal.database.admin.execute(
        "UPDATE membership SET blocked_at = now() WHERE side = 'aanbieder'"
    )
    portal.database.admin.execute(
        "INSERT INTO membership (account_id, side, role, provider_id, from_on, created_at)"
        " SELECT a.id, 'aanbieder', 'organisatiebeheerder', p.id, '2020-01-01', now()"
        " FROM account a, provider p WHERE a.slug IN ('alice', 'charlie') AND p.slug = 'lindehaege'"
    )
    mail = Refusing()
    tools = replace(portal.tools, mail=mail)
    for _ in BACK_OFF_S:
        drain(portal.database.engine, HANDLERS, tools)
        make_due(portal.database)
    told = [each.to.partition("@")[0] for each in mail.sent if "Ontvangen" in each.subject]
    assert told == ["charlie"]
    [(effect, error)] = portal.database.rows(
        "SELECT effect, last_error FROM outbox WHERE state <> 'klaar'"
    )
    assert effect == "mail_ontvangst"
    assert "550" in error


def test_a_link_that_is_mailed_again_is_another_mail(portal: Portal) -> None:
    """The first was sent by a worker that died: its link never came to be."""
    database = portal.database
    with database.scoped(AuthScope()) as auth:
        want_account_mail(
            auth, account_id=database.account("alice"), purpose=Purpose.PASSWORD, now=portal.clock()
        )

    def die(name: str) -> None:
        if name == "effect":
            raise Killed

    with pytest.raises(Killed):
        drain(database.engine, HANDLERS, portal.tools, barrier=die)
    let_leases_end(database)
    portal.work()
    first, second = portal.mail.sent
    assert first.body != second.body
    ids = {compose(mail, "portaal@voorbeeld.example")["Message-ID"] for mail in (first, second)}
    assert len(ids) == 2


def test_what_comes_in_while_mails_go_out_slowly_does_not_wait_for_all_of_them(
    portal: Portal,
) -> None:
    """A mail server that takes its time for each; a delivery that comes in after the first."""
    ask(portal.database, *(f"m{number}" for number in range(20)), effect="mail_merk")
    order: list[str] = []

    def slow(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        if not order:
            ask(portal.database, "bezorging")
        order.extend(row.effect_key for row in rows)

    def note(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
        order.extend(row.effect_key for row in rows)

    done = drain(portal.database.engine, {"mail_merk": slow, "merk": note}, portal.tools)
    assert done == Drained(done=21)
    assert order.index("bezorging") <= MAILS_AT_ONCE
