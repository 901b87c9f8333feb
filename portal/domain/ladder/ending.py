"""When the contract ends: the exit checklist and the years without a new contract."""

from dataclasses import dataclass
from datetime import date

from portal.domain.ladder.contract import ExitItem, ImmediateEffect
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.demands import Source
from portal.domain.ladder.dossier import DossierState, Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A line of the exclusion register: no new contract from the day after, until and including."""

    ended_on: date
    until_on: date
    source: Source


def ended_on(state: DossierState) -> date | None:
    """The day on which the municipality ended the contract: that of the notice, not the last day."""
    days = [taken.on for taken in state.measures if taken.ending]
    days += [a.on for a in state.immediate if ImmediateEffect.ONTBINDING in a.effects]
    return min(days, default=None)


def open_exit_items(state: DossierState) -> tuple[ExitItem, ...]:
    """What still has to be settled after the end (004-101, 001-24)."""
    if state.contract is None or ended_on(state) is None:
        return ()
    return tuple(item for item in state.contract.exit_items if item.code not in state.exit_done)


def exclusion(state: DossierState) -> Exclusion | None:
    """The line for the register, where the contract ended through opzegging or ontbinding (004-53).

    Counted from that date, not from the last day of the contract; of two such acts the later
    one counts. Not extending is neither, and overmacht is no shortcoming.
    """
    contract = state.contract
    if contract is None or contract.exclusion is None:
        return None
    days = [
        taken.on
        for taken in state.measures
        if taken.ending in (Ending.OPZEGGING, Ending.ONTBINDING)
    ]
    for act in state.immediate:
        ground = contract.ground(act.ground)
        if ImmediateEffect.ONTBINDING in act.effects and ground and ground.excludes:
            days.append(act.on)
    if not days:
        return None
    last = max(days)
    return Exclusion(
        ended_on=last,
        until_on=ends_on(contract.exclusion, last, state.calendar),
        source=Source(
            f"{contract.name}, {contract.exclusion.article}", contract.exclusion.rule or None
        ),
    )
