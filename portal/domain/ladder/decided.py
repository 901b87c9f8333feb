"""What a letter says by itself of a measure or an immediate act: what, where it is written, for what, when."""

from collections.abc import Iterator, Mapping, Sequence

from portal.domain.calendar import format_date
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure
from portal.domain.ladder.amounts import cents_of
from portal.domain.ladder.claims import claim_of
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.imposing import kinds_of
from portal.domain.ladder.version import Measure
from portal.domain.ladder.words import capital, listed
from portal.domain.money import euros, percentage
from portal.domain.money.interest import Rate

IMPOSED, AT_ONCE = "Wat wij opleggen", "Wat wij per direct doen"
Products = Mapping[str, str]


def decided(
    state: DossierState,
    act: ImposeMeasure | ActAtOnce,
    products: Products,
    rates: Sequence[Rate] = (),
) -> tuple[str, str]:
    """Heading and text; a letter about a measure is never without them."""
    if isinstance(act, ActAtOnce):
        return AT_ONCE, "\n".join(_at_once(state, act, products))
    measure = state.measure(act.code)
    if measure is None:
        raise LookupError(act.code)
    return IMPOSED, "\n".join(_imposed(measure, act, products, rates))


def _imposed(
    measure: Measure, act: ImposeMeasure, products: Products, rates: Sequence[Rate]
) -> Iterator[str]:
    kinds = kinds_of(measure, act)
    if set(kinds) < set(measure.kinds):
        words = listed(kind.label for kind in kinds)
        yield f"Maatregel: {words}. De rest van “{measure.name}” leggen wij nu niet op."
    else:
        yield f"Maatregel: {measure.name}."
    if measure.ground:
        yield f"Grond: {measure.ground.in_words()}."
    if act.products:
        yield f"Voor: {_named(act.products, products)}."
    starts, ends = act.from_on or act.on, act.until_on
    yield (
        f"Vanaf {format_date(starts)} tot en met {format_date(ends)}."
        if ends
        else f"Vanaf {format_date(starts)}."
    )
    cents = cents_of(measure, act)
    if cents:
        event = f", voor de gebeurtenis van {format_date(act.event_on)}" if act.event_on else ""
        yield f"Bedrag: {euros(cents)}{event}."
    claim = claim_of(act, rates, until_on=act.on)
    yield from claim.sentences if claim else ()
    if act.percentage is not None:
        yield f"Percentage: {percentage(act.percentage)}."
    if measure.money and measure.money.due_after_notice:
        yield "U hoeft dit pas te betalen nadat wij u hebben aangemaand."
    if act.ending:
        yield f"De overeenkomst eindigt door {act.ending.label}."


def _at_once(state: DossierState, act: ActAtOnce, products: Products) -> Iterator[str]:
    ground = state.contract.ground(act.ground) if state.contract else None
    yield f"{capital(listed(effect.label for effect in act.effects))}, vanaf {format_date(act.on)}."
    if ground:
        yield f"Grond: {ground.ground.in_words()}."
    if act.products:
        yield f"Voor: {_named(act.products, products)}."


def _named(codes: tuple[str, ...], products: Products) -> str:
    return listed(products.get(code, code) for code in codes)
