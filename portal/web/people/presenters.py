"""What the people pages print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.calendar import format_date, format_moment
from portal.domain.people import ROLE_NAMES, Role, Side
from portal.domain.policies import manageable, may_block
from portal.queries.colleagues import Colleague, HeldRole, NotedChange, Standing
from portal.web.chrome import Column, DataItem, Link, Status, TaskRow, TimelineItem, Tone

STANDINGS: dict[Standing, Status] = {
    Standing.ACTIVE: Status("Kan aan het werk", Tone.OK),
    Standing.INVITED: Status("Uitgenodigd", Tone.INFO),
    Standing.LATER: Status("Begint later", Tone.INFO),
    Standing.BLOCKED: Status("Geblokkeerd", Tone.ERROR),
    Standing.GONE: Status("Geen rol meer", Tone.NEUTRAL),
}
EXPLAINED: dict[Standing, str] = {
    Standing.ACTIVE: "Heeft een wachtwoord en kan aanmelden.",
    Standing.INVITED: "Heeft een uitnodiging gekregen en nog geen wachtwoord gekozen.",
    Standing.LATER: "Kan aanmelden vanaf de eerste dag van de rol.",
    Standing.BLOCKED: "Kan hier niets meer, tot iemand deze persoon weer toelaat.",
    Standing.GONE: "Heeft hier geen rol meer. Wat deze persoon deed, blijft staan.",
}

ROLE_COLUMNS = tuple(
    Column(label=label) for label in ("Rol", "Vanaf", "Tot en met", "Stand", "Wijzigen")
)
OWN_RIGHTS = "Dit bent u zelf. Uw eigen rollen kan alleen een andere beheerder veranderen."


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A line of the table of roles."""

    name: str
    since: str
    until: str
    status: Status
    end: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that posts, with what it brings about."""

    label: str
    action: str
    explains: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person as a manager sees him."""

    email: str
    standing: Status
    standing_words: str
    roles: tuple[RoleLine, ...]
    buttons: tuple[Button, ...]
    give: Link | None
    facts: tuple[DataItem, ...]
    remark: str
    history: tuple[TimelineItem, ...]

    @property
    def can_end(self) -> bool:
        return any(role.end for role in self.roles)

    @property
    def columns(self) -> tuple[Column, ...]:
        return ROLE_COLUMNS if self.can_end else ROLE_COLUMNS[:-1]


def person_row(person: Colleague, *, href: str, is_self: bool, note: str = "") -> TaskRow:
    """A line of the list of people."""
    held = person.running or person.roles
    names = dict.fromkeys(ROLE_NAMES[role.role] for role in held)
    return TaskRow(
        title=f"{person.name} (uzelf)" if is_self else person.name,
        href=href,
        reference=person.email,
        facts=(", ".join(names), *((note,) if note else ())),
        due=_when(person),
        status=STANDINGS[person.standing],
    )


def person_page(
    person: Colleague,
    roles: frozenset[Role],
    side: Side,
    *,
    is_self: bool,
    url: Callable[..., str],
    facts: tuple[DataItem, ...],
    changes: Sequence[NotedChange],
) -> PersonPage:
    """One person, with what somebody with these roles can do about it."""

    def end(held: HeldRole) -> Link | None:
        if is_self or held.is_over(person.today) or not manageable(roles, side, [held.role]):
            return None
        href = url("end", persoon=person.account_id, rol=held.id)
        return Link(f"{ROLE_NAMES[held.role]} beëindigen", href)

    ordered = sorted(person.roles, key=lambda held: (held.is_over(person.today), held.from_on))
    return PersonPage(
        email=person.email,
        standing=STANDINGS[person.standing],
        standing_words=EXPLAINED[person.standing],
        roles=tuple(_role_line(held, person.today, end(held)) for held in ordered),
        buttons=_buttons(person, roles, side, is_self=is_self, url=url),
        give=None if is_self else Link("Rol geven", url("give", persoon=person.account_id)),
        facts=facts,
        remark=OWN_RIGHTS if is_self else "",
        history=_history(changes),
    )


def _role_line(held: HeldRole, today: date, end: Link | None) -> RoleLine:
    return RoleLine(
        name=ROLE_NAMES[held.role],
        since=format_date(held.from_on),
        until=_until(held),
        status=_role_status(held, today),
        end=end,
    )


def _buttons(
    person: Colleague,
    roles: frozenset[Role],
    side: Side,
    *,
    is_self: bool,
    url: Callable[..., str],
) -> tuple[Button, ...]:
    theirs = [held.role for held in person.running]
    if not may_block(roles, side, theirs, to_self=is_self):
        return ()
    if person.standing is Standing.BLOCKED:
        return (
            Button(
                label="Weer toelaten",
                action=url("readmit", persoon=person.account_id),
                explains="De rollen gelden dan weer zoals ze hier staan.",
            ),
        )
    again = Button(
        label="Uitnodiging opnieuw sturen",
        action=url("again", persoon=person.account_id),
        explains="Met een nieuwe link, die zeven dagen werkt.",
    )
    stop = Button(
        label="Blokkeren",
        action=url("block", persoon=person.account_id),
        explains="Werkt meteen. U kunt het weer ongedaan maken.",
    )
    return (stop,) if person.can_sign_in else (again, stop)


def _history(changes: Sequence[NotedChange]) -> tuple[TimelineItem, ...]:
    """What administrators did with somebody."""
    return tuple(
        TimelineItem(
            at=format_moment(change.at), what=_sentence(change), who=change.actor, tone=Tone.NEUTRAL
        )
        for change in changes
    )


def _when(person: Colleague) -> str:
    match person.standing:
        case Standing.LATER:
            return f"vanaf {format_date(min(held.from_on for held in person.running))}"
        case Standing.ACTIVE | Standing.INVITED:
            ends = [held.until_on for held in person.running]
            known = [on for on in ends if on is not None]
            return f"tot en met {format_date(max(known))}" if len(known) == len(ends) else ""
        case _:
            return ""


def _until(held: HeldRole) -> str:
    if held.until_on is None:
        return "geen einddatum"
    return "ingetrokken" if held.until_on < held.from_on else format_date(held.until_on)


def _role_status(held: HeldRole, today: date) -> Status:
    if held.is_over(today):
        return Status("Voorbij", Tone.NEUTRAL)
    if held.blocked:
        return STANDINGS[Standing.BLOCKED]
    return Status("Geldt", Tone.OK) if held.counts(today) else Status("Begint later", Tone.INFO)


def _sentence(change: NotedChange) -> str:
    match change.what:
        case "rol gegeven":
            until = change.after.get("tot_en_met")
            return (
                f"Rol {_role(change.after)} gegeven vanaf {_day(change.after['vanaf'])}"
                f"{f' tot en met {_day(until)}' if until else ''}"
            )
        case "rol beëindigd":
            return f"Rol {_role(change.before)} beëindigd, laatste dag {_day(change.after['tot_en_met'])}"
        case "teams":
            return f"Teams: {', '.join(change.after['teams']) or 'geen'}{_absence(change.after)}"
        case _:
            return change.what[:1].upper() + change.what[1:]


def _absence(after: dict[str, Any]) -> str:
    return ", afwezig" if after.get("afwezig") else ""


def _role(values: dict[str, Any]) -> str:
    return ROLE_NAMES[Role(values["rol"])].lower()


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))
