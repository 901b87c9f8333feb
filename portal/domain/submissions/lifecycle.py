"""The life of a delivery: its states, who is waited for, and the acts between them.

One rule serves three: it disables the button, fills its hint and guards the change.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import RuleBroken


class State(StrEnum):
    """Where a delivery stands."""

    RECEIVED = "ontvangen"
    AT_DESK = "bij_team"
    IN_HAND = "in_behandeling"
    ASKED = "aanvulling_gevraagd"
    COMPLETED = "aangevuld"
    LIFT_ASKED = "opheffing_gevraagd"
    DONE = "afgerond"
    WITHDRAWN = "ingetrokken"


class Side(StrEnum):
    """Who acts, or is waited for."""

    PROVIDER = "aanbieder"
    MUNICIPALITY = "gemeente"
    PORTAL = "portaal"
    NOBODY = "niemand"


WAITS_FOR: dict[State, Side] = {
    State.RECEIVED: Side.MUNICIPALITY,
    State.AT_DESK: Side.MUNICIPALITY,
    State.IN_HAND: Side.MUNICIPALITY,
    State.ASKED: Side.PROVIDER,
    State.COMPLETED: Side.MUNICIPALITY,
    State.LIFT_ASKED: Side.MUNICIPALITY,
    State.DONE: Side.NOBODY,
    State.WITHDRAWN: Side.NOBODY,
}

CLOSED = frozenset({State.DONE, State.WITHDRAWN})

# What each side reads. A provider does not see which desk or person has it.
NAMES_FOR_MUNICIPALITY: dict[State, str] = {
    State.RECEIVED: "Ontvangen, wordt bezorgd",
    State.AT_DESK: "Nieuw bij het team",
    State.IN_HAND: "In behandeling",
    State.ASKED: "Wacht op aanvulling",
    State.COMPLETED: "Aangevuld",
    State.LIFT_ASKED: "Opheffing gevraagd",
    State.DONE: "Afgerond",
    State.WITHDRAWN: "Ingetrokken",
}
NAMES_FOR_PROVIDER: dict[State, str] = NAMES_FOR_MUNICIPALITY | {
    State.RECEIVED: "Ontvangen",
    State.AT_DESK: "Ontvangen door de gemeente",
    State.ASKED: "Aanvulling gevraagd",
    State.COMPLETED: "Aanvulling ontvangen",
}
AWAITS_CONSENT = "Wacht op toestemming"
TONES: dict[State, str] = {
    State.RECEIVED: "neutral",
    State.AT_DESK: "info",
    State.IN_HAND: "info",
    State.ASKED: "warning",
    State.COMPLETED: "info",
    State.LIFT_ASKED: "info",
    State.DONE: "ok",
    State.WITHDRAWN: "neutral",
}

_OPEN_HERE = frozenset({State.AT_DESK, State.IN_HAND, State.ASKED, State.COMPLETED})
_OPEN = _OPEN_HERE | {State.RECEIVED}
_AWAITING_CONSENT = _OPEN - {State.ASKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something one side does to a delivery. `to` is None where the state stays.

    `shared`: the provider sees it in its time line. `refusal` is the sentence when the
    delivery is in another state.
    """

    slug: str
    label: str
    side: Side
    at: frozenset[State]
    to: State | None
    shared: bool
    refusal: str
    only_for_stops: bool = False


_ALREADY_CLOSED = "Deze zaak is al afgerond. Heropen haar eerst, met een reden."

ACTS: dict[str, Act] = {
    act.slug: act
    for act in (
        Act(
            slug="bezorgen",
            label="Bezorgd bij het team",
            side=Side.PORTAL,
            at=frozenset({State.RECEIVED}),
            to=State.AT_DESK,
            shared=True,
            refusal="Deze zaak is al bezorgd.",
        ),
        Act(
            slug="oppakken",
            label="Opgepakt",
            side=Side.MUNICIPALITY,
            at=_OPEN_HERE | {State.LIFT_ASKED},
            to=None,
            shared=False,
            refusal=_ALREADY_CLOSED,
        ),
        Act(
            slug="overdragen",
            label="Overgedragen",
            side=Side.MUNICIPALITY,
            at=_OPEN_HERE | {State.LIFT_ASKED},
            to=None,
            shared=False,
            refusal=_ALREADY_CLOSED,
        ),
        Act(
            slug="aanvulling_vragen",
            label="Aanvulling gevraagd",
            side=Side.MUNICIPALITY,
            at=frozenset({State.AT_DESK, State.IN_HAND, State.COMPLETED}),
            to=State.ASKED,
            shared=True,
            refusal="U kunt nu geen aanvulling vragen: er loopt al een vraag, of de zaak is afgerond.",
        ),
        Act(
            slug="vraag_intrekken",
            label="Vraag om aanvulling ingetrokken",
            side=Side.MUNICIPALITY,
            at=frozenset({State.ASKED}),
            to=State.IN_HAND,
            shared=True,
            refusal="Er is geen vraag om aanvulling meer om in te trekken.",
        ),
        Act(
            slug="aanvullen",
            label="Aanvulling ingediend",
            side=Side.PROVIDER,
            at=frozenset({State.ASKED}),
            to=State.COMPLETED,
            shared=True,
            refusal="De gemeente vraagt hier nu geen aanvulling.",
        ),
        Act(
            slug="besluiten",
            label="Besluit genomen",
            side=Side.MUNICIPALITY,
            at=_OPEN_HERE,
            to=State.DONE,
            shared=True,
            refusal=_ALREADY_CLOSED,
        ),
        Act(
            slug="heropenen",
            label="Heropend",
            side=Side.MUNICIPALITY,
            at=frozenset({State.DONE}),
            to=State.IN_HAND,
            shared=True,
            refusal="Alleen een afgeronde zaak kunt u heropenen.",
        ),
        Act(
            slug="intrekken",
            label="Ingetrokken door de aanbieder",
            side=Side.PROVIDER,
            at=_OPEN,
            to=State.WITHDRAWN,
            shared=True,
            refusal="Deze gemeente heeft al besloten. Neem contact op met de gemeente.",
        ),
        Act(
            slug="betwisten",
            label="Vastlegging betwist",
            side=Side.PROVIDER,
            at=frozenset(State),
            to=None,
            shared=True,
            refusal="",
        ),
        Act(
            slug="opheffing_vragen",
            label="Opheffing van de stop gevraagd",
            side=Side.PROVIDER,
            at=frozenset({State.DONE}),
            to=State.LIFT_ASKED,
            shared=True,
            refusal="Opheffing vraagt u voor een stop waarvoor de gemeente toestemming gaf.",
            only_for_stops=True,
        ),
        Act(
            slug="opheffing_beantwoorden",
            label="Verzoek om opheffing beantwoord",
            side=Side.MUNICIPALITY,
            at=frozenset({State.LIFT_ASKED}),
            to=State.DONE,
            shared=True,
            refusal="Er ligt geen verzoek om opheffing meer.",
            only_for_stops=True,
        ),
        Act(
            slug="taak_afronden",
            label="Taak afgerond",
            side=Side.MUNICIPALITY,
            at=frozenset(State),
            to=None,
            shared=False,
            refusal="",
        ),
        Act(
            slug="notitie",
            label="Notitie geschreven",
            side=Side.MUNICIPALITY,
            at=frozenset(State),
            to=None,
            shared=False,
            refusal="",
        ),
    )
}

# Lines of the time line that no act stands for.
OTHER_EVENTS: dict[str, str] = {
    "ontvangen": "Ontvangen",
    "vastgelegd": "Vastgelegd door de gemeente",
    "gezien": "Voor het eerst bekeken",
    "bijgewerkt": "Termijnen bijgewerkt",
    "herinnerd": "Herinnering verstuurd",
    "bevestigd": "Ontvangstbevestiging gemaakt",
}


def name_for_provider(state: State, *, stops_clients: bool) -> str:
    """What a provider reads; a stop that nobody consented to has not begun (004-79)."""
    if stops_clients and state in _AWAITING_CONSENT:
        return AWAITS_CONSENT
    return NAMES_FOR_PROVIDER[state]


def event_label(slug: str) -> str:
    """What the time line calls an event."""
    act = ACTS.get(slug)
    return act.label if act else OTHER_EVENTS.get(slug, slug)


def check_act(slug: str, *, state: State, stops_clients: bool = False) -> Act:
    """The act, when the state allows it; raises RuleBroken("not_now") with a sentence."""
    act = ACTS[slug]
    if state not in act.at or (act.only_for_stops and not stops_clients):
        raise RuleBroken(act.refusal or "Dat kan nu niet.", code="not_now")
    return act


def may_act(slug: str, *, state: State, stops_clients: bool = False) -> bool:
    """Whether the state allows the act."""
    act = ACTS[slug]
    return state in act.at and (stops_clients or not act.only_for_stops)


def has_in_hand(*, state: State, is_mine: bool) -> bool:
    """Whether somebody took it; that a rule or a colleague named the person is not yet that."""
    return is_mine and state not in (State.RECEIVED, State.AT_DESK)


def check_take_along(*, state: State, assignee: str, is_mine: bool) -> Act:
    """With many at once nobody's work is taken over."""
    act = check_act("oppakken", state=state)
    if has_in_hand(state=state, is_mine=is_mine):
        raise RuleBroken("U hebt deze zaak al in behandeling.", code="not_now")
    if assignee and not is_mine:
        raise RuleBroken(f"Deze zaak ligt bij {assignee}.", code="not_now")
    return act


def state_after(act: Act, state: State) -> State:
    """The state an act leads to; taking a delivery from a desk brings it in hand."""
    if act.slug == "oppakken" and state is State.AT_DESK:
        return State.IN_HAND
    return act.to or state
