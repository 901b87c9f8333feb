"""The path outside the ladder: at once, on a ground of this contract only (004-78, 004-99, 001-14)."""

from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.acts import ActAtOnce
from portal.domain.ladder.contract import ImmediateEffect, ImmediateGround, Task
from portal.domain.ladder.counting import ends_on
from portal.domain.ladder.demands import Need, Refusal, Source, written_in
from portal.domain.ladder.dossier import DossierState, FactKind, TakenImmediate
from portal.domain.ladder.letters import letter_needs
from portal.domain.ladder.signing import mandate_need, second_person_need
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.words import listed

ACTORS = (Role.CONTRACTMANAGER, Role.LEIDINGGEVENDE)
"""Who may start the immediate path; the contract names no function."""


def source_at_once(ground: ImmediateGround) -> Source:
    """The article that allows it."""
    return written_in(ground.ground)


def unknown_ground(state: DossierState, code: str) -> Refusal:
    """A ground that this contract version does not hold."""
    place = state.contract.name if state.contract else "Er is geen overeenkomst bij dit dossier"
    return Refusal(
        code="unknown_ground",
        sentence=f"De overeenkomst van dit dossier kent de grond {code} niet. Kies een grond uit de lijst.",
        source=Source(place, "001-14"),
        path="grond",
    )


def at_once_needs(
    state: DossierState,
    ground: ImmediateGround,
    today: date,
    act: ActAtOnce | None,
    source: Source,
) -> list[Need]:
    """Ground, signals, conditions, evidence, motivation, four eyes, mandate, clients, letter."""

    def need(code: str, label: str, sentence: str, *, met: bool, path: str) -> Need:
        return Need(code=code, label=label, sentence=sentence, source=source, met=met, path=path)

    by, on = (act.by, act.on) if act else (None, today)
    who = listed((role.label for role in ACTORS), last="of")
    needs = [
        need(
            "actor",
            f"Door de {who}",
            f"Dit doet de {who}. Draag het over.",
            met=act is not None and act.role in ACTORS,
            path="",
        ),
        second_person_need(state, ground.code, on, by, source),
        mandate_need(state, ground.code, on, by, source, ()),
        need(
            "evidence",
            "Bewijs in het dossier",
            "Voeg eerst het bewijs toe waarop u zich baseert.",
            met=bool(state.facts_about(ground.code, FactKind.BEWIJS, on)),
            path="bewijs",
        ),
        need(
            "motivation",
            "Motivering",
            "Schrijf op waarom u niet kunt wachten en waarom deze grond geldt.",
            met=bool(act and act.motivation.strip()),
            path="motivering",
        ),
        need(
            "effects",
            "Wat u per direct doet",
            f"Kies uit: {listed((effect.label for effect in ground.effects), last='of')}.",
            met=bool(act and act.effects and set(act.effects) <= set(ground.effects)),
            path="gevolgen",
        ),
    ]
    needs += _signal_needs(ground, act, source)
    needs += _duration_needs(state, ground, act, source)
    needs += _person_needs(state, ground, act, source)
    needs += _client_needs(ground, act, source)
    return needs + letter_needs(
        (),
        act.letter if act else None,
        source,
        on=on,
        names_municipalities=state.ladder.names_municipalities,
        required=True,
    )


def is_fraud(ground: ImmediateGround, act: ActAtOnce) -> bool:
    """Whether the act rests on fraud, of which the contract names the forms (004-114)."""
    chosen = [signal for signal in ground.signals if signal.code in act.signals]
    return any(signal.fraud for signal in chosen) if chosen else ground.fraud


def is_crime(ground: ImmediateGround, act: ActAtOnce) -> bool:
    """Whether the act rests on a criminal fact, fraud or another: it is reported (004-95, 3.16.3)."""
    other = any(signal.crime for signal in ground.signals if signal.code in act.signals)
    return other or is_fraud(ground, act)


def stops_at_once(state: DossierState) -> tuple[TakenImmediate, ...]:
    """The cliëntenstoppen outside the ladder; they are lifted as a measure is (004-67)."""
    return tuple(act for act in state.immediate if ImmediateEffect.CLIENTENSTOP in act.effects)


def fraud_tasks(state: DossierState) -> tuple[Task, ...]:
    """What has to be done about fraud, another crime or a finding, and is not yet (004-95, 004-96)."""
    if state.contract is None:
        return ()
    fraud = state.fraud or any(taken.fraud for taken in state.immediate)
    return tuple(
        task
        for task in state.contract.tasks
        if ((task.for_fraud and fraud) or (task.for_finding and state.finding))
        and task.code not in state.tasks_done
    )


def _signal_needs(ground: ImmediateGround, act: ActAtOnce | None, source: Source) -> list[Need]:
    needs = []
    given = set(act.signals) if act else set()
    known = {signal.code for signal in ground.signals}
    if ground.signals:
        words = listed((signal.name for signal in ground.signals), last="of")
        needs.append(
            Need(
                code="signals",
                label="De concrete signalen",
                sentence=f"Kies wat u weet: {words}.",
                source=source,
                met=bool(given) and given <= known,
                path="signalen",
            )
        )
    asked = {
        code for signal in ground.signals if signal.code in given for code in signal.conditions
    }
    if act is None:
        asked = {code for signal in ground.signals for code in signal.conditions}
    for condition in ground.conditions:
        if condition.code in asked:
            needs.append(
                Need(
                    code=f"condition:{condition.code}",
                    label=condition.name,
                    sentence=f"Bevestig en onderbouw: {condition.name}.",
                    source=source,
                    met=bool(act and condition.code in act.conditions),
                    path="voorwaarden",
                )
            )
    return needs


def _duration_needs(
    state: DossierState, ground: ImmediateGround, act: ActAtOnce | None, source: Source
) -> list[Need]:
    if ground.at_least is None:
        return []
    since = act.since_on if act else None
    sentence = "Vul in sinds welke dag dit zo is."
    met = False
    if act and since:
        full = ends_on(ground.at_least, since, state.calendar)
        met = full < act.on
        if not met:
            sentence = f"Sinds {format_date(since)} is de periode pas na {format_date(full)} vol."
    length = f"{ground.at_least.length} {ground.at_least.unit.label}"
    return [
        Need(
            code="at_least",
            label=f"Het duurt al {length} achter elkaar",
            sentence=sentence,
            source=source,
            met=met,
            path="sinds",
        )
    ]


def _person_needs(
    state: DossierState, ground: ImmediateGround, act: ActAtOnce | None, source: Source
) -> list[Need]:
    needs = []
    about = {entry.code for entry in ground.also_about}
    if act and act.about:
        needs.append(
            Need(
                code="about",
                label="Over wie het gaat",
                sentence=f"Deze grond geldt ook voor {listed(e.name for e in ground.also_about)}, niet voor een ander."
                if about
                else "Deze grond geldt alleen voor de aanbieder zelf.",
                source=source,
                met=act.about in about,
                path="over",
            )
        )
    forms = {form.code for form in state.contract.fraud_forms} if state.contract else set()
    fraud = is_fraud(ground, act) if act else ground.fraud
    if fraud and forms:
        given = set(act.fraud_forms) if act else set()
        needs.append(
            Need(
                code="fraud_forms",
                label="Welke vorm van fraude",
                sentence="Kies welke vorm van fraude uit de overeenkomst het is.",
                source=source.under("004-114"),
                met=bool(given) and given <= forms,
                path="fraudevormen",
            )
        )
    return needs


def _client_needs(ground: ImmediateGround, act: ActAtOnce | None, source: Source) -> list[Need]:
    effects = set(act.effects) if act else set(ground.effects)
    needs = []
    if effects & {ImmediateEffect.OVERDRACHT, ImmediateEffect.ONTBINDING}:
        needs.append(
            Need(
                code="transfer",
                label="Wat er met de cliënten gebeurt",
                sentence="Schrijf op naar wie de cliënten gaan en hoe hun ondersteuning doorgaat. Noem geen namen van cliënten.",
                source=source.under("004-101") if ImmediateEffect.ONTBINDING in effects else source,
                met=bool(act and act.transfer.strip()),
                path="overdracht",
            )
        )
    if ImmediateEffect.CLIENTENSTOP in effects:
        needs.append(
            Need(
                code="products",
                label="Voor welke producten",
                sentence="Kies voor welke producten de cliëntenstop geldt.",
                source=source,
                met=bool(act and act.products),
                path="producten",
            )
        )
    return needs
