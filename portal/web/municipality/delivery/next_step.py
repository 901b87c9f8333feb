"""The one clear next step of a delivery, for whoever looks at it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from portal.domain.calendar import format_date
from portal.domain.deadlines import days_left
from portal.domain.submissions.lifecycle import State, has_in_hand
from portal.queries.deliveries import DeliveryFacts
from portal.web.chrome import Link, Tone
from portal.web.municipality.delivery.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What has to happen now. `button` posts at once, `link` opens a page; both may be missing."""

    title: str
    text: str = ""
    tone: Tone = Tone.INFO
    button: Link | None = None
    link: Link | None = None


def next_step(
    facts: DeliveryFacts, places: Places, *, me: UUID, may_handle: bool, today: date
) -> NextStep:
    """For somebody who handles what to do, for the others who is to do it."""
    if facts.state is State.RECEIVED:
        return NextStep(
            title="Deze zaak wordt bezorgd",
            text="Het portaal zoekt het team erbij. Dat duurt meestal een paar seconden.",
        )
    if facts.state is State.WITHDRAWN:
        return NextStep(
            title="De aanbieder trok dit in",
            text="U hoeft niets meer te doen.",
            tone=Tone.NEUTRAL,
        )
    if facts.state is State.DONE:
        return NextStep(
            title="Deze zaak is afgerond", text="U hoeft niets meer te doen.", tone=Tone.OK
        )
    step = _for_handler(facts, places, me, today) if may_handle else _for_reader(facts, today)
    is_late = facts.due_on is not None and facts.due_on < today
    return replace(step, tone=Tone.WARNING) if is_late else step


def _for_reader(facts: DeliveryFacts, today: date) -> NextStep:
    if facts.state is State.ASKED:
        return NextStep(title="Wacht op de aanbieder", text=_asked_until(facts, today))
    who = facts.assignee_name
    return NextStep(
        title=f"{who} behandelt deze zaak" if who else "Nog niemand pakte deze zaak op",
        text=_by_when(facts, today),
    )


def _for_handler(facts: DeliveryFacts, places: Places, me: UUID, today: date) -> NextStep:
    is_mine = facts.assignee_id == me
    if facts.assignee_name and not is_mine:
        return NextStep(
            title=f"{facts.assignee_name} heeft deze zaak",
            text=f"U kunt haar overnemen als dat nodig is. {_by_when(facts, today)}".strip(),
            button=Link(f"Overnemen van {facts.assignee_name}", places.act("take")),
        )
    if facts.state is State.ASKED:
        return NextStep(title="Wacht op de aanbieder", text=_asked_until(facts, today))
    if not has_in_hand(state=facts.state, is_mine=is_mine):
        return NextStep(
            title="Pak deze zaak op",
            text=f"Dan weten uw collega's dat u haar behandelt. {_by_when(facts, today)}".strip(),
            button=Link("Oppakken", places.act("take")),
        )
    if facts.state is State.LIFT_ASKED:
        return NextStep(
            title="Beantwoord het verzoek om opheffing",
            text=f"De aanbieder wil weer cliënten aannemen. {_by_when(facts, today)}".strip(),
            link=Link("Verzoek beantwoorden", places.act("answer_lift")),
        )
    if facts.open_task is not None:
        return NextStep(
            title=facts.open_task.title,
            text="Leg vast wanneer en met wie u overlegde. Daarna kunt u besluiten (art. 3.4.2).",
            link=Link("Overleg vastleggen", places.task(facts.open_task.id)),
        )
    if facts.dossier is not None:
        return NextStep(
            title=f"Beoordeel dit plan in dossier {facts.dossier}",
            text=f"Daar is erom gevraagd. Wat u aanvaardt, volgt u daar verder. {_by_when(facts, today)}".strip(),
            link=Link("Plan beoordelen", places.in_dossier(facts.dossier)),
        )
    return NextStep(
        title="Neem een besluit",
        text=_by_when(facts, today),
        link=Link("Besluit nemen", places.act("decide")),
    )


def _by_when(facts: DeliveryFacts, today: date) -> str:
    if facts.due_on is None:
        return ""
    return f"Eerste termijn: {format_date(facts.due_on)}, {days_left(facts.due_on, today)}."


def _asked_until(facts: DeliveryFacts, today: date) -> str:
    question = facts.open_question
    if question is None:
        return ""
    when = f"{format_date(question.answer_by)}, {days_left(question.answer_by, today)}"
    return (
        f"{question.asked_by_name} vroeg om een aanvulling. De aanbieder heeft tot en met {when}."
    )
