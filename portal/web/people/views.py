"""Inviting people, giving and ending roles, blocking and re-admitting: the same at every desk.

Which organisation is meant comes from the path of the desk, never from a form.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import ROLE_NAMES, Role
from portal.domain.policies import Permission, check_first_admin, check_may_grant
from portal.domain.scopes import AuthScope
from portal.queries.colleagues import Colleague, colleagues
from portal.services.colleagues import (
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
from portal.web.chrome import Link
from portal.web.database import engine, unit_of_work
from portal.web.pages import say, show
from portal.web.people.forms import ENDING, LATER, ROLE_HINTS, invitation, one_more_role
from portal.web.people.place import Place, elsewhere, manager
from portal.web.people.reading import PeopleShown, able_to_work
from portal.web.state import now, state, today


class PeoplePages(PeopleShown):
    """All pages about the people of a desk, registered on its blueprint under `at`."""

    def __init__(
        self, blueprint: Blueprint, permission: Permission, *, at: str, name: str, **shown: Any
    ) -> None:
        super().__init__(name=name, **shown)
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

    def invite(self, **_: Any) -> WerkzeugResponse:
        """Somebody new, or somebody who works elsewhere already."""
        place = self.place()
        roles = self.may_give(place)
        with unit_of_work(engine(), AuthScope()) as auth:
            here = colleagues(auth, AuthScope(), place.organisation, today(), roles=roles)
        check_first_admin(desk().roles, place.organisation.side, able=able_to_work(here))
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

    def give(self, persoon: UUID, **_: Any) -> WerkzeugResponse:
        """One more role."""
        place, found = self.find(persoon)
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
        place, found = self.find(persoon)
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

    def back(self, person: UUID) -> WerkzeugResponse:
        """To the person, after a change."""
        forget_kept()
        return redirect(self.url("person", persoon=person), 303)

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
            kicker=elsewhere(place),
            lead=lead,
            form=bound.form,
            action=request.path,
            button=button,
            cancel=Link("Annuleren", crumbs[-1].href),
        )


def _role(bound: Bound, roles: tuple[Role, ...]) -> Role:
    return Role(bound.answers["rol"]) if len(roles) > 1 else roles[0]


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
