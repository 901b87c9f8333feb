"""A step, measure or immediate act in preparation: kept, signed for, and checked against its needs.

A signature holds for what was read: when the preparation changes afterwards, signatures and the
second pair of eyes fall away and have to be given again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
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
from portal.services.dossiers.asked import asked_again, asked_token
from portal.services.dossiers.holding import Held, Looked, hold, keep, must_be_open
from portal.services.drafts import Seen, TypedForm
from portal.services.recording import Actor

SIGNED = (FactKind.ONDERTEKEND, FactKind.MEEGEKEKEN)
CONCEPT, DONE, LAPSED = "concept", "gezet", "vervallen"
# The page of a preparation on which its letter is written.
LETTER_PAGE = "brief"
# The digest of a preparation in which nothing was written yet.
NOTHING = sha256_hex(canonical_bytes({}))


class WorkFacts(Protocol):
    """What is read of an act in preparation, whether locked for a change or looked at."""

    @property
    def choice(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


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
    held = must_be_open(hold(session, scope, dossier_id))
    if not is_known(held.state, choice, code):
        raise NotThere
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
    held = must_be_open(hold(session, scope, dossier_id))
    work = session.scalar(
        select(DossierWork)
        .where(DossierWork.tenant_id == scope.tenant_id, DossierWork.id == work_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if work is None:
        raise NotThere
    if work.state != CONCEPT:
        raise RuleBroken("Deze stap is al gezet of gestopt.", code="not_now")
    if version is not None and work.version != version:
        raise Stale(
            "Een collega heeft dit ondertussen gewijzigd. Bekijk wat er nu staat en beslis dan.",
            current=work.version,
        )
    return Prepared(held, work)


def save_work(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    answers: Mapping[str, Any],
    actor: Actor,
) -> DossierWork:
    """Keep all answers at once, as they come back from Word. Changed content takes signatures off.

    Whoever has the page of the letter open meanwhile is told, and overwrites nothing unseen.
    """
    prepared = hold_work(session, scope, work_id, version=version)
    earlier = prepared.work.form.get(LETTER_PAGE) or {"version": 0}
    page = {"typed": None, "version": int(earlier["version"]) + 1, "window": ""}
    prepared.work.form = prepared.work.form | {LETTER_PAGE: page}
    _keep_answers(session, prepared, dict(answers), actor)
    return prepared.work


def save_page(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    page: str,
    names: Collection[str],
    typed: TypedForm,
    answers: Mapping[str, Any],
    seen: Seen,
    actor: Actor,
) -> int:
    """Keep one page of the preparation, whatever it says; gives the page's new version.

    `names` are the questions on the page; the other pages keep their answers. Raises Stale,
    with what stands there now, when another window or a colleague changed this page in between.
    """
    prepared = hold_work(session, scope, work_id)
    work = prepared.work
    stored = work.form.get(page) or {"typed": None, "version": 0, "window": ""}
    if not seen.follows(stored) and typed != stored["typed"]:
        raise Stale(
            "Deze pagina is ondertussen ergens anders gewijzigd: in een ander venster, of door een "
            "collega. Bekijk beide versies en kies welke u bewaart.",
            current=stored["version"],
        )
    kept = seen.kept(stored, typed)
    work.form = work.form | {page: kept}
    others = {name: given for name, given in work.answers.items() if name not in names}
    _keep_answers(session, prepared, others | dict(answers), actor)
    return int(kept["version"])


def drop_work(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, version: int, actor: Actor
) -> None:
    """Stop preparing. Evidence and mandate stay; signatures were for this content and do not."""
    prepared = hold_work(session, scope, work_id, version=version)
    _stop(session, prepared.held, prepared.work, actor)


def go_over(session: ScopedSession, held: Held, actor: Actor) -> None:
    """What is being prepared in a dossier that follows another version of its ladder now.

    It is signed anew, for the rung may ask another letter; what that version does not know stops.
    """
    works = select(DossierWork).where(
        DossierWork.tenant_id == held.row.tenant_id,
        DossierWork.dossier_id == held.row.id,
        DossierWork.state == CONCEPT,
    )
    for work in session.scalars(works.order_by(DossierWork.started_at, DossierWork.id)).all():
        if is_known(held.state, Choice(work.choice), work.code):
            work.version += 1
            held = take_signatures_off(
                session, held, work, actor, why="het dossier volgt een andere versie van de ladder"
            )
        else:
            held = _stop(session, held, work, actor)


def _stop(session: ScopedSession, held: Held, work: DossierWork, actor: Actor) -> Held:
    work.state, work.asked_of = LAPSED, []
    work.version += 1
    kept = tuple(f for f in held.state.facts if f.about != work.code or f.kind not in SIGNED)
    return keep(
        session, held, replace(held.state, facts=kept), event="voorbereiding_gestopt", actor=actor,
        data={"wat": work.choice, "code": work.code},
    )  # fmt: skip


def act_of(
    session: ScopedSession, scope: TenantScope, held: Looked, work: WorkFacts, doer: Doer
) -> TakeStep | ImposeMeasure | ActAtOnce:
    """The act that this preparation makes when this person does it today."""
    return act_for(held, work, doer, municipality=municipality_name(session, scope))


def act_for(
    held: Looked, work: WorkFacts, doer: Doer, *, municipality: str
) -> TakeStep | ImposeMeasure | ActAtOnce:
    """The same where the name of the municipality is known already."""
    return prepared_act(
        held.state,
        Choice(work.choice),
        work.code,
        work.answers,
        on=held.today,
        by=doer.id,
        role=doer.role,
        municipalities=(municipality,),
    )


def what_stops(
    session: ScopedSession, scope: TenantScope, held: Looked, work: WorkFacts, doer: Doer
) -> list[Refusal]:
    """Everything that still stands in the way, each with its sentence and its source."""
    return refusals(held.state, act_of(session, scope, held, work, doer), held.today)


def municipality_name(session: ScopedSession, scope: TenantScope) -> str:
    """The name that every letter bears (003-02)."""
    name = session.scalar(select(Tenant.name).where(Tenant.id == scope.tenant_id))
    return f"gemeente {name}"


def is_known(state: DossierState, choice: Choice, code: str) -> bool:
    """Whether the ladder and the contract of the dossier hold this act."""
    found: object = None
    if choice is Choice.STAP:
        found = state.ladder.rung(code)
    elif choice is Choice.MAATREGEL:
        found = state.measure(code)
    elif choice is Choice.PER_DIRECT and state.contract is not None:
        found = state.contract.ground(code)
    return found is not None


def _keep_answers(
    session: ScopedSession, prepared: Prepared, answers: dict[str, Any], actor: Actor
) -> None:
    """Only other content is a new version: saving the same again disturbs nobody."""
    work, digest = prepared.work, sha256_hex(canonical_bytes(answers))
    work.changed_at = session.legal_now
    if digest != (work.digest or NOTHING):
        work.answers, work.digest, work.version = answers, digest, work.version + 1
        take_signatures_off(session, prepared.held, work, actor, why="de inhoud is gewijzigd")
    session.flush()


def take_signatures_off(
    session: ScopedSession, held: Held, work: DossierWork, actor: Actor, *, why: str
) -> Held:
    """Whoever signed is asked again by itself: it is for something else now."""
    gone = [f for f in held.state.facts if f.about == work.code and f.kind in SIGNED]
    if not gone:
        return held
    work.asked_of = asked_again(work.asked_of, [asked_token(fact) for fact in gone])
    state = replace(held.state, facts=tuple(f for f in held.state.facts if f not in gone))
    return keep(
        session, held, state, event="handtekening_vervallen", actor=actor,
        data={"code": work.code, "aantal": len(gone), "reden": why},
    )  # fmt: skip
