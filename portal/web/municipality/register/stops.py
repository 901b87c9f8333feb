"""The register of cliëntenstops, and what each does to the acceptatieplicht."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.configuration.acceptance import ACCEPTANCE, LAPSES, AcceptanceDuty
from portal.domain.policies import Permission
from portal.queries.configuration import section_in_force
from portal.queries.stops import Standing, StopKey, StopRow, stops
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Column, DataItem, Link, Pager, Status, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.register.choices import Choices, Select
from portal.web.pages import show
from portal.web.state import today

STANDING_NAMES = {
    Standing.RUNNING: "Loopt nu",
    Standing.COMING: "Begint later",
    Standing.ENDED: "Voorbij",
}
STANDING_TONES = {
    Standing.RUNNING: Tone.WARNING,
    Standing.COMING: Tone.INFO,
    Standing.ENDED: Tone.NEUTRAL,
}
ORIGINS = {
    "wens": "Wens van de aanbieder (art. 3.6)",
    "wachttijd": "Wachttijd (art. 3.5.3)",
    "overeengekomen": "Afgesproken bij de bestedingsruimte (art. 1.5.9)",
    "opgelegd": "Opgelegd (art. 3.5.5 of de ladder)",
}
COLUMNS = tuple(
    Column(label=label)
    for label in ("Aanbieder", "Product", "Periode", "Reden", "Acceptatie\u00adplicht", "Stand")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWords:
    """One stop, in words."""

    provider: Link
    product: str
    period: str
    origin: str
    duty: Status
    standing: Status
    case: Link


@blueprint.get("/clientenstops")
@requires(Permission.SEE_WORK)
def stops_page() -> WerkzeugResponse:
    """Stops that run, are to begin, or are over."""
    choices = Choices.read(request.args, stand=("", *Standing, "alle"), default="lopend")
    standing = Standing(choices.stand) if choices.stand in list(Standing) else None
    session, scope = desk_session(), tenant_scope()
    rows, more = stops(
        session, scope, today=today(), standing=standing, name=choices.zoek,
        after=read_key(choices.na),
    )  # fmt: skip
    duty = section_in_force(session, scope, ACCEPTANCE)
    here = desk().membership.place
    address = url_for("municipality.stops_page", gemeente=here)
    return show(
        "municipality/clientenstops.html",
        "Cliëntenstops",
        block="lijst",
        action=address,
        typed=choices.zoek,
        selects=(
            Select("stand", "Stand", choices.stand, (
                *((s.value, name) for s, name in STANDING_NAMES.items()), ("alle", "Alle"),
            )),
        ),
        columns=COLUMNS,
        rows=[stop_words(row, duty, here, today()) for row in rows],
        readings=readings(duty),
        pager=Pager(
            previous_href=choices.href(address) if choices.na else "",
            next_href=choices.href(address, na=write_key(rows[-1])) if more else "",
        ),
    )  # fmt: skip


def stop_words(row: StopRow, duty: AcceptanceDuty, here: str, day: date) -> StopWords:
    """One line of the register."""
    standing = row.standing(day)
    return StopWords(
        provider=Link(
            row.provider_name,
            url_for("municipality.provider_page", gemeente=here, slug=row.provider_slug),
        ),
        product=f"{row.product_name} ({row.product_code})",
        period=period(row),
        origin=ORIGINS[row.origin],
        duty=duty_status(duty, row, standing),
        standing=Status(STANDING_NAMES[standing], STANDING_TONES[standing]),
        case=case_link(row, here),
    )


def case_link(row: StopRow, here: str) -> Link:
    """The dossier or the case that a stop comes from."""
    if row.dossier is not None:
        page = url_for("dossiers.dossier_page", gemeente=here, nummer=row.dossier)
        return Link(row.dossier, page)
    reference = row.reference or ""
    page = url_for("municipality.delivery_page", gemeente=here, kenmerk=reference)
    return Link(reference, page)


def duty_status(duty: AcceptanceDuty, row: StopRow, standing: Standing) -> Status:
    """What the stop does to the duty on this day (004-67, 004-115)."""
    if standing is Standing.ENDED:
        return Status("Geldt", Tone.NEUTRAL)
    if not duty.lapses_for(row.origin):
        return Status("Blijft gelden", Tone.NEUTRAL)
    if standing is Standing.COMING:
        return Status(f"Geldt tot {format_date(row.from_on)}", Tone.NEUTRAL)
    return Status("Vervalt zolang de stop duurt", Tone.WARNING)


def period(row: StopRow) -> str:
    """From when until when; a stop that was taken back says so."""
    if row.never_ran:
        return f"Vanaf {format_date(row.from_on)}, niet doorgegaan"
    words = f"Vanaf {format_date(row.from_on)}"
    if row.lifted_on is not None:
        return f"{words}, opgeheven per {format_date(row.lifted_on)}"
    if row.until_on is not None:
        return f"{words} tot en met {format_date(row.until_on)}"
    return f"{words}, tot nader bericht"


def readings(duty: AcceptanceDuty) -> tuple[DataItem, ...]:
    """What a stop of each origin does, and whether that is written or a reading (004-115)."""
    found = []
    for origin, name in ORIGINS.items():
        effect = duty.of(origin)
        words = "De acceptatieplicht vervalt" if effect.effect == LAPSES else "Blijft gelden"
        found.append(DataItem(key=name, lines=(f"{words}.", effect.explanation)))
    return tuple(found)


def write_key(row: StopRow) -> str:
    return f"{row.from_on.isoformat()}_{row.id}"


def read_key(written: str) -> StopKey | None:
    """The place that `write_key` wrote; None for anything else."""
    day, _, id_ = written.partition("_")
    try:
        return StopKey(date.fromisoformat(day), UUID(id_))
    except ValueError:
        return None
