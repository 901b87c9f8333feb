"""The operator's page: whether the machinery runs, and what it gave up. Nothing of any case."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_moment
from portal.domain.errors import NotThere
from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.domain.scopes import AuditScope, WorkerScope
from portal.queries.operating import DeadRow, dead_rows, is_known
from portal.services.doctor import Part, Verdict, glance
from portal.services.outbox import revive
from portal.services.runtime import Runtime
from portal.web.access import requires
from portal.web.chrome import Column, Status, Tone
from portal.web.database import engine, unit_of_work
from portal.web.pages import NAVIGATION, NavItem, say, show
from portal.web.state import state

blueprint = Blueprint("platform", __name__, url_prefix="/platform")
NAVIGATION[Side.PLATFORM].append(NavItem("Start", "platform.start", Permission.OPERATE))

COLUMNS = tuple(
    Column(label=label) for label in ("Regel", "Wat", "Gevraagd op", "Pogingen", "Reden", "Doen")
)
PART_COLUMNS = tuple(Column(label=label) for label in ("Onderdeel", "Stand", "Bevinding"))
PLACES = (Verdict.WRONG, Verdict.LOOK, Verdict.WELL)
TONES = {Verdict.WRONG: Tone.ERROR, Verdict.LOOK: Tone.WARNING, Verdict.WELL: Tone.OK}
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
class PartLine:
    """A line of what the doctor found."""

    name: str
    status: Status
    sentence: str


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
    """What the doctor finds at a glance, and what to try again."""
    here = state()
    with ScopedSession(engine()).enter(AuditScope()) as audit:
        parts = list(glance(Runtime(here.settings, engine(), here.tools), audit))
        rows, dead = dead_rows(audit, AuditScope())
    # What is wrong first; among equals the order of `portal doctor`.
    parts.sort(key=lambda part: PLACES.index(part.verdict))
    return show(
        "platform/start.html",
        "Zo draait het portaal",
        lead="U ziet hier geen inhoud van zaken.",
        status_now=_status(parts),
        part_columns=PART_COLUMNS,
        parts=[_part_line(part) for part in parts],
        columns=COLUMNS,
        rows=[_line(row) for row in rows],
        more=dead - len(rows),
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


def _status(parts: Iterable[Part]) -> Status:
    verdicts = {part.verdict for part in parts}
    if Verdict.WRONG in verdicts:
        return Status("Er is iets te doen", Tone.ERROR)
    if Verdict.LOOK in verdicts:
        return Status("Er is iets om op te letten", Tone.WARNING)
    return Status("Alles loopt", Tone.OK)


def _part_line(part: Part) -> PartLine:
    return PartLine(
        name=part.name,
        status=Status(part.verdict.capitalize(), TONES[part.verdict]),
        # On a terminal a command stands between backticks.
        sentence=part.sentence.replace("`", ""),
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
