"""What a provider has to do in a dossier, in words and with the button that begins it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date
from portal.domain.ladder.duties import Duty, DutyKind
from portal.queries.provider_dossier_rows import DossierLine
from portal.web.chrome import Link, Tone
from portal.web.provider.dossiers.places import Where
from portal.web.provider.places import at

SHORT: Mapping[DutyKind, str] = {
    DutyKind.BRIEF: "Brief lezen",
    DutyKind.PLAN: "Verbeterplan indienen",
    DutyKind.AANVULLING: "Verbeterplan aanvullen",
    DutyKind.ACTIE: "Actie afronden",
    DutyKind.ANTWOORD: "Antwoorden",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What has to happen now; without `link` there is nothing to press."""

    title: str
    text: str = ""
    tone: Tone = Tone.INFO
    link: Link | None = None


def where(line: DossierLine) -> Where:
    """The dossier's address."""
    return Where(line.slug, line.number)


def next_steps(line: DossierLine, today: date) -> tuple[NextStep, ...]:
    """The most pressing first; never empty."""
    if line.is_closed:
        return (
            NextStep(
                title="Dit dossier is gesloten",
                text="U hoeft niets meer te doen. Alles blijft leesbaar.",
                tone=Tone.OK,
            ),
        )
    found = [_step(line, duty, today) for duty in line.duties]
    return tuple(found) or (_nothing(line, today),)


def _step(line: DossierLine, duty: Duty, today: date) -> NextStep:
    title, text, link = _words(line, duty)
    by = f" Uiterlijk {format_date(duty.due_on)}." if duty.due_on else ""
    if duty.is_late(today) and duty.due_on:
        by = f" Dat had uiterlijk op {format_date(duty.due_on)} gemoeten. Doe het alsnog."
    tone = Tone.ERROR if duty.is_late(today) else Tone.WARNING
    return NextStep(title=title, text=f"{text}{by}", tone=tone, link=link)


def _words(line: DossierLine, duty: Duty) -> tuple[str, str, Link]:
    place, name = where(line), f"Gemeente {line.municipality}"
    match duty.kind:
        case DutyKind.BRIEF:
            return (
                f"Lees brief {duty.about}: {duty.label}",
                f"{name} ziet wanneer u de brief opent.",
                Link("Brief openen", place.to("dossier_letter", brief=duty.about)),
            )
        case DutyKind.PLAN:
            return (
                "Dien een verbeterplan in",
                f"{name} vraagt u om een plan met acties die te controleren zijn.",
                Link("Verbeterplan maken", place.to("plan")),
            )
        case DutyKind.AANVULLING:
            return (
                "Vul uw verbeterplan aan",
                f"{name} heeft een vraag bij plan {duty.about}.",
                Link(
                    "Aanvulling geven",
                    at("complete", kenmerk=duty.about, bij=line.slug),
                ),
            )
        case DutyKind.ACTIE:
            return (
                f"Laat zien dat actie {duty.about} klaar is",
                f"{duty.label.rstrip('.')}.",
                Link(
                    "Bewijs sturen",
                    place.to("send_reply", soort="bewijs", actie=duty.about),
                ),
            )
    return (
        "Laat weten wat u hebt gedaan",
        f"{duty.label}: doe wat er in de brief staat en laat het de gemeente weten.",
        Link("Antwoord sturen", place.to("send_reply", soort="antwoord")),
    )


def _nothing(line: DossierLine, today: date) -> NextStep:
    """Nothing waits; a term may still run after an answer."""
    still = [term.due_on for term in line.running if term.due_on >= today]
    more = f" Tot en met {format_date(min(still))} kunt u nog iets sturen." if still else ""
    return NextStep(
        title="U hoeft nu niets te doen",
        text=f"Gemeente {line.municipality} is aan zet.{more}",
        tone=Tone.NEUTRAL,
    )
