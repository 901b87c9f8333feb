"""The history of everything that was set: readable, searchable, and back to any version."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment
from portal.domain.configuration.difference import differences
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG, SECTIONS
from portal.domain.errors import NotThere, Stale
from portal.domain.ladder.publication import VersionAct
from portal.domain.policies import Permission
from portal.queries.changes import (
    LADDERS,
    PEOPLE,
    SETTINGS,
    ChangeLine,
    Filters,
    authors,
    changes,
)
from portal.queries.configuration import first_document, ladder_names, stored_section
from portal.services.configuring import Unfit, restore_section
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.chrome import DataItem, Link, Pager, TimelineItem, Tone
from portal.web.fields.typed import one_line
from portal.web.pages import say, show
from portal.web.state import now

MOST_SENTENCES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """What the filter shows: the choices, and what was chosen."""

    subjects: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    section: str
    person: str
    text: str
    from_on: str
    until_on: str


@blueprint.get("/geschiedenis")
@requires(Permission.CONFIGURE)
def history() -> WerkzeugResponse:
    """Who changed what, when and why; filtered and searched."""
    session, scope = desk_session(), tenant_scope()
    chosen = request.args.get("onderdeel", "")
    filters = Filters(
        source=chosen if chosen in (LADDERS, PEOPLE) else "",
        section=chosen if chosen in BY_SLUG or _is_ladder(chosen) else "",
        person=one_line(request.args.get("persoon", "")),
        text=one_line(request.args.get("zoek", ""))[:100],
        from_on=_day("van"),
        until_on=_day("tot"),
    )
    found = changes(session, scope, filters, before=_before())
    people = authors(session, scope)
    return show(
        "admin/geschiedenis.html",
        "Geschiedenis",
        block="lijst",
        crumbs=trail(),
        lead="Elke wijziging in de inrichting van uw gemeente: wie, wanneer, wat en waarom.",
        items=tuple(_item(line) for line in found.lines),
        pager=Pager(next_href=_earlier(found.earlier) if found.earlier else ""),
        filter=FilterForm(
            subjects=_subjects(),
            people=(("", "Iedereen"), *((name, name) for name in people)),
            section=chosen,
            person=filters.person,
            text=filters.text,
            from_on=request.args.get("van", ""),
            until_on=request.args.get("tot", ""),
        ),
        action=at("history"),
    )


@blueprint.get("/instellingen/<section>/versies/<int:nummer>")
@requires(Permission.CONFIGURE)
def section_version(section: str, nummer: int) -> WerkzeugResponse:
    """One version of a section: what it changed, how it differs from now, and the way back."""
    found = _section(section)
    session, scope = desk_session(), tenant_scope()
    version = stored_section(session, scope, section, nummer)
    if version.version == 0:
        raise NotThere
    current = stored_section(session, scope, section)
    since = differences(found.shape, version.document, current.document)
    return show(
        "admin/versie.html",
        f"{found.title}, versie {nummer}",
        crumbs=trail(Link("Geschiedenis", at("history", onderdeel=section))),
        facts=_version_facts(version.author_name, version.created_at, version.note),
        changed=_changed(found, nummer, version.document),
        since=tuple(change.sentence for change in since),
        is_current=version.version == current.version,
        is_same=version.document == current.document,
        seen=current.version,
        action=at("section_restore", section=section, nummer=nummer),
        section_href=_page_of(section),
        section=found,
    )


@blueprint.post("/instellingen/<section>/versies/<int:nummer>/terugzetten")
@requires(Permission.CONFIGURE)
def section_restore(section: str, nummer: int) -> WerkzeugResponse:
    """Let an earlier version hold again."""
    found = _section(section)
    seen = request.form.get("versie", "")
    try:
        restore_section(
            desk_session(), tenant_scope(), section, nummer, actor=desk().actor, now=now(),
            seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0,
        )  # fmt: skip
    except Stale as stale:
        say(f"{stale.sentence} Kijk hieronder wat er nu anders is.", Tone.WARNING)
        return redirect(at("section_version", section=section, nummer=nummer), 303)
    except Unfit as unfit:
        say(
            f"Deze versie past niet meer bij de rest van de inrichting. {unfit.sentence}",
            Tone.ERROR,
        )
        return redirect(at("section_version", section=section, nummer=nummer), 303)
    desk_session().commit()
    say(f"Versie {nummer} van “{found.title}” geldt weer.")
    return redirect(_page_of(section), 303)


def _section(slug: str) -> Section[Any]:
    section = BY_SLUG.get(slug)
    if section is None:
        raise NotThere
    return section


def _page_of(slug: str) -> str:
    return at("theme") if slug == "thema" else at("section_page", section=slug)


def _changed(section: Section[Any], number: int, document: dict[str, Any]) -> tuple[str, ...]:
    """What a version changed, in words, against the one before it."""
    before = (
        stored_section(desk_session(), tenant_scope(), section.slug, number - 1).document
        if number > 1
        else first_document(section.slug)
    )
    return tuple(change.sentence for change in differences(section.shape, before, document))


def _version_facts(author: str, at_: Any, note: str) -> tuple[DataItem, ...]:
    return (
        DataItem(key="Wie", value=author),
        DataItem(key="Wanneer", value=format_moment(at_)),
        DataItem(key="Waarom", value=note or "Niet opgeschreven"),
    )


def _item(line: ChangeLine) -> TimelineItem:
    match line.source:
        case "instellingen":
            title = BY_SLUG[line.subject].title if line.subject in BY_SLUG else line.subject
            what = f"{title}: versie {line.number}"
            href = at("section_version", section=line.subject, nummer=line.number)
            links = (Link("Bekijken of terugzetten", href),) if line.subject in BY_SLUG else ()
        case "ladders":
            what = f"{line.name}, versie {line.number}: {VersionAct(line.what).label}"
            href = at("ladder_version", ladder=line.subject, nummer=line.number)
            links = (Link("Bekijken", href),)
        case _:
            what, links = line.what[:1].upper() + line.what[1:], ()
    return TimelineItem(
        at=format_moment(line.at), what=what, who=line.actor_name, detail=_told(line), links=links
    )


def _told(line: ChangeLine) -> str:
    """What differs and why; of many differences the first few."""
    sentences = [sentence for sentence in line.summary.split("\n") if sentence]
    if line.source == PEOPLE:
        sentences = list(values_in_words(line.before, line.after))
    rest = len(sentences) - MOST_SENTENCES
    told = sentences[:MOST_SENTENCES] + (
        [f"En nog {rest} andere {'wijziging' if rest == 1 else 'wijzigingen'}."] if rest > 0 else []
    )
    begun = line.source == LADDERS and line.what == VersionAct.STARTED.value
    note = f"{'Vanuit' if begun else 'Waarom'}: {line.note}" if line.note else ""
    return "\n".join(filter(None, (*told, note)))


def values_in_words(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str, ...]:
    """The values that differ, a sentence each."""
    old, new = before or {}, after or {}
    sentences = []
    for name in dict.fromkeys((*old, *new)):
        was, now_ = old.get(name), new.get(name)
        label = name[:1].upper() + name[1:].replace("_", " ")
        if was in (None, "", []):
            sentences.append(f"{label}: {_value(now_)}.")
        elif now_ in (None, "", []):
            sentences.append(f"{label}: was {_value(was)}, nu niets.")
        else:
            sentences.append(f"{label}: was {_value(was)}, is nu {_value(now_)}.")
    return tuple(sentences)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "niets"
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    return str(value)


def _subjects() -> tuple[tuple[str, str], ...]:
    ladders = ladder_names(desk_session(), tenant_scope())
    return (
        ("", "Alles"),
        (LADDERS, "Alle escalatieladders"),
        *ladders.items(),
        *((section.slug, section.title) for section in SECTIONS),
        (PEOPLE, "Mensen en mandaten"),
    )


def _is_ladder(chosen: str) -> bool:
    """A ladder's own code: its history is linked from its page."""
    return chosen not in ("", LADDERS, PEOPLE, SETTINGS)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _before() -> UUID | None:
    try:
        return UUID(request.args.get("voor", ""))
    except ValueError:
        return None


def _earlier(before: UUID) -> str:
    kept = {name: value for name, value in request.args.items() if name != "voor" and value}
    return at("history", **kept, voor=before)
