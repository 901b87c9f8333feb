"""A ladder from draft to version in force, with two persons, a date and a reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.adapters.start_templates import ladder_templates
from portal.domain.errors import NotAllowed, NotThere, RuleBroken, Stale
from portal.domain.ladder.parse import read_ladder
from portal.domain.scopes import TenantScope
from portal.queries.ladders import (
    in_force,
    ladder_history,
    published_by_id,
    stored_version,
    versions,
)
from portal.services.configuring import put_section
from portal.services.ladders import (
    DraftName,
    Unsound,
    let_lapse,
    propose,
    publish,
    restore_draft,
    return_to_draft,
    save_draft,
    start_draft,
    withdraw,
)
from portal.services.recording import Actor
from tests.support.database import TestDatabase

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY, LATER = date(2026, 3, 2), date(2026, 4, 1)
WHY = "De termijn was in de praktijk te kort."


class Desk:
    """Two functional admins of Brummen at work; each call is a transaction of its own."""

    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        self.scope: TenantScope = database.tenant("brummen", "frank")
        self.frank = Actor("Frank", database.account("frank"))
        self.other = Actor("Fien", database.account("fien"))

    def do(self, service: Any, *given: Any, **more: Any) -> Any:
        with self.database.scoped(self.scope) as session:
            return service(session, self.scope, *given, now=NOW, **more)

    def start(self, document: dict[str, Any] | None = None) -> DraftName:
        return self.do(start_draft, document or template(), based_on="Versie 1", actor=self.frank)

    def change(
        self, name: DraftName, document: dict[str, Any], by: Actor | None = None
    ) -> DraftName:
        version = self.do(save_draft, name, document, actor=by or self.frank)
        return DraftName(ladder=name.ladder, number=name.number, version=version)

    def propose(self, name: DraftName, on: date = LATER) -> DraftName:
        self.do(propose, name, in_force_from=on, note=WHY, actor=self.frank, today=TODAY)
        return DraftName(ladder=name.ladder, number=name.number, version=name.version + 1)

    def publish(self, name: DraftName, by: Actor | None = None) -> date:
        return self.do(publish, name, actor=by or self.other, today=TODAY)

    def state(self, name: DraftName) -> str:
        return self.database.one(
            "SELECT state FROM ladder_version WHERE tenant_id = %s AND ladder = %s AND number = %s",
            self.scope.tenant_id, name.ladder, name.number,
        )  # fmt: skip


@pytest.fixture
def desk(database: TestDatabase) -> Desk:
    return Desk(database)


def template() -> dict[str, Any]:
    return ladder_templates()["bijlage-4"]


def longer(document: dict[str, Any]) -> dict[str, Any]:
    """The same ladder with another term at the ingebrekestelling."""
    rungs = [dict(rung) for rung in document["treden"]]
    rungs[2]["termijn"] = {**rungs[2]["termijn"], "lengte": 6}
    return {**document, "treden": rungs}


@pytest.mark.rule("000-01")
def test_a_new_version_begins_on_its_day_and_the_old_one_holds_until_then(desk: Desk) -> None:
    with desk.database.scoped(desk.scope) as session:
        old = in_force(session, desk.scope, "bijlage-4", TODAY)
    assert old is not None
    draft = desk.start()
    draft = desk.change(draft, longer(stored(desk, draft)))
    assert desk.publish(desk.propose(draft)) == LATER
    with desk.database.scoped(desk.scope) as session:
        day_before = in_force(session, desk.scope, "bijlage-4", LATER - timedelta(days=1))
        new = in_force(session, desk.scope, "bijlage-4", LATER)
        assert day_before == old
        assert new is not None
        assert (new.number, new.ladder.rungs[2].term.length) == (2, 6)  # type: ignore[union-attr]
        assert (new.ladder.valid_from, new.ladder.change) == (LATER, WHY)
        # What a dossier is pinned to is there as before.
        assert published_by_id(session, desk.scope, old.id) == old


def stored(desk: Desk, name: DraftName) -> dict[str, Any]:
    with desk.database.scoped(desk.scope) as session:
        return stored_version(session, desk.scope, name.ladder, name.number).document


def test_a_new_version_gets_a_number_of_its_own(desk: Desk) -> None:
    draft = desk.start()
    assert (draft.ladder, draft.number) == ("bijlage-4", 2)
    assert stored(desk, draft)["versie"] == "2024-2"


def test_there_is_one_draft_of_a_ladder_at_a_time(desk: Desk) -> None:
    desk.start()
    with pytest.raises(RuleBroken) as refused:
        desk.start()
    assert refused.value.code == "draft_exists"


@pytest.mark.parametrize("code", ["", "Trap A", "1a", None, 4])
def test_a_ladder_without_a_usable_code_is_not_begun(desk: Desk, code: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.start({**template(), "code": code})
    assert refused.value.path == "code"


def test_who_proposed_a_version_does_not_publish_it(desk: Desk) -> None:
    draft = desk.propose(desk.start())
    with pytest.raises(NotAllowed) as refused:
        desk.publish(draft, by=desk.frank)
    assert refused.value.code == "four_eyes"
    assert desk.state(draft) == "voorgelegd"


def test_one_person_is_enough_only_with_a_reason_that_is_kept(desk: Desk) -> None:
    reason = "Wij hebben maar één functioneel beheerder."
    document = {"schakelaar": [{"handeling": "ladder_publiceren", "aan": False, "reden": reason}]}
    with desk.database.scoped(desk.scope) as session:
        put_section(
            session, desk.scope.tenant_id, "vier_ogen", document, author_id=None,
            author_name="Test", note="", now=NOW,
        )  # fmt: skip
    draft = desk.propose(desk.start())
    desk.publish(draft, by=desk.frank)
    with desk.database.scoped(desk.scope) as session:
        line = versions(session, desk.scope, "bijlage-4")[0]
    assert (line.state, line.single_reason) == ("gepubliceerd", reason)


def test_a_proposal_goes_back_with_a_reason_and_can_be_worked_on_again(desk: Desk) -> None:
    draft = desk.propose(desk.start())
    with pytest.raises(RuleBroken):
        desk.do(return_to_draft, draft, reason="nee", actor=desk.other)
    desk.do(return_to_draft, draft, reason="Zes weken is te lang voor een KPI.", actor=desk.other)
    again = DraftName(ladder=draft.ladder, number=draft.number, version=draft.version + 1)
    assert desk.state(again) == "concept"
    desk.change(again, longer(stored(desk, again)))


def test_a_proposal_cannot_be_changed_under_the_eyes_of_the_second_person(desk: Desk) -> None:
    draft = desk.propose(desk.start())
    with pytest.raises(RuleBroken) as refused:
        desk.change(draft, longer(template()))
    assert refused.value.code == "other_state"


@pytest.mark.parametrize(
    ("on", "code"),
    [(TODAY - timedelta(days=1), "starts_in_the_past"), (date(2020, 1, 1), "starts_in_the_past")],
)
@pytest.mark.rule("000-01")
def test_a_version_never_begins_in_the_past(desk: Desk, on: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.propose(desk.start(), on)
    assert refused.value.code == code


def test_a_proposal_that_waited_past_its_day_is_not_published(desk: Desk) -> None:
    draft = desk.propose(desk.start(), TODAY)
    with pytest.raises(RuleBroken) as refused:
        desk.do(publish, draft, actor=desk.other, today=TODAY + timedelta(days=1))
    assert refused.value.code == "starts_in_the_past"


def test_two_versions_do_not_begin_on_the_same_day(desk: Desk) -> None:
    desk.publish(desk.propose(desk.start()))
    with pytest.raises(Unsound) as refused:
        desk.propose(desk.start())
    assert "geldig_vanaf" in {finding.path for finding in refused.value.findings}


def test_an_unsound_draft_is_kept_and_not_proposed(desk: Desk) -> None:
    draft = desk.start()
    broken = {**stored(desk, draft), "treden": []}
    draft = desk.change(draft, broken)
    assert stored(desk, draft)["treden"] == []
    with pytest.raises(Unsound) as refused:
        desk.propose(draft)
    assert refused.value.findings
    assert desk.state(draft) == "concept"


def test_a_version_is_withdrawn_only_before_its_day(desk: Desk) -> None:
    draft = desk.propose(desk.start())
    desk.publish(draft)
    published = DraftName(ladder=draft.ladder, number=draft.number, version=draft.version + 1)
    with pytest.raises(RuleBroken) as refused:
        desk.do(withdraw, published, reason=WHY, actor=desk.frank, today=LATER)
    assert refused.value.code == "already_in_force"
    desk.do(withdraw, published, reason=WHY, actor=desk.frank, today=LATER - timedelta(days=1))
    with desk.database.scoped(desk.scope) as session:
        after = in_force(session, desk.scope, "bijlage-4", LATER)
    assert after is not None
    assert after.number == 1
    # The number stays taken: the next one counts on.
    assert desk.start().number == 3


def test_a_lapsed_draft_makes_room_for_another(desk: Desk) -> None:
    draft = desk.start()
    desk.do(let_lapse, draft, reason="Wij beginnen opnieuw.", actor=desk.frank)
    assert desk.state(draft) == "vervallen"
    assert desk.start().number == 3


def test_who_saves_second_hears_of_the_first_and_gets_both_versions(desk: Desk) -> None:
    draft = desk.start()
    first = longer(stored(desk, draft))
    desk.change(draft, first, by=desk.other)
    with pytest.raises(Stale) as stale:
        desk.change(draft, {**template(), "naam": "Andere naam"})
    current: Any = stale.value.current
    assert current.document == first
    assert current.line.changed_by_name == "Fien"
    assert stored(desk, draft) == first


def test_saving_what_is_there_already_is_no_change(desk: Desk) -> None:
    draft = desk.start()
    assert desk.change(draft, stored(desk, draft)) == draft


def test_history_tells_who_did_what_and_why_in_words(desk: Desk) -> None:
    draft = desk.start()
    draft = desk.change(draft, longer(stored(desk, draft)))
    desk.publish(desk.propose(draft))
    with desk.database.scoped(desk.scope) as session:
        lines = ladder_history(session, desk.scope, "bijlage-4")
    told = [(line.act, line.actor_name, line.note) for line in lines]
    assert told == [
        ("gepubliceerd", "Fien", ""),
        ("voorgelegd", "Frank", WHY),
        ("gewijzigd", "Frank", ""),
        ("begonnen", "Frank", "Versie 1"),
    ]
    changed = lines[2].summary
    assert "Termijn" in changed
    assert "6" in changed


def test_every_state_of_a_draft_can_be_had_again(desk: Desk) -> None:
    draft = desk.start()
    original = stored(desk, draft)
    draft = desk.change(draft, longer(original))
    draft = desk.change(draft, {**original, "treden": []})
    with desk.database.scoped(desk.scope) as session:
        lines = ladder_history(session, desk.scope, "bijlage-4")
    begun = next(line for line in lines if line.act == "begonnen")
    version = desk.do(restore_draft, draft, begun.id, actor=desk.frank)
    assert stored(desk, draft) == original
    assert version == draft.version + 1
    epe = desk.database.tenant("epe")
    with desk.database.scoped(epe) as session, pytest.raises(NotThere):
        restore_draft(session, epe, draft, begun.id, actor=desk.other, now=NOW)


def test_another_municipality_sees_and_touches_nothing_of_it(desk: Desk) -> None:
    draft = desk.start()
    epe = desk.database.tenant("epe")
    with desk.database.scoped(epe) as session:
        assert all(line.number == 1 for line in versions(session, epe))
        assert ladder_history(session, epe, "bijlage-4") == []
        with pytest.raises(NotThere):
            save_draft(session, epe, draft, template(), actor=desk.other, now=NOW)
    with desk.database.scoped(epe) as session:
        # The scope is another's; the wall holds back the rows all the same.
        assert ladder_history(session, desk.scope, "bijlage-4") == []


def test_a_ladder_of_another_numbering_is_begun_from_a_file(desk: Desk) -> None:
    document = {**template(), "code": "trap-a-d", "naam": "Trap"}
    for rung, letter in zip(document["treden"], "ABCD", strict=True):
        rung["code"] = letter
    for rung in document["treden"]:
        for needed in rung.get("vereist", []):
            needed["trede"] = "ABCD"[int(needed["trede"]) - 1]
    for measure in document["maatregelen"]:
        for needed in measure.get("vereist", []):
            needed["trede"] = "ABCD"[int(needed["trede"]) - 1]
    draft = desk.start(document)
    desk.publish(desk.propose(draft))
    with desk.database.scoped(desk.scope) as session:
        found = in_force(session, desk.scope, "trap-a-d", LATER)
    assert found is not None
    assert [rung.code for rung in found.ladder.rungs] == ["A", "B", "C", "D"]
    assert found.ladder.rungs == read_ladder(document)[0].rungs
