"""The operator's page: whether the machinery runs, and what it gave up. Nothing of any case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment
from portal.domain.errors import NotThere
from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.domain.scopes import AuditScope, WorkerScope
from portal.queries.operating import DeadRow, Figures, dead_rows, figures, is_known
from portal.services.outbox import revive
from portal.web.access import requires
from portal.web.chrome import Column, DataItem, Status, Tone
from portal.web.database import engine, unit_of_work
from portal.web.pages import NAVIGATION, NavItem, say, show
from portal.web.state import now, state

blueprint = Blueprint("platform", __name__, url_prefix="/platform")
NAVIGATION[Side.PLATFORM].append(NavItem("Start", "platform.start", Permission.OPERATE))

COLUMNS = tuple(
    Column(label=label) for label in ("Regel", "Wat", "Gevraagd op", "Pogingen", "Reden", "Doen")
)
LATE = timedelta(minutes=1)
SILENT = timedelta(seconds=15)
# By the effect's name; a test asks for words for each that the worker knows.
EFFECTS = {
    "bezorgen": "Een indiening bij een team bezorgen",
    "bijwerken": "Een zaak bijwerken na een wijziging",
    "hartslag": "Laten zien dat de uitvoerder werkt",
    "herinneren": "Aan een termijn herinneren",
    "mail_aanbieder": "Een aanbieder mailen",
    "mail_account": "Een uitnodiging of een link mailen",
    "mail_dossier": "Een aanbieder mailen over een dossier",
    "mail_dossier_gemeente": "Een gemeente mailen over een dossier",
    "mail_gemeente": "Een gemeente mailen",
    "mail_meetekenen": "Iemand vragen om mee te tekenen",
    "mail_ontvangst": "Een ontvangstbevestiging mailen",
    "ontvangstbewijs": "Een ontvangstbewijs maken",
    "plan_ingetrokken": "Een ingetrokken plan in het dossier zetten",
    "plan_ontvangen": "Een ontvangen plan in het dossier zetten",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A line of what was given up."""

    number: str
    what: str
    since: str
    attempts: str
    reason: str
    again_href: str


@blueprint.get("/")
@requires(Permission.OPERATE)
def start() -> WerkzeugResponse:
    """How it stands, and what to try again."""
    with unit_of_work(engine(), AuditScope()) as audit:
        found = figures(audit, AuditScope())
        rows = dead_rows(audit, AuditScope())
    return show(
        "platform/start.html",
        "Zo draait het portaal",
        lead="U ziet hier geen inhoud van zaken.",
        status_now=_status(found, now()),
        items=_items(found, now()),
        columns=COLUMNS,
        rows=[_line(row) for row in rows],
        more=found.dead - len(rows),
    )


@blueprint.post("/uitgaand/<int:regel>/opnieuw")
@requires(Permission.OPERATE)
def try_again(regel: int) -> WerkzeugResponse:
    """Give a row that was given up a fresh start."""
    with unit_of_work(engine(), WorkerScope()) as session:
        is_revived = revive(session, regel)
        # The second of two clicks finds a row that was given a fresh start already.
        if not is_revived and not is_known(session, WorkerScope(), regel):
            raise NotThere
    if is_revived:
        state().wake_up.ring()
        say(f"Regel {regel} wordt opnieuw geprobeerd.")
    else:
        say(f"Regel {regel} is niet meer opgegeven. Er is niets veranderd.")
    return redirect(url_for(".start"), 303)


def _status(found: Figures, at: datetime) -> Status:
    if found.dead or _is_late(found, at):
        return Status("Er is iets te doen", Tone.WARNING)
    return Status("Alles loopt", Tone.OK)


def _is_late(found: Figures, at: datetime) -> bool:
    waits_long = found.oldest_at is not None and at - found.oldest_at > LATE
    return waits_long or _is_silent(found, at) or bool(found.unsigned)


def _is_silent(found: Figures, at: datetime) -> bool:
    return found.clock_seen_at is None or at - found.clock_seen_at > SILENT


def _items(found: Figures, at: datetime) -> tuple[DataItem, ...]:
    waits = "Er wacht niets."
    if found.oldest_at is not None:
        waits = f"{found.waiting}, de oudste sinds {format_moment(found.oldest_at)}."
    clock = "Nog nooit gezien."
    if found.clock_seen_at is not None:
        clock = f"Gezien op {format_moment(found.clock_seen_at)}."
    if _is_silent(found, at):
        clock += " Kijk of het draait: portal clock."
    signed = "Nog niet ondertekend."
    if found.signed_at is not None:
        signed = f"Het laatst ondertekend op {format_moment(found.signed_at)}."
    if found.unsigned:
        signed += f" Van {found.chains} ketens wachten er {found.unsigned} langer dan een minuut."
    return (
        DataItem(key="Wachtend werk", value=waits),
        DataItem(key="Opgegeven werk", value=str(found.dead) if found.dead else "Niets."),
        DataItem(key="Klokproces", value=clock),
        DataItem(key="Koppen van de ketens", value=signed),
        DataItem(
            key="Uitgebreid onderzoek",
            value="portal doctor bekijkt de hele installatie; portal verify controleert de ketens.",
        ),
    )


def _line(row: DeadRow) -> GivenUp:
    what = EFFECTS.get(row.effect)
    return GivenUp(
        number=str(row.id),
        what=f"{what} ({row.effect})" if what else row.effect,
        since=format_moment(row.created_at),
        attempts=str(row.attempts),
        reason=row.last_error or "Onbekend.",
        again_href=url_for(".try_again", regel=row.id),
    )
