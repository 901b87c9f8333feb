"""Who may do it, on whose mandate, who signs along, and who looked at it as a second person."""

from collections.abc import Sequence
from datetime import date

from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.clauses import Inform
from portal.domain.ladder.demands import Need, Source
from portal.domain.ladder.dossier import DossierState, Fact, FactKind
from portal.domain.ladder.vocabulary import Moment, Role
from portal.domain.ladder.words import Word, listed

AT_ONCE = "per_direct"
"""What a mandate to act outside the ladder is for."""


def valid_mandate(state: DossierState, code: str, on: date, by: str | None) -> bool:
    """Whether whoever acts leans on a mandate for this act that holds on that day (004-119)."""
    return bool(_mandates(state, code, on, by))


def _mandates(state: DossierState, code: str, on: date, by: str | None) -> list[Fact]:
    """Mandates are personal; without somebody who acts, all that were recorded."""
    return [
        fact
        for fact in state.facts_about(code, FactKind.MANDAAT, on)
        if by in (None, fact.by) and fact.text.strip() and (fact.until is None or on <= fact.until)
    ]


def actor_need(
    actors: Sequence[Role], *, mandated: bool, role: Role | None, has_mandate: bool, source: Source
) -> Need:
    """Somebody whom the ladder names, or who acts for them with a mandate (002-05)."""
    who = listed((actor.label for actor in actors), last="of")
    other = ", of wie daarvoor een mandaat heeft" if mandated else ""
    return Need(
        code="actor",
        label=f"Door de {who}{other}",
        sentence=f"Dit doet de {who}{other}. Draag het over"
        + (" of leg het mandaat vast." if mandated else "."),
        source=source,
        met=role in actors or (mandated and has_mandate),
    )


def mandate_need(
    state: DossierState,
    code: str,
    on: date,
    by: str | None,
    source: Source,
    subjects: Sequence[Word],
) -> Need:
    """A measure works outward, so somebody must have given the power to impose all of it (001-19)."""
    given = {fact.subject for fact in _mandates(state, code, on, by)}
    lacking = [] if "" in given else [word for word in subjects if word.value not in given]
    sentence = "Leg vast op welk mandaat u dit oplegt, en dat het nog geldt."
    if given and lacking:
        sentence = f"Leg ook een mandaat vast voor: {listed(word.label for word in lacking)}."
    return Need(
        code="mandate",
        label="Een mandaat dat vandaag geldt",
        sentence=sentence,
        source=source.under("001-19", "Handreiking contractmanagement, bijlage b"),
        met=bool(given) and not lacking,
        path="mandaat",
    )


def second_person_need(
    state: DossierState, code: str, on: date, by: str | None, source: Source
) -> Need:
    """Another person looked at it; the one who acts does not count."""
    looked = {fact.by for fact in state.facts_about(code, FactKind.MEEGEKEKEN, on)}
    return Need(
        code="second_person",
        label="Tweede paar ogen",
        sentence="Laat eerst een tweede persoon meekijken; u kunt dat niet zelf zijn.",
        source=source,
        met=bool(looked - {by}),
        path="tweede",
    )


def co_signer_needs(
    state: DossierState,
    code: str,
    on: date,
    *,
    roles: Sequence[Role],
    by: str | None,
    source: Source,
) -> list[Need]:
    """One need per co-signature; each by another person, none by the one who acts (002-07)."""
    signatures = [
        fact for fact in state.facts_about(code, FactKind.ONDERTEKEND, on) if fact.by != by
    ]
    met = best_cover(tuple(roles), signatures)
    return [
        Need(
            code=f"co_signer:{number}:{role.value}",
            label=f"Handtekening van de {role.label}",
            sentence=f"De {role.label} moet eerst meetekenen. Iemand tekent maar één keer, en niet voor zichzelf.",
            source=source,
            met=number in met,
            path="medetekenaars",
        )
        for number, role in enumerate(roles)
    ]


def best_cover(roles: tuple[Role, ...], signatures: Sequence[Fact]) -> frozenset[int]:
    """Which places can be filled when every person fills at most one: as many as possible."""
    filled: dict[str, int] = {}

    def place(number: int, tried: set[str]) -> bool:
        for fact in signatures:
            if fact.role is not roles[number] or fact.by in tried:
                continue
            tried.add(fact.by)
            if fact.by not in filled or place(filled[fact.by], tried):
                filled[fact.by] = number
                return True
        return False

    for number in range(len(roles)):
        place(number, set())
    return frozenset(filled.values())


def inform_needs(
    state: DossierState, code: str, on: date, informs: Sequence[Inform], source: Source
) -> list[Need]:
    """Who has to know; a reminder, for no source makes a step depend on it (001-02)."""
    told = {fact.role for fact in state.facts_about(code, FactKind.INGELICHT, on)}
    when = {
        Moment.VOORAF: "vóór deze stap",
        Moment.TEGELIJK: "op de dag van deze stap",
        Moment.ACHTERAF: "na deze stap",
    }
    return [
        Need(
            code=f"inform:{inform.role.value}",
            label=f"De {inform.role.label} inlichten ({inform.moment.label})",
            sentence=f"Licht de {inform.role.label} in {when[inform.moment]}.",
            source=source.under("001-02", "Handreiking contractmanagement, onderdeel 4"),
            met=inform.role in told,
            required=False,
        )
        for inform in informs
    ]


def mandate_subjects(
    act: TakeStep | ImposeMeasure | ActAtOnce, state: DossierState
) -> tuple[str, ...]:
    """For what a mandate must have been given: the kinds of the step or measure, or going at once."""
    match act:
        case TakeStep():
            rung = state.ladder.rung(act.rung)
            return tuple(kind.value for kind in (act.kinds or (rung.kinds if rung else ())))
        case ImposeMeasure():
            measure = state.measure(act.code)
            return tuple(kind.value for kind in (act.kinds or (measure.kinds if measure else ())))
        case ActAtOnce():
            return (AT_ONCE,)
