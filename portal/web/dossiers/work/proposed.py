"""What a page of a preparation starts with: proposals of the ladder, never a decision."""

from datetime import date
from typing import Any

from portal.domain.calendar import format_date
from portal.domain.deadlines import DueDate
from portal.domain.ladder.asking import KINDS, TERM
from portal.domain.ladder.clauses import Term
from portal.domain.ladder.counting import due
from portal.domain.ladder.vocabulary import Unit
from portal.domain.ladder.walking import Choice
from portal.web.chrome import TermExplained
from portal.web.dossiers.reading import WorkReading
from portal.web.dossiers.work.questions import QuestionPage


def proposed(reading: WorkReading, page: QuestionPage) -> dict[str, Any]:
    """Answers to begin with, for the questions of this page that were never answered."""
    state = reading.dossier.state
    found: dict[str, Any] = {}
    rung = state.ladder.rung(reading.work.code) if reading.choice is Choice.STAP else None
    if rung is not None and len(rung.kinds) > 1:
        found[KINDS] = [kind.value for kind in rung.kinds]
    ends = _due(reading)
    if ends is not None:
        found[TERM] = ends.due_on.isoformat()
    if reading.choice is Choice.MAATREGEL:
        found["vanaf"] = reading.dossier.looked.today.isoformat()
    return {name: given for name, given in found.items() if name in page.names}


def term_of(reading: WorkReading, page: QuestionPage) -> TermExplained | None:
    """How the proposed end of the term came about; whoever writes the letter picks the date."""
    ends, term = _due(reading), _term(reading)
    if ends is None or term is None or TERM not in page.names:
        return None
    label = "De ladder geeft deze termijn" if term.fixed else "Voorstel voor de termijn"
    return TermExplained(
        label=label,
        on=f"tot en met {format_date(ends.due_on)}",
        steps=ends.sentences,
        article=term.article,
    )


def _term(reading: WorkReading) -> Term | None:
    if reading.choice is not Choice.STAP:
        return None
    rung = reading.dossier.state.ladder.rung(reading.work.code)
    return rung.term if rung else None


def _due(reading: WorkReading) -> DueDate | None:
    term, state = _term(reading), reading.dossier.state
    if term is None or term.unit is Unit.UREN:
        return None
    today: date = reading.dossier.looked.today
    return due(term, today, state.calendar, termijnenwet=state.termijnenwet)
