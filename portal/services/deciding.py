"""Decisions: the municipality's answer in writing, and the stops that it consents to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.configuration.terms import DECIDE, TAKE, TERMS
from portal.domain.deadlines import Unit
from portal.domain.errors import RuleBroken
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kind import OnDecision
from portal.domain.submissions.kinds.clientenstop import END, PRODUCTS, consented
from portal.models.dossier import Dossier
from portal.models.handling import ClientStop, Decision, Task
from portal.models.submission import Delivery
from portal.queries.configuration import section_in_force
from portal.services.calendars import calendar_of
from portal.services.clocks import lapse_all, meet, start_deadline
from portal.services.deliveries import (
    apply,
    check,
    current_answers,
    fetch,
    kind_of,
    required_text,
    tell_provider,
)
from portal.services.lifting import stops_not_over
from portal.services.questions import drop_question, settle
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
    in_dossier: UUID | None = None,
) -> Delivery:
    """Answer the provider, in writing, with reasons. Nothing is ever decided by itself (004-79).

    A plan that an open dossier asked for is assessed there (`in_dossier`), so that the dossier
    knows of it (004-64).
    """
    delivery = fetch(session, scope, delivery_id, version=version)
    act, kind = check(delivery, "besluiten"), kind_of(delivery)
    _not_past_dossier(session, delivery, in_dossier)
    chosen = kind.outcome(outcome)
    if chosen is None:
        raise RuleBroken("Kies een besluit uit de lijst.", code="no_outcome", path="besluit")
    reason = required_text(reason, "motivering")
    _mandatory_tasks_done(session, delivery)
    settle(session, scope, delivery)
    now = session.legal_now
    today = local_date(now)
    answers = current_answers(session, scope, delivery)
    when = OnDecision(today=today, standing=_standing(session, delivery, today))
    findings = kind.check_details(outcome, details, answers, when)
    if findings:
        first = findings[0]
        raise RuleBroken(first.sentence, code="details", rule=first.rule, path=first.path)
    number = 1 + _decisions(session, delivery)
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
    if delivery.assignee_id is None:
        delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    drop_question(session, delivery)
    if kind.stops_clients:
        _set_stops(session, delivery, details, answers, today)
    meet(session, delivery, TAKE, now, "het besluit")
    meet(session, delivery, DECIDE, now, "het besluit")
    lapse_all(session, delivery, now, "de zaak is afgerond")
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
    """Take a closed delivery up again; the earlier decision stays readable.

    What it consented to stands until there is another decision. The municipality's own term
    for deciding starts anew.
    """
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "heropenen")
    reason = required_text(reason, "reden")
    delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    delivery.outcome = None
    number = 1 + _decisions(session, delivery)
    start_own_term(
        session, scope, delivery,
        name=f"{DECIDE}-{number}", label="Besluit na heropening", event="de heropening",
        at=session.legal_now,
    )  # fmt: skip
    apply(session, delivery, act, actor, {"reden": reason})
    tell_provider(session, delivery, "besluit")
    return delivery


def start_own_term(
    session: ScopedSession,
    scope: TenantScope,
    delivery: Delivery,
    *,
    name: str,
    label: str,
    event: str,
    at: datetime,
) -> None:
    """Start the municipality's own term for deciding from another event, where it has one."""
    term = section_in_force(session, scope, TERMS).term(delivery.kind, DECIDE)
    if term is None:
        return
    start_deadline(
        session,
        delivery,
        name=name,
        label=label,
        term=replace(term.as_term, event=event),
        start=at if term.unit is Unit.HOURS else local_date(at),
        calendar=calendar_of(session, scope, local_date(at)),
        internal=True,
        pauses=term.pauses,
        remind_before=term.reminders,
    )


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


def _decisions(session: ScopedSession, delivery: Delivery) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Decision)
            .where(Decision.tenant_id == delivery.tenant_id, Decision.delivery_id == delivery.id)
        )
        or 0
    )


def _not_past_dossier(session: ScopedSession, delivery: Delivery, in_dossier: UUID | None) -> None:
    if delivery.for_dossier_id in (None, in_dossier):
        return
    is_closed = session.scalar(
        select(Dossier.is_closed).where(
            Dossier.tenant_id == delivery.tenant_id, Dossier.id == delivery.for_dossier_id
        )
    )
    if not is_closed:
        raise RuleBroken(
            "Dit plan is gevraagd in een dossier. Beoordeel het daar.",
            code="not_now",
            rule="004-64",
        )


def _standing(session: ScopedSession, delivery: Delivery, today: date) -> dict[str, date]:
    return {stop.product_code: stop.from_on for stop in stops_not_over(session, delivery, today)}


def _set_stops(
    session: ScopedSession,
    delivery: Delivery,
    details: Mapping[str, Any],
    answers: Mapping[str, Any],
    today: date,
) -> None:
    """The stops that this decision consents to; those of an earlier one that it does not name end."""
    until = date.fromisoformat(answers[END]) if answers.get(END) else None
    wanted = {
        code: date.fromisoformat(details[PRODUCTS][code]["vanaf"]) for code in consented(details)
    }
    for stop in stops_not_over(session, delivery, today):
        if wanted.get(stop.product_code) == stop.from_on:
            stop.until_on = until
            del wanted[stop.product_code]
        else:
            stop.lifted_on = max(today, stop.from_on)
    session.flush()
    for code, from_on in wanted.items():
        # A stop that an earlier decision took back and this one gives again.
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
                origin=str(answers.get("oorsprong") or "wens"),
                from_on=from_on,
                until_on=until,
            )
        )
