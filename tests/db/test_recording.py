"""No protected row is written without an event that commits to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select, text, update

from portal.adapters.database import ScopedSession
from portal.domain.evidence.rows import DIGESTS, ROWS_SHA256, proof_digest
from portal.domain.scopes import AuditScope
from portal.models.evidence import Event
from portal.models.handling import Note
from portal.models.submission import Delivery
from portal.services.handling import mark_seen, write_note
from portal.services.protected import WHOLE, facet_of, facets_of
from portal.services.recording import INTERNAL, Actor, NewEvent, record
from portal.services.touched import Unproven
from tests.support.app import Portal
from tests.support.submitting import submit


@pytest.fixture
def delivery_id(portal: Portal) -> Any:
    """A delivery at the desk of Brummen."""
    submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    return portal.database.one("SELECT id FROM delivery")


@contextmanager
def as_alice(portal: Portal) -> Iterator[tuple[ScopedSession, Actor]]:
    scope = portal.database.tenant("brummen", "alice")
    with portal.database.scoped(scope) as session:
        yield session, Actor("Alice", scope.account_id)


def note(session: ScopedSession, actor: Actor, delivery_id: Any) -> Note:
    return Note(
        tenant_id=session.scope.tenant_id,
        delivery_id=delivery_id,
        body="Bel maandag terug",
        author_id=actor.account_id,
        author_name=actor.name,
    )


def test_a_row_without_an_event_is_not_committed(portal: Portal, delivery_id: Any) -> None:
    with pytest.raises(Unproven, match="note"), as_alice(portal) as (session, actor):
        session.add(note(session, actor, delivery_id))
    assert portal.database.one("SELECT count(*) FROM note") == 0


def test_a_change_by_a_statement_without_an_event_is_not_committed(
    portal: Portal, delivery_id: Any
) -> None:
    with pytest.raises(Unproven, match="delivery"), as_alice(portal) as (session, _):
        session.execute(update(Delivery).where(Delivery.id == delivery_id).values(version=9))
    assert portal.database.one("SELECT version FROM delivery") == 2


def test_an_event_for_another_delivery_proves_nothing_of_this_one(
    portal: Portal, delivery_id: Any
) -> None:
    submit(portal.database, "clientenstop", "brummen")
    other = portal.database.one("SELECT id FROM delivery WHERE id <> %s", delivery_id)
    scope = portal.database.tenant("brummen", "alice")
    elsewhere = NewEvent(
        tenant_id=scope.tenant_id,
        provider_id=portal.database.provider("lindehaege").provider_id,
        delivery_id=other,
        type="notitie",
        audience=INTERNAL,
        actor=Actor("Alice", scope.account_id),
    )
    with ScopedSession(portal.database.engine).enter(scope) as session:
        session.add(note(session, elsewhere.actor, delivery_id))
        record(session, [elsewhere])
        with pytest.raises(Unproven, match="note"):
            session.commit()


def test_what_is_only_read_needs_no_event(portal: Portal, delivery_id: Any) -> None:
    with as_alice(portal) as (session, _):
        session.scalars(select(Delivery)).one()


def test_an_event_commits_to_what_the_act_left_behind(portal: Portal, delivery_id: Any) -> None:
    scope = portal.database.tenant("brummen", "alice")
    with as_alice(portal) as (session, actor):
        write_note(session, scope, delivery_id, body="Bel maandag terug", actor=actor)
    with portal.database.scoped(AuditScope()) as session:
        event = session.scalars(select(Event).where(Event.type == "notitie")).one()
        [written] = facets_of(session.scalars(select(Note)).one(), [WHOLE])
        assert event.proof[DIGESTS] == {written.key: written.digest}
        assert event.data[ROWS_SHA256] == proof_digest(event.proof)


def test_who_saw_it_first_is_recorded_once(portal: Portal, delivery_id: Any) -> None:
    scope = portal.database.tenant("brummen", "alice")
    for name in ("Alice", "Frank"):
        with portal.database.scoped(scope) as session:
            mark_seen(session, scope, delivery_id, Actor(name, scope.account_id))
    assert portal.database.rows("SELECT audience, actor_name FROM event WHERE type = 'gezien'") == [
        ("intern", "Alice")
    ]


def test_nobody_but_the_audit_reads_digests(portal: Portal, delivery_id: Any) -> None:
    seen = "SELECT column_name FROM information_schema.column_privileges WHERE table_name = 'event' AND grantee = %s AND privilege_type = 'SELECT'"
    for role in ("portal_staff", "portal_provider", "portal_region"):
        assert ("proof",) not in portal.database.rows(seen, role)
        assert ("data",) in portal.database.rows(seen, role)
    with portal.database.scoped(AuditScope()) as session:
        assert session.scalar(text("SELECT count(proof) FROM event")) > 0


def test_a_facet_out_of_values_equals_the_one_of_the_row(portal: Portal, delivery_id: Any) -> None:
    with portal.database.scoped(AuditScope()) as session:
        row = session.scalars(select(Delivery)).one()
        values = session.execute(select(Delivery.__table__)).mappings().one()
        for name in ("inhoud", "stand", "balie"):
            assert [facet_of(Delivery, name, row.id, values)] == facets_of(row, [name])
