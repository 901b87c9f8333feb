"""What follows later: judging a step, lifting, milestones, closing, moving to a version."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from portal.adapters.database import ScopedSession
from portal.domain.deadlines import Clock
from portal.domain.errors import NotThere
from portal.domain.ladder.acts import (
    CloseDossier,
    EndMeasure,
    JudgeStep,
    MeetMilestone,
    MoveToVersion,
    ReopenDossier,
)
from portal.domain.ladder.dossier import Outcome
from portal.domain.ladder.ending import open_exit_items
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.ladder.walking import take
from portal.domain.scopes import TenantScope
from portal.models.dossier import ImposedMeasure
from portal.models.handling import Deadline
from portal.queries.ladders import published_by_id
from portal.services.clocks import LAPSED, MET, PAUSED, RUNNING, next_reminder
from portal.services.deliveries import required_text
from portal.services.dossiers.acting import note_exclusion
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.preparing import Doer, go_over


def judge_step(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    number: int,
    outcome: Outcome,
    note: str,
    doer: Doer,
) -> Held:
    """Say what came of a step; a person does this, never the portal (002-08)."""
    held = hold(session, scope, dossier_id, version=version)
    note = required_text(note, "toelichting")
    act = JudgeStep(number=number, outcome=outcome, on=held.today, by=doer.id, note=note)
    state = take(held.state, act, held.today)
    end_clock(session, held, f"stap-{number}", "de stap is beoordeeld")
    end_clock(session, held, f"plan-{number}", "de stap is beoordeeld")
    return keep(
        session, held, state, event="stap_beoordeeld", actor=doer.actor,
        data={"nummer": number, "uitkomst": outcome.value, "toelichting": note},
    )  # fmt: skip


def end_measure(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    number: int,
    on: date,
    reason: str,
    in_vain: bool,
    doer: Doer,
) -> Held:
    """Lift or end a measure; from then on its effect is gone (004-67)."""
    held = hold(session, scope, dossier_id, version=version)
    reason = required_text(reason, "reden")
    act = EndMeasure(number=number, on=on, by=doer.id, reason=reason, in_vain=in_vain)
    state = take(held.state, act, held.today)
    session.execute(measure_row(held, number).values(ended_on=on))
    return keep(
        session, held, state, event="maatregel_beeindigd", actor=doer.actor, shared=True,
        data={"nummer": number, "per": on.isoformat(), "reden": reason},
    )  # fmt: skip


def meet_milestone(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    code: str,
    note: str,
    doer: Doer,
) -> Held:
    """An action of the plan was done, and somebody saw the evidence (004-64)."""
    held = hold(session, scope, dossier_id, version=version)
    note = required_text(note, "toelichting")
    state = take(held.state, MeetMilestone(code=code, on=held.today, by=doer.id), held.today)
    end_clock(session, held, f"actie-{code}", "de actie is klaar")
    return keep(
        session, held, state, event="actie_gehaald", actor=doer.actor, shared=True,
        data={"actie": code, "toelichting": note},
    )  # fmt: skip


def finish_task(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    code: str,
    note: str,
    doer: Doer,
) -> Held:
    """Do one of the things that a dossier of this kind must have done (004-95, 004-96, 004-101)."""
    held = hold(session, scope, dossier_id, version=version)
    note = required_text(note, "toelichting")
    if code in {task.code for task in fraud_tasks(held.state)}:
        state = replace(held.state, tasks_done=(*held.state.tasks_done, code))
    elif code in {item.code for item in open_exit_items(held.state)}:
        state = replace(held.state, exit_done=(*held.state.exit_done, code))
    else:
        raise NotThere
    return keep(
        session, held, state, event="taak_gedaan", actor=doer.actor,
        data={"taak": code, "toelichting": note},
    )  # fmt: skip


def close_dossier(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    result: str,
    doer: Doer,
) -> Held:
    """Close with a result; every clock stops."""
    held = hold(session, scope, dossier_id, version=version)
    result = required_text(result, "resultaat")
    state = take(held.state, CloseDossier(on=held.today, by=doer.id, result=result), held.today)
    for deadline in _running(session, held):
        _end(session, deadline, LAPSED, "het dossier is gesloten")
    note_exclusion(session, held, state)
    return keep(
        session, held, state, event="dossier_gesloten", actor=doer.actor, shared=True,
        data={"resultaat": result},
    )  # fmt: skip


def reopen_dossier(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    reason: str,
    doer: Doer,
) -> Held:
    """Open a closed dossier again, with a reason; a term that is not over runs on."""
    held = hold(session, scope, dossier_id, version=version)
    reason = required_text(reason, "reden")
    act = ReopenDossier(on=held.today, by=doer.id, reason=reason)
    state = take(held.state, act, held.today)
    stopped = select(Deadline).where(
        Deadline.tenant_id == held.row.tenant_id,
        Deadline.dossier_id == held.row.id,
        Deadline.state == LAPSED,
        Deadline.ended_at == held.row.closed_at,
        Deadline.due_on >= held.today,
    )
    for deadline in session.scalars(stopped).all():
        _run_on(session, deadline)
    held.row.closed_at = None
    return keep(
        session, held, state, event="dossier_heropend",
        actor=doer.actor, shared=True, data={"reden": reason},
    )  # fmt: skip


def move_to_version(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    ladder_version_id: UUID,
    reason: str,
    codes: Mapping[str, str],
    doer: Doer,
) -> Held:
    """Move a dossier to another published version of its ladder: explicit, and with a reason."""
    held = hold(session, scope, dossier_id, version=version)
    reason = required_text(reason, "reden")
    act = MoveToVersion(
        ladder=published_by_id(session, scope, ladder_version_id).ladder,
        on=held.today,
        by=doer.id,
        reason=reason,
        codes=dict(codes),
    )
    state = take(held.state, act, held.today)
    held.row.ladder_version_id = ladder_version_id
    moved = keep(
        session, held, state, event="dossier_verplaatst", actor=doer.actor,
        data={"reden": reason, "naar": str(ladder_version_id)},
    )  # fmt: skip
    go_over(session, moved, doer.actor)
    return moved


def end_clock(session: ScopedSession, held: Held, name: str, event: str) -> None:
    """What a clock of the dossier was for has happened; a clock that is not there is no matter."""
    for deadline in _running(session, held):
        if deadline.name == name:
            _end(session, deadline, MET, event)


def lapse_clock(session: ScopedSession, held: Held, name: str, why: str) -> None:
    """What a clock of the dossier was for is not needed any more."""
    for deadline in _running(session, held):
        if deadline.name == name:
            _end(session, deadline, LAPSED, why)


def run_again(session: ScopedSession, held: Held, name: str) -> None:
    """What ended a clock of the dossier was taken back: it runs on as if nothing had happened."""
    deadline = session.scalar(
        select(Deadline).where(
            Deadline.tenant_id == held.row.tenant_id,
            Deadline.dossier_id == held.row.id,
            Deadline.name == name,
            Deadline.state == MET,
        )
    )
    if deadline is not None:
        _run_on(session, deadline)


def _run_on(session: ScopedSession, deadline: Deadline) -> None:
    clock = Clock.from_json(deadline.clock).reopen()
    deadline.clock, deadline.state, deadline.ended_at = clock.to_json(), RUNNING, None
    deadline.remind_at = next_reminder(clock, deadline.reminders["voor"], after=session.legal_now)
    session.flush()


def _running(session: ScopedSession, held: Held) -> list[Deadline]:
    return list(
        session.scalars(
            select(Deadline).where(
                Deadline.tenant_id == held.row.tenant_id,
                Deadline.dossier_id == held.row.id,
                Deadline.state.in_((RUNNING, PAUSED)),
            )
        )
    )


def _end(session: ScopedSession, deadline: Deadline, state: str, why: str) -> None:
    clock, at = Clock.from_json(deadline.clock), session.legal_now
    ended = clock.meet(at, event=why) if state == MET else clock.lapse(at, reason=why)
    deadline.clock, deadline.state, deadline.ended_at = ended.to_json(), state, at
    session.flush()


def measure_row(held: Held, number: int) -> Any:
    """The row that others read of a measure, to be changed."""
    return update(ImposedMeasure).where(
        ImposedMeasure.tenant_id == held.row.tenant_id,
        ImposedMeasure.dossier_id == held.row.id,
        ImposedMeasure.number == number,
    )
