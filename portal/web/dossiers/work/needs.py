"""What an act still asks, in sentences: what you fill in yourself, and what others do."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.demands import Need, Refusal, Source
from portal.domain.ladder.vocabulary import PartKind
from portal.services.dossiers.asked import SECOND_NEED, SIGNER_NEED
from portal.web.dossiers.naming import elsewhere
from portal.web.dossiers.places import Places
from portal.web.dossiers.reading import WorkReading
from portal.web.dossiers.work.questions import QuestionPage, page_of

BY_OTHERS = (SECOND_NEED, SIGNER_NEED)
# Which page settles a need that is no answer.
SETTLED_AT = {
    "evidence": "work_evidence",
    "mandate": "work_mandate",
    "actor": "work_mandate",
    SECOND_NEED: "ask_along",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """One thing that is still needed, where it is written if elsewhere, and where to do it."""

    sentence: str
    source: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedGroup:
    """Needs under one head."""

    title: str
    needs: tuple[NeedLine, ...]


def need_groups(
    reading: WorkReading, pages: Sequence[QuestionPage], *, may_work: bool
) -> tuple[NeedGroup, ...]:
    """All that is open, grouped by who does it; reminders last."""
    places, main = reading.dossier.places, reading.source
    own = own_unmet(reading)
    others = [n for n in reading.unmet if is_by_others(n)]
    reminders = [n for n in reading.needs if not n.required and not n.met]

    def lines(needs: Sequence[Need]) -> tuple[NeedLine, ...]:
        return tuple(
            NeedLine(
                sentence=need.sentence,
                source=elsewhere(need.source, main),
                href=settled_at(need, reading, pages, places) if may_work else "",
            )
            for need in needs
        )

    groups = (
        NeedGroup(
            title="Wat in de weg staat",
            needs=tuple(_blocked(each, main) for each in reading.blocks),
        ),
        NeedGroup(title="Wat u nog moet doen", needs=lines(own)),
        NeedGroup(title="Wat een ander moet doen", needs=lines(others)),
        NeedGroup(title="Om aan te denken (niet verplicht)", needs=lines(reminders)),
    )
    return tuple(group for group in groups if group.needs)


def own_unmet(reading: WorkReading) -> list[Need]:
    """What whoever prepares still has to do."""
    return [n for n in reading.unmet if not is_by_others(n) and not _said_twice(n, reading)]


def _said_twice(need: Need, reading: WorkReading) -> bool:
    """The date of the letter is that of the term: one sentence is enough."""
    letters = {f"part:{part.code}" for part in _date_parts(reading)}
    return need.code in letters and any(n.code == "term" for n in reading.unmet)


def _date_parts(reading: WorkReading) -> tuple[LetterPart, ...]:
    rung = reading.dossier.state.ladder.rung(reading.work.code)
    return tuple(p for p in rung.parts if p.kind is PartKind.TERMIJN) if rung else ()


def is_by_others(need: Need) -> bool:
    return need.code.startswith(BY_OTHERS)


def settled_at(
    need: Need, reading: WorkReading, pages: Sequence[QuestionPage], places: Places
) -> str:
    """The page where this need is met; "" when no page of the preparation does it."""
    work = reading.work.id
    if need.code in SETTLED_AT:
        return places.work(work, SETTLED_AT[need.code])
    if need.code.startswith(SIGNER_NEED):
        return places.work(work, "ask_along")
    if need.code.startswith("inform:"):
        return places.work(work, "work_inform")
    if need.code.startswith("judge:"):
        rung = need.code.removeprefix("judge:")
        taken = [s for s in reading.dossier.state.steps if s.rung == rung]
        return places.to("judge", stap=taken[-1].number) if taken else ""
    page = page_of(pages, need)
    return places.work(work, "question_page", blad=page.slug) if page else ""


def _blocked(refusal: Refusal, main: Source) -> NeedLine:
    return NeedLine(sentence=refusal.sentence, source=elsewhere(refusal.source, main))
