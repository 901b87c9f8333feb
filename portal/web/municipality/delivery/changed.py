"""What changed in a delivery since somebody opened a form about it."""

from dataclasses import dataclass

from portal.domain.submissions.lifecycle import NAMES_FOR_MUNICIPALITY, State
from portal.queries.deliveries import DeliveryFacts, EventFacts
from portal.web.chrome import TimelineItem
from portal.web.timeline import timeline

NOBODY = "Nog niemand"


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact, as it was and as it is."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Both versions side by side, and what happened in between."""

    rows: tuple[Compared, ...]
    since: tuple[TimelineItem, ...]


def changed_since(facts: DeliveryFacts, version: int) -> Changed:
    """The delivery at that version against the delivery now, told by its events."""
    before = [event for event in facts.events if _version(event) <= version]
    after = [event for event in facts.events if _version(event) > version]
    stand = next((str(e.data["stand"]) for e in reversed(before) if "stand" in e.data), "")
    then = State(stand) if stand else State.RECEIVED
    return Changed(
        rows=(
            Compared("Stand", NAMES_FOR_MUNICIPALITY[then], NAMES_FOR_MUNICIPALITY[facts.state]),
            Compared("Behandelaar", _assignee_at(before), facts.assignee_name or NOBODY),
            Compared(
                "Versie van de inhoud",
                str(1 + sum(e.type == "aanvullen" for e in before)),
                str(len(facts.contents)),
            ),
        ),
        since=timeline(after),
    )


def _version(event: EventFacts) -> int:
    """Receipt comes before every version that a form can carry."""
    return int(event.data.get("versie", 1))


def _assignee_at(events: list[EventFacts]) -> str:
    who = ""
    for event in events:
        match event.type:
            case "oppakken" | "heropenen":
                who = event.actor_name
            case "overdragen":
                who = str(event.data.get("aan", ""))
            case "aanvulling_vragen" | "besluiten":
                who = who or event.actor_name
    return who or NOBODY
