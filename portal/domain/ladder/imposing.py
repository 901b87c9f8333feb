"""Imposing a measure: what stands in the way, and what it asks (002-13, 002-14)."""

from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.acts import ImposeMeasure
from portal.domain.ladder.amounts import amount_needs
from portal.domain.ladder.demands import Need, Refusal, Source
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.letters import letter_needs
from portal.domain.ladder.meanings import MEASURES
from portal.domain.ladder.signing import (
    actor_need,
    co_signer_needs,
    inform_needs,
    mandate_need,
    second_person_need,
    valid_mandate,
)
from portal.domain.ladder.steps import prerequisite_blocks, prerequisite_needs
from portal.domain.ladder.version import Measure
from portal.domain.ladder.vocabulary import Duration, HowMany, MeasureKind, Together
from portal.domain.ladder.weighing import text_need, weighing_needs
from portal.domain.ladder.words import listed


def is_urgent(measure: Measure, act: ImposeMeasure | None) -> bool:
    """Whether the act takes the way that needs no earlier rung (003-10)."""
    return bool(
        act
        and act.urgent_signals
        and measure.urgent
        and set(kinds_of(measure, act)) <= set(measure.urgent.kinds)
    )


def kinds_of(measure: Measure, act: ImposeMeasure | None) -> tuple[MeasureKind, ...]:
    """What is done of a measure that holds several kinds."""
    return act.kinds if act and act.kinds else measure.kinds


def measure_blocks(
    state: DossierState, measure: Measure, today: date, act: ImposeMeasure | None = None
) -> list[Refusal]:
    """What makes the measure impossible now, whatever is filled in."""
    source = state.source(measure)
    blocks = []
    for taken in state.measures:
        other = state.measure(taken.code)
        clash = taken.code in measure.excludes or (other and measure.code in other.excludes)
        if clash and taken.is_open(today):
            blocks.append(
                Refusal(
                    code=f"excludes:{taken.code}",
                    sentence=f"Maatregel {taken.code} loopt al en gaat niet samen met maatregel {measure.code}.",
                    source=source,
                )
            )
    if is_urgent(measure, act):
        return blocks
    blocks += prerequisite_blocks(state, measure.prerequisites, source, today)
    if measure.after and not measure.after.or_serious and not earlier_failed(state, measure):
        blocks.append(Refusal(code="after", sentence=after_sentence(measure), source=source))
    return blocks


def earlier_failed(state: DossierState, measure: Measure) -> bool:
    """Whether the measures that go before were used in vain (002-12, 003-10, 000-10)."""
    if measure.after is None:
        return True
    in_vain = {taken.code for taken in state.measures if taken.in_vain}
    enough = all if measure.after.needs is HowMany.ALLE else any
    return enough(code in in_vain for code in measure.after.codes)


def after_sentence(measure: Measure) -> str:
    """Which measures go before this one."""
    if measure.after is None:
        return ""
    last = "en" if measure.after.needs is HowMany.ALLE else "of"
    return f"Maatregel {measure.code} komt pas nadat maatregel {listed(measure.after.codes, last=last)} niet heeft geholpen."


def measure_needs(
    state: DossierState, measure: Measure, today: date, act: ImposeMeasure | None = None
) -> list[Need]:
    """All that the measure asks, with what is there already."""
    source, urgent = state.source(measure), is_urgent(measure, act)
    by, on = (act.by, act.on) if act else (None, today)
    needs = [
        actor_need(
            measure.actors,
            mandated=measure.mandated,
            role=act.role if act else None,
            has_mandate=valid_mandate(state, measure.code, on, by),
            source=source,
        ),
        mandate_need(state, measure.code, on, by, source, kinds_of(measure, act)),
        second_person_need(state, measure.code, on, by, source),
        *co_signer_needs(state, measure.code, on, roles=measure.co_signers, by=by, source=source),
    ]
    if urgent:
        needs += _urgent_needs(measure, act, source)
    else:
        needs += prerequisite_needs(
            state, measure.prerequisites, source, today, reason=act.reason if act else ""
        )
        needs += _serious_needs(state, measure, act, source)
    needs += weighing_needs(state, measure, act, on, urgent=urgent)
    needs += _content_needs(measure, act, source)
    needs += _period_needs(measure, act, source)
    needs += amount_needs(state, measure, act, source)
    needs += letter_needs(
        measure.parts,
        act.letter if act else None,
        source,
        on=on,
        names_municipalities=state.ladder.names_municipalities,
        required=True,
    )
    return needs + inform_needs(state, measure.code, on, measure.informs, source)


def _urgent_needs(measure: Measure, act: ImposeMeasure | None, source: Source) -> list[Need]:
    known = {signal.code for signal in measure.urgent.signals} if measure.urgent else set()
    given = set(act.urgent_signals) if act else set()
    return [
        text_need(
            "signals",
            "Signalen om per direct op te treden",
            "Kies een of meer signalen die de ladder noemt om per direct op te treden.",
            source,
            met=bool(given) and given <= known,
            path="signalen",
        )
    ]


def _serious_needs(
    state: DossierState, measure: Measure, act: ImposeMeasure | None, source: Source
) -> list[Need]:
    if measure.after is None or not measure.after.or_serious or earlier_failed(state, measure):
        return []
    return [
        text_need(
            "serious",
            "Ernst van de overtreding",
            f"{after_sentence(measure)} Schrijf op waarom de overtreding zo ernstig is dat u daar niet op wacht.",
            source,
            met=bool(act and act.serious.strip()),
            path="ernst",
        )
    ]


def _content_needs(measure: Measure, act: ImposeMeasure | None, source: Source) -> list[Need]:
    chosen = kinds_of(measure, act)
    words = listed((kind.label for kind in measure.kinds), last="of")
    whole = measure.together is Together.ALLE and not is_urgent(measure, act)
    complete = set(chosen) == set(measure.kinds) if whole else set(chosen) <= set(measure.kinds)
    needs = [
        text_need(
            "kinds",
            "Wat de maatregel inhoudt",
            f"Kies {'alles' if whole else 'een of meer'} van: {words}.",
            source,
            met=complete and (act is not None or len(measure.kinds) == 1 or whole),
            path="soorten",
        )
    ]
    if any(MEASURES[kind].products for kind in chosen):
        needs.append(
            text_need(
                "products",
                "Voor welke producten",
                "Kies voor welke producten de maatregel geldt.",
                source,
                met=bool(act and act.products),
                path="producten",
            )
        )
    if any(MEASURES[kind].ends_contract for kind in chosen):
        needs.append(
            text_need(
                "ending",
                "Hoe de overeenkomst eindigt",
                "Kies opzegging, ontbinding of niet verlengen.",
                source,
                met=bool(act and act.ending),
                path="einde",
            )
        )
    return needs


def _period_needs(measure: Measure, act: ImposeMeasure | None, source: Source) -> list[Need]:
    if act is None:
        if measure.duration is not Duration.TIJDELIJK:
            return []
        return [
            text_need(
                "until",
                "Een einddatum",
                "Kies tot wanneer de maatregel duurt.",
                source,
                met=False,
                path="tot_en_met",
            )
        ]
    starts = act.from_on or act.on
    needs = [
        text_need(
            "from",
            "De eerste dag",
            f"Kies als eerste dag {format_date(act.on)} of later.",
            source,
            met=starts >= act.on,
            path="vanaf",
        )
    ]
    if measure.duration is Duration.TIJDELIJK or act.until_on is not None:
        needs.append(
            text_need(
                "until",
                "Een einddatum",
                f"Kies tot en met welke dag de maatregel duurt, op of na {format_date(starts)}.",
                source,
                met=act.until_on is not None and act.until_on >= starts,
                path="tot_en_met",
            )
        )
    if measure.duration is Duration.BLIJVEND and act.until_on is not None:
        needs.append(
            text_need(
                "until",
                "Geen einddatum",
                "Deze maatregel heeft geen einddatum. Haal de datum weg.",
                source,
                met=False,
                path="tot_en_met",
            )
        )
    return needs
