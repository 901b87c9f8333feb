"""Which rungs and measures a dossier can ever come to."""

from portal.domain.ladder.clauses import Prerequisite
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.vocabulary import HowMany, Strictness


def may_be_skipped(ladder: LadderVersion, rung: Rung) -> Strictness:
    """How the ladder holds on to this rung: its own say, or else that of the order."""
    return rung.skip if rung.skip is not None else ladder.order


def reachable_rungs(ladder: LadderVersion) -> frozenset[str]:
    """Codes of the rungs that some dossier can walk to."""
    reached: set[str] = set()
    while True:
        more = {
            rung.code
            for place, rung in enumerate(ladder.rungs)
            if rung.code not in reached
            and _way_to(ladder, place, reached)
            and _prerequisites_reached(ladder, rung.prerequisites, reached)
        }
        if not more:
            return frozenset(reached)
        reached |= more


def reachable_measures(ladder: LadderVersion) -> frozenset[str]:
    """Codes of the measures that some dossier can come to."""
    rungs = set(reachable_rungs(ladder))
    reached: set[str] = set()
    while True:
        more = {
            measure.code
            for measure in ladder.measures
            if measure.code not in reached
            and _prerequisites_reached(ladder, measure.prerequisites, rungs)
            and _after_reached(measure, reached)
        }
        if not more:
            return frozenset(reached)
        reached |= more


def _way_to(ladder: LadderVersion, place: int, reached: set[str]) -> bool:
    def open_between(first: int) -> bool:
        between = ladder.rungs[first:place]
        return all(may_be_skipped(ladder, rung) is not Strictness.NIET for rung in between)

    if place == 0:
        return True
    own_say = [rung.skip for rung in ladder.rungs[:place]]
    if ladder.start_higher is not Strictness.NIET and Strictness.NIET not in own_say:
        return True
    lower = (n for n in range(place) if ladder.rungs[n].code in reached)
    return any(open_between(n + 1) for n in lower)


def _prerequisites_reached(
    ladder: LadderVersion, prerequisites: tuple[Prerequisite, ...], reached: set[str]
) -> bool:
    return all(
        prerequisite.when_skipped is not Strictness.NIET
        or (prerequisite.rung in reached and form_offered(ladder, prerequisite))
        for prerequisite in prerequisites
    )


def form_offered(ladder: LadderVersion, prerequisite: Prerequisite) -> bool:
    """Whether the rung asked for can be a letter of the form asked for."""
    rung = ladder.rung(prerequisite.rung)
    return rung is not None and (prerequisite.form is None or prerequisite.form in rung.forms)


def _after_reached(measure: Measure, reached: set[str]) -> bool:
    after = measure.after
    if after is None or after.or_serious:
        return True
    enough = all if after.needs is HowMany.ALLE else any
    return enough(code in reached for code in after.codes)
