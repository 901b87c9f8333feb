"""Taking a rung: what stands in the way, and what it asks."""

from collections.abc import Sequence
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.acts import TakeStep
from portal.domain.ladder.clauses import Prerequisite
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.demands import Need, Refusal, Source, written_in
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.letters import letter_needs
from portal.domain.ladder.meanings import needs_letter
from portal.domain.ladder.order import Stand, deviation, shortfall, stand_of
from portal.domain.ladder.signing import actor_need, co_signer_needs, inform_needs, valid_mandate
from portal.domain.ladder.version import Rung
from portal.domain.ladder.vocabulary import NoticeForm, StepKind, Strictness
from portal.domain.ladder.words import listed


def step_blocks(state: DossierState, rung: Rung, today: date) -> list[Refusal]:
    """What makes the rung impossible now, whatever is filled in."""
    source, departs = state.source(rung), deviation(state, rung)
    blocks = []
    if departs.strictness is Strictness.NIET:
        blocks.append(
            Refusal(
                code="out_of_order",
                sentence=f"{departs.sentence} Deze ladder staat dat niet toe.",
                source=order_source(state, source),
            )
        )
    return blocks + prerequisite_blocks(state, rung.prerequisites, source, today)


def prerequisite_blocks(
    state: DossierState, asked: Sequence[Prerequisite], source: Source, today: date
) -> list[Refusal]:
    """Prerequisites that cannot be passed over: a running term, or what the ladder insists on."""
    blocks = []
    for each in asked:
        stand, step = stand_of(state, each, today)
        insists = each.when_skipped is Strictness.NIET and stand not in (Stand.MET, Stand.UNJUDGED)
        if stand is Stand.RUNNING or insists:
            blocks.append(
                Refusal(
                    code=f"prerequisite:{each.rung}",
                    sentence=shortfall(state, each, stand, step),
                    source=source,
                )
            )
    return blocks


def prerequisite_needs(
    state: DossierState,
    asked: Sequence[Prerequisite],
    source: Source,
    today: date,
    *,
    reason: str,
) -> list[Need]:
    """Judgements that have to be made first, and reasons for what is passed over (002-08)."""
    needs = []
    for each in asked:
        stand, step = stand_of(state, each, today)
        sentence = shortfall(state, each, stand, step)
        if stand is Stand.UNJUDGED:
            needs.append(
                Need(
                    code=f"judge:{each.rung}",
                    label=f"Oordeel over {state.ladder.words.rung} {each.rung}",
                    sentence=sentence,
                    source=source,
                    met=False,
                )
            )
        elif stand in (Stand.FOLLOWED, Stand.SKIPPED, Stand.OTHER_FORM) and (
            each.when_skipped is Strictness.MET_REDEN
        ):
            needs.append(
                reason_need(f"skipped:{each.rung}", sentence, source, given=bool(reason.strip()))
            )
    return needs


def reason_need(code: str, sentence: str, source: Source, *, given: bool) -> Need:
    """A reason, because the ladder asks one here."""
    return Need(
        code=f"reason:{code}",
        label="Een reden",
        sentence=f"{sentence} Schrijf op waarom u toch verdergaat.",
        source=source,
        met=given,
        path="reden",
    )


def step_needs(
    state: DossierState,
    rung: Rung,
    today: date,
    act: TakeStep | None = None,
) -> list[Need]:
    """All that the rung asks on that day, with what is there already."""
    source = state.source(rung)
    by, reason = (act.by, act.reason) if act else (None, "")
    departs = deviation(state, rung)
    needs = [
        actor_need(
            rung.actors,
            mandated=rung.mandated,
            role=act.role if act else None,
            has_mandate=valid_mandate(state, rung.code, today, by),
            source=source,
        )
    ]
    if departs.strictness is Strictness.MET_REDEN:
        needs.append(
            reason_need(
                "order", departs.sentence, order_source(state, source), given=bool(reason.strip())
            )
        )
    needs += prerequisite_needs(state, rung.prerequisites, source, today, reason=reason)
    needs += _kind_needs(rung, act, source)
    needs += _term_needs(state, rung, act, source, today)
    needs += letter_needs(
        rung.parts,
        act.letter if act else None,
        source,
        on=act.on if act else today,
        names_municipalities=state.ladder.names_municipalities,
        required=needs_letter(kinds_of(rung, act)),
    )
    needs += co_signer_needs(state, rung.code, today, roles=rung.co_signers, by=by, source=source)
    needs += inform_needs(state, rung.code, today, rung.informs, source)
    return needs


def order_source(state: DossierState, source: Source) -> Source:
    """What the order leans on, else the rung itself."""
    ground = state.ladder.order_ground
    return written_in(ground) if ground else source


def kinds_of(rung: Rung, act: TakeStep | None) -> tuple[StepKind, ...]:
    """What is done of a rung that holds several kinds: what the act says, else all of it."""
    return act.kinds if act and act.kinds else rung.kinds


def term_asked(rung: Rung, act: TakeStep | None) -> bool:
    """Whether what is done has a term: the plan or the notice where the rung holds one."""
    usual = {StepKind.VERBETERPLAN, StepKind.INGEBREKESTELLING}
    with_term = usual & set(rung.kinds)
    return rung.term is not None and (not with_term or bool(with_term & set(kinds_of(rung, act))))


def form_of(rung: Rung, act: TakeStep) -> NoticeForm | None:
    """The form of the letter: the one chosen, or the only one there is."""
    if StepKind.INGEBREKESTELLING not in kinds_of(rung, act):
        return None
    return act.form or (rung.forms[0] if len(rung.forms) == 1 else None)


def _kind_needs(rung: Rung, act: TakeStep | None, source: Source) -> list[Need]:
    needs = []
    if act:
        chosen, always = set(kinds_of(rung, act)), set(rung.kinds) - set(rung.optional_kinds)
        words = listed(kind.label for kind in rung.kinds if kind in always)
        needs.append(
            Need(
                code="kinds",
                label="Wat deze stap inhoudt",
                sentence=f"Deze stap bestaat in elk geval uit {words}, en niet uit iets anders dan de ladder noemt.",
                source=source,
                met=always <= chosen <= set(rung.kinds),
                path="soorten",
            )
        )
    if len(rung.forms) > 1 and StepKind.INGEBREKESTELLING in kinds_of(rung, act):
        words = listed((form.label for form in rung.forms), last="of")
        needs.append(
            Need(
                code="form",
                label=f"Keuze: {words}",
                sentence=f"Kies of u een {words} stuurt.",
                source=source,
                met=act is not None and act.form in rung.forms,
                path="vorm",
            )
        )
    elif act and act.form is not None and act.form not in rung.forms:
        needs.append(
            Need(
                code="form",
                label="Soort brief",
                sentence=f"Een {act.form.label} hoort niet bij deze stap.",
                source=source,
                met=False,
                path="vorm",
            )
        )
    return needs


def _term_needs(
    state: DossierState, rung: Rung, act: TakeStep | None, source: Source, today: date
) -> list[Need]:
    if rung.term is None or not term_asked(rung, act):
        return []
    on = act.on if act else today
    least = None
    if rung.term.fixed:
        least = ends_on(rung.term, on, state.calendar, termijnenwet=state.termijnenwet)
    given = act.term_ends_on if act else None
    if least:
        sentence = f"Kies een einddatum op of na {format_date(least)}: de ladder geeft {rung.term.in_words()}."
    else:
        sentence = "Kies een einddatum na vandaag die redelijk is."
    same = act is None or act.letter is None or act.letter.ends_on in (None, given)
    return [
        Need(
            code="term",
            label="Een termijn met een einddatum",
            sentence=sentence if same else "De datum in de brief is een andere dan de termijn.",
            source=source,
            met=given is not None and given > on and (least is None or given >= least) and same,
            path="termijn",
        )
    ]
