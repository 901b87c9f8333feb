"""The dossiers of the demo: walked through the real services, in every state that people look for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.domain.configuration.case_section import CASES
from portal.domain.configuration.cases import DEEDS, Cases, case_scenes
from portal.domain.configuration.pack import Demo
from portal.domain.configuration.story import Story
from portal.services.demo_database import demo_pack
from portal.services.demo_story import tell_story
from portal.services.heads import journal_path, sign_new_heads
from portal.services.verifying.whole import verify_database
from tests.support.app import Portal
from tests.support.servers import OWNER, url_of

NOW = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> Demo:
    """The dossiers alone."""
    found = demo_pack().demo
    assert found is not None
    return replace(found, story=Story())


def tell(portal: Portal, demo: Demo) -> None:
    tell_story(url_of(portal.database.name, OWNER), demo, portal.tools, now=NOW)


def test_every_dossier_of_the_demo_is_walked_and_shows_its_state(
    portal: Portal, demo: Demo
) -> None:
    tell(portal, demo)
    found = {
        (row[0], row[1]): row[2:]
        for row in portal.database.rows(
            "SELECT t.slug, p.slug, d.is_closed, d.waits_for, d.current FROM dossier d"
            " JOIN tenant t ON t.id = d.tenant_id JOIN provider p ON p.id = d.provider_id"
        )
    }
    assert len(found) == len(demo.cases.cases)
    assert found["brummen", "lindehaege"] == (False, "aanbieder", "2 Verbeterplan")
    assert found["brummen", "thuisbasis-oost"] == (False, "aanbieder", "3 Ingebrekestelling")
    assert found["epe", "lindehaege"] == (False, "aanbieder", "3 Ingebrekestelling")
    assert found["apeldoorn", "lindehaege"][2].startswith("5a ")
    assert found["epe", "pleisterhoeve"][:2] == (True, "niemand")
    stops = portal.database.rows(
        "SELECT products, from_on <= %s, ended_on FROM imposed_measure", NOW.date()
    )
    assert stops == [(["W201"], True, None)]


def test_the_people_of_the_demo_find_what_the_explanation_promises(
    portal: Portal, demo: Demo
) -> None:
    tell(portal, demo)
    portal.at(NOW)
    bob = portal.visitor("bob").get("/aanbieder/lindehaege/dossiers")
    assert "Wacht op u (2)" in bob.words
    assert "Verbeterplan indienen" in bob.words
    assert "De gemeente is aan zet (1)" in bob.words
    jan = portal.visitor("jan").get("/g/brummen/dossiers")
    assert "Meetekenen: Cliënten krijgen geen begeleider aan de lijn" in jan.words
    anton = portal.visitor("anton").get("/g/brummen/dossiers?zoek=dagbesteding")
    assert "Wachten op dagbesteding duurt te lang" in anton.words


def test_verification_finds_nothing_wrong_with_the_dossiers(portal: Portal, demo: Demo) -> None:
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


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE dossier_reply SET body = 'Niets aan de hand.'", "antwoord in een dossier"),
        ("UPDATE letter SET content = content || '{\"slot\": \"Laat maar.\"}'", "brief"),
        ("UPDATE letter SET opened_at = opened_at - interval '9 days'", "brief"),
        ("DELETE FROM dossier_reply WHERE NOT EXISTS (SELECT 1 FROM attachment a"
         " WHERE a.reply_id = dossier_reply.id)", "antwoord in een dossier"),
    ],
)  # fmt: skip
def test_a_letter_or_answer_that_was_changed_behind_the_portal_is_found(
    portal: Portal, demo: Demo, change: str, where: str
) -> None:
    cases = tuple(case for case in demo.cases.cases if case.slug == "thuis-personeel")
    cases += tuple(case for case in demo.cases.cases if case.slug == "veluwe-wachttijd")
    tell(portal, replace(demo, cases=Cases(cases=cases)))
    sign_new_heads(portal.database.engine, portal.tools)
    portal.database.admin.execute(change)
    found = verify_database(
        portal.database.engine,
        journal=journal_path(portal.tools.storage.root),
        storage=portal.tools.storage,
        public_keys=(portal.tools.signer.public_key,),
        now=NOW,
    )
    assert any(where in str(flaw) for flaw in found.flaws), found.flaws


def test_everything_happens_at_its_own_moment(portal: Portal, demo: Demo) -> None:
    tell(portal, demo)
    scenes = case_scenes(demo.cases, loaded_at=NOW)
    moments = {scene.at for scene in scenes}
    sent = {row[0] for row in portal.database.rows("SELECT sent_at FROM letter")}
    received = {row[0] for row in portal.database.rows("SELECT received_at FROM dossier_reply")}
    assert sent
    assert received
    assert sent | received <= moments
    assert portal.database.one("SELECT count(*) FROM outbox WHERE state <> 'klaar'") == 0


def test_a_deed_that_lacks_something_is_found_with_its_place() -> None:
    case = {
        "naam": "proef", "gemeente": "brummen", "aanbieder": "lindehaege", "domein": "wmo",
        "door": "alice", "op": "dag-3 10:00", "titel": "Proef", "spoor": "reactief",
        "wat": "Iets.", "bron": "eigen",
        "daarna": [{"wat": "sluiten", "door": "alice", "op": "dag-2 10:00"}],
    }  # fmt: skip
    _, findings = CASES.parse({"dossier": [case]})
    assert [f.sentence for f in findings] == ["Vul “tekst” in: dat hoort bij “sluiten”."]


def test_every_kind_of_deed_is_told_somewhere_or_stays_for_others_to_use(demo: Demo) -> None:
    told = {deed.deed for case in demo.cases.cases for deed in case.deeds}
    assert told <= set(DEEDS)
    assert set(DEEDS) - told <= {"beoordelen"}
    assert Cases().cases == ()
