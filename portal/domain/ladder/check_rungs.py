"""Whether the rungs of a ladder are sound, in plain Dutch."""

from collections.abc import Iterator, Sequence

from portal.domain.errors import Finding, Severity
from portal.domain.ladder.clauses import Entry, Prerequisite, Reading, Term
from portal.domain.ladder.meanings import STEPS, Belongs, has_letter, needs_term
from portal.domain.ladder.reachability import form_offered, reachable_rungs
from portal.domain.ladder.schema import field_exists
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.vocabulary import PartKind, Role, StepKind, Strictness, Unit
from portal.domain.ladder.words import capital, listed, quoted

LONGEST = {
    Unit.UREN: 999,
    Unit.KALENDERDAGEN: 999,
    Unit.WERKDAGEN: 999,
    Unit.WEKEN: 520,
    Unit.KALENDERMAANDEN: 120,
    Unit.JAREN: 10,
}
"""A longer term is a slip of the pen."""


def named(rung: Rung) -> str:
    """ "trede 3 (Ingebrekestelling)"."""
    return f"trede {rung.code} ({rung.name})"


def error(path: str, sentence: str, rule: str | None = None) -> Finding:
    """A finding that stops publication."""
    return Finding(path, capital(sentence), rule)


def warning(path: str, sentence: str, rule: str | None = None) -> Finding:
    """A finding that is shown and lets it pass."""
    return Finding(path, capital(sentence), rule, Severity.WARNING)


def check_rungs(ladder: LadderVersion) -> Iterator[Finding]:
    """All findings about the rungs."""
    if not ladder.rungs:
        yield error("treden", "De ladder heeft nog geen trede. Voeg er ten minste één toe.")
    for place, rung in enumerate(ladder.rungs):
        path = f"treden.{place}"
        yield from check_people(rung, path, named(rung))
        yield from _check_kinds(rung, path)
        yield from _check_letter(rung, path)
        yield from check_prerequisites(ladder, rung.prerequisites, path, named(rung), place)
        yield from check_readings(Rung, rung.readings, path, named(rung))
        yield from check_entries(rung.controls, f"{path}.controles", named(rung))
        if rung.ground is None:
            yield warning(
                f"{path}.grondslag",
                f"{named(rung)} heeft geen grondslag. Vul in welk document en welk artikel erachter staat.",
            )
    yield from _check_reach(ladder)
    yield from _check_verzuim(ladder)


def check_people(step: Rung | Measure, path: str, name: str) -> Iterator[Finding]:
    """Only who can sign in acts or signs; the wethouder is told, and does neither here."""
    for field, roles in (("wie", step.actors), ("medetekenaars", step.co_signers)):
        if Role.BESTUURDER in roles:
            yield error(
                f"{path}.{field}",
                f"{name}: een wethouder of bestuurder werkt niet in het portaal. Kies de leidinggevende.",
            )
    if len(set(step.actors)) < len(step.actors):
        yield error(f"{path}.wie", f"{name} noemt een rol twee keer.")


def _check_kinds(rung: Rung, path: str) -> Iterator[Finding]:
    for name, kinds in (("soorten", rung.kinds), ("facultatief", rung.optional_kinds)):
        if len(set(kinds)) < len(kinds):
            yield error(f"{path}.{name}", f"{named(rung)} noemt een soort stap twee keer.")
    strange = [kind.label for kind in rung.optional_kinds if kind not in rung.kinds]
    if strange:
        yield error(
            f"{path}.facultatief",
            f"{named(rung)}: {listed(strange)} kan niet achterwege blijven, want het hoort niet bij deze trede.",
        )
    elif rung.kinds and set(rung.kinds) == set(rung.optional_kinds):
        yield error(
            f"{path}.facultatief",
            f"{named(rung)}: niet alles kan achterwege blijven. Laat ten minste één soort stap verplicht.",
        )
    if StepKind.INGEBREKESTELLING in rung.kinds and not rung.forms:
        yield error(
            f"{path}.vormen",
            f"{named(rung)}: kies of de brief een waarschuwing is, een ingebrekestelling, of een van beide.",
            "000-05",
        )
    if rung.forms and StepKind.INGEBREKESTELLING not in rung.kinds:
        yield error(
            f"{path}.vormen",
            f"{named(rung)} heeft geen waarschuwing of ingebrekestelling. Haal de soort brief weg.",
        )
    if len(set(rung.forms)) < len(rung.forms):
        yield error(f"{path}.vormen", f"{named(rung)} noemt een soort brief twee keer.")


def _check_letter(rung: Rung, path: str) -> Iterator[Finding]:
    if rung.kinds and not has_letter(rung.kinds):
        if rung.parts:
            yield error(
                f"{path}.briefdelen",
                f"{named(rung)} heeft geen brief. Haal de verplichte onderdelen weg.",
            )
        if rung.co_signers:
            yield warning(
                f"{path}.medetekenaars",
                f"{named(rung)} heeft geen brief, dus er is niets om mee te tekenen.",
            )
    if needs_term(rung.kinds) and rung.term is None:
        yield error(
            f"{path}.termijn",
            f"{named(rung)} vraagt om een redelijke termijn. Vul een lengte en een eenheid in.",
            "001-13",
        )
    if rung.term and rung.kinds and all(STEPS[kind].term is Belongs.NIET for kind in rung.kinds):
        yield warning(
            f"{path}.termijn", f"{named(rung)} heeft een termijn, maar hier loopt geen termijn."
        )
    yield from check_length(rung.term, path, named(rung))
    seen: set[str] = set()
    for number, part in enumerate(rung.parts):
        if part.code.casefold() in seen:
            yield error(
                f"{path}.briefdelen.{number}.code",
                f"{named(rung)} heeft het onderdeel {quoted(part.code)} twee keer.",
            )
        seen.add(part.code.casefold())
    dates = [part for part in rung.parts if part.kind is PartKind.TERMIJN]
    if len(dates) > 1:
        yield error(
            f"{path}.briefdelen", f"{named(rung)} vraagt de datum van de termijn meer dan één keer."
        )
    if dates and rung.term is None:
        yield error(
            f"{path}.termijn",
            f"{named(rung)}: het onderdeel {quoted(dates[0].name)} vraagt een datum, maar de trede heeft geen termijn.",
        )
    if rung.parts and not dates and needs_term(rung.kinds):
        yield warning(
            f"{path}.briefdelen",
            f"{named(rung)}: geen van de onderdelen is de datum waarop de termijn eindigt.",
            "001-13",
        )


def check_length(term: Term | None, path: str, name: str) -> Iterator[Finding]:
    """A term that nobody can mean."""
    if term and term.length > LONGEST[term.unit]:
        yield error(
            f"{path}.termijn.lengte",
            f"{name}: een termijn van {term.length} {term.unit.label} is langer dan tien jaar.",
        )


def check_prerequisites(
    ladder: LadderVersion,
    prerequisites: tuple[Prerequisite, ...],
    path: str,
    name: str,
    place: int | None = None,
) -> Iterator[Finding]:
    """Findings about what goes before a rung at `place`, or before a measure."""
    seen: set[str] = set()
    for number, prerequisite in enumerate(prerequisites):
        spot, code = f"{path}.vereist.{number}", prerequisite.rung
        position = ladder.position(code)
        if not code:
            continue
        if position < 0:
            yield error(
                f"{spot}.trede", f"{name} vraagt eerst trede {code}, maar die bestaat niet."
            )
        elif place is not None and position == place:
            yield error(f"{spot}.trede", f"{name} vraagt zichzelf als eerdere trede.")
        elif place is not None and position > place:
            yield error(
                f"{spot}.trede", f"{name} vraagt eerst trede {code}, maar die komt pas later."
            )
        elif not form_offered(ladder, prerequisite):
            label = prerequisite.form.label if prerequisite.form else ""
            yield error(
                f"{spot}.vorm",
                f"{name} vraagt een {label}, maar trede {code} heeft die brief niet.",
            )
        if code in seen:
            yield error(f"{spot}.trede", f"{name} vraagt trede {code} twee keer.")
        seen.add(code)


def check_readings(
    record: type[object], readings: Sequence[Reading], path: str, name: str
) -> Iterator[Finding]:
    """A lezing must be about a field that exists."""
    for number, reading in enumerate(readings):
        if reading.field and not field_exists(record, reading.field):
            spot = f"{path}.lezingen.{number}.veld" if path else f"lezingen.{number}.veld"
            yield error(
                spot,
                f"{name}: een lezing gaat over {quoted(reading.field)}, maar dat veld is er niet.",
            )


def check_entries(entries: Sequence[Entry], path: str, name: str) -> Iterator[Finding]:
    """Codes in a list are unique."""
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.code.casefold() in seen:
            yield error(
                f"{path}.{number}.code", f"{name}: de code {quoted(entry.code)} staat er twee keer."
            )
        seen.add(entry.code.casefold())


def _check_reach(ladder: LadderVersion) -> Iterator[Finding]:
    reached = reachable_rungs(ladder)
    for place, rung in enumerate(ladder.rungs):
        if rung.code in reached or any(_is_broken(ladder, p, place) for p in rung.prerequisites):
            continue
        cut_off = [code for code in _needed(ladder, place) if code not in reached]
        yield error(
            f"treden.{place}",
            f"{named(rung)} is niet te bereiken, omdat een dossier nooit bij trede {listed(cut_off, last='of')} "
            "kan komen. Herstel die trede of sta overslaan toe.",
        )


def _is_broken(ladder: LadderVersion, prerequisite: Prerequisite, place: int) -> bool:
    position = ladder.position(prerequisite.rung)
    return prerequisite.when_skipped is Strictness.NIET and (
        position < 0 or position >= place or not form_offered(ladder, prerequisite)
    )


def _needed(ladder: LadderVersion, place: int) -> list[str]:
    rung = ladder.rungs[place]
    hard = [p.rung for p in rung.prerequisites if p.when_skipped is Strictness.NIET]
    below = [lower.code for lower in ladder.rungs[:place]]
    return [code for code in below if code in hard] or below


def _check_verzuim(ladder: LadderVersion) -> Iterator[Finding]:
    notices = [n for n, r in enumerate(ladder.rungs) if StepKind.INGEBREKESTELLING in r.kinds]
    for place, rung in enumerate(ladder.rungs):
        if StepKind.VERZUIM not in rung.kinds:
            continue
        path = f"treden.{place}.vereist"
        if not any(notice <= place for notice in notices):
            yield warning(
                path,
                f"vóór {named(rung)} staat geen ingebrekestelling. Zonder ingebrekestelling is er meestal geen verzuim.",
                "001-13",
            )
        elif not rung.prerequisites:
            yield warning(
                path,
                f"{named(rung)} vraagt geen eerdere trede. Zet erbij na welke treden verzuim kan volgen.",
            )
    if ladder.measures and not any(StepKind.VERZUIM in rung.kinds for rung in ladder.rungs):
        yield warning(
            "treden", "de ladder heeft maatregelen, maar geen trede voor verzuim.", "001-13"
        )
