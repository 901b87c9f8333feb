"""A letter leaves complete or not at all."""

from collections.abc import Sequence
from datetime import date

from portal.domain.ladder.acts import Letter
from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.demands import Need, Source
from portal.domain.ladder.vocabulary import PartKind
from portal.domain.ladder.words import quoted


def letter_needs(
    parts: Sequence[LetterPart],
    letter: Letter | None,
    source: Source,
    *,
    on: date,
    names_municipalities: bool,
    required: bool,
) -> list[Need]:
    """What the letter must hold (002-07, 003-06) before it can be sent on that day."""
    needs = [part_need(part, letter, source, on=on) for part in parts]
    if not parts and required:
        needs.append(
            Need(
                code="letter",
                label="Een brief met tekst",
                sentence="Schrijf eerst de brief; dit gaat schriftelijk.",
                source=source,
                met=letter is not None and bool(letter.body.strip()),
                path="brief",
            )
        )
    if names_municipalities and (parts or required or letter is not None):
        needs.append(
            Need(
                code="municipalities",
                label="De gemeente of gemeenten bij naam",
                sentence="Noem in de brief om welke gemeente of gemeenten het gaat.",
                source=source.under("003-02"),
                met=letter is not None and any(name.strip() for name in letter.municipalities),
                path="gemeenten",
            )
        )
    return needs


def part_need(part: LetterPart, letter: Letter | None, source: Source, *, on: date) -> Need:
    """Whether one required part is filled; a date lies after the day of sending."""
    if part.kind is PartKind.TERMIJN:
        met = letter is not None and letter.ends_on is not None and letter.ends_on > on
        sentence = f"Kies bij {quoted(part.name)} een datum na de dag van verzending."
    else:
        met = letter is not None and bool(letter.parts.get(part.code, "").strip())
        sentence = (
            f"Vul in de brief het onderdeel {quoted(part.name)} in; zonder gaat hij niet weg."
        )
    return Need(
        code=f"part:{part.code}",
        label=part.name,
        sentence=sentence,
        source=source,
        met=met,
        path=f"brief.{part.code}",
    )
