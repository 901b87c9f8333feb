"""What a measure costs: the amount per event, the cap per calendar year, the percentage."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain import money
from portal.domain.errors import RuleBroken
from portal.domain.ladder.acts import ImposeMeasure
from portal.domain.ladder.clauses import Money
from portal.domain.ladder.demands import Need, Source
from portal.domain.ladder.dossier import Charge, DossierState, Parties, TakenMeasure
from portal.domain.ladder.meanings import MEASURES, Belongs
from portal.domain.ladder.version import Measure
from portal.domain.ladder.vocabulary import CapScope, MeasureKind, MoneyKind, Period
from portal.domain.money import check_percentage, euros, percentage


def paid_kind(measure: Measure) -> MeasureKind | None:
    """The kind of the measure that costs money."""
    return next((kind for kind in measure.kinds if MEASURES[kind].money is Belongs.VERPLICHT), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How full a cap is: what counted already and what may still come, in cents."""

    cap_cents: int
    used_cents: int
    period: str

    @property
    def left_cents(self) -> int:
        return max(self.cap_cents - self.used_cents, 0)

    @property
    def sentence(self) -> str:
        return (
            f"{self.period}: {euros(self.used_cents)} opgelegd van hoogstens {euros(self.cap_cents)}, "
            f"nog {euros(self.left_cents)} ruimte."
        )


def charges_under(state: DossierState, measure: Measure) -> list[money.Charge]:
    """All that counts towards the cap of the measure, in this dossier and in others."""
    kind = paid_kind(measure)
    if measure.money is None or kind is None:
        return []
    own = [
        money.Charge(taken.event_on or taken.on, taken.cents)
        for taken in state.measures
        if kind in taken.kinds and taken.cents
    ]
    elsewhere = [
        money.Charge(charge.event_on, charge.cents)
        for charge in state.charges
        if charge.kind is kind and counts(charge, state.parties, measure.money.counted_per)
    ]
    return [*own, *elsewhere]


def is_yearly(priced: Money) -> bool:
    """Whether the cap holds per calendar year, which is that of the event (002-11)."""
    return priced.cap_per is not Period.OVEREENKOMST


def room(state: DossierState, measure: Measure, event_on: date) -> Room | None:
    """The room under the cap for an event on that day; None where there is no cap."""
    priced = measure.money
    if priced is None or priced.cap_cents is None:
        return None
    charges = charges_under(state, measure)
    if is_yearly(priced):
        used = money.charged_in_year(charges, event_on.year)
        return Room(cap_cents=priced.cap_cents, used_cents=used, period=f"In {event_on.year}")
    used = sum(charge.cents for charge in charges)
    return Room(cap_cents=priced.cap_cents, used_cents=used, period="Over de hele looptijd")


def counts(charge: Charge, parties: Parties, scope: CapScope) -> bool:
    """Whether an amount of another dossier falls under the same cap."""
    match scope:
        case CapScope.OVEREENKOMST:
            return charge.parties.contract == parties.contract
        case CapScope.AANBIEDER:
            return charge.parties.provider == parties.provider
        case CapScope.GEMEENTE:
            return (charge.parties.provider, charge.parties.municipality) == (
                parties.provider,
                parties.municipality,
            )


def cents_of(measure: Measure, act: ImposeMeasure) -> int | None:
    """The amount that the act costs: the fixed one of the ladder, or what was established."""
    if measure.money and measure.money.kind is MoneyKind.PER_GEBEURTENIS:
        return measure.money.amount_cents if act.cents is None else act.cents
    return act.cents


def amount_needs(
    state: DossierState, measure: Measure, act: ImposeMeasure | None, source: Source
) -> list[Need]:
    """Whether the money of the act is complete and within what the ladder allows."""
    priced = measure.money
    if priced is None or (act and not _asks_money(measure, act)):
        return []
    needs = {
        MoneyKind.PER_GEBEURTENIS: _per_event,
        MoneyKind.PERCENTAGE: _percentage,
        MoneyKind.VASTGESTELD: _established,
        MoneyKind.VOLGENS_ARTIKEL: _by_article,
    }[priced.kind](priced, act, source)
    if act:
        needs += _cap_needs(state, measure, act, source)
        needs += _together_needs(state, measure, act, source)
        needs += _interest_needs(act, source)
    return needs


def _interest_needs(act: ImposeMeasure, source: Source) -> list[Need]:
    if act.interest_from is None or act.interest_from <= act.on:
        return []
    sentence = "De wettelijke rente begint op een dag die al is geweest, of op geen."
    return [
        _need(
            "interest", "De eerste dag van de rente", sentence, source, met=False,
            path="rente_vanaf",
        )
    ]  # fmt: skip


def _asks_money(measure: Measure, act: ImposeMeasure) -> bool:
    kinds = act.kinds or measure.kinds
    return any(MEASURES[kind].money is Belongs.VERPLICHT for kind in kinds)


def _need(code: str, label: str, sentence: str, source: Source, *, met: bool, path: str) -> Need:
    return Need(code=code, label=label, sentence=sentence, source=source, met=met, path=path)


def _per_event(priced: Money, act: ImposeMeasure | None, source: Source) -> list[Need]:
    amount = priced.amount_cents or 0
    event = act.event_on if act else None
    return [
        _need(
            "event",
            "De dag van de gebeurtenis",
            "Vul in op welke dag de gebeurtenis was; die dag ligt niet in de toekomst.",
            source,
            met=act is not None and event is not None and event <= act.on,
            path="gebeurtenis",
        ),
        _need(
            "amount",
            f"{euros(amount)} per gebeurtenis",
            f"Het bedrag is {euros(amount)} per gebeurtenis; een ander bedrag kan niet.",
            source,
            met=act is None or act.cents in (None, amount),
            path="bedrag",
        ),
    ]


def _percentage(priced: Money, act: ImposeMeasure | None, source: Source) -> list[Need]:
    highest, given = cap_percentage(priced) or Decimal(0), act.percentage if act else None
    sentence = f"Vul een percentage in van meer dan 0 en hoogstens {percentage(highest)}."
    met = given is not None
    try:
        check_percentage(given or Decimal(0), highest=highest, rule=source.rule)
    except RuleBroken as broken:
        sentence, met = broken.sentence, False
    if met and given is not None and given != round(given, 2):
        sentence, met = "Vul een percentage in met hoogstens twee cijfers achter de komma.", False
    return [
        _need(
            "percentage",
            f"Een percentage van hoogstens {percentage(highest)}",
            sentence,
            source,
            met=met,
            path="percentage",
        )
    ]


def _together_needs(
    state: DossierState, measure: Measure, act: ImposeMeasure, source: Source
) -> list[Need]:
    """Discounts that run on the same day stay under the highest percentage together (004-97)."""
    highest = cap_percentage(measure.money) if measure.money else None
    if highest is None or act.percentage is None or act.percentage > highest:
        return []
    kind, first = paid_kind(measure), act.from_on or act.on
    others = [taken for taken in state.measures if kind in taken.kinds and taken.percentage]
    begins = [first, *(taken.from_on for taken in others if taken.from_on > first)]
    standing = max(
        sum(
            (t.percentage or Decimal(0) for t in others if t.runs(day) and t.ended_on != day),
            Decimal(0),
        )
        for day in begins
        if act.until_on is None or day <= act.until_on or day == first
    )
    if not standing:
        return []
    return [
        _need(
            "together",
            f"Samen met wat al loopt hoogstens {percentage(highest)}",
            f"In deze periode geldt al {percentage(standing)}. Samen mag hoogstens "
            f"{percentage(highest)}; er is nog {percentage(highest - standing)} over.",
            source,
            met=standing + act.percentage <= highest,
            path="percentage",
        )
    ]


def cap_percentage(priced: Money) -> Decimal | None:
    """The highest percentage, exact."""
    return None if priced.cap_basis_points is None else Decimal(priced.cap_basis_points) / 100


def _established(priced: Money, act: ImposeMeasure | None, source: Source) -> list[Need]:
    return [
        _need(
            "amount",
            "Het vastgestelde bedrag",
            "Vul het bedrag in dat is vastgesteld.",
            source,
            met=act is not None and act.cents is not None and act.cents > 0,
            path="bedrag",
        )
    ]


def _by_article(priced: Money, act: ImposeMeasure | None, source: Source) -> list[Need]:
    return [
        *_established(priced, act, source),
        _need(
            "article",
            "Het artikellid waar het bedrag staat",
            f"Noem het artikellid waar het bedrag staat ({priced.article}).",
            source,
            met=act is not None and bool(act.article.strip()),
            path="artikel",
        ),
    ]


def _cap_needs(
    state: DossierState, measure: Measure, act: ImposeMeasure, source: Source
) -> list[Need]:
    cents, priced = cents_of(measure, act), measure.money
    if priced is None or priced.cap_cents is None or cents is None:
        return []
    refused = _over_cap(state, measure, priced, money.Charge(act.event_on or act.on, cents), source)
    return [
        _need(
            "cap",
            f"Binnen het hoogste bedrag van {euros(priced.cap_cents)}",
            refused or "",
            source,
            met=refused is None,
            path="bedrag",
        )
    ]


def _over_cap(
    state: DossierState, measure: Measure, priced: Money, charge: money.Charge, source: Source
) -> str | None:
    """Why the amount does not fit any more, with the sum; None when it does."""
    highest, kind = priced.cap_cents or 0, paid_kind(measure)
    if not is_yearly(priced):
        left = room(state, measure, charge.event_on)
        if left is None or charge.cents <= left.left_cents:
            return None
        return f"{euros(charge.cents)} past niet meer. {left.sentence}"
    cap = money.Cap(
        name=MEASURES[kind].plural if kind else measure.name,
        per_event_cents=priced.amount_cents or highest,
        per_year_cents=highest,
        rule=source.rule,
    )
    try:
        money.check_charge(cap, charge, earlier=charges_under(state, measure))
    except RuleBroken as broken:
        return broken.sentence
    return None


def is_due(measure: Measure, taken: TakenMeasure, today: date) -> bool:
    """Whether the amount can be claimed: not before the aanmaning, where one is asked (004-66)."""
    if measure.money is None or not measure.money.due_after_notice:
        return True
    return taken.notice_on is not None and taken.notice_on <= today
