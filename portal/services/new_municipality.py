"""A new municipality of the region: its first settings and ladders, out of the start templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import ladder_templates, municipality_template
from portal.domain.configuration.addresses import ADDRESS, Address
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import RuleBroken, errors_in
from portal.domain.scopes import RegionScope
from portal.models.region import Region, Tenant
from portal.services.configuring import put_section
from portal.services.ladder_templates import publish_templates
from portal.services.noting import note_change
from portal.services.recording import Actor
from portal.services.registering import slug_of

FROM_TEMPLATE = "Uit het startsjabloon, bij het toevoegen van de gemeente."
HOURS = "Op werkdagen van 9.00 tot 17.00 uur."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMunicipality:
    """What the region knows of a municipality on its first day; the rest it sets itself."""

    name: str
    email: str
    phone: str
    address: Address
    ladder_wmo: str
    ladder_jeugd: str


def reserve_id(session: ScopedSession) -> UUID:
    """An id for a municipality that is about to be added, so that its walls can stand first."""
    found: UUID = session.scalars(select(func.uuidv7())).one()
    return found


def add_municipality(
    session: ScopedSession,
    scope: RegionScope,
    by: Actor,
    given: NewMunicipality,
    *,
    today: date,
    now: datetime,
) -> str:
    """Add the municipality that the scope is at work in; its slug, made from its name.

    Raises RuleBroken when there is one of that name, or a ladder that no template has.
    """
    assert scope.region_id is not None
    assert scope.tenant_id is not None
    slug = slug_of(given.name)
    if session.scalar(
        select(Tenant.id).where(
            or_(Tenant.slug == slug, func.lower(Tenant.name) == given.name.lower())
        )
    ):
        raise RuleBroken(
            f"Gemeente {given.name} staat er al.", code="municipality_known", path="naam"
        )
    unknown = {given.ladder_wmo, given.ladder_jeugd} - ladder_templates().keys()
    if unknown:
        raise RuleBroken("Kies een ladder uit de lijst.", code="no_template", path="ladder_wmo")
    session.add(Tenant(id=scope.tenant_id, region_id=scope.region_id, slug=slug, name=given.name))
    session.flush()
    region = session.scalars(select(Region.slug).where(Region.id == scope.region_id)).one()
    for section, document in _sections(given, region):
        put_section(
            session, scope.tenant_id, section.slug, document, author_id=None, author_name=by.name,
            note=FROM_TEMPLATE, now=now,
        )  # fmt: skip
    publish_templates(
        session, scope.tenant_id, [given.ladder_wmo, given.ladder_jeugd], in_force_from=today,
        author_id=None, author_name=by.name, now=now,
    )  # fmt: skip
    note_change(
        session, by, f"gemeente:{scope.tenant_id}", "gemeente toegevoegd",
        after={"naam": given.name, "ladders": f"{given.ladder_wmo}, {given.ladder_jeugd}"},
        region_id=scope.region_id,
    )  # fmt: skip
    session.flush()
    return slug


def _sections(given: NewMunicipality, region: str) -> list[tuple[Section[Any], dict[str, Any]]]:
    """Profile from what is known; the rest from the template, with the municipality's address."""
    documents: dict[str, Mapping[str, Any]] = dict(municipality_template())
    teams = documents[TEAMS.slug]
    documents[TEAMS.slug] = {
        **teams,
        "team": [{**team, "email": given.email} for team in teams["team"]],
    }
    documents[PROFILE.slug] = {
        "naam": given.name,
        "officiele_naam": f"Gemeente {given.name}",
        "regio": region,
        "email": given.email,
        "telefoon": given.phone,
        "openingstijden": HOURS,
        "postadres": ADDRESS.write(given.address),
        "ladders": {"wmo": given.ladder_wmo, "jeugd": given.ladder_jeugd},
    }
    return [(BY_SLUG[slug], _written(BY_SLUG[slug], raw)) for slug, raw in documents.items()]


def _written(section: Section[Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The section as it writes itself; raises RuleBroken with the first thing that is wrong."""
    value, findings = section.parse(raw)
    if value is None:
        first = errors_in(findings)[0]
        raise RuleBroken(first.sentence, code="unfit", path=PATHS.get(first.path, ""))
    return section.dump(value)


PATHS = {"naam": "naam", "email": "email", "telefoon": "telefoon"}
