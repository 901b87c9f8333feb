"""Klaar om te beginnen? What a municipality still misses before it can work."""

from dataclasses import dataclass

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.queries.readiness import Check, readiness_of
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.chrome import Status, TaskRow, Tone
from portal.web.pages import show
from portal.web.state import today

WORDS = {
    True: Status("Klaar", Tone.OK),
    False: Status("Mist nog", Tone.ERROR),
}
ADVICE = Status("Kijk dit nog na", Tone.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The whole list, and what it comes to."""

    rows: tuple[TaskRow, ...]
    missing: int


@blueprint.get("/klaar", endpoint="readiness")
@requires(Permission.CONFIGURE)
def ready() -> WerkzeugResponse:
    """The checklist: each line says what is there, what misses, and where to do it."""
    checks = readiness_of(desk_session(), tenant_scope(), today())
    missing = sum(not check.is_met and check.is_needed for check in checks)
    if missing == 0:
        lead = "Alles wat nodig is, staat klaar. Aanbieders kunnen indienen en uw teams kunnen aan het werk."
    elif missing == 1:
        lead = "Er mist nog één ding voordat uw gemeente kan beginnen."
    else:
        lead = f"Er missen nog {missing} dingen voordat uw gemeente kan beginnen."
    return show(
        "admin/klaar.html",
        "Klaar om te beginnen?",
        crumbs=trail(),
        lead=lead,
        rows=tuple(_row(check) for check in checks),
        is_ready=missing == 0,
    )


def _row(check: Check) -> TaskRow:
    status = WORDS[check.is_met] if check.is_needed or check.is_met else ADVICE
    return TaskRow(
        title=check.title,
        href=at(check.page, **dict(check.arguments)),
        facts=(check.sentence,),
        status=status,
    )
