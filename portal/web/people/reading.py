"""The list of people, and the page of one."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.people import Role
from portal.domain.policies import grantable, may_invite_first
from portal.domain.scopes import AuthScope
from portal.queries.colleagues import Colleague, Standing, changes_of, colleague, colleagues
from portal.web.access import desk
from portal.web.chrome import DataItem, Link
from portal.web.database import engine, unit_of_work
from portal.web.pages import show
from portal.web.people.place import Place, Words, elsewhere, no_facts, no_link, no_notes
from portal.web.people.presenters import person_page, person_row
from portal.web.state import today


class PeopleShown:
    """What a desk shows of its people; `name` is the first part of the endpoints."""

    def __init__(
        self,
        *,
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

    def overview(self, **_: Any) -> WerkzeugResponse:
        """Everybody here."""
        place, search = self.place(), request.args.get("zoek", "")[:100]
        with unit_of_work(engine(), AuthScope()) as auth:
            found = colleagues(
                auth, AuthScope(), place.organisation, today(), roles=place.roles, search=search
            )
        able = able_to_work(found)
        open_for_more = may_invite_first(desk().roles, place.organisation.side, able=able)
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
            invite=Link(self.words.invite, self.url("invite")) if open_for_more else None,
            also=self.also(),
            empty=self.words.empty,
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
            changes = changes_of(auth, AuthScope(), place.organisation, persoon, roles=place.roles)
        return show(
            "people/persoon.html",
            found.name,
            crumbs=(Link(self.words.title, self.url("overview")),),
            kicker=elsewhere(place),
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

    def url(self, page: str, **more: Any) -> str:
        """A page of this desk."""
        own = {
            name: value
            for name, value in (request.view_args or {}).items()
            if name not in ("persoon", "rol")
        }
        return url_for(f".{self.name}_{page}", **own, **more)

    def may_give(self, place: Place) -> tuple[Role, ...]:
        """The roles that the signed-in person may hand out here."""
        return grantable(desk().roles, place.organisation.side)

    def find(self, persoon: UUID) -> tuple[Place, Colleague]:
        """Somebody here; raises NotThere for everybody else."""
        place = self.place()
        with unit_of_work(engine(), AuthScope()) as auth:
            found = colleague(
                auth, AuthScope(), place.organisation, persoon, today(), roles=place.roles
            )
        if found is None:
            raise NotThere
        return place, found


def able_to_work(people: Sequence[Colleague]) -> list[str]:
    """The names of those who can work here today."""
    return [person.name for person in people if person.standing is Standing.ACTIVE]
