"""A provider as this municipality deals with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, local_date
from portal.domain.configuration.acceptance import ACCEPTANCE, AcceptanceDuty
from portal.domain.policies import Permission, may
from portal.queries.configuration import section_in_force
from portal.queries.contracts import (
    ContractRow,
    ProviderProfile,
    Standing,
    contracts_with,
    provider_profile,
)
from portal.queries.stops import Standing as StopStanding
from portal.queries.stops import StopRow, stops_of
from portal.queries.worklist import EVERY, Order, Whose, WorkFilter, work_page
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Column, DataItem, Link, Status, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.register.contracts import COLUMNS as CONTRACT_COLUMNS
from portal.web.municipality.register.contracts import contract_words
from portal.web.municipality.register.stops import COLUMNS as STOP_COLUMNS
from portal.web.municipality.register.stops import stop_words
from portal.web.municipality.work.presenters import Line, line_of
from portal.web.municipality.work.views import reader
from portal.web.pages import show
from portal.web.state import today

LATEST = 10
DUTY_COLUMNS = (Column(label="Product"), Column(label="Acceptatie\u00adplicht"))


@blueprint.get("/aanbieders/<slug>")
@requires(Permission.SEE_CONTRACTS)
def provider_page(slug: str) -> WerkzeugResponse:
    """Profile, agreements and the duty to accept; for who sees work also stops and deliveries."""
    session, scope, here = desk_session(), tenant_scope(), desk().membership.place
    profile = provider_profile(session, scope, slug)
    agreements = contracts_with(session, scope, profile.id)
    standing = stops_of(session, scope, profile.id)
    duty = section_in_force(session, scope, ACCEPTANCE)
    sees_work = may(desk().roles, Permission.SEE_WORK)
    return show(
        "municipality/aanbieder.html",
        profile.name,
        kicker="Aanbieder",
        crumbs=(
            Link("Overeenkomsten", url_for("municipality.contracts_page", gemeente=here)),
        ),
        profile=profile_items(profile),
        contract_columns=CONTRACT_COLUMNS[1:],
        contracts=[contract_words(row, here) for row in agreements],
        duty_columns=DUTY_COLUMNS,
        duties=duties(agreements, standing, duty, today()),
        sees_work=sees_work,
        stop_columns=STOP_COLUMNS[1:],
        stops=[stop_words(row, duty, here, today()) for row in standing] if sees_work else [],
        deliveries=latest(slug) if sees_work else [],
        all_deliveries=Link(
            "Alle zaken van deze aanbieder",
            url_for(
                "municipality.start", gemeente=here, aanbieder=slug, wie=Whose.ALL.value,
                stand=EVERY,
            ),
        ),
    )  # fmt: skip


def latest(slug: str) -> list[Line]:
    """What came in last of this provider."""
    shown = WorkFilter(whose=Whose.ALL, standing=EVERY, provider=slug)
    found = work_page(desk_session(), tenant_scope(), shown, today=today(), order=Order.RECEIVED)
    who = reader()
    return [line_of(row, who) for row in found.rows[:LATEST]]


def profile_items(profile: ProviderProfile) -> tuple[DataItem, ...]:
    """The contact data that always have to be right (004-69, art. 3.1.5)."""
    contact = profile.contact
    return (
        DataItem(key="KvK-nummer", value=profile.kvk),
        DataItem(key="AGB-code", value=profile.agb),
        DataItem(key="E-mail", value=profile.email),
        DataItem(key="Telefoon", value=profile.phone),
        DataItem(key="Bezoekadres", lines=address_lines(profile.visiting_address)),
        DataItem(key="Postadres", lines=address_lines(profile.postal_address)),
        DataItem(
            key="Contactpersoon",
            lines=tuple(str(contact[n]) for n in ("naam", "telefoon", "email") if contact.get(n)),
        ),
        DataItem(
            key="Gegevens bevestigd",
            value=format_date(local_date(profile.confirmed_at))
            if profile.confirmed_at
            else "Nog niet door de aanbieder",
        ),
    )


def address_lines(address: Mapping[str, Any]) -> tuple[str, ...]:
    street = str(address.get("straat", ""))
    town = f"{address.get('postcode', '')} {address.get('plaats', '')}".strip()
    return tuple(line for line in (street, town) if line)


def duties(
    agreements: Sequence[ContractRow],
    standing: Sequence[StopRow],
    duty: AcceptanceDuty,
    day: date,
) -> list[tuple[str, Status]]:
    """Per product under a running agreement whether the provider must accept clients (004-67)."""
    products = {
        code: name
        for row in agreements
        if row.standing(day) is Standing.RUNNING
        for code, name in row.products.items()
    }
    ended = {
        stop.product_code: stop
        for stop in standing
        if stop.standing(day) is StopStanding.RUNNING and duty.lapses_for(stop.origin)
    }
    return [(f"{name} ({code})", _duty(ended.get(code))) for code, name in sorted(products.items())]


def _duty(stop: StopRow | None) -> Status:
    if stop is None:
        return Status("Geldt", Tone.OK)
    if stop.lifted_on is not None:
        until = f"tot {format_date(stop.lifted_on)}"
    elif stop.until_on is not None:
        until = f"tot en met {format_date(stop.until_on)}"
    else:
        until = "tot nader bericht"
    return Status(f"Vervallen door een cliëntenstop, {until}", Tone.WARNING)
