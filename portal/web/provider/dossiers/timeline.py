"""What happened in a dossier, as a provider reads it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.domain.calendar import format_date, format_moment
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.words import capital, listed
from portal.queries.provider_dossier_rows import EventRow
from portal.services.dossiers.answering import KINDS as REPLY_KINDS
from portal.web.chrome import Link, TimelineItem, Tone
from portal.web.provider.dossiers.places import Where

PLAN_OUTCOMES = {
    "aanvaard": "Verbeterplan aanvaard",
    "deels_aanvaard": "Verbeterplan deels aanvaard",
    "afgewezen": "Verbeterplan niet aanvaard",
}
HEADS = {
    "per_direct_opgetreden": "De gemeente trad per direct op",
    "aanmaning_vastgelegd": "Aanmaning",
    "actie_gehaald": "De gemeente vindt een actie klaar",
    "dossier_gesloten": "Dossier gesloten",
    "dossier_heropend": "Dossier heropend",
    "plan_ontvangen": "Verbeterplan ontvangen door de gemeente",
    "plan_ingetrokken": "Verbeterplan ingetrokken",
    "plan_aanvullen": "De gemeente vraagt een aanvulling op het verbeterplan",
    "brief_geopend": "Brief geopend",
    "verslag_gemaakt": "Verslag van een gesprek",
}
TONES = {
    "stap_gezet": Tone.INFO,
    "maatregel_opgelegd": Tone.WARNING,
    "per_direct_opgetreden": Tone.ERROR,
    "aanmaning_vastgelegd": Tone.WARNING,
    "plan_aanvullen": Tone.WARNING,
    "antwoord_ontvangen": Tone.INFO,
    "maatregel_beeindigd": Tone.OK,
    "actie_gehaald": Tone.OK,
    "dossier_gesloten": Tone.OK,
}


def timeline(events: Iterable[EventRow], place: Where) -> tuple[TimelineItem, ...]:
    """The lines that both sides see, the newest first."""
    return tuple(
        TimelineItem(
            at=format_moment(event.happened_at),
            what=_what(event.type, event.data),
            who=event.actor_name,
            detail="\n".join(capital(line) for line in _details(event.type, event.data) if line),
            links=_links(event.type, event.data, place),
            tone=TONES.get(event.type, Tone.NEUTRAL),
        )
        for event in events
    )


def _what(type_: str, data: Mapping[str, Any]) -> str:
    match type_:
        case "stap_gezet":
            return f"Stap {data['naam']}"
        case "maatregel_opgelegd":
            return f"Maatregel {data['naam']}"
        case "maatregel_beeindigd":
            return f"Maatregel eindigt na {_day(data['per'])}"
        case "plan_beoordeeld":
            return PLAN_OUTCOMES.get(data["uitkomst"], "Verbeterplan beoordeeld")
        case "antwoord_ontvangen":
            return f"Ontvangen door de gemeente: {REPLY_KINDS[data['soort']].partition(':')[0].lower()}"
    return HEADS.get(type_, type_.replace("_", " ").capitalize())


def _details(type_: str, data: Mapping[str, Any]) -> list[str]:
    match type_:
        case "stap_gezet":
            return [
                f"U hebt de tijd tot en met {_day(data['termijn'])}." if data.get("termijn") else ""
            ]
        case "maatregel_opgelegd":
            until = f" tot en met {_day(data['tot_en_met'])}" if data.get("tot_en_met") else ""
            return [f"Vanaf {_day(data['vanaf'])}{until}."]
        case "per_direct_opgetreden":
            effects = listed(ImmediateEffect(effect).label for effect in data["gevolgen"])
            return [f"{effects}."]
        case "plan_aanvullen":
            return [f"Uiterlijk {_day(data['voor'])}."]
        case "actie_gehaald":
            return [f"Actie {data['actie']}.", data["toelichting"]]
        case "antwoord_ontvangen":
            return [f"Bij actie {data['actie']}." if data.get("actie") else ""]
        case "verslag_gemaakt":
            return [f"Gesprek van {_day(data['op'])}. De afspraken staan bij Gesprekken."]
        case "brief_geopend":
            return [f"Brief {data['brief']}."]
    return [str(data[name]) for name in ("reden", "resultaat") if data.get(name)]


def _links(type_: str, data: Mapping[str, Any], place: Where) -> tuple[Link, ...]:
    if data.get("brief") and type_ != "brief_geopend":
        number = data["brief"]
        return (Link(f"Brief {number}", place.to("dossier_letter", brief=number)),)
    if type_ == "antwoord_ontvangen" and data.get("antwoord"):
        return (Link("Bekijk wat u stuurde", place.to("reply", antwoord=data["antwoord"])),)
    return ()


def _day(stored: str) -> str:
    return format_date(date.fromisoformat(stored))
