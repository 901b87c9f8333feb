"""What a municipality's side still has to do after a provider completed or withdrew.

A provider cannot touch a municipality's own clocks, so the portal moves them, dated on the
moment that the provider acted. Doing it twice changes nothing: a clock that runs on or has
ended is passed over.
"""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.scopes import TenantScope
from portal.domain.submissions.lifecycle import State
from portal.services.calendars import calendar_of
from portal.services.clocks import deadlines_of, lapse_all, meet, resume_all
from portal.services.deliveries import fetch
from portal.services.effects_wanted import Effect, want
from portal.services.outbox import Row
from portal.services.recording import INTERNAL, PORTAL, NewEvent, record
from portal.services.tools import Tools
from portal.services.touched import has_touched

MAIL_FOR = {"aanvullen": "aanvulling_ontvangen", "opheffing_vragen": "nieuw_werk"}


def catch_up(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """Move the clocks, and tell the desk."""
    moved = []
    for row in rows:
        scope = cast(TenantScope, row.scope)
        delivery = fetch(session, scope, UUID(row.data["delivery"]))
        at = session.legal_now
        if delivery.state == State.WITHDRAWN:
            lapse_all(session, delivery, at, "ingetrokken door de aanbieder")
        elif row.data["act"] == "aanvullen":
            reason = "aanvulling ontvangen"
            for deadline in deadlines_of(session, delivery):
                if deadline.name.startswith("aanvullen-"):
                    meet(session, delivery, deadline.name, at, reason)
            calendar = calendar_of(session, scope, local_date(at))
            resume_all(session, delivery, at, reason, calendar)
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
