"""The actions of an accepted plan: by when, what was sent, what the municipality found (004-64)."""

from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import format_date, local_date
from portal.queries.provider_dossier_rows import DossierSeen
from portal.web.chrome import Link, Status, TaskRow, Tone
from portal.web.provider.dossiers.places import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """An action as the municipality accepted it."""

    code: str
    name: str
    due_on: date
    met_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A line, and where evidence is sent."""

    task: TaskRow
    send: Link | None


def milestones_of(seen: DossierSeen) -> tuple[Milestone, ...]:
    """The actions of the plan that was accepted last."""
    met: dict[str, date] = {}
    for event in seen.events:  # the newest first
        if event.type == "actie_gehaald":
            met.setdefault(event.data["actie"], local_date(event.happened_at))
        if event.type == "plan_beoordeeld" and event.data.get("acties"):
            return tuple(
                Milestone(
                    code=each["code"],
                    name=each["naam"],
                    due_on=date.fromisoformat(each["datum"]),
                    met_on=met.get(each["code"]),
                )
                for each in event.data["acties"]
            )
    return ()


def actions_of(seen: DossierSeen, place: Where, today: date) -> tuple[Action, ...]:
    """What was promised, action by action."""
    sent = {reply.milestone: reply for reply in reversed(seen.replies) if reply.milestone}
    found = []
    for each in milestones_of(seen):
        reply = sent.get(each.code)
        is_late = each.met_on is None and each.due_on < today
        if each.met_on:
            status = Status(f"Klaar volgens de gemeente, {format_date(each.met_on)}", Tone.OK)
        elif reply is not None:
            status = Status("Bewijs gestuurd", Tone.INFO)
        elif is_late:
            status = Status("Niet op tijd klaar", Tone.ERROR)
        else:
            status = Status("Nog te doen", Tone.WARNING)
        can_send = each.met_on is None and not seen.is_closed
        found.append(
            Action(
                task=TaskRow(
                    title=each.name,
                    href=place.to("reply", antwoord=reply.id) if reply else f"{place.page}#acties",
                    reference=f"Actie {each.code}",
                    due=f"uiterlijk {format_date(each.due_on)}",
                    status=status,
                    late=is_late and reply is None,
                ),
                send=Link(
                    f"Bewijs sturen bij actie {each.code}",
                    place.to("send_reply", soort="bewijs", actie=each.code),
                )
                if can_send
                else None,
            )
        )
    return tuple(found)
