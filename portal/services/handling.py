"""What people of a municipality do with a delivery. Each act is one transaction of the caller."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import CONSULT, TAKE
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.configuration import DeskMember
from portal.models.handling import (
    Note,
    Task,
)
from portal.models.people import Account
from portal.models.submission import Delivery
from portal.queries.configuration import section_in_force
from portal.services.clocks import meet
from portal.services.deliveries import apply, check, fetch, required_text
from portal.services.recording import INTERNAL, Actor, NewEvent, record


def mark_seen(session: ScopedSession, scope: TenantScope, delivery_id: UUID, actor: Actor) -> bool:
    """Stamp who saw a delivery first; whether it was this person. Of two at once one is first."""
    delivery = session.scalar(
        select(Delivery)
        .where(
            Delivery.tenant_id == scope.tenant_id,
            Delivery.id == delivery_id,
            Delivery.first_seen_at.is_(None),
        )
        .with_for_update()
    )
    if delivery is None:
        return False
    delivery.first_seen_at, delivery.first_seen_by = session.legal_now, actor.name
    record(
        session,
        [
            NewEvent(
                tenant_id=delivery.tenant_id,
                provider_id=delivery.provider_id,
                delivery_id=delivery.id,
                type="gezien",
                audience=INTERNAL,
                actor=actor,
            )
        ],
    )
    return True


def take(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, version: int, actor: Actor
) -> Delivery:
    """Take a delivery in hand."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "oppakken")
    delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    meet(session, delivery, TAKE, session.legal_now, f"opgepakt door {actor.name}")
    apply(session, delivery, act, actor, {"door": actor.name})
    return delivery


def hand_over(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    desk: str,
    assignee_id: UUID | None,
    reason: str,
    actor: Actor,
) -> Delivery:
    """Hand a delivery to another desk, or to a person of that desk."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "overdragen")
    teams = {team.slug: team.name for team in section_in_force(session, scope, TEAMS).desks}
    if desk not in teams:
        raise RuleBroken("Kies een team uit de lijst.", code="no_desk", path="team")
    name = None
    if assignee_id is not None:
        name = session.scalar(
            select(Account.name)
            .join(DeskMember, DeskMember.account_id == Account.id)
            .where(
                DeskMember.tenant_id == scope.tenant_id,
                DeskMember.desk == desk,
                Account.id == assignee_id,
            )
        )
        if name is None:
            raise RuleBroken(
                f"Kies iemand die bij team {teams[desk]} werkt.", code="not_at_desk", path="persoon"
            )
    delivery.desk, delivery.assignee_id, delivery.assignee_name = desk, assignee_id, name
    apply(
        session, delivery, act, actor,
        {"team": teams[desk], "aan": name or "", "reden": required_text(reason, "reden")},
    )  # fmt: skip
    return delivery


def write_note(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, body: str, actor: Actor
) -> None:
    """An internal remark; it moves nothing, so two colleagues may write at once."""
    delivery = fetch(session, scope, delivery_id)
    act = check(delivery, "notitie")
    body = required_text(body, "notitie")
    session.add(
        Note(
            tenant_id=delivery.tenant_id,
            delivery_id=delivery.id,
            body=body,
            author_id=actor.account_id,
            author_name=actor.name,
        )
    )
    apply(session, delivery, act, actor, {"notitie": body})


def close_task(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    task_id: UUID,
    record: Mapping[str, str],
    actor: Actor,
) -> None:
    """Close a task with its record; a consultation is not closed without one (004-72)."""
    delivery = fetch(session, scope, delivery_id)
    task = session.scalar(
        select(Task)
        .where(
            Task.tenant_id == scope.tenant_id,
            Task.delivery_id == delivery.id,
            Task.id == task_id,
        )
        .with_for_update()
    )
    if task is None:
        raise NotThere
    if task.closed_at is not None:
        raise RuleBroken("Deze taak is al afgerond.", code="not_now")
    missing = [name for name in ("op", "met", "verslag") if not str(record.get(name) or "").strip()]
    if missing:
        raise RuleBroken(
            "Leg vast wanneer en met wie er overleg was, en wat er is besproken.",
            code="no_record",
            rule="004-72",
            path=missing[0],
        )
    at = session.legal_now
    if date.fromisoformat(str(record["op"])) > local_date(at):
        raise RuleBroken(
            "Het overleg ligt in de toekomst. Rond de taak af als het is gevoerd.",
            code="in_future",
            rule="004-72",
            path="op",
        )
    task.record, task.closed_at = dict(record), at
    task.closed_by, task.closed_by_name = actor.account_id, actor.name
    if task.kind == CONSULT:
        meet(session, delivery, CONSULT, at, "overleg gevoerd")
    apply(
        session, delivery, check(delivery, "taak_afronden"), actor,
        {"taak": str(task.id), "titel": task.title, "verslag": dict(record)},
    )  # fmt: skip
