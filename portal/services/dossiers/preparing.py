"""A step, measure or immediate act in preparation: kept, signed for, and checked against its needs.

A signature holds for what was read: when the preparation changes afterwards, signatures and the
second pair of eyes fall away and have to be given again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.evidence import canonical_bytes, sha256_hex
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.demands import Refusal
from portal.domain.ladder.dossier import DossierState, FactKind
from portal.domain.ladder.preparing import prepared_act
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice, refusals
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierWork
from portal.models.region import Tenant
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.recording import Actor

SIGNED = (FactKind.ONDERTEKEND, FactKind.MEEGEKEKEN)
CONCEPT, DONE, LAPSED = "concept", "gezet", "vervallen"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dossier with one act in preparation."""

    held: Held
    work: DossierWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Who acts, and in which of his roles at the municipality."""

    actor: Actor
    role: Role

    @property
    def id(self) -> str:
        """How the dossier's state knows the person: names may be alike."""
        return str(self.actor.account_id)


def start_work(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    choice: Choice,
    code: str,
    actor: Actor,
) -> DossierWork:
    """Begin to prepare an act, or go on with the one that is being prepared."""
    held = hold(session, scope, dossier_id)
    if held.state.closed_on is not None:
        raise RuleBroken("Dit dossier is gesloten. Heropen het eerst.", code="not_now")
    _must_exist(held.state, choice, code)
    existing = session.scalar(
        select(DossierWork).where(
            DossierWork.tenant_id == scope.tenant_id,
            DossierWork.dossier_id == dossier_id,
            DossierWork.choice == choice.value,
            DossierWork.code == code,
            DossierWork.state == CONCEPT,
        )
    )
    if existing is not None:
        return existing
    work = DossierWork(
        tenant_id=scope.tenant_id,
        provider_id=held.row.provider_id,
        dossier_id=dossier_id,
        choice=choice.value,
        code=code,
        form={},
        answers={},
        started_by=actor.account_id,
        started_by_name=actor.name,
    )
    session.add(work)
    session.flush()
    return work


def hold_work(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, version: int | None = None
) -> Prepared:
    """Fetch and lock an act in preparation with its dossier; raises NotThere or Stale."""
    dossier_id = session.scalar(
        select(DossierWork.dossier_id).where(
            DossierWork.tenant_id == scope.tenant_id, DossierWork.id == work_id
        )
    )
    if dossier_id is None:
        raise NotThere
    held = hold(session, scope, dossier_id)
    work = session.scalar(
        select(DossierWork)
        .where(DossierWork.tenant_id == scope.tenant_id, DossierWork.id == work_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if work is None:
        raise NotThere
    if version is not None and work.version != version:
        raise Stale(
            "Een collega heeft dit ondertussen gewijzigd. Bekijk beide versies en kies wat u wilt.",
            current=work.version,
        )
    if work.state != CONCEPT:
        raise RuleBroken("Deze stap is al gezet.", code="not_now")
    return Prepared(held, work)


def save_work(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    form: list[list[str]],
    answers: Mapping[str, Any],
    actor: Actor,
) -> DossierWork:
    """Keep what was filled in. Changed content takes the signatures off."""
    prepared = hold_work(session, scope, work_id, version=version)
    work, held = prepared.work, prepared.held
    digest = sha256_hex(canonical_bytes(dict(answers)))
    work.form, work.answers = {"velden": form}, dict(answers)
    work.changed_at, work.version = session.legal_now, work.version + 1
    changed = work.digest not in ("", digest)
    work.digest = digest
    if changed:
        _take_signatures_off(session, held, work, actor)
    session.flush()
    return work


def drop_work(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, version: int, actor: Actor
) -> None:
    """Stop preparing; what was established for it stays."""
    prepared = hold_work(session, scope, work_id, version=version)
    prepared.work.state = LAPSED
    prepared.work.version += 1
    keep(
        session, prepared.held, prepared.held.state, event="voorbereiding_gestopt", actor=actor,
        data={"wat": prepared.work.choice, "code": prepared.work.code},
    )  # fmt: skip


def act_of(
    session: ScopedSession, scope: TenantScope, held: Held, work: DossierWork, doer: Doer
) -> TakeStep | ImposeMeasure | ActAtOnce:
    """The act that this preparation makes when this person does it today."""
    return prepared_act(
        held.state,
        Choice(work.choice),
        work.code,
        work.answers,
        on=held.today,
        by=doer.id,
        role=doer.role,
        municipalities=(municipality_name(session, scope),),
    )


def what_stops(
    session: ScopedSession, scope: TenantScope, held: Held, work: DossierWork, doer: Doer
) -> list[Refusal]:
    """Everything that still stands in the way, each with its sentence and its source."""
    return refusals(held.state, act_of(session, scope, held, work, doer), held.today)


def municipality_name(session: ScopedSession, scope: TenantScope) -> str:
    """The name that every letter bears (003-02)."""
    name = session.scalar(select(Tenant.name).where(Tenant.id == scope.tenant_id))
    return f"gemeente {name}"


def _must_exist(state: DossierState, choice: Choice, code: str) -> None:
    found: object = None
    if choice is Choice.STAP:
        found = state.ladder.rung(code)
    elif choice is Choice.MAATREGEL:
        found = state.measure(code)
    elif choice is Choice.PER_DIRECT and state.contract is not None:
        found = state.contract.ground(code)
    if found is None:
        raise NotThere


def _take_signatures_off(
    session: ScopedSession, held: Held, work: DossierWork, actor: Actor
) -> None:
    gone = [f for f in held.state.facts if f.about == work.code and f.kind in SIGNED]
    if not gone:
        return
    state = replace(held.state, facts=tuple(f for f in held.state.facts if f not in gone))
    keep(
        session, held, state, event="handtekening_vervallen", actor=actor,
        data={"code": work.code, "aantal": len(gone), "reden": "de inhoud is gewijzigd"},
    )  # fmt: skip
