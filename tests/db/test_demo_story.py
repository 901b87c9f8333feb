"""The loader of the demo: a past that really happened, told once, never shifted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from portal.adapters.mail import FolderMail
from portal.domain.configuration.cases import Cases
from portal.domain.configuration.pack import Demo
from portal.domain.configuration.story import Entry, Story, scenes
from portal.domain.errors import RuleBroken
from portal.domain.evidence import Entry as Link
from portal.domain.evidence import verify_chain
from portal.domain.scopes import AuditScope
from portal.services.demo_database import demo_pack
from portal.services.demo_story import is_stale, tell_story
from portal.services.handling import write_note
from portal.services.heads import journal_path, sign_new_heads
from portal.services.installation import legal_time_problem
from portal.services.recording import Actor
from portal.services.verifying.whole import verify_database
from tests.support.app import Portal
from tests.support.servers import OWNER, url_of

# The template's people and contracts are of this day; the story is told some months later.
NOW = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
# Together they hold every kind, every deed, files, and what came in elsewhere.
ENTRIES = {
    "linde-rapporteren", "hanze-stop-mail", "wijk-brief", "stap-kas", "tuin-stop", "linde-stop-laat",
}  # fmt: skip


def some_of(demo: Demo, *names: str) -> Demo:
    return replace(
        demo,
        story=Story(entries=tuple(e for e in demo.story.entries if e.slug in names)),
        cases=Cases(),
    )


@pytest.fixture(scope="module")
def whole_demo() -> Demo:
    demo = demo_pack().demo
    assert demo is not None
    return demo


@pytest.fixture
def demo(whole_demo: Demo) -> Demo:
    return some_of(whole_demo, *ENTRIES)


@pytest.fixture
def postbox(portal: Portal, tmp_path: Path) -> FolderMail:
    return FolderMail(tmp_path / "postvak", portal.settings.mail_from)


def tell(portal: Portal, demo: Demo, now: datetime = NOW, **tools: Any) -> Any:
    owner_url = url_of(portal.database.name, OWNER)
    return tell_story(owner_url, demo, replace(portal.tools, **tools), now=now)


def entry_of(demo: Demo, slug: str) -> Entry:
    return next(entry for entry in demo.story.entries if entry.slug == slug)


def everything(portal: Portal) -> dict[str, set[str]]:
    """All that was recorded, as text per row; the outbox is housekeeping, not a record."""
    tables = [
        "submission", "delivery", "delivery_content", "event", "ledger_entry", "decision",
        "completion_request", "client_stop", "note", "task", "attachment", "document",
    ]  # fmt: skip
    return {
        table: {row[0] for row in portal.database.rows(f"SELECT t::text FROM {table} t")}
        for table in tables
    }


def test_everything_of_the_story_happens_at_its_own_moment(portal: Portal, demo: Demo) -> None:
    told = tell(portal, demo)
    expected = sorted(entry.moment.at(NOW) for entry in demo.story.entries)
    found = portal.database.rows("SELECT received_at FROM submission ORDER BY 1")
    assert [row[0] for row in found] == expected
    assert told.submissions == len(expected)
    assert told.deeds == sum(len(entry.deeds) for entry in demo.story.entries)
    late = portal.database.one(
        "SELECT count(*) FROM delivery WHERE routed_at - received_at > interval '1 minute'"
        " OR routed_at IS NULL"
    )
    assert late == 0
    moments = {scene.at for scene in scenes(demo.story, loaded_at=NOW) if scene.deed}
    decided = portal.database.rows("SELECT decided_at FROM decision")
    assert decided
    assert {row[0] for row in decided} <= moments
    assert portal.database.one("SELECT count(*) FROM outbox WHERE state <> 'klaar'") == 0


def test_the_chains_of_the_story_are_sound_and_go_forward(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    for (tenant,) in portal.database.rows("SELECT DISTINCT tenant_id FROM ledger_entry"):
        rows = portal.database.rows(
            "SELECT version, tenant_id, seq, type, object, commitment, received_at, recorded_at,"
            " actor, prev_hash, entry_hash FROM ledger_entry WHERE tenant_id = %s ORDER BY seq",
            tenant,
        )
        links = [
            Link(
                version=r[0], tenant=str(r[1]), seq=r[2], type=r[3], object=r[4], commitment=r[5],
                received_at=r[6], recorded_at=r[7], actor=r[8], prev_hash=r[9], entry_hash=r[10],
            )
            for r in rows
        ]  # fmt: skip
        report = verify_chain(str(tenant), links)
        assert report.is_sound, report
        recorded = [link.recorded_at for link in links]
        assert recorded == sorted(recorded)


def test_verification_finds_nothing_wrong_with_the_story(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    sign_new_heads(portal.database.engine, portal.tools)
    found = verify_database(
        portal.database.engine,
        journal=journal_path(portal.tools.storage.root),
        storage=portal.tools.storage,
        public_keys=(portal.tools.signer.public_key,),
        now=NOW,
    )
    assert found.flaws == []
    assert found.rows > 0


def test_the_legal_time_is_the_real_one_again_after_the_story(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    with portal.database.scoped(AuditScope()) as audit:
        assert legal_time_problem(audit) is None


def test_a_story_that_is_refused_half_way_leaves_nothing_behind(portal: Portal, demo: Demo) -> None:
    first = entry_of(demo, "linde-rapporteren")
    broken = replace(first, deeds=(*first.deeds, first.deeds[-1]))
    rest = [entry for entry in demo.story.entries if entry is not first]
    with pytest.raises(RuleBroken):
        tell(portal, replace(demo, story=Story(entries=(broken, *rest))))
    assert not any(everything(portal).values())
    assert portal.database.one("SELECT story_told_at FROM installation") is None
    with portal.database.scoped(AuditScope()) as audit:
        assert legal_time_problem(audit) is None
    assert portal.mail.sent == []
    assert tell(portal, demo).submissions == len(demo.story.entries)


def test_loading_again_on_the_same_day_adds_nothing(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    before = everything(portal)
    assert tell(portal, demo, NOW + timedelta(hours=8)).submissions == 0
    assert everything(portal) == before


@pytest.mark.parametrize(
    ("told_at", "now", "stale"),
    [
        ("2026-09-07T07:00", "2026-09-07T21:00", False),
        ("2026-09-07T21:00", "2026-09-08T02:59", False),
        ("2026-09-07T21:00", "2026-09-08T03:00", True),
        ("2026-09-07T21:59", "2026-09-07T22:01", False),
        ("2026-09-07T07:00", "2026-09-10T07:00", True),
    ],
)
def test_a_later_start_is_fresh_only_on_another_day_and_some_hours_later(
    told_at: str, now: str, stale: bool
) -> None:
    moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (told_at, now)]
    assert is_stale(*moments) is stale


def test_a_later_start_adds_fresh_ones_and_shifts_nothing(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    before = everything(portal)
    later = NOW + timedelta(days=2)
    told = tell(portal, demo, later)
    recurring = [entry for entry in demo.story.entries if entry.recurs]
    assert told.submissions == len(recurring) == 2
    after = everything(portal)
    assert {
        table: rows - after[table] for table, rows in before.items() if rows - after[table]
    } == {}
    fresh = portal.database.rows("SELECT received_at FROM submission ORDER BY 1 DESC LIMIT 2")
    assert {row[0] for row in fresh} == {entry.moment.at(later) for entry in recurring}


def test_fresh_ones_join_the_chain_after_what_happened_last(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    later = NOW + timedelta(days=2)
    portal.at(later - timedelta(minutes=1))
    heerde = replace(portal.database.tenant("heerde"), account_id=portal.database.account("alice"))
    with portal.database.scoped(heerde) as session:
        delivery = session.scalar(text("SELECT id FROM delivery LIMIT 1"))
        write_note(
            session, heerde, delivery, body="Gebeld.", actor=Actor("Alice", heerde.account_id)
        )
    portal.real_time()
    tell(portal, demo, later)
    out_of_order = portal.database.one(
        "SELECT count(*) FROM ledger_entry a JOIN ledger_entry b USING (tenant_id)"
        " WHERE b.seq = a.seq + 1 AND b.recorded_at < a.recorded_at"
    )
    assert out_of_order == 0
    heard = portal.database.rows(
        "SELECT type FROM ledger_entry JOIN tenant t ON t.id = tenant_id"
        " WHERE t.slug = 'heerde' AND type <> 'bevestigd'"
        " ORDER BY seq DESC LIMIT 5"
    )
    assert [row[0] for row in heard] == [
        "bezorgen",
        "ontvangen",
        "bezorgen",
        "ontvangen",
        "notitie",
    ]


def test_somebody_who_was_blocked_brings_nothing_in_any_more(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    portal.database.admin.execute("UPDATE account SET blocked_at = now() WHERE slug = 'hanna-stap'")
    told = tell(portal, demo, NOW + timedelta(days=2))
    assert told.submissions == 1
    assert [line.split(":")[0] for line in told.left_out] == ["stap-kas"]


def test_what_can_no_longer_come_in_is_left_out_and_told(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    portal.database.admin.execute(
        "UPDATE contract SET ends_on = starts_on WHERE provider_id ="
        " (SELECT id FROM provider WHERE slug = 'tuinkamer')"
    )
    told = tell(portal, demo, NOW + timedelta(days=2))
    assert told.submissions == 1
    assert told.left_out[0].startswith("tuin-stop: ")


def test_mails_of_the_story_carry_the_date_of_what_they_tell(
    portal: Portal, demo: Demo, postbox: FolderMail
) -> None:
    tell(portal, demo, mail=postbox)
    files = list(postbox.folder.glob("*.eml"))
    dates = {
        parsedate_to_datetime(line.partition(": ")[2])
        for path in files
        for line in path.read_text().splitlines()
        if line.startswith("Date: ")
    }
    assert len(files) > len(demo.story.entries)
    first = entry_of(demo, "linde-rapporteren").moment.at(NOW)
    assert min(dates) >= first
    assert max(dates) <= NOW
    assert {datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in files} == dates


def test_files_of_the_story_are_what_their_names_say(portal: Portal, whole_demo: Demo) -> None:
    with_files = [
        entry
        for entry in whole_demo.story.entries
        if entry.slug in {"linde-rapporteren", "nest-achttien", "thuis-vog"}
    ]
    tell(portal, replace(whole_demo, story=Story(entries=tuple(with_files)), cases=Cases()))
    stored = portal.database.rows("SELECT file_name, storage_key, size_bytes FROM attachment")
    named = {paper.name for e in with_files for paper in e.papers} | {
        paper.name for e in with_files for deed in e.deeds for paper in deed.papers
    }
    assert {name for name, _, _ in stored} == named
    starts = {"pdf": b"%PDF-", "docx": b"PK", "txt": b""}
    for name, key, size in stored:
        content = portal.storage.path(key).read_bytes()
        assert content.startswith(starts[name.rpartition(".")[2]])
        assert len(content) == size


def test_every_receipt_of_the_story_is_there(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    without = portal.database.one(
        "SELECT count(*) FROM submission s WHERE NOT EXISTS (SELECT 1 FROM document d"
        " WHERE d.object_id = s.id AND d.kind = 'ontvangstbewijs')"
    )
    elsewhere = portal.database.one("SELECT count(*) FROM submission WHERE channel <> 'portaal'")
    assert without == elsewhere == 2
