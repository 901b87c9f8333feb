"""Looking at ladders: all versions, one of them as a picture, its parts, its file."""

from collections.abc import Sequence
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.ladder_files import ladder_toml
from portal.domain.calendar import format_date, format_moment
from portal.domain.errors import NotThere
from portal.domain.ladder.publication import VersionAct
from portal.domain.policies import Permission
from portal.queries.ladders import (
    HistoryLine,
    VersionLine,
    ladder_history,
    ladder_users,
    versions,
)
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.admin.ladder_opening import Opened, opened
from portal.web.admin.ladder_presenters import (
    Href,
    finding_lines,
    picture,
    subjects_of,
)
from portal.web.admin.places import place_in
from portal.web.chrome import DataItem, Link, Status, TaskRow, TimelineItem, Tone
from portal.web.downloads import download_bytes
from portal.web.pages import show
from portal.web.state import today

TONES = {
    "concept": Tone.INFO,
    "voorgelegd": Tone.WARNING,
    "gepubliceerd": Tone.OK,
    "ingetrokken": Tone.NEUTRAL,
    "vervallen": Tone.NEUTRAL,
}


@blueprint.get("/ladders/<ladder>")
@requires(Permission.CONFIGURE)
def ladder(ladder: str) -> WerkzeugResponse:
    """All versions of one ladder, who uses it, and what was done to it."""
    session, scope = desk_session(), tenant_scope()
    lines = versions(session, scope, ladder)
    if not lines:
        raise NotThere
    users = ladder_users(session, scope, ladder)
    return show(
        "admin/ladder.html",
        lines[0].name,
        crumbs=trail(),
        lead=_used_by(users.domains, users.contracts),
        rows=tuple(_version_row(line, lines) for line in lines),
        history=tuple(_history_item(line) for line in ladder_history(session, scope, ladder)),
        has_draft=any(line.is_open for line in lines),
        begin_href=at("ladder_begin", ladder=ladder),
        profile_href=at("section_page", section="profiel"),
        is_used=bool(users.domains or users.contracts),
    )


@blueprint.get("/ladders/<ladder>/<int:nummer>")
@requires(Permission.CONFIGURE)
def ladder_version(ladder: str, nummer: int) -> WerkzeugResponse:
    """One version as a picture; of a draft everything that can be done with it."""
    found = opened(ladder, nummer)
    change = "bekijken en wijzigen" if found.is_draft else "bekijken"
    review = found.review() if found.line.is_open else None
    place = place_in(found.plan, found.document, "")
    return show(
        "admin/ladder_versie.html",
        found.title,
        crumbs=trail(Link(found.line.name, at("ladder", ladder=ladder))),
        opened=found,
        kicker=status_of(found.line, found.lines, today()).words,
        facts=_facts(found.line),
        picture=picture(found.ladder, _place_href(found), change),
        subjects=subjects_of(place, _change_href(found)),
        findings=finding_lines(review, found.plan, found.document, _change_href(found))
        if review
        else (),
        readings=tuple(
            f"{capital_of(about)}{reading.note}" for about, reading in found.ladder.all_readings()
        ),
        links=_links(found),
        acts=_acts(found),
        seen=found.line.version,
        adds=(
            (
                Link("Trede toevoegen", found.at("ladder_add", lijst="treden")),
                Link("Maatregel toevoegen", found.at("ladder_add", lijst="maatregelen")),
            )
            if found.is_draft
            else ()
        ),
    )


@blueprint.get("/ladders/<ladder>/<int:nummer>/onderdeel/<path:plek>")
@requires(Permission.CONFIGURE)
def ladder_place(ladder: str, nummer: int, plek: str) -> WerkzeugResponse:
    """A rung or a measure, subject by subject, with what can be done to it."""
    found = opened(ladder, nummer)
    place = place_in(found.plan, found.document, plek)
    if len(place.steps) != 1 or place.is_new:
        raise NotThere
    key, number = place.steps[0].listing.key, place.steps[0].number
    count = len(found.document.get(key, []))
    return show(
        "admin/ladder_onderdeel.html",
        place.title,
        crumbs=found.trail(),
        opened=found,
        place=place,
        subjects=subjects_of(place, _change_href(found)),
        seen=found.line.version,
        is_rung=key == "treden",
        is_first=number == 1,
        is_last=number == count,
        can_split=key == "treden" and len(place.raw.get("soorten", [])) > 1,
        next_name=_next_name(found, key, number),
        noun=place.steps[0].listing.noun,
    )


@blueprint.get("/ladders/<ladder>/<int:nummer>/bestand")
@requires(Permission.CONFIGURE)
def ladder_file(ladder: str, nummer: int) -> Response:
    """The version as a TOML file, to keep, to compare, or to begin elsewhere from."""
    found = opened(ladder, nummer)
    return download_bytes(
        ladder_toml(found.document).encode(),
        name=f"{found.line.code}-{found.line.number}.toml",
        media_type="application/toml",
    )


def status_of(line: VersionLine, lines: Sequence[VersionLine], day: date) -> Status:
    """How a version stands today, in words."""
    if line.state != "gepubliceerd" or line.in_force_from is None:
        words = {
            "concept": "Concept",
            "voorgelegd": "Wacht op een tweede persoon",
            "ingetrokken": "Ingetrokken",
            "vervallen": "Vervallen",
        }
        return Status(words.get(line.state, line.state), TONES[line.state])
    if line.in_force_from > day:
        return Status(f"Gaat in op {format_date(line.in_force_from)}", Tone.WARNING)
    later = [
        other
        for other in lines
        if other.state == "gepubliceerd"
        and other.in_force_from is not None
        and line.in_force_from < other.in_force_from <= day
    ]
    if later:
        return Status("Geldt alleen nog voor dossiers van toen", Tone.NEUTRAL)
    return Status("Geldt nu", Tone.OK)


def _version_row(line: VersionLine, lines: Sequence[VersionLine]) -> TaskRow:
    facts = [f"Begonnen door {line.created_by_name} vanuit: {line.based_on}"]
    if line.in_force_from:
        facts.append(f"Ingang {format_date(line.in_force_from)}")
    if line.note:
        facts.append(line.note)
    return TaskRow(
        title=f"Versie {line.label}",
        href=at("ladder_version", ladder=line.code, nummer=line.number),
        facts=tuple(facts),
        status=status_of(line, lines, today()),
    )


def _facts(line: VersionLine) -> tuple[DataItem, ...]:
    facts = [DataItem(key="Begonnen vanuit", value=line.based_on)]
    if line.proposed_by_name:
        facts.append(DataItem(key="Voorgelegd door", value=line.proposed_by_name))
    if line.proposed_from and not line.in_force_from:
        facts.append(DataItem(key="Moet ingaan op", value=format_date(line.proposed_from)))
    if line.published_by_name and line.published_at:
        facts.append(
            DataItem(
                key="Gepubliceerd door",
                value=f"{line.published_by_name}, {format_moment(line.published_at)}",
            )
        )
    if line.single_reason:
        facts.append(DataItem(key="Waarom één persoon genoeg was", value=line.single_reason))
    if line.in_force_from:
        facts.append(DataItem(key="Geldt vanaf", value=format_date(line.in_force_from)))
    if line.note:
        facts.append(DataItem(key="Wat er verandert en waarom", value=line.note))
    if line.withdrawn_reason:
        facts.append(DataItem(key="Waarom niet verder", value=line.withdrawn_reason))
    facts.append(
        DataItem(
            key="Laatst veranderd",
            value=f"{format_moment(line.changed_at)}, door {line.changed_by_name}",
        )
    )
    return tuple(facts)


def _links(found: Opened) -> tuple[Link, ...]:
    links = [Link("Proefdossier: loop deze ladder na", found.at("ladder_preview"))]
    if found.compared_with:
        links.append(
            Link(f"Verschil met versie {found.compared_with.label}", found.at("ladder_difference"))
        )
    links += [
        Link("Geschiedenis van dit concept" if found.is_draft else "Geschiedenis",
             found.at("ladder_changes")),
        Link("Bewaren als bestand (TOML)", found.at("ladder_file")),
    ]  # fmt: skip
    return tuple(links)


def _acts(found: Opened) -> tuple[Link, ...]:
    """What can be done with the version as a whole, the first one being the usual next step."""
    match found.line.state:
        case "concept":
            return (
                Link("Voorleggen aan een tweede persoon", found.at("ladder_propose")),
                Link("Laten vervallen", found.at("ladder_lapse")),
            )
        case "voorgelegd":
            own = found.line.proposed_by == desk().person.account_id
            look = "Bekijken wat u voorlegde" if own else "Nakijken en publiceren"
            return (
                Link(look, found.at("ladder_publish")),
                Link("Teruggeven", found.at("ladder_return")),
            )
        case "gepubliceerd" if found.line.in_force_from and found.line.in_force_from > today():
            return (Link("Intrekken", found.at("ladder_withdraw")),)
        case _:
            return ()


def _place_href(found: Opened) -> Href:
    return lambda plek: found.at("ladder_place", plek=plek)


def _change_href(found: Opened) -> Href | None:
    if not found.is_draft:
        return None
    return lambda plek: found.at("ladder_edit", plek=plek)


def _next_name(found: Opened, key: str, number: int) -> str:
    rows = found.document.get(key, [])
    if key != "treden" or number >= len(rows):
        return ""
    return f"{rows[number].get('code', '')} {rows[number].get('naam', '')}".strip()


def _history_item(line: HistoryLine) -> TimelineItem:
    return TimelineItem(
        at=format_moment(line.at),
        what=f"Versie {line.number}: {VersionAct(line.act).label}",
        who=line.actor_name,
        detail=line.note,
        links=(Link("Bekijken", at("ladder_version", ladder=line.ladder, nummer=line.number)),),
    )


def _used_by(domains: Sequence[str], contracts: int) -> str:
    uses = []
    if domains:
        uses.append(f"de overeenkomsten {' en '.join(domains)} die zelf geen ladder noemen")
    if contracts:
        uses.append(
            "1 overeenkomst die deze ladder noemt"
            if contracts == 1
            else f"{contracts} overeenkomsten die deze ladder noemen"
        )
    if not uses:
        return "Deze ladder wordt nog niet gebruikt."
    return f"Geldt voor {' en voor '.join(uses)}."


def capital_of(about: str) -> str:
    """ "Trede 4: ", or nothing for the ladder as a whole."""
    return f"{about[:1].upper()}{about[1:]}: " if about else ""
