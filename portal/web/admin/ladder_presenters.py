"""What the pages of a ladder print: the picture, the parts of a rung, the findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.errors import Finding, Severity
from portal.domain.ladder.clauses import Reading
from portal.domain.ladder.explained import subject_of
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.review import Review
from portal.domain.ladder.schema import Question, questions, read
from portal.domain.ladder.version import LadderVersion, Measure, MeasureRules, Rung
from portal.domain.ladder.vocabulary import Strictness
from portal.domain.ladder.words import capital, listed
from portal.web.admin.findings import place_of
from portal.web.admin.from_ladders import fields_in_words
from portal.web.admin.places import Place
from portal.web.admin.records import Listing, Plain, RecordPlan, question_path
from portal.web.chrome import DataItem, LadderStep, Link, StepState

Href = Callable[..., str]
RECORDS: dict[str, type[Any]] = {"treden": Rung, "maatregelen": Measure}
# What the page says about the version as such.
TOLD_BESIDE = frozenset({"geldig_vanaf", "wijziging"})
WITHOUT = "Niet ingevuld"
USUALLY = {
    (Rung, "overslaan"): "Zoals bij de hele ladder",
    (Measure, "bewijsmaat"): "Zoals voor elke maatregel",
}
ABOUT = {choice.value: choice.label for choice in fields_in_words()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A remark about a ladder, and the place where one can do something about it."""

    sentence: str
    is_error: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole ladder as steps, rungs and measures apart."""

    rungs: tuple[LadderStep, ...]
    measures: tuple[LadderStep, ...]
    rung_word: str


def slug_of(subject: str) -> str:
    """A page's name in a URL: "wat-er-gebeurt"."""
    plain = subject.lower().translate(str.maketrans("éëïüöáè", "eeiuoae"))
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def subject_named(plan: RecordPlan, slug: str) -> str | None:
    """The subject behind such a name."""
    return next((one for one in plan.subjects if slug_of(one) == slug), None)


def picture(ladder: LadderVersion, place_href: Href, change: str) -> Picture:
    """The ladder as its contractmanagers will meet it."""
    return Picture(
        rungs=tuple(
            LadderStep(
                mark=rung.code or "?",
                name=rung.name or "Trede zonder naam",
                state=StepState.NEXT,
                words=_does(rung.kinds, rung.actors),
                needs=tuple(_rung_facts(rung, ladder)),
                links=(Link(_of(change, rung), place_href(plek=f"treden/{number}")),),
            )
            for number, rung in enumerate(ladder.rungs, start=1)
        ),
        measures=tuple(
            LadderStep(
                mark=measure.code or "?",
                name=measure.name or "Maatregel zonder naam",
                state=StepState.NEXT,
                words=_does(measure.kinds, measure.actors),
                needs=tuple(_measure_facts(measure)),
                links=(Link(_of(change, measure), place_href(plek=f"maatregelen/{number}")),),
            )
            for number, measure in enumerate(ladder.measures, start=1)
        ),
        rung_word=ladder.words.rung,
    )


def facts_at(ladder: LadderVersion, path: str) -> tuple[str, ...]:
    """What a rung or measure comes to, for who meets it for the first time."""
    key, number = path.split(".")[:2]
    if key == "treden":
        rung = ladder.rungs[int(number)]
        return (_does(rung.kinds, rung.actors), *_rung_facts(rung, ladder))
    measure = ladder.measures[int(number)]
    return (_does(measure.kinds, measure.actors), *_measure_facts(measure))


def _of(change: str, item: Rung | Measure) -> str:
    return f"{item.code} {change}".strip() if item.code else capital(change)


def _does(kinds: Sequence[Any], actors: Sequence[Any]) -> str:
    what = capital(
        listed((kind.label for kind in kinds), nothing="nog niet gekozen wat er gebeurt")
    )
    who = listed((role.label for role in actors), last="of", nothing="nog niemand")
    return f"{what}. Door: {who}."


def _rung_facts(rung: Rung, ladder: LadderVersion) -> list[str]:
    facts = []
    if rung.term:
        facts.append(f"Termijn: {rung.term.in_words()}")
    if rung.parts:
        facts.append(f"In de brief: {listed(part.name.lower() for part in rung.parts)}")
    facts += _shared_facts(rung)
    if rung.prerequisites:
        facts.append(f"Na trede {listed(one.rung for one in rung.prerequisites)}")
    if rung.skip is Strictness.NIET or (rung.skip is None and ladder.order is Strictness.NIET):
        facts.append("Mag niet worden overgeslagen")
    return facts


def _measure_facts(measure: Measure) -> list[str]:
    facts = []
    if measure.money:
        facts.append(f"Geld: {measure.money.in_words()}")
    facts += _shared_facts(measure)
    if measure.prerequisites:
        facts.append(f"Na trede {listed(one.rung for one in measure.prerequisites)}")
    if measure.after:
        facts.append(f"Na maatregel {measure.after.in_words()}")
    if measure.urgent:
        facts.append(f"Per direct mogelijk: {measure.urgent.in_words()}")
    return facts


def _shared_facts(item: Rung | Measure) -> list[str]:
    facts = []
    if item.co_signers:
        facts.append(f"Tekent mee: {listed(role.label for role in item.co_signers)}")
    if item.ground:
        facts.append(f"Grondslag: {item.ground.in_words()}")
    if item.informs:
        facts.append(f"Hoort ervan: {listed(one.in_words() for one in item.informs)}")
    if item.readings:
        count = len(item.readings)
        facts.append("1 lezing" if count == 1 else f"{count} lezingen")
    return facts


def subjects_of(place: Place, change_href: Href | None) -> tuple[DataItem, ...]:
    """A record subject by subject, in words; with the way to change each where that may be."""
    record = RECORDS[place.steps[0].listing.key] if place.steps else LadderVersion
    value: Any = read(record, place.raw)[0]
    shown = []
    for title in place.plan.subjects:
        own = [q for q in questions(record) if _shown(record, q, title)]
        if not own:
            continue
        change = None
        if change_href is not None:
            change = Link("Wijzigen", change_href(plek=_page(place, title)))
        parts = tuple(_told(record, question, place.raw, value) for question in own)
        if len(parts) == 1:
            shown.append(
                DataItem(key=title, value=parts[0].value, lines=parts[0].lines, change=change)
            )
        else:
            shown.append(DataItem(key=title, parts=parts, change=change))
    return tuple(shown)


def _shown(record: type[Any], question: Question, subject: str) -> bool:
    key = question.asked.key
    if record is LadderVersion and key in TOLD_BESIDE:
        return False
    return subject_of(record, question) == subject and key not in RECORDS


def _page(place: Place, subject: str) -> str:
    return f"{place.address or 'ladder'}/{slug_of(subject)}"


def _told(record: type[Any], question: Question, raw: Plain, value: Any) -> DataItem:
    label, found = question.asked.label, getattr(value, question.name)
    if raw.get(question.asked.key) in (None, "", []) and question.required:
        return DataItem(key=label, value=WITHOUT)
    if isinstance(found, MeasureRules):
        return DataItem(key=label, lines=_rules_words(found))
    if isinstance(found, tuple) and found and hasattr(found[0], "in_words"):
        return DataItem(key=label, lines=tuple(_row_words(row) for row in found))
    if found in (None, "", ()):
        usual = USUALLY.get((record, question.asked.key))
        return DataItem(key=label, value=usual or ("Geen" if found != "" else WITHOUT))
    said = question.in_words(found).strip("“”")
    # What somebody typed stays as it was typed: a code, a number, a sentence.
    return DataItem(key=label, value=said if type(found) is str else capital(said))


def _rules_words(rules: MeasureRules) -> tuple[str, ...]:
    """What every measure asks, in a few lines."""
    asked = [
        name
        for name, is_asked in (
            ("bewijs", rules.evidence),
            ("motivering", rules.motivation),
            ("beoordeling van de rechtvaardiging", rules.justification),
        )
        if is_asked
    ]
    return (
        f"Bewijsmaat: {rules.proof or 'niet geschreven'}",
        f"Verplicht: {listed(asked)}",
        f"Factoren om af te wegen: {listed(one.name.lower() for one in rules.factors)}",
    )


def _row_words(row: Any) -> str:
    """A row of a list; of a choice with an explanation that as well, of a reading what it is about."""
    if isinstance(row, Reading):
        return f"{row.note} (over: {ABOUT.get(row.field, row.field)})"
    explanation = getattr(row, "explanation", "")
    return f"{capital(row.in_words())}: {explanation}" if explanation else capital(row.in_words())


def finding_lines(
    review: Review, plan: RecordPlan, document: Plain, change_href: Href | None
) -> tuple[FindingLine, ...]:
    """All findings, errors first, each with a link to its field."""
    ordered = sorted(review.findings, key=lambda one: one.severity is not Severity.ERROR)
    return tuple(_finding_line(finding, plan, document, change_href) for finding in ordered)


def _finding_line(
    finding: Finding, plan: RecordPlan, document: Plain, change_href: Href | None
) -> FindingLine:
    href = where_to(finding.path, plan, document, change_href) if change_href else ""
    return FindingLine(
        sentence=finding.sentence,
        is_error=finding.severity is Severity.ERROR,
        href=href,
    )


def where_to(path: str, plan: RecordPlan, document: Plain, change_href: Href) -> str:
    """The address of the field that a finding is about, or "" for the ladder as a whole."""
    place = place_of(plan, document, path)
    below = place.below(path) or ""
    part = place.plan.part(below.partition(".")[0])
    if part is None or (isinstance(part, Listing) and part.has_pages):
        return ""
    anchor = question_path(place.plan.parts, below) or part.key
    href = change_href(plek=_page(place, part.subject))
    return f"{href}#{_element_id(anchor)}"


def _element_id(anchor: str) -> str:
    """The id of a question on a page that was just opened: rows are called n1, n2, ..."""
    words = anchor.split(".")
    if len(words) == 1:
        return anchor
    row = f"{words[0]}-n{int(words[1]) + 1}"
    return f"{row}-{words[2]}" if len(words) > 2 else row


def ladder_of(document: Plain) -> LadderVersion:
    """A ladder as far as it can be read: for showing, never for a dossier."""
    return read_ladder(document)[0]
