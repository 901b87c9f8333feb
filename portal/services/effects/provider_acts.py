"""What a municipality's side still has to do after a provider completed or withdrew.

A provider cannot touch a municipality's own clocks, so the portal moves them, dated on the
moment that the provider acted. Doing it twice changes nothing: a clock that runs on or has
ended is passed over.
"""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import TenantScope
from portal.domain.submissions.lifecycle import State
from portal.models.handling import Deadline, LiftRequest
from portal.models.submission import Delivery
from portal.services.clocks import lapse_all
from portal.services.deciding import start_own_term
from portal.services.deliveries import fetch
from portal.services.effects.plans import plan_went
from portal.services.effects_wanted import Effect, want
from portal.services.lifting import LIFT
from portal.services.outbox import Row
from portal.services.questions import settle
from portal.services.recording import INTERNAL, PORTAL, NewEvent, record
from portal.services.tools import Tools
from portal.services.touched import has_touched

MAIL_FOR = {
    "aanvullen": "aanvulling_ontvangen",
    "opheffing_vragen": "nieuw_werk",
    "betwisten": "nieuw_werk",
}


def catch_up(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """Move the clocks, and tell the desk."""
    moved = []
    # In one order, as everybody who holds several deliveries at once.
    for row in sorted(rows, key=lambda row: str(row.data["delivery"])):
        scope = cast(TenantScope, row.scope)
        delivery = fetch(session, scope, UUID(row.data["delivery"]))
        if delivery.state == State.WITHDRAWN:
            at = delivery.closed_at or session.legal_now
            lapse_all(session, delivery, at, "ingetrokken door de aanbieder")
            if delivery.for_dossier_id is not None:
                want(session, [plan_went(scope.tenant_id, delivery.for_dossier_id, delivery.id)])
        else:
            settle(session, scope, delivery)
        if delivery.state == State.LIFT_ASKED:
            _start_lift_term(session, scope, delivery)
        if has_touched(session, delivery.id):
            moved.append(
                NewEvent(
                    tenant_id=delivery.tenant_id,
                    provider_id=delivery.provider_id,
                    delivery_id=delivery.id,
                    type="bijgewerkt",
                    audience=INTERNAL,
                    actor=PORTAL,
                )
            )
        event = MAIL_FOR.get(row.data["act"])
        if event:
            want(
                session,
                [
                    Effect(
                        effect="mail_gemeente",
                        key=f"mail:{event}:{delivery.id}:{row.id}",
                        tenant_id=scope.tenant_id,
                        data={"delivery": str(delivery.id), "event": event},
                    )
                ],
            )
    record(session, moved)


def _start_lift_term(session: ScopedSession, scope: TenantScope, delivery: Delivery) -> None:
    """A request to lift has a date on the work list too."""
    requests, asked_at = session.execute(
        select(func.count(), func.max(LiftRequest.asked_at)).where(
            LiftRequest.tenant_id == scope.tenant_id, LiftRequest.delivery_id == delivery.id
        )
    ).one()
    name = f"{LIFT}-{requests}"
    known = session.scalar(
        select(Deadline.id).where(
            Deadline.tenant_id == scope.tenant_id,
            Deadline.delivery_id == delivery.id,
            Deadline.name == name,
        )
    )
    if known is None:
        start_own_term(
            session, scope, delivery,
            name=name, label="Antwoord op het verzoek om opheffing",
            event="het verzoek om opheffing", at=asked_at,
        )  # fmt: skip
