"""Decisions: the municipality's answer in writing, the stops it consents to, their lifting."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.configuration.terms import DECIDE, TAKE
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kinds.clientenstop import END, PRODUCTS
from portal.models.handling import ClientStop, Decision, LiftRequest, Task
from portal.models.submission import Delivery, Submission
from portal.services.clocks import lapse_all, meet
from portal.services.deliveries import apply, check, fetch, kind_of, required_text, tell_provider
from portal.services.questions import open_request
from portal.services.recording import Actor


def decide(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    outcome: str,
    details: Mapping[str, Any],
    reason: str,
    actor: Actor,
) -> Delivery:
    """Answer the provider, in writing, with reasons. Nothing is ever decided by itself (004-79)."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act, kind = check(delivery, "besluiten"), kind_of(delivery)
    chosen = kind.outcome(outcome)
    if chosen is None:
        raise RuleBroken("Kies een besluit uit de lijst.", code="no_outcome", path="besluit")
    _mandatory_tasks_done(session, delivery)
    findings = kind.check_details(outcome, details, delivery.answers, local_date(session.legal_now))
    if findings:
        first = findings[0]
        raise RuleBroken(first.sentence, code="details", rule=first.rule, path=first.path)
    number = 1 + (
        session.scalar(
            select(func.count())
            .select_from(Decision)
            .where(Decision.tenant_id == scope.tenant_id, Decision.delivery_id == delivery.id)
        )
        or 0
    )
    reason = required_text(reason, "motivering")
    session.add(
        Decision(
            tenant_id=delivery.tenant_id,
            provider_id=delivery.provider_id,
            delivery_id=delivery.id,
            number=number,
            outcome=outcome,
            details=dict(details),
            reason=reason,
            decided_by=actor.account_id,
            decided_by_name=actor.name,
        )
    )
    delivery.outcome = outcome
    at = session.legal_now
    request = open_request(session, delivery)
    if request is not None:
        request.withdrawn_at = at
    if kind.stops_clients:
        _set_stops(session, delivery, details)
    meet(session, delivery, TAKE, at, "besluit genomen")
    meet(session, delivery, DECIDE, at, "besluit genomen")
    lapse_all(session, delivery, at, "de zaak is afgerond")
    apply(
        session, delivery, act, actor,
        {
            "uitkomst": outcome, "label": chosen.label, "details": dict(details),
            "motivering": reason, "nummer": number,
        },
    )  # fmt: skip
    tell_provider(session, delivery, "besluit")
    return delivery


def reopen(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    reason: str,
    actor: Actor,
) -> Delivery:
    """Take a closed delivery up again; the earlier decision stays readable."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "heropenen")
    delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    apply(session, delivery, act, actor, {"reden": required_text(reason, "reden")})
    tell_provider(session, delivery, "besluit")
    return delivery


def answer_lift(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    lifted_on: date | None,
    refusal: str,
    actor: Actor,
) -> Delivery:
    """Lift a stop from a day, or refuse with a reason."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "opheffing_beantwoorden")
    request = session.scalar(
        select(LiftRequest)
        .where(
            LiftRequest.tenant_id == scope.tenant_id,
            LiftRequest.delivery_id == delivery.id,
            LiftRequest.answered_at.is_(None),
        )
        .with_for_update()
    )
    if request is None:
        raise NotThere
    if lifted_on is None:
        refusal = required_text(refusal, "motivering")
    request.answered_at, request.answered_by_name = session.legal_now, actor.name
    request.lifted_on, request.refusal = lifted_on, None if lifted_on else refusal
    if lifted_on is not None:
        for stop in _running_stops(session, delivery):
            stop.lifted_on = max(lifted_on, stop.from_on)
    apply(
        session, delivery, act, actor,
        {"opgeheven_per": lifted_on.isoformat() if lifted_on else None, "motivering": refusal},
    )  # fmt: skip
    tell_provider(session, delivery, "besluit")
    return delivery


def _mandatory_tasks_done(session: ScopedSession, delivery: Delivery) -> None:
    waiting = session.scalar(
        select(Task.title).where(
            Task.tenant_id == delivery.tenant_id,
            Task.delivery_id == delivery.id,
            Task.mandatory,
            Task.closed_at.is_(None),
        )
    )
    if waiting is not None:
        raise RuleBroken(
            f"Rond eerst de verplichte taak af: {waiting}.", code="task_open", rule="004-72"
        )


def _set_stops(session: ScopedSession, delivery: Delivery, details: Mapping[str, Any]) -> None:
    """The stops that this decision consents to take the place of those of an earlier one."""
    for stop in _running_stops(session, delivery):
        stop.lifted_on = stop.from_on
    session.flush()
    payload = session.scalar(
        select(Submission.payload).where(Submission.id == delivery.submission_id)
    )
    shared: Mapping[str, Any] = payload or {}
    until = date.fromisoformat(shared[END]) if shared.get(END) else None
    for code, answer in (details.get(PRODUCTS) or {}).items():
        if not answer.get("toegestemd"):
            continue
        from_on = date.fromisoformat(answer["vanaf"])
        again = session.scalar(
            select(ClientStop).where(
                ClientStop.tenant_id == delivery.tenant_id,
                ClientStop.delivery_id == delivery.id,
                ClientStop.product_code == code,
                ClientStop.from_on == from_on,
            )
        )
        if again is not None:
            again.lifted_on, again.until_on = None, until
            continue
        session.add(
            ClientStop(
                tenant_id=delivery.tenant_id,
                provider_id=delivery.provider_id,
                delivery_id=delivery.id,
                product_code=code,
                origin=str(shared.get("oorsprong") or "wens"),
                from_on=from_on,
                until_on=until if until and until >= from_on else None,
            )
        )


def _running_stops(session: ScopedSession, delivery: Delivery) -> list[ClientStop]:
    return list(
        session.scalars(
            select(ClientStop).where(
                ClientStop.tenant_id == delivery.tenant_id,
                ClientStop.delivery_id == delivery.id,
                ClientStop.lifted_on.is_(None),
            )
        )
    )
