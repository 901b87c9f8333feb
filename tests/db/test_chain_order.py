"""Two at once in one chain: order by number, time that never goes back, receipt as it was."""

import pytest

from portal.services.heads import journal_path
from portal.services.verifying import verify_database
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
    found = verify_database(
        database.engine,
        journal=journal_path(portal.storage.root),
        storage=portal.storage,
        public_keys=(portal.tools.signer.public_key,),
        now=portal.tools.utc_now(),
    )
    assert found.flaws == []
