"""What a provider has to do in a dossier that was shared with it.

Read from what was shared alone: letters, terms, what it sent, plans it handed in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from portal.domain.errors import RuleBroken
from portal.domain.ladder.words import Word

# What the clocks of a dossier are called: this word, a dash, and a number or code.
PLAN, STEP, ACTION = "plan", "stap", "actie"
WITHDRAWN, ASKED, REJECTED = "ingetrokken", "aanvulling_gevraagd", "afgewezen"


class DutyKind(Word):
    """What has to be done."""

    BRIEF = "brief", "brief lezen"
    PLAN = "plan", "verbeterplan indienen"
    AANVULLING = "aanvulling", "verbeterplan aanvullen"
    ACTIE = "actie", "actie afronden"
    ANTWOORD = "antwoord", "antwoorden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do. `about` is the number of the letter, the plan's reference, the action's
    code; `label` is what the municipality calls it."""

    kind: DutyKind
    due_on: date | None
    about: str = ""
    label: str = ""

    def is_late(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.due_on is not None and self.due_on < today


class SentLetter(Protocol):
    """A letter that is there."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def reply_by(self) -> date | None: ...
    @property
    def opened_at(self) -> datetime | None: ...


class RunningTerm(Protocol):
    """A clock of the dossier that is the provider's."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def started_at(self) -> datetime: ...


class Sent(Protocol):
    """What the provider sent in the dossier."""

    @property
    def kind(self) -> str: ...
    @property
    def milestone(self) -> str | None: ...
    @property
    def received_at(self) -> datetime: ...


class HandedIn(Protocol):
    """A plan that was handed in for the dossier."""

    @property
    def reference(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def answer_by(self) -> date | None: ...
    @property
    def received_at(self) -> datetime: ...


class Ask(Protocol):
    """A step that asked for a plan."""

    @property
    def happened_at(self) -> datetime: ...
    @property
    def has_term(self) -> bool: ...


def check_may_hand_in_plan(
    *, is_closed: bool, asks: Sequence[Ask], plans: Sequence[HandedIn]
) -> None:
    """Raises RuleBroken when the municipality does not wait for a plan now.

    It waits until one came in; after one that it rejected another may come.
    """
    if is_closed:
        raise RuleBroken(
            "Dit dossier is gesloten. Neem contact op met de gemeente.", code="not_now"
        )
    since = asks[-1].happened_at
    standing = [
        plan
        for plan in plans
        if plan.received_at >= since and plan.state != WITHDRAWN and plan.outcome != REJECTED
    ]
    if standing:
        raise RuleBroken(
            f"Uw plan {standing[0].reference} ligt al bij de gemeente. Open het dossier om te zien "
            "hoe het ermee staat.",
            code="not_now",
        )


def duties(
    *,
    letters: Sequence[SentLetter],
    terms: Sequence[RunningTerm],
    sent: Sequence[Sent],
    plans: Sequence[HandedIn],
    asks: Sequence[Ask] = (),
) -> tuple[Duty, ...]:
    """What waits for the provider: unread letters first, then by date.

    `terms` are those that run, `asks` the steps that asked for a plan. What was answered after its term began waits for the
    municipality: it judges, and no answer is ever judged by the clock.
    """
    unread = [
        Duty(
            kind=DutyKind.BRIEF,
            due_on=letter.reply_by,
            about=str(letter.number),
            label=letter.title,
        )
        for letter in letters
        if letter.opened_at is None
    ]
    asked = [
        Duty(kind=DutyKind.AANVULLING, due_on=plan.answer_by, about=plan.reference)
        for plan in plans
        if plan.state == ASKED
    ]
    open_ended = [
        Duty(kind=DutyKind.PLAN, due_on=None)
        for ask in asks[-1:]
        if not ask.has_term and not _came(plans, ask.happened_at)
    ]
    waiting = sorted([*asked, *_by_term(terms, sent, plans), *open_ended], key=_by_date)
    return (*sorted(unread, key=lambda duty: int(duty.about)), *waiting)


def _by_term(
    terms: Sequence[RunningTerm], sent: Sequence[Sent], plans: Sequence[HandedIn]
) -> Iterator[Duty]:
    for term in terms:
        what, _, code = term.name.partition("-")
        if what == PLAN:
            if not _came(plans, term.started_at):
                yield Duty(kind=DutyKind.PLAN, due_on=term.due_on, label=term.label)
        elif what == ACTION:
            shown = any(
                each.milestone == code and each.received_at >= term.started_at for each in sent
            )
            if not shown:
                yield Duty(kind=DutyKind.ACTIE, due_on=term.due_on, about=code, label=term.label)
        elif not any(each.received_at >= term.started_at for each in sent):
            yield Duty(kind=DutyKind.ANTWOORD, due_on=term.due_on, label=term.label)


def _came(plans: Sequence[HandedIn], since: datetime) -> bool:
    return any(plan.state != WITHDRAWN and plan.received_at >= since for plan in plans)


def _by_date(duty: Duty) -> date:
    return duty.due_on or date.max
