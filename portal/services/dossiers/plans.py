"""A plan that a dossier asked for: received, assessed, and followed action by action.

The plan itself is a submission of the kind verbeterplan; its delivery carries the dossier.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.ladder.acts import AcceptPlan, ReceivePlan
from portal.domain.ladder.dossier import DossierState, Milestone, TakenStep
from portal.domain.ladder.duties import ACTION, PLAN
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.ladder.walking import take
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kinds.verbeterplan import ACTIONS
from portal.domain.submissions.lifecycle import State
from portal.models.evidence import Event
from portal.models.submission import Delivery, DeliveryContent, Submission
from portal.services.deciding import decide
from portal.services.dossiers.acting import start_provider_clock
from portal.services.dossiers.afterwards import end_clock, lapse_clock, run_again
from portal.services.dossiers.holding import Held, hold, keep, must_be_open
from portal.services.dossiers.preparing import Doer
from portal.services.questions import ask_completion
from portal.services.recording import PORTAL

RECEIVED, WITHDRAWN = "plan_ontvangen", "plan_ingetrokken"
ACCEPTED, PARTLY, REJECTED, INCOMPLETE = "aanvaard", "deels_aanvaard", "afgewezen", "aanvullen"


def asked_step(state: DossierState) -> TakenStep | None:
    """The last step that asked for a plan that has not come in."""
    open_steps = [
        step
        for step in state.steps
        if StepKind.VERBETERPLAN in step.kinds and step.plan_received_on is None
    ]
    return open_steps[-1] if open_steps else None


def receive_plan(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, delivery_id: UUID
) -> bool:
    """Note in the dossier that the plan came in; whether it was being waited for.

    Done by the portal when the delivery is routed. Doing it twice changes nothing.
    """
    held = hold(session, scope, dossier_id)
    if _is_noted(session, held, RECEIVED, delivery_id) or held.state.closed_on is not None:
        return False
    step = asked_step(held.state)
    if step is None:
        # Another one after a plan that did not do; it is assessed all the same.
        keep(
            session, held, held.state, event=RECEIVED, actor=PORTAL, shared=True,
            data={"bezorging": str(delivery_id)},
        )  # fmt: skip
        return False
    act = ReceivePlan(number=step.number, on=held.today, by=PORTAL.ledger_name)
    state = take(held.state, act, held.today)
    end_clock(session, held, f"{PLAN}-{step.number}", "het verbeterplan is ontvangen")
    keep(
        session, held, state, event=RECEIVED, actor=PORTAL, shared=True,
        data={"nummer": step.number, "bezorging": str(delivery_id)},
    )  # fmt: skip
    return True


def take_plan_back(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, delivery_id: UUID
) -> bool:
    """The provider withdrew the plan: it is waited for again, and its term runs on as it was.

    Whether that was so. Doing it twice changes nothing.
    """
    held = hold(session, scope, dossier_id)
    step = next((s for s in reversed(held.state.steps) if s.plan_received_on), None)
    if step is None or held.state.closed_on or _is_noted(session, held, WITHDRAWN, delivery_id):
        return False
    others = session.scalar(
        select(Delivery.id)
        .where(
            Delivery.tenant_id == scope.tenant_id,
            Delivery.for_dossier_id == dossier_id,
            Delivery.id != delivery_id,
            Delivery.state != State.WITHDRAWN,
            Delivery.routed_at.is_not(None),
        )
        .limit(1)
    )
    state = held.state
    if others is None and step.plan_accepted_on is None:
        waiting = replace(step, plan_received_on=None)
        state = replace(
            state, steps=tuple(waiting if each is step else each for each in state.steps)
        )
        run_again(session, held, f"{PLAN}-{step.number}")
    keep(
        session, held, state, event=WITHDRAWN, actor=PORTAL, shared=True,
        data={"nummer": step.number, "bezorging": str(delivery_id)},
    )  # fmt: skip
    return state is not held.state


def _is_noted(session: ScopedSession, held: Held, event: str, delivery_id: UUID) -> bool:
    found = session.scalar(
        select(Event.id)
        .where(
            Event.tenant_id == held.row.tenant_id,
            Event.dossier_id == held.row.id,
            Event.type == event,
            Event.data["bezorging"].astext == str(delivery_id),
        )
        .limit(1)
    )
    return found is not None


def assess_plan(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    delivery_id: UUID,
    outcome: str,
    reason: str,
    answer_by: date | None,
    doer: Doer,
) -> Held:
    """Accept, partly accept, reject, or have it completed; the provider reads the reasons.

    An accepted plan's actions become milestones with clocks of their own (004-64).
    """
    held = must_be_open(hold(session, scope, dossier_id, version=version))
    delivery = session.scalar(
        select(Delivery).where(
            Delivery.tenant_id == scope.tenant_id,
            Delivery.id == delivery_id,
            Delivery.for_dossier_id == dossier_id,
        )
    )
    step = next((s for s in reversed(held.state.steps) if s.plan_received_on), None)
    if delivery is None or step is None:
        raise NotThere
    if outcome == INCOMPLETE:
        if answer_by is None:
            raise RuleBroken(
                "Kies een datum voor de aanvulling.", code="date", path="antwoord_voor"
            )
        ask_completion(
            session, scope, delivery_id, version=delivery.version, question=reason,
            answer_by=answer_by, actor=doer.actor,
        )  # fmt: skip
        return keep(
            session, held, held.state, event="plan_aanvullen", actor=doer.actor, shared=True,
            data={"nummer": step.number, "voor": answer_by.isoformat()},
        )  # fmt: skip
    decide(
        session, scope, delivery_id, version=delivery.version, outcome=outcome, details={},
        reason=reason, actor=doer.actor, in_dossier=dossier_id,
    )  # fmt: skip
    state = held.state
    milestones: tuple[Milestone, ...] = ()
    if outcome in (ACCEPTED, PARTLY):
        first = 1 + max((int(each.code) for each in state.milestones), default=0)
        milestones = tuple(_milestones(session, scope, delivery, first=first))
        for each in state.milestones:
            lapse_clock(
                session, held, f"{ACTION}-{each.code}", "een nieuw plan vervangt deze actie"
            )
        accept = AcceptPlan(number=step.number, milestones=milestones, on=held.today, by=doer.id)
        state = take(held.state, accept, held.today)
        for milestone in milestones:
            if milestone.due_on >= held.today:
                start_provider_clock(
                    session, held, name=f"{ACTION}-{milestone.code}", label=milestone.name[:120],
                    until_on=milestone.due_on, event="de aanvaarding van het plan", article="",
                    why=f"Deze dag staat in het verbeterplan, dat op {format_date(held.today)} "
                    "is aanvaard.",
                )  # fmt: skip
    return keep(
        session, held, state, event="plan_beoordeeld", actor=doer.actor, shared=True,
        data={
            "nummer": step.number,
            "uitkomst": outcome,
            "bezorging": str(delivery_id),
            "acties": [
                {"code": each.code, "naam": each.name, "datum": each.due_on.isoformat()}
                for each in milestones
            ],
        },
    )  # fmt: skip


def _milestones(
    session: ScopedSession, scope: TenantScope, delivery: Delivery, *, first: int
) -> list[Milestone]:
    """The actions of the plan as it stands now; those of a later plan are numbered on."""
    latest = session.scalar(
        select(DeliveryContent.payload)
        .where(
            DeliveryContent.tenant_id == scope.tenant_id,
            DeliveryContent.delivery_id == delivery.id,
        )
        .order_by(DeliveryContent.number.desc())
        .limit(1)
    )
    submitted = session.scalar(
        select(Submission.payload).where(Submission.id == delivery.submission_id)
    )
    payload: dict[str, Any] = latest or submitted or {}
    return [
        Milestone(
            code=str(number),
            name=str(row["wat"])[:200],
            due_on=date.fromisoformat(row["datum"]),
        )
        for number, row in enumerate(payload.get(ACTIONS) or (), start=first)
    ]
