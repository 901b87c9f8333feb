"""The people of a municipality and the teams they work in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.teams import TEAMS, Desk, Teams
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import ROLES_OF, Side
from portal.domain.policies import Permission
from portal.domain.scopes import AuthScope
from portal.domain.submissions.fields import Choice, ChoicesField, Field, YesNoField
from portal.queries.colleagues import Colleague, Standing, colleague, colleagues
from portal.queries.configuration import section_in_force
from portal.queries.seats import Seats, seats_of
from portal.services.seating import seat
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.binding import bind, forget_kept
from portal.web.chrome import DataItem, Link, Status, TaskRow, Tone
from portal.web.database import engine, unit_of_work
from portal.web.municipality.blueprint import blueprint
from portal.web.pages import NAVIGATION, NavItem, desk_name, say, show
from portal.web.people import PeoplePages, Place, Words
from portal.web.people.presenters import STANDINGS, person_row
from portal.web.state import today

NAVIGATION[Side.MUNICIPALITY].append(
    NavItem("Mensen", "municipality.people_overview", Permission.MANAGE_PEOPLE, place=60)
)


def place() -> Place:
    """The municipality of this desk."""
    here = desk().membership
    return Place(
        organisation=here.organisation, name=desk_name(here), roles=ROLES_OF[Side.MUNICIPALITY]
    )


def facts(person: Colleague) -> tuple[DataItem, ...]:
    """The teams of a person, with the way to change them."""
    teams, seats = _teams_and_seats()
    own = seats.get(person.account_id, Seats())
    change = Link("Wijzigen", people.url("teams", persoon=person.account_id))
    return (
        DataItem(key="Teams", lines=_names(teams, own) or ("Geen team",), change=change),
        DataItem(
            key="Aanwezig",
            value="Nee: krijgt geen nieuw werk op naam, het team wel" if own.absent else "Ja",
        ),
    )


def notes() -> dict[UUID, str]:
    """Behind each name in the list: the teams, and who is away."""
    teams, seats = _teams_and_seats()
    return {
        account_id: ", ".join((*_names(teams, own), *(("afwezig",) if own.absent else ())))
        for account_id, own in seats.items()
    }


def by_team() -> Link:
    """From the list of people to the list of teams."""
    return Link("Teams bekijken", url_for(".teams", gemeente=desk().membership.place))


people = PeoplePages(
    blueprint,
    Permission.MANAGE_PEOPLE,
    at="/mensen",
    name="people",
    words=Words(
        title="Mensen",
        lead="Wie er bij uw gemeente in het portaal werkt, in welke rol en in welk team.",
        invite="Collega uitnodigen",
        empty="Er werkt hier nog niemand. Nodig een collega uit.",
    ),
    place=place,
    facts=facts,
    notes=notes,
    also=by_team,
)


@blueprint.route("/mensen/<uuid:persoon>/teams", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def people_teams(persoon: UUID) -> WerkzeugResponse:
    """In which teams somebody works, and whether he is there."""
    here = place()
    with unit_of_work(engine(), AuthScope()) as auth:
        found = colleague(auth, AuthScope(), here.organisation, persoon, today())
    if found is None:
        raise NotThere
    teams, seats = _teams_and_seats()
    own = seats.get(persoon, Seats())
    bound = bind(_questions(teams), stored={"teams": sorted(own.desks), "aanwezig": not own.absent})
    if request.method == "POST" and bound.is_good:
        try:
            seat(
                desk_session(),
                tenant_scope(),
                desk().actor,
                account_id=persoon,
                desks=bound.answers.get("teams", ()),
                absent=not bound.answers["aanwezig"],
            )
        except RuleBroken as error:
            bound.refuse(error)
        else:
            desk_session().commit()
            forget_kept()
            say(f"De teams van {found.name} zijn opgeslagen.")
            return redirect(people.url("person", persoon=persoon), 303)
    crumbs = (
        Link("Mensen", people.url("overview")),
        Link(found.name, people.url("person", persoon=persoon)),
    )
    return show(
        "people/formulier.html",
        f"Teams van {found.name}",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=crumbs,
        form=bound.form,
        action=request.path,
        button="Teams opslaan",
        cancel=Link("Annuleren", crumbs[-1].href),
    )


@blueprint.get("/teams")
@requires(Permission.MANAGE_PEOPLE)
def teams() -> WerkzeugResponse:
    """Each team with who works there; a team with nobody present stands out."""
    found, seats = _teams_and_seats()
    with unit_of_work(engine(), AuthScope()) as auth:
        everybody = colleagues(auth, AuthScope(), place().organisation, today())
    return show(
        "municipality/teams.html",
        "Teams",
        lead="Werk komt altijd bij een team aan. Is iemand afwezig, dan blijft het team aan zet.",
        crumbs=(Link("Mensen", people.url("overview")),),
        teams=[_team(desk, desk.slug == found.fallback, everybody, seats) for desk in found.desks],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShown:
    """A team with its people; `warning` when nobody is there."""

    name: str
    purpose: str
    people: tuple[TaskRow, ...]
    warning: str


def _team(
    team: Desk, is_fallback: bool, everybody: Sequence[Colleague], seats: Mapping[UUID, Seats]
) -> TeamShown:
    """Only who can work counts; who is absent is shown as such."""
    rows = []
    for person in everybody:
        own = seats.get(person.account_id, Seats())
        if team.slug not in own.desks or person.standing is Standing.GONE:
            continue
        row = person_row(
            person,
            href=people.url("person", persoon=person.account_id),
            is_self=person.account_id == desk().person.account_id,
        )
        if own.absent and person.standing is Standing.ACTIVE:
            row = replace(row, status=Status("Afwezig", Tone.WARNING))
        rows.append(row)
    present = any(row.status == STANDINGS[Standing.ACTIVE] for row in rows)
    fallback = (
        " Dit is het vangnetteam: hier komt alles wat nergens anders past." if is_fallback else ""
    )
    return TeamShown(
        name=team.name,
        purpose=team.purpose + fallback,
        people=tuple(rows),
        warning=""
        if present
        else "Er is nu niemand aanwezig in dit team. Wat hier binnenkomt blijft liggen tot iemand "
        "het oppakt. Zet iemand in dit team, of verander de routering.",
    )


def _questions(teams: Teams) -> tuple[Field, ...]:
    return (
        ChoicesField(
            name="teams",
            label="Teams",
            hint="In welke teams werkt deze persoon? Kies er geen, één of meer.",
            required=False,
            choices=tuple(Choice(desk.slug, desk.name, desk.purpose) for desk in teams.desks),
        ),
        YesNoField(
            name="aanwezig",
            label="Is deze persoon aanwezig?",
            hint="Bij “nee” komt er geen nieuw werk op naam. Wat deze persoon al had, blijft staan: "
            "draag dat zo nodig over.",
            missing="Kies ja of nee.",
        ),
    )


def _teams_and_seats() -> tuple[Teams, Mapping[UUID, Seats]]:
    session, scope = desk_session(), tenant_scope()
    return section_in_force(session, scope, TEAMS), seats_of(session, scope)


def _names(teams: Teams, own: Seats) -> tuple[str, ...]:
    """A team that no longer exists is not named."""
    return tuple(desk.name for desk in teams.desks if desk.slug in own.desks)
