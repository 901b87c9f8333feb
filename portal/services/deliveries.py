"""What every act on a delivery shares: fetching it locked, checking, stamping, telling."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.lifecycle import CLOSED, Act, State, check_act, state_after
from portal.domain.submissions.registry import all_kinds
from portal.models.submission import Delivery, DeliveryContent, Submission
from portal.services.effects_wanted import Effect, want
from portal.services.recording import INTERNAL, SHARED, Actor, NewEvent, record

MAX_TEXT = 5_000


def fetch(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID, *, version: int | None = None
) -> Delivery:
    """A delivery of this municipality, locked until the commit.

    With `version` given, raises Stale when somebody changed it since that version was shown.
    """
    delivery = session.scalar(
        select(Delivery)
        .where(Delivery.tenant_id == scope.tenant_id, Delivery.id == delivery_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        raise NotThere
    if version is not None and delivery.version != version:
        raise Stale(
            "Een collega of de aanbieder heeft deze zaak gewijzigd terwijl u bezig was. Bekijk wat "
            "er nu staat en beslis of u uw wijziging nog wilt.",
            current=delivery.version,
        )
    return delivery


def kind_of(delivery: Delivery) -> Kind:
    """The kind of a delivery."""
    return all_kinds()[delivery.kind]


def check(delivery: Delivery, act: str) -> Act:
    """The act, when this delivery allows it now."""
    kind = kind_of(delivery)
    return check_act(act, state=State(delivery.state), stops_clients=kind.stops_clients)


def current_answers(
    session: ScopedSession, scope: TenantScope, delivery: Delivery
) -> dict[str, Any]:
    """What this municipality got, as the provider completed it last: shared and own answers."""
    shared: Mapping[str, Any] | None
    own: Mapping[str, Any] | None
    if delivery.content_number == 1:
        own = delivery.answers
        shared = session.scalar(
            select(Submission.payload).where(Submission.id == delivery.submission_id)
        )
    else:
        shared, own = session.execute(
            select(DeliveryContent.payload, DeliveryContent.answers).where(
                DeliveryContent.tenant_id == scope.tenant_id,
                DeliveryContent.delivery_id == delivery.id,
                DeliveryContent.number == delivery.content_number,
            )
        ).one()
    return {**(shared or {}), **(own or {})}


def apply(
    session: ScopedSession,
    delivery: Delivery,
    act: Act,
    actor: Actor,
    data: Mapping[str, Any],
) -> None:
    """Bring the delivery to its next state and record the act. The last write of a use case."""
    state = state_after(act, State(delivery.state))
    if state != delivery.state:
        delivery.state = state.value
        delivery.is_closed = state in CLOSED
        delivery.closed_at = session.legal_now if delivery.is_closed else None
    delivery.version += 1
    write_down(session, delivery, act, actor, data)


def write_down(
    session: ScopedSession,
    delivery: Delivery,
    act: Act,
    actor: Actor,
    data: Mapping[str, Any],
) -> None:
    """Record an act that changes nothing another colleague could be looking at."""
    session.flush()
    record(
        session,
        [
            NewEvent(
                tenant_id=delivery.tenant_id,
                provider_id=delivery.provider_id,
                delivery_id=delivery.id,
                type=act.slug,
                audience=SHARED if act.shared else INTERNAL,
                actor=actor,
                data={**data, "stand": delivery.state, "versie": delivery.version},
            )
        ],
    )


def tell_desk(session: ScopedSession, delivery: Delivery, event: str) -> None:
    """A mail to whoever has the delivery, else to its desk; once per event and version."""
    want(
        session,
        [
            Effect(
                effect="mail_gemeente",
                key=f"mail:{event}:{delivery.id}:{delivery.version}",
                tenant_id=delivery.tenant_id,
                data={"delivery": str(delivery.id), "event": event},
            )
        ],
    )


def tell_provider(session: ScopedSession, delivery: Delivery, event: str) -> None:
    """A mail to the provider that something waits; once per event and version."""
    want(
        session,
        [
            Effect(
                effect="mail_aanbieder",
                key=f"mail:{event}:{delivery.id}:{delivery.version}",
                tenant_id=delivery.tenant_id,
                provider_id=delivery.provider_id,
                data={"delivery": str(delivery.id), "event": event},
            )
        ],
    )


def required_text(value: str, path: str) -> str:
    """A text that has to be there and fits."""
    value = value.strip()
    if not value:
        raise RuleBroken("Vul dit in.", code="empty", path=path)
    if len(value) > MAX_TEXT:
        raise RuleBroken(
            f"Maak de tekst korter: hoogstens {MAX_TEXT} tekens.", code="too_long", path=path
        )
    return value
