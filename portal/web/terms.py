"""Running terms as a page shows them: the date, how it came about, and how much time is left."""

from datetime import datetime
from typing import Any

from portal.domain.deadlines import Clock, Term, countdown
from portal.domain.deadlines import Status as Standing
from portal.web.chrome import Status, TermExplained, Tone

TONES: dict[Standing, Tone] = {
    Standing.RUNNING: Tone.INFO,
    Standing.NEARLY: Tone.WARNING,
    Standing.EXPIRED: Tone.ERROR,
    Standing.PAUSED: Tone.NEUTRAL,
    Standing.MET: Tone.OK,
    Standing.LAPSED: Tone.NEUTRAL,
}


def term_explained(label: str, stored: dict[str, Any], now: datetime) -> TermExplained:
    """A stored clock that explains itself."""
    clock = Clock.from_json(stored)
    standing = clock.status(now)
    return TermExplained(
        label=label,
        on=clock.end_in_words(),
        steps=clock.sentences,
        status=Status(countdown(clock, now).capitalize(), TONES[standing]),
        article=_ground(clock.term),
    )


def _ground(term: Term) -> str:
    if term.internal:
        return "Eigen termijn van de gemeente; de aanbieder ziet hem niet."
    return term.article
