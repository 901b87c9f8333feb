"""A dossier in hand: locked, with its state read, and kept again with what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import contract_rules
from portal.domain.calendar import local_date
from portal.domain.configuration.terms import TERMS
from portal.domain.errors import NotThere, Stale
from portal.domain.ladder.dossier import Charge, DossierState, Parties
from portal.domain.ladder.stored import restore_state, store_state
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, ImposedMeasure
from portal.models.handling import Deadline
from portal.models.provider import Contract
from portal.queries.configuration import section_in_force
from portal.queries.ladders import published_by_id
from portal.services.calendars import calendar_of
from portal.services.clocks import RUNNING
from portal.services.recording import INTERNAL, SHARED, Actor, NewEvent, record


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier's row with its state."""

    row: Dossier
    state: DossierState
    today: date


def hold(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, version: int | None = None
) -> Held:
    """Fetch and lock a dossier; raises NotThere, or Stale when somebody was first."""
    row = session.scalar(
        select(Dossier)
        .where(Dossier.tenant_id == scope.tenant_id, Dossier.id == dossier_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotThere
    if version is not None and row.version != version:
        raise Stale(
            "Een collega heeft dit dossier gewijzigd terwijl u bezig was. Bekijk wat er nu staat "
            "en beslis of u uw wijziging nog wilt.",
            current=row.version,
        )
    today = local_date(session.legal_now)
    return Held(row, read_state(session, scope, row, today), today)


def read_state(
    session: ScopedSession, scope: TenantScope, row: Dossier, today: date
) -> DossierState:
    """The state of a dossier with all that is looked up each time."""
    contract = session.execute(
        select(Contract.standard, Contract.domain).where(
            Contract.tenant_id == scope.tenant_id, Contract.id == row.contract_id
        )
    ).one()
    terms_act = section_in_force(session, scope, TERMS).terms_act
    return restore_state(
        row.state,
        ladder=published_by_id(session, scope, row.ladder_version_id).ladder,
        contract=contract_rules(contract.standard),
        charges=_charges_elsewhere(session, scope, row),
        calendar=calendar_of(session, scope, today),
        termijnenwet=terms_act.applies_to(contract.domain),
    )


def parties_of(row: Dossier) -> Parties:
    """Over whom a cap may be counted."""
    return Parties(
        contract=str(row.contract_id),
        provider=str(row.provider_id),
        municipality=str(row.tenant_id),
    )


def keep(
    session: ScopedSession,
    held: Held,
    state: DossierState,
    *,
    event: str,
    actor: Actor,
    data: Mapping[str, Any],
    shared: bool = False,
) -> Held:
    """Store the new state and record what happened. The last write of a use case."""
    row = held.row
    row.state = store_state(state)
    row.current = current_words(state)
    row.is_closed = state.closed_on is not None
    row.closed_at = (row.closed_at or session.legal_now) if row.is_closed else None
    row.version += 1
    session.flush()
    refresh(session, row)
    record(
        session,
        [
            NewEvent(
                tenant_id=row.tenant_id,
                provider_id=row.provider_id,
                dossier_id=row.id,
                type=event,
                audience=SHARED if shared and row.shared_at else INTERNAL,
                actor=actor,
                data={**data, "versie": row.version},
            )
        ],
    )
    return Held(row, state, held.today)


def refresh(session: ScopedSession, row: Dossier) -> None:
    """Copy the earliest running date, and who is waited for, for the lists."""
    earliest = session.execute(
        select(func.min(Deadline.due_on), func.bool_or(~Deadline.internal)).where(
            Deadline.tenant_id == row.tenant_id,
            Deadline.dossier_id == row.id,
            Deadline.state == RUNNING,
        )
    ).one()
    row.due_on = earliest[0]
    row.waits_for = "niemand" if row.is_closed else "aanbieder" if earliest[1] else "gemeente"
    session.flush()


def current_words(state: DossierState) -> str:
    """What the lists say of where the dossier stands: the last rung or measure."""
    last = max(
        [(step.number, step.rung) for step in state.steps]
        + [(measure.number, measure.code) for measure in state.measures]
        + [(act.number, act.ground) for act in state.immediate],
        default=(0, ""),
    )[1]
    rung, measure = state.ladder.rung(last), state.measure(last)
    ground = state.contract.ground(last) if state.contract else None
    if rung is not None:
        return rung.title
    if measure is not None:
        return measure.title
    return f"Per direct, {ground.name}"[:200] if ground else "Nog geen stap gezet"


def _charges_elsewhere(
    session: ScopedSession, scope: TenantScope, row: Dossier
) -> tuple[Charge, ...]:
    """Amounts imposed in other dossiers, of this municipality, on the same provider."""
    found = session.execute(
        select(ImposedMeasure, Dossier.contract_id)
        .join(Dossier, Dossier.id == ImposedMeasure.dossier_id)
        .where(
            ImposedMeasure.tenant_id == scope.tenant_id,
            ImposedMeasure.provider_id == row.provider_id,
            ImposedMeasure.dossier_id != row.id,
            ImposedMeasure.cents.is_not(None),
        )
    )
    return tuple(
        Charge(
            kind=MeasureKind(kind),
            event_on=measure.event_on or measure.from_on,
            cents=measure.cents or 0,
            parties=Parties(
                contract=str(contract_id),
                provider=str(measure.provider_id),
                municipality=str(measure.tenant_id),
            ),
        )
        for measure, contract_id in found
        for kind in measure.kinds[:1]
    )
