"""What may be done with what was done: judge, accept a plan, lift, close, reopen, change version."""

from portal.domain.calendar import format_date
from portal.domain.ladder.acts import (
    AcceptPlan,
    CloseDossier,
    EndMeasure,
    JudgeStep,
    MeetMilestone,
    MoveToVersion,
    ReceivePlan,
    RecordNotice,
    ReopenDossier,
    ReportTalk,
)
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.demands import Need, Refusal, Source, written_in
from portal.domain.ladder.dossier import (
    DossierState,
    Outcome,
    TakenImmediate,
    TakenMeasure,
    TakenStep,
)
from portal.domain.ladder.ending import open_exit_items
from portal.domain.ladder.immediate import fraud_tasks, source_at_once, stops_at_once
from portal.domain.ladder.meanings import asks_outcome, has_talk
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.ladder.words import listed


def whole(state: DossierState) -> Source:
    """The ladder as such."""
    return Source(state.ladder.name)


def step_source(state: DossierState, step: TakenStep) -> Source:
    """Where a taken step comes from."""
    rung = state.ladder.rung(step.rung)
    return state.source(rung) if rung else whole(state)


def measure_source(state: DossierState, taken: TakenMeasure) -> Source:
    """Where an imposed measure comes from."""
    measure = state.measure(taken.code)
    return state.source(measure) if measure else whole(state)


def ground_source(state: DossierState, taken: TakenImmediate) -> Source:
    """Where an act outside the ladder comes from."""
    ground = state.contract.ground(taken.ground) if state.contract else None
    return source_at_once(ground) if ground else whole(state)


def judge_refusals(state: DossierState, act: JudgeStep) -> list[Refusal]:
    """A step is judged once, when its term is over; that it was followed may be said earlier."""
    step = next((s for s in state.steps if s.number == act.number), None)
    if step is None:
        return [_gone(state, "stap")]
    source = step_source(state, step)
    if not asks_outcome(step.kinds):
        sentence = f"Over {state.ladder.words.rung} {step.rung} valt niets te beoordelen."
        return [Refusal(code="nothing_to_judge", sentence=sentence, source=source)]
    if act.outcome is Outcome.OPEN:
        sentence = "Kies of de aanwijzingen genoeg zijn gevolgd."
        return [Refusal(code="outcome", sentence=sentence, source=source, path="uitkomst")]
    if act.on < step.on:
        sentence = f"Het oordeel kan niet vóór de stap van {format_date(step.on)} liggen."
        return [Refusal(code="early", sentence=sentence, source=source, path="datum")]
    if step.outcome is not Outcome.OPEN:
        on = f" op {format_date(step.outcome_on)}" if step.outcome_on else ""
        sentence = f"Deze stap is al beoordeeld: {step.outcome.label}{on}."
        return [Refusal(code="judged", sentence=sentence, source=source)]
    if act.outcome is Outcome.NIET_GEVOLGD and step.term_runs(act.on) and step.term_ends_on:
        sentence = f"De aanbieder heeft nog tot en met {format_date(step.term_ends_on)} de tijd. Oordeel daarna."
        return [Refusal(code="term_runs", sentence=sentence, source=source)]
    return []


def report_refusals(state: DossierState, act: ReportTalk) -> list[Refusal]:
    """A talk is reported once, of a step that holds one, and complete (001-21)."""
    step = next((s for s in state.steps if s.number == act.number), None)
    if step is None:
        return [_gone(state, "stap")]
    source = step_source(state, step).under("001-21")
    rung = state.ladder.rung(step.rung)
    if not has_talk(step.kinds, rung.talk_levels if rung else ()):
        sentence = f"Bij {state.ladder.words.rung} {step.rung} hoort geen gesprek."
        return [Refusal(code="no_talk", sentence=sentence, source=source)]
    if step.report is not None:
        sentence = (
            f"Het verslag van het gesprek van {format_date(step.report.held_on)} is al vastgelegd. "
            "Vul het aan met een notitie."
        )
        return [Refusal(code="reported", sentence=sentence, source=source)]
    asked = (
        ("gemeente", act.report.municipality, "Vul in wie er namens de gemeente waren."),
        ("aanbieder", act.report.provider, "Vul in wie er namens de aanbieder waren."),
        ("besproken", act.report.discussed, "Schrijf op wat er is besproken."),
    )
    found = [
        Refusal(code=f"report:{path}", sentence=sentence, source=source, path=f"verslag_{path}")
        for path, text, sentence in asked
        if not text.strip()
    ]
    if act.report.held_on > act.on:
        sentence = "Het gesprek ligt in de toekomst. Maak het verslag als het is gevoerd."
        found.append(Refusal(code="report:op", sentence=sentence, source=source, path="verslag_op"))
    return found


def plan_refusals(state: DossierState, act: ReceivePlan | AcceptPlan) -> list[Refusal]:
    """A plan belongs to a step that asked one; its actions have dates and codes of their own."""
    step = next((s for s in state.steps if s.number == act.number), None)
    if step is None:
        return [_gone(state, "stap")]
    source = step_source(state, step)
    if StepKind.VERBETERPLAN not in step.kinds:
        sentence = f"Bij {state.ladder.words.rung} {step.rung} is geen verbeterplan gevraagd."
        return [Refusal(code="no_plan_asked", sentence=sentence, source=source)]
    if isinstance(act, ReceivePlan):
        return []
    if step.plan_received_on is None:
        sentence = "De aanbieder heeft nog geen plan ingediend."
        return [Refusal(code="no_plan", sentence=sentence, source=source)]
    codes = [m.code for m in act.milestones]
    if not codes or len(set(codes)) < len(codes):
        sentence = "Een plan heeft ten minste één actie, en elke actie een eigen nummer."
        return [Refusal(code="milestones", sentence=sentence, source=source, path="acties")]
    return []


def milestone_refusals(state: DossierState, act: MeetMilestone) -> list[Refusal]:
    """An action that is in the plan and was not yet done."""
    found = next((m for m in state.milestones if m.code == act.code), None)
    if found is None or found.met_on:
        sentence = "Deze actie staat niet open. Ververs de pagina."
        return [Refusal(code="milestone", sentence=sentence, source=whole(state))]
    return []


def notice_refusals(state: DossierState, act: RecordNotice) -> list[Refusal]:
    """An aanmaning is recorded once, for an amount that waits for it (004-66)."""
    taken = next((m for m in state.measures if m.number == act.number), None)
    if taken is None:
        return [_gone(state, "maatregel")]
    measure = state.measure(taken.code)
    source = measure_source(state, taken).under("004-66")
    if measure is None or measure.money is None or not measure.money.due_after_notice:
        sentence = f"Maatregel {taken.code} vraagt geen aanmaning."
        return [Refusal(code="no_notice_asked", sentence=sentence, source=source)]
    if taken.notice_on:
        sentence = f"De aanmaning is al vastgelegd op {format_date(taken.notice_on)}."
        return [Refusal(code="notice_given", sentence=sentence, source=source)]
    if act.on < taken.on:
        sentence = f"De aanmaning kan niet vóór de maatregel van {format_date(taken.on)} liggen."
        return [Refusal(code="notice_early", sentence=sentence, source=source, path="datum")]
    return []


def end_refusals(state: DossierState, act: EndMeasure) -> list[Refusal]:
    """A measure that is open, or a stop at once, is lifted or ended with a reason."""
    every: tuple[TakenMeasure | TakenImmediate, ...] = (*state.measures, *stops_at_once(state))
    taken = next((each for each in every if each.number == act.number), None)
    if taken is None:
        return [_gone(state, "maatregel")]
    if isinstance(taken, TakenMeasure):
        code, source = taken.code, measure_source(state, taken)
        ends_contract = taken.ending is not None
    else:
        code, source = taken.ground, ground_source(state, taken)
        ends_contract = ImmediateEffect.ONTBINDING in taken.effects
    if taken.ended_on:
        sentence = f"Maatregel {code} is al beëindigd op {format_date(taken.ended_on)}."
        return [Refusal(code="ended", sentence=sentence, source=source)]
    if ends_contract:
        sentence = "Een beëindigde overeenkomst gaat hiermee niet weer lopen. Sluit het dossier af."
        return [Refusal(code="contract_ended", sentence=sentence, source=source)]
    if act.on < taken.on:
        sentence = f"Het einde kan niet vóór de maatregel van {format_date(taken.on)} liggen."
        return [Refusal(code="early", sentence=sentence, source=source, path="datum")]
    if not act.reason.strip():
        sentence = f"Schrijf op waarom maatregel {code} eindigt."
        return [Refusal(code="end_reason", sentence=sentence, source=source, path="reden")]
    return []


def close_needs(state: DossierState, act: CloseDossier | None) -> list[Need]:
    """A result, and nothing left that the contract demands (004-95, 004-96, 004-101)."""
    needs = [
        Need(
            code="result",
            label="Het resultaat",
            sentence="Schrijf op met welk resultaat u het dossier sluit.",
            source=whole(state),
            met=bool(act and act.result.strip()),
            path="resultaat",
        )
    ]
    place = state.contract.name if state.contract else ""
    for task in fraud_tasks(state):
        needs.append(
            Need(
                code=f"task:{task.code}",
                label=task.name,
                sentence=f"Doe eerst dit: {task.name}.",
                source=written_in(task.ground),
                met=False,
            )
        )
    for item in open_exit_items(state):
        needs.append(
            Need(
                code=f"exit:{item.code}",
                label=item.name,
                sentence=f"Rond eerst dit punt af: {item.name}.",
                source=Source(f"{place}, {item.article}", item.rule or None),
                met=False,
            )
        )
    return needs


def reopen_refusals(state: DossierState, act: ReopenDossier) -> list[Refusal]:
    """Only a closed dossier opens again, with a reason."""
    if state.closed_on is None:
        sentence = "Dit dossier is niet gesloten."
        return [Refusal(code="not_closed", sentence=sentence, source=whole(state))]
    if not act.reason.strip():
        sentence = "Schrijf op waarom u het dossier heropent."
        return [Refusal(code="reason", sentence=sentence, source=whole(state), path="reden")]
    return []


def move_refusals(state: DossierState, act: MoveToVersion) -> list[Refusal]:
    """A dossier goes over with a reason, and everything that was done has a place there."""
    source, refusals = Source(act.ladder.name, "000-01"), []
    if act.ladder == state.ladder:
        refusals.append(
            Refusal(
                code="same_version", sentence="Het dossier volgt deze versie al.", source=source
            )
        )
    if not act.reason.strip():
        refusals.append(
            Refusal(
                code="reason",
                sentence="Schrijf op waarom het dossier een andere versie gaat volgen.",
                source=source,
                path="reden",
            )
        )
    homeless = [
        code
        for code in dict.fromkeys(step.rung for step in state.steps)
        if act.ladder.rung(act.codes.get(code, code)) is None
    ]
    own = {measure.code for measure in state.contract.measures} if state.contract else set()
    homeless += [
        code
        for code in dict.fromkeys(taken.code for taken in state.measures)
        if code not in own and act.ladder.measure(act.codes.get(code, code)) is None
    ]
    if homeless:
        refusals.append(
            Refusal(
                code="no_place",
                sentence=f"De nieuwe versie heeft geen plaats voor {listed(homeless)}. Zeg hoe dat daar heet.",
                source=source,
                path="codes",
            )
        )
    return refusals


def _gone(state: DossierState, what: str) -> Refusal:
    sentence = f"Deze {what} is er niet in dit dossier. Ververs de pagina."
    return Refusal(code="not_there", sentence=sentence, source=whole(state))
