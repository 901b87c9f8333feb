"""Does what was prepared: a rung taken, a measure imposed, or an act outside the ladder.

The ladder decides whether it may; everything that follows from it happens in the same
transaction: the letter, the clock, the stop, the money, the exclusion.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date
from portal.domain.deadlines import Clock, chosen_day
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, ReportTalk, TakeStep
from portal.domain.ladder.amounts import is_due
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.dossier import (
    DossierState,
    FactKind,
    TakenImmediate,
    TakenMeasure,
    TakenStep,
)
from portal.domain.ladder.duties import PLAN, STEP
from portal.domain.ladder.ending import exclusion
from portal.domain.ladder.preparing import report_of
from portal.domain.ladder.version import Rung
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.ladder.walking import Choice, take
from portal.domain.ladder.words import capital
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierWork, Exclusion, ImposedMeasure
from portal.models.handling import Deadline
from portal.queries.mandates import mandates
from portal.services.clocks import next_reminder
from portal.services.dossiers.holding import Held, current_words, keep
from portal.services.dossiers.letters import send_prepared_letter
from portal.services.dossiers.preparing import DONE, Doer, Prepared, act_of, hold_work
from portal.services.dossiers.talks import keep_report
from portal.services.effects_wanted import Effect, want
from portal.services.tools import Tools

REMIND_BEFORE = (3, 0)


def carry_out(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    doer: Doer,
    tools: Tools,
) -> Held:
    """Do what was prepared; raises Refused with every reason when the ladder does not allow it."""
    _take_turns(session, scope, work_id)
    prepared = hold_work(session, scope, work_id, version=version)
    held, work = _with_mandates_of_today(session, scope, prepared, doer), prepared.work
    act = act_of(session, scope, held, work, doer)
    state = take(held.state, act, held.today)
    work.state, work.version, work.asked_of = DONE, work.version + 1, []
    letter = send_prepared_letter(session, scope, held, work, act, doer, tools)
    own: dict[str, object] = {}
    match act:
        case TakeStep():
            work.number = state.steps[-1].number
            data, own = _after_step(session, held, state.steps[-1]), {"reden": act.reason}
            event = "stap_gezet"
        case ImposeMeasure():
            work.number = state.measures[-1].number
            data = _after_measure(session, held, state, state.measures[-1])
            event = "maatregel_opgelegd"
        case ActAtOnce():
            work.number = state.immediate[-1].number
            data = _after_immediate(session, held, state.immediate[-1])
            own = {"signalen": list(state.immediate[-1].signals)}
            event = "per_direct_opgetreden"
    note_exclusion(session, held, state)
    asked = event == "stap_gezet" and asks_provider(state.steps[-1])
    if asked and letter is None:
        tell_provider(session, held)
    kept = keep(
        session, held, state, event=event, actor=doer.actor, shared=asked or letter is not None,
        data={**data, "code": work.code, "naam": current_words(state), "brief": letter}, own=own,
    )  # fmt: skip
    return _with_report(session, kept, work.answers, doer) if isinstance(act, TakeStep) else kept


def _take_turns(session: ScopedSession, scope: TenantScope, work_id: UUID) -> None:
    """One measure at a time on a provider: a cap counts what other dossiers imposed (002-11)."""
    provider_id = session.scalar(
        select(DossierWork.provider_id).where(
            DossierWork.tenant_id == scope.tenant_id,
            DossierWork.id == work_id,
            DossierWork.choice == Choice.MAATREGEL,
        )
    )
    if provider_id is not None:
        turn = func.hashtextextended(f"maatregel:{scope.tenant_id}:{provider_id}", 0)
        session.execute(select(func.pg_advisory_xact_lock(turn)))


def _with_mandates_of_today(
    session: ScopedSession, scope: TenantScope, prepared: Prepared, doer: Doer
) -> Held:
    """Without the mandates that ended in the register since somebody leaned on them (004-119)."""
    held, code = prepared.held, prepared.work.code
    holding = {
        line.subject
        for line in mandates(session, scope, on=held.today, account_id=doer.actor.account_id)
    }
    kept = tuple(
        fact
        for fact in held.state.facts
        if (fact.kind, fact.about, fact.by) != (FactKind.MANDAAT, code, doer.id)
        or fact.subject in holding
    )
    return replace(held, state=replace(held.state, facts=kept))


def asks_provider(step: TakenStep) -> bool:
    """Whether the provider has to do something now: then it has to know."""
    return StepKind.VERBETERPLAN in step.kinds or step.term_ends_on is not None


def tell_provider(session: ScopedSession, held: Held) -> None:
    """Share the dossier without a letter: something is asked, and a mail says so."""
    row = held.row
    row.shared_at = row.shared_at or session.legal_now
    want(
        session,
        [
            Effect(
                effect="mail_dossier",
                key=f"mail:gevraagd:{row.id}:{row.version}",
                tenant_id=row.tenant_id,
                provider_id=row.provider_id,
                data={"dossier": str(row.id), "event": "gevraagd"},
            )
        ],
    )


def _with_report(
    session: ScopedSession, held: Held, answers: Mapping[str, Any], doer: Doer
) -> Held:
    """A talk that was held already is reported along with its step, when the report is whole."""
    report, step = report_of(answers), held.state.steps[-1]
    if report is None:
        return held
    act = ReportTalk(number=step.number, report=report, on=held.today, by=doer.id)
    return keep_report(session, held, take(held.state, act, held.today), step.number, doer)


def _after_step(session: ScopedSession, held: Held, step: TakenStep) -> dict[str, object]:
    if step.term_ends_on is not None:
        rung = held.state.ladder.rung(step.rung)
        is_plan = StepKind.VERBETERPLAN in step.kinds
        start_provider_clock(
            session,
            held,
            name=f"{PLAN if is_plan else STEP}-{step.number}",
            label="Verbeterplan indienen"
            if is_plan
            else f"Termijn van {held.state.named(rung) if rung else ''}",
            until_on=step.term_ends_on,
            event="de verzending van de brief",
            why=_why_this_day(held, rung),
            article=rung.ground.article if rung and rung.ground else "",
        )
    return {
        "nummer": step.number,
        "soorten": [kind.value for kind in step.kinds],
        "termijn": step.term_ends_on.isoformat() if step.term_ends_on else None,
    }


def _why_this_day(held: Held, rung: Rung | None) -> str:
    """Who chose the last day of a step, and what the ladder gives for it."""
    chosen = "De gemeente koos deze dag."
    if rung is None or rung.term is None:
        return chosen
    return f"{chosen} {capital(held.state.named(rung))} geeft: {rung.term.in_words()}."


def start_provider_clock(
    session: ScopedSession,
    held: Held,
    *,
    name: str,
    label: str,
    until_on: date,
    event: str,
    why: str,
    article: str,
) -> None:
    """A term that the provider has, until and including a day that a person chose."""
    clock = Clock(
        outcome=chosen_day(until_on, start_on=held.today, event=event, why=why, article=article)
    )
    session.add(
        Deadline(
            tenant_id=held.row.tenant_id,
            provider_id=held.row.provider_id,
            dossier_id=held.row.id,
            name=name,
            label=label,
            internal=False,
            due_on=clock.due_on,
            remind_at=next_reminder(clock, REMIND_BEFORE, after=session.legal_now),
            reminders={"voor": list(REMIND_BEFORE)},
            clock=clock.to_json(),
        )
    )
    session.flush()


def _after_measure(
    session: ScopedSession, held: Held, state: DossierState, taken: TakenMeasure
) -> dict[str, object]:
    measure = state.measure(taken.code)
    assert measure is not None
    session.add(
        ImposedMeasure(
            tenant_id=held.row.tenant_id,
            provider_id=held.row.provider_id,
            dossier_id=held.row.id,
            number=taken.number,
            code=taken.code,
            name=measure.name,
            kinds=[kind.value for kind in taken.kinds],
            products=list(taken.products),
            from_on=taken.from_on,
            until_on=taken.until_on,
            cents=taken.cents,
            percentage=taken.percentage,
            event_on=taken.event_on,
            due=is_due(measure, taken, held.today),
        )
    )
    session.flush()
    return {
        "nummer": taken.number,
        "soorten": [kind.value for kind in taken.kinds],
        "vanaf": taken.from_on.isoformat(),
        "tot_en_met": taken.until_on.isoformat() if taken.until_on else None,
        "producten": list(taken.products),
        "cent": taken.cents,
        "percentage": str(taken.percentage) if taken.percentage is not None else None,
    }


def _after_immediate(
    session: ScopedSession, held: Held, taken: TakenImmediate
) -> dict[str, object]:
    kinds = [
        effect.value
        for effect in taken.effects
        if effect in (ImmediateEffect.CLIENTENSTOP, ImmediateEffect.OVERDRACHT)
    ]
    if kinds:
        session.add(
            ImposedMeasure(
                tenant_id=held.row.tenant_id,
                provider_id=held.row.provider_id,
                dossier_id=held.row.id,
                number=taken.number,
                code=taken.ground,
                name="Per direct",
                kinds=kinds,
                products=list(taken.products),
                from_on=taken.on,
            )
        )
        session.flush()
    return {
        "nummer": taken.number,
        "grond": taken.ground,
        "gevolgen": [effect.value for effect in taken.effects],
    }


def note_exclusion(session: ScopedSession, held: Held, state: DossierState) -> None:
    """The line of the exclusion register that follows from the end of a contract (004-53)."""
    line = exclusion(state)
    if line is None:
        return
    values = {
        "from_on": line.ended_on,
        "until_on": line.until_on,
        "reason": f"Overeenkomst beëindigd op {format_date(line.ended_on)} ({line.source.place})",
    }
    known = session.scalar(
        select(Exclusion).where(
            Exclusion.tenant_id == held.row.tenant_id, Exclusion.dossier_id == held.row.id
        )
    )
    if known is not None:
        known.until_on = line.until_on
        session.flush()
        return
    session.execute(
        insert(Exclusion).values(
            tenant_id=held.row.tenant_id,
            provider_id=held.row.provider_id,
            dossier_id=held.row.id,
            **values,
        )
    )
