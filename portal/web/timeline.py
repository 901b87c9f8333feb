"""Events as lines of a time line: what happened, who did it, and what it says."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from portal.domain.calendar import format_date, format_moment
from portal.domain.submissions.lifecycle import event_label
from portal.web.chrome import TimelineItem, Tone

INTERNAL = "intern"
CHANNELS = {"brief": "per brief", "e-mail": "per e-mail", "telefoon": "per telefoon"}
TONES = {
    "ontvangen": Tone.INFO,
    "vastgelegd": Tone.INFO,
    "aanvulling_vragen": Tone.WARNING,
    "aanvullen": Tone.INFO,
    "besluiten": Tone.OK,
    "opheffing_beantwoorden": Tone.OK,
    "betwisten": Tone.WARNING,
    "intrekken": Tone.WARNING,
}


class HappenedLine(Protocol):
    """An event as a query gives it."""

    @property
    def audience(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def happened_at(self) -> datetime: ...


def timeline(events: Iterable[HappenedLine]) -> tuple[TimelineItem, ...]:
    """The newest first."""
    return tuple(
        TimelineItem(
            at=format_moment(event.happened_at),
            what=what_happened(event.type, event.data),
            who=event.actor_name,
            detail="\n".join(details(event.type, event.data)),
            tone=TONES.get(event.type, Tone.NEUTRAL),
            internal=event.audience == INTERNAL,
        )
        for event in reversed(list(events))
    )


def what_happened(type_: str, data: Mapping[str, Any]) -> str:
    """The head of the line."""
    match type_:
        case "besluiten":
            return f"Besluit: {data['label']}"
        case "opheffing_beantwoorden" if data.get("opgeheven_per"):
            return f"De stop eindigt: vanaf {_day(data['opgeheven_per'])} is er geen stop meer"
        case "opheffing_beantwoorden":
            return "De stop wordt niet opgeheven"
        case "overdragen":
            return f"Overgedragen aan {data['aan'] or data['team']}"
        case "aanvullen":
            return f"Aanvulling ingediend: versie {data['nummer']}"
    return event_label(type_)


def details(type_: str, data: Mapping[str, Any]) -> list[str]:
    """What the line says under its head."""
    lines = []
    match type_:
        case "aanvulling_vragen":
            lines = [data["vraag"], f"Antwoord uiterlijk {_day(data['antwoord_voor'])}."]
        case "aanvullen":
            lines = [data.get("toelichting", "")]
        case "overdragen" if data["aan"]:
            lines = [f"Team: {data['team']}", data["reden"]]
        case "vastgelegd":
            at = format_moment(datetime.fromisoformat(data["binnen_op"]))
            how = CHANNELS.get(data["kanaal"], data["kanaal"])
            lines = [f"Binnengekomen {how} op {at}.", data.get("bewijs", "")]
        case "taak_afronden":
            lines = [data["titel"]]
        case "notitie":
            lines = [data["notitie"]]
        case "opheffing_vragen":
            lines = [data["reden"], f"Gewenst vanaf {_day(data['per'])}."]
        case _:
            lines = [data.get("reden", ""), data.get("motivering", "")]
    return [line for line in lines if line]


def _day(stored: str) -> str:
    return format_date(date.fromisoformat(stored))
