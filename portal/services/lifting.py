"""The end of a cliëntenstop: a provider asks for it, a person of the municipality answers."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.handling import ClientStop, LiftRequest
from portal.models.submission import Delivery
from portal.services.clocks import meet
from portal.services.deliveries import apply, check, fetch, required_text, tell_provider
from portal.services.recording import Actor

LIFT = "opheffing"


def answer_lift(
    session: ScopedSession,
    scope: TenantScope,
    delivery_id: UUID,
    *,
    version: int,
    lifted_on: date | None,
    reason: str,
    actor: Actor,
) -> Delivery:
    """Lift the stops of a delivery from a day on, or refuse with a reason (004-33, 004-79).

    `lifted_on` is the first day without a stop. A stop that would begin later never begins.
    """
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
    today = local_date(session.legal_now)
    if lifted_on is None:
        reason = required_text(reason, "motivering")
    elif lifted_on < today:
        raise RuleBroken(
            f"Kies een dag vanaf vandaag, {format_date(today)}: tot nu toe gold de stop.",
            code="in_past",
            path="per",
        )
    request.answered_at, request.answered_by_name = session.legal_now, actor.name
    request.lifted_on, request.refusal = lifted_on, None if lifted_on else reason
    if lifted_on is not None:
        for stop in stops_not_over(session, delivery, lifted_on):
            stop.lifted_on = max(lifted_on, stop.from_on)
    meet(session, delivery, LIFT, session.legal_now, "het antwoord op het verzoek")
    apply(
        session, delivery, act, actor,
        {
            "opgeheven_per": lifted_on.isoformat() if lifted_on else None,
            "motivering": reason.strip(),
        },
    )  # fmt: skip
    tell_provider(session, delivery, "besluit")
    return delivery


def stops_not_over(session: ScopedSession, delivery: Delivery, on: date) -> list[ClientStop]:
    """The stops of a delivery that run on that day, or will; not those that never do."""
    return list(
        session.scalars(
            select(ClientStop)
            .where(
                ClientStop.tenant_id == delivery.tenant_id,
                ClientStop.delivery_id == delivery.id,
                or_(
                    ClientStop.lifted_on.is_(None),
                    ClientStop.lifted_on > func.greatest(ClientStop.from_on, on),
                ),
                or_(ClientStop.until_on.is_(None), ClientStop.until_on >= on),
            )
            .order_by(ClientStop.product_code, ClientStop.from_on)
        )
    )
