"""What happened in a dossier, as lines of a time line."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.domain.calendar import format_date, format_moment
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.notice_needed import Conclusion
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.words import capital, listed
from portal.queries.dossier_parts import EventRow
from portal.services.dossiers.answering import KINDS as REPLY_KINDS
from portal.services.dossiers.opening import SOURCES
from portal.web.chrome import TimelineItem, Tone
from portal.web.dossiers.naming import ASKED, name_of

INTERNAL = "intern"
OUTCOMES = {"gevolgd": "genoeg gevolgd", "niet_gevolgd": "niet of niet genoeg gevolgd"}
PLAN_OUTCOMES = {
    "aanvaard": "aanvaard",
    "deels_aanvaard": "deels aanvaard",
    "afgewezen": "afgewezen",
}
HEADS = {
    "dossier_geopend": "Dossier geopend",
    "voorbereiding_gestopt": "Voorbereiding gestopt",
    "handtekening_vervallen": "Handtekening vervallen",
    "bewijs_toegevoegd": "Bewijs toegevoegd",
    "medeondertekend": "Meegetekend",
    "meegekeken": "Meegekeken",
    "mandaat_vastgelegd": "Mandaat vastgelegd",
    "ingelicht": "Ingelicht",
    "meetekenen_gevraagd": "Gevraagd om mee te tekenen of mee te kijken",
    "teruggegeven": "Niet meegetekend, teruggegeven",
    "per_direct_opgetreden": "Per direct opgetreden",
    "aanmaning_vastgelegd": "Aanmaning vastgelegd",
    "actie_gehaald": "Actie uit het verbeterplan klaar",
    "taak_gedaan": "Taak gedaan",
    "dossier_gesloten": "Dossier gesloten",
    "dossier_heropend": "Dossier heropend",
    "dossier_verplaatst": "Verplaatst naar een andere versie van de ladder",
    "plan_ontvangen": "Verbeterplan ontvangen",
    "plan_ingetrokken": "Verbeterplan ingetrokken door de aanbieder",
    "plan_aanvullen": "Aanvulling van het verbeterplan gevraagd",
    "brief_geopend": "Brief geopend door de aanbieder",
    "antwoord_gelezen": "Antwoord gelezen",
    "verslag_gemaakt": "Verslag van het gesprek vastgelegd",
    "notitie": "Notitie",
    "onderbouwing": "Onderbouwing van deze stap",
    "overgedragen": "Dossier overgedragen",
    "toegang_gegeven": "Iemand toegang gegeven",
    "toegang_ingetrokken": "Toegang ingetrokken",
    "redenering_vastgelegd": "Vastgelegd of een ingebrekestelling nodig is",
    "termijn_herinnerd": "Herinnerd aan een termijn",
}
TONES = {
    "stap_gezet": Tone.INFO,
    "maatregel_opgelegd": Tone.WARNING,
    "per_direct_opgetreden": Tone.ERROR,
    "handtekening_vervallen": Tone.WARNING,
    "teruggegeven": Tone.WARNING,
    "plan_ontvangen": Tone.INFO,
    "antwoord_ontvangen": Tone.INFO,
    "maatregel_beeindigd": Tone.OK,
    "actie_gehaald": Tone.OK,
    "dossier_gesloten": Tone.OK,
}


def timeline(events: Iterable[EventRow], state: DossierState) -> tuple[TimelineItem, ...]:
    """The newest first."""
    return tuple(
        TimelineItem(
            at=format_moment(event.happened_at),
            what=what_happened(event.type, event.data, state),
            who=event.actor_name,
            detail="\n".join(
                capital(line) for line in details(event.type, event.data, state) if line
            ),
            tone=TONES.get(event.type, Tone.NEUTRAL),
            internal=event.audience == INTERNAL,
        )
        for event in reversed(list(events))
    )


def what_happened(type_: str, data: Mapping[str, Any], state: DossierState) -> str:
    """The head of the line."""
    match type_:
        case "stap_gezet":
            return f"Gezet: {state.ladder.words.rung} {data.get('naam', data['code'])}"
        case "maatregel_opgelegd":
            return f"Opgelegd: maatregel {data.get('naam', data['code'])}"
        case "maatregel_beeindigd":
            return f"Maatregel beëindigd per {_day(data['per'])}"
        case "stap_beoordeeld":
            return f"Beoordeeld: {OUTCOMES.get(data['uitkomst'], data['uitkomst'])}"
        case "plan_beoordeeld":
            outcome = PLAN_OUTCOMES.get(data["uitkomst"], data["uitkomst"])
            return f"Verbeterplan {outcome}"
        case "antwoord_ontvangen":
            return f"Ontvangen van de aanbieder: {REPLY_KINDS.get(data['soort'], data['soort'])}"
    return HEADS.get(type_, type_.replace("_", " ").capitalize())


def details(type_: str, data: Mapping[str, Any], state: DossierState) -> list[str]:
    """What the line says under its head."""
    match type_:
        case "dossier_geopend":
            return [
                f"Bron: {SOURCES.get(data['bron'], data['bron'])}.",
                f"Ladder: {data['ladder']}, versie {data['ladderversie']}.",
            ]
        case "stap_gezet":
            return [
                f"De aanbieder heeft de tijd tot en met {_day(data['termijn'])}."
                if data.get("termijn")
                else "",
                _sent(data),
                f"Reden: {data['reden']}" if data.get("reden") else "",
            ]
        case "onderbouwing":
            return [
                f"Reden: {data['reden']}" if data.get("reden") else "",
                *(f"Signaal: {signal}" for signal in data.get("signalen", ())),
            ]
        case "maatregel_opgelegd":
            until = f" tot en met {_day(data['tot_en_met'])}" if data.get("tot_en_met") else ""
            return [f"Vanaf {_day(data['vanaf'])}{until}.", _sent(data)]
        case "per_direct_opgetreden":
            effects = listed(ImmediateEffect(word).label for word in data["gevolgen"])
            return [name_of(state, data["grond"]), f"{effects}.", _sent(data)]
        case "medeondertekend" | "meegekeken":
            return [f"{name_of(state, data['code'])}, als {Role(data['rol']).label}."]
        case "mandaat_vastgelegd" | "bewijs_toegevoegd":
            about = f"Bij {name_of(state, data['code'])}." if data.get("code") else ""
            return [data.get("tekst", ""), about]
        case "ingelicht":
            return [f"De {Role(data['rol']).label}: {data['tekst']}"]
        case "meetekenen_gevraagd":
            asked = listed(ASKED.get(what, f"de {what}") for what in data["aan"])
            return [f"{name_of(state, data['code'])}: {asked}."]
        case "handtekening_vervallen":
            return [f"Bij {name_of(state, data['code'])}, want {data['reden']}."]
        case "teruggegeven":
            return [name_of(state, data["code"]), data["reden"]]
        case "voorbereiding_gestopt":
            return [name_of(state, data["code"])]
        case "plan_aanvullen":
            return [f"Uiterlijk {_day(data['voor'])}."]
        case "actie_gehaald":
            return [f"Actie {data['actie']}.", data["toelichting"]]
        case "verslag_gemaakt":
            agreed = f"Afspraken: {data['afspraken']}" if data.get("afspraken") else ""
            return [f"Gesprek van {_day(data['op'])}.", agreed]
        case "redenering_vastgelegd":
            return [f"Conclusie: {Conclusion(data['conclusie']).label}.", data["redenering"]]
        case "aanmaning_vastgelegd":
            return [_sent(data), data.get("toelichting", "")]
        case "brief_geopend":
            return [f"Brief {data['brief']}."]
        case "notitie":
            return [data["notitie"]]
        case "overgedragen":
            return [f"Aan {data['aan']}.", data["reden"]]
        case "toegang_gegeven" | "toegang_ingetrokken":
            return [data["naam"]]
    return [str(data[name]) for name in ("toelichting", "reden", "resultaat") if data.get(name)]


def _sent(data: Mapping[str, Any]) -> str:
    return f"Brief {data['brief']} is verstuurd." if data.get("brief") else ""


def _day(stored: str) -> str:
    return format_date(date.fromisoformat(stored))
