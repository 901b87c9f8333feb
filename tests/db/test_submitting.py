"""From submission to desk and receipt, through the real services."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from portal.domain.errors import RuleBroken
from tests.support.app import Portal
from tests.support.submitting import submit


def test_a_submission_reaches_the_desk_of_every_municipality_once(portal: Portal) -> None:
    submit(portal.database, "verbeterplan", "brummen", "epe")
    portal.work()
    rows = portal.database.rows(
        "SELECT t.slug, d.state, d.desk, d.routed_at IS NOT NULL FROM delivery d"
        " JOIN tenant t ON t.id = d.tenant_id ORDER BY t.slug"
    )
    assert [row[:2] for row in rows] == [("brummen", "bij_team"), ("epe", "bij_team")]
    assert all(desk and routed for _, _, desk, routed in rows)
    assert portal.database.one("SELECT count(*) FROM outbox WHERE state <> 'klaar'") == 0


def test_the_same_key_again_gives_the_same_receipt(portal: Portal) -> None:
    key = uuid4()
    first = submit(portal.database, "verbeterplan", "brummen", key=key)
    again = submit(portal.database, "verbeterplan", "brummen", key=key)
    assert (again.reference, again.received_at) == (first.reference, first.received_at)
    assert not again.is_new
    assert portal.database.one("SELECT count(*) FROM submission") == 1


def test_the_same_key_with_another_body_is_refused(portal: Portal) -> None:
    key = uuid4()
    submit(portal.database, "verbeterplan", "brummen", key=key)
    with pytest.raises(RuleBroken) as refused:
        submit(portal.database, "verbeterplan", "brummen", key=key, onderwerp="Iets anders")
    assert refused.value.code == "key_reused"


@pytest.mark.rule("004-79")
@pytest.mark.parametrize(
    ("starts_on", "days_late"),
    [("2026-03-19", 1), ("2026-03-20", None), ("2026-03-21", None), ("2026-03-06", 14)],
)
def test_a_stop_that_is_asked_late_is_marked_and_never_moved(
    portal: Portal, starts_on: str, days_late: int | None
) -> None:
    portal.at(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    submit(portal.database, "clientenstop", "brummen", ingangsdatum=starts_on)
    marks, stored = portal.database.rows("SELECT marks, starts_on FROM delivery")[0]
    assert marks.get("te_laat", {}).get("dagen") == days_late
    assert stored.isoformat() == starts_on


def test_the_receipt_is_made_once_and_mailed_without_content(portal: Portal) -> None:
    filed = submit(portal.database, "clientenstop", "brummen", "epe")
    portal.work()
    kinds = portal.database.rows("SELECT kind, sha256 FROM document ORDER BY kind")
    assert [kind for kind, _ in kinds] == ["ontvangstbewijs", "ontvangstbewijs-bestand"]
    [mail] = [mail for mail in portal.mail.sent if mail.to.startswith("bob@")]
    assert filed.reference in mail.subject
    assert "personeel" not in mail.body


@pytest.mark.rule("004-72")
def test_what_is_told_later_today_is_not_confirmed_yet(portal: Portal) -> None:
    portal.at(datetime(2026, 3, 6, 9, 0, tzinfo=UTC))
    told = {"gebeld": True, "gebeld_aan": "Team", "gebeld_op": "2026-03-06T23:05:00+01:00"}
    with pytest.raises(RuleBroken) as refused:
        submit(portal.database, "continuiteitsmelding", "brummen", **told)
    assert refused.value.path == "gebeld_op"
    assert portal.database.one("SELECT count(*) FROM submission") == 0
