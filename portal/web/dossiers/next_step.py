"""The one clear next step of a dossier, and what else waits, for whoever looks at it.

The portal proposes in words; a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date, local_date
from portal.domain.ladder.amounts import is_due
from portal.domain.ladder.demands import Need
from portal.domain.ladder.dossier import DossierState, Outcome, TakenMeasure, TakenStep
from portal.domain.ladder.ending import open_exit_items
from portal.domain.ladder.immediate import fraud_tasks
from portal.domain.ladder.meanings import asks_outcome
from portal.domain.ladder.proposals import proposals
from portal.domain.ladder.running import running_terms
from portal.domain.ladder.steps import step_blocks
from portal.domain.ladder.version import Rung
from portal.domain.ladder.vocabulary import StepKind
from portal.domain.ladder.walking import Choice
from portal.domain.ladder.words import listed
from portal.queries.dossier_parts import DossierParts, WorkLine
from portal.services.dossiers.asked import open_of
from portal.web.chrome import Link, Tone
from portal.web.dossiers.naming import ASKED, title_of
from portal.web.dossiers.places import Places

REOPENED = "dossier_heropend"
MOVES = frozenset(
    {REOPENED, "dossier_gesloten", "stap_gezet", "maatregel_opgelegd", "per_direct_opgetreden"}
)
OPEN_PLAN_STATES = ("ontvangen", "bij_team", "in_behandeling", "aangevuld")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What has to happen now; without `link` there is nothing to press."""

    title: str
    text: str = ""
    source: str = ""
    tone: Tone = Tone.INFO
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """An act in preparation, and what it still asks."""

    work: WorkLine
    stopped: bool
    unmet: tuple[Need, ...]


def next_steps(
    state: DossierState,
    parts: DossierParts,
    in_hand: Sequence[InHand],
    places: Places,
    *,
    asked_as: Sequence[str],
    me: object,
    may_work: bool,
    today: date,
) -> tuple[NextStep, ...]:
    """The most pressing first; never empty."""

    def waits(each: InHand) -> bool:
        """Whether it waits for this visitor to sign or look."""
        return not set(asked_as).isdisjoint(each.work.asked_of) and each.work.started_by != me

    if state.closed_on:
        in_hand = ()
    found_proposed = list(_proposed(state, places, today))
    found = [
        *(_closed(state, places, may_work=may_work) if state.closed_on else ()),
        *_for_signer(state, [each for each in in_hand if waits(each)], places),
        *(_received(state, parts, places) if not state.closed_on else ()),
        *_prepared(state, [each for each in in_hand if not waits(each)], places, me),
        *(step for step, is_past in found_proposed if not is_past),
        *(_left_to_do(state, places, today) if not state.closed_on else ()),
    ]
    later = [step for step, is_past in found_proposed if is_past]
    found = (
        found
        or [*_waiting(state, places, today)]
        or [_reopened(places) if _is_reopened(parts) else _onward(state, places, today)]
    )
    if not state.closed_on:
        found += [*later, *_old_talks(state, places)]
    return tuple(found if may_work else [_for_reader(step) for step in found])


def _for_signer(
    state: DossierState,
    in_hand: Sequence[InHand],
    places: Places,
) -> Iterator[NextStep]:
    for each in in_hand:
        title = title_of(state, Choice(each.work.choice), each.work.code)
        yield NextStep(
            title=f"{title} wacht op u",
            text=f"{each.work.started_by_name} vraagt u om mee te tekenen of mee te kijken.",
            tone=Tone.WARNING,
            link=Link("Bekijken en tekenen", places.work(each.work.id, "sign_page")),
        )


def _closed(state: DossierState, places: Places, *, may_work: bool) -> Iterator[NextStep]:
    assert state.closed_on is not None
    yield NextStep(
        title=f"Dit dossier is gesloten op {format_date(state.closed_on)}",
        text=state.result,
        tone=Tone.OK,
        link=Link("Heropenen", places.to("reopen")) if may_work else None,
    )


def _received(state: DossierState, parts: DossierParts, places: Places) -> Iterator[NextStep]:
    waiting = next((plan for plan in parts.plans if plan.state in OPEN_PLAN_STATES), None)
    asked = any(s.plan_received_on and not s.plan_accepted_on for s in state.steps)
    if waiting is not None and asked:
        yield NextStep(
            title="Beoordeel het verbeterplan",
            text=(
                f"De aanbieder diende het in op {format_date(local_date(waiting.received_at))}. "
                "U aanvaardt het, wijst het af of vraagt om een aanvulling."
            ),
            link=Link("Plan beoordelen", places.to("assess_plan", kenmerk=waiting.reference)),
        )
    for reply in parts.replies:
        if reply.seen_at is None:
            day = format_date(local_date(reply.received_at))
            yield NextStep(
                title="Lees wat de aanbieder stuurde",
                text=f"{reply.submitted_by_name} stuurde het op {day}.",
                link=Link("Lezen", places.to("reply_page", antwoord=reply.id)),
            )


def _prepared(
    state: DossierState, in_hand: Sequence[InHand], places: Places, me: object
) -> Iterator[NextStep]:
    for each in in_hand:
        title = title_of(state, Choice(each.work.choice), each.work.code)
        others = open_of(each.unmet)
        own = len(each.unmet) - len(others)
        hub, is_mine = places.work(each.work.id), each.work.started_by == me
        prepares = "U bereidt" if is_mine else f"{each.work.started_by_name} bereidt"
        link = Link("Verder met voorbereiden", hub)
        if each.stopped:
            yield NextStep(
                title=f"{title} kan nu niet",
                text=f"{prepares} dit voor, maar er staat iets in de weg.",
                tone=Tone.WARNING,
                link=Link("Bekijk wat in de weg staat", hub),
            )
        elif own:
            things = "1 ding" if own == 1 else f"{own} dingen"
            yield NextStep(
                title=f"Ga verder met {title[:1].lower()}{title[1:]}"
                if is_mine
                else f"{title} wordt voorbereid",
                text=f"{prepares} dit voor. Er {'is' if own == 1 else 'zijn'} nog {things} nodig.",
                link=link,
            )
        elif others:
            who = listed(ASKED.get(what, f"de {what}") for what in others)
            asked = bool(each.work.asked_of)
            yield NextStep(
                title=f"{title} wacht op {who}",
                text="Het is gevraagd. U hoeft nu niets te doen."
                if asked
                else "Alles is ingevuld. Vraag nu een collega om mee te tekenen of mee te kijken.",
                tone=Tone.NEUTRAL if asked else Tone.INFO,
                link=Link("Bekijk de voorbereiding", hub) if asked else link,
            )
        else:
            yield NextStep(
                title=f"{title} is klaar",
                text="Controleer wat er gebeurt en zet de stap.",
                tone=Tone.OK,
                link=Link("Controleren", places.work(each.work.id, "check_page")),
            )


def _proposed(state: DossierState, places: Places, today: date) -> Iterator[tuple[NextStep, bool]]:
    """What a passed date proposes, and whether the ladder has walked past it since."""
    for proposal in proposals(state, today):
        if proposal.choice is Choice.OORDEEL:
            link = Link("Beoordelen", places.to("judge", stap=int(proposal.code)))
            judged = next(s for s in state.steps if s.number == int(proposal.code))
            title = f"Beoordeel {_name(state, judged)} van {format_date(judged.on)}"
            is_past = judged.number < state.steps[-1].number
        else:
            link = Link(
                "Bekijken en voorbereiden",
                places.to("option_page", soort=proposal.choice.value, code=proposal.code),
            )
            title = f"{title_of(state, proposal.choice, proposal.code)} kan volgen"
            is_past = False
        step = NextStep(
            title=title,
            text=proposal.sentence,
            source=proposal.source.place,
            tone=Tone.WARNING,
            link=link,
        )
        yield step, is_past


def _left_to_do(state: DossierState, places: Places, today: date) -> Iterator[NextStep]:
    if state.steps and _lacks_report(state.steps[-1]):
        yield _report(state.steps[-1], places)
    for taken in state.measures:
        measure = state.measure(taken.code)
        if measure and not is_due(measure, taken, today) and taken.is_open(today):
            yield NextStep(
                title=f"{measure.name}: nog niet opeisbaar",
                text="De korting is pas opeisbaar als u de aanbieder hebt aangemaand.",
                source="Overeenkomst, artikel 1.32",
                link=Link("Aanmanen", places.to("record_notice", maatregel=taken.number)),
            )
    tasks = [task.name for task in fraud_tasks(state)]
    items = [item.name for item in open_exit_items(state)]
    if tasks or items:
        yield NextStep(
            title="Taak die nog openstaat"
            if len(tasks + items) == 1
            else "Taken die nog openstaan",
            text=listed((tasks + items)[:3])
            + (f" en nog {len(tasks + items) - 3}" if len(tasks + items) > 3 else ""),
            link=Link("Naar de taken", f"{places.page}#taken"),
        )


def _old_talks(state: DossierState, places: Places) -> list[NextStep]:
    """Talks without a report that the ladder has walked past."""
    return [_report(step, places) for step in state.steps[:-1] if _lacks_report(step)]


def _lacks_report(step: TakenStep) -> bool:
    return StepKind.GESPREK in step.kinds and step.report is None


def _report(step: TakenStep, places: Places) -> NextStep:
    return NextStep(
        title="Maak het verslag van het gesprek",
        text=f"De stap is gezet op {format_date(step.on)}. Leg na het gesprek vast wie er waren en wat "
        "u hebt afgesproken.",
        link=Link("Verslag maken", places.to("report_talk", stap=step.number)),
    )


def _is_reopened(parts: DossierParts) -> bool:
    """Whether nothing was done since the dossier was opened again."""
    done = [event.type for event in parts.events if event.type in MOVES]
    return done[-1:] == [REOPENED]


def _reopened(places: Places) -> NextStep:
    return NextStep(
        title="Kies hoe u verdergaat",
        text="Het dossier is heropend. Zet een stap op de ladder, leg een maatregel op, of vraag de "
        "aanbieder eerst om uitleg.",
        link=Link("Naar de ladder", f"{places.page}#ladder"),
    )


def _waiting(state: DossierState, places: Places, today: date) -> Iterator[NextStep]:
    running = [term for term in running_terms(state, today) if not term.has_passed]
    if running:
        first = running[0]
        yield NextStep(
            title=f"Wacht tot en met {format_date(first.ends_on)}",
            text=f"{first.label}. De aanbieder is aan zet; u hoeft nu niets te doen.",
            source=first.source.place,
            tone=Tone.NEUTRAL,
        )


def _onward(state: DossierState, places: Places, today: date) -> NextStep:
    """Nothing waits and nothing runs: the first rung, a judgement, the next rung, or the end."""
    if not state.steps:
        rung = state.ladder.rungs[0] if state.ladder.rungs else None
        if rung is None:
            return NextStep(title="Deze ladder heeft geen treden", tone=Tone.WARNING)
        return NextStep(
            title=f"Begin met {state.named(rung)}",
            text="Of begin hoger op de ladder. Dan schrijft u op waarom.",
            source=state.source(rung).place,
            link=_option_link(rung, places),
        )
    last = state.steps[-1]
    if last.outcome is Outcome.OPEN and asks_outcome(last.kinds):
        return NextStep(
            title=f"Beoordeel {_name(state, last)}",
            text="Leg vast of de aanbieder genoeg heeft gedaan. Daarna kiest u de volgende stap, of u sluit.",
            link=Link("Beoordelen", places.to("judge", stap=last.number)),
        )
    following = _next_rung(state, last, today)
    measure = _last_measure(state, last)
    if measure is not None and not measure.in_vain:
        return _after_measure(state, measure, places, today)
    if last.outcome is not Outcome.GEVOLGD and following is not None:
        return NextStep(
            title=f"{title_of(state, Choice.STAP, following.code)} kan volgen",
            text="U beslist. U kunt ook een andere trede kiezen.",
            source=state.source(following).place,
            link=_option_link(following, places),
        )
    if last.outcome is not Outcome.GEVOLGD and state.all_measures():
        return NextStep(
            title="Kies of u een maatregel oplegt",
            text="Bij elke maatregel ziet u wat hij vraagt. U kunt het dossier ook sluiten.",
            link=Link("Naar de maatregelen", f"{places.page}#maatregelen"),
        )
    return NextStep(
        title="U kunt het dossier sluiten",
        text="De aanwijzingen zijn genoeg gevolgd. Gaat het later weer mis, dan heropent u het dossier.",
        tone=Tone.OK,
        link=Link("Dossier sluiten", places.to("close")),
    )


def _last_measure(state: DossierState, after: TakenStep) -> TakenMeasure | None:
    """The last measure since a step that is no amount; one that runs goes before one that is over."""
    since = [m for m in state.measures if m.number > after.number and m.cents is None]
    return max(since, key=lambda taken: (taken.ended_on is None, taken.number), default=None)


def _after_measure(
    state: DossierState, taken: TakenMeasure, places: Places, today: date
) -> NextStep:
    """A measure that runs is followed; one that helped, or the end of the contract, closes."""
    title = title_of(state, Choice.MAATREGEL, taken.code)
    if taken.is_open(today) and not taken.ending:
        return NextStep(
            title=f"Volg of het beter gaat: {title[:1].lower()}{title[1:]} loopt",
            text="Gaat het goed, dan heft u de maatregel op. Helpt hij niet, dan heft u hem ook op en "
            "kan een zwaardere volgen. U kunt ook een tweede maatregel opleggen.",
            tone=Tone.NEUTRAL,
            link=Link("Maatregel opheffen", places.to("end_measure", maatregel=taken.number)),
        )
    ended = "De overeenkomst is beëindigd" if taken.ending else f"{title} is voorbij"
    return NextStep(
        title="U kunt het dossier sluiten",
        text=f"{ended}. Gaat het later weer mis, dan heropent u het dossier.",
        tone=Tone.OK,
        link=Link("Dossier sluiten", places.to("close")),
    )


def _name(state: DossierState, step: TakenStep) -> str:
    rung = state.ladder.rung(step.rung)
    return state.named(rung) if rung else step.rung


def _next_rung(state: DossierState, after: TakenStep, today: date) -> Rung | None:
    place = state.ladder.position(after.rung)
    return next(
        (r for r in state.ladder.rungs[place + 1 :] if not step_blocks(state, r, today)), None
    )


def _option_link(rung: Rung, places: Places) -> Link:
    return Link("Bekijken en voorbereiden", places.to("option_page", soort="stap", code=rung.code))


def _for_reader(step: NextStep) -> NextStep:
    """Who cannot work on the dossier sees what has to happen, and keeps only the own button."""
    keeps = step.link is not None and step.link.label == "Bekijken en tekenen"
    return NextStep(
        title=step.title,
        text=step.text,
        source=step.source,
        tone=step.tone,
        link=step.link if keeps else None,
    )
