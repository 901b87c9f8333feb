"""Measures as the provider reads them: what they mean for it, product by product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.calendar import format_date
from portal.domain.ladder.vocabulary import MeasureKind
from portal.domain.ladder.words import capital, listed
from portal.domain.money import euros, percentage
from portal.queries.provider_dossier_rows import MeasureRow
from portal.queries.provider_standing import StandingMeasure, StandingStop
from portal.web.chrome import DataItem, Link, Status, Tone
from portal.web.provider.dossiers.places import Where
from portal.web.provider.places import at

STOP = "{product}: de gemeente wijst u {when} geen nieuwe cliënten toe. Uw acceptatieplicht vervalt zolang."
TRANSFER = "{product}: cliënten gaan {when} over naar een andere aanbieder. De gemeente spreekt met u af hoe."


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureShown:
    """A measure, whether it stands, and its consequences."""

    title: str
    status: Status
    lines: tuple[str, ...]


def measures_shown(
    measures: Iterable[MeasureRow], products: Mapping[str, str], today: date
) -> tuple[MeasureShown, ...]:
    """All measures of a dossier, the last one first."""
    return tuple(
        MeasureShown(
            title=title_of(measure),
            status=standing(measure, today),
            lines=tuple(consequences(measure, products, today)),
        )
        for measure in measures
    )


def title_of(measure: MeasureRow) -> str:
    """What it does; the name of a measure may hold more than what was chosen of it."""
    return capital(listed(MeasureKind(kind).label for kind in measure.kinds))


def standing(measure: MeasureRow, today: date) -> Status:
    """Whether it has effect today."""
    last = last_day(measure)
    if last is not None and last < today:
        return Status(f"Geldt niet meer sinds {format_date(last)}", Tone.NEUTRAL)
    if measure.from_on > today:
        return Status(f"Gaat in op {format_date(measure.from_on)}", Tone.WARNING)
    return Status("Geldt nu", Tone.WARNING)


def last_day(measure: MeasureRow) -> date | None:
    """The last day on which it has effect, None while that is open."""
    return min((day for day in (measure.until_on, measure.ended_on) if day), default=None)


def consequences(measure: MeasureRow, products: Mapping[str, str], today: date) -> Iterable[str]:
    """What it means for the provider (004-67, 004-66)."""
    last = last_day(measure)
    verb = "van" if last else "vanaf"
    when = f"{verb} {format_date(measure.from_on)}" + (
        f" tot en met {format_date(last)}" if last else ""
    )
    for kind, sentence in ((MeasureKind.CLIENTENSTOP, STOP), (MeasureKind.OVERDRACHT, TRANSFER)):
        if kind in measure.kinds:
            for code in measure.products:
                name = products.get(code)
                yield sentence.format(product=f"{name} ({code})" if name else code, when=when)
    if MeasureKind.BEEINDIGING in measure.kinds:
        yield f"De overeenkomst eindigt op {format_date(measure.from_on)}. U blijft meewerken aan de overdracht van cliënten."
    if measure.cents is not None:
        event = (
            f" om wat er gebeurde op {format_date(measure.event_on)}" if measure.event_on else ""
        )
        yield f"Bedrag: {euros(measure.cents)}{event}."
    if measure.percentage is not None:
        yield f"Korting van {percentage(Decimal(str(measure.percentage)))}, {when}."
    if not measure.due:
        yield "U hoeft dit nog niet te betalen: dat hoeft pas na een aanmaning."
    elif measure.notice_on:
        yield f"U moet dit betalen sinds de aanmaning van {format_date(measure.notice_on)}."


def standing_items(
    measures: Iterable[StandingMeasure],
    stops: Iterable[StandingStop],
    products: Mapping[str, str],
    today: date,
) -> tuple[DataItem, ...]:
    """What stands today or begins later, for the page of the organisation itself."""
    imposed = tuple(
        DataItem(
            key=f"{title_of(each.measure)}, gemeente {each.municipality}",
            lines=(
                standing(each.measure, today).words,
                *consequences(each.measure, products, today),
            ),
            change=Link("Dossier", Where(each.slug, each.number).page),
        )
        for each in measures
    )
    asked: dict[tuple[str, str], list[str]] = {}
    for stop in stops:
        asked.setdefault((stop.municipality, stop.reference), []).append(
            _stop(stop, products, today)
        )
    return imposed + tuple(
        DataItem(
            key=f"Cliëntenstop op uw verzoek, gemeente {municipality}",
            lines=tuple(lines),
            change=Link("Indiening", at("submission", kenmerk=reference)),
        )
        for (municipality, reference), lines in asked.items()
    )


def _stop(stop: StandingStop, products: Mapping[str, str], today: date) -> str:
    name = products.get(stop.product_code)
    product = f"{name} ({stop.product_code})" if name else stop.product_code
    verb = "geldt" if stop.from_on <= today else "gaat in"
    until = f" tot en met {format_date(stop.until_on)}" if stop.until_on else " tot nader bericht"
    if stop.lifted_on is not None:
        until = f"; opgeheven per {format_date(stop.lifted_on)}"
    return f"{product}: {verb} vanaf {format_date(stop.from_on)}{until}."
