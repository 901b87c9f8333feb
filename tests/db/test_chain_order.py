"""Two at once: in one chain, and verification while a head is being signed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.services import heads
from portal.services.heads import journal_path, sign_new_heads
from portal.services.verifying import Verification, verify_database
from tests.support.app import Portal
from tests.support.submitting import PROVIDER_OF, file_in, submit

ENTRIES = (
    "SELECT seq, received_at, recorded_at FROM ledger_entry WHERE received_at IS NOT NULL"
    " ORDER BY seq"
)


@pytest.mark.rule("004-01")
def test_who_began_first_and_came_last_keeps_its_time_of_receipt(portal: Portal) -> None:
    database = portal.database
    with database.scoped(database.provider(PROVIDER_OF["bob"], "bob")) as early:
        began_at = early.legal_now
        later = submit(database, "verbeterplan", "brummen")
        first = file_in(early, "verbeterplan", "brummen", onderwerp="Eerder begonnen")
    assert first.received_at == began_at < later.received_at
    (_, *whole_later), (_, received_at, recorded_at) = database.rows(ENTRIES)
    assert whole_later == [later.received_at, later.received_at]
    assert received_at == began_at
    assert recorded_at == later.received_at
    assert verified(portal).flaws == []


def test_a_head_that_is_being_signed_is_waited_for_and_no_alarm(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in the journal before it stands in the database."""
    submit(portal.database, "verbeterplan", "brummen", "epe")
    append, written, go_on = heads._append, threading.Event(), threading.Event()

    def append_and_wait(*given: object) -> None:
        append(*given)  # type: ignore[arg-type]
        written.set()
        assert go_on.wait(10)

    monkeypatch.setattr(heads, "_append", append_and_wait)
    with ThreadPoolExecutor() as threads:
        signing = threads.submit(sign_new_heads, portal.database.engine, portal.tools)
        assert written.wait(10)
        checking = threads.submit(verified, portal)
        with pytest.raises(TimeoutError):
            checking.result(timeout=1.5)
        go_on.set()
        assert signing.result(10) == 2
        assert checking.result(10).flaws == []


def verified(portal: Portal) -> Verification:
    return verify_database(
        portal.database.engine,
        journal=journal_path(portal.storage.root),
        storage=portal.storage,
        public_keys=(portal.tools.signer.public_key,),
        now=portal.tools.utc_now(),
    )
