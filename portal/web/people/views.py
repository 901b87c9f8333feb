"""The people of an organisation: list, invite, give and end roles, block, re-admit.

One implementation for all desks. Which organisation is meant comes from the path of the desk,
never from a form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import ROLE_NAMES, Organisation, Role
from portal.domain.policies import Permission, check_may_grant, grantable
from portal.domain.scopes import AuthScope
from portal.queries.colleagues import Colleague, Standing, changes_of, colleague, colleagues
from portal.services.colleagues import (
    Manager,
    Period,
    block,
    end_role,
    give_role,
    invite,
    invite_again,
    readmit,
)
from portal.web.access import desk, requires
from portal.web.binding import Bound, bind, forget_kept
from portal.web.chrome import DataItem, Link
from portal.web.database import engine, unit_of_work
from portal.web.pages import say, show
from portal.web.people.forms import ENDING, LATER, ROLE_HINTS, invitation, one_more_role
from portal.web.people.presenters import person_page, person_row
from portal.web.state import now, state, today


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The organisation whose people are shown, and the roles of it that are shown."""

    organisation: Organisation
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a desk calls its people."""

    title: str  # "Collega's"
    lead: str
    invite: str  # "Collega uitnodigen"
    empty: str


def no_facts(person: Colleague) -> tuple[DataItem, ...]:
    """A desk that has nothing to add to a person."""
    return ()


def no_link() -> Link | None:
    """A desk whose list leads nowhere else."""
    return None


def no_notes() -> dict[UUID, str]:
    """A desk that has nothing to add to the list."""
    return {}


class PeoplePages:
    """The pages of one desk, registered on its blueprint under `at`, as `<name>_…`."""

    def __init__(
        self,
        blueprint: Blueprint,
        permission: Permission,
        *,
        at: str,
        name: str,
        words: Words,
        place: Callable[[], Place],
        facts: Callable[[Colleague], tuple[DataItem, ...]] = no_facts,
        notes: Callable[[], dict[UUID, str]] = no_notes,
        also: Callable[[], Link | None] = no_link,
    ) -> None:
        self.name = name
        self.words = words
        self.place = place
        self.facts = facts
        self.notes = notes
        self.also = also
        guard = requires(permission)
        person = f"{at}/<uuid:persoon>"
        for path, view, methods in (
            (at, self.overview, ["GET"]),
            (f"{at}/uitnodigen", self.invite, ["GET", "POST"]),
            (person, self.person, ["GET"]),
            (f"{person}/rol-geven", self.give, ["GET", "POST"]),
            (f"{person}/rollen/<uuid:rol>", self.end, ["GET", "POST"]),
            (f"{person}/uitnodiging", self.again, ["POST"]),
            (f"{person}/blokkeren", self.block, ["POST"]),
            (f"{person}/toelaten", self.readmit, ["POST"]),
        ):
            blueprint.add_url_rule(path, f"{name}_{view.__name__}", guard(view), methods=methods)

    # -- pages

    def overview(self, **_: Any) -> WerkzeugResponse:
        """Everybody here."""
        place, search = self.place(), request.args.get("zoek", "")[:100]
        with unit_of_work(engine(), AuthScope()) as auth:
            found = colleagues(
                auth, AuthScope(), place.organisation, today(), roles=place.roles, search=search
            )
        notes = self.notes()
        rows = [
            (
                person.standing in (Standing.BLOCKED, Standing.GONE),
                person_row(
                    person,
                    href=self.url("person", persoon=person.account_id),
                    is_self=person.account_id == desk().person.account_id,
                    note=notes.get(person.account_id, ""),
                ),
            )
            for person in found
        ]
        return show(
            "people/lijst.html",
            self.words.title,
            block="mensen",
            lead=self.words.lead,
            here=[row for away, row in rows if not away],
            away=[row for away, row in rows if away],
            search=search,
            action=self.url("overview"),
            invite=Link(self.words.invite, self.url("invite")) if self.may_give(place) else None,
            also=self.also(),
            empty=self.words.empty,
        )

    def invite(self, **_: Any) -> WerkzeugResponse:
        """Somebody new, or somebody who works elsewhere already."""
        place = self.place()
        roles = self.may_give(place)
        bound = bind(invitation(roles), stored={"vanaf": today().isoformat()})
        if request.method == "POST" and bound.is_good:
            try:
                with unit_of_work(engine(), AuthScope()) as auth:
                    person = invite(
                        auth,
                        place.organisation,
                        manager(),
                        name=bound.answers["naam"],
                        email=bound.answers["email"],
                        role=_role(bound, roles),
                        period=_period(bound),
                        now=now(),
                    )
            except RuleBroken as error:
                bound.refuse(error)
            else:
                state().wake_up.ring()
                say(f"{bound.answers['naam']} krijgt een mail op {bound.answers['email']}.")
                return self.back(person)
        return self._form(
            bound, place, self.words.invite, "Uitnodiging versturen", lead=_only_role(roles)
        )

    def person(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """One person: roles, what can be done, what was done."""
        place = self.place()
        with unit_of_work(engine(), AuthScope()) as auth:
            found = colleague(
                auth, AuthScope(), place.organisation, persoon, today(), roles=place.roles
            )
            if found is None:
                raise NotThere
            changes = changes_of(auth, AuthScope(), place.organisation, persoon)
        return show(
            "people/persoon.html",
            found.name,
            crumbs=(Link(self.words.title, self.url("overview")),),
            kicker=_elsewhere(place),
            person=person_page(
                found,
                desk().roles,
                place.organisation.side,
                is_self=persoon == desk().person.account_id,
                url=self.url,
                facts=self.facts(found),
                changes=changes,
            ),
        )

    def give(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """One more role."""
        place, found = self._person(persoon)
        roles = self.may_give(place)
        self._check(place, persoon, roles[0])
        bound = bind(one_more_role(roles), stored={"vanaf": today().isoformat()})
        if request.method == "POST" and bound.is_good:
            try:
                with unit_of_work(engine(), AuthScope()) as auth:
                    give_role(
                        auth,
                        place.organisation,
                        manager(),
                        account_id=persoon,
                        role=_role(bound, roles),
                        period=_period(bound),
                        now=now(),
                    )
            except RuleBroken as error:
                bound.refuse(error)
            else:
                state().wake_up.ring()
                say(f"{found.name} heeft er een rol bij.")
                return self.back(persoon)
        return self._form(
            bound,
            place,
            f"Rol geven aan {found.name}",
            "Rol geven",
            person=found,
            lead=_only_role(roles),
        )

    def end(self, persoon: UUID, rol: UUID, **_: Any) -> WerkzeugResponse:
        """End one role, at once or after a day."""
        place, found = self._person(persoon)
        held = next((held for held in found.running if held.id == rol), None)
        if held is None:
            raise NotThere
        self._check(place, persoon, held.role)
        bound = bind(ENDING)
        if request.method == "POST" and bound.is_good:
            try:
                with unit_of_work(engine(), AuthScope()) as auth:
                    end_role(
                        auth,
                        place.organisation,
                        manager(),
                        membership_id=rol,
                        last_on=date.fromisoformat(bound.answers["laatste_dag"])
                        if bound.answers["wanneer"] == LATER
                        else None,
                        now=now(),
                    )
            except RuleBroken as error:
                bound.refuse(error)
            else:
                say(f"De einddatum van deze rol van {found.name} is vastgelegd.")
                return self.back(persoon)
        return self._form(
            bound, place, f"Rol van {found.name} beëindigen", "Rol beëindigen", person=found
        )

    # -- buttons

    def again(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """Send the invitation once more."""
        self._act(invite_again, persoon)
        state().wake_up.ring()
        say("De uitnodiging is opnieuw verstuurd. Een eerdere link werkt niet meer.")
        return self.back(persoon)

    def block(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """Take all roles away until further notice."""
        self._act(block, persoon)
        say("De toegang is geblokkeerd. Dat werkt meteen.")
        return self.back(persoon)

    def readmit(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """Undo a block."""
        self._act(readmit, persoon)
        say("Deze persoon kan weer aan het werk.")
        return self.back(persoon)

    # -- what they share

    def url(self, page: str, **more: Any) -> str:
        """A page of this desk."""
        own = {
            name: value
            for name, value in (request.view_args or {}).items()
            if name not in ("persoon", "rol")
        }
        return url_for(f".{self.name}_{page}", **own, **more)

    def back(self, person: UUID) -> WerkzeugResponse:
        """To the person, after a change."""
        forget_kept()
        return redirect(self.url("person", persoon=person), 303)

    def may_give(self, place: Place) -> tuple[Role, ...]:
        """The roles that the signed-in person may hand out here."""
        return grantable(desk().roles, place.organisation.side)

    def _person(self, persoon: UUID) -> tuple[Place, Colleague]:
        place = self.place()
        with unit_of_work(engine(), AuthScope()) as auth:
            found = colleague(
                auth, AuthScope(), place.organisation, persoon, today(), roles=place.roles
            )
        if found is None:
            raise NotThere
        return place, found

    def _check(self, place: Place, persoon: UUID, role: Role) -> None:
        """No form for what the person may not do."""
        own = persoon == desk().person.account_id
        check_may_grant(desk().roles, role, place.organisation.side, to_self=own)

    def _act(self, service: Callable[..., None], persoon: UUID) -> None:
        place = self.place()
        with unit_of_work(engine(), AuthScope()) as auth:
            service(auth, place.organisation, manager(), account_id=persoon, now=now())

    def _form(
        self,
        bound: Bound,
        place: Place,
        title: str,
        button: str,
        *,
        person: Colleague | None = None,
        lead: str = "",
    ) -> WerkzeugResponse:
        crumbs = [Link(self.words.title, self.url("overview"))]
        if person:
            crumbs.append(Link(person.name, self.url("person", persoon=person.account_id)))
        return show(
            "people/formulier.html",
            title,
            status=422 if bound.lines else 200,
            errors=bound.lines,
            crumbs=crumbs,
            kicker=_elsewhere(place),
            lead=lead,
            form=bound.form,
            action=request.path,
            button=button,
            cancel=Link("Annuleren", crumbs[-1].href),
        )


def manager() -> Manager:
    """The signed-in person, as who changes something at this desk."""
    here = desk()
    return Manager(account_id=here.person.account_id, name=here.person.name, roles=here.roles)


def _role(bound: Bound, roles: tuple[Role, ...]) -> Role:
    return Role(bound.answers["rol"]) if len(roles) > 1 else roles[0]


def _elsewhere(place: Place) -> str:
    """The organisation, where it is not that of the desk itself."""
    return "" if place.organisation == desk().membership.organisation else place.name


def _only_role(roles: tuple[Role, ...]) -> str:
    """Said above a form that has no choice of roles."""
    if len(roles) > 1:
        return ""
    return f"De rol is {ROLE_NAMES[roles[0]].lower()}. {ROLE_HINTS[roles[0]]}"


def _period(bound: Bound) -> Period:
    until = bound.answers.get("tot_en_met")
    return Period(
        from_on=date.fromisoformat(bound.answers["vanaf"]),
        until_on=date.fromisoformat(until) if until else None,
    )
