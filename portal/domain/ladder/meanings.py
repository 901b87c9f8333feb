"""What each step kind and each measure kind means; a ladder chooses, this says what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.vocabulary import MeasureKind, MoneyKind, NoticeForm, PartKind, StepKind
from portal.domain.ladder.words import Word


class Belongs(Word):
    """Whether something belongs to a step or a measure."""

    VERPLICHT = "verplicht", "verplicht"
    MOGELIJK = "mogelijk", "mogelijk"
    NIET = "niet", "hoort er niet bij"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMeaning:
    """What a step kind brings along.

    `letter`: no letter goes out, one may, or the step cannot be taken without it. `parts` are
    the letter parts that a ladder usually picks from; it may add its own.
    `asks_outcome`: somebody has to judge what came of it before the next rung builds on it.
    """

    kind: StepKind
    explanation: str
    letter: Belongs
    term: Belongs
    co_sign: bool = True
    forms: tuple[NoticeForm, ...] = ()
    parts: tuple[LetterPart, ...] = ()
    provider_answers: bool = False
    asks_outcome: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureMeaning:
    """What a measure kind brings along; every measure has a letter and may be co-signed.

    `plural` is what several of them are called where they are counted up.
    `suspends_acceptance`: the acceptatieplicht ends for the products named (004-67).
    """

    kind: MeasureKind
    explanation: str
    money: Belongs
    plural: str = ""
    money_kinds: tuple[MoneyKind, ...] = ()
    products: bool = False
    suspends_acceptance: bool = False
    moves_clients: bool = False
    ends_contract: bool = False
    may_be_temporary: bool = True


def _part(code: str, name: str, text: str, kind: PartKind = PartKind.TEKST) -> LetterPart:
    return LetterPart(code=code, name=name, text=text, kind=kind)


IRREGULARITIES = _part(
    "onregelmatigheden",
    "Wat er niet goed ging",
    "Schrijf op welke onregelmatigheden u hebt vastgesteld, met de datum en het bewijs.",
)
IMPROVEMENTS = _part(
    "verbeteringen",
    "Wat er beter moet",
    "Schrijf op welke verbeteringen nodig zijn en waaraan u ziet dat ze er zijn.",
)
DEADLINE = _part(
    "termijn",
    "Wanneer het klaar moet zijn",
    "Kies de datum waarop de verbeteringen klaar moeten zijn.",
    PartKind.TERMIJN,
)
CONSEQUENCES = _part(
    "gevolgen",
    "Wat de gevolgen kunnen zijn",
    "Schrijf op wat er met de overeenkomst kan gebeuren als de verbeteringen uitblijven.",
)
INFORMATION = _part(
    "informatie",
    "Welke informatie u wilt krijgen",
    "Schrijf op welke stukken de aanbieder deelt en op welk moment.",
)

STEPS: Mapping[StepKind, StepMeaning] = {
    meaning.kind: meaning
    for meaning in (
        StepMeaning(
            kind=StepKind.ANALYSE,
            explanation="Gegevens verzamelen en vergelijken. De aanbieder krijgt hiervan geen brief.",
            letter=Belongs.NIET,
            term=Belongs.NIET,
            asks_outcome=False,
        ),
        StepMeaning(
            kind=StepKind.GESPREK,
            explanation="De aanbieder uitnodigen, aanspreken en om uitleg vragen. Er komt een verslag.",
            letter=Belongs.MOGELIJK,
            term=Belongs.MOGELIJK,
            provider_answers=True,
        ),
        StepMeaning(
            kind=StepKind.VERBETERPLAN,
            explanation="De aanbieder om een plan vragen, dat beoordelen en de acties volgen.",
            letter=Belongs.MOGELIJK,
            term=Belongs.MOGELIJK,
            provider_answers=True,
            parts=(IRREGULARITIES, DEADLINE, INFORMATION),
        ),
        StepMeaning(
            kind=StepKind.INGEBREKESTELLING,
            explanation="Een brief met aanwijzingen en een redelijke termijn om alsnog na te komen.",
            letter=Belongs.VERPLICHT,
            term=Belongs.VERPLICHT,
            forms=(NoticeForm.WAARSCHUWING, NoticeForm.INGEBREKESTELLING),
            parts=(IRREGULARITIES, IMPROVEMENTS, DEADLINE, CONSEQUENCES, INFORMATION),
        ),
        StepMeaning(
            kind=StepKind.VERZUIM,
            explanation=(
                "Schriftelijk laten weten dat de termijn zonder voldoende resultaat voorbij is. "
                "Daarna kunnen maatregelen volgen."
            ),
            letter=Belongs.VERPLICHT,
            term=Belongs.NIET,
            parts=(IRREGULARITIES, CONSEQUENCES),
            asks_outcome=False,
        ),
    )
}

MEASURES: Mapping[MeasureKind, MeasureMeaning] = {
    meaning.kind: meaning
    for meaning in (
        MeasureMeaning(
            kind=MeasureKind.CLIENTENSTOP,
            explanation="Er gaan geen nieuwe cliënten meer naar de aanbieder, per product.",
            money=Belongs.NIET,
            products=True,
            suspends_acceptance=True,
        ),
        MeasureMeaning(
            kind=MeasureKind.OVERDRACHT,
            explanation="Cliënten, of een deel ervan, gaan naar een andere aanbieder.",
            money=Belongs.NIET,
            products=True,
            moves_clients=True,
            may_be_temporary=False,
        ),
        MeasureMeaning(
            kind=MeasureKind.TERUGVORDERING,
            plural="terugvorderingen",
            explanation="Wat ten onrechte is betaald, komt terug of wordt verrekend.",
            money=Belongs.VERPLICHT,
            money_kinds=(MoneyKind.VASTGESTELD,),
            may_be_temporary=False,
        ),
        MeasureMeaning(
            kind=MeasureKind.BOETE,
            plural="boetes",
            explanation="De aanbieder betaalt de boete die in de overeenkomst staat.",
            money=Belongs.VERPLICHT,
            money_kinds=(
                MoneyKind.VOLGENS_ARTIKEL,
                MoneyKind.PER_GEBEURTENIS,
                MoneyKind.PERCENTAGE,
            ),
            may_be_temporary=False,
        ),
        MeasureMeaning(
            kind=MeasureKind.DWANGSOM,
            plural="dwangsommen",
            explanation="De aanbieder betaalt een bedrag voor elke keer dat het weer misgaat.",
            money=Belongs.VERPLICHT,
            money_kinds=(MoneyKind.PER_GEBEURTENIS, MoneyKind.VOLGENS_ARTIKEL),
        ),
        MeasureMeaning(
            kind=MeasureKind.KORTING,
            plural="kortingen",
            explanation="De gemeente betaalt tijdelijk een lager tarief.",
            money=Belongs.VERPLICHT,
            money_kinds=(MoneyKind.PERCENTAGE,),
        ),
        MeasureMeaning(
            kind=MeasureKind.AANPASSING,
            explanation="De afspraken over prestaties en tarieven veranderen tijdelijk.",
            money=Belongs.NIET,
            products=True,
        ),
        MeasureMeaning(
            kind=MeasureKind.BEEINDIGING,
            explanation="De overeenkomst eindigt door opzegging, ontbinding of niet verlengen.",
            money=Belongs.NIET,
            ends_contract=True,
            may_be_temporary=False,
        ),
    )
}


def needs_term(kinds: tuple[StepKind, ...]) -> bool:
    """Whether a rung of these kinds cannot do without a term."""
    return any(STEPS[kind].term is Belongs.VERPLICHT for kind in kinds)


def has_letter(kinds: tuple[StepKind, ...]) -> bool:
    """Whether a letter may go out with a rung of these kinds."""
    return any(STEPS[kind].letter is not Belongs.NIET for kind in kinds)


def has_talk(kinds: tuple[StepKind, ...], talk_levels: Sequence[str]) -> bool:
    """Whether a talk belongs to the rung: it is one, or it names who talks on escalation (002-06)."""
    return StepKind.GESPREK in kinds or bool(talk_levels)


def needs_letter(kinds: tuple[StepKind, ...]) -> bool:
    """Whether a rung of these kinds cannot be taken without a letter."""
    return any(STEPS[kind].letter is Belongs.VERPLICHT for kind in kinds)


def asks_outcome(kinds: tuple[StepKind, ...]) -> bool:
    """Whether somebody has to judge what came of the rung."""
    return any(STEPS[kind].asks_outcome for kind in kinds)
