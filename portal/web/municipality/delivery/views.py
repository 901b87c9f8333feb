"""The page of a delivery, its earlier versions, and taking it."""

from dataclasses import replace

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import NotThere
from portal.domain.policies import Permission, may
from portal.domain.submissions.lifecycle import State
from portal.queries.configuration import section_in_force
from portal.queries.deliveries import DeliveryFacts, delivery_facts
from portal.queries.worklist import rows_named
from portal.services.handling import mark_seen, take
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Link
from portal.web.htmx import wants_fragment
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.delivery.content import ContentWords
from portal.web.municipality.delivery.places import Places
from portal.web.municipality.delivery.presenters import Onlooker, delivery_words, version_words
from portal.web.municipality.work.presenters import line_of
from portal.web.municipality.work.views import back_to_work, reader
from portal.web.pages import say, show
from portal.web.sent import sent_version
from portal.web.state import now, state


@blueprint.get("/zaken/<kenmerk>")
@requires(Permission.SEE_WORK)
def delivery_page(kenmerk: str) -> WerkzeugResponse:
    """One delivery, with all that is known of it. The first look at it is stamped."""
    facts = delivery_facts(desk_session(), tenant_scope(), kenmerk)
    is_first = facts.first_seen_at is None and facts.state is not State.RECEIVED
    if is_first:
        facts = replace(facts, first_seen_at=now(), first_seen_by=desk().person.name)
    places = places_of(kenmerk)
    page = show(
        "municipality/zaak.html",
        title_of(facts),
        kicker=f"{facts.kind.name} {facts.reference}",
        lead=facts.provider_name,
        crumbs=(back_to_work(),),
        it=delivery_words(facts, ContentWords(facts), places, onlooker(facts)),
        provider=Link(facts.provider_name, places.provider(facts.provider_slug)),
    )
    if is_first:
        mark_seen(desk_session(), tenant_scope(), facts.id, desk().actor)
        desk_session().commit()
    return page


@blueprint.get("/zaken/<kenmerk>/versies/<int:nummer>")
@requires(Permission.SEE_WORK)
def delivery_version(kenmerk: str, nummer: int) -> WerkzeugResponse:
    """An earlier version of what the provider sent, as it was."""
    facts = delivery_facts(desk_session(), tenant_scope(), kenmerk)
    if not 1 <= nummer <= len(facts.contents):
        raise NotThere
    content = facts.contents[nummer - 1]
    places = places_of(kenmerk)
    return show(
        "municipality/versie.html",
        version_words(facts, nummer),
        kicker=f"{facts.kind.name} {facts.reference}",
        lead=title_of(facts),
        crumbs=(back_to_work(), Link(facts.reference, places.page)),
        groups=ContentWords(facts).groups(content),
        explanation=content.explanation,
        is_last=nummer == len(facts.contents),
        back=Link("Terug naar de zaak", places.page),
    )


@blueprint.post("/zaken/<kenmerk>/oppakken", endpoint="take")
@requires(Permission.HANDLE)
def take_delivery(kenmerk: str) -> WerkzeugResponse:
    """Take a delivery; from the list only its line is answered."""
    facts = delivery_facts(desk_session(), tenant_scope(), kenmerk)
    version = sent_version(request.form)
    take(desk_session(), tenant_scope(), facts.id, version=version, actor=desk().actor)
    desk_session().commit()
    state().wake_up.ring()
    if wants_fragment():
        who = reader()
        row = rows_named(desk_session(), tenant_scope(), [kenmerk])[0]
        return show(
            "municipality/regel.html", title_of(facts), block="regel", line=line_of(row, who)
        )
    say("U hebt deze zaak opgepakt.")
    return redirect(places_of(kenmerk).page, 303)


def title_of(facts: DeliveryFacts) -> str:
    """What the delivery is about."""
    return facts.subject or facts.kind.name


def places_of(kenmerk: str) -> Places:
    return Places(desk().membership.place, kenmerk)


def onlooker(facts: DeliveryFacts) -> Onlooker:
    """Who looks at this delivery, with the name of its desk."""
    teams = section_in_force(desk_session(), tenant_scope(), TEAMS)
    at = teams.desk(facts.desk or "")
    return Onlooker(
        account_id=desk().person.account_id,
        may_handle=may(desk().roles, Permission.HANDLE),
        may_open_dossier=may(desk().roles, Permission.WORK_ON_DOSSIERS),
        now=now(),
        desk_name=at.name if at else facts.desk or "",
    )


def case_crumbs(kenmerk: str) -> tuple[Link, ...]:
    return back_to_work(), Link(kenmerk, places_of(kenmerk).page)
