"""Questions to the provider: asked, withdrawn, answered; and the clocks that wait for them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.configuration.terms import COMPLETE, TAKE
from portal.domain.deadlines import Term, Unit
from portal.domain.errors import RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.handling import CompletionRequest
from portal.models.submission import Delivery
from portal.services.calendars import calendar_of
from portal.services.clocks import lapse, meet, pause_all, resume_all, start_deadline
from portal.services.deliveries import apply, check, fetch, required_text, tell_provider
from portal.services.recording import Actor

WAITS = "wacht op aanvulling door de aanbieder"


def ask_completion(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    question: str,
    answer_by: date,
    actor: Actor,
) -> Delivery:
    """Ask the provider for more; clocks that pause for that stand still from now on.

    Whoever asks has the delivery in hand, when nobody had.
    """
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "aanvulling_vragen")
    question = required_text(question, "vraag")
    now = session.legal_now
    asked_on = local_date(now)
    if answer_by <= asked_on:
        raise RuleBroken(
            f"Kies een datum na vandaag, {format_date(asked_on)}.",
            code="too_soon",
            path="antwoord_voor",
        )
    settle(session, scope, delivery)
    if delivery.assignee_id is None:
        delivery.assignee_id, delivery.assignee_name = actor.account_id, actor.name
    meet(session, delivery, TAKE, now, f"de vraag van {actor.name}")
    stands_still = pause_all(session, delivery, now, WAITS)
    number = 1 + _questions(session, delivery)
    session.add(
        CompletionRequest(
            tenant_id=delivery.tenant_id,
            provider_id=delivery.provider_id,
            delivery_id=delivery.id,
            question=question,
            answer_by=answer_by,
            pauses_clock=stands_still,
            asked_by=actor.account_id,
            asked_by_name=actor.name,
        )
    )
    days = (answer_by - asked_on).days
    start_deadline(
        session,
        delivery,
        name=f"{COMPLETE}-{number}",
        label="Aanvulling door de aanbieder",
        term=Term(length=days, unit=Unit.CALENDAR_DAYS, event="de vraag om aanvulling"),
        start=asked_on,
        calendar=calendar_of(session, scope, asked_on),
        internal=False,
        remind_before=(1,),
    )
    apply(
        session, delivery, act, actor,
        {"vraag": question, "antwoord_voor": answer_by.isoformat()},
    )  # fmt: skip
    tell_provider(session, delivery, "aanvulling_gevraagd")
    return delivery


def withdraw_question(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, version: int, actor: Actor
) -> Delivery:
    """The question is not needed any more; the clocks run on."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "vraag_intrekken")
    drop_question(session, delivery)
    now, reason = session.legal_now, "de vraag om aanvulling is ingetrokken"
    resume_all(session, delivery, now, reason, calendar_of(session, scope, local_date(now)))
    apply(session, delivery, act, actor, {})
    tell_provider(session, delivery, "besluit")
    return delivery


def drop_question(session: ScopedSession, delivery: Delivery) -> None:
    """Nobody waits for an answer any more; harmless when nobody did."""
    request = session.scalar(
        select(CompletionRequest)
        .where(
            CompletionRequest.tenant_id == delivery.tenant_id,
            CompletionRequest.delivery_id == delivery.id,
            CompletionRequest.answered_at.is_(None),
            CompletionRequest.withdrawn_at.is_(None),
        )
        .with_for_update()
    )
    if request is not None:
        request.withdrawn_at = session.legal_now
        reason = "de vraag om aanvulling is niet meer nodig"
        lapse(session, delivery, COMPLETE, session.legal_now, reason)


def settle(session: ScopedSession, scope: TenantScope, delivery: Delivery) -> None:
    """Let the clocks follow the provider's answer, from the moment that it was given.

    A provider cannot touch them, so the portal does this afterwards, or the first colleague
    who asks something else. Harmless when it has been done.
    """
    last = session.execute(
        select(CompletionRequest.answered_at)
        .where(
            CompletionRequest.tenant_id == delivery.tenant_id,
            CompletionRequest.delivery_id == delivery.id,
        )
        .order_by(CompletionRequest.asked_at.desc(), CompletionRequest.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.answered_at is None:
        return
    at, reason = last.answered_at, "de aanvulling van de aanbieder"
    meet(session, delivery, COMPLETE, at, reason)
    calendar = calendar_of(session, scope, local_date(at))
    resume_all(session, delivery, at, f"{reason} is binnen", calendar)


def _questions(session: ScopedSession, delivery: Delivery) -> int:
    """How many were asked."""
    return (
        session.scalar(
            select(func.count())
            .select_from(CompletionRequest)
            .where(
                CompletionRequest.tenant_id == delivery.tenant_id,
                CompletionRequest.delivery_id == delivery.id,
            )
        )
        or 0
    )
