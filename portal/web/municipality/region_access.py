"""Letting people of the region in, until a day, and out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.domain.scopes import AuthScope
from portal.domain.submissions.fields import Choice, ChoiceField, DateField, Field
from portal.queries.grants import Candidate, Grant, candidates, grants_of, names_of
from portal.services.granting import end_grant, give_grant
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Column, Link, Status, Tone
from portal.web.database import engine, unit_of_work
from portal.web.municipality.blueprint import blueprint
from portal.web.pages import NAVIGATION, NavItem, say, show
from portal.web.state import today

NAVIGATION[Side.MUNICIPALITY].append(
    NavItem("Regio", "municipality.region_access", Permission.MANAGE_PEOPLE, place=70)
)
LOOK, WORK = "meekijken", "meewerken"
COLUMNS = tuple(Column(label=label) for label in ("Naam", "Mag", "Van", "Tot en met", "Stand"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """A line of the list of grants."""

    name: str
    may: str
    since: str
    until: str
    status: Status
    end_href: str


@blueprint.get("/regio")
@requires(Permission.MANAGE_PEOPLE)
def region_access() -> WerkzeugResponse:
    """Who of the region may look in, and who could."""
    found = grants_of(desk_session(), tenant_scope())
    with unit_of_work(engine(), AuthScope()) as auth:
        names = names_of(auth, AuthScope(), [grant.account_id for grant in found])
    return show(
        "municipality/regio.html",
        "Toegang voor de regio",
        lead="Een regionaal contractmanager ziet alleen iets van uw gemeente zolang u toegang geeft.",
        grants=_lines(found, names),
        columns=COLUMNS,
        give=Link("Toegang geven", _url("give_region_access")),
    )


@blueprint.route("/regio/toegang-geven", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def give_region_access() -> WerkzeugResponse:
    """Let somebody of the region in, from a day until a day."""
    with unit_of_work(engine(), AuthScope()) as auth:
        people = candidates(auth, AuthScope(), tenant_scope().tenant_id, today())
    bound = bind(_questions(people), stored={"vanaf": today().isoformat()})
    if request.method == "POST" and bound.is_good:
        try:
            give_grant(
                desk_session(),
                tenant_scope(),
                desk().actor,
                account_id=UUID(bound.answers["wie"]),
                candidates=[person.account_id for person in people],
                may_write=bound.answers["mag"] == WORK,
                from_on=date.fromisoformat(bound.answers["vanaf"]),
                until_on=date.fromisoformat(bound.answers["tot_en_met"]),
                today=today(),
            )
        except RuleBroken as refused:
            bound.refuse(refused)
        else:
            desk_session().commit()
            forget_kept()
            say("De toegang is gegeven.")
            return redirect(_url("region_access"), 303)
    return show(
        "municipality/regio_toegang.html",
        "Toegang geven",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(Link("Toegang voor de regio", _url("region_access")),),
        form=bound.form,
        possible=bool(people),
        action=request.path,
        cancel=Link("Annuleren", _url("region_access")),
    )


@blueprint.post("/regio/<uuid:toegang>/beeindigen")
@requires(Permission.MANAGE_PEOPLE)
def end_region_access(toegang: UUID) -> WerkzeugResponse:
    """End an access at once."""
    end_grant(desk_session(), tenant_scope(), desk().actor, grant_id=toegang, today=today())
    desk_session().commit()
    say("De toegang is beëindigd. Dat werkt meteen.")
    return redirect(_url("region_access"), 303)


def _questions(people: Sequence[Candidate]) -> tuple[Field, ...]:
    return (
        ChoiceField(
            name="wie",
            label="Wie van de regio?",
            missing="Kies iemand van de regio.",
            choices=tuple(
                Choice(str(person.account_id), person.name, person.email) for person in people
            ),
        ),
        ChoiceField(
            name="mag",
            label="Wat mag deze persoon?",
            missing="Kies wat deze persoon mag.",
            choices=(
                Choice(
                    LOOK, "Meekijken", "Ziet uw indieningen en cliëntenstops, en verandert niets."
                ),
                Choice(
                    WORK, "Meekijken en meewerken", "Mag ook meedoen in een gezamenlijk dossier."
                ),
            ),
        ),
        DateField(name="vanaf", label="Vanaf", missing="Vul de eerste dag in."),
        DateField(
            name="tot_en_met",
            label="Tot en met",
            hint="Toegang heeft altijd een einde. U kunt haar eerder beëindigen of later verlengen.",
            missing="Vul de laatste dag in.",
        ),
    )


def _lines(found: Sequence[Grant], names: Mapping[UUID, str]) -> list[GrantLine]:
    return [
        GrantLine(
            name=names.get(grant.account_id, "Onbekend"),
            may="Meekijken en meewerken" if grant.may_write else "Meekijken",
            since=format_date(grant.from_on),
            until="ingetrokken" if grant.until_on < grant.from_on else format_date(grant.until_on),
            status=_status(grant),
            end_href="" if grant.is_over(today()) else _url("end_region_access", toegang=grant.id),
        )
        for grant in found
    ]


def _status(grant: Grant) -> Status:
    if grant.is_over(today()):
        return Status("Voorbij")
    return (
        Status("Loopt", Tone.OK) if grant.from_on <= today() else Status("Begint later", Tone.INFO)
    )


def _url(page: str, **more: Any) -> str:
    return url_for(f".{page}", gemeente=desk().membership.place, **more)
