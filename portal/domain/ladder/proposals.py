"""What the portal proposes when a date has passed. It proposes; a person decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.demands import Source
from portal.domain.ladder.dossier import DossierState, Outcome, TakenStep
from portal.domain.ladder.meanings import asks_outcome
from portal.domain.ladder.order import Stand, stand_of
from portal.domain.ladder.steps import step_blocks
from portal.domain.ladder.version import Rung
from portal.domain.ladder.vocabulary import NoticeForm, StepKind
from portal.domain.ladder.walking import Choice
from portal.domain.ladder.words import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act that may follow now, and why; nothing happens until somebody takes it."""

    choice: Choice
    code: str
    sentence: str
    source: Source


def proposals(state: DossierState, today: date) -> tuple[Proposal, ...]:
    """All proposals of the day, most binding first; none for a closed dossier."""
    if state.closed_on:
        return ()
    return (
        *_default(state, today),
        *_late_plan(state, today),
        *_missed_milestones(state, today),
        *_judgements(state, today),
    )


def _default(state: DossierState, today: date) -> Iterator[Proposal]:
    """Verzuim, once the term of a notice has passed and what the ladder asks stands (002-08)."""
    notice = _last_notice(state)
    if notice is None or notice.outcome is Outcome.GEVOLGD or not notice.term_passed(today):
        return
    for rung in state.ladder.rungs:
        after = [step for step in state.steps if step.rung == rung.code]
        if StepKind.VERZUIM not in rung.kinds or any(s.number > notice.number for s in after):
            continue
        if step_blocks(state, rung, today) or not _stands(state, rung, today):
            continue
        ended = format_date(notice.term_ends_on) if notice.term_ends_on else ""
        yield Proposal(
            choice=Choice.STAP,
            code=rung.code,
            sentence=(
                f"De termijn van {state.ladder.words.rung} {notice.rung} eindigde op {ended}. "
                f"Als de aanwijzingen niet genoeg zijn gevolgd, kan {state.named(rung)} volgen. U beslist."
            ),
            source=state.source(rung),
        )


def _last_notice(state: DossierState) -> TakenStep | None:
    notices = [
        step
        for step in state.steps
        if StepKind.INGEBREKESTELLING in step.kinds and step.form is not NoticeForm.WAARSCHUWING
    ]
    return notices[-1] if notices else None


def _stands(state: DossierState, rung: Rung, today: date) -> bool:
    """Nothing that goes before still runs, and the notice counts towards it."""
    stands = [stand_of(state, asked, today)[0] for asked in rung.prerequisites]
    return not stands or any(stand in (Stand.MET, Stand.UNJUDGED) for stand in stands)


def _next_rung(state: DossierState, after: TakenStep, today: date) -> Rung | None:
    """The first rung above this one that was not taken since and can be taken."""
    place = state.ladder.position(after.rung)
    for rung in state.ladder.rungs[place + 1 :]:
        if any(step.rung == rung.code and step.number > after.number for step in state.steps):
            return None
        if not step_blocks(state, rung, today):
            return rung
    return None


def _late_plan(state: DossierState, today: date) -> Iterator[Proposal]:
    """A plan that did not come in time (004-63)."""
    for step in state.steps:
        asked = StepKind.VERBETERPLAN in step.kinds and step.plan_received_on is None
        if not asked or not step.term_passed(today) or step.outcome is Outcome.GEVOLGD:
            continue
        rung = _next_rung(state, step, today)
        if rung and step.term_ends_on:
            yield Proposal(
                choice=Choice.STAP,
                code=rung.code,
                sentence=(
                    f"Het verbeterplan had er uiterlijk op {format_date(step.term_ends_on)} moeten zijn. "
                    f"De volgende stap kan {state.named(rung)} zijn. U beslist."
                ),
                source=state.source(rung).under("004-63"),
            )


def _missed_milestones(state: DossierState, today: date) -> Iterator[Proposal]:
    """Actions of an accepted plan whose date has passed (004-64)."""
    missed = [m for m in state.milestones if m.met_on is None and m.is_missed(today)]
    accepted = [step for step in state.steps if step.plan_accepted_on]
    if not missed or not accepted:
        return
    rung = _next_rung(state, accepted[-1], today)
    if rung:
        names = listed(f"{m.name} ({format_date(m.due_on)})" for m in missed)
        yield Proposal(
            choice=Choice.STAP,
            code=rung.code,
            sentence=(
                f"Uit het verbeterplan is niet op tijd klaar: {names}. "
                f"De volgende stap kan {state.named(rung)} zijn. U beslist."
            ),
            source=state.source(rung).under("004-64"),
        )


def _judgements(state: DossierState, today: date) -> Iterator[Proposal]:
    """Steps whose term is over and of which nobody has said what came of them.

    A plan that came in is followed by its milestones, not by the term for handing it in.
    """
    for step in state.steps:
        rung = state.ladder.rung(step.rung)
        is_open = asks_outcome(step.kinds) and step.outcome is Outcome.OPEN
        is_open = is_open and step.plan_received_on is None
        if rung and is_open and step.term_passed(today) and step.term_ends_on:
            yield Proposal(
                choice=Choice.OORDEEL,
                code=str(step.number),
                sentence=(
                    f"De termijn van {state.named(rung)} eindigde op {format_date(step.term_ends_on)}. "
                    "Leg vast of de aanwijzingen zijn gevolgd."
                ),
                source=state.source(rung),
            )
