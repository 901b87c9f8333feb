"""Questions to the provider: asked, withdrawn, answered; and the clocks that wait for them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.configuration.terms import COMPLETE
from portal.domain.deadlines import Term, Unit
from portal.domain.errors import RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.handling import CompletionRequest
from portal.models.submission import Delivery
from portal.services.calendars import calendar_of
from portal.services.clocks import meet, pause_all, resume_all, start_deadline
from portal.services.deliveries import apply, check, fetch, required_text, tell_provider
from portal.services.recording import Actor


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
    """Ask the provider for more; clocks that pause for that stand still from now on."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "aanvulling_vragen")
    asked_on = local_date(session.legal_now)
    if answer_by <= asked_on:
        raise RuleBroken(
            f"Kies een datum na vandaag, {format_date(asked_on)}.",
            code="too_soon",
            path="antwoord_voor",
        )
    number = 1 + (
        session.scalar(
            select(func.count())
            .select_from(CompletionRequest)
            .where(
                CompletionRequest.tenant_id == scope.tenant_id,
                CompletionRequest.delivery_id == delivery.id,
            )
        )
        or 0
    )
    session.add(
        CompletionRequest(
            tenant_id=delivery.tenant_id,
            provider_id=delivery.provider_id,
            delivery_id=delivery.id,
            question=required_text(question, "vraag"),
            answer_by=answer_by,
            pauses_clock=True,
            asked_by=actor.account_id,
            asked_by_name=actor.name,
        )
    )
    session.add(
        start_deadline(
            delivery,
            name=f"{COMPLETE}-{number}",
            label="Aanvulling door de aanbieder",
            term=Term(
                length=(answer_by - asked_on).days,
                unit=Unit.CALENDAR_DAYS,
                event="de vraag om aanvulling",
            ),
            start=asked_on,
            calendar=calendar_of(session, scope, asked_on),
            internal=False,
            remind_before=(1,),
        )
    )
    pause_all(session, delivery, session.legal_now, "wacht op aanvulling door de aanbieder")
    apply(
        session, delivery, act, actor,
        {"vraag": question.strip(), "antwoord_voor": answer_by.isoformat()},
    )  # fmt: skip
    tell_provider(session, delivery, "aanvulling_gevraagd")
    return delivery


def withdraw_question(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, version: int, actor: Actor
) -> Delivery:
    """The question is not needed any more; the clocks run on."""
    delivery = fetch(session, scope, delivery_id, version=version)
    act = check(delivery, "vraag_intrekken")
    request = open_request(session, delivery)
    if request is not None:
        request.withdrawn_at = session.legal_now
    end_question(session, scope, delivery, "vraag ingetrokken")
    apply(session, delivery, act, actor, {})
    return delivery


def end_question(
    session: ScopedSession, scope: TenantScope, delivery: Delivery, reason: str
) -> None:
    """Resume what stood still, and end the provider's own term."""
    at = session.legal_now
    for number in range(1, 1 + _questions(session, delivery)):
        meet(session, delivery, f"{COMPLETE}-{number}", at, reason)
    resume_all(session, delivery, at, reason, calendar_of(session, scope, local_date(at)))


def open_request(session: ScopedSession, delivery: Delivery) -> CompletionRequest | None:
    """The question that waits for an answer."""
    return session.scalar(
        select(CompletionRequest)
        .where(
            CompletionRequest.tenant_id == delivery.tenant_id,
            CompletionRequest.delivery_id == delivery.id,
            CompletionRequest.answered_at.is_(None),
            CompletionRequest.withdrawn_at.is_(None),
        )
        .with_for_update()
    )


def _questions(session: ScopedSession, delivery: Delivery) -> int:
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
