"""The organisations of the region: providers and municipalities, with who administers them."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import RuleBroken
from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.domain.scopes import AuthScope
from portal.queries.region import (
    administrators,
    municipalities,
    municipality_at,
    provider_at,
    providers,
)
from portal.services.registering import add_provider
from portal.web.access import desk, desk_session, requires
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Link, Pager
from portal.web.database import engine, unit_of_work
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, region_scope
from portal.web.region.forms import PROVIDER, provider_of
from portal.web.region.presenters import (
    administrators_status,
    administrators_words,
    organisation_row,
    provider_facts,
)
from portal.web.state import today


@blueprint.get("/organisaties")
@requires(Permission.REGION_MANAGE)
def organisations() -> WerkzeugResponse:
    """All municipalities, and the providers by name."""
    session, scope = desk_session(), region_scope()
    search, after = request.args.get("zoek", "")[:100], request.args.get("na", "")[:200]
    found, go_on = providers(session, scope, search=search, after=after)
    towns = municipalities(session, scope)
    with unit_of_work(engine(), AuthScope()) as auth:
        of_providers = administrators(
            auth, AuthScope(), Side.PROVIDER, [row.id for row in found], today()
        )
        of_towns = administrators(
            auth, AuthScope(), Side.MUNICIPALITY, [row.id for row in towns], today()
        )
    return show(
        "region/organisaties.html",
        "Organisaties",
        block="aanbieders",
        lead="Wie er bij elke organisatie de mensen beheert. Zonder beheerder kan een organisatie "
        "niets in het portaal.",
        search=search,
        providers=[
            organisation_row(
                row, of_providers.get(row.id, ()), url_for(".provider", aanbieder=row.slug)
            )
            for row in found
        ],
        municipalities=[
            organisation_row(
                row, of_towns.get(row.id, ()), url_for(".municipality", gemeente=row.slug)
            )
            for row in towns
        ],
        pager=Pager(
            previous_href=url_for(".organisations", zoek=search or None) if after else "",
            next_href=url_for(".organisations", zoek=search or None, na=go_on) if go_on else "",
        ),
    )


@blueprint.route("/aanbieder-toevoegen", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def new_provider() -> WerkzeugResponse:
    """A provider that the region does not know yet."""
    bound = bind(PROVIDER)
    if request.method == "POST" and bound.is_good:
        session = desk_session()
        try:
            slug = add_provider(session, region_scope(), desk().actor, provider_of(bound.answers))
        except RuleBroken as refused:
            session.rollback()
            bound.refuse(refused)
        else:
            session.commit()
            forget_kept()
            say("De aanbieder staat in het register. Nodig nu de eerste beheerder uit.")
            return redirect(url_for(".provider", aanbieder=slug), 303)
    return show(
        "region/formulier.html",
        "Aanbieder toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(Link("Organisaties", url_for(".organisations")),),
        form=bound.form,
        action=request.path,
        button="Aanbieder toevoegen",
        cancel=Link("Annuleren", url_for(".organisations")),
    )


@blueprint.get("/aanbieders/<aanbieder>")
@requires(Permission.REGION_MANAGE)
def provider(aanbieder: str) -> WerkzeugResponse:
    """One provider: its data, its administrators, its contracts per municipality."""
    session, scope = desk_session(), region_scope()
    found = provider_at(session, scope, aanbieder)
    towns = municipalities(session, scope)
    with unit_of_work(engine(), AuthScope()) as auth:
        people = administrators(auth, AuthScope(), Side.PROVIDER, [found.id], today())
    own = people.get(found.id, ())
    return show(
        "region/organisatie.html",
        found.name,
        kicker="Aanbieder",
        crumbs=(Link("Organisaties", url_for(".organisations")),),
        facts=provider_facts(found),
        standing=administrators_status(own),
        words=administrators_words(own),
        people=Link("Beheerders bekijken en uitnodigen",
                    url_for(".provider_admins_overview", aanbieder=aanbieder)),
        contracts=[
            (
                town.name,
                url_for(".contracts_of_municipality", gemeente=town.slug, aanbieder=aanbieder),
                url_for(".new_contract", gemeente=town.slug, aanbieder=aanbieder),
            )
            for town in towns
        ],
    )  # fmt: skip


@blueprint.get("/gemeenten/<gemeente>")
@requires(Permission.REGION_MANAGE)
def municipality(gemeente: str) -> WerkzeugResponse:
    """One municipality: its administrators and its contracts."""
    session, scope = desk_session(), region_scope()
    found = municipality_at(session, scope, gemeente)
    with unit_of_work(engine(), AuthScope()) as auth:
        people = administrators(auth, AuthScope(), Side.MUNICIPALITY, [found.id], today())
    own = people.get(found.id, ())
    return show(
        "region/organisatie.html",
        f"Gemeente {found.name}",
        crumbs=(Link("Organisaties", url_for(".organisations")),),
        facts=(),
        standing=administrators_status(own),
        words=administrators_words(own),
        people=Link("Beheerders bekijken en uitnodigen",
                    url_for(".municipality_admins_overview", gemeente=gemeente)),
        contracts=[
            (
                found.name,
                url_for(".contracts_of_municipality", gemeente=gemeente),
                "",
            )
        ],
    )  # fmt: skip
