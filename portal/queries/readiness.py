"""Reads whether a municipality can begin: what is set, who is there, what is still the sample's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.four_eyes import FOUR_EYES, PUBLISH_LADDER
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.section import Section
from portal.domain.configuration.teams import TEAMS
from portal.domain.people import ROLE_NAMES, Role
from portal.domain.scopes import TenantScope
from portal.models.configuration import DeskMember, SettingVersion
from portal.models.people import Membership
from portal.models.provider import Contract
from portal.queries.configuration import all_in_force, parsed
from portal.queries.ladders import PUBLISHED, VersionLine, versions
from portal.queries.mandates import mandates

T = TypeVar("T")

LOOKED_AT: tuple[Section[Any], ...] = (PROFILE, TEAMS, ROUTING, FOUR_EYES)

NEEDED_ROLES = (Role.CONTRACT_MANAGER, Role.EXECUTIVE)
# What the sample filled in and nobody else can know.
OWN_SECTIONS = (("profiel", "Profiel"), ("thema", "Thema"), ("openingsdagen", "Openingsdagen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the list. `page` is the endpoint where it can be done.

    What is not `is_needed` does not stop anybody from beginning.
    """

    title: str
    sentence: str
    is_met: bool
    page: str
    arguments: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the checks look at, read at once: sections, who set them, people, ladders."""

    sections: Mapping[str, Any]
    authored: frozenset[str]
    seated: frozenset[str]
    holders: Mapping[str, int]
    ladders: Sequence[VersionLine]
    mandates: int
    contracts: int

    def of(self, section: Section[T]) -> T:
        """A section as it is in force; read by its own schema."""
        value: T = self.sections[section.slug]
        return value


def readiness_of(session: ScopedSession, scope: TenantScope, today: date) -> list[Check]:
    """Everything to look at, in the order in which one does it."""
    found = _found(session, scope, today)
    return [
        *_settings(found),
        _teams(found),
        _routing(found),
        *_ladders(found, today),
        _second_person(found),
        *_roles(found),
        _mandates(found),
        _contracts(found),
    ]


def _found(session: ScopedSession, scope: TenantScope, today: date) -> Found:
    documents = all_in_force(session, scope)
    authored = session.scalars(
        select(SettingVersion.section)
        .where(SettingVersion.tenant_id == scope.tenant_id, SettingVersion.author_id.is_not(None))
        .distinct()
    )
    seated = session.scalars(
        select(DeskMember.desk).where(DeskMember.tenant_id == scope.tenant_id).distinct()
    )
    holders = session.execute(
        select(Membership.role, func.count().label("holders"))
        .where(
            Membership.tenant_id == scope.tenant_id,
            Membership.blocked_at.is_(None),
            Membership.from_on <= today,
            Membership.until_on.is_(None) | (Membership.until_on >= today),
        )
        .group_by(Membership.role)
    )
    contracts = session.scalar(
        select(func.count())
        .select_from(Contract)
        .where(
            Contract.tenant_id == scope.tenant_id,
            Contract.starts_on <= today,
            Contract.ends_on >= today,
        )
    )
    return Found(
        sections={
            section.slug: parsed(section, documents.get(section.slug)) for section in LOOKED_AT
        },
        authored=frozenset(authored),
        seated=frozenset(seated),
        holders={row.role: row.holders for row in holders},
        ladders=versions(session, scope),
        mandates=sum(line.holds_on(today) for line in mandates(session, scope)),
        contracts=contracts or 0,
    )


def _section(slug: str) -> tuple[tuple[str, str], ...]:
    return (("section", slug),)


def _settings(found: Found) -> list[Check]:
    """Sections that a person of this municipality looked at."""
    return [
        Check(
            title=title,
            sentence="Door iemand van uw gemeente ingesteld."
            if slug in found.authored
            else "Staat nog zoals bij het begin. Kijk na of dit bij uw gemeente past.",
            is_met=slug in found.authored,
            page="theme" if slug == "thema" else "section_page",
            arguments=() if slug == "thema" else _section(slug),
            is_needed=slug == PROFILE.slug,
        )
        for slug, title in OWN_SECTIONS
    ]


def _teams(found: Found) -> Check:
    teams = found.of(TEAMS)
    empty = [desk.name for desk in teams.desks if desk.slug not in found.seated]
    return Check(
        title="Mensen in elk team",
        sentence=f"Niemand zit nog in: {', '.join(empty)}." if empty else "In elk team zit iemand.",
        is_met=not empty,
        page="municipality.teams",
    )


def _routing(found: Found) -> Check:
    caught = found.of(TEAMS).desk(found.of(ROUTING).fallback) is not None
    return Check(
        title="Elke indiening komt ergens aan",
        sentence="Er is een vangnetteam; geen indiening blijft liggen."
        if caught
        else "Kies bij Routering een team voor wat geen regel past.",
        is_met=caught,
        page="section_page",
        arguments=_section(ROUTING.slug),
    )


def _ladders(found: Found, today: date) -> list[Check]:
    chosen = found.of(PROFILE).ladders
    checks = []
    for domain, code in (("Wmo", chosen.wmo), ("Jeugd", chosen.jeugd)):
        begun = [
            line
            for line in found.ladders
            if line.code == code and line.in_force_from and line.in_force_from <= today
        ]
        holds = max(
            (line for line in begun if line.state == PUBLISHED),
            key=lambda line: line.in_force_from or today,
            default=None,
        )
        checks.append(
            Check(
                title=f"Escalatieladder {domain}",
                sentence=f"{holds.name}, versie {holds.label}, geldt."
                if holds
                else "Er geldt vandaag geen versie. Zonder ladder kan niemand een dossier openen.",
                is_met=holds is not None,
                page="ladder" if holds else "ladder_begin",
                arguments=(("ladder", code),) if holds else (),
            )
        )
    return checks


def _second_person(found: Found) -> Check:
    admins = found.holders.get(Role.FUNCTIONAL_ADMIN.value, 0)
    needs = found.of(FOUR_EYES).needs_second_person(PUBLISH_LADDER)
    if not needs:
        sentence = "Bij uw gemeente is één persoon genoeg; de reden is vastgelegd."
    elif admins > 1:
        sentence = f"Er zijn {admins} functioneel beheerders."
    else:
        sentence = (
            "Er is één functioneel beheerder. Een nieuwe ladder kan zo niet ingaan: nodig een "
            "tweede uit, of leg bij Vier ogen vast waarom één genoeg is."
        )
    return Check(
        title="Een tweede persoon voor nieuwe ladders",
        sentence=sentence,
        is_met=not needs or admins > 1,
        page="municipality.people_overview",
        is_needed=False,
    )


def _roles(found: Found) -> list[Check]:
    return [
        Check(
            title=f"Iemand met de rol {ROLE_NAMES[role].lower()}",
            sentence=f"{found.holders[role.value]} in uw gemeente."
            if found.holders.get(role.value)
            else "Nodig iemand uit met deze rol.",
            is_met=bool(found.holders.get(role.value)),
            page="municipality.people_overview",
            is_needed=role is Role.CONTRACT_MANAGER,
        )
        for role in NEEDED_ROLES
    ]


def _mandates(found: Found) -> Check:
    return Check(
        title="Mandaatregister",
        sentence=f"Er gelden {found.mandates} mandaten."
        if found.mandates > 1
        else "Er geldt één mandaat."
        if found.mandates
        else "Er staat niemand in. Zonder mandaat gaat een maatregel niet door.",
        is_met=found.mandates > 0,
        page="mandates",
        is_needed=False,
    )


def _contracts(found: Found) -> Check:
    return Check(
        title="Overeenkomsten",
        sentence=f"Er lopen {found.contracts} overeenkomsten."
        if found.contracts > 1
        else "Er loopt één overeenkomst."
        if found.contracts
        else "Er loopt nog geen overeenkomst. De regio of een contractbeheerder legt ze vast.",
        is_met=found.contracts > 0,
        page="municipality.contracts_page",
    )
