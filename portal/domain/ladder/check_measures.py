"""Whether the measures of a ladder are sound, in plain Dutch."""

from collections.abc import Iterator, Sequence

from portal.domain.errors import Finding
from portal.domain.ladder.check_money import check_money
from portal.domain.ladder.check_rungs import (
    check_entries,
    check_length,
    check_people,
    check_prerequisites,
    check_readings,
    error,
    warning,
)
from portal.domain.ladder.meanings import MEASURES
from portal.domain.ladder.reachability import reachable_measures
from portal.domain.ladder.version import LadderVersion, Measure, MeasureRules
from portal.domain.ladder.vocabulary import Duration, PartKind
from portal.domain.ladder.words import listed, quoted


def named(measure: Measure) -> str:
    """ "maatregel 5a (Cliëntenstop)"."""
    return f"maatregel {measure.code} ({measure.name})"


def check_measures(ladder: LadderVersion) -> Iterator[Finding]:
    """All findings about the measures."""
    if ladder.rungs and not ladder.measures:
        yield warning("maatregelen", "de ladder heeft geen maatregelen.")
    for number, measure in enumerate(ladder.measures):
        path = f"maatregelen.{number}"
        yield from check_measure(measure, path, rules=ladder.measure_rules)
        yield from check_prerequisites(ladder, measure.prerequisites, path, named(measure))
        yield from check_siblings(ladder.measures, measure, path)
    reached = reachable_measures(ladder)
    for number, measure in enumerate(ladder.measures):
        if measure.code not in reached:
            yield error(
                f"maatregelen.{number}",
                f"{named(measure)} is niet te bereiken: wat eraan vooraf moet gaan, kan nooit gebeuren.",
            )
    if ladder.measures:
        yield from _check_rules(ladder.measure_rules)


def check_measure(measure: Measure, path: str, *, rules: MeasureRules) -> Iterator[Finding]:
    """Findings about one measure by itself, of a ladder or of a contract."""
    name = named(measure)
    if measure.ground is None:
        yield error(
            f"{path}.grondslag",
            f"{name} heeft geen grondslag. Vul in welk document en welk artikel deze maatregel toestaat.",
            "002-14",
        )
    if len(set(measure.kinds)) < len(measure.kinds):
        yield error(f"{path}.soorten", f"{name} noemt een soort maatregel twee keer.")
    lasting = [k.label for k in measure.kinds if not MEASURES[k].may_be_temporary]
    if measure.duration is Duration.TIJDELIJK and lasting:
        yield error(
            f"{path}.duur", f"{name} kan niet tijdelijk zijn, want {listed(lasting)} is dat niet."
        )
    yield from check_people(measure, path, name)
    yield from check_length(measure.term, path, name)
    yield from check_money(measure, path, name)
    yield from _check_urgent(measure, path)
    yield from _check_care(measure, path, rules)
    yield from check_readings(Measure, measure.readings, path, name)
    seen: set[str] = set()
    for number, part in enumerate(measure.parts):
        if part.code.casefold() in seen:
            spot = f"{path}.briefdelen.{number}.code"
            yield error(spot, f"{name} heeft het onderdeel {quoted(part.code)} twee keer.")
        seen.add(part.code.casefold())
    if measure.term is None and any(part.kind is PartKind.TERMIJN for part in measure.parts):
        yield error(
            f"{path}.termijn",
            f"{name}: een onderdeel van de brief vraagt een datum, maar de maatregel heeft geen termijn.",
        )


def check_siblings(siblings: Sequence[Measure], measure: Measure, path: str) -> Iterator[Finding]:
    """Findings about the other measures that a measure refers to."""
    known = {sibling.code for sibling in siblings}
    lists = [("niet_samen_met", measure.excludes)]
    if measure.after:
        lists.append(("na.codes", measure.after.codes))
    for field, codes in lists:
        for number, code in enumerate(codes):
            spot = f"{path}.{field}.{number}"
            if code == measure.code:
                yield error(spot, f"{named(measure)} verwijst naar zichzelf.")
            elif code and code not in known:
                yield error(
                    spot, f"{named(measure)} verwijst naar maatregel {code}, maar die bestaat niet."
                )


def _check_urgent(measure: Measure, path: str) -> Iterator[Finding]:
    if measure.urgent is None:
        return
    strange = [kind.label for kind in measure.urgent.kinds if kind not in measure.kinds]
    if strange:
        yield error(
            f"{path}.per_direct.soorten",
            f"{named(measure)}: {listed(strange)} kan niet per direct, want het hoort niet bij deze maatregel.",
        )
    yield from check_entries(measure.urgent.signals, f"{path}.per_direct.signalen", named(measure))


def _check_care(measure: Measure, path: str, rules: MeasureRules) -> Iterator[Finding]:
    name = named(measure)
    if not (measure.proof or rules.proof):
        yield warning(
            f"{path}.bewijsmaat",
            f"{name} zegt niet hoe zeker de overtreding moet zijn. Vul een bewijsmaat in.",
            "002-14",
        )


def _check_rules(rules: MeasureRules) -> Iterator[Finding]:
    path = "voor_elke_maatregel"
    if not rules.factors:
        yield warning(
            f"{path}.factoren", "er zijn geen factoren om bij een maatregel af te wegen.", "002-13"
        )
    yield from check_entries(rules.factors, f"{path}.factoren", "voor elke maatregel")
    for field, asked, what in (
        ("bewijs", rules.evidence, "bewijs"),
        ("motivering", rules.motivation, "een motivering"),
        ("rechtvaardiging", rules.justification, "een oordeel over de rechtvaardiging"),
    ):
        if not asked:
            yield warning(
                f"{path}.{field}",
                f"een maatregel kan zonder {what} worden opgelegd. Klopt dat?",
                "002-14",
            )
