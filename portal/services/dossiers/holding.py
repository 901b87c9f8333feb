"""A dossier in hand: locked, with its state read, and kept again with what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import contract_rules
from portal.domain.calendar import local_date
from portal.domain.configuration.closing_days import CLOSING_DAYS
from portal.domain.configuration.letters import LETTERS
from portal.domain.configuration.terms import TERMS
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.evidence import canonical_bytes, sha256_hex
from portal.domain.ladder.dossier import Charge, DossierState, Parties
from portal.domain.ladder.stored import as_json, restore_state, store_state
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, ImposedMeasure
from portal.models.handling import Deadline
from portal.models.provider import Contract
from portal.queries.configuration import sections_in_force
from portal.queries.json_rows import gathered, read_rows
from portal.queries.ladders import published_by_id
from portal.services.calendars import calendar_with
from portal.services.clocks import RUNNING
from portal.services.effects_wanted import Effect, want
from portal.services.recording import INTERNAL, SHARED, Actor, NewEvent, record

# What the provider gets a mail about; letters and decisions on a plan have mails of their own.
NEWS = frozenset(
    {
        "aanmaning_vastgelegd", "actie_gehaald", "dossier_gesloten", "dossier_heropend",
        "maatregel_beeindigd", "verslag_gemaakt",
    }
)  # fmt: skip
# What lies under a step or an act: the reason, the signals. Never for the provider.
GROUNDS = "onderbouwing"


class DossierFacts(Protocol):
    """What is read of a dossier, whether it is locked for a change or only looked at."""

    @property
    def id(self) -> UUID: ...
    @property
    def tenant_id(self) -> UUID: ...
    @property
    def provider_id(self) -> UUID: ...
    @property
    def contract_id(self) -> UUID: ...
    @property
    def ladder_version_id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Looked:
    """A dossier with its state, for reading."""

    row: DossierFacts
    state: DossierState
    today: date


@dataclass(frozen=True)
class Held(Looked):
    """A dossier's own row, locked until the commit, with its state."""

    row: Dossier


def look(session: ScopedSession, scope: TenantScope, row: DossierFacts, today: date) -> Looked:
    """A dossier that a query found, with its state; nothing is locked."""
    return Looked(row, read_state(session, scope, row, today), today)


def hold(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, version: int | None = None
) -> Held:
    """Fetch and lock a dossier; raises NotThere, or Stale when somebody was first."""
    row = hold_row(session, scope, dossier_id, version=version)
    today = local_date(session.legal_now)
    return Held(row, read_state(session, scope, row, today), today)


def hold_row(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, version: int | None = None
) -> Dossier:
    """The same for who needs its row alone, such as to write in its time line."""
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
    return row


def must_be_open(held: Held) -> Held:
    """A closed dossier only opens again."""
    if held.state.closed_on is not None:
        raise RuleBroken("Dit dossier is gesloten. Heropen het eerst.", code="not_now")
    return held


def read_state(
    session: ScopedSession, scope: TenantScope, row: DossierFacts, today: date
) -> DossierState:
    """The state of a dossier with all that is looked up each time."""
    contract = session.execute(
        select(
            Contract.standard, Contract.domain, gathered(_charges_elsewhere(scope, row), "charges")
        ).where(Contract.tenant_id == scope.tenant_id, Contract.id == row.contract_id)
    ).one()
    terms, closing_days, letters = sections_in_force(session, scope, TERMS, CLOSING_DAYS, LETTERS)
    return restore_state(
        row.state,
        ladder=published_by_id(session, scope, row.ladder_version_id).ladder,
        contract=contract_rules(contract.standard),
        charges=_charges(read_rows(ChargedElsewhere, contract.charges), row),
        calendar=calendar_with(closing_days, today),
        termijnenwet=terms.terms_act.applies_to(contract.domain),
        words=sha256_hex(canonical_bytes(as_json(letters.letters))),
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
    own: Mapping[str, Any] | None = None,
) -> Held:
    """Store the new state and record what happened. The last write of a use case.

    `own` is what the provider may not read of a shared event: it gets a line of its own.
    """
    row = held.row
    row.state = store_state(state)
    row.current = current_words(state)
    row.is_closed = state.closed_on is not None
    row.closed_at = (row.closed_at or session.legal_now) if row.is_closed else None
    row.version += 1
    session.flush()
    refresh(session, row)
    audience = SHARED if shared and row.shared_at else INTERNAL
    grounds = {name: value for name, value in (own or {}).items() if value}
    events = [(event, audience, {**data, **({} if audience == SHARED else grounds)})]
    if grounds and audience == SHARED:
        events.append((GROUNDS, INTERNAL, grounds))
    if event in NEWS and audience == SHARED and not data.get("brief"):
        want(session, [_news(row)])
    record(session, [_event(row, actor, *each) for each in events])
    return Held(row, state, held.today)


def jot(
    session: ScopedSession, row: Dossier, *, event: str, actor: Actor, data: Mapping[str, Any]
) -> None:
    """Record something that moves nothing: nobody's open form becomes stale by it."""
    session.flush()
    record(session, [_event(row, actor, event, INTERNAL, data)])


def _news(row: Dossier) -> Effect:
    """A mail that something changed, for what no letter and no decision tells of."""
    return Effect(
        effect="mail_dossier",
        key=f"mail:gewijzigd:{row.id}:{row.version}",
        tenant_id=row.tenant_id,
        provider_id=row.provider_id,
        data={"dossier": str(row.id), "event": "gewijzigd"},
    )


def _event(
    row: Dossier, actor: Actor, type_: str, audience: str, data: Mapping[str, Any]
) -> NewEvent:
    return NewEvent(
        tenant_id=row.tenant_id,
        provider_id=row.provider_id,
        dossier_id=row.id,
        type=type_,
        audience=audience,
        actor=actor,
        data={**data, "versie": row.version},
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedElsewhere:
    """An amount that was imposed in another dossier."""

    kinds: list[str]
    event_on: date | None
    imposed_at: datetime
    cents: int
    contract_id: UUID


def _charges_elsewhere(scope: TenantScope, row: DossierFacts) -> Any:
    """Amounts imposed in other dossiers, of this municipality, on the same provider."""
    return (
        select(
            ImposedMeasure.kinds, ImposedMeasure.event_on, ImposedMeasure.imposed_at,
            ImposedMeasure.cents, Dossier.contract_id,
        )
        .join(Dossier, Dossier.id == ImposedMeasure.dossier_id)
        .where(
            ImposedMeasure.tenant_id == scope.tenant_id,
            ImposedMeasure.provider_id == row.provider_id,
            ImposedMeasure.dossier_id != row.id,
            ImposedMeasure.cents.is_not(None),
        )
    )  # fmt: skip


def _charges(found: Sequence[ChargedElsewhere], row: DossierFacts) -> tuple[Charge, ...]:
    return tuple(
        Charge(
            kind=MeasureKind(kind),
            event_on=charged.event_on or local_date(charged.imposed_at),
            cents=charged.cents,
            parties=Parties(
                contract=str(charged.contract_id),
                provider=str(row.provider_id),
                municipality=str(row.tenant_id),
            ),
        )
        for charged in found
        for kind in charged.kinds
    )
