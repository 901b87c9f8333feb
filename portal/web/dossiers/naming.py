"""What the codes of a dossier are called on a page."""

from portal.domain.ladder.demands import Source
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.immediate import source_at_once
from portal.domain.ladder.walking import Choice

ASKED = {"tweede": "een tweede paar ogen"}
NOUN_AND_VERB: dict[Choice, tuple[str, str]] = {
    Choice.STAP: ("Stap", "zetten"),
    Choice.MAATREGEL: ("Maatregel", "opleggen"),
    Choice.PER_DIRECT: ("Besluit", "uitvoeren"),
}


def name_of(state: DossierState, code: str) -> str:
    """A rung, a measure or a ground, by its code."""
    rung, measure = state.ladder.rung(code), state.measure(code)
    if rung is not None:
        return f"{state.ladder.words.rung} {rung.title}"
    if measure is not None:
        return f"maatregel {measure.title}"
    ground = state.contract.ground(code) if state.contract else None
    return f"per direct: {ground.name}" if ground else code


def title_of(state: DossierState, choice: Choice, code: str) -> str:
    """The same with a capital, as the head of a page."""
    name = name_of(state, code)
    return name[:1].upper() + name[1:]


def source_of_code(state: DossierState, choice: Choice, code: str) -> Source:
    """Where it is written."""
    rung, measure = state.ladder.rung(code), state.measure(code)
    if choice is Choice.STAP and rung is not None:
        return state.source(rung)
    if choice is Choice.MAATREGEL and measure is not None:
        return state.source(measure)
    ground = state.contract.ground(code) if state.contract else None
    if state.contract is not None and ground is not None:
        return source_at_once(ground)
    return Source(state.ladder.name)


def elsewhere(source: Source, main: Source) -> str:
    """Where a demand is written, for a page that says already where `main` is; "" if it is there."""
    return "" if source.place == main.place else source.place
