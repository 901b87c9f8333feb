"""Whether a provider must accept clients for a product, given the stops that run (004-67, 004-115)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.domain.calendar import format_date
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.immediate import stops_at_once
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.ladder.words import Word


class StopOrigin(Word):
    """Where a cliëntenstop comes from."""

    WENS = "wens", "op verzoek van de aanbieder, met toestemming (3.6)"
    WACHTTIJD = "wachttijd", "om de wachttijd, met toestemming (3.5.3)"
    OVEREENGEKOMEN = "overeengekomen", "afgesproken bij de bestedingsruimte (1.5.9)"
    OPGELEGD = "opgelegd", "opgelegd door de gemeente"


class Effect(Protocol):
    """What a stop of one origin does, with the reading in words."""

    @property
    def explanation(self) -> str: ...


class Effects(Protocol):
    """What the municipality's own data say of each origin; the words are those of `StopOrigin`."""

    def lapses_for(self, origin: str) -> bool: ...

    def of(self, origin: str) -> Effect: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A cliëntenstop for some products. `until_on` is its last day, None while it is open."""

    origin: StopOrigin
    products: tuple[str, ...]
    from_on: date
    until_on: date | None = None

    @property
    def never(self) -> bool:
        """Lifted before it began."""
        return self.until_on is not None and self.until_on < self.from_on

    def runs(self, today: date) -> bool:
        """Whether the stop is in force on that day."""
        return self.from_on <= today and (self.until_on is None or today <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The state for one product: whether the duty holds, and why."""

    product: str
    must_accept: bool
    sentences: tuple[str, ...]


def stops_of(state: DossierState) -> tuple[Stop, ...]:
    """The stops that a dossier imposed, on the ladder or at once."""
    imposed = [
        Stop(
            origin=StopOrigin.OPGELEGD,
            products=taken.products,
            from_on=taken.from_on,
            until_on=min((d for d in (taken.until_on, taken.ended_on) if d), default=None),
        )
        for taken in state.measures
        if MeasureKind.CLIENTENSTOP in taken.kinds
    ]
    at_once = [
        Stop(
            origin=StopOrigin.OPGELEGD,
            products=act.products,
            from_on=act.on,
            until_on=act.ended_on,
        )
        for act in stops_at_once(state)
    ]
    return (*imposed, *at_once)


def acceptance(
    product: str,
    stops: Iterable[Stop],
    effects: Effects,
    today: date,
    *,
    cap_reached: bool = False,
) -> Acceptance:
    """Article 3.1.1 for one product: a stop that ends the duty, or a bestedingsruimte that is full.

    That the provider demonstrably cannot give the right support (3.1.1 b) is a matter of one
    client and does not show here.
    """
    about = [stop for stop in stops if product in stop.products]
    running = [stop for stop in about if stop.runs(today)]
    coming = [stop for stop in about if stop.from_on > today and not stop.never]
    lapsing = [stop for stop in running if effects.lapses_for(stop.origin.value)]
    sentences = []
    for stop in running:
        effect = "vervalt" if stop in lapsing else "blijft"
        until = f" tot en met {format_date(stop.until_on)}" if stop.until_on else ""
        sentences.append(
            f"Er is een cliëntenstop {stop.origin.label}, sinds {format_date(stop.from_on)}{until}. "
            f"De acceptatieplicht {effect}. {effects.of(stop.origin.value).explanation}".strip()
        )
    if cap_reached:
        sentences.append(
            "De bestedingsruimte is vol of wordt vol; de acceptatieplicht vervalt (artikel 3.1.1 c)."
        )
    if not sentences:
        now = "nu " if coming else ""
        sentences.append(f"Er is {now}geen cliëntenstop. De aanbieder moet cliënten aannemen.")
    sentences += [f"Vanaf {format_date(stop.from_on)} geldt een cliëntenstop." for stop in coming]
    return Acceptance(
        product=product,
        must_accept=not lapsing and not cap_reached,
        sentences=tuple(sentences),
    )
