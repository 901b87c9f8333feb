"""The first page of the desk: everything that can be set, and who set it last."""

from dataclasses import dataclass

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.configuration.sections import SECTIONS
from portal.domain.configuration.theme_section import THEME
from portal.domain.policies import Permission
from portal.queries.configuration import section_states
from portal.queries.ladders import VersionLine, versions
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint
from portal.web.chrome import Link, Status, TaskRow, Tone
from portal.web.pages import show

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Wie krijgt wat en wanneer", ("teams", "routering", "termijnen", "openingsdagen")),
    ("Wat aanbieders zien en krijgen", ("profiel", "vragen", "teksten", "brieven", "thema")),
    ("Spelregels", ("acceptatieplicht", "vier_ogen")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGroup:
    """Sections that belong together."""

    title: str
    tasks: tuple[TaskRow, ...]


@blueprint.get("")
@requires(Permission.CONFIGURE)
def start() -> WerkzeugResponse:
    """Everything that can be set here."""
    session, scope = desk_session(), tenant_scope()
    states = section_states(session, scope)
    by_slug = {section.slug: section for section in SECTIONS}
    groups = tuple(
        StartGroup(
            title=title,
            tasks=tuple(
                TaskRow(
                    title=by_slug[slug].title,
                    href=at("theme") if slug == THEME.slug else at("section_page", section=slug),
                    facts=(by_slug[slug].purpose,),
                    due=_last(
                        states[slug].author_name, format_date(local_date(states[slug].created_at))
                    )
                    if slug in states
                    else "Standaard van het portaal",
                )
                for slug in slugs
            ),
        )
        for title, slugs in GROUPS
    )
    return show(
        "admin/start.html",
        "Beheer",
        lead="Hier richt u het portaal in voor uw gemeente. Alles wat u verandert, blijft terug te "
        "vinden en terug te zetten.",
        groups=groups,
        ladders=_ladders(versions(session, scope)),
        begin_href=at("ladder_begin"),
        links=(
            Link("Wie mag wat ondertekenen: het mandaatregister", at("mandates")),
            Link("Mensen, rollen en wie in welk team zit", at("municipality.people_overview")),
            Link("Geschiedenis: wie veranderde wat en waarom", at("history")),
            Link("Klaar om te beginnen? Wat er nog mist", at("readiness")),
        ),
    )


def _last(author: str, on: str) -> str:
    return f"{on}, {author}"


def _ladders(lines: list[VersionLine]) -> tuple[TaskRow, ...]:
    """One line per ladder: the version in force, and what is being worked on."""
    found: dict[str, list[VersionLine]] = {}
    for line in lines:
        found.setdefault(line.code, []).append(line)
    return tuple(
        TaskRow(
            title=own[0].name,
            href=at("ladder", ladder=code),
            facts=_standing(own),
            status=_waiting(own),
        )
        for code, own in found.items()
    )


def _standing(lines: list[VersionLine]) -> tuple[str, ...]:
    published = [line for line in lines if line.state == "gepubliceerd"]
    return tuple(
        f"Versie {line.label}, geldt vanaf {format_date(line.in_force_from)}"
        for line in published[:2]
        if line.in_force_from
    )


def _waiting(lines: list[VersionLine]) -> Status | None:
    for line in lines:
        if line.state == "voorgelegd":
            return Status("Wacht op een tweede persoon", Tone.WARNING)
        if line.state == "concept":
            return Status("Concept", Tone.INFO)
    return None
