"""What people of a municipality do with a delivery. Each act is one transaction of the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import CONSULT, TAKE
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.scopes import TenantScope
from portal.domain.submissions.lifecycle import Act, State, check_take_along, has_in_hand
from portal.models.handling import Note, Task
from portal.models.submission import Delivery
from portal.queries.configuration import section_in_force
from portal.queries.desks import handlers
from portal.services.clocks import meet
from portal.services.deliveries import (
    apply,
    check,
    fetch,
    required_text,
    tell_desk,
    write_down,
)
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
    """Take a delivery in hand, from its desk or from a colleague; a second click does nothing."""
    delivery = fetch(session, scope, delivery_id)
    if has_in_hand(state=State(delivery.state), is_mine=_is_of(delivery, actor)):
        return delivery
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "oppakken")
    _take(session, delivery, act, actor)
    return delivery


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A delivery of a list that stayed where it was, and why."""

    delivery_id: UUID
    sentence: str


def take_along(
    session: ScopedSession, scope: TenantScope, versions: Mapping[UUID, int], *, actor: Actor
) -> list[NotTaken]:
    """Take many at once; gives those that could not be taken. Nobody's work is taken over.

    All are held before the first is recorded: who has the chain must not wait for a colleague
    who has a delivery and waits for the chain.
    """
    session.execute(
        select(Delivery.id)
        .where(Delivery.tenant_id == scope.tenant_id, Delivery.id.in_(versions))
        .order_by(Delivery.id)
        .with_for_update()
    )
    left = []
    for delivery_id in sorted(versions):
        try:
            delivery = fetch(session, scope, delivery_id, version=versions[delivery_id])
            act = check_take_along(
                state=State(delivery.state),
                assignee=delivery.assignee_name or "",
                is_mine=_is_of(delivery, actor),
            )
        except RuleBroken as refused:
            left.append(NotTaken(delivery_id, refused.sentence))
        except Stale:
            left.append(
                NotTaken(delivery_id, "Een collega of de aanbieder wijzigde deze zaak net.")
            )
        else:
            _take(session, delivery, act, actor)
    return left


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
    """Hand a delivery to another desk, or to a person of that desk who can handle it."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "overdragen")
    reason = required_text(reason, "reden")
    teams = {team.slug: team.name for team in section_in_force(session, scope, TEAMS).desks}
    if desk not in teams:
        raise RuleBroken("Kies een team uit de lijst.", code="no_desk", path="naar")
    if (desk, assignee_id) == (delivery.desk, delivery.assignee_id):
        raise RuleBroken(
            "Deze zaak ligt daar al. Kies een ander team of iemand anders.",
            code="same_place",
            path="naar",
        )
    name = None
    if assignee_id is not None:
        at_desk = handlers(session, scope, local_date(session.legal_now))
        found = [h for h in at_desk if (h.desk, h.account_id) == (desk, assignee_id)]
        if not found:
            raise RuleBroken(
                f"Kies iemand die bij {teams[desk]} zaken behandelt.",
                code="not_at_desk",
                path="naar",
            )
        if found[0].absent:
            raise RuleBroken(
                f"{found[0].name} is afwezig. Kies een collega, of alleen het team.",
                code="absent",
                path="naar",
            )
        name = found[0].name
    delivery.desk, delivery.assignee_id, delivery.assignee_name = desk, assignee_id, name
    apply(
        session, delivery, act, actor,
        {"team": teams[desk], "aan": name or "", "reden": reason},
    )  # fmt: skip
    if assignee_id != actor.account_id:
        tell_desk(session, delivery, "nieuw_werk")
    return delivery


def write_note(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, body: str, actor: Actor
) -> None:
    """An internal remark; it changes nothing, so two colleagues may write at once."""
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
    write_down(session, delivery, act, actor, {"notitie": body})


REQUIRED: Sequence[tuple[str, str]] = (
    ("op", "Vul in wanneer het overleg was."),
    ("met", "Vul in met wie u sprak."),
    ("verslag", "Schrijf op wat er is besproken."),
)


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
        raise RuleBroken(
            f"{task.closed_by_name} heeft deze taak al afgerond.", code="not_now", rule="004-72"
        )
    for name, sentence in REQUIRED:
        if not str(record.get(name) or "").strip():
            raise RuleBroken(sentence, code="no_record", rule="004-72", path=name)
    at = session.legal_now
    if date.fromisoformat(record["op"]) > local_date(at):
        raise RuleBroken(
            "Het overleg ligt in de toekomst. Rond de taak af als het is gevoerd.",
            code="in_future",
            rule="004-72",
            path="op",
        )
    task.record, task.closed_at = dict(record), at
    task.closed_by, task.closed_by_name = actor.account_id, actor.name
    if task.kind == CONSULT:
        meet(session, delivery, CONSULT, at, "het overleg met de aanbieder")
    write_down(
        session, delivery, check(delivery, "taak_afronden"), actor,
        {"taak": str(task.id), "titel": task.title, "verslag": dict(record)},
    )  # fmt: skip


def _is_of(delivery: Delivery, actor: Actor) -> bool:
    return actor.account_id is not None and delivery.assignee_id == actor.account_id


def _take(session: ScopedSession, delivery: Delivery, act: Act, actor: Actor) -> None:
    delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    meet(session, delivery, TAKE, session.legal_now, f"het oppakken door {actor.name}")
    apply(session, delivery, act, actor, {"door": actor.name})
