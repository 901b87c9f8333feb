"""The pages of the mandate register (001-19, 004-119)."""

from datetime import date
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    TextField,
)
from portal.queries.mandates import SUBJECTS, MandateLine, mandates, signers
from portal.services.mandates import end_mandate, grant_mandate
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Link, Status, TaskRow, Tone
from portal.web.pages import say, show
from portal.web.state import now, today

TITLE = "Mandaatregister"


@blueprint.get("/mandaten", endpoint="mandates")
@requires(Permission.CONFIGURE)
def register() -> WerkzeugResponse:
    """Who may sign what for the municipality, and who could before."""
    lines = mandates(desk_session(), tenant_scope())
    running = [line for line in lines if not _is_over(line)]
    return show(
        "admin/mandaten.html",
        TITLE,
        crumbs=trail(),
        lead="Wie voor de gemeente mag tekenen, waarvoor, en van wanneer tot wanneer. Zonder geldig "
        "mandaat gaat een maatregel niet door.",
        running=tuple(_row(line) for line in running),
        over=tuple(_row(line) for line in lines if _is_over(line)),
        add=Link("Mandaat vastleggen", at("mandate_add")),
    )


@blueprint.route("/mandaten/nieuw", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def mandate_add() -> WerkzeugResponse:
    """Record a mandate that was given elsewhere, in a decision or a list."""
    people = signers(desk_session(), tenant_scope(), today())
    bound = bind(_asked({str(id_): name for id_, name in people.items()}))
    if request.method == "POST" and bound.is_good:
        given = bound.answers
        try:
            grant_mandate(
                desk_session(),
                tenant_scope(),
                desk().actor,
                account_id=UUID(given["wie"]),
                subjects=given["waarvoor"],
                document=given["stuk"],
                from_on=date.fromisoformat(given["van"]),
                until_on=date.fromisoformat(given["tot"]) if given.get("tot") else None,
                today=today(),
                now=now(),
            )
        except RuleBroken as error:
            bound.refuse(error)
        else:
            desk_session().commit()
            forget_kept()
            say("Het mandaat staat in het register.")
            return redirect(at("mandates"), 303)
    return show(
        "people/formulier.html",
        "Mandaat vastleggen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail(Link(TITLE, at("mandates"))),
        lead="Neem over wat in het mandaatbesluit staat. Het portaal verleent zelf geen mandaat.",
        form=bound.form,
        action=request.path,
        button="Mandaat vastleggen",
        cancel=Link("Annuleren", at("mandates")),
    )


@blueprint.route("/mandaten/<uuid:mandaat>/einde", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def mandate_end(mandaat: UUID) -> WerkzeugResponse:
    """Let a mandate end."""
    lines = mandates(desk_session(), tenant_scope())
    found = next((line for line in lines if line.id == mandaat), None)
    if found is None:
        raise NotThere
    asked = DateField(
        name="tot",
        label="Laatste dag",
        hint="Op deze dag geldt het mandaat nog. Wat is ondertekend, blijft ondertekend.",
    )
    bound = bind((asked,), stored={"tot": today().isoformat()})
    if request.method == "POST" and bound.is_good:
        try:
            end_mandate(
                desk_session(),
                tenant_scope(),
                desk().actor,
                mandaat,
                last_on=date.fromisoformat(bound.answers["tot"]),
                today=today(),
            )
        except RuleBroken as error:
            bound.refuse(error)
        else:
            desk_session().commit()
            forget_kept()
            say("Het einde van het mandaat is vastgelegd.")
            return redirect(at("mandates"), 303)
    return show(
        "people/formulier.html",
        f"Einde van het mandaat van {found.account_name}",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail(Link(TITLE, at("mandates"))),
        lead=f"Voor: {found.subject_words}. Volgens: {found.document}.",
        form=bound.form,
        action=request.path,
        button="Einde vastleggen",
        cancel=Link("Annuleren", at("mandates")),
    )


def _asked(people: dict[str, str]) -> tuple[Field, ...]:
    return (
        ChoiceField(
            name="wie",
            label="Wie mag tekenen?",
            hint="Iemand met een rol bij uw gemeente, of iemand van de regio met toegang tot uw gemeente.",
            choices=tuple(Choice(id_, name) for id_, name in people.items()),
        ),
        ChoicesField(
            name="waarvoor",
            label="Waarvoor?",
            hint="Elk onderwerp komt op een eigen regel in het register.",
            choices=tuple(
                Choice(code, words[:1].upper() + words[1:]) for code, words in SUBJECTS.items()
            ),
        ),
        TextField(
            name="stuk",
            label="Waar staat dat?",
            hint="Het besluit of de lijst, met de datum. Bijvoorbeeld “Mandaatbesluit 2026, regel 14”.",
        ),
        DateField(name="van", label="Vanaf welke dag?"),
        DateField(
            name="tot",
            label="Tot en met welke dag?",
            hint="Leeg: tot u een einde vastlegt.",
            required=False,
        ),
    )


def _is_over(line: MandateLine) -> bool:
    return line.until_on is not None and line.until_on < today()


def _row(line: MandateLine) -> TaskRow:
    until = f" tot en met {format_date(line.until_on)}" if line.until_on else ""
    if _is_over(line):
        status = Status("Voorbij", Tone.NEUTRAL)
    elif line.from_on > today():
        status = Status("Begint later", Tone.INFO)
    else:
        status = Status("Geldt nu", Tone.OK)
    return TaskRow(
        title=f"{line.account_name}: {line.subject_words}",
        href=at("mandate_end", mandaat=line.id),
        facts=(
            f"Vanaf {format_date(line.from_on)}{until}",
            line.document,
            f"vastgelegd door {line.recorded_by_name}",
        ),
        status=status,
    )
